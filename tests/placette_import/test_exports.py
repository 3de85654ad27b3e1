"""Exports of Blogger, Ghost, feeds, SPIP and Dotclear, in the forms that their makers document."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from placette_import.sources import kind_of
from placette_import.values import PUBLIC, EntryKind, EntryStatus, Form, read_status
from tests.placette_import.fixture_importing import Into, entries_of

EXPORTS = Path(__file__).with_name("exports")
DOTCLEAR = Path(__file__).with_name("dotclear.txt")


@pytest.mark.parametrize("name", ["blogger-2012.xml", "blogger-takeout.xml"])
def test_blogger_s_comments_are_comments(name: str) -> None:
    path = EXPORTS / name
    assert kind_of(path) == "blogger"
    with entries_of(path) as (source, found):
        assert {key: (one.kind, one.status) for key, one in found.items()} == {
            "blogger:11": (EntryKind.POST, EntryStatus.PUBLISHED),
            "blogger:12": (EntryKind.POST, EntryStatus.DRAFT),
            "blogger:13": (EntryKind.PAGE, EntryStatus.PUBLISHED),
        }
        spring = found["blogger:11"]
        assert (spring.body, spring.tags) == ("<p>Elle coule.</p>", ("eau",))
        assert spring.addresses[0].endswith("/2012/05/la-source.html")
        assert [source.people[key].name for key in spring.authors] == ["Rose"]
        assert [(one.key, one.parent, one.body) for one in spring.comments] == [
            ("blogger:c21", "", "Bien vu."),
            ("blogger:c22", "blogger:c21", "Merci."),
        ]


def test_ghost_s_authors_are_all_there_and_what_is_for_members_stays_out(into: Into) -> None:
    path = EXPORTS / "ghost.json"
    with entries_of(path) as (source, found):
        assert (source.kind, source.name) == ("ghost", "Au four")
        oven = found["ghost:p1"]
        assert [source.people[key].name for key in oven.authors] == ["Ana", "Léo"]
        assert (oven.categories, oven.tags, oven.picture_alt) == (("Pain",), (), "Le four ouvert")
        assert [one.status for one in found.values()] == [
            EntryStatus.PUBLISHED,
            EntryStatus.PRIVATE,
            EntryStatus.PUBLISHED,
            EntryStatus.DRAFT,
        ]
        assert "mail.example" not in repr((source, found))
    into.bring(path)
    assert "auteurs: [ana, leo]\n" in into.text("articles/2022/le-four/index.md")
    assert "pages/qui.md" in into.files()


def test_half_an_emoji_costs_itself(into: Into, tmp_path: Path) -> None:
    path = tmp_path / "ghost.json"
    text = (EXPORTS / "ghost.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"id": "p1"', '"id": "p1\\ud83d"'), encoding="utf-8")
    into.bring(path)
    assert "articles/2022/le-four/index.md" in into.files()


@pytest.mark.parametrize("odd", [{"posts": None}, {"posts": ["x", 3]}, {"tags": {"a": 1}}, {"users": [{"name": "x"}]}])
def test_odd_tables_of_ghost_cost_themselves(odd: dict[str, Any], tmp_path: Path) -> None:
    whole = json.loads((EXPORTS / "ghost.json").read_text(encoding="utf-8"))
    whole["db"][0]["data"] |= odd
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    with entries_of(path) as (_source, found):
        assert len(found) in {0, 4}


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_both_kinds_of_feeds_say_the_same(name: str) -> None:
    with entries_of(EXPORTS / name) as (source, found):
        one = found["feed:g1"]
        assert (source.kind, source.name, source.site) == ("feed", "Flux", "https://flux.example")
        assert (one.title, one.authors, one.tags, one.summary) == ("Un", ("Eva",), ("eau",), "Court.")
        assert (one.addresses, f"{one.date:%Y-%m-%d %H:%M}") == (("https://flux.example/un",), "2022-05-03 08:00")
        assert "<p>Long.</p>" in one.body


def _tables() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("spip.yml").read_text(encoding="utf-8"))
    return found


def write_spip(path: Path) -> Path:
    """Write the site as SPIP's own file, with a view that never ends."""
    base = sqlite3.connect(path)
    for name, table in _tables().items():
        base.execute(f"CREATE TABLE spip_{name} ({', '.join(table['columns'])})")
        marks = ", ".join("?" * len(table["columns"]))
        base.executemany(f"INSERT INTO spip_{name} VALUES ({marks})", table["rows"])
    endless = "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n FROM a) SELECT * FROM a"
    base.execute(f"CREATE VIEW spip_breves AS {endless}")
    base.commit()
    base.close()
    return path


