"""The gate sees every fault that must not be published, and nothing else: ``gate.yml``."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import write_atomic
from placette.engine.build import inspection as inspecting
from placette.engine.build import inspection as sights
from placette.engine.build.building import GateError
from placette.engine.build.inspection import PLAIN
from tests.fixture_site import ROOT, Site, build, write_file
from tests.placette_landscapes.painted import saved

CASES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "gate.yml").read_text(encoding="utf-8"))


def page(body: str, text: str) -> str:
    return f'<!DOCTYPE html><html lang="fr"><title>x</title><body>{body}<div class="prose">{text}</div></body></html>'


def picture(told: dict[str, str]) -> bytes:
    """A small picture in a format, and what its file says beside it."""
    image = Image.new("RGB", (8, 8), "teal")
    said: dict[str, Any] = {}
    if "artist" in told:
        said["exif"] = Image.Exif()
        said["exif"][0x013B] = told["artist"]
    if told["picture"] != "ICO":
        return saved(image, told["picture"], **said)
    pixels = saved(image, "PNG", **said)
    head = struct.pack("<3H4B2H2I", 0, 1, 1, 8, 8, 0, 0, 1, 32, len(pixels), 22)
    return head + pixels + told.get("behind", "").encode()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_gate(case: dict[str, Any], tmp_path: Path) -> None:
    files = {"index.html": page(case.get("body", ""), case.get("text", "")), **case.get("files", {})}
    for path, content in files.items():
        write_atomic(tmp_path / path, content.encode() if isinstance(content, str) else picture(content))
    grounds = inspecting.Grounds(tmp_path, "/blog/", "https://site.example", frozenset(case.get("offered", ())))
    looks = inspecting.inspect_files(files, grounds)
    pages = {look.path: look.facts for look in looks if look.facts}
    dead = inspecting.dead_links(pages, pages.get, files.keys(), grounds)
    found = (*(fault for look in looks for fault in look.faults), *dead)
    assert [fault.what for fault in found] == case.get("faults", [])


@pytest.mark.whole
def test_a_theme_that_runs_an_inline_script_is_not_put_in_place(content: Path, tmp_path: Path) -> None:
    for path in (ROOT / "themes" / "placette").rglob("*.*"):
        write_atomic(tmp_path / "theme" / path.relative_to(ROOT / "themes" / "placette"), path.read_bytes())
    before = build(content, tmp_path, THEME=str(tmp_path / "theme"))
    base = tmp_path / "theme" / "templates" / "base.html"
    write_file(base, base.read_text(encoding="utf-8").replace("<body", "<script>alert(1)</script><body"))
    kept = contents(before)
    with pytest.raises(GateError, match=r"index\.html: inline script"):
        build(content, tmp_path, THEME=str(tmp_path / "theme"))
    assert contents(before) == kept


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def test_no_attribute_that_leads_somewhere_or_does_something_is_passed_over() -> None:
    assert PLAIN.isdisjoint(sights._ADDRESSED | sights._UNWANTED | {"id"})
    assert [name for name in PLAIN if name.startswith("on")] == []


@pytest.mark.parametrize("url", ["/a/", "#b", "https://c.fr/d", "//e", "/f:g", "#h:i", "https://geo:1,2"])
@pytest.mark.parametrize("attribute", ["", 'class="j"', 'rel="k" lang="fr"'])
def test_a_link_that_only_leads_somewhere_is_seen_as_any_element_is(url: str, attribute: str) -> None:
    page_facts = sights.PageFacts()
    (node,) = LexborHTMLParser(f'<a {attribute} href="{url}">x</a>').css("a")
    sights.look_at_elements([node], page_facts)
    assert sights._attributes_seen("a", tuple(node.attributes.items())) == url
    assert page_facts == sights.PageFacts(targets={url})


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\r", "\x01", "\x1f"])
def test_a_scheme_is_read_as_browsers_do_which_pass_over_blanks(blank: str) -> None:
    for scheme in (f"java{blank}script", f"{blank}javascript", f"javascript{blank}", f"JAVA{blank}SCRIPT"):
        tree = page(f'<p><a href="{scheme}:alert(1)">x</a></p>', "").encode()
        assert len(inspecting.look_at("index.html", tree, "https://site.example").faults) == 1, repr(scheme)
