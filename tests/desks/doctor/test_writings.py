"""What is said of texts, pictures, people and links."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PIL import Image

from placette.desks.doctor.patient import Patient
from placette.desks.doctor.writings import examine_links, examine_texts
from placette.desks.status.links.memory import Answer, write_answers
from placette.desks.status.links.outcomes import LinkFate, LinkOutcome
from tests.desks.doctor.fixture_patient import codes, patient_of, said

POST = "articles/2026/{name}/index.md"
SOURCE = (
    '---\ntitle: Un billet\nsummary: Un billet.\ndate: 2026-05-01\nauthors: [lea]\ncategory: Nature\ncommune: "63113"\n'
    "tags: [rivière]\n---\n{text}\n"
)
TODAY = date(2026, 7, 1)


def posts(folder: Path, **texts: str) -> Patient:
    """The site with posts, each with a picture ``p.jpg`` beside it."""
    patient_of(folder)
    for name in texts:
        place = folder / "content" / "articles" / "2026" / name
        place.mkdir()
        Image.linear_gradient("L").convert("RGB").save(place / "p.jpg")
    return patient_of(folder, {POST.format(name=name): SOURCE.format(text=text) for name, text in texts.items()})


def test_texts_that_are_in_order_are_fine(tmp_path: Path) -> None:
    (found,) = examine_texts(patient_of(tmp_path))
    assert said(found, "fr").strip() == "Textes lus : 2. Tous peuvent être publiés."


def test_pictures_without_words_are_named(tmp_path: Path) -> None:
    patient = posts(
        tmp_path, **{f"b{i}": "![](p.jpg)" for i in range(4)}, seen='![](p.jpg "décorative -- Léa, CC BY 4.0")'
    )
    refused, unheard, *others = examine_texts(patient)
    assert codes((refused, unheard)) == ["texts-refused", "pictures-unheard"]
    named = "4 (articles/2026/b0/index.md, articles/2026/b1/index.md, articles/2026/b2/index.md, …)"
    assert f"no description: {named}." in said(unheard, "en")
    assert f"n’ont pas de description : {named}." in said(unheard, "fr")
    (decorative,) = others
    assert "1 (articles/2026/seen/index.md)" in said(decorative, "en")


def test_a_person_who_says_nothing_is_named(tmp_path: Path) -> None:
    silent = "---\nname: Paul Sage\nkind: habitant\n---\n"
    found = list(examine_texts(patient_of(tmp_path, {"authors/paul-sage.md": silent})))
    assert codes(found) == ["texts-good", "profiles-empty"]
    assert "1 (authors/paul-sage.md)" in said(found[1], "en")


def linked(folder: Path, answers: dict[str, Answer]) -> Patient:
    text = " ".join(f"[page {i}](https://{name}.fr/)" for i, name in enumerate(("un", "deux"), 1))
    patient = patient_of(folder, {POST.format(name="liens"): SOURCE.format(text=text)})
    write_answers(patient.cache, {f"https://{name}.fr/": answer for name, answer in answers.items()})
    return patient


ALIVE, GONE = LinkOutcome(LinkFate.ALIVE, "", 200), LinkOutcome(LinkFate.GONE, "status", 404)


def test_links_are_as_they_were_last_found(tmp_path: Path) -> None:
    patient = linked(tmp_path, {"un": Answer(ALIVE, TODAY), "deux": Answer(GONE, TODAY, TODAY)})
    (found,) = examine_links(patient)
    assert "on 1 July 2026: 1 of 2. invoke status lists them" in said(found, "en")
    assert "le 1er juillet 2026 : 1 sur 2." in said(found, "fr")


def test_links_that_were_never_asked_or_long_ago_are_due(tmp_path: Path) -> None:
    assert codes(examine_links(linked(tmp_path, {}))) == ["links-unasked"]
    old = Answer(ALIVE, TODAY - timedelta(days=32))
    assert codes(examine_links(linked(tmp_path, {"un": old, "deux": old}))) == ["links-stale"]
    fresh = Answer(ALIVE, TODAY - timedelta(days=31))
    assert codes(examine_links(linked(tmp_path, {"un": fresh, "deux": fresh}))) == ["links-good"]
    assert codes(examine_links(linked(tmp_path, {"un": fresh}))) == ["links-unasked"]


def test_a_site_without_links_has_nothing_to_ask(tmp_path: Path) -> None:
    assert list(examine_links(patient_of(tmp_path))) == []
