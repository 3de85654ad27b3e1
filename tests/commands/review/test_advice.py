"""Each case of ``advice/*.yml`` gets the advice it expects and no other, at its place.

A case gives the ``body`` of a post that has a picture and a commune (``matter`` replaces its information block), so
that the body begins at line 11, or ``times`` that body; ``expect`` lists ``line:column code``, nothing by default.
``fr`` and ``en`` are the whole report, ``say`` is a part of the French one.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.commands.review import ADVISER
from placette.commands.review.advice import Turn, advise, find_wording, load_wording
from placette.commands.review.messages import REVIEW
from placette.commands.review.prose import read_prose
from placette.engine.base.translation import SettingError, load_catalogue
from placette.engine.content.kinds import Draft, draft_text
from placette.engine.content.memory import Memory
from placette.engine.content.options import options_from
from placette.engine.content.reading import read_folder
from placette.engine.findings.problems import Problem, blocks, without
from placette.engine.findings.reports import render_plain
from placette.engine.texts.values import PhotoFacts
from placette.features.posts.kind import POST, Article
from tests.engine.content.reading_site import MATTER, OPTIONS, POST_PATH, place, read_texts
from tests.fixture_kinds import EXTENSIONS, KINDS

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
    assert codes == REVIEW.keys()


def test_advice_can_be_switched_off_and_what_blocks_cannot() -> None:
    found = [Problem(POST_PATH, 1, 1, code) for code in ("text-empty", "jargon", "heading-level")]
    assert without(found, frozenset({"jargon", "heading-level", "text-empty"})) == found[:1]


def test_a_review_is_given_on_demand_and_keeps_nothing_out(tmp_path: Path) -> None:
    post = tmp_path / POST_PATH
    post.parent.mkdir(parents=True)
    post.write_text(f"---\n{MATTER}---\n#### Un mot, nonobstant la pluie\n\n# Deux\n", encoding="utf-8")
    profile = tmp_path / "authors" / "lea-montel.md"
    profile.parent.mkdir()
    profile.write_text("---\nname: Léa Montel\nkind: habitante\n---\n", encoding="utf-8")
    options = replace(OPTIONS, advice_off=frozenset({"picture-none", "heading-level"}))
    places = {}
    for review in (False, True):
        build = read_folder(tmp_path, options, Memory(None), adviser=ADVISER if review else None)
        places[review] = [place(found) for found in build.problems if found.path == POST_PATH]
    assert places == {False: [], True: ["1:0 commune-none", "8:14 jargon"]}


def test_a_setting_that_names_no_advice_is_refused() -> None:
    with pytest.raises(SettingError, match=r"READING_ADVICE_OFF = jargon$"):
        options_from({"DEFAULT_LANG": "fr", "READING_ADVICE_OFF": ("jargn",)}, KINDS, EXTENSIONS)


TURNS = sorted(set(load_wording()[1]), key=lambda turn: turn.written)


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.written)
def test_a_turn_is_found_in_capitals_over_two_lines_and_with_curly_apostrophes(turn: Turn) -> None:
    said = first_spelling(turn.written)
    for text in (f"On dit {said} x.", said.upper(), f"(_{said}_)".replace(" ", "\n", 1), said.replace("'", "’")):
        found = find_wording(read_prose(text))
        assert (turn.code, turn.better) in {(one.code, one.values["better"]) for one in found}


def test_the_table_of_office_language_is_rich() -> None:
    assert sum(turn.code == "jargon" for turn in TURNS) >= 200


def first_spelling(turn: str) -> str:
    """A turn of the tables with the first of each of its choices."""
    said = re.sub(r"\(([^|)]*)[^)]*\)", r"\1", turn).replace("?", "")
    for ending, letters in (("DE", "de"), ("LE", "le"), ("À", "à"), ("ER", "e"), ("S", "s")):
        said = re.sub(rf"(?<![A-ZÀ]){ending}(?![A-ZÀ])", letters, said)
    return said


PIECES = (
    *("mot", "Le", "au sein de", "nom de jeune fille", "ici", "[ici](a)", "[", "](", ")", "![", '](lavoir.jpg "'),
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
    *PIECES,
    *("[a", "[a]", "](a", "![a](", "(", "``", "`a", "<", "<a", "<a ", "<q lang=x>", "« ", '"a ', "https://"),
    *("[9h]: messe\n", "[^1]: a\n", "[^1]", "*[a]: b\n", "<!-- a\n\n", "-\u00a0a\n", "1° a\n", "a) b\n", "##a\n"),
    *("[TOC]\n", ":::\n", "==a", "| `a|b` |\n", "| a |\n|---|\n| b | c |\n\n", "a | b\n", "``` a b\n```\n"),
    *("[^", "[^a]: ", "    - ", "```\n", " \n", "a|", "a", "a ", "a-", "a'", "a.", ". ", "; ", "… ", ".»", "é", "œ"),
    *(
        "l'",
        "en vue ",
        "il est ",
        "**",
        "a**",
        "~~",
        "a~~",
        "[x](",
        "«",
        "{{",
        "{%",
        "{:a",
        "[vc_a",
        "?",
        "..",
        "}",
        "&",
    ),
)


_SHORT_OF_QUADRATIC = 8
"""Times as long as before that four times the text may take: what is quadratic takes sixteen."""
_BLUR = 0.5
"""Seconds of processor that say nothing yet."""


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    few, many = (seconds_of_advice(unit * (size // len(unit)) + "a") for size in (5_000, 20_000))
    assert many < _SHORT_OF_QUADRATIC * few + _BLUR


def seconds_of_advice(body: str) -> float:
    """Processor time of the advice on a post as it is converted; on its source alone, where something blocks it."""
    text = f"---\n{WELL_MADE}{CLAIMS}---\n{body}\n"
    photo = POST_PATH.replace("index.md", "lavoir.jpg")
    articles = read_texts({POST_PATH: text}, replace(OPTIONS, photos={photo: PhotoFacts(photo, "0", 800, 600)})).of(
        POST
    )
    draft = draft_text(POST_PATH, POST, text.encode())
    start = time.process_time()
    assert len([found for article in articles for found in advise(article, draft)]) < 40
    assert len(list(ADVISER.advise_source(draft))) < 40
    return time.process_time() - start
