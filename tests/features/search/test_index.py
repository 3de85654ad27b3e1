"""The index of a build: its files, what an edit changes of them, and what of the last build is not believed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from placette.features.search import groups
from placette.features.search.groups import WEIGHTS, decode_postings
from tests.fixture_site import Site, build, copy_site, edit_file, write_file

pytestmark = pytest.mark.whole

DATA = "recherche/data/"
POST = """---
titre: {title}
résumé: Un texte de plus.
date: {date}
auteurs: [{author}]
rubrique: Patrimoine
communes: ["63263"]
licence: CC BY-SA 4.0
statut: {status}
---

{body}
"""


def write_post(content: Path, slug: str, title: str, body: str, **more: str) -> None:
    """A post of the small site, or of the large one."""
    author = "lea" if (content / "authors" / "lea.md").is_file() else "lea-montel"
    values = {"title": title, "body": body, "status": "publié", "date": "2026-06-01", "author": author, **more}
    write_file(content / "articles" / values["date"][:4] / slug / "index.md", POST.format_map(values))


def index_of(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files() if path.startswith(DATA)}


def terms_of(site: Site) -> dict[str, str]:
    files = [json.loads(data) for path, data in index_of(site).items() if path.startswith(f"{DATA}t-")]
    return {term: postings for group in files for term, postings in group.items()}


def pages_of(site: Site) -> Iterator[dict[str, Any]]:
    return (json.loads(data) for path, data in index_of(site).items() if path.startswith(f"{DATA}d-"))


def found(site: Site, term: str) -> set[str]:
    """Return the addresses of the pages of a term."""
    numbers = {int(path.removeprefix(f"{DATA}d-").removesuffix(".json"), 16): json.loads(data)["u"]
               for path, data in index_of(site).items() if path.startswith(f"{DATA}d-")}  # fmt: skip
    return {numbers[posting // WEIGHTS] for posting in decode_postings(terms_of(site).get(term, ""))}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A site of one post, so that little else is built."""
    return copy_site("minimal", tmp_path)


def test_every_kind_of_page_is_found_and_the_root_says_what_there_is(tmp_path: Path) -> None:
    site = build(copy_site("kitchen-sink", tmp_path), tmp_path)
    root = json.loads(site.text(f"{DATA}root.json"))
    pages = list(pages_of(site))
    assert root["docs"] == len(pages)
    kinds = [key for key, _, _ in root["kinds"]]
    assert kinds == ("person place post question event walk series community consultation call decision page".split())
    assert {page["k"] for page in pages} == set(kinds)
    assert all((site.output / page["u"] / "index.html").is_file() for page in pages)
    leaves = {path.removeprefix(f"{DATA}t-").removesuffix(".json") for path in index_of(site) if "/t-" in path}
    assert sorted(root["leaves"]) == sorted(leaves)
    assert {"fr", "en"} <= set(root["langs"])


def test_drafts_and_what_is_to_come_never_are_in_it_not_even_in_a_preview(content: Path, tmp_path: Path) -> None:
    write_post(content, "public", "Un zibeline public", "Texte.")
    write_post(content, "brouillon", "Un zibeline secret", "Texte.", status="brouillon")
    write_post(content, "demain", "Un zibeline futur", "Texte.", date="2026-08-01")
    for name, preview in (("site", False), ("preview", True)):
        site = build(content, tmp_path / name, READING_PREVIEW=preview)
        assert found(site, "zibelin") == {"2026/public/"}, name
        assert (site.output / "2026/brouillon/index.html").is_file() is preview


