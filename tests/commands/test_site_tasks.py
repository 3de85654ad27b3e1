"""Common parts of tasks: the words of a named file, and reports that they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from invoke.exceptions import Exit

from placette.commands.site_tasks import _, put_out, read_words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_words_are_read_as_word_processors_save_plain_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "question.txt"
    file.write_bytes("Quand l’éclairage\r\nsera-t-il réparé ?\r\n".encode(encoding))
    assert read_words(str(file)) == "Quand l’éclairage\nsera-t-il réparé ?"


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", b"\x81\x8d", None])
def test_a_file_without_words_is_refused_by_its_name(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "question.docx"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(Exit) as refused:
        read_words(str(file))
    assert (refused.value.code, str(file) in str(refused.value)) == (2, True)
    assert data is not None or _("there is no such file or folder") in str(refused.value)


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exit) as refused:
        put_out("Rien.", str(tmp_path))
    assert (refused.value.code, tmp_path.name in str(refused.value)) == (2, True)
