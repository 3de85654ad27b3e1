"""Every diagnosis has its sentences, in both languages."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

import placette.commands.doctor
from placette.engine.base.translation import load_catalogue
from placette.engine.problems.problems import Diagnosis, Level

_FIELD = re.compile(r"\{(\w+)\}")
_HELPLESS = {"backup-unknown", "libraries-unknown", "feeds-faulty"}
"""Codes that don't say what to do: the sentence itself does, or nobody knows."""
_COMMAND = re.compile(r"(?:git|invoke) [a-z -]+")


def declared() -> Iterator[Diagnosis]:
    """Every diagnosis of the doctor's own, once."""
    for module in pkgutil.iter_modules(placette.commands.doctor.__path__, "placette.commands.doctor."):
        named = vars(import_module(module.name)).values()
        yield from (value for value in named if isinstance(value, Diagnosis))


DIAGNOSES = sorted(set(declared()), key=lambda one: one.code)


def test_each_code_stands_for_one_thing() -> None:
    known = [one.code for one in DIAGNOSES]
    assert len(known) == len(set(known)) > 50


@pytest.mark.parametrize("one", DIAGNOSES, ids=lambda one: one.code)
def test_each_has_its_sentences_in_both_languages_with_the_same_values(one: Diagnosis) -> None:
    french, english = load_catalogue("fr"), load_catalogue("en")
    for msgid in filter(None, (one.subject, one.what, one.mend)):
        assert english.gettext(msgid) == msgid
        assert set(_FIELD.findall(french.gettext(msgid))) == set(_FIELD.findall(msgid))
        assert french.gettext(msgid) != msgid or _COMMAND.fullmatch(msgid) or msgid == "Contact"
    assert (
        bool(one.mend) or one.level is Level.FINE or one.code in {"backup-unknown", "libraries-unknown", "feeds-faulty"}
    )
