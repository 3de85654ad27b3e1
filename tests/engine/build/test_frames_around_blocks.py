"""A block that stays in another frame holds what it held before, or it is looked at again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from placette.engine.build.frames import PageInspector
from placette.engine.build.inspection import Facts, look_at

ORIGIN = "https://site.example"
INSPECT = PageInspector(ORIGIN)
OPENING = b'<!DOCTYPE html><html lang="fr"><head><title>t</title></head><body class="a">'
FRAME = (b"", b"\n<header><a href='/m/'>m</a></header>\n<main id='main'>\n", b"\n</main>\n<footer id='f'>x</footer>\n")
LINKED = (FRAME[0], FRAME[1], FRAME[2].replace(b"x", b"<a href='/plus/'>x</a>"))
DRESSED = (FRAME[0], FRAME[1].replace(b"<header>", b"<header class='b'>"), FRAME[2].replace(b"x", b"<b>y</b>"))
CLOSED = ["", "<p>one<p>two</p>", "text", "<ul><li>a<li>b</ul>", '<a href="/a/#b" id="c">d</a>', "<br><hr>", "</b>"]
OPEN = """<!-- | <p title=" | <p title=' | <a href=/x/ | <div> | <b> | <p> | <p><b></p> | <a href='/x/'> | <script>
    | <style> | <textarea> | <title> | <template> | <svg> | <math> | <select> | <table><tr><td> | <table><tr> | <button>
    | <ul><li> | <noscript> | <xmp> | <plaintext> | <object> | <iframe> | </ | <! | <? | <svg><title> | <svg><![CDATA[
    | </main>"""


def page(page_frame: tuple[bytes, ...], *blocks: str) -> tuple[bytes, ...]:
    """The parts of a page."""
    own = [OPENING, *(block.encode() for block in blocks)]
    return tuple(own[at // 2] if at % 2 else page_frame[at // 2] for at in range(2 * len(page_frame) - 1))


@pytest.mark.parametrize("block", CLOSED)
def test_a_block_that_leaves_nothing_open_may_stand_elsewhere(block: str) -> None:
    before, now = page(FRAME, block), page(DRESSED, block)
    look, whole = INSPECT.inspect_parts("a/index.html", before)
    assert whole
    assert look == look_at("a/index.html", b"".join(before), ORIGIN)
    again, whole = INSPECT.inspect_frame("a/index.html", before, now)
    assert whole
    assert (again.facts, again.faults) == (None, ())
    assert look_at("a/index.html", b"".join(now), ORIGIN).facts == look.facts


@pytest.mark.parametrize("block", [block.strip() for block in OPEN.split("|")])
def test_a_block_that_reaches_beyond_itself_may_not(block: str) -> None:
    page_parts = page(FRAME, f"<p>text</p>{block}")
    look, whole = INSPECT.inspect_parts("a/index.html", page_parts)
    assert not whole
    assert look == look_at("a/index.html", b"".join(page_parts), ORIGIN)


def test_a_frame_that_leads_elsewhere_has_its_page_looked_at() -> None:
    look, whole = INSPECT.inspect_frame("a/index.html", page(FRAME, "<p>a</p>"), page(LINKED, "<p>a</p>"))
    assert whole
    assert look.facts == Facts(("f", "main"), ("/m/", "/plus/"))


FRAMES: dict[str, tuple[bytes, bytes]] = {
    "in a text": (b"\n<main><div class='prose'>\n", b"\n</div></main>"),
    "in a template": (b"\n<main><template>\n", b"\n</template></main>"),
    "in a comment": (b"\n<!-- \n", b"\n--></main>"),
    "in an attribute": (b"\n<main title=' >\n", b"\n'></main>"),
    "in a script": (b"\n<script>\n", b"\n</script>"),
    "in a drawing": (b"\n<svg>\n", b"\n</svg>"),
    "after half a tag": (b"\n<main><", b"\n</main>"),
    "before half a tag": (b"\n<main>", b"script></main>"),
}


@pytest.mark.parametrize("around", FRAMES.values(), ids=FRAMES)
def test_a_block_is_looked_at_again_in_other_surroundings(around: tuple[bytes, bytes]) -> None:
    block = '<p>a</p><math><mi>x</mi></math><template><a href="/x/">b</a></template><'
    before, now = page(FRAME, block), page((b"", *around), block)
    look, _whole = INSPECT.inspect_frame("a/index.html", before, now)
    assert look == look_at("a/index.html", b"".join(now), ORIGIN)


@pytest.mark.parametrize(
    "wrong", ["<form></form>", "<script>x</script>", "<p onclick='x'>", "<img src='//else.where/a'>"]
)
def test_what_is_wrong_with_a_frame_is_wrong_with_its_pages(wrong: str) -> None:
    now = page((b"", FRAME[1], FRAME[2] + wrong.encode()), "<p>a")
    look, _whole = INSPECT.inspect_frame("a/index.html", page(FRAME, "<p>a"), now)
    assert [fault.path for fault in look.faults] == ["a/index.html"]
    assert look.faults == look_at("a/index.html", b"".join(now), ORIGIN).faults


def test_what_names_nobody_is_looked_at_each_time() -> None:
    block = "<p data-unnamed>Madame Dupont</p>"
    look, _whole = INSPECT.inspect_frame("a/index.html", page(FRAME, block), page(DRESSED, block))
    assert look.faults == look_at("a/index.html", b"".join(page(DRESSED, block)), ORIGIN).faults != ()


_CLEAN = """<p>a</p>|<div id="i">b</div>|<a href="/x/#y">c</a>|<div class="prose"><b>d</b></div>|<p><i>l</i>|<br>
    |text|<table><tr><td>e</table>|<ul><li>f<li>g</ul>|<svg><path d="M0"/></svg>|<main>h</main>
    |<template><p>k</p></template>"""
_ODD = """<|>|</|<!|<!--|-->|"|'|=|&|&lt|;|/|p|b|a|div|<p>|</p>|<b>|</b>|<a href="/x/">|</a>|<div>|</div>
    |<h2>|<col>|<div class="prose">|<template>|</template>|<svg>|</svg>|<title>|</title>|<table>|<tr>|<td>
    |</table>|<select>|<option>|</select>|<main>|</main>|<body>|</body>|</html>|<script>|</script>
    |<textarea>|</textarea>|<form>|</form>|<li>|<ul>|<img src="/i.avif">| id="i"| title="
    |<button>|</button>|<noscript>|</noscript>|<math>|<mi>|<caption>|<annotation-xml>|<foreignObject>|<desc>
    |<frameset>|<plaintext>|<input>|<i>|</i>|<em>|script|style| onclick="|</head>|<![CDATA[|]]>|<object>
    |</object>|<dd>|<hr>|<br>|</br>|<pre>|<nobr>|</nobr>|<marquee>|<head>|\0|text"""
_TOKENS = st.sampled_from([*_CLEAN.split("|") * 12, *_ODD.split("|")])
_BLOCK = st.lists(_TOKENS, max_size=4).map("".join)
_FRAME = st.lists(_BLOCK, min_size=3, max_size=3)


@settings(suppress_health_check=[HealthCheck.filter_too_much], max_examples=300)
@given(block=_BLOCK, other=_BLOCK, one=_FRAME, two=_FRAME)
def test_what_is_told_of_a_page_in_another_frame_holds(block: str, other: str, one: list[str], two: list[str]) -> None:
    page_frames: list[Any] = [tuple(piece.encode() for piece in page_frame) for page_frame in (one, two)]
    before, now = (
        (first, OPENING + block.encode(), b"\n" + between + b"\n", other.encode(), b"\n" + last)
        for first, between, last in page_frames
    )
    look, whole = INSPECT.inspect_parts("a/index.html", before)
    assert (look.facts, {*look.faults}) == _looked(before)
    assume(whole and not look.faults)  # what has a fault is not put in place
    told, _whole = INSPECT.inspect_frame("a/index.html", before, now)
    assert (told.facts or look.facts, {*told.faults}) == _looked(now)


def _looked(page_parts: tuple[bytes, ...]) -> tuple[Any, Any]:
    look = look_at("a/index.html", b"".join(page_parts), ORIGIN)
    return look.facts, {*look.faults}
