"""Delays that can't be stop a build, with what to write."""

from __future__ import annotations

from typing import Any

import pytest

from placette.engine.base.setting_errors import SettingError
from placette.features.decisions import DecisionsSettings


@pytest.mark.parametrize("values", [{"appeal_days": 0}, {"notice_days": -1}])
def test_a_delay_that_cannot_be_is_refused(values: dict[str, Any]) -> None:
    (name,) = values
    with pytest.raises(SettingError, match=f"DECISIONS_{name.upper()}"):
        DecisionsSettings(**values)
