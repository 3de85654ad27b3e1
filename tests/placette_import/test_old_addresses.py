"""Each old address leads to its text, its list or an honest «gone», and none of a private text is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from placette import addresses
from placette_import.old_addresses import NewPlaces, Wanted, reckon, wanted_of, with_moves
from placette_import.plan import ImportPlan, Planned, TextOutcome, marked_in, old_path
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
    return ImportPlan(
        "blog.example", tables, {"site": "https://blog.example"}, texts, gone=["protege"], untold={"3", "5"}
    )


def test_every_address_leads_to_its_text_its_list_or_nowhere(plan: ImportPlan) -> None:
    shown = {"https://blog.example/wp/a.jpg": "articles/2019/le-lavoir/index.md"}
    reckoning = reckon(wanted_of(SOURCE, plan, shown, PLACES), PLACES, {"tag/rien/": "ailleurs/"}, set())
    assert {move.old: move.new for move in reckoning.moves} == {
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
    assert reckoning.provisional == {"author/qui/"}
    assert reckoning.counts == {
        (False, "led"): 12, (False, "here"): 1, (False, "gone"): 1, (True, "led"): 1, (True, "gone"): 1,
    }  # fmt: skip


def test_what_is_declared_stays_but_for_what_has_come_in_since(plan: ImportPlan) -> None:
    wanted = list(wanted_of(SOURCE, plan, {}, PLACES))
    reckoning = reckon(wanted, PLACES, {"?p=1": None, "wp/a.jpg": None, "?page_id=2": "archives/"}, set())
    assert {move.old: move.new for move in reckoning.moves if move.old.startswith(("?", "wp"))} == {
        "?p=1": "2019/le-lavoir/",
        "wp/perdu.jpg": None,
    }
    text = with_moves("# Une ligne\n?p=1 -> disparue\nx/ -> y/\n", reckoning, "disparue")
    assert text.startswith("# Une ligne\nx/ -> y/\n")
    assert text.count("?p=1 ") == 1
    assert addresses.read_moves(text).problems == ()


def test_a_folder_above_others_is_not_gone() -> None:
    olds = [Wanted("2018", None), Wanted("2018/x", "qui/"), Wanted("auteurs", None), Wanted("y", None)]
    moves = reckon(olds, PLACES, {}, set()).moves
    assert {move.old: move.new for move in moves} == {"2018/": "archives/", "2018/x/": "qui/", "y/": None}


def test_a_fallback_is_reckoned_again_until_an_editor_changes_it() -> None:
    refused = [Wanted(old, "archives/", False) for old in ("a", "b", "c", "qui")]
    text = with_moves("", reckon(refused, replace(PLACES, made=MADE - {"qui/"}), {}, set()), "gone", "en attente")
    assert text.splitlines()[1] == "a/ -> archives/  # placette import: en attente"
    edited = text.replace("b/ -> archives/", "b/ -> 2019/").replace("c/ -> archives/  # placette", "c/ -> archives/  #")
    declared = {move.old: move.new for move in addresses.read_moves(edited).moves}
    assert (marked_in(text), marked_in(edited)) == ({"a/", "b/", "c/", "qui/"}, {"a/", "b/", "qui/"})
    again = reckon(
        [each._replace(new="2019/le-lavoir/", is_settled=True) for each in refused], PLACES, declared, marked_in(edited)
    )
    assert (again.moves, again.undone) == ([addresses.Move("a/", "2019/le-lavoir/")], {"qui/"})
    assert with_moves(edited, again, "gone").splitlines()[1:] == [*edited.splitlines()[2:4], "a/ -> 2019/le-lavoir/"]


def test_every_letter_of_an_old_address_is_told_or_kept() -> None:
    olds = ["l%E2%80%99or", "n%C2%B0-5", "%C2%ABoui%C2%BB", "note%E2%80%A0", "qui%3F/", "caf%E9", "a%24b", "100%25"]
    reckoning = reckon(
        [Wanted(old_path(f"https://b.example/{old}", "https://b.example"), "qui/") for old in olds], PLACES, {}, set()
    )
    assert [move.old for move in reckoning.moves] == ["l’or/", "note†/", "n°-5/", "«oui»/"]
    assert (len(reckoning.refused), sum(reckoning.counts.values())) == (4, len(olds))
