"""How a site stands is decided from values alone, and reported as a table, as JSON and as a page."""

from __future__ import annotations

import gettext
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.commands.status import StatusSettings
from placette.commands.status.links import Answer, Known, Link, LinkFate, LinkOutcome, LinkPlace
from placette.commands.status.reports import render_page, render_status, render_text
from placette.commands.status.site_status import (
    Commit,
    History,
    LinkState,
    Proposal,
    SiteStatus,
    status_of,
)
from placette.engine.base.translation import load_catalogue
from placette.engine.content.build import Build
from placette.engine.findings.problems import columns, problem
from placette.engine.findings.reports import WIDTH, cut
from placette.engine.rendering.printing import HiddenEntry
from placette.features.agenda.event import EVENT
from placette.features.legal.settings import BY_SERVICE
from placette.features.letterbox import RECEIPT, Lateness, LetterKind, Receipt
from placette.features.posts.kind import POST
from tests.commands.status.reading import read_site
from tests.fixture_site import copy_site, only

DRAFT = "articles/2026/brouillon/index.md"
BROKEN = "articles/2026/casse/index.md"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x1b[31m\udcff"
DEAD = Known(
    Link("https://dead.example/?a=1&b=2", (LinkPlace("articles/2026/a/index.md", 12),)),
    Answer(LinkOutcome(LinkFate.GONE, "status", 410), date(2026, 6, 30), date(2026, 5, 1)),
)
FAILING = Known(
    Link("https://a.example/", ()),
    Answer(LinkOutcome(LinkFate.FAILING, "timeout"), date(2026, 6, 28), date(2026, 4, 1)),
)
ALIVE = Known(
    Link("https://b.example/", ()),
    Answer(LinkOutcome(LinkFate.ALIVE, "", 200, "https://c.example/"), date(2026, 6, 29)),
)
HISTORY = History(
    added={DRAFT: Commit(date(2026, 5, 4), "A", (DRAFT,)), BROKEN: Commit(date(2026, 6, 1), "Zoé", (BROKEN,))},
    proposals=(Proposal("origin/la-source", "Marc", date(2026, 3, 1), ("pages/a.md", "pages/b.md")),),
)
RULES = StatusSettings()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site with a bit of everything, at noon on 1 July 2026, with one text to mend and some advice."""
    folder = tmp_path_factory.mktemp("status")
    found = read_site(copy_site("kitchen-sink", folder), folder)
    problems = (problem("picture-none", DRAFT, 3), problem("link-scheme", BROKEN, 7, value="x"))
    return replace(found, problems=problems)


@pytest.fixture(scope="module")
def status(build: Build) -> SiteStatus:
    return status_of(build, HISTORY, (ALIVE, FAILING, DEAD, Known(Link("https://new.example/", ()))), RULES)


def test_what_waits_is_told_from_the_longest_waiting_with_who_is_behind_it(status: SiteStatus) -> None:
    assert [(one.kind, one.path, one.title, one.who, one.since, one.committed) for one in status.waiting] == [
        ("proposed", "origin/la-source", "", ("Marc",), date(2026, 3, 1), True),
        ("draft", DRAFT, "Un brouillon", ("Léa Montel",), date(2026, 5, 4), True),
        ("to-mend", BROKEN, "", ("Zoé",), date(2026, 6, 1), True),
    ]


def test_a_file_that_git_does_not_hold_is_told_apart_from_one_of_which_nothing_is_known(build: Build) -> None:
    assert [one.committed for one in status_of(build, History(), (), RULES).waiting] == [False, False]
    for unknown in (History(fault="not a git repository"), History(shallow=True)):
        found = status_of(build, unknown, (), RULES)
        assert [(one.committed, one.since) for one in found.waiting] == [(True, None), (True, None)]
        assert (found.fault, found.shallow) == (unknown.fault, unknown.shallow)


def moved(build: Build, day: str) -> Build:
    return replace(build, now=datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=build.now.tzinfo))


def test_what_comes_and_what_came_out_is_told_by_day(build: Build, status: SiteStatus) -> None:
    assert [(post.title, post.day) for post in status.scheduled] == [("Demain", date(2026, 7, 2))]
    newest = build.of(POST)[0]
    day = newest.date.date()
    lately = status_of(moved(build, f"{day + timedelta(days=6)}"), HISTORY, (), RULES).published
    assert lately[0].path == newest.path
    assert all(post.day == day for post in lately)
    assert status_of(moved(build, f"{day + timedelta(days=7)}"), HISTORY, (), RULES).published == ()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_held_back_and_what_publication_lacks_are_said_where_there_is_any(build: Build, lang: str) -> None:
    scheduled, words = build.scheduled(POST)[0], load_catalogue(lang)
    until = datetime(2032, 4, 1, tzinfo=build.now.tzinfo)
    lacking = (problem("legal-missing", "pelicanconf.py", setting="LEGAL_DIRECTOR", proposal="x"),)
    why = problem(
        "election-held", scheduled.path, reason=BY_SERVICE, term="", until="1er avril 2032", post="2026/demain"
    )
    waiting = replace(build, embargoed={scheduled.path: until}, problems=(why,))
    found = status_of(waiting, HISTORY, (), RULES, lacking)
    assert (found.scheduled, [(post.path, post.day) for post in found.held]) == ((), [(scheduled.path, until.date())])
    text = render_text(found, words, lang, "S")
    record = json.loads(render_status(found, words))
    page = LexborHTMLParser(render_page(found, words, lang, "S"))
    assert words.gettext("Held back before an election") + " (1)" in text
    assert "LEGAL_DIRECTOR" in text
    assert (record["lacking"][0]["code"], record["held"][0]["day"]) == ("legal-missing", "2032-04-01")
    assert "LEGAL_DIRECTOR" in only(page, "#lacking").text()
    held = only(page, "#held").text()
    assert "Demain" in held
    assert words.gettext(BY_SERVICE) in held, "what is held is said with why"
    assert "LEGAL_RELEASED" in held, "and with what lets it through"


def test_a_right_of_reply_comes_first_from_the_hour_in_which_it_has_a_receipt(build: Build) -> None:
    """Until it is published or refused, with what to do; others have no such section."""
    came = Receipt("2026-0101", LetterKind.RIGHT_OF_REPLY, date(2026, 7, 1), path="letters/2026-0101.md")
    late = replace(came, number="2026-0100", received=date(2026, 6, 27), path="letters/2026-0100.md")
    over = replace(came, number="2026-0102", closed=date(2026, 7, 1))
    other = replace(came, number="2026-0103", kind=LetterKind.RESPONSE)
    texts = {**build.texts, RECEIPT.name: (came, late, over, other)}
    found = replace(status_of(replace(build, texts=texts), HISTORY, (), RULES), questions=(), letters=(), appeals=())
    assert [(one.number, one.due) for one in found.deadlines] == [
        ("2026-0100", date(2026, 6, 30)),
        ("2026-0101", date(2026, 7, 4)),
    ]
    text = render_text(found, load_catalogue("fr"), "fr", "S").replace("\u00a0", " ").replace("\u202f", " ")
    assert text.split("\n")[2:8] == [
        "Délais légaux (2)",
        "  30 juin 2026       Droit de réponse 2026-0100",
        "                     arrivé le 27 juin 2026 ; d’ici là, publiez-le ou dites",
        "                     pourquoi non",
        "                     letters/2026-0100.md",
        "                     invoke letters --show 2026-0100",
    ]
    assert "Délais légaux" not in render_text(replace(found, deadlines=()), load_catalogue("fr"), "fr", "S")


def test_letters_that_wait_longer_than_promised_are_named_with_what_is_late(build: Build) -> None:
    unread = Receipt("2026-0101", LetterKind.POST, date(2026, 6, 1), path="letters/2026-0101.md")
    slow = Receipt("2026-0102", LetterKind.REPORT, date(2026, 6, 22), path="letters/2026-0102.md")
    read = replace(unread, number="2026-0103", read=date(2026, 6, 2))
    history = History(added={slow.path: Commit(date(2026, 6, 26), "A", (slow.path,))})
    found = status_of(replace(build, texts={**build.texts, RECEIPT.name: (unread, slow, read)}), history, (), RULES)
    assert [(one.number, one.why, one.days) for one in found.letters] == [
        ("2026-0101", Lateness.UNREAD, 22),
        ("2026-0102", Lateness.UNCONFIRMED, 4),
    ]
    words = load_catalogue("fr")
    text = render_text(found, words, "fr", "S")
    assert "pas encore lue après 22 jours ouvrés" in text
    assert "accusé de réception écrit après 4 jours ouvrés" in text
    assert json.loads(render_status(found, words))["letters"][0] == {
        "number": "2026-0101",
        "path": "letters/2026-0101.md",
        "why": "unread",
        "received": "2026-06-01",
        "days": 22,
    }
    page = LexborHTMLParser(render_page(found, words, "fr", "S"))
    assert "2026-0102" in only(page, "#deadlines").text()
    assert "invoke letters --show 2026-0101" in text
    calm = replace(found, letters=(), questions=(), appeals=())
    assert not LexborHTMLParser(render_page(calm, words, "fr", "S")).css("#deadlines")


def test_what_blocks_comes_first(status: SiteStatus) -> None:
    assert [found.code for found in status.problems] == ["link-scheme", "picture-none"]


def test_dead_links_begin_with_those_that_are_gone(status: SiteStatus) -> None:
    assert status.links == LinkState(4, 3, date(2026, 6, 30), (DEAD, FAILING), (ALIVE,))


def test_a_commune_is_silent_once_its_last_post_is_older_than_the_setting_says(build: Build) -> None:
    posts = [article for article in build.of(POST) if article.communes]
    last = max(article.date.date() for article in posts)
    assert {article.date.date() for article in posts if "63113" in article.communes}
    everyone = {code for article in posts for code in article.communes}
    later = status_of(moved(build, f"{last.year + 1}-{last:%m-%d}"), HISTORY, (), RULES)
    assert {one.code for one in later.silent} == everyone
    assert [one.last.day for one in later.silent] == sorted(one.last.day for one in later.silent)
    assert all(one.name != one.code for one in later.silent)
    assert status_of(moved(build, f"{last}"), HISTORY, (), StatusSettings(silent_months=120)).silent == ()


def test_a_post_is_read_again_after_months_unless_it_was_changed(build: Build) -> None:
    first = build.of(POST)[-1]
    alone = replace(moved(build, "2030-01-01"), texts={POST.name: (replace(first, modified=None),)})
    assert [post.path for post in status_of(alone, HISTORY, (), RULES).review] == [first.path]
    renewed = replace(
        alone, texts={POST.name: (replace(first, modified=datetime(2029, 1, 1, tzinfo=build.now.tzinfo)),)}
    )
    assert status_of(renewed, HISTORY, (), RULES).review == ()
    assert status_of(alone, HISTORY, (), StatusSettings(review_months=12 * 20)).review == ()


def test_an_event_is_told_before_its_last_date(build: Build) -> None:
    days = {}
    for event in build.of(EVENT):
        last = event.happening.starts[-1]
        found = status_of(moved(build, f"{last:%Y-%m-%d}"), HISTORY, (), RULES).passing
        days[event.path] = [one.day for one in found if one.path == event.path]
        assert days[event.path] in ([last.date()] if event.happening.rule else [], [])
        assert status_of(moved(build, "2035-01-01"), HISTORY, (), RULES).passing == ()
    assert any(days.values())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_fits_80_columns_and_says_all(status: SiteStatus, lang: str) -> None:
    words = load_catalogue(lang)
    text = render_text(status, words, lang, "Carnets d’Auvergne")
    assert [line for line in text.split("\n") if columns(line) > WIDTH] == []
    for sentence in (
        "origin/la-source",
        DRAFT,
        BROKEN,
        f"{BROKEN}:7",
        "https://dead.example/?a=1&b=2",
        "articles/2026/a/index.md:12",
    ):
        assert sentence in text
    assert ("depuis le 1er mai 2026" if lang == "fr" else "since 1 May 2026") in text.replace("\u00a0", " ")
    unasked = "n’ont jamais été vérifiés : 1" if lang == "fr" else "nobody has ever followed: 1"
    assert unasked in text.replace("\u00a0", " ")
    empty = render_text(SiteStatus(status.now), words, lang, "S")
    assert empty.count("(0)") == 8
    assert max(map(len, empty.split("\n"))) < WIDTH


def test_what_is_still_to_do_of_another_site_is_counted(status: SiteStatus) -> None:
    left = (
        *(problem("photo-awaited", DRAFT, n, value="a.jpg") for n in range(7)),
        problem("minors-awaited", DRAFT, key="minors", reason="x"),
    )
    text = render_text(replace(status, problems=left), load_catalogue("en"), "en", "S")
    assert "pictures to describe: 7; texts to look at for children: 1." in " ".join(text.split())
    assert "to describe" not in render_text(status, load_catalogue("en"), "en", "S")


def test_a_long_list_is_cut_and_says_so(build: Build) -> None:
    drafts = tuple(replace(build.drafts(POST)[0], path=f"articles/2026/n{number}/index.md") for number in range(25))
    text = render_text(
        status_of(replace(build, unfinished={POST.name: drafts}), History(), (), RULES),
        gettext.NullTranslations(),
        "en",
        "S",
    )
    assert "… and 16 more: invoke status --page" in text
    assert cut("新" * 50, 9) == "新新新新…"


def test_what_the_menu_leaves_out_is_told_with_the_reason(status: SiteStatus) -> None:
    rows = (("Agenda", "agenda/", 0, 1), ("Carte", "carte/", 2, 3), ("Charte", "c/", 0, 0))
    hidden = tuple(HiddenEntry(*row) for row in rows)
    text = render_text(replace(status, hidden=hidden), gettext.NullTranslations(), "en", "S")
    for label, why in (
        ("Agenda", "nothing to show yet"),
        ("Carte", "2 to show; it takes 3"),
        ("Charte", "not published"),
    ):
        assert re.search(rf"  {label}\n +.*{why}\n", text), text
    assert "Hidden in the menu" not in render_text(status, gettext.NullTranslations(), "en", "S")


def test_the_json_keeps_its_shape(status: SiteStatus) -> None:
    record = json.loads(render_status(status, gettext.NullTranslations()))
    keys = (
        "version now deadlines waiting scheduled held letters reminders appeals questions consultations published"
        " lacking hidden problems links silent passing review watch git"
    )
    assert list(record) == keys.split()
    assert record["version"] == 1
    assert record["waiting"][1] == {
        "kind": "draft",
        "path": DRAFT,
        "title": "Un brouillon",
        "who": ["Léa Montel"],
        "since": "2026-05-04",
        "committed": True,
        "texts": [],
    }
    assert set(record["scheduled"][0]) == {"path", "title", "who", "day"}
    assert (record["problems"]["blocking"], record["problems"]["advice"]) == (1, 1)
    assert set(record["problems"]["list"][0]) > {"path", "line", "column", "code", "severity", "message"}
    assert [link["url"] for link in record["links"]["dead"]] == [DEAD.link.url, FAILING.link.url]
    assert record["links"]["moved"][0]["moved"] == "https://c.example/"
    assert record["git"] == {"fault": "", "shallow": False}
    assert json.loads(render_status(SiteStatus(status.now), gettext.NullTranslations())).keys() == record.keys()


def test_the_words_of_strangers_do_nothing_anywhere(build: Build) -> None:
    draft = replace(build.drafts(POST)[0], title=EVIL)
    proposal = Proposal(f"origin/{EVIL}", EVIL, date(2026, 3, 1), (EVIL,))
    evil = status_of(
        replace(build, unfinished={POST.name: (draft,)}), History(proposals=(proposal,), fault=EVIL), (DEAD,), RULES
    )
    page = render_page(evil, load_catalogue("fr"), "fr", EVIL).decode()
    tree = LexborHTMLParser(page)
    assert tree.css("script, img, [onerror], iframe, form") == []
    assert "<script>alert(1)</script>" in only(tree, ":has(> h1)").text()
    assert "default-src 'none'" in (only(tree, "meta[http-equiv]").attributes["content"] or "")
    assert page.index("http-equiv") < page.index("<title>")  # before whatever it governs
    assert "noindex" in (only(tree, "meta[name=robots]").attributes["content"] or "")
    assert {str(node.attributes["href"])[:8] for node in tree.css("main a")} == {"https://"}
    assert "\x1b" not in render_text(evil, load_catalogue("fr"), "fr", EVIL)
    assert json.loads(render_status(evil, gettext.NullTranslations()))["waiting"][0]["who"] == [EVIL]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_holds_every_section_and_leads_to_each(status: SiteStatus, lang: str) -> None:
    tree = LexborHTMLParser(render_page(status, load_catalogue(lang), lang, "Carnets"))
    assert only(tree, "html").attributes["lang"] == lang
    targets = [(node.attributes["href"] or "").removeprefix("#") for node in tree.css("nav a")]
    assert targets == [node.attributes["id"] for node in tree.css("section")]
    assert len(targets) == 10
    counts = {node.attributes["id"]: node.css(".count")[0].text() for node in tree.css("section")}
    assert (counts["waiting"], counts["problems"], counts["links"]) == ("3", "2", "2")
    assert DEAD.link.url in [node.attributes["href"] for node in tree.css("#links a")]


def test_appeals_that_end_soon_are_named(build: Build) -> None:
    found = status_of(replace(build, now=build.now + timedelta(days=9)), History(), (), StatusSettings())
    assert [(one.path, one.why) for one in found.appeals] == [("decisions/2026/06-26-lavoir.md", "ends")]
