"""Each case of ``advice/*.yml`` gets the advice it expects and no other, at its place.

A case gives the ``body`` of a post that has a picture and a commune (``matter`` replaces its information block), so
that the body begins at line 11, or ``times`` that body; ``expect`` lists ``line:column code``, nothing by default.
``fr`` and ``en`` are the whole report, ``say`` is a part of the French one.
"""

from __future__ import annotations

import re
from cProfile import Profile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.commands.review import ADVISER
from placette.commands.review.advice import advise
from placette.engine.base.translation import SettingError, load_catalogue
from placette.engine.content.kinds import Draft, draft_text
from placette.engine.content.memory import Memory
from placette.engine.content.reading import read_folder
from placette.engine.content.site_options import options_from
from placette.engine.findings.problems import Problem, blocks, without
from placette.engine.findings.reports import render_plain
from placette.engine.texts.values import PhotoFacts
from placette.features.posts.kind import POST, Article
from tests.engine.content.reading_site import MATTER, OPTIONS, POST_PATH, place, read_texts
from tests.fixture_kinds import EXTENSIONS, KINDS
from tests.fixture_site import codes_of, write_file

CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}: {case['name']}", case)
    for path in sorted((Path(__file__).parent / "advice").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
WELL_MADE = MATTER + 'commune: "63263"\nimage: lavoir.jpg\nimage_alt: Le bassin vu de la route.\n'


CLAIMS = "photographers: [lea-montel]\nlicence: CC BY 4.0\nminors: none\n"
"""Who made the pictures, their licence, and whom they show."""


def read(body: str, matter: str = WELL_MADE, claims: str = CLAIMS) -> tuple[Article, Draft]:
    """A post that nothing blocks; every picture it names lies beside it."""
    text = f"---\n{matter}{claims}---\n{body}"
    paths = [POST_PATH.replace("index.md", name) for name in re.findall(r"[\w%-]+\.(?:jpg|png)", text)]
    photos = {path: PhotoFacts(path, "0", 800, 600) for path in paths}
    library = read_texts({POST_PATH: text}, replace(OPTIONS, photos=photos))
    assert not blocks(library.problems), library.problems
    return library.of(POST)[0], draft_text(POST_PATH, POST, text.encode())


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES])
def test_advice_is_given_where_it_helps_and_nowhere_else(case: dict[str, Any]) -> None:
    found = sorted(
        advise(*read(case["body"] * case.get("times", 1), case.get("matter", WELL_MADE), case.get("claims", CLAIMS)))
    )
    assert [place(one) for one in found] == case.get("expect", [])
    for lang in {"fr", "en"} & case.keys():
        assert render_plain(found, load_catalogue(lang).gettext) == case[lang].rstrip("\n")
    assert case.get("say", "") in render_plain(found, load_catalogue("fr").gettext)


def test_every_advice_has_a_case_that_pins_its_words() -> None:
    codes = {line.rpartition(" ")[2] for _, case in CASES if "fr" in case and "en" in case for line in case["expect"]}
    assert codes == {code for code in codes_of("commands/review") if not code.startswith(("proposal-", "public-"))}


def test_advice_can_be_switched_off_and_what_blocks_cannot() -> None:
    found = [Problem(POST_PATH, 1, 1, code) for code in ("text-empty", "link-bare", "heading-level")]
    assert without(found, frozenset({"link-bare", "heading-level", "text-empty"})) == found[:1]


@pytest.mark.whole
def test_a_review_is_given_on_demand_and_keeps_nothing_out(tmp_path: Path) -> None:
    write_file(tmp_path / POST_PATH, f"---\n{MATTER}---\n#### Un mot, www.a.example\n\n# Deux\n")
    write_file(tmp_path / "authors" / "lea-montel.md", "---\nname: Léa Montel\nkind: habitante\n---\n")
    options = replace(OPTIONS, advice_off=frozenset({"picture-none", "heading-level"}))
    places = {}
    for review in (False, True):
        build = read_folder(tmp_path, options, Memory(None), adviser=ADVISER if review else None)
        places[review] = [place(found) for found in build.problems if found.path == POST_PATH]
    assert places == {False: [], True: ["1:0 commune-none", "8:14 link-bare"]}


def test_a_setting_that_names_no_advice_is_refused() -> None:
    with pytest.raises(SettingError, match=r"READING_ADVICE_OFF = link-bare$"):
        options_from({"DEFAULT_LANG": "fr", "READING_ADVICE_OFF": ("link-bar",)}, KINDS, extensions=EXTENSIONS)


PIECES = (
    *("mot", "Le", "ici", "[ici](a)", "[", "](", ")", "![", '](lavoir.jpg "'),
    *('"', "«", "»", "“", "”", "`", "```", "~~~", "<q>", "</q>", "<i lang=oc>", "<!--", "-->", "https://a.fr/b"),
    *("<https://a.fr>", "www.", "> ", "- ", "1. ", ":   ", "# ", "## Sources", "!!! note", "[^1]", "[^1]: "),
    *("*[A]: ", "    ", "\t", "|a|b|", "— ", ".", ";", "…", "\n", "\n\n", " ", "\0", "ſ", "ﬁ", "🙂", "\u00a0"),
)


@settings(max_examples=300)
@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)),
    st.sampled_from(["fr", "en", "oc"]),
)
def test_any_text_gets_advice_whose_places_are_in_it(body: str, lang: str) -> None:
    article, draft = read("Du texte.\n")
    source = replace(draft.source, body=body)
    lines = body.split("\n")
    for found in advise(replace(article, lang=lang), replace(draft, source=source)):
        assert 14 <= found.line < 14 + len(lines)
        assert found.column <= len(lines[found.line - 14]) + 1


HOSTILE = (
    *("[", "[a](", "`a", "<q lang=x>", "« ", "[^1]: a\n", "*[a]: b\n", "<!-- a\n\n", "-\u00a0a\n", "##a\n", "[TOC]\n"),
    *("| `a|b` |\n", "| a |\n|---|\n| b | c |\n\n", "    - ", "```\n", "**", "a~~", "{%", "[vc_a", "06 "),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_work_in_proportion_to_its_length(unit: str) -> None:
    small, large = (calls_for(unit * (size // len(unit)) + "a") for size in (5_000, 20_000))
    assert large <= 5 * small + 20_000


def calls_for(body: str) -> int:
    """How many functions the advice on a post calls, as it is converted and on its source alone."""
    text = f"---\n{WELL_MADE}{CLAIMS}---\n{body}\n"
    photo = POST_PATH.replace("index.md", "lavoir.jpg")
    options = replace(OPTIONS, photos={photo: PhotoFacts(photo, "0", 800, 600)})
    articles = read_texts({POST_PATH: text}, options).of(POST)
    draft = draft_text(POST_PATH, POST, text.encode())
    profile = Profile(builtins=True)
    problems = profile.runcall(
        lambda: [*(one for article in articles for one in advise(article, draft)), *ADVISER.advise_source(draft)]
    )
    assert len(problems) < 80
    return sum(entry.callcount for entry in profile.getstats())
