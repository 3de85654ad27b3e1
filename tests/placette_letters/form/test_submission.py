"""What the form takes from a site's settings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import SettingError
from placette.features.letterbox import LetterKind
from placette_letters.form.application import Drop, mail_of
from placette_letters.form.submission import (
    DropFile,
    FieldFault,
    Filled,
    Upload,
    cleaned,
    faults_in,
    one_line,
    page_of,
    pieces_of,
    rules_of,
    whole_text,
)
from tests.placette_letters.form.fixture_form import JPEG, SETTINGS, SITE, rules_in

_HERE = Path(__file__).parent
_FIELDS = yaml.safe_load((_HERE / "fields.yml").read_text(encoding="utf-8"))


def test_rules_say_what_the_site_says(tmp_path: Path) -> None:
    rules = rules_of(SETTINGS | {"READING_LICENCE": "CC BY-SA 4.0", "LETTERS_FORM_PORT": 9000}, tmp_path / "drop")
    assert (rules.site_url, rules.host, rules.port) == ("https://carnets.example/blog/", "ecrire.carnets.example", 9000)
    assert (rules.licence, rules.address) == ("CC BY-SA 4.0", "lettres@carnets.example")
    assert rules.key_file == tmp_path / "form.key"


@pytest.mark.parametrize(
    "wrong",
    _FIELDS["settings"],
)
def test_a_setting_that_cannot_be_used_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match=next(iter(wrong))):
        rules_of(SETTINGS | wrong, Path("/drop"))


def test_the_largest_letter_makes_a_mail_that_the_intake_reads() -> None:
    rules = rules_of(SETTINGS | {"LETTERS_LARGEST": 1_000_000}, Path("/drop"))
    upload = Upload("a", rules.limits.request, io.BytesIO(bytes(rules.limits.request)))
    drop = Drop(LetterKind.POST, {}, {}, (DropFile("01-a.jpg", "image/jpeg", upload),), "", proven=True, lang="fr")
    size = sum(map(len, mail_of(drop, drop.identity, datetime(2026, 1, 1, tzinfo=UTC))))
    assert 980_000 < size <= 1_000_000


_PAGES = yaml.safe_load((_HERE / "pages.yml").read_text(encoding="utf-8"))
_FILES = yaml.safe_load((_HERE / "files.yml").read_text(encoding="utf-8"))
RULES = rules_in(Path("/nowhere"))


def upload(name: str, data: bytes) -> Upload:
    return Upload(name, len(data), io.BytesIO(data))


def faults(
    kind: LetterKind = LetterKind.POST, files: Mapping[str, tuple[Upload, ...]] | None = None, **values: str
) -> list[str]:
    filled = Filled({"text": "Bonjour"} | values, files or {})
    return [fault.field for fault in faults_in(filled, cleaned(filled, kind, RULES), RULES)]


@pytest.mark.parametrize("address", _PAGES["ours"])
def test_an_address_of_the_site_is_known(address: str) -> None:
    assert page_of(SITE, address) == address
    assert faults(LetterKind.REPORT, about=address) == []


@pytest.mark.parametrize("address", _PAGES["theirs"])
def test_an_address_of_others_is_none_of_ours(address: str) -> None:
    assert page_of(SITE, address) == ""


@pytest.mark.parametrize("case", _FILES, ids=lambda case: repr(case[1]))
def test_a_file_is_what_its_bytes_say_and_has_a_plain_name(case: list[str]) -> None:
    field, name, begin, *expected = case
    files = {field: (upload(name, begin.encode("latin-1") + bytes(20)),)}
    if len(expected) == 1:
        assert faults(files=files) == expected
        return
    assert faults(files=files) == []
    assert [[piece.name, piece.media_type] for piece in pieces_of(Filled({}, files))] == [expected]


def test_files_of_one_name_are_told_apart() -> None:
    pieces = pieces_of(
        Filled({}, {"photos": (upload("image.jpg", JPEG),) * 3, "document": (upload("image.pdf", b"%PDF"),)})
    )
    assert [piece.name for piece in pieces] == ["01-image.jpg", "02-image.jpg", "03-image.jpg", "04-image.pdf"]


def test_there_is_an_end_to_photos_and_documents() -> None:
    photos, documents = (upload("a.jpg", JPEG),) * 13, (upload("a.pdf", b"%PDF"),) * 2
    filled = Filled({"text": "a"}, {"photos": photos, "document": documents})
    found = faults_in(filled, {"text": "a"}, RULES)
    assert [(fault.field, fault.number) for fault in found] == [("photos", 12), ("document", 0)]
    assert isinstance(found[0], FieldFault)
    assert faults(files={"photos": photos[:12], "document": documents[:1]}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    _FIELDS["texts"],
)
def test_a_text_of_one_word_is_needed(text: str, expected: list[str]) -> None:
    assert faults(text=text) == expected


def test_a_document_is_a_text() -> None:
    assert faults(text="", files={"document": (upload("a.odt", b"PK"),)}) == []


def test_a_text_that_is_too_long_is_better_a_document() -> None:
    assert faults(text="é" * 50_000) == []
    assert faults(text="é" * 50_001) == ["text"]


@pytest.mark.parametrize("address", _FIELDS["addresses"])
def test_an_address_or_none_is_welcome(address: str) -> None:
    assert faults(email=address) == []


@pytest.mark.parametrize(
    "address",
    _FIELDS["faulty"],
)
def test_an_address_that_nobody_has_is_a_fault(address: str) -> None:
    assert faults(email=address) == ["email"]


def test_a_field_that_people_do_not_see_stays_empty() -> None:
    assert faults(website="https://spam.example") == ["website"]


def test_lines_stay_lines_and_texts_keep_their_paragraphs() -> None:
    assert one_line("  Le\r\nlavoir\x85\u2028 vide\0 ", 100) == "Le lavoir vide"
    assert one_line("a" * 300, 200) == "a" * 200
    assert whole_text("\r\nUn\r\n\r\nDeux\rTrois\x00\x1b[31m\n") == "Un\n\nDeux\nTrois[31m"
