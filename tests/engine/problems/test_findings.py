"""Findings become sentences in the reader's language."""

from __future__ import annotations

from datetime import date

from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.findings import CONTACT, Diagnosis, Level, explain_finding


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
