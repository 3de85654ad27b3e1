"""A report that can't be written ends its task in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from invoke.exceptions import Exit

from placette.desks.site_tasks import put_out


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exit) as refused:
        put_out("Rien.", str(tmp_path))
    assert (refused.value.code, tmp_path.name in str(refused.value)) == (2, True)
