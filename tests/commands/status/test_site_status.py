"""How a site stands is decided from values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from placette.commands.status.git_history import History
from placette.commands.status.links import Answer, Link, LinkFate, LinkOutcome
from placette.commands.status.site_status import SiteStatus
from placette.engine.base.translation import load_catalogue
from placette.engine.content.build import Build
from placette.engine.findings.problems import problem
from placette.engine.findings.rows import FindingsReport, Row
from placette.engine.rendering.printing import HiddenEntry
from placette.features.legal.settings import BY_SERVICE
from placette.features.letterbox import RECEIPT, LetterKind, Receipt
from placette.features.posts.kind import POST
from placette.features.status import StatusSettings
from tests.commands.status.reading import read_site
from tests.fixture_site import copy_site

DRAFT = "articles/2026/brouillon/index.md"
BROKEN = "articles/2026/casse/index.md"
DEAD = Link(
    "https://dead.example/?a=1&b=2",
    (("articles/2026/a/index.md", 12),),
    Answer(LinkOutcome(LinkFate.GONE, "status", 410), date(2026, 6, 30), date(2026, 5, 1)),
)
FAILING = Link(
    "https://a.example/",
    (),
    Answer(LinkOutcome(LinkFate.FAILING, "timeout"), date(2026, 6, 28), date(2026, 4, 1)),
)
ALIVE = Link(
    "https://b.example/",
    (),
    Answer(LinkOutcome(LinkFate.ALIVE, "", 200, "https://c.example/"), date(2026, 6, 29)),
)
HISTORY = History(added={DRAFT: (date(2026, 5, 4), "A"), BROKEN: (date(2026, 6, 1), "Zoé")})
LINKS = (ALIVE, FAILING, DEAD, Link("https://new.example/", ()))


def state_of(build: Build, history: History = HISTORY, lang: str = "fr", **settings: Any) -> SiteStatus:
    return SiteStatus(build, history, LINKS, load_catalogue(lang), lang, **settings)


def text_of(state: SiteStatus, **more: Any) -> str:
    """The whole report, with plain spaces, on one line."""
    report = FindingsReport("S", state.build.now, tuple(state.sections(**more)), state.words, state.lang)
    return " ".join(report.as_text().split())


def files(rows: Sequence[Row]) -> list[str]:
    return [row.where[0] for row in rows]


def moved(build: Build, day: str) -> Build:
    return replace(build, now=datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=build.now.tzinfo))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site with a bit of everything, at noon on 1 July 2026, with one text to mend and some advice."""
    folder = tmp_path_factory.mktemp("status")
    found = read_site(copy_site("kitchen-sink", folder), folder)
    problems = (problem("picture-none", DRAFT, 3), problem("link-scheme", BROKEN, 7, value="x"))
    return replace(found, problems=problems)


def test_what_waits_is_told_from_the_longest_waiting_with_who_is_behind_it(build: Build) -> None:
    rows = state_of(build, lang="en").waiting()
    assert [(row.what, row.note, row.where[0], row.who, row.since, row.is_late) for row in rows] == [
        ("Un brouillon", "draft", DRAFT, ("Léa Montel",), date(2026, 5, 4), True),
        ("to fix", "", BROKEN, ("Zoé",), date(2026, 6, 1), False),
    ]


def test_a_file_that_git_does_not_hold_is_told_apart_from_one_of_which_nothing_is_known(build: Build) -> None:
    assert text_of(state_of(build, History())).count("pas dans git") == 2
    for unknown in (History(fault="not a git repository"), History(shallow=True)):
        state = state_of(build, unknown)
        assert [row.since for row in state.waiting()] == [None, None]
        text = text_of(state)
        assert ("pas dans git" in text, unknown.fault in text) == (False, True)


def test_what_comes_is_told_by_day(build: Build) -> None:
    assert [(row.what, row.due) for row in state_of(build).scheduled(is_held=False)] == [("Demain", date(2026, 7, 2))]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_held_back_and_what_publication_lacks_are_said_where_there_is_any(build: Build, lang: str) -> None:
    scheduled, words = build.scheduled(POST)[0], load_catalogue(lang)
    until = datetime(2032, 4, 1, tzinfo=build.now.tzinfo)
    lacking = (problem("legal-missing", "pelicanconf.py", setting="LEGAL_DIRECTOR", proposal="x"),)
    why = problem(
        "election-held", scheduled.path, reason=BY_SERVICE, term="", until="1er avril 2032", post="2026/demain"
    )
    state = state_of(replace(build, embargoed={scheduled.path: until}, problems=(why,)), lang=lang)
    (held,) = state.scheduled(is_held=True)
    assert (state.scheduled(is_held=False), held.where, held.due) == ([], (scheduled.path,), until.date())
    assert words.gettext(BY_SERVICE) in held.note, "what is held is said with why"
    assert "LEGAL_RELEASED" in held.note, "and with what lets it through"
    text = text_of(state, lacking=lacking)
    assert words.gettext("Held back before an election") + " (1)" in text
    assert "LEGAL_DIRECTOR" in text


