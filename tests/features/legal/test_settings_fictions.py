"""Placeholders are distinguished from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.settings import load_settings
from placette.engine.base.translation import SettingError
from placette.engine.content.build import Build
from placette.engine.rendering.printing import site_view
from placette.features.legal.settings import LegalSettings, is_fictitious, lacking, setting_name, tables
from placette.plugin import load_site, open_site
from tests.features.legal.fixture_town import PLAIN, TOWN, write_pages
from tests.fixture_site import ROOT, copy_site, settings_of
from tests.fixture_site import build as build_site

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    "written",
    [
        *("Syndicat (fictif)", "contact@carnets.example", "https://demo.invalid/x", "A RENSEIGNER", "[nom du maire]"),
        *("sans objet", "TODO", "xxx", "to be filled in", "Le nom…"),
    ],
)
def test_what_only_stands_in_is_fictitious(written: str) -> None:
    assert is_fictitious(written)


@pytest.mark.parametrize(
    "written",
    [
        *("", "sans-objet", "Commune d’Orcines", "mairie@place-inventee.fr", "3 rue de l’Exemple"),
        *("https://exemple.fr/contact", "contact@examplecorp.com", "Todorov", "04 73 00 00 00"),
    ],
)
def test_what_may_be_real_is_not(written: str) -> None:
    assert not is_fictitious(written)


AUDIT = date(2026, 1, 15)


def read(**changed: Any) -> LegalSettings:
    return load_settings(LegalSettings, "LEGAL", TOWN | {f"LEGAL_{name}": value for name, value in changed.items()})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"PUBLISHER_KIND": "ville"}, "LEGAL_PUBLISHER_KIND = 'ville'.*'commune'"),
        ({"PUBLISHER_TELEPHONE": "demandez"}, r"LEGAL_PUBLISHER_TELEPHONE = 'demandez'  →  \+33 4"),
        ({"HOST": {"adress": "rue"}}, "LEGAL_HOST = .*: adress: "),
        ({"CONTACT": "javascript:alert(1)"}, "LEGAL_CONTACT = 'javascript.*  →  contact@mairie.example, https://"),
        ({"REGISTRATION": "12345678"}, "LEGAL_REGISTRATION = '12345678'  →  123 456 789"),
        ({"INHABITANTS": -1}, "LEGAL_INHABITANTS = -1  →  1200"),
        ({"PROCESSORS": ({"name": "A"},)}, "LEGAL_PROCESSORS = .*: 0: role: "),
        ({"ACCESSIBILITY": {"state": "partielle"}}, r'LEGAL_ACCESSIBILITY\["state"\] = "partielle"  →  .*50 … 100'),
        ({"ACCESSIBILITY": {"state": "partielle", "audit": AUDIT, "by": "Audit SA", "rate": 49.9}}, "50 … 100"),
        ({"ACCESSIBILITY": {"rate": 101}}, r'LEGAL_ACCESSIBILITY\["rate"\] = 101.0'),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        read(**changed)


@pytest.mark.parametrize("state", ["partielle", "totale"])
def test_a_state_that_an_audit_bears_out_can_be_said(state: str) -> None:
    said = {"state": state, "audit": AUDIT, "by": "Audit SA", "rate": 100}
    assert read(ACCESSIBILITY=said).accessibility.state == state


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site with the pages that the settings name."""
    folder = tmp_path_factory.mktemp("required")
    write_pages(content := copy_site("minimal", folder))
    return build_site(content, folder, **PLAIN, **TOWN).build


def changed(name: str, value: object) -> dict[str, Any]:
    """The town's settings with another value for one of them («host.telephone»)."""
    first, _, key = name.partition(".")
    setting = f"LEGAL_{first.upper()}"
    return TOWN | {setting: TOWN[setting] | {key: value} if key else value}


