"""Names that an eye can't tell apart have one spelling in common; ordinary names of many languages have none."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from placette.engine.base.text import fold
from placette.engine.base.unicode_text import odd_word, prototypes, skeleton, spellings
from placette.engine.texts.characters import decode
from tests.fixture_site import ROOT

NAMES: dict[str, str] = yaml.safe_load((Path(__file__).parent / "names.yml").read_text(encoding="utf-8"))


def alike(one: str, other: str) -> bool:
    return not spellings(one).isdisjoint(spellings(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice", "Аlice"),
        ("Paul Vidalenc", "Рaul Vidаlenc"),
        ("Nadia", "Νadia"),
        ("Jean-Borie", "Jean\u2010Borie"),
        ("Léa", "Le\u0301a"),
        ("Lea", "L\u200dea"),
        ("Isabelle", "lsabelle"),
        ("Isabelle", "1sabelle"),
        ("Isabelle", "|sabelle"),
        ("Alain", "AIain"),
        ("Solange", "S0lange"),
        ("Camille", "Carnille"),
        ("Hannah", "𝐇annah"),
        ("Alice", "Alıce"),
        ("Alice", "ꓮlice"),
        ("Alice", "Ꭺlice"),
        ("Alice", "Ａｌｉｃｅ"),
        ("Alice", "𝒜𝓁𝒾𝒸ℯ"),
        ("Alice", "ⅼ".join(("A", "ice"))),
        ("Sona", "Տona"),
        ("Noé", "ոoé"),
        ("Olivia", "Oliνia"),
        ("Philippe", "Philiρρe"),
    ],
)
def test_names_that_an_eye_cannot_tell_apart_have_one_skeleton(one: str, other: str) -> None:
    assert one != other
    assert skeleton(one) == skeleton(other)
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Nicot", "Nicoт"), ("Leila", "LEILА"), ("OLIVIA", "Oliνia"), ("Nikita", "Niкita")]
)
def test_letters_that_look_alike_in_one_case_alone_are_seen_in_that_case(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Léa", "Lise"), ("Jean Borie", "Jeanne Borie"), ("李雷", "韩梅"), ("ليلى", "منى"), ("Lana", "Iana"), ("", "…")],
)
def test_names_that_differ_have_none_in_common(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize("name", ["ᴀʟɪᴄᴇ", "Ⲁlice", "𐐈lice", "ꓮlice", "Ꭺlice", "Аlice", "Αlice", "Տona", "Сара Montel"])
def test_letters_that_no_name_needs_or_that_pass_for_latin_ones_are_odd(name: str) -> None:
    assert odd_word(name) == name.split()[0]


@pytest.mark.parametrize(
    "name",
    [
        "Yıldız Aydın", "Сара Попова", "Сара 2", "Юлия (Ioulia) Montel", "Νίκος Dupont", "李雷 Martin", "さくら山田",
        "ليلى Benali",
    ],
)  # fmt: skip
def test_names_in_the_letters_of_their_language_are_not_odd(name: str) -> None:
    assert odd_word(name) == ""


def test_a_name_that_is_turned_round_never_becomes_a_name() -> None:
    _, problems = decode("---\nname: \u202eecilA\n---\n".encode(), "authors/a.md")
    assert [found.code for found in problems] == ["invisible-character"]


def test_ordinary_names_are_not_taken_for_one_another() -> None:
    """But for those that only accents tell apart, such as Elena and Éléna: they are the same everywhere on a site."""
    names = {fold(name): name for several in NAMES.values() for name in several.split()}
    seen: dict[tuple[int, str], set[str]] = defaultdict(set)
    for name in names.values():
        for spelling in spellings(name):
            seen[spelling].add(name)
    assert len(names) > 900
    assert [sorted(several) for several in seen.values() if len(several) > 1] == []
    assert [name for name in names.values() if odd_word(name)] == []


def test_what_a_character_looks_like_looks_like_nothing_else() -> None:
    table = prototypes()
    assert len(table) > 6_500, "the whole of confusables.txt"
    assert [chr(code) for code, seen in table.items() if seen.translate(table) != seen] == []
    assert {chr(code): seen for code, seen in table.items() if chr(code) in "Iml01|"} == {
        "0": "O", "1": "l", "I": "l", "m": "rn", "|": "l"
    }  # fmt: skip


@pytest.mark.whole
def test_a_program_that_compares_no_names_reads_no_table() -> None:
    code = (
        "import sys, placette.plugin; from placette.engine.base.unicode_text import prototypes;"
        "print(prototypes.cache_info().misses, 'homoglyph' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT / "plugins"
    )
    assert said.stdout.split() == ["0", "False"]
