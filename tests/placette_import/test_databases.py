"""Sites of SPIP and Dotclear: texts with all that belongs to them, whichever way their tables come."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from placette_import.values import EntryKind, EntryStatus, Form
from tests.placette_import.fixture_databases import DOTCLEAR, write_spip
from tests.placette_import.fixture_importing import Into, entries_of


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


def test_they_become_texts_here(into: Into, tmp_path: Path) -> None:
    found = into.bring(write_spip(tmp_path / "site.sqlite"))
    assert found.plan.left == {EntryStatus.TRASH: 1}
    washing = into.text("articles/2010/le-lavoir/index.md")
    assert 'résumé: "Un bassin."\n' in washing
    assert "auteurs: [jean-borie, anne]\n" in washing
    assert "date: 2010-05-03 10:20\n" in washing
    assert 'links:\n  site: "https://jean.example"\n---\n' in into.text("authors/jean-borie.md")
    assert "l'eau [du lavoir](../ete-le-pont-suite/index.md)".lower() in washing.lower()
