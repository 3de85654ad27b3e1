"""Common parts of tasks: the words of a named file, and reports that they write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from invoke import Task
from invoke.exceptions import Exit

from placette.commands.site_tasks import _, ask_until, put_out, read_words
from placette.tasks import report_failures


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_words_are_read_as_word_processors_save_plain_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "question.txt"
    file.write_bytes("Quand l’éclairage\r\nsera-t-il réparé ?\r\n".encode(encoding))
    assert read_words(str(file)) == "Quand l’éclairage\nsera-t-il réparé ?"


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", b"\x81\x8d"])
def test_a_file_without_words_is_refused_by_its_name(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "question.docx"
    file.write_bytes(data)
    with pytest.raises(Exit) as refused:
        read_words(str(file))
    assert (refused.value.code, str(file) in str(refused.value)) == (2, True)


def test_a_file_that_cannot_be_read_or_written_is_told_by_the_task(tmp_path: Path) -> None:
    there_is_none = _("there is no such file or folder")
    for use, what in (
        (lambda: read_words(str(tmp_path / "question.txt")), there_is_none),
        (lambda: put_out("Rien.", str(tmp_path)), tmp_path.name),
    ):
        with pytest.raises(Exit, match=re.escape(what)) as refused:
            report_failures(Task(lambda _context, use=use: use())).body(None)
        assert refused.value.code == 2


def known(written: str) -> tuple[str, dict[str, str]] | None:
    return (
        None
        if written == "Nature"
        else ("“{value}” is not on the list: {choices}", {"value": written, "choices": "Nature"})
    )


@pytest.mark.parametrize(
    ("typed", "options", "answer", "printed"),
    [
        ([""], {}, "", ""),
        (["", "", "Nature"], {"needed": True}, "Nature", "Il faut une réponse\u00a0: Nature\n" * 2),
        (["x", "Nature"], {"needed": True}, "Nature", "«\u00a0x\u00a0» n’est pas dans la liste\u00a0: Nature\n"),
        ([""], {"needed": True, "default": "Nature"}, "Nature", ""),
    ],
)
def test_a_question_that_must_be_answered_is_asked_again(
    typed: list[str],
    options: dict[str, Any],
    answer: str,
    printed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[str] = []

    def answer_next(question: str) -> str:
        asked.append(question)
        return typed.pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer_next)
    assert (ask_until("Category", "", known, **options), typed) == (answer, [])
    assert capsys.readouterr().out == printed
    assert ("[Nature]" in asked[0]) is ("default" in options)


def test_a_keyboard_that_says_no_more_ends_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", closed)
    with pytest.raises(Exit) as refused:
        ask_until("Category", "", known)
    assert (refused.value.code, refused.value.message) == (2, "Rien n’a été écrit.")
