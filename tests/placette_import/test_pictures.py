"""Pictures come beside their text, made anew; what can't be had is told and linked, and no private server is asked."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from placette import Manner
from placette_import.pages import Conversion
from placette_import.pictures import Album
from placette_import.plan import Planned, TextOutcome
from placette_import.values import EntryKind, Form, ImportSource, SourceEntry, SourceUpload
from tests.fixture_site import write_file
from tests.fixture_web import Web, served
from tests.placette_import.test_bodies import nothing

pytestmark = pytest.mark.whole

PATH = "articles/2019/le-lavoir/index.md"
PLANNED = Planned("wp:1@blog.example", TextOutcome.NEW, PATH, "Le lavoir", datetime(2019, 5, 1), "0" * 16)


def photo() -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Appareil de Léa"
    Image.radial_gradient("L").convert("RGB").save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.fixture
def server() -> Iterator[Web]:
    """A server of pictures, one of which it lends nobody."""
    with served() as web:
        web.page("/robots.txt", "User-agent: *\nDisallow: /secret")
        web.page("/wp-content/a.jpg", photo(), kind="image/jpeg")
        web.redirect("/moved.jpg", "/wp-content/a.jpg")
        yield web


def entry(body: str, picture: str = "") -> SourceEntry:
    return SourceEntry("wp:1", EntryKind.POST, "Le lavoir", body, Form.HTML, picture=picture, file="export.xml")


def album(tmp_path: Path, source: ImportSource, *, reach: bool = False) -> Album:
    manner = Manner("test", lambda _address, _port: "") if reach else Manner("test")
    return Album(Conversion(source), tmp_path / "content", manner, pause=0.0)


def test_pictures_of_the_folder_come_beside_the_text_without_what_they_reveal(tmp_path: Path) -> None:
    write_file(tmp_path / "old" / "a.jpg", photo())
    (tmp_path / "old" / "b.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    (tmp_path / "secret.jpg").write_bytes(photo())
    uploads = {
        name: SourceUpload(name, f"https://blog.example/{name}", path)
        for name, path in (("a.jpg", "a.jpg"), ("b.png", "b.png"), ("c.jpg", "../secret.jpg"))
    }
    source = ImportSource(
        "wordpress", "", "https://blog.example", nothing, {}, uploads, root=tmp_path / "old", lang="fr"
    )
    body = '<p><img src="/a.jpg" alt="Le bassin"></p><p><img src="/b.png"></p><p><img src="/c.jpg" alt="c"></p>'
    found, lead = album(tmp_path, source).bring(entry(body, "https://blog.example/a.jpg"), PLANNED, lambda _address: "")
    assert found.text.startswith("![Le bassin](a.jpg)\n\nb.png\n\nc")
    assert (lead.name, lead.alt) == ("a.jpg", "à décrire") if lead else ""
    folder = tmp_path / "content" / "articles/2019/le-lavoir"
    assert sorted(path.name for path in folder.iterdir()) == ["a.jpg"]
    assert b"Appareil" not in (folder / "a.jpg").read_bytes()
    assert [(one.code, one.values["what"]) for one in found.findings] == [
        ("import-picture", "https://blog.example/b.png"),
        ("import-picture", "https://blog.example/c.jpg"),
    ]


def test_pictures_of_pages_have_the_name_of_the_page_before_theirs(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    source = ImportSource("hugo", "", "", nothing, {}, {"a": SourceUpload("a", "", "a.jpg")}, root=tmp_path)
    page = replace(PLANNED, path="pages/qui.md")
    found, _lead = album(tmp_path, source).bring(
        replace(entry("![Nous](a.jpg)"), form=Form.HUGO, file="qui.md"), page, lambda _address: ""
    )
    assert found.text == "![Nous](qui-a.jpg)"
    assert (tmp_path / "content" / "pages" / "qui-a.jpg").is_file()


def test_ghost_s_pictures_lie_beside_its_export(tmp_path: Path) -> None:
    write_file(tmp_path / "content" / "images" / "four.jpg", photo())
    source = ImportSource("ghost", "", "", nothing, root=tmp_path)
    found, lead = album(tmp_path / "site", source).bring(
        entry('<img src="__GHOST_URL__/content/images/four.jpg">', "__GHOST_URL__/content/images/four.jpg"),
        PLANNED,
        lambda _address: "",
    )
    assert (found.text, lead.name if lead else "") == ("![à décrire](four.jpg)", "four.jpg")


def test_pictures_of_the_old_site_lie_where_its_addresses_say_even_if_the_export_lists_none(tmp_path: Path) -> None:
    write_file(tmp_path / "wp-content" / "uploads" / "four.jpg", photo())
    source = ImportSource("wordpress", "", "https://blog.example", nothing, root=tmp_path)
    body = '<img src="https://www.blog.example/wp-content/uploads/four.jpg" alt="Le four">'
    found, _lead = album(tmp_path / "site", source).bring(entry(body), PLANNED, lambda _address: "")
    assert found.text == "![Le four](four.jpg)"


def test_others_are_fetched_once_as_their_server_wants(tmp_path: Path, server: Web) -> None:
    source = ImportSource("wordpress", "", server.address, nothing)
    body = '<p><img src="/moved.jpg" alt="a"></p><p><img src="/secret/a.jpg" alt="b"></p><img src="/gone.jpg" alt="c">'
    found, _lead = album(tmp_path, source, reach=True).bring(entry(body), PLANNED, lambda _address: "")
    assert found.text == "![a](moved.jpg)\n\nb\n\nc"
    assert server.asked == ["/robots.txt", "/moved.jpg", "/wp-content/a.jpg", "/gone.jpg"]
    again, _lead = album(tmp_path, source, reach=True).bring(entry(body), PLANNED, lambda _address: "")
    assert again.text == found.text
    assert server.asked[4:] == ["/robots.txt", "/gone.jpg"]


def test_no_private_server_and_no_other_protocol_is_asked(tmp_path: Path, server: Web) -> None:
    source = ImportSource("wordpress", "", "https://blog.example", nothing)
    body = f'<p><img src="{server.address}/wp-content/a.jpg" alt="a"></p><p><img src="file:///etc/passwd" alt="b"></p>'
    found, lead = album(tmp_path, source).bring(entry(body, "gopher://blog.example/a"), PLANNED, lambda _address: "")
    assert (found.text, lead) == (f"[a]({server.address}/wp-content/a.jpg)\n\nb", None)
    assert server.asked == []
    assert not (tmp_path / "content").exists()


def test_pictures_inside_the_text_lie_beside_it_and_no_name_is_too_long(tmp_path: Path) -> None:
    source = ImportSource("wordpress", "", "https://blog.example", nothing, root=tmp_path)
    inside = f"data:image/jpeg;base64,{base64.b64encode(photo()).decode()}"
    body = f'<img src="{inside}" alt="Le bassin"><p><img src="data:image/png;base64,{"A" * 40}" alt="b"></p>'
    long = replace(entry(f'{body}<p><img src="{"x" * 5000}.jpg" alt="c"></p>'), form=Form.HTML)
    found, _lead = album(tmp_path, source).bring(long, PLANNED, lambda _address: "")
    assert found.text.startswith("![Le bassin](photo.jpg)\n\nb\n\n")
    assert (tmp_path / "content/articles/2019/le-lavoir/photo.jpg").is_file()


def test_a_text_that_is_not_written_brings_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    uploads = {"a": SourceUpload("a", "https://b.example/a.jpg", "a.jpg")}
    source = ImportSource("wordpress", "", "", nothing, {}, uploads, root=tmp_path)
    edited = replace(PLANNED, outcome=TextOutcome.EDITED)
    found, _lead = album(tmp_path, source).bring(entry('<img src="https://b.example/a.jpg">'), edited, lambda _a: "")
    assert found.text.endswith("(a.jpg)")
    assert not (tmp_path / "content").exists()
