"""A forge is named with all that it needs, or the build says what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import SettingError
from placette.features.editor.configuration import EditorSettings, refuse_incomplete

CASES = yaml.safe_load(Path(__file__).with_name("settings.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["given"]))
def test_what_is_incomplete_is_refused(case: dict[str, Any]) -> None:
    settings = EditorSettings(**case["given"])
    if "wrong" not in case:
        refuse_incomplete(settings)
        return
    with pytest.raises(SettingError, match=case["wrong"]):
        refuse_incomplete(settings)
