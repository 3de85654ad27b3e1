"""What strangers' documents do and reveal is found, whatever they are made of; only what can be taken out is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from pikepdf import Pdf

from placette.features.documents import messages
from placette.features.documents.findings import Active, Private
from placette.features.documents.inspecting import PRIVATE, clean_document, inspect_document
from tests.features.documents.fixture_documents import MADE, informed, make_pdf, packed

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "hostile.yml").read_text(encoding="utf-8"))


def bytes_of(case: dict[str, Any]) -> bytes:
    if "made" in case:
        return MADE[case["made"]]()
    return bytes.fromhex(case["hex"]) if "hex" in case else str(case["text"]).encode()


def said(case: dict[str, Any]) -> str:
    """The words that a case expects beside its code."""
    name = case.get("finds", "")
    kinds: dict[str, str] = {**Active.__members__, **Private.__members__}
    return kinds.get(name) or str(getattr(messages, name, ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['as']}: {case.get('made', case.get('text'))}")
def test_what_a_document_does_or_reveals_is_found_and_what_it_reveals_can_be_taken_out(case: dict[str, Any]) -> None:
    data = bytes_of(case)
    seen = inspect_document((case["as"], data))
    assert sorted(found.code for found in seen.problems) == case.get("expect", [])
    values = [value for found in seen.problems for _, value in found.values]
    assert not case.get("finds") or said(case) in values
    made = clean_document((case["as"], data))
    assert (made is not None) == (case.get("expect") == [PRIVATE] and case.get("mended", True))
    if made:
        assert made == clean_document((case["as"], data)), "the same bytes for the same document"
        assert [found.code for found in inspect_document((case["as"], made)).problems if found.code == PRIVATE] == []
        assert clean_document((case["as"], made)) is None


def test_every_document_that_was_made_is_looked_into() -> None:
    assert {case["made"] for case in CASES if "made" in case} == MADE.keys()


def test_the_pages_the_title_and_the_tags_stay_when_a_name_is_taken_out() -> None:
    data = make_pdf(informed(Author="Léa Montel", Keywords="eau", Subject="/mnt/lea/x"), pages=3)
    made = clean_document(("a.pdf", data))
    assert made is not None
    assert b"Montel" not in made
    with Pdf.open(io.BytesIO(made)) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"]), str(pdf.docinfo["/Keywords"])) == (3, "Règlement", "eau")
        assert (set(pdf.docinfo.keys()), str(pdf.Root.Lang)) == ({"/Title", "/Keywords"}, "fr")
    assert inspect_document(("a.pdf", made)).problems == ()


def test_a_document_that_claims_to_be_for_everybody_goes_on_claiming_it() -> None:
    told = "<pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt><rdf:li>Le &lt;titre&gt;</rdf:li></rdf:Alt></dc:title>"
    made = clean_document(("a.pdf", make_pdf(packed(f"{told}<dc:creator>Léa</dc:creator>"), accessible=False)))
    assert made is not None
    with Pdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", "Le <titre>")
        assert str(pdf.docinfo["/Title"]) == "Le <titre>"


def test_pages_are_counted_where_there_are_any() -> None:
    pages = {name: inspect_document((name, MADE[made]())).attachment.pages for name, made in (
        ("a.pdf", "plain"), ("a.odt", "text"), ("a.ods", "table"))}  # fmt: skip
    assert pages == {"a.pdf": 1, "a.odt": 3, "a.ods": 0}