def gaps_of(build: Build, settings: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the gaps: the code, and its setting or value."""
    found = [(one.code, dict(one.values)) for one in lacking(build, {"PATH": "/nowhere/content", **settings})]
    return [(code, values.get("setting") or values["value"]) for code, values in found]


EMPTY = {"accessibility.day": None, "inhabitants": 0, "processors": ()}


def test_a_town_that_says_everything_lacks_nothing(build: Build) -> None:
    assert gaps_of(build, TOWN) == []


@pytest.mark.parametrize("name", [row["setting"] for row in tables()["wanted"]])
def test_a_setting_that_is_missing_is_named(build: Build, name: str) -> None:
    settings = changed(name, EMPTY.get(name, ""))
    assert ("legal-missing", f"LEGAL_{setting_name(name)}") in gaps_of(build, settings)
    assert gaps_of(build, settings | {"LEGAL_DEMONSTRATION": True}) == gaps_of(build, settings)


TEXTS = [row["setting"] for row in tables()["wanted"] if row["setting"] not in {*EMPTY, "publisher_kind", "opposition"}]


@pytest.mark.parametrize("name", [*TEXTS, "editor", "mediation", "accessibility.by"])
@pytest.mark.parametrize("fiction", ["x@y.example", "à renseigner", "Untel (fictif)"])
def test_an_invented_value_counts_as_missing_outside_the_demonstration(build: Build, name: str, fiction: str) -> None:
    settings = changed(name, fiction)
    assert ("legal-fictitious", f"LEGAL_{setting_name(name)}") in gaps_of(build, settings)
    assert gaps_of(build, settings | {"LEGAL_DEMONSTRATION": True}) == []


def test_an_invented_processor_or_tool_is_seen(build: Build) -> None:
    forge = {"name": "Forge (fictive)", "role": "garde les textes", "country": "France"}
    assert gaps_of(build, changed("processors", (forge,))) == [("legal-fictitious", "LEGAL_PROCESSORS")]
    tools = changed("accessibility.tools", ("à compléter",))
    assert gaps_of(build, tools) == [("legal-fictitious", 'LEGAL_ACCESSIBILITY["tools"]')]


def test_an_association_needs_neither_number_nor_officer_nor_space(build: Build) -> None:
    own = {"LEGAL_PUBLISHER_KIND": "association", "LEGAL_REGISTRATION": "", "LEGAL_DPO": "", "LEGAL_OPPOSITION": ""}
    assert gaps_of(build, TOWN | own | {"LEGAL_INHABITANTS": 0}) == []


@pytest.mark.parametrize(
    ("kind", "inhabitants", "owed"),
    [("commune", 999, False), ("commune", 1000, True), *((kind, 0, True) for kind in ("departement", "region"))],
)
def test_the_opposition_has_a_space_from_a_thousand_inhabitants_on(
    build: Build, kind: str, inhabitants: int, owed: bool
) -> None:
    own = {"LEGAL_PUBLISHER_KIND": kind, "LEGAL_INHABITANTS": inhabitants, "LEGAL_OPPOSITION": ""}
    assert gaps_of(build, TOWN | own) == ([("legal-missing", "LEGAL_OPPOSITION")] if owed else [])
    assert gaps_of(build, TOWN | own | {"LEGAL_OPPOSITION": "sans-objet"}) == []


@pytest.mark.parametrize("director", ["le maire", "Madame la Maire", "La Présidente", "jeanne morel", "Morel, maire"])
def test_the_director_is_a_person_with_a_name(build: Build, director: str) -> None:
    assert gaps_of(build, changed("director", director)) == [("legal-director", director)]


@pytest.mark.parametrize("director", ["Jeanne Morel", "M. Jean-Paul Le Goff, maire", "Élodie d’Astier, présidente"])
def test_a_name_is_one_with_or_without_an_office(build: Build, director: str) -> None:
    assert gaps_of(build, changed("director", director)) == []


@pytest.mark.parametrize("name", ["notice_page", "privacy_page", "accessibility_page", "opposition"])
def test_a_page_that_is_named_and_not_there_is_told(build: Build, name: str) -> None:
    assert gaps_of(build, changed(name, "nulle-part")) == [("legal-page", f"LEGAL_{name.upper()}")]


def test_the_plan_may_have_a_page_of_its_own(build: Build) -> None:
    assert gaps_of(build, changed("accessibility.plan", "tribunes")) == []
    missing = [("legal-page", 'LEGAL_ACCESSIBILITY["plan"]')]
    assert gaps_of(build, changed("accessibility.plan", "nulle-part")) == missing


def test_a_site_without_legal_pages_lacks_nothing(build: Build) -> None:
    assert gaps_of(build, settings_named("")) == []


def settings_named(slug: str) -> dict[str, Any]:
    return {name: slug for name in TOWN if name.endswith("_PAGE")} | {"VIEWS_FOOTER": ()}


def test_only_what_the_pages_show_is_asked_for(build: Build) -> None:
    alone = settings_named("") | {"LEGAL_ACCESSIBILITY_PAGE": "accessibilite"}
    settings = {name for _, name in gaps_of(build, alone | {"VIEWS_FOOTER": TOWN["VIEWS_FOOTER"]})}
    assert settings == {f'LEGAL_ACCESSIBILITY["{key}"]' for key in ("day", "contact", "entity")}


def test_every_page_is_found_from_every_other(build: Build) -> None:
    found = gaps_of(build, TOWN | {"VIEWS_FOOTER": ()})
    assert found == [("legal-footer", f"{slug}/") for slug in ("mentions-legales", "confidentialite", "accessibilite")]


@pytest.mark.parametrize(("state", "said"), tables()["mentions"].items())
def test_the_footer_says_how_accessible_the_site_is_in_the_words_of_the_law(
    tmp_path: Path, state: str, said: str
) -> None:
    content = copy_site("minimal", tmp_path)
    (content / "pages").mkdir(exist_ok=True)
    text = "---\ntitle: Accessibilité\nsummary: La déclaration.\n---\nTexte.\n"
    (content / "pages" / "accessibilite.md").write_text(text, encoding="utf-8")
    audited = {"audit": date(2026, 5, 4), "by": "Un cabinet (fictif)", "rate": 100.0}
    own = {"LEGAL_ACCESSIBILITY_PAGE": "accessibilite", "LEGAL_ACCESSIBILITY": audited | {"state": state}}
    site = open_site(settings_of(content, tmp_path, VIEWS_FOOTER=(("À moi", "accessibilite/"),), **own))
    assert [link.label for link in site_view(site, "").footer] == [said.replace(" :", "\u00a0:")]


@pytest.mark.parametrize(("day", "counts"), [("2029-01-15", True), ("2029-01-16", False)])
def test_an_audit_counts_for_three_years(build: Build, day: str, counts: bool) -> None:
    own = {"state": "partielle", "audit": date(2026, 1, 15), "by": "Audit SA", "rate": 71.5}
    footer = (*TOWN["VIEWS_FOOTER"][:2], ("Accessibilité : partiellement conforme", "accessibilite/"))
    settings = TOWN | {"LEGAL_ACCESSIBILITY": TOWN["LEGAL_ACCESSIBILITY"] | own, "VIEWS_FOOTER": footer}
    now = replace(build, now=datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=build.now.tzinfo))
    assert gaps_of(now, settings) == ([] if counts else [("legal-audit", "2026-01-15")])


def test_the_demonstration_can_be_published(tmp_path: Path, demonstration_cache: Path) -> None:
    own = load_site(ROOT / "pelicanconf.py")
    own = {name: own[name] for name in own if name.startswith(("LEGAL_", "VIEWS_"))}
    address = "https://carnets-auvergne.example"
    own |= {"SITEURL": address, "CACHE_PATH": str(demonstration_cache)}
    site = build_site(ROOT / "content", tmp_path, "1796083200", **PLAIN, **own)
    assert own["LEGAL_DEMONSTRATION"] is True
    assert site.outcome.lacking == ()
    invented = gaps_of(site.build, own | {"LEGAL_DEMONSTRATION": False})
    assert {code for code, _ in invented} == {"legal-fictitious"}


def test_a_gap_is_one_of_the_file_that_holds_the_settings(build: Build, tmp_path: Path) -> None:
    settings = TOWN | {"LEGAL_DIRECTOR": "", "VIEWS_FOOTER": TOWN["VIEWS_FOOTER"][:2], "PATH": f"{tmp_path}/content"}
    assert {found.path for found in lacking(build, settings)} == {"pelicanconf.py"}
    (tmp_path / "legalconf.py").touch()
    files = {found.code: found.path for found in lacking(build, settings)}
    assert files == {"legal-missing": "legalconf.py", "legal-footer": "pelicanconf.py"}