def test_an_index_with_its_newest_pages_apart_is_the_one_that_is_made_at_once(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new page changes no group but once in three times; an older one that comes or goes moves another."""
    monkeypatch.setattr(groups, "_SPLIT", 12)
    monkeypatch.setattr(groups, "_FEW", 3)
    for number in range(12):
        write_post(
            content, f"billet-{number}", f"Le billet {number}", f"Le mot{number}.", date=f"2026-01-{number + 1:02}"
        )
    build(content, tmp_path / "mended")
    articles, changed = content / "articles" / "2026", []
    steps: list[Callable[[], None]] = [
        *(
            partial(write_post, content, f"neuf-{n}", f"Le neuf {n}", f"Un neuf{n}.", date=f"2026-05-{n:02}")
            for n in range(1, 5)
        ),
        lambda: write_post(content, "billet-2", "Le billet deux", "Un autre.", date="2026-01-03"),
        lambda: shutil.rmtree(articles / "billet-1"),
        lambda: shutil.rmtree(articles / "neuf-3"),
        lambda: write_post(content, "neuf-4", "Le neuf", "Plus si neuf.", date="2026-01-01"),
        lambda: write_post(content, "billet-0", "Le billet", "Du neuf.", date="2026-05-20"),
        *(partial(shutil.rmtree, articles / f"billet-{number}") for number in (4, 5)),
    ]
    for number, step in enumerate(steps):
        step()
        mended = build(content, tmp_path / "mended")
        changed.append(any("/t-" in path for path in mended.outcome.settlement.put))
        assert index_of(mended) == index_of(build(content, tmp_path / f"at-once-{number}")), number
    assert changed[:4].count(True) == 1
    assert json.loads(mended.text(f"{DATA}root.json"))["apart"]


def test_an_edit_writes_what_it_changes(content: Path, tmp_path: Path) -> None:
    write_post(content, "zibeline", "La zibeline", "Une zibeline dort.")
    build(content, tmp_path)
    write_post(content, "zibeline", "La zibeline", "Une zibeline court.")
    written = build(content, tmp_path).outcome.settlement.put
    names = sorted(path for path in written if path.startswith(DATA))
    kinds = [path.removeprefix(DATA)[0] for path in names]
    assert kinds.count("d") == 1
    assert 1 <= kinds.count("t") <= 4, names
    assert not any(kind in kinds for kind in "yfr"), "no page came or went"


def test_one_process_or_several_make_the_same(content: Path, tmp_path: Path) -> None:
    serial = build(content, tmp_path / "one")
    many = build(content, tmp_path / "many", BUILDING_EXECUTOR="processes")
    assert index_of(serial) == index_of(many)


def test_the_name_of_an_author_is_new_in_every_year(content: Path, tmp_path: Path) -> None:
    for number in range(4):
        write_post(content, f"billet-{number}", f"Le billet {number}", "Un texte.", date=f"{2020 + number}-05-01")
    build(content, tmp_path / "mended")
    (profile,) = (content / "authors").glob("lea*.md")
    edit_file(profile, "Léa Montel", "Léa Zibeline")
    mended = build(content, tmp_path / "mended")
    assert found(mended, "zibelin") >= {f"{2020 + number}/billet-{number}/" for number in range(4)}
    assert index_of(mended) == index_of(build(content, tmp_path / "at-once"))


def test_a_day_with_many_pages_gives_all_pages_other_numbers(content: Path, tmp_path: Path) -> None:
    write_post(content, "ancien", "Un ancien billet", "Un texte.", date="1993-05-01")
    before = index_of(build(content, tmp_path / "mended"))
    for number in range(17):
        write_post(content, f"billet-{number}", f"Le billet {number}", "Un texte de plus.")
    mended = build(content, tmp_path / "mended")
    assert index_of(mended) == index_of(build(content, tmp_path / "at-once"))
    pages = {path for path in index_of(mended) if "/d-" in path}
    assert not pages & before.keys()


@pytest.mark.parametrize("damage", ["changed", "gone", "a folder"])
def test_a_damaged_memory_is_not_believed(content: Path, tmp_path: Path, damage: str) -> None:
    write_post(content, "zibeline", "La zibeline", "Une zibeline dort.")
    before = index_of(build(content, tmp_path))
    (memory,) = (tmp_path / "cache").rglob("search/*")
    if damage == "changed":
        memory.write_bytes(memory.read_bytes().replace(b"zibelin", b"zibelon"))
    else:
        memory.unlink()
    if damage == "a folder":
        memory.mkdir()
    write_post(content, "zibeline", "La zibeline", "Une zibeline court.")
    after, at_once = build(content, tmp_path), build(content, tmp_path / "at-once")
    assert index_of(after) == index_of(at_once) != before


def test_a_file_that_was_taken_away_or_changed_is_there_again(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path)
    before = index_of(site)
    for path in (*[p for p in before if "/t-" in p][:3], *[p for p in before if "/d-" in p][:3], f"{DATA}root.json"):
        (site.output / path).write_bytes(b"{}" if path.endswith("root.json") else b"")
    assert index_of(build(content, tmp_path)) == before


def test_without_an_address_there_is_neither_page_nor_index(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, SEARCH_URL="")
    assert not [
        path
        for path in site.files()
        if "recherche" in path or (path.startswith("theme/search") and path.endswith(".js"))
    ]
    assert "recherche" not in site.text("index.html")
