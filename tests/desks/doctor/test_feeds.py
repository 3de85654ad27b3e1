"""Feeds and calendars as programs that subscribe read them; those of a real build are in ``test_tasks.py``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placette.desks.doctor.feeds import (
    ENTRY_LACKS,
    LACKS,
    NO_AUTHOR,
    OTHER,
    TWICE,
    UNREADABLE,
    examine_feeds,
    fault_of,
    feeds_among,
)
from tests.desks.doctor.fixture_patient import codes, patient_of, said, write_pages

HEAD = "<id>a</id><title>A</title><updated>2026-05-01T00:00:00Z</updated>"
AUTHOR = "<author><name>Léa</name></author>"
ENTRY = f"<entry>{HEAD}{AUTHOR}</entry>"
BOMB = '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def atom(inside: str, before: str = "") -> bytes:
    return f'{before}<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'.encode()


def feed(**changes: object) -> bytes:
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "a"}]}
    return json.dumps({**whole, **changes}).encode()


def calendar(*events: str, inside: str = "PRODID:x") -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        inside,
        *(f"BEGIN:VEVENT\n{e}\nEND:VEVENT" for e in events),
        "END:VCALENDAR",
    )
    return "\n".join(lines).replace("\n", "\r\n").encode() + b"\r\n"


EVENT = "UID:a\nDTSTAMP:20260501T000000Z\nDTSTART:20260501T000000Z"


@pytest.mark.parametrize(
    ("form", "data", "fault"),
    [
        ("ATOM", atom(HEAD + ENTRY), ""),
        ("ATOM", atom(HEAD + AUTHOR + ENTRY.replace(AUTHOR, "")), ""),
        ("ATOM", atom(HEAD + ENTRY.replace(AUTHOR, "")), NO_AUTHOR),
        ("ATOM", atom(ENTRY), LACKS),
        ("ATOM", atom(HEAD + ENTRY.replace("<title>A</title>", "<title> </title>")), ENTRY_LACKS),
        ("ATOM", atom(HEAD + ENTRY + ENTRY), TWICE),
        ("ATOM", b"<feed/>", OTHER),
        ("ATOM", b"<feed>", UNREADABLE),
        ("ATOM", atom("<id>&b;</id>", BOMB), UNREADABLE),
        ("ATOM", b"", UNREADABLE),
        ("JSON", feed(), ""),
        ("JSON", feed(version="1"), OTHER),
        ("JSON", feed(title=""), LACKS),
        ("JSON", feed(items=[{"id": "a"}, {"id": "a"}]), TWICE),
        ("JSON", feed(items=[{}]), UNREADABLE),
        ("JSON", b"[" * 200_000, UNREADABLE),
        ("JSON", b"\xff", UNREADABLE),
        ("ICS", calendar(EVENT), ""),
        ("ICS", calendar(EVENT, EVENT), TWICE),
        ("ICS", calendar(EVENT, f"{EVENT}\nRECURRENCE-ID:20260501T000000Z"), ""),
        ("ICS", calendar(EVENT.replace("UID:a\n", "")), ENTRY_LACKS),
        ("ICS", calendar(inside="X-NOTHING:x"), OTHER),
        ("ICS", b"nonsense", UNREADABLE),
    ],
)
def test_a_feed_is_valid_or_says_why_not(form: str, data: bytes, fault: str) -> None:
    assert fault_of(data, form) == fault


def test_feeds_lie_where_the_settings_say() -> None:
    settings = {
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "TAG_FEED_JSON": "feeds/{slug}.json",
        "AGENDA_FEED_ICS": "agenda.ics",
        "AUTHOR_FEED_ATOM": None,
        "FEED_DOMAIN": "https://carnets.example",
    }
    files = ["feeds/all.atom.xml", "feeds/a/b.json", "feeds/eau.json", "agenda.ics", "feedsXall.atom.xml", "x.atom.xml"]
    found = [("feeds/all.atom.xml", "ATOM"), ("feeds/eau.json", "JSON"), ("agenda.ics", "ICS")]
    assert list(feeds_among(files, settings)) == found
    assert list(feeds_among(files, {})) == []


def test_faulty_feeds_are_named_and_further_ones_counted(tmp_path: Path) -> None:
    patient = patient_of(tmp_path)
    assert list(examine_feeds(patient)) == []  # nothing is built
    write_pages(patient, {"": "x"})
    assert codes(examine_feeds(patient)) == ["feeds-none"]
    folder = patient.output / "feeds" / "auteurs"
    folder.mkdir(parents=True)
    for number in range(7):
        (folder / f"a{number}.json").write_bytes(feed(version="1"))
    first, *_others, more = examine_feeds(patient)
    assert said(first, "en").startswith("feeds/auteurs/a0.json is not valid: it is something else.")
    assert said(first, "fr").startswith("feeds/auteurs/a0.json n’est pas valide : c’est autre chose.")
    assert said(more, "en").strip() == "Further feeds and calendars that are not valid: 2."
