"""What strangers' documents do and reveal is found, whatever they are made of; only what can be taken out is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import gpxpy
import pytest
import vobject
import yaml
from pikepdf import Pdf

from placette.engine.base import occurrences as calendar_bounds
from placette.features.documents import ACTS, PRIVATE, clean_document, inspect_document
from placette.features.documents import findings as messages
from placette.features.documents.findings import Active, Private
from tests.features.documents.fixture_documents import MADE, informed, make_pdf, packed
from tests.features.documents.fixture_written import EVENT, make_gpx, make_ics

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "hostile.yml").read_text(encoding="utf-8"))


def bytes_of(case: dict[str, Any]) -> bytes:
    if "made" in case:
        return MADE[case["made"]]()
    return bytes.fromhex(case["hex"]) if "hex" in case else str(case["text"]).encode()


def expected_words(case: dict[str, Any]) -> str:
    """The words that a case expects beside its code."""
    name = case.get("finds", "")
    kinds: dict[str, str] = {**Active.__members__, **Private.__members__}
    if case["as"].endswith(".ics") and hasattr(calendar_bounds, name):
        return str(getattr(calendar_bounds, name))
    return kinds.get(name) or str(getattr(messages, name, "") or getattr(calendar_bounds, name, ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['as']}: {case.get('made', case.get('text'))}")
def test_what_a_document_does_or_reveals_is_found_and_what_it_reveals_can_be_taken_out(case: dict[str, Any]) -> None:
    data = bytes_of(case)
    seen = inspect_document((case["as"], data))
    assert sorted(found.code for found in seen.problems) == case.get("expect", [])
    values = [value for found in seen.problems for _, value in found.values]
    assert not case.get("finds") or expected_words(case) in values
    made = clean_document((case["as"], data))
    assert (made is not None) == (case.get("expect") in ([PRIVATE], [ACTS]) and case.get("mended", True))
    if made:
        assert made == clean_document((case["as"], data)), "the same bytes for the same document"
        assert [
            found.code for found in inspect_document((case["as"], made)).problems if found.code in {ACTS, PRIVATE}
        ] == []
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
    pages = {name: inspect_document((name, MADE[made]())).attachment.extent for name, made in (
        ("a.pdf", "plain"), ("a.odt", "text"), ("a.ods", "table"))}  # fmt: skip
    assert pages == {"a.pdf": 1, "a.odt": 3, "a.ods": 0}


@pytest.mark.parametrize(
    ("name", "made", "extent"),
    [
        ("a.gpx", "way", 1112),  # a hundredth of a degree of latitude, in metres
        ("a.gpx", "old way", 1112),
        ("a.gpx", "places", 0),
        ("a.ics", "dates", 1),
        ("a.ics", "weekly", 0),  # the number of dates is unknown without expanding its rule
    ],
)
def test_ways_are_measured_and_dates_counted_where_that_is_honest(name: str, made: str, extent: int) -> None:
    assert inspect_document((name, MADE[made]())).attachment.extent == extent


def test_noise_of_a_device_that_stands_still_makes_no_way_longer() -> None:
    still = "".join(f'<trkpt lat="45.1000{n % 2}" lon="3.1"/>' for n in range(1000))
    assert inspect_document(("a.gpx", make_gpx(f"<trk><trkseg>{still}</trkseg></trk>"))).attachment.extent == 0


def test_a_cleaned_way_keeps_its_points_and_names() -> None:
    point = '<trkpt lat="45.123456" lon="3.1"><ele>900.4</ele><time>2026-05-01T07:12:00Z</time></trkpt>'
    data = make_gpx(f"<metadata><name>Tour &amp; détour</name></metadata><trk><trkseg>{point}</trkseg></trk>")
    made = clean_document(("a.gpx", data))
    assert made is not None
    read = gpxpy.parse(made.decode())
    (kept,) = read.tracks[0].segments[0].points
    assert (read.name, read.creator, kept.latitude, kept.elevation, kept.time) == (
        "Tour & détour", "Placette", 45.123456, 900.4, None
    )  # fmt: skip


def test_a_cleaned_calendar_keeps_its_dates_its_zone_and_its_words() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Sans/Ete\nX-LIC-LOCATION:Europe/Paris\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = EVENT.replace("DTSTART:", "DTSTART;TZID=Sans/Ete:") + "\nDESCRIPTION:À la mairie\\, l’été\\nEntrée libre"
    made = clean_document(("a.ics", make_ics(f"{event}\nATTENDEE:mailto:lea@a.example", more=zone)))
    assert made is not None
    assert not [word for word in (b"X-", b"ATTENDEE", b"lea@") if word in made]
    (read,) = vobject.readOne(made.decode()).vevent_list
    assert (read.summary.value, read.description.value) == ("Permanence", "À la mairie, l’été\nEntrée libre")
    assert f"{read.dtstart.value:%Y-%m-%d %H:%M %z}" == "2026-09-01 18:00 +0100", "its own zone, which knows no summer"
