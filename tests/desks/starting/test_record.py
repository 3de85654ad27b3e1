"""What a site remembers of how it was made comes back as it was; what isn't whole, or leads elsewhere, doesn't."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from placette.desks.starting.record import ANSWERS, RECORD, read_record, record_of, render_record

ANSWERED = {name: f"à {name}" for name in ANSWERS}
WRITTEN = {"README.md": "# A\r\nb\n", "content/pages/a.md": "x", "territory.json": "{}", "empty.txt": ""}


def written(folder: Path, **changed: Any) -> Path:
    text = render_record(record_of("1.0", date(2026, 7, 1), ANSWERED, WRITTEN))
    (folder / RECORD).write_text(json.dumps(json.loads(text) | changed), encoding="utf-8")
    return folder


def test_a_record_is_read_as_it_was_written_without_the_towns_own_work(tmp_path: Path) -> None:
    record = read_record(written(tmp_path))
    assert (record.version, record.begun, record.answers) == ("1.0", date(2026, 7, 1), ANSWERED)
    assert record.files == {"README.md": WRITTEN["README.md"], "empty.txt": ""}


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": {"kind": "village"}},
        {"answers": None},
        {"begun": "hier"},
        {"files": ["README.md"]},
        {"files": {"../elsewhere": ["x"]}},
        {"files": {"/etc/passwd": ["x"]}},
        {"files": {"a/../../b": ["x"]}},
    ],
    ids=str,
)
def test_what_is_not_whole_or_names_files_elsewhere_is_refused(changed: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_record(written(tmp_path, **changed))
