"""Sources that are broken or hostile: named and bounded, and the rest goes on."""

from __future__ import annotations

import io
import sqlite3
import stat
import sys
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from placette import Reply
from placette_import.decoding import SourceError, mended
from placette_import.sources import kind_of, opened
from tests.placette_import.fixture_importing import Into, entries_of
from tests.placette_import.fixture_wordpress import write_wordpress

BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>&b;</title><item><title>&b;</title></item></channel></rss>
"""


def small(folder: Path, change: tuple[str, str] = ("", ""), encoding: str = "utf-8") -> Path:
    """An export of twelve texts, changed once."""
    path = write_wordpress(folder / "blog.xml", texts=12)
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_bytes(
        text.replace(*change, 1).encode(encoding, "xmlcharrefreplace")
        if change[0]
        else text.encode(encoding, "replace")
    )
    return path


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (BOMB, "entities"),
        (BOMB.replace("<!ENTITY a", '<!ENTITY c SYSTEM "file:///etc/passwd"><!ENTITY a'), "entities"),
        ("<html><body>wordpress.org/export/</body></html>", "no export"),
        ("Des mots.", "no export"),
        ('{"db": [', "JSON"),
        ('{"db": ' + "[" * 50_000, "JSON"),
        ("SQLite format 3\0" + "x" * 2_000, "database"),
    ],
)
def test_what_cannot_be_used_at_all_is_refused(written: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(SourceError, match=reason), entries_of(path):
        pass


@pytest.mark.parametrize("open_string", ["a", "a\n", '""', '\\"', '"a', "\\", '"a",', '"a\n', "[\n", '\\"\n'])
def test_a_string_that_stays_open_is_read_once(open_string: str, tmp_path: Path) -> None:
    path, rest = tmp_path / "dump.txt", open_string * 2**20  # the square of its length would take hours
    path.write_text(f'///DOTCLEAR|2\n\n[post post_id,post_title]\n"1","Un"\n"2","{rest}', encoding="utf-8")
    steps: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _value: steps.update([event]))
    with entries_of(path) as (_source, found):
        sys.setprofile(None)
        assert found["dotclear:1"].title == "Un"
    assert steps.total() < 10_000  # calls: not one a line


@pytest.mark.parametrize(
    ("change", "lost", "codes"),
    [
        (
            ("</content:encoded>\n\t\t<excerpt:encoded><![CDATA[Un", "<excerpt:encoded><![CDATA[Un"),
            1,
            ["import-broken"],
        ),
        (("<title><![CDATA[Texte 2 ", "<title>Texte & 2<![CDATA["), 0, []),
        (("<title><![CDATA[Texte 2 ", "<title>Texte&nbsp;2<![CDATA["), 0, []),
        (("Un résumé", "Un \x0brésumé\x00"), 0, []),
        (("Un billet d’avant", "</item><item> Un billet d’avant"), 0, []),
        (("<![CDATA[Texte 2 ", "<![CDATA[&b; <!ENTITY b 'x'> Texte 2 "), 0, []),
    ],
)
def test_a_broken_item_costs_itself(change: tuple[str, str], lost: int, codes: list[str], tmp_path: Path) -> None:
    with entries_of(small(tmp_path)) as (_source, whole):
        pass
    with entries_of(small(tmp_path, change)) as (source, found):
        assert [one.code for one in source.findings] == codes
        assert all(one.line and one.file == "blog.xml" for one in source.findings)
        assert len(whole) - len(found) == lost


def test_a_file_that_ends_in_the_middle_gives_what_it_has(tmp_path: Path) -> None:
    path = small(tmp_path)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.index("Texte 7 ") + 20], encoding="utf-8")
    with entries_of(path) as (source, found):
        assert {one.code for one in source.findings} == {"import-broken", "import-truncated"}
        assert {f"wp:{100 + n}" for n in range(1, 7)} == found.keys() & {f"wp:{100 + n}" for n in range(1, 13)}


def test_an_older_encoding_that_says_it_is_utf_8_is_read_and_told(tmp_path: Path) -> None:
    with entries_of(small(tmp_path, encoding="cp1252")) as (source, found):
        assert found["wp:102"].title == "Texte 2 : l’eau & la pierre"
        assert [one.code for one in source.findings] == ["import-encoding"]


@pytest.mark.parametrize(
    "encoding", ["bz2", "hex", "rot13", "idna", "punycode", "undefined", "UTF-16", "utf-32", "no-such"]
)
def test_an_encoding_that_a_text_cannot_have_is_not_believed(encoding: str, tmp_path: Path) -> None:
    with entries_of(small(tmp_path, ('encoding="UTF-8"', f'encoding="{encoding}"'))) as (_source, found):
        assert found["wp:102"].title == "Texte 2 : l’eau & la pierre"


def test_a_broken_address_of_the_old_site_costs_itself(into: Into, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    path.write_text(write_wordpress(path, texts=12).read_text(encoding="utf-8").replace("https://lavoir", "http://[x"))
    found = into.bring(path)
    assert (found.plan.source, len(found.plan.texts)) == ("le-blog-du-lavoir", 22 - 2)


ROW = "INSERT INTO spip_articles VALUES (1, 'Un', 'Des mots', 'publie')"


def test_what_a_database_would_compute_is_not_read_and_odd_letters_are(tmp_path: Path) -> None:
    path = tmp_path / "spip.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE spip_articles (id_article, titre, texte, statut, descriptif AS (hex(zeroblob(9))))")
        base.execute(ROW)
        base.execute("UPDATE spip_articles SET texte = CAST(x'E9E97A' AS TEXT)")
        base.commit()
    with entries_of(path) as (_source, found):
        assert [(one.title, one.body, one.summary) for one in found.values()] == [("Un", "ééz", "")]


def test_an_encoding_that_is_named_is_believed(tmp_path: Path) -> None:
    with entries_of(small(tmp_path, ('encoding="UTF-8"', 'encoding="ISO-8859-15"'), "iso-8859-15")) as (source, found):
        assert found["wp:102"].categories == ("Actualités",)
        assert source.findings == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("L’été à Vézelay".encode().decode("cp1252"), "L’été à Vézelay"),
        ("dÃ©jÃ\xa0 vu", "déjà vu"),
        (
            "On écrit « Ã© » pour « é » : c’est une erreur d’été.",
            "On écrit « Ã© » pour « é » : c’est une erreur d’été.",
        ),
        ("Âge et Ãnes", "Âge et Ãnes"),
    ],
)
def test_words_that_were_encoded_twice_are_mended(written: str, meant: str) -> None:
    found: list[object] = []
    assert mended(written, found, "x") == meant  # type: ignore[arg-type]
    assert len(found) == (written != meant)


def packed(path: Path, *names: str, link: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16 if link else 0
            archive.writestr(info, "/etc/passwd" if link else "texte")
    return path


@pytest.mark.parametrize(
    "name", ["../dehors.md", "a/../../dehors.md", "/etc/dehors.md", "C:\\dehors.md", "..\\dehors.md"]
)
def test_a_zip_file_that_leads_out_is_refused_as_a_whole(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="leads out"), opened(packed(tmp_path / "x.zip", "bon.md", name)):
        pass
    assert [path.name for path in tmp_path.rglob("*dehors*")] == []


def test_links_and_bombs_in_a_zip_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="leads out"), opened(packed(tmp_path / "x.zip", "lien.md", link=True)):
        pass
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.md", io.BytesIO(b"0" * 300_000_000).getvalue())
    with pytest.raises(SourceError, match="too much"), opened(tmp_path / "bomb.zip"):
        pass


def test_a_zip_file_gives_no_more_than_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed_file:
        packed_file.writestr("x.md", b"0" * 30_000_000)
    data = bytearray(path.read_bytes())
    size = data.index(b"PK\x01\x02") + 24
    data[size : size + 4] = (1_000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(SourceError, match="unpacked"), opened(path):
        pass


def test_folders_of_a_zip_file_may_be_written_as_windows_does(tmp_path: Path) -> None:
    with entries_of(packed(tmp_path / "x.zip", "textes\\bon.md", "textes\\eau\\autre.md")) as (_source, found):
        assert {*found} == {"markdown:bon.md", "markdown:eau/autre.md"}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_damaged_zip_file_is_refused(method: int, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as packed_file:
        packed_file.writestr("blog.xml", "mots " * 10_000)
    data = bytearray(path.read_bytes())
    data[50:56] = b"\xff" * 6
    path.write_bytes(data)
    with pytest.raises(SourceError, match="unpacked"), opened(path):
        pass


def test_a_zip_file_is_opened_as_what_it_holds(tmp_path: Path) -> None:
    path = small(tmp_path)
    with zipfile.ZipFile(tmp_path / "blog.zip", "w") as archive:
        archive.write(path, "blog/export.xml")
        archive.writestr("blog/wp-content/uploads/2019/05/bassin.jpg", "JPG")
    with entries_of(tmp_path / "blog.zip") as (source, found):
        assert (source.kind, len([one for one in found.values() if one.type == "post"])) == ("wordpress", 20)
        assert source.uploads["wp:900"].path == "wp-content/uploads/2019/05/bassin.jpg"


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "dehors.md").write_text("SECRET", encoding="utf-8")
    folder = tmp_path / "textes"
    folder.mkdir()
    (folder / "bon.md").write_text("# Bon\n\nOui.\n", encoding="utf-8")
    (folder / "lien.md").symlink_to(tmp_path / "dehors.md")
    assert kind_of(folder) == "markdown"
    with entries_of(folder) as (_source, found):
        assert [entry.title for entry in found.values()] == ["Bon"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/flux.xml", "http://[::1]/flux.xml", "http://10.0.0.1/", "http://x.invalid/"]
)
def test_no_feed_is_fetched_from_a_private_address(address: str) -> None:
    with pytest.raises(SourceError), opened(address):
        pass


def test_a_feed_is_fetched_behind_its_redirects(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = Path(__file__).with_name("exports") / "rss.xml"
    there = {
        "https://flux.example/": Reply(301, location="/flux"),
        "https://flux.example/flux": Reply(200, body=feed.read_bytes()),
    }
    monkeypatch.setattr("placette.commands.status.Manner.exchange", lambda _manner, address, *_how: there[address])
    with opened("https://flux.example/") as source:
        assert [entry.title for entry in source.entries()] == ["Un"]
    there["https://flux.example/flux"] = Reply(301, location="/")
    with pytest.raises(SourceError, match="without end"), opened("https://flux.example/"):
        pass
