"""Findings become sentences in the reader's language."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

import placette.desks.doctor
from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.findings import CONTACT, Diagnosis, Level, explain_finding

_FIELD = re.compile(r"\{(\w+)\}")
_HELPLESS = {"backup-unknown", "libraries-unknown", "feeds-faulty"}
"""Codes that don't say what to do: the sentence itself does, or nobody knows."""
_COMMAND = re.compile(r"(?:git|invoke) [a-z -]+")


def declared() -> Iterator[Diagnosis]:
    """Every diagnosis of the doctor's own, once."""
    for module in pkgutil.iter_modules(placette.desks.doctor.__path__, "placette.desks.doctor."):
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


def test_days_and_reasons_are_written_in_the_readers_language() -> None:
    one = Diagnosis("x", CONTACT, Level.ADVICE, "{reason}, {day}", "{count}")
    found = one.found(reason="it answers {status}", day=date(2026, 5, 1), status=404, count=3)
    english, french = (explain_finding(found, load_catalogue(lang).gettext, lang) for lang in ("en", "fr"))
    assert english == ("it answers 404, 1\u00a0May\u00a02026", "3")
    assert french == ("elle répond 404, 1er\u00a0mai\u00a02026", "3")


def test_values_are_not_read_as_sentences() -> None:
    one = Diagnosis("x", CONTACT, Level.ADVICE, "{reason}: {what}")
    found = one.found(reason="Contact", what="{what} {0} %s")
    assert explain_finding(found, load_catalogue("en").gettext, "en")[0] == "Contact: {what} {0} %s"
