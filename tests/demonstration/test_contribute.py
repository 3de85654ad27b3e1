"""The page that says how to contribute names what a text may choose, people first and the forge last."""

from __future__ import annotations

import re

from placette.engine.texts.values import LICENCES
from placette.plugin import load_site
from tests.demonstration.accounts import CONTENT

PAGE = (CONTENT / "pages" / "contribuer.md").read_text(encoding="utf-8")


def test_it_lists_the_categories_of_the_site_in_their_order_and_all_licences() -> None:
    settings = load_site(CONTENT.parent / "pelicanconf.py")
    chapter = PAGE.partition("Choisir une rubrique")[2].partition("</details>")[0]
    assert re.findall(r"^- \*\*(.+?)\*\*", chapter, re.MULTILINE) == list(settings["READING_CATEGORIES"])
    assert [one.label for one in LICENCES if f"**{one.label}**" not in PAGE] == []


def test_the_forge_comes_last_and_there_the_profile_before_the_text() -> None:
    order = ("Par lettre", "En atelier", "Vos droits", "sur une forge", "nom: Camille", "titre: Le lavoir")
    places = [PAGE.index(part) for part in order]
    assert places == sorted(places)


def test_it_names_communes_and_no_code() -> None:
    assert re.findall(r"^\s*commune: (.+)$", PAGE, re.MULTILINE) == ["Ambert", "Ambert"]
