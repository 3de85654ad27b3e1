"""The panel of a preview shows a page as others will, and no stranger's word does anything in it."""

from __future__ import annotations

import socket
from html import escape

import pytest
import zxingcpp
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.geography import qr_rows
from placette.engine.base.translation import load_catalogue
from placette.engine.build import serving
from placette.engine.build.previews import Trouble
from placette.features.posts.kind import POST
from tests.fixture_site import Site, only

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
HOME = "http://127.0.0.1:8000"


def page(title: str = "Un titre", summary: str = "Un résumé.", *images: str) -> bytes:
    said = {"title": title, "description": summary, "site_name": title, "url": f"{HOME}/b/", "locale": "fr_FR"}
    metas = [*said.items(), *(("image", image) for image in images), *[("image:alt", title)] * bool(images)]
    head = "".join(f'<meta property="og:{name}" content="{escape(value)}">' for name, value in metas)
    return f"<head>{head}</head><body><meta property='og:title' content='no'></body>".encode()


def panel(page: bytes, lang: str = "fr") -> str:
    return serving.render_panel(Trouble(), "", page, "/", load_catalogue(lang), lang)


def test_a_built_post_is_shown_with_the_picture_of_its_card(kitchen_sink: Site) -> None:
    post = kitchen_sink.build.of(POST)[0]
    built = (kitchen_sink.output / post.url / "index.html").read_bytes()
    shared, tree = serving.read_shared(built), LexborHTMLParser(panel(built))
    assert [title.text() for title in tree.css(".placette-preview__title")] == [post.title]
    pictures = [image.attributes["src"] or "" for image in tree.css("img")]
    assert len(pictures) == 1
    assert all((kitchen_sink.output / picture.removeprefix("/blog/")).is_file() for picture in pictures)
    assert only(tree, "details").attributes.get("open", "closed") == "closed"
    assert all(image.attributes["alt"] == shared["alt"] != "" for image in tree.css("img"))


def test_the_words_of_strangers_are_words() -> None:
    tree = LexborHTMLParser(panel(page(EVIL, EVIL, f"{HOME}/a.jpg")))
    assert tree.css("script, [onerror]") == []
    assert {image.attributes["src"] for image in tree.css("img")} == {"/a.jpg"}
    assert EVIL[:20] in tree.css(".placette-preview__title")[0].text()


@pytest.mark.parametrize("image", ["https://elsewhere.example/a.jpg", "a.jpg", "http://[", "", "data:image/png,"])
def test_a_picture_that_lies_elsewhere_is_not_fetched(image: str) -> None:
    tree = LexborHTMLParser(panel(page("Un titre", "", image)))
    assert tree.css("img") == []
    assert len(tree.css(".placette-preview__card")) == 1


def test_an_address_of_a_picture_never_names_another_host() -> None:
    shared = serving.read_shared(page("Un titre", "", f"{HOME}//elsewhere.example/a.jpg"))
    assert shared["picture"] == "/elsewhere.example/a.jpg"


def test_a_page_that_says_nothing_to_others_has_no_panel() -> None:
    assert panel(b"<head><title>x</title></head>").strip() == ""


ADDRESS = "http://192.168.1.20:8000"
_DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def test_the_code_in_the_terminal_says_the_address() -> None:
    lines = serving.draw_qr(qr_rows(ADDRESS))
    assert len({len(line) for line in lines}) == 1
    rows = [[255 * (1 - _DARK[half][part]) for half in line] for line in lines for part in (0, 1)]
    image = Image.frombytes("L", (len(rows[0]), len(rows)), bytes(shade for row in rows for shade in row))
    (found,) = zxingcpp.read_barcodes(image.resize((image.width * 4, image.height * 4)))
    assert found.text == ADDRESS


def test_a_computer_without_a_network_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "socket", refuse)
    assert serving.own_address() == ""
