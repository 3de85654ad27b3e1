"""What the law asks of a public body's pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.desks.doctor.legal import examine_legal
from placette.desks.doctor.patient import Patient
from placette.engine.problems.findings import Level
from tests.desks.doctor.fixture_patient import codes, patient_of, said, write_pages

MENTION = '<a href="/accessibilite/">Accessibilité\u00a0: non conforme</a>'
NOTICES = '<a href="/mentions-legales/">Mentions légales</a>'
PLAN = (
    "<h2>État de conformité</h2><h2>Résultats des tests</h2><h2>Contenus non accessibles</h2>"
    "<h2>Établissement de cette déclaration d’accessibilité</h2><h2>Retour d'information et contact</h2>"
    "<h2>Voies de recours</h2>"
)
WHOLE = "<main>Directrice de la\u00a0publication : Léa. Hébergeur : Nuages, 04\u00a073 00 00 00.</main>"


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    return patient_of(tmp_path)


def footer(*links: str) -> str:
    return f"<main>x</main><footer>{''.join(links)}</footer>"


def test_a_complete_site_is_fine(patient: Patient) -> None:
    pages = {"": footer(MENTION, NOTICES), "accessibilite": f"<main>{PLAN}</main>", "mentions-legales": WHOLE}
    write_pages(patient, pages)
    assert codes(examine_legal(patient)) == ["accessibility-declared", "notices-good"]


def test_what_is_missing_is_named(patient: Patient) -> None:
    pages = {
        "": footer(MENTION, NOTICES),
        "accessibilite": f"<main>{PLAN.replace('<h2>Voies de recours</h2>', '')}[À compléter]</main>",
        "mentions-legales": "<main>Hébergeur : Nuages.</main>",
    }
    write_pages(patient, pages)
    plan, director, telephone, blank = examine_legal(patient)
    assert "(accessibilite/) lacks headings that are imposed: Voies de recours" in said(plan, "en")
    assert "(accessibilite/) des titres imposés : Voies de recours" in said(plan, "fr")
    assert "ne semblent pas donner la direction de la publication" in said(director, "fr")
    assert "do not seem to give a telephone number" in said(telephone, "en")
    assert "A page was left with blanks to fill in: accessibilite/" in said(blank, "en")


@pytest.mark.parametrize(
    "links",
    [(), ('<a href="/a/">Accessibilité</a>', '<a href="https://elsewhere.example/">Mentions légales</a>')],
    ids=["no links", "other words, another site"],
)
def test_words_that_are_not_those_of_the_law_do_not_count(patient: Patient, links: tuple[str, ...]) -> None:
    write_pages(patient, {"": footer(*links)})
    assert codes(examine_legal(patient)) == ["accessibility-mention-none", "notices-none"]


def test_the_page_of_a_link_may_be_missing_and_never_lies_outside(patient: Patient) -> None:
    (patient.output.parent / "secret").mkdir()
    (patient.output.parent / "secret" / "index.html").write_text("<main>Directeur de publication</main>")
    outside = '<a href="/%2e%2e/secret/">Mentions légales</a>'
    write_pages(patient, {"": footer(MENTION, outside)})
    assert codes(examine_legal(patient)) == ["accessibility-plan", "notices-lack", "notices-lack", "notices-lack"]


def test_a_site_below_a_path_finds_its_pages(tmp_path: Path) -> None:
    patient = patient_of(tmp_path, SITEURL="https://forge.example/carnets")
    pages = {"": footer(MENTION.replace('"/', '"/carnets/')), "accessibilite": f"<main>{PLAN}</main>"}
    write_pages(patient, pages)
    assert codes(examine_legal(patient)) == ["accessibility-declared", "notices-none"]


def test_nothing_is_said_of_a_site_that_is_not_built_or_not_french(tmp_path: Path) -> None:
    assert list(examine_legal(patient_of(tmp_path))) == []
    english = patient_of(tmp_path, DEFAULT_LANG="en")
    write_pages(english, {"": footer()})
    assert list(examine_legal(english)) == []


def test_what_keeps_a_site_from_being_published_comes_first_and_alone(tmp_path: Path) -> None:
    patient = patient_of(tmp_path, LEGAL_NOTICE_PAGE="mentions-legales", LEGAL_DIRECTOR="")
    write_pages(patient, {"": footer(MENTION, NOTICES)})
    found = list(examine_legal(patient))
    assert codes(found) == ["legal-missing", "legal-page"]
    assert {one.level for one in found} == {Level.WRONG}
    (page,) = (one for one in found if one.diagnosis.code == "legal-page")
    assert "LEGAL_NOTICE_PAGE nomme la page « mentions-legales »" in said(page, "fr")
    whole = [said(one, "fr") for one in found]
    assert not [sentence for sentence in whole if "Write " in sentence], "what to do is said in French too"
