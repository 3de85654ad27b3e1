"""What a site says of itself before a letter becomes one of its posts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette_letters.documents.manuscript import read_html
from placette_letters.documents.reading import read_document
from placette_letters.letter import Manuscript
from placette_letters.proposing.front_matter import (
    SiteFacts,
    as_title,
    decide_title,
    first_sentence,
    first_words,
    name_of,
    text_below,
    words_of,
)
from tests.placette_letters.proposing.fixture_letters import (
    make_case,
    make_facts,
    make_letter,
    make_settings,
)

pytestmark = pytest.mark.whole


def test_choices_people_and_addresses(facts: SiteFacts) -> None:
    assert facts.categories["marche"] == "Marché"
    assert facts.people == {"lea": "Léa Montel"}
    assert (set(facts.keys), set(facts.slugs)) == ({"lea"}, {"bonjour"})
    assert facts.page_at("https://carnets.example/blog/2026/bonjour/#texte-x") == "articles/2026/bonjour/index.md"
    assert facts.page_at("https://carnets.example/2026/bonjour/") == ""


def test_what_was_withdrawn_keeps_its_name(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    gone = Path(settings["PATH"]) / "articles/2026/parti/index.md"
    gone.parent.mkdir()
    gone.write_text("---\nstatus: withdrawn\ndate: 2026-05-02\n---\n", encoding="utf-8")
    (Path(settings["PATH"]) / "authors/paul.md").write_text("---\nstatus: withdrawn\n---\n", encoding="utf-8")
    facts = make_facts(settings)
    assert "parti" in facts.slugs
    assert "paul" in facts.keys


def test_a_language_without_a_catalogue_is_spoken_to_in_english() -> None:
    assert words_of("oc").gettext("the commune") == "the commune"


def test_namesakes_are_written_by_their_code(facts: SiteFacts) -> None:
    code = next(codes for codes in facts.communes.by_name.values() if len(codes) > 1)[0]
    assert name_of(facts.communes.by_code[code], facts.communes) == code


CASES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("phrases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("subject", "title"), CASES["titles"].items())
def test_a_subject_is_a_title_if_it_says_something(subject: str, title: str) -> None:
    assert as_title(subject) == title


@pytest.mark.parametrize(("text", "sentence"), CASES["sentences"].items())
def test_the_first_sentence_passes_over_greetings_and_what_is_no_prose(text: str, sentence: str) -> None:
    assert first_sentence(text).replace("’", "'") == sentence


def test_long_ones_are_cut_between_words() -> None:
    assert len(as_title("Un lavoir " * 50)) <= 110
    assert len(first_sentence("Un lavoir " * 500)) <= 220
    assert first_words("Un lavoir " * 50).endswith("lavoir…")


TITLES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("titles.yml").read_text(encoding="utf-8"))
FORMS = [(kind, case) for case in TITLES for kind in case["kinds"]]


def html_block(kind: str, words: str) -> str:
    """The same as Outlook, Gmail and telephones write it."""
    forms = {
        "T": "<p class=MsoTitle>{}</p>",
        "B": "<div dir=ltr><b>{}</b></div><div><br></div>",
        "L": "<p class=MsoNormal align=center><span style='font-size:18.0pt'>{}<o:p></o:p></span></p>",
        "BL": '<div style="text-align:center"><font size="5"><strong>{}</strong></font><br></div>',
        "P": "<p>{}</p>",
    }
    return forms.get(kind, f"<{kind.lower()}>{{}}</{kind.lower()}>").format(words)


def sent(form: str, blocks: list[tuple[str, str]]) -> Manuscript:
    if form == "html":
        return read_html("".join(html_block(*block) for block in blocks), {})
    if form == "md":
        lines = (f"{'#' * int(kind[1])} {words}" if kind != "P" else words for kind, words in blocks)
        return read_document("texte.md", "\n\n".join(lines).encode())
    return read_document("texte.txt", "\n\n".join(words for _kind, words in blocks).encode())


@pytest.mark.parametrize(("form", "case"), FORMS, ids=[f"{case['case']} ({form})" for form, case in FORMS])
def test_a_title_comes_from_where_it_stands_and_all_else_stays(
    form: str, case: dict[str, Any], facts: SiteFacts
) -> None:
    blocks = [next(iter(block.items())) for block in case["blocks"]]
    letter = make_letter(
        written=sent(form, blocks),
        subject=case["subject"],
        number=case.get("number", ""),
        fields=case.get("fields", {}),
    )
    said = decide_title(make_case(letter), facts)
    assert (said.value.replace("’", "'"), said.is_open) == (case["title"].replace("’", "'"), case.get("asked", False))
    text = text_below(make_case(letter), said.value)
    shown = [words for _kind, words in blocks if words != case["title"]]
    assert words_of_text(text) == words_of_text("\n".join(shown))


def words_of_text(text: str) -> list[str]:
    return re.findall(r"\w+", text)
