"""No bytes make the reading of a mail raise, and what comes out is bounded and clean."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from placette.engine.library.tree import is_good_name
from placette.engine.texts.characters import CONTROLS, INVISIBLE
from placette_letters.letter import REMARKS, Letter, Remark
from placette_letters.mail import read_mail

NOW = datetime(2026, 11, 3, 18, 41, tzinfo=UTC)
NAMES = st.sampled_from(
    "From To Subject Date Message-ID In-Reply-To References Content-Type Content-Transfer-Encoding Content-Disposition"
    " Content-ID Received Authentication-Results Return-Path Auto-Submitted X-Placette-Form X-Placette-Kind"
    " X-Placette-Field-title Precedence MIME-Version".split()
)
PIECES = st.sampled_from(
    [
        '"', "<", ">", "(", ")", "@", "=?utf-8?B?w4k?=", "=?x?q?=ZZ?=", "=?utf-8?Q?", "?=", ";", " filename*0*=", "\n ",
        "a@b.example", "multipart/mixed; boundary=b", "multipart/alternative; boundary=b", "text/html; charset=utf-7",
        "message/rfc822", "base64", "quoted-printable", "x-uuencode", "attachment", "name*99999999999=x", "\u202e", "é",
        "text/plain; format=flowed; delsp=yes", "charset=idna", "[2026-0042]", "\\", "%00", "\x00", "1", "image/png",
    ]
)  # fmt: skip
LINES = st.sampled_from(
    [
        "--b", "--b--", "", "Content-Type: text/html", "Content-Type: message/rfc822", "> De : x", "De : a@b.example",
        "Envoyé : 3/11/2026 10:12", "À : x", "Le 3/11/2026 à 10:12, X a écrit :", "> cité", "-- ", "Cordialement",
        "<div class=gmail_quote>", "</div>", "<img src=cid:x>", "<table><tr><td>", "Page : http://[", "begin 644 x",
        "Content-Disposition: attachment; filename=../x.docx", "Content-Transfer-Encoding: base64", "PK\x03\x04",
    ]
)  # fmt: skip
HEADERS = st.lists(st.tuples(NAMES, st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=8).map("".join)))
SHAPED = st.tuples(HEADERS, st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=20))


def sound(letter: Letter) -> None:
    assert Remark("mail-unreadable") not in letter.written.remarks  # nothing was raised inside either
    assert letter.identity
    assert len(letter.identity) < 600
    assert len(letter.sender) <= 254
    assert len(letter.subject) <= 200
    lines = [
        letter.sender,
        letter.sender_name,
        letter.subject,
        letter.about,
        letter.authenticated,
        *letter.fields.values(),
    ]
    assert not any(CONTROLS.search(line) or INVISIBLE.search(line) or "\n" in line for line in lines)
    assert not CONTROLS.search(letter.written.markdown.replace("\n", ""))
    names = [one.name for one in letter.written.pictures] + [one.name for one in letter.written.enclosures]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(is_good_name(name) for name in names)
    assert all(remark.code in REMARKS for remark in letter.written.remarks)
    assert letter.automatic == "" or letter.automatic in REMARKS


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_become_a_letter(data: bytes) -> None:
    sound(read_mail(data, NOW))


@given(SHAPED)
@settings(max_examples=80, deadline=None)
def test_odd_headers_and_bodies_become_letters(shaped: tuple[list[tuple[str, str]], list[str]]) -> None:
    headers, lines = shaped
    head = "".join(f"{name}: {value}\n" for name, value in headers)
    data = f"{head}\n{chr(10).join(lines)}".encode("utf-8", "surrogatepass")
    letter = read_mail(data, NOW, own="lettres@carnets.example")
    sound(letter)
    assert read_mail(data, NOW, own="lettres@carnets.example") == letter
