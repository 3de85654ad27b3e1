"""Each old address leads to its text, its list or an honest «gone», and none of a private text is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from placette import addresses
from placette_import.old_addresses import NewPlaces, moves_for, wanted_of, with_moves
from placette_import.plan import ImportPlan, Planned, TextOutcome
from placette_import.values import EntryKind, EntryStatus, Form, ImportSource, OldAddress, SourceEntry, SourceUpload

MADE = frozenset("2019/le-lavoir/ 2019/ 2019/05/ archives/ auteurs/ auteurs/lea/ rubriques/patrimoine/ qui/".split())
PLACES = NewPlaces(
    texts={"articles/2019/le-lavoir/index.md": "2019/le-lavoir/", "pages/qui.md": "qui/"},
    categories={"patrimoine": "rubriques/patrimoine/"},
    tags={"eau": "mots-cles/eau/"},
    people={"lea": "auteurs/lea/"},
    made=MADE | {"feeds/all.atom.xml", "mots-cles/eau/"},
    archives="archives/",
    authors="auteurs/",
    feed="feeds/all.atom.xml",
)


def entry(
    key: str, address: str, status: EntryStatus = EntryStatus.PUBLISHED, kind: EntryKind = EntryKind.POST
) -> SourceEntry:
    return SourceEntry(key, kind, key, "", Form.HTML, status=status, addresses=(f"https://blog.example/{address}",))


ENTRIES = (
    entry("1", "2019/05/01/le-lavoir/"),
    entry("2", "qui/", kind=EntryKind.PAGE),
    entry("3", "prive/", EntryStatus.PRIVATE),
    entry("4", "protege/", EntryStatus.PROTECTED),
    entry("5", "?p=5", EntryStatus.DRAFT),
)
SOURCE = ImportSource(
    *("wordpress", "", "https://blog.example", lambda: iter(ENTRIES)),
    uploads={
        "7": SourceUpload("7", "https://blog.example/wp/a.jpg", page="https://blog.example/2019/05/01/le-lavoir/a/"),
        "8": SourceUpload("8", "https://blog.example/wp/perdu.jpg"),
        "9": SourceUpload("9", "https://cdn.example/b.jpg", parent="1"),
        "10": SourceUpload("10", "https://blog.example/wp/c.jpg", parent="3", page="https://blog.example/prive/c/"),
    },
    addresses=(
        OldAddress("/category/vieux/", "category", "Vieilles pierres"),
        OldAddress("/tag/eau/", "tag", "Eau"),
        OldAddress("/tag/rien/", "tag", "Rien"),
        OldAddress("/author/lm/", "author", "lm"),
        OldAddress("/author/qui/", "author", "qui"),
        OldAddress("/feed/", "feed"),
        OldAddress("/index.php?cat=1", "list"),
    ),
)


def planned(path: str, *old: str, is_draft: bool = False) -> Planned:
    day = datetime(2019, 5, 1)
    return Planned(path, TextOutcome.NEW, path, "", day, "", addresses=old, is_draft=is_draft, category="x")


@pytest.fixture
def plan() -> ImportPlan:
    texts = {
        "1": planned("articles/2019/le-lavoir/index.md", "2019/05/01/le-lavoir", "?p=1"),
        "2": planned("pages/qui.md", "qui", "?page_id=2"),
        "5": planned("articles/2019/5/index.md", "?p=5", is_draft=True),
    }
    tables = {"categories": {"Vieilles pierres": "Patrimoine"}, "authors": {"lm": "lea"}}
    return ImportPlan("blog.example", tables, {"site": "https://blog.example"}, texts)


def test_every_address_leads_to_its_text_its_list_or_nowhere(plan: ImportPlan) -> None:
    shown = {"https://blog.example/wp/a.jpg": "articles/2019/le-lavoir/index.md"}
    moves = moves_for(wanted_of(SOURCE, plan, shown, PLACES), PLACES, {"tag/rien/": "ailleurs/"})
    assert {move.old: move.new for move in moves} == {
        "2019/05/01/le-lavoir/": "2019/le-lavoir/",
        "?p=1": "2019/le-lavoir/",
        "?page_id=2": "qui/",
        "protege/": None,
        "category/vieux/": "rubriques/patrimoine/",
        "tag/eau/": "mots-cles/eau/",
        "author/lm/": "auteurs/lea/",
        "author/qui/": "auteurs/",
        "feed/": "feeds/all.atom.xml",
        "index.php?cat=1": "archives/",
        "wp/a.jpg": "2019/le-lavoir/",
        "2019/05/01/le-lavoir/a/": "2019/le-lavoir/",
        "wp/perdu.jpg": None,
        "2019/05/01/": "2019/05/",
    }


def test_what_is_declared_stays_but_for_what_has_come_in_since(plan: ImportPlan) -> None:
    wanted = list(wanted_of(SOURCE, plan, {}, PLACES))
    moves = moves_for(wanted, PLACES, {"?p=1": None, "wp/a.jpg": None, "?page_id=2": "archives/"})
    assert {move.old: move.new for move in moves if move.old.startswith(("?", "wp"))} == {
        "?p=1": "2019/le-lavoir/",
        "wp/perdu.jpg": None,
    }
    text = with_moves("# Une ligne\n?p=1 -> disparue\nx/ -> y/\n", moves, "disparue")
    assert text.startswith("# Une ligne\nx/ -> y/\n")
    assert text.count("?p=1 ") == 1
    assert addresses.read_moves(text).problems == ()


def test_a_folder_above_others_is_not_gone(plan: ImportPlan) -> None:
    moves = moves_for([("2018", None), ("2018/x", "qui/"), ("auteurs", None), ("y", None)], PLACES, {})
    assert {move.old: move.new for move in moves} == {"2018/": "archives/", "2018/x/": "qui/", "y/": None}
