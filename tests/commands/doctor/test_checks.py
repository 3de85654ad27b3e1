"""What the doctor says of legal duties, software, texts and links."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from placette.commands.doctor.checks import (
    examine_legal,
    examine_software,
    examine_texts,
    judge_python,
)
from placette.commands.doctor.installation import ExaminedSite
from placette.engine.base.translation import Severity, load_catalogue
from placette.engine.findings.messages import messages
from tests.commands.doctor.fixture_patient import codes, patient_of, shown, write_pages

pytestmark = pytest.mark.whole

MENTION = '<a href="/accessibilite/">Accessibilité\u00a0: non conforme</a>'
PLAN = (
    "<h2>État de conformité</h2><h2>Résultats des tests</h2><h2>Contenus non accessibles</h2>"
    "<h2>Établissement de cette déclaration d’accessibilité</h2><h2>Retour d'information et contact</h2>"
    "<h2>Voies de recours</h2>"
)


@pytest.fixture
def examined_site(tmp_path: Path) -> ExaminedSite:
    return patient_of(tmp_path)


def footer(*links: str) -> str:
    return f"<main>x</main><footer>{''.join(links)}</footer>"


def test_a_complete_site_is_fine(examined_site: ExaminedSite) -> None:
    write_pages(examined_site, {"": footer(MENTION), "accessibilite": f"<main>{PLAN}</main>"})
    assert codes(examine_legal(examined_site)) == ["accessibility-declared"]


def test_what_is_missing_is_named(examined_site: ExaminedSite) -> None:
    pages = {
        "": footer(MENTION),
        "accessibilite": f"<main>{PLAN.replace('<h2>Voies de recours</h2>', '')}[À compléter]</main>",
    }
    write_pages(examined_site, pages)
    plan, blank = examine_legal(examined_site)
    assert "(accessibilite/) lacks headings that are imposed: Voies de recours" in shown(plan, "en")
    assert "(accessibilite/) des titres imposés : Voies de recours" in shown(plan, "fr")
    assert "A page was left with blanks to fill in: accessibilite/" in shown(blank, "en")


@pytest.mark.parametrize(
    "links",
    [(), ('<a href="/a/">Accessibilité</a>', MENTION.replace("/accessibilite/", "https://elsewhere.example/"))],
    ids=["no links", "other words, another site"],
)
def test_words_that_are_not_those_of_the_law_do_not_count(examined_site: ExaminedSite, links: tuple[str, ...]) -> None:
    write_pages(examined_site, {"": footer(*links)})
    assert codes(examine_legal(examined_site)) == ["accessibility-mention-none"]


def test_the_page_of_a_link_may_be_missing_and_never_lies_outside(examined_site: ExaminedSite) -> None:
    (examined_site.output.parent / "secret").mkdir()
    (examined_site.output.parent / "secret" / "index.html").write_text(f"<main>{PLAN}</main>")
    write_pages(examined_site, {"": footer(MENTION.replace("/accessibilite/", "/%2e%2e/secret/"))})
    assert codes(examine_legal(examined_site)) == ["accessibility-plan"]


def test_a_site_below_a_path_finds_its_pages(tmp_path: Path) -> None:
    examined_site = patient_of(tmp_path, SITEURL="https://forge.example/carnets")
    pages = {"": footer(MENTION.replace('"/', '"/carnets/')), "accessibilite": f"<main>{PLAN}</main>"}
    write_pages(examined_site, pages)
    assert codes(examine_legal(examined_site)) == ["accessibility-declared"]


def test_nothing_is_said_of_a_site_that_is_not_built_or_not_french(tmp_path: Path) -> None:
    assert list(examine_legal(patient_of(tmp_path))) == []
    english = patient_of(tmp_path, DEFAULT_LANG="en")
    write_pages(english, {"": footer()})
    assert list(examine_legal(english)) == []


def test_what_keeps_a_site_from_being_published_comes_first_and_alone(tmp_path: Path) -> None:
    examined_site = patient_of(tmp_path, LEGAL_NOTICE_PAGE="mentions-legales", LEGAL_DIRECTOR="")
    write_pages(examined_site, {"": footer(MENTION)})
    found = list(examine_legal(examined_site))
    assert codes(found) == ["legal-missing", "legal-page"]
    assert {one.severity for one in found} == {Severity.BLOCKING}
    (page,) = (one for one in found if one.code == "legal-page")
    assert "LEGAL_NOTICE_PAGE nomme la page « mentions-legales »" in shown(page, "fr")
    whole = [shown(one, "fr") for one in found]
    assert not [sentence for sentence in whole if "Write " in sentence], "what to do is said in French too"


@pytest.mark.parametrize(
    ("line", "today", "code"),
    [
        ((3, 11), date(2026, 11, 26), "python-good"),
        ((3, 11), date(2027, 5, 15), "python-ending"),
        ((3, 11), date(2027, 11, 1), "python-over"),
        ((3, 15), date(2026, 11, 26), "python-untried"),
    ],
)
def test_a_python_is_judged_by_the_day(line: tuple[int, int], today: date, code: str) -> None:
    assert judge_python(line, "3.x", today).code == code


def test_this_very_environment_is_fine(tmp_path: Path) -> None:
    assert codes(examine_software(patient_of(tmp_path))) == ["python-good"]


POST = "articles/2026/{name}/index.md"
SOURCE = (
    '---\ntitle: Un billet\nsummary: Un billet.\ndate: 2026-05-01\nauthors: [lea]\ncategory: Nature\ncommune: "63113"\n'
    "tags: [rivière]\n---\n{text}\n"
)
TODAY = date(2026, 7, 1)


def test_texts_that_are_in_order_are_fine(tmp_path: Path) -> None:
    (found,) = examine_texts(patient_of(tmp_path))
    assert shown(found, "fr").strip() == "Textes lus : 2. Tous peuvent être publiés."


_FIELD = re.compile(r"\{(\w+)\}")
_OF_OTHERS = frozenset(f"site-{name}" for name in "unreachable certificate pages statement feed silent".split())
_HELPLESS = {"backup-unknown", *_OF_OTHERS}
"""Codes that don't say what to do: the sentence itself does, or nobody knows."""
_COMMAND = re.compile(r"(?:git|invoke) [a-z -]+")


@pytest.mark.parametrize("code", sorted(code for code, message in messages().items() if message.subject))
def test_each_has_its_sentences_in_both_languages_with_the_same_values(code: str) -> None:
    message, french, english = messages()[code], load_catalogue("fr"), load_catalogue("en")
    for msgid in filter(None, (message.subject, message.what, message.mend)):
        assert english.gettext(msgid) == msgid
        assert set(_FIELD.findall(french.gettext(msgid))) == set(_FIELD.findall(msgid))
        assert french.gettext(msgid) != msgid or _COMMAND.fullmatch(msgid) or msgid == "Contact"
    assert bool(message.mend) or message.severity is Severity.FINE or code in _HELPLESS
