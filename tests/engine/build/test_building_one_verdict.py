"""``invoke check`` and ``invoke build`` give one verdict: what the one accepts the other builds, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette.engine.build.inspection import Grounds, dead_links, look_at_page, unnamed_faults
from placette.engine.content.kinds import draft_text
from placette.engine.content.library import Library, SourceText, read_library
from placette.engine.content.memory import Memory
from placette.engine.content.reading import ContentRefusedError
from placette.engine.findings.problems import Problem, blocking, blocks
from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.links import Surroundings
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from placette.features.questions.kinds import QUESTION
from placette.features.questions.question import check_words
from placette.plugin import read_planned, reader_of
from tests.engine.content.reading_site import LEA, OPTIONS, post, read_here
from tests.engine.texts.test_texts_fuzzing import BOUNDED, PIECES
from tests.fixture_site import build, copy_site, settings_of, write_file

MATTER = "---\ntitle: Un lien\ndate: 2026-04-02\nauthors: [lea-montel]\ncategory: Nature\nsummary: Un lien.\n---\n"
LEFT: dict[str, Any] = {"PICTURES_ON_PAGES": False}

GOOD = (
    "[a](/feeds/rubriques/nature.atom.xml) [b](/robots.txt) [c](/posts.geojson) [d](/archives/?q=1) [e](/#zz)",
    "[a](#acc%C3%A8s) [b](#accès)\n\n## L'accès {#accès}",
    "[a](#a%2541)\n\n## Un titre {#a%41}",
    '<h2 id="a b">t</h2>\n\n<h2 id="c d">u</h2>\n\n<h2 id="e f">v</h2>\n\n<h2 id="g h">w</h2>\n\n[x](<#a b>)',
    f"## Un {{#{'b' * 220}}}\n\n## Deux {{#{'b' * 220}}}\n\n## Trois\n\n## Quatre\n\n[x](#{'b' * 220})",
    "<h1>Un <b><h1>Deux</h1></b></h1>\n\n## Trois\n\n## Quatre",
    "a[^1] [x](#z)\n\n[^1]: <p id=z>mot</p>",
    "[x](https://CARNETS.example/zz/) [y](mailto:) <https://carnets.example/auteurs/> [z](./index.md)",
)
"""Texts that a check accepts: each was accepted, and stopped the build or had a dead link, or is near one that did."""
NO_SUCH_PAGE = ("/questions/", "/series/", "/registre/", "/feeds/rubriques/zz.atom.xml", "/rubriques/zz/", "/2019/")
WRONG = (
    "[x](#a%41)\n\n## Un titre {#a%41}",
    "[x](#nulle-part)",
    "[x](../texte-0/index.md#nulle-part)",
    "[x](../texte-3/index.md#nulle-part)\n\n[y](../nulle-part/index.md)",
    "[x](/2026/texte-0/#nulle-part)",
    "<i id=a onclick=x>u</i> [x](#a)",
    "[a](?q=1)",
    "[x](../../../authors/lea-montel.md#zz)",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_site("minimal", tmp_path)


def write(content: Path, bodies: tuple[str, ...]) -> None:
    for number, body in enumerate(bodies):
        path = content / f"articles/2026/texte-{number}/index.md"
        write_file(path, f"{MATTER.replace('Un lien', f'Texte {number}', 1)}Un texte.\n\n{body}\n")


def verdict(content: Path, folder: Path, **given: Any) -> tuple[Problem, ...]:
    """What a check finds that blocks; a build must say just the same."""
    known = settings_of(content, folder, **LEFT, **given)
    checked = blocking(read_planned(known, reader_of(known)).problems)
    built: tuple[Problem, ...] = ()
    try:
        build(content, folder, **LEFT, **given)
    except ContentRefusedError as error:
        built = blocking(error.problems)
    assert built == checked
    return checked


@pytest.mark.whole
def test_what_a_check_accepts_is_built(site: Path, tmp_path: Path) -> None:
    write(site, GOOD)
    assert verdict(site, tmp_path) == ()
    assert verdict(site, tmp_path / "preview", READING_PREVIEW=True) == ()


@pytest.mark.whole
def test_what_a_check_refuses_is_refused_and_left_out_where_texts_may_be(site: Path, tmp_path: Path) -> None:
    write(site, WRONG)
    refused = {found.path for found in verdict(site, tmp_path)}
    assert refused == {f"articles/2026/texte-{number}/index.md" for number in range(len(WRONG))}
    left = build(site, tmp_path, READING_SKIP_INVALID=True, **LEFT)
    assert {found.path for found in blocking(left.build.problems)} == refused
    assert [path for path in left.files() if "texte-" in path] == []


@pytest.mark.whole
def test_links_to_pages_that_there_are_not_are_found_by_both(site: Path, tmp_path: Path) -> None:
    write(site, tuple(f"[x]({address})" for address in NO_SUCH_PAGE))
    assert [dict(found.values)["value"] for found in verdict(site, tmp_path)] == list(NO_SUCH_PAGE)


ANCHORS = st.sampled_from(
    (
        *("## T {#a%41}\n", "## T é {#accès}\n", f"## T {{#{'b' * 220}}}\n", '<h2 id="a b">t</h2>\n', "# T\n"),
        *("<b id=t>a</b>", "<p id=é>x</p>\n\n", "<a id=x></a>", "<td id=t>", "a[^1]\n\n[^1]: b\n\n"),
        *("## p {#100%}\n", "[x](#a%41) ", "[x](#acc%C3%A8s) ", "[x](#accès) ", f"[y](#{'b' * 220}) ", "[x](<#a b>) "),
        *("[x](#t) ", "[x](#fn:1) ", "[x](#fnref:1) ", "[x](#100%) ", "<a href='#é'>x</a>", "[x](#X) ", "[x](#x) "),
    )
)  # fmt: skip


@BOUNDED
@given(st.lists(st.one_of(ANCHORS, PIECES), max_size=14).map("".join))
@example("<h1><b><h1>1. </b>\n")
def test_any_text_that_is_accepted_makes_a_page_that_may_be_published(text: str) -> None:
    converted = convert_body(BodySource("a.md", text, "fr"), Surroundings())
    missing = [name for path, name, _ in converted.anchors if path != "a.md" or name not in converted.ids]
    if missing or blocks(converted.problems):
        return
    contents = "".join(f'<a href="#{heading.id}">x</a>' for heading in converted.body.headings)
    html = f'<!DOCTYPE html><html><body>{contents}<div class="prose">{converted.body.html}</div></body></html>'
    facts, faults = look_at_page("index.html", LexborHTMLParser(html), html.encode(), "https://carnets.example")
    grounds = Grounds(Path(), "/", "https://carnets.example")
    assert (faults, [*dead_links({"index.html": facts}, lambda _: facts, {"index.html"}, grounds)]) == ([], [])


BODIES = st.lists(
    st.sampled_from(
        (
            *("Un mot. ", "## Un titre\n\n", "<blink>x</blink>\n\n", "[x](#un-titre) ", "[x](#non) "),
            *(f"[{n}](../{n}/index.md{anchor}) " for n in "abc" for anchor in ("", "#un-titre", "#non")),
            *("[p](../../../authors/lea-montel.md) ", "[z](../z/index.md) ", "![v](v.jpg) "),
        )
    ),
    max_size=4,
).map("".join)
SITES = st.fixed_dictionaries(dict.fromkeys("abc", BODIES))


def read(bodies: dict[str, str], memory: Memory, *, skip: bool = False, kind: str = "habitante") -> Library:
    texts = {f"articles/2026/{name}/index.md": post(f"{body}\n", title=name) for name, body in bodies.items()}
    sources = [SourceText(path, POST.name, text.encode()) for path, text in texts.items()]
    sources.append(SourceText("authors/lea-montel.md", PROFILE.name, LEA.replace("habitante", kind).encode()))
    return read_library(sources, OPTIONS, read_here, memory, skip_invalid=skip)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(SITES, st.sampled_from(("habitante", "habitante", "zzz"))), min_size=1, max_size=3))
def test_a_text_that_a_check_refuses_is_in_no_site_whatever_was_read_before(sites: list[tuple[Any, str]]) -> None:
    check, strict, skipping = (Memory(None) for _ in range(3))
    for bodies, kind in sites:
        fresh = read(bodies, Memory(None), kind=kind)
        checked, built = (read(bodies, cache, kind=kind) for cache in (check, strict))
        assert checked.problems == built.problems == fresh.problems
        left = read(bodies, skipping, skip=True, kind=kind)
        assert checked.refused <= left.refused == {found.path for found in blocking(left.problems)}
        assert set(blocking(checked.problems)) <= set(left.problems)
        assert bool(checked.refused) == bool(left.refused)
        assert left.refused.isdisjoint(text.path for found in left.texts.values() for text in found)


SPOKEN = st.lists(
    st.sampled_from(
        (
            *("Mme ", "Mme\n", "Durand", "**Durand**", "Mme **Dur", "and** ", "06 12 ", "06 12\n", "34 56 78"),
            *("&#48;6 12 34 56 78", "a@b.fr", "a@<b></b>b.fr", "- Mme\n- Durand\n", "[Mme](https://a.fr) "),
            *("+33 6 12 34 56 78", "12, rue du ", "Lac"),
            *("\n\n", " ", "[^1]\n\n[^1]: Mme Durand\n", "| a | b |\n|---|---|\n| Mme | Durand |\n", "AB-**123**-CD"),
        )
    ),
    max_size=5,
).map("".join)  # fmt: skip


@BOUNDED
@given(SPOKEN)
def test_a_question_that_is_accepted_names_nobody_on_its_page(body: str) -> None:
    draft = draft_text("questions/a/index.md", QUESTION, f"---\ntitle: Pourquoi\n---\n{body}".encode())
    html = convert_body(BodySource("a.md", body, "fr"), Surroundings()).body.html
    faults = [*unnamed_faults(LexborHTMLParser(f"<div data-unnamed>{html}</div>"))]
    assert not faults or list(check_words(draft, []))
