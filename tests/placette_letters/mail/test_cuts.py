"""What is cut from a letter is said with its words; all that may be of use to readers stays."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from time import monotonic
from typing import Any

import pytest
import yaml

from placette_letters.letter import Letter
from placette_letters.mail.reading import read_mail
from placette_letters.remarks import words_cut
from tests.placette_letters.mail.fixture_mails import HERE, file_part, mail, multipart, page_of, picture, texts
from tests.placette_letters.mail.test_reading import CASES as LETTERS
from tests.placette_letters.mail.test_reading import made

ALL: list[dict[str, Any]] = yaml.safe_load((HERE / "cuts.yml").read_text(encoding="utf-8"))
PLAIN, MADE = [one for one in ALL if "text" in one], [one for one in ALL if "text" not in one]
MAILERS = ("outlook", "gmail", "iphone", "orange", "free")
NOW = datetime(2026, 11, 3, 18, 41, tzinfo=UTC)
UNREADABLE = ("an encrypted text in a plain mail", "characters that deceive")
FROM = {"From": "Jeanne Faure <jeanne.faure@courrier.example>"}


def without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


WRITING: dict[str, Callable[[str], str]] = {"as it is": str, "capitals": str.upper, "no accents": without_accents}


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", re.sub(r"<?https?://\S+|mailto:\S+", " ", text, flags=re.IGNORECASE)))


READY = words("Page Commune Nom Titre Voici ma réponse à publier")


def said(letter: Letter) -> str:
    return "\n".join((letter.written.title, *map(words_cut, letter.written.remarks), *letter.fields.values()))


def read(text: str, form: str) -> Letter:
    lines = [escape(line.replace("<https", " <https")) for line in text.split("\n") if line.strip()]
    page = None if form == "plain" else page_of(form, lines, quoting=False)
    return read_mail(mail(texts(text if form == "plain" else None, page), FROM), NOW)


@pytest.mark.parametrize("form", ["plain", *MAILERS])
@pytest.mark.parametrize("writing", WRITING)
def test_what_is_cut_is_said_and_all_else_stays(form: str, writing: str) -> None:
    wrong = {}
    for case in PLAIN:
        text, cut = (WRITING[writing](one) for one in (case["text"], "\n".join(case.get("cut", ()))))
        letter = read(text, form)
        fields = Counter({"COMMUNE": 1, "Commune": 1})  # the label of what is taken as a field
        lost = words(text) - words(letter.written.markdown) - words(said(letter)) - fields
        if lost or words(said(letter)) - words(" ".join(letter.fields.values())) != words(cut):
            wrong[case["name"]] = (letter.written.markdown, said(letter), lost)
    assert wrong == {}


@pytest.mark.parametrize("case", MADE, ids=lambda case: case["name"])
def test_what_mailers_mark_is_said_too(case: dict[str, Any]) -> None:
    headers = FROM | {"Subject": case.get("subject", "Le four"), "In-Reply-To": "<a@b.example>"}
    letter = read_mail(mail(texts(case.get("plain"), case.get("html")), headers), NOW)
    assert letter.written.markdown == case["kept"]
    assert [remark.code for remark in letter.written.remarks] == case["said"]
    seen = re.sub(r"<[a-z/][^>]*>|&\w+;", " ", case.get("plain") or case["html"])
    assert words(seen) - words(letter.written.markdown) - words(said(letter)) == Counter()


def test_of_all_letters_of_the_tests_no_word_is_lost_unsaid() -> None:
    """But for what nobody sees in HTML, invisible signs, ciphers, and the words of our own ready mails."""
    lost, seen = Counter[str](), 0
    for case in LETTERS:
        described = case["mail"]
        if case["name"] in UNREADABLE or not described.keys() & {"plain", "html"}:
            continue
        letter = read_mail(made(described), NOW, own="lettres@carnets.example")
        page = re.sub(r"<script.*?</script>|<div style=.display:none.*?</div>", " ", described.get("html", ""))
        written = re.sub(r"<[a-zA-Z/!][^>]*>|&\w+;", " ", page) if page else described["plain"]
        found = words(written)
        seen += found.total()
        left = found - words(letter.written.markdown) - words(said(letter)) - words(letter.about) - READY
        lost += Counter({f"{case['name']}: {word}": count for word, count in left.items()})
    assert seen > 600
    assert lost == {}


@pytest.mark.parametrize(("side", "stays"), [(40, False), (900, True)], ids=["a logo", "a photo"])
def test_a_photo_below_the_signature_stays(side: int, *, stays: bool) -> None:
    html = '<p>Le <b>four</b>.</p><p>Cordialement,</p><p>Jeanne Faure</p><p><img src="cid:a@x"></p>'
    noisy = picture("red", "BMP", side)
    inline = file_part({"name": "a.bmp", "media": "image/bmp", "cid": "a@x", "inline": True, "bytes": noisy.hex()})
    letter = read_mail(mail(multipart("related", [texts(None, html), inline], "r"), FROM), NOW)
    assert (len(letter.written.pictures) == 1) is stays
    assert [remark.code for remark in letter.written.remarks] == ["mail-signature"]


def test_words_of_documents_and_mails_that_are_not_taken_are_kept() -> None:
    """A first document that can't be read doesn't hide a second one."""
    story = "Le moulin tourne encore, et sa roue de fer est poussée jour et nuit par l’eau du bief."
    old = {"name": "a.doc", "media": "application/msword", "bytes": "d0cf11e0a1b11ae1"}
    files = [old, *({"name": f"{n}.txt", "media": "text/plain", "text": f"{story} {n}"} for n in ("un", "deux"))]
    inner = b"Content-Type: message/rfc822\n\n" + mail(texts("Un ancien courriel.", None))
    parts = [texts("Voici mon texte.", None), *map(file_part, files), inner]
    letter = read_mail(mail(multipart("mixed", parts, "m"), FROM), NOW)
    assert letter.written.markdown == f"{story} un"
    kept = {remark.code: words_cut(remark) for remark in letter.written.remarks if words_cut(remark)}
    assert kept == {
        "mail-note": "Voici mon texte.",
        "mail-document-other": f"{story} deux",
        "mail-inner": "Un ancien courriel.",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Envoyé de " + "la" * 140,
        "Envoyé de " + "mac mail " * 30 + "!",
        "Bonjour " + "le " * 90 + "!",
        "Cordialement " + "A" * 280,
        "a" * 200_000 + "\n\nCordialement\n" + "b" * 90,
        "réponse " * 79 + "\n> x\n" * 20_000,
    ],
    ids=["la", "mac", "le", "name", "long", "quoted"],
)
def test_no_line_of_a_stranger_takes_long(text: str) -> None:
    started = monotonic()
    read_mail(mail(texts(f"Le four.\n\n{text}", None), FROM), NOW)
    assert monotonic() - started < 5