def test_a_site_of_spip_is_read_with_all_that_belongs_to_its_texts(tmp_path: Path) -> None:
    (tmp_path / "IMG" / "jpg").mkdir(parents=True)
    (tmp_path / "IMG" / "jpg" / "bassin.jpg").write_bytes(b"JPG")
    with entries_of(write_spip(tmp_path / "site.sqlite")) as (source, found):
        assert (source.name, source.site, source.lang) == ("Les nouvelles d’en haut", "https://haut.example", "fr")
        assert [source.people[key].name for key in ("1", "2")] == ["Jean Borie", "Anne"]
        washing = found["spip:article12"]
        assert (washing.title, washing.form) == ("Le lavoir", Form.SPIP)
        assert (washing.authors, washing.categories, washing.tags) == (("1", "2"), ("Patrimoine",), ("eau",))
        assert washing.body.startswith("{{Il coule}} de nouveau.\n\n{{{Le bassin}}}")
        assert washing.body.endswith("<doc6|center>\n\n----\n\nMerci à Jean."), "a picture that the text doesn't place"
        assert washing.addresses[:3] == ("/le-lavoir", "/Le-vieux-lavoir", "/spip.php?article12")
        assert (washing.picture, washing.picture_alt) == ("doc7", "L’eau")
        assert [(one.key[-1], one.parent[-1:], one.status) for one in washing.comments] == [
            ("3", "", "published"),
            ("4", "3", "pending"),
            ("5", "", "spam"),
        ]
        assert found["spip:article13"].title == "Été : Le pont : suite"
        assert [found[f"spip:article{n}"].status for n in (14, 15)] == [EntryStatus.DRAFT, EntryStatus.TRASH]
        basin = source.uploads["doc5"]
        assert basin.parent == "spip:article12"
        assert "3" not in {one.name for one in source.addresses if one.kind == "author"}, "she wrote comments alone"
        assert (basin.path, basin.url) == ("IMG/jpg/bassin.jpg", "/IMG/jpg/bassin.jpg")
        assert (basin.alt, basin.caption) == ("Un bassin vide", "Le bassin. en mai — Anne")
        assert "mail.example" not in repr((source, found))
        assert "192.0.2" not in repr((source, found))


def test_a_backup_of_dotclear_is_read_in_its_zone(tmp_path: Path) -> None:
    with entries_of(Path(shutil.copy(DOTCLEAR, tmp_path / "backup.txt"))) as (source, found):
        assert (source.site, source.people["claire"].name) == ("https://clair.example", "Claire Dupont")
        way = found["dotclear:1"]
        assert way.title == 'Le "chemin"'
        assert way.body == "<p>On part.</p>\n<p>Puis on <em>monte</em>.\nEncore\\fin.</p>"
        assert way.date == datetime(2008, 5, 12, 7, 30, tzinfo=ZoneInfo("Europe/Paris"))
        assert (way.categories, way.tags) == (("Promenades",), ("marche", "été"))
        assert way.addresses[:2] == ("/post/2008/05/12/Le-chemin", "/index.php?post/2008/05/12/Le-chemin")
        assert [one.author for one in way.comments] == ["Luc"]
        kinds = {key: (one.kind, one.status) for key, one in found.items()}
        assert kinds["dotclear:2"] == (EntryKind.POST, EntryStatus.PROTECTED)
        assert kinds["dotclear:3"] == (EntryKind.PAGE, EntryStatus.PUBLISHED)
        assert kinds["dotclear:4"] == (EntryKind.POST, EntryStatus.DRAFT)
        assert "mail.example" not in repr((source, found))


def test_a_text_is_public_where_each_of_its_fields_says_so_and_nowhere_else() -> None:
    chance = random.Random(7)
    words = [*"publish published publie live sent prop prepa hidden true false no 0 1 -1 -2 2 public paid".split(), ""]
    odd = ["".join(chance.choices("abepu-10 \n", k=chance.randint(1, 8))) for _n in range(100)]
    public = {}
    for kind, fields in PUBLIC.items():
        rows = [{name: chance.choice(chance.choice((words, words, odd))) for name in fields} for _n in range(4000)]
        open_rows = [row for row in rows if read_status(kind, row.__getitem__)["status"] is EntryStatus.PUBLISHED]
        public[kind] = {tuple(map(str.strip, row.values())) for row in open_rows}
    assert public["wordpress"] == {("publish", "")}
    assert (public["spip"], public["dotclear"]) == ({("publie",)}, {("1", "")})
    assert public["ghost"] == {("published", ""), ("published", "public")}
    assert public["calendar"] == {("",), ("public",)}
    assert public["blogger"] <= {*product(("", "live"), ("",), ("", "no"))}
    shown = {*"publish published publie public true false".split(), ""}
    assert {word for row in public["folder"] for word in row} <= shown


def test_texts_of_spip_become_texts_here(into: Into, tmp_path: Path) -> None:
    found = into.bring(write_spip(tmp_path / "site.sqlite"))
    assert found.plan.left == {EntryStatus.DRAFT: 1, EntryStatus.TRASH: 1, EntryStatus.PENDING: 1}
    assert found.plan.states == {"statut: prop": 1}
    assert "articles/2010/le-lavoir/index.md" in into.files()
    assert into.bring(tmp_path / "site.sqlite", drafts=True).plan.left == {EntryStatus.TRASH: 1}
    washing = into.text("articles/2010/le-lavoir/index.md")
    assert 'résumé: "Un bassin."\n' in washing
    assert "auteurs: [jean-borie, anne]\n" in washing
    assert "date: 2010-05-03 10:20\n" in washing
    assert 'links:\n  site: "https://jean.example"\n---\n' in into.text("authors/jean-borie.md")
    assert "l'eau [du lavoir](../ete-le-pont-suite/index.md)".lower() in washing.lower()
