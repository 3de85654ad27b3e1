"""The page that is printed, and the JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from placette.desks.doctor.report import render_json, render_page
from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.findings import BACKUPS, CONTACT, FEEDS, Diagnosis, Level
from placette.engine.problems.reports import columns

NOW = datetime(2026, 7, 1, tzinfo=UTC)
LONG = "word " * 30 + "https://a.example/a-very-long-address-that-nobody-may-cut-in-two-because-it-is-to-be-copied/x"


def one(code: str, subject: str, level: Level, what: str = "", mend: str = "") -> Diagnosis:
    return Diagnosis(code, subject, level, what or f"What is {code}.", mend)


FOUND = (
    one("a", CONTACT, Level.FINE).found(),
    one("b", CONTACT, Level.ADVICE).found(),
    one("c", BACKUPS, Level.MISSING, mend="git push").found(),
    one("d", FEEDS, Level.WRONG, "It says {what}.").found(what="\x1b[31m"),
    one("e", CONTACT, Level.MISSING).found(),
)


def test_the_worst_subject_comes_first_and_in_it_the_worst_finding() -> None:
    page = render_page(FOUND, load_catalogue("en"), "en", "Carnets", NOW)
    assert page.replace("\u00a0", " ") == (
        "Carnets, 1 July 2026\n\n"
        "Feeds and calendars\n  to fix       It says \\x1b[31m.\n\n"
        "Contact\n  to complete  What is e.\n  advice       What is b.\n  fine         What is a.\n\n"
        "Backups\n  to complete  What is c.\n               → git push\n\n"
        "To fix: 1. To complete: 2. Advice: 1. Fine: 1."
    )


def test_the_last_line_has_the_numbers_in_french_too() -> None:
    page = render_page(FOUND, load_catalogue("fr"), "fr", "Carnets", NOW)
    assert page.replace("\u00a0", " ").endswith("À corriger : 1. À compléter : 2. Conseils : 1. En ordre : 1.")


def test_lines_fit_a_terminal_but_for_what_must_stay_whole() -> None:
    page = render_page(
        (one("a", CONTACT, Level.WRONG, LONG, LONG).found(),), load_catalogue("fr"), "fr", "Carnets", NOW
    )
    assert [line for line in page.split("\n") if columns(line) > 80 and "https://" not in line] == []
    assert page.count("copied/x") == 2


def test_programs_read_codes_levels_and_sentences() -> None:
    record = json.loads(render_json(FOUND[3:], load_catalogue("fr"), "fr", NOW))
    assert record["count"] == {"wrong": 1, "missing": 1, "advice": 0, "fine": 0}
    assert record["findings"][0] == {
        "code": "d",
        "subject": "Flux et calendriers",
        "level": "wrong",
        "message": "It says \x1b[31m.",
        "mend": "",
    }
    assert (record["version"], record["now"]) == (1, "2026-07-01T00:00:00+00:00")
