"""Whatever somebody writes, a mail holds it and nothing else."""

from __future__ import annotations

import email
import io
import re
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from placette.desks.letters.form.checking import LINES, DropFile, one_line, whole_text
from placette.desks.letters.form.dropping import Drop, mail_of, reference_of, write_drop
from placette.desks.letters.form.receiving import Upload
from placette.features.letterbox import LetterKind
from tests.desks.letters.form.fixture_form import QUICK, mails_in

MOMENT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
_OURS = re.compile(r"From|To|Date|Message-ID|Subject|X-Placette-[\w-]+|MIME-Version|Content-Type")
_NASTY = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(
    [
        "x\r\nBcc: a@b.example",
        "=?utf-8?q?=0D=0ABcc:_a@b.example?=",
        "a" * 500,
        "é " * 200,
        '"<a@b.example>"',
        "=?",
        "\u2028X: y",
    ]
)


def drop(*pieces: DropFile, **values: str) -> Drop:
    return Drop(LetterKind.POST, values, {}, pieces, "stamp", proven=True, lang="fr")


@given(st.dictionaries(st.sampled_from(sorted(LINES)), _NASTY), _NASTY)
def test_a_mail_has_the_headers_that_we_gave_it(written: dict[str, str], text: str) -> None:
    values = {name: one_line(value, LINES[name]) for name, value in written.items()} | {"email": "lea@mail.example"}
    values = {name: value for name, value in values.items() if value} | {"text": whole_text(text)}
    made = drop(**values)
    raw = b"".join(mail_of(made, made.identity, MOMENT))
    assert max(map(len, raw.split(b"\r\n"))) < 998, "RFC 5322, 2.1.1"
    mail = email.message_from_bytes(raw, policy=default)
    assert [name for name in mail if not _OURS.fullmatch(name)] == []
    assert len(mail.keys()) == len(set(mail.keys()))
    for name in values.keys() - {"email", "text"}:
        assert mail[f"X-Placette-Field-{name}"] == values[name]
    [sender] = mail["From"].addresses
    assert sender.addr_spec == "lea@mail.example"
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == values["text"] + "\n"


@given(st.lists(st.binary(max_size=300), max_size=4))
def test_files_arrive_as_they_were_sent(files: list[bytes]) -> None:
    uploads = [Upload("a", len(data), io.BytesIO(data)) for data in files]
    pieces = [DropFile(f"{number:02}-é.jpg", "image/jpeg", upload) for number, upload in enumerate(uploads)]
    made = drop(*pieces, text="Bonjour")
    mail = email.message_from_bytes(b"".join(mail_of(made, made.identity, MOMENT)), policy=default)
    found = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]  # type: ignore[attr-defined]
    assert found == [(piece.name, data) for piece, data in zip(pieces, files, strict=True)]


def test_a_large_file_arrives_byte_by_byte(tmp_path: Path) -> None:
    data = bytes(range(256)) * 1000
    made = drop(DropFile("01-a.jpg", "image/jpeg", Upload("a", len(data), io.BytesIO(data))))
    write_drop(tmp_path, made, made.identity, MOMENT, QUICK)
    [mail] = mails_in(tmp_path)
    assert [part.get_content() for part in mail.iter_attachments()] == [data]


def test_the_name_of_a_letter_is_when_it_came_and_chance(tmp_path: Path) -> None:
    made = drop(text="Bonjour")
    write_drop(tmp_path, made, made.identity, MOMENT, QUICK)
    [path] = tmp_path.iterdir()
    assert re.fullmatch(r"20261126T083000-[0-9a-f]{16}\.eml", path.name)
    assert path.stat().st_mode & 0o007 == 0, "nobody else reads it"
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", reference_of(made.identity))


def test_a_reference_follows_from_all_that_was_sent() -> None:
    one, two = (
        drop(DropFile("01-a.jpg", "image/jpeg", Upload("a", 2, io.BytesIO(data))), text="a") for data in (b"ab", b"ac")
    )
    assert one.identity == one.identity
    assert reference_of(one.identity) != reference_of(two.identity)
    assert drop(text="a").identity != drop(title="a").identity
