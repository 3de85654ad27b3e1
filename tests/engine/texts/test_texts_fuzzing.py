"""Whatever the bytes, the reading gives a value: it never raises, loses no text, and what it cleans stays clean."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from placette.engine.content.kinds import TextKind, draft_text
from placette.engine.findings.problems import Problem
from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.links import Surroundings
from placette.engine.texts.sanitizer import UnstableError, clean
from placette.features.authors.profile import PROFILE
from placette.features.pages import PAGE
from placette.features.posts.kind import POST
from tests.engine.content.reading_site import MATTER, POST_PATH, read_texts
from tests.engine.texts.inertness import harms

EXAMPLES = int(os.environ.get("PLACETTE_FUZZ", "0"))
"""Examples of each property in a long run (``invoke fuzz``), which takes new ones every time (``conftest.py``)."""
BOUNDED = settings(max_examples=EXAMPLES or 600)
_NAMES = "title date authors category tags commune lang slug status image minors zzz _content links kind name"
KEYS = st.sampled_from(_NAMES.split())
SCALARS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["2026-05-01", "[a, b]", "{a: b}", "&x a", "*x", "!!x", "- a", '"', "'a", "|", ">", "a: b", "#", "\t", "63263"]
    ),
)
MATTERS = st.lists(st.tuples(KEYS, SCALARS), max_size=8).map(
    lambda pairs: "".join(f"{key}: {value}\n" for key, value in pairs)
)
PIECES = st.sampled_from(
    (
        *("*", "**", "_", "`", "```\n", "~~~ a\n", "# ", "## ", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n"),
        *("  \n", "---\n", "|", "| a | b |\n|---|---|\n", ": a\n", "!!! note\n    ", "[^1]", "[^1]: a\n"),
        *("*[a]: b\n", "[a](", ")", "[a]: b\n", "![", "]", "<b>", "</b>", "<p>", "</p>", "<div>", "</div>"),
        *("<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</table>", "<pre>\n", "<h1>", "</h1>", "<li>"),
        *("<ul>", "<svg>", "<math>", "<style>", "</style>", "<script>", "<!--", "-->", "<img src=a>", "<q>"),
        *("<dl><dd>", "<caption>", "<span id=a lang=oc>", '"', "'", "&", "&lt;", "&#10;", "\\", "«", "…", "--"),
        *("é", "字", "\u0301", "javascript:a", "https://a.fr", "//a", "{index}", "a@b.fr", "1er", "20 h"),
        *("{{ a }}", "\u2067", "\u0002", "mot ", "l'eau "),
    )
)  # fmt: skip
BODIES = st.lists(PIECES, max_size=40).map("".join)


def is_inside(found: Problem, text: str) -> bool:
    """Whether a problem's place exists in the file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return found.line == 0 or (found.line <= len(lines) and found.column <= len(lines[found.line - 1]) + 1)


@BOUNDED
@given(st.binary(max_size=400), st.sampled_from([POST, PAGE, PROFILE]))
def test_any_bytes_are_read(data: bytes, kind: TextKind[Any, Any]) -> None:
    draft = draft_text(POST_PATH, kind, data)
    assert draft.matter is not None or draft.problems


@BOUNDED
@given(MATTERS, BODIES)
def test_any_front_matter_and_any_text_are_read_and_counted(matter: str, body: str) -> None:
    text = f"---\n{matter}---\n{body}"
    library = read_texts({POST_PATH: text.encode("utf-8", "replace"), "pages/a.md": text.encode("utf-8", "replace")})
    assert len(library.of(POST)) + len(library.of(PAGE)) + len(library.of(PROFILE)) + len(library.refused) == 3
    assert [found for found in library.problems if not is_inside(found, text)] == []


@BOUNDED
@given(BODIES)
def test_any_body_is_told_at_places_that_exist(body: str) -> None:
    text = f"---\n{MATTER}---\n{body}"
    library = read_texts({POST_PATH: text})
    assert [found for found in library.problems if not is_inside(found, text)] == []


@BOUNDED
@given(BODIES)
def test_any_body_becomes_html_that_is_inert_and_stays_as_it_is(body: str) -> None:
    html = convert_body(BodySource(POST_PATH, body, "fr"), Surroundings()).body.html
    assert harms(html) == []
    assert clean(html) == html


@BOUNDED
@given(BODIES)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    try:
        cleaned = clean(html)
    except UnstableError:
        return
    assert clean(cleaned) == cleaned