def test_a_right_of_reply_comes_first_from_the_hour_in_which_it_has_a_receipt(build: Build) -> None:
    """Until it is published or refused, with what to do; others have no such section."""
    came = Receipt("2026-0101", LetterKind.RIGHT_OF_REPLY, date(2026, 7, 1), path="letters/2026-0101.md")
    late = replace(came, number="2026-0100", received=date(2026, 6, 27), path="letters/2026-0100.md")
    over = replace(came, number="2026-0102", closed=date(2026, 7, 1))
    other = replace(came, number="2026-0103", kind=LetterKind.RESPONSE)
    state = state_of(replace(build, texts={RECEIPT.name: (came, late, over, other)}))
    first, second = state.deadlines()
    assert (first.what, first.due, first.is_late) == ("Droit de réponse 2026-0100", date(2026, 6, 30), True)
    assert (second.due, second.is_late, second.mend) == (date(2026, 7, 4), False, "invoke letters --show 2026-0101")
    assert first.note.replace("\u00a0", " ").startswith("arrivé le 27 juin 2026")
    assert "Délais légaux" not in text_of(state_of(replace(build, texts={})))


def test_letters_that_wait_longer_than_promised_are_named_with_what_is_late(build: Build) -> None:
    unread = Receipt("2026-0101", LetterKind.POST, date(2026, 6, 1), path="letters/2026-0101.md")
    slow = Receipt("2026-0102", LetterKind.REPORT, date(2026, 6, 22), path="letters/2026-0102.md")
    read = replace(unread, number="2026-0103", read=date(2026, 6, 2))
    history = History(added={slow.path: (date(2026, 6, 26), "A")})
    rows = state_of(replace(build, texts={RECEIPT.name: (unread, slow, read)}), history).deadlines()
    assert [(row.what, row.note.replace("\u00a0", " "), row.mend) for row in rows] == [
        ("Lettre 2026-0101", "pas encore lue après 22 jours ouvrés", "invoke letters --show 2026-0101"),
        ("Lettre 2026-0102", "accusé de réception écrit après 4 jours ouvrés", "invoke letters --show 2026-0102"),
    ]


def test_what_blocks_is_listed_and_the_rest_counted(build: Build) -> None:
    left = (problem("photo-awaited", DRAFT, 3, value="a.jpg"), problem("minors-awaited", DRAFT, key="x", reason="x"))
    text = text_of(state_of(replace(build, problems=(*build.problems, *left)), lang="en"))
    assert f"{BROKEN}:7" in text
    assert f"{DRAFT}:3" not in text
    assert "pictures to describe: 1; texts to look at for children: 1." in text
    assert "to describe" not in text_of(state_of(build, lang="en"))


def test_dead_links_begin_with_those_that_are_gone_and_end_with_those_that_moved(build: Build) -> None:
    state = state_of(build)
    assert [row.url for row in state.dead_links()] == [DEAD.url, FAILING.url, ALIVE.url]
    text = text_of(state)
    assert "depuis le 1er mai 2026" in text
    assert "articles/2026/a/index.md:12" in text
    assert "n’ont jamais été vérifiés : 1" in text
    assert "→ https://c.example/" in text


def test_a_commune_is_silent_once_its_last_post_is_older_than_the_setting_says(build: Build) -> None:
    posts = [article for article in build.of(POST) if article.communes]
    last = max(article.date.date() for article in posts)
    names = {build.communes.by_code[code].name for article in posts for code in article.communes}

    def silent(day: str, **rules: int) -> Sequence[Row]:
        state = state_of(moved(build, day), rules=StatusSettings(**rules))
        return next(section.rows for section in state.sections() if section.name == "silent")

    later = silent(f"{last.year + 1}-{last:%m-%d}")
    assert {row.what for row in later} == names
    days = [row.since for row in later if row.since]
    assert days == sorted(days)
    assert silent(f"{last}", silent_months=120) == []


def test_a_post_is_read_again_after_months_unless_it_was_changed(build: Build) -> None:
    first, before = build.of(POST)[-1], date(2028, 1, 1)
    alone = replace(moved(build, "2030-01-01"), texts={POST.name: (replace(first, modified=None),)})
    assert files(state_of(alone).to_review(before)) == [first.path]
    changed = replace(first, modified=datetime(2029, 1, 1, tzinfo=build.now.tzinfo))
    assert state_of(replace(alone, texts={POST.name: (changed,)})).to_review(before) == []


def test_what_the_menu_leaves_out_is_told_with_the_reason(build: Build) -> None:
    hidden = [
        HiddenEntry(*row) for row in (("Agenda", "agenda/", 0, 1), ("Carte", "carte/", 2, 3), ("Charte", "c/", 0, 0))
    ]
    state = state_of(build, lang="en")
    (section,) = (one for one in state.sections(hidden=hidden) if one.name == "hidden")
    assert [row.note for row in section.rows] == [
        "nothing to show yet",
        "2 to show; it takes 3",
        "its text is not published",
    ]
    assert "Hidden in the menu" not in text_of(state)


def test_appeals_that_end_soon_are_named(build: Build) -> None:
    rows = state_of(replace(build, now=build.now + timedelta(days=9)), lang="en").deadlines()
    assert ("last day for an appeal", ("decisions/2026/06-26-lavoir.md",)) in [(row.what, row.where) for row in rows]
