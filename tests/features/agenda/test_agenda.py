"""What takes place has a page, stands in the agenda by month, and leaves the home page when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.engine.base.occurrences import Happening
from placette.engine.base.translation import load_catalogue
from placette.features.agenda import wording as event_words
from placette.features.agenda.recurrence import Rule
from placette.features.agenda.wording import until
from tests.features.series.test_kind import hrefs
from tests.fixture_reading import read_page
from tests.fixture_site import Site, build, only, write_file

BASE = "https://carnets.example/blog/"
VIGIL, OPEN_DAY = "agenda/veillee/", "agenda/open-day/"
EVENT = """---
titre: Bal
début: {start}
fin: {end}
commune: "63113"
---
"""


def test_the_agenda_shows_what_comes_by_week_and_quiet_weeks_in_a_sentence(kitchen_sink: Site) -> None:
    titles = [text.replace("\u00a0", " ") for text in kitchen_sink.texts_of("agenda/", ".week__title")]
    assert titles == ["Du 27 juillet au 2 août dans 4 semaines", "Plus tard"]
    assert kitchen_sink.texts_of("agenda/", ".week .section-heading > .meta") == ["dans 4 semaines"]
    quiet = [text.replace("\u00a0", " ") for text in kitchen_sink.texts_of("agenda/", ".week--quiet")]
    assert quiet == [
        "Du 29 juin au 26 juillet, rien n’est annoncé. Proposer une date",
        "Du 3 au 23 août, rien n’est annoncé. Proposer une date",
    ]
    assert hrefs(kitchen_sink, "agenda/", ".date__title a") == [f"/blog/{OPEN_DAY}", f"/blog/{VIGIL}"]
    assert hrefs(kitchen_sink, "agenda/", "main .chip") == []
    (all_months,) = hrefs(kitchen_sink, "agenda/", ".dates-page__weeks > .date__take")
    assert all_months == "/blog/agenda/2026/07/#months"
    assert only(kitchen_sink.page("agenda/2026/07/"), "#months").tag == "h2"
    assert hrefs(kitchen_sink, "agenda/2026/07/", "#months ~ ul .chip") == [
        f"/blog/agenda/2026/{month}/" for month in ("10", "08", "07", "03")
    ]


def test_what_does_not_hold_is_struck_and_is_offered_to_no_calendar(kitchen_sink: Site) -> None:
    struck = [text.replace("\u00a0", " ") for text in kitchen_sink.texts_of("agenda/", ".date--off s")]
    assert struck == ["<b>Open</b> day", "Du vendredi 31 juillet au dimanche 2 août 2026"]
    assert kitchen_sink.texts_of("agenda/", ".date__outcome") == ["N’aura pas lieu."]
    assert hrefs(kitchen_sink, "agenda/", ".date .date__take") == ["/blog/agenda/veillee/veillee.ics"]
    assert hrefs(kitchen_sink, OPEN_DAY, "main a[type='text/calendar']") == []
    assert kitchen_sink.texts_of(OPEN_DAY, ".facts s time") != []
    assert kitchen_sink.texts_of("", ".agenda__day--off") == ["31"]


def test_a_row_says_the_day_the_hours_and_the_rhythm(kitchen_sink: Site) -> None:
    row = "section[aria-labelledby=later] .date"
    assert kitchen_sink.texts_of("agenda/", f"{row}__day") == ["mardi 20 octobre"]
    (said, *_) = kitchen_sink.texts_of("agenda/", f"{row} > p.meta")
    assert said.replace("\u00a0", " ") == "De 18 h 30 à 20 h · chaque mardi"
    assert len(kitchen_sink.page("agenda/").css(f"{row} img.date__picture")) == 1, "that of the post about it"


def test_the_month_is_a_table_whose_days_lead_to_what_takes_place(kitchen_sink: Site) -> None:
    page = "agenda/2026/07/"
    rows = [row.css("td") for row in kitchen_sink.page(page).css(".sheet tbody tr")]
    assert [sum(int(cell.attributes.get("colspan") or 1) for cell in row) for row in rows] == [7] * 5
    assert [len(row) for row in rows] == [6, 7, 7, 7, 6], "the days of other months are one cell"
    assert [node.attributes["abbr"] for node in kitchen_sink.page(page).css(".sheet th")][:2] == ["lundi", "mardi"]
    assert hrefs(kitchen_sink, page, ".sheet td a") == [f"/blog/{page}#j31"]
    day = only(kitchen_sink.page(page), ".sheet td a")
    assert day.text() == "31"
    assert day.attributes["aria-label"] == "31. Vendredi 31\u00a0juillet\u00a0: <b>Open</b> day (annulé)"
    assert [node.attributes["class"] for node in kitchen_sink.page("agenda/2026/08/").css(".sheet td[class]")] == [
        "sheet__day sheet__day--off sheet__day--goes",
        "sheet__day sheet__day--off sheet__day--came",
    ]
    assert hrefs(kitchen_sink, page, ".sheet__head a") == [
        "/blog/agenda/2026/03/",
        f"/blog/{page}",
        "/blog/agenda/2026/08/",
    ]


def test_the_agenda_is_subscribed_to_in_words(kitchen_sink: Site) -> None:
    assert hrefs(kitchen_sink, "agenda/", ".subscribe a") == [
        "webcal://carnets.example/blog/feeds/agenda.ics",
        "/blog/feeds/agenda.ics",
        "/blog/agenda/2026/07/",
        "/blog/contribuer/",
    ]


def test_a_month_shows_all_that_touches_it_even_what_is_past(kitchen_sink: Site) -> None:
    assert hrefs(kitchen_sink, "agenda/2026/03/", ".date__title a") == ["/blog/agenda/souvenir/"]
    assert hrefs(kitchen_sink, "agenda/2026/03/", ".date__take") == [], "what is past goes into no calendar"
    assert hrefs(kitchen_sink, "agenda/2026/08/", ".date__title a") == [f"/blog/{OPEN_DAY}"]
    assert kitchen_sink.texts_of("agenda/2026/10/", ".date__day") == ["mardi 20 octobre", "mardi 27 octobre"]
    assert len(kitchen_sink.page("agenda/2026/10/").css(".date--again")) == 1, "small, the second time"
    assert "agenda/2026/11/index.html" not in kitchen_sink.files()  # its only date is taken out
    assert kitchen_sink.texts_of("agenda/2026/10/", ".chip[aria-current]") == ["Octobre\u00a02026"]


def test_an_event_says_all_that_is_known_of_it(kitchen_sink: Site) -> None:
    facts = [text.replace("\u00a0", " ") for text in kitchen_sink.texts_of(VIGIL, ".facts dd")]
    assert facts == [
        "Mardi 20 octobre 2026, de 18 h 30 à 20 hChaque mardi, jusqu’au 27 octobre 2026Sauf : 3 novembre.",
        "Octobre 2026 · 20, 27",
        "Lavoir, « côté » pré ; au fond, Aurillac".replace(" ;", "\u202f;"),
        "Les Amis du lavoir, association",
        "2 €",
    ]
    assert hrefs(kitchen_sink, VIGIL, ".facts a") == [
        "/blog/communes/15014-aurillac/",
        "/blog/auteurs/amis-du-lavoir/",
    ]
    assert hrefs(kitchen_sink, VIGIL, ".breadcrumbs a") == ["/blog/", "/blog/agenda/", "/blog/agenda/2026/10/"]
    assert hrefs(kitchen_sink, VIGIL, ".prose a") == ["/blog/2026/the-wash-house/"]
    assert "/blog/agenda/veillee/veillee.ics" in hrefs(kitchen_sink, VIGIL, "main .button--strong")


def test_what_is_cancelled_says_so_in_words_everywhere(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of(OPEN_DAY, ".agenda__status") == ["Annulé"]
    assert kitchen_sink.texts_of(OPEN_DAY, ".event__facts .notice") == ["Annulé\u00a0: cet événement n’aura pas lieu."]
    for page in ("", "agenda/", "agenda/2026/07/"):
        assert "Annulé" in kitchen_sink.texts_of(page, ".agenda__status")
    assert "N’aura pas lieu." in kitchen_sink.texts_of("", ".agenda .meta")


def test_the_home_page_shows_what_comes_next_and_not_what_is_past(kitchen_sink: Site) -> None:
    assert hrefs(kitchen_sink, "", "section[aria-labelledby=events] .agenda__title a") == [
        f"/blog/{OPEN_DAY}",
        f"/blog/{VIGIL}",
    ]


def test_a_commune_shows_what_comes_there(kitchen_sink: Site) -> None:
    page = "communes/15014-aurillac/"
    assert hrefs(kitchen_sink, page, ".agenda__title a") == [f"/blog/{VIGIL}"]
    assert "/blog/feeds/communes/15014-aurillac.ics" in hrefs(kitchen_sink, page, "main .receive a")
    assert kitchen_sink.page("communes/63113-clermont-ferrand/").css(".agenda__title") == []


def test_a_post_and_its_event_lead_to_each_other(kitchen_sink: Site) -> None:
    assert hrefs(kitchen_sink, VIGIL, "section[aria-labelledby=posts] .card__title a") == ["/blog/2026/the-wash-house/"]
    assert hrefs(kitchen_sink, "2026/the-wash-house/", ".event-box__title a") == [f"/blog/{VIGIL}"]


def test_events_are_on_the_maps(kitchen_sink: Site) -> None:
    assert {f"/blog/{VIGIL}", f"/blog/{OPEN_DAY}", "/blog/agenda/"} <= set(hrefs(kitchen_sink, "plan-du-site/", "a"))
    for path in ("agenda/", "agenda/2026/10/", VIGIL, "agenda/souvenir/"):
        assert f"<loc>{BASE}{path}</loc>" in kitchen_sink.text("sitemap.xml")


def test_machines_are_told_when_where_and_whether_it_holds(kitchen_sink: Site) -> None:
    event = read_page(kitchen_sink.text(f"{VIGIL}index.html"), BASE + VIGIL).thing("Event")
    assert (event["startDate"], event["endDate"]) == ("2026-10-20T18:30:00+02:00", "2026-10-20T20:00:00+02:00")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["organizer"]["@id"] == f"{BASE}auteurs/amis-du-lavoir/#author"
    assert event["location"]["address"]["addressLocality"] == "Aurillac"
    assert event["location"]["containedInPlace"]["identifier"]["value"] == "15014"
    assert event["offers"]["description"] == "2\u00a0€"
    schedule = event["eventSchedule"]
    assert (schedule["repeatFrequency"], schedule["scheduleTimezone"]) == ("P1W", "Europe/Paris")
    assert (schedule["startTime"], schedule["exceptDate"]) == ("18:30:00", ["2026-11-03"])
    cancelled = read_page(kitchen_sink.text(f"{OPEN_DAY}index.html"), BASE + OPEN_DAY).thing("Event")
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    assert (cancelled["startDate"], cancelled["endDate"]) == ("2026-07-31", "2026-08-02")


def test_the_way_to_an_event_is_told(kitchen_sink: Site) -> None:
    crumbs = read_page(kitchen_sink.text(f"{VIGIL}index.html"), BASE + VIGIL).thing("BreadcrumbList")
    assert [step["item"] for step in crumbs["itemListElement"]] == [BASE, f"{BASE}agenda/", BASE + VIGIL]


def test_pages_announce_the_calendars_that_exist(kitchen_sink: Site) -> None:
    for page, calendar in (
        ("", "feeds/agenda.ics"),
        ("communes/15014-aurillac/", "feeds/communes/15014-aurillac.ics"),
        ("rubriques/patrimoine/", "feeds/rubriques/patrimoine.ics"),
    ):
        told = read_page(kitchen_sink.text(f"{page}index.html"), BASE + page)
        assert told.alternates("text/calendar") == [f"/blog/{calendar}"]
    assert (
        read_page(kitchen_sink.text("rubriques/arrivees-recentes/index.html"), BASE).alternates("text/calendar") == []
    )


def paris(day: int, hour: int) -> str:
    return f"{datetime(2026, 7, day, hour, 30, tzinfo=ZoneInfo('Europe/Paris')).timestamp():.0f}"


@pytest.mark.whole
def test_an_event_leaves_the_home_page_when_it_is_over_and_the_build_is_as_a_clean_one(
    content: Path, tmp_path: Path
) -> None:
    (content / "events").mkdir()
    dates = {"start": "2026-07-10 20:00", "end": "2026-07-11 01:00"}
    (content / "events/bal.md").write_text(EVENT.format(**dates), encoding="utf-8")
    announced = "event:\n  start: 2026-07-12\n  venue: Halle\n---\n"
    post = content / "articles/2026/bonjour/index.md"
    head, rest = post.read_text(encoding="utf-8").split("---\n", 2)[1:]
    post.write_text(f"---\n{head}{announced}{rest}", encoding="utf-8")
    before = build(content, tmp_path, paris(11, 0))
    assert hrefs(before, "", ".agenda__title a") == ["/agenda/bal/", "/2026/bonjour/"]
    after = build(content, tmp_path, paris(11, 1))
    assert hrefs(after, "", ".agenda__title a") == ["/2026/bonjour/"]
    assert after.texts_of("2026/bonjour/", ".event-box__title") == ["À l’agenda"]
    told = read_page(after.text("2026/bonjour/index.html"), f"{after.address}/2026/bonjour/").thing("Event")
    assert (told["startDate"], told["location"]["name"]) == ("2026-07-12", "Halle")
    assert "2026/bonjour/bonjour.ics" in after.files()
    assert {"index.html", "agenda/index.html", "communes/63113-clermont-ferrand/index.html"} <= set(
        after.outcome.settlement.put
    )
    assert "agenda/bal/index.html" not in after.outcome.settlement.put
    clean = build(content, tmp_path / "clean", paris(11, 1))
    assert {path: after.text(path) for path in after.files() if path.endswith((".html", ".ics", ".xml"))} == {
        path: clean.text(path) for path in clean.files() if path.endswith((".html", ".ics", ".xml"))
    }


SAID = [
    ("2026-12-01", "2026-12-01", "Mardi 1er décembre 2026", "Tuesday 1 December 2026"),
    (
        "2026-12-01",
        "2026-12-05",
        "Du mardi 1er au samedi 5 décembre 2026",
        "From Tuesday 1 to Saturday 5 December 2026",
    ),
    (
        "2026-11-28",
        "2026-12-02",
        "Du samedi 28 novembre au mercredi 2 décembre 2026",
        "From Saturday 28 November to Wednesday 2 December 2026",
    ),
    (
        "2026-12-31",
        "2027-01-01",
        "Du jeudi 31 décembre 2026 au vendredi 1er janvier 2027",
        "From Thursday 31 December 2026 to Friday 1 January 2027",
    ),
    ("2026-12-05 18:05", "", "Samedi 5 décembre 2026 à 18 h 05", "Saturday 5 December 2026 at 18:05"),
    (
        "2026-12-05 20:00",
        "2026-12-06 01:00",
        "Samedi 5 décembre 2026, de 20 h à 1 h",
        "Saturday 5 December 2026, from 20:00 to 01:00",
    ),
    (
        "2026-12-05 09:00",
        "2026-12-07 17:00",
        "Du samedi 5 décembre 2026 à 9 h au lundi 7 décembre 2026 à 17 h",
        "From Saturday 5 December 2026 at 09:00 to Monday 7 December 2026 at 17:00",
    ),
]


@pytest.mark.parametrize(("start", "end", "french", "english"), SAID)
def test_a_date_is_said_as_people_say_it(start: str, end: str, french: str, english: str) -> None:
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None
    whole = len(start) == 10
    length = last - first + timedelta(days=whole) if last else None
    happening = Happening(first, length, whole, (first,))
    for lang, expected in (("fr", french), ("en", english)):
        told = event_words.when(happening, first, load_catalogue(lang).gettext, lang)
        assert told.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY;COUNT=2", "Chaque jour, jusqu’au 2 décembre 2026"),
        ("FREQ=WEEKLY;COUNT=2", "Chaque mardi, jusqu’au 8 décembre 2026"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2", "Chaque mardi et jeudi, jusqu’au 3 décembre 2026"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", "Un mardi sur deux, jusqu’au 15 décembre 2026"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3", "Toutes les 2 semaines, jusqu’au 15 décembre 2026"),
        ("FREQ=MONTHLY;BYDAY=1TU,-1TU;COUNT=2", "Chaque premier et dernier mardi du mois, jusqu’au 29 décembre 2026"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;COUNT=2", "Tous les 2 mois, jusqu’au 2 février 2027"),
        ("FREQ=MONTHLY;COUNT=2", "Chaque mois, jusqu’au 1er janvier 2027"),
        ("FREQ=YEARLY;INTERVAL=2;COUNT=2", "Tous les 2 ans, jusqu’au 1er décembre 2028"),
        ("FREQ=MONTHLY;BYDAY=TU;COUNT=2", ""),
        ("FREQ=MONTHLY;BYDAY=TU,1SA;COUNT=2", ""),
        (
            "FREQ=MONTHLY;BYDAY=3TU,+1TU,1TU;COUNT=2",
            "Chaque premier et troisième mardi du mois, jusqu’au 15 décembre 2026",
        ),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=2", "Chaque jour, jusqu’au 2 décembre 2026"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=2",
            "Toutes les 2 semaines, jusqu’au 2 décembre 2026",
        ),
    ],
)
def test_a_rhythm_is_said_in_words(rule: str, said: str) -> None:
    start, read = datetime(2026, 12, 1), Rule.read(rule)
    happening = Happening(start, None, True, read.dates(start), read.text)
    assert until(happening, load_catalogue("fr").gettext, "fr").replace("\u00a0", " ") == said


@pytest.mark.whole
def test_a_site_may_do_without_an_agenda(content: Path, tmp_path: Path) -> None:
    write_file(content / "events/bal.md", EVENT.format(start="2026-07-10", end="2026-07-11"))
    site = build(content, tmp_path, AGENDA_URL="", SHARING_CARDS=False)
    assert [path for path in site.files() if "agenda" in path or path.endswith(".ics")] == []
    assert "agenda" not in site.text("index.html") + site.text("sitemap.xml") + site.text("plan-du-site/index.html")


@pytest.mark.whole
def test_an_agenda_of_nothing_says_so(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, SHARING_CARDS=False)
    assert "Rien n’est annoncé pour les jours qui viennent." in site.texts_of("agenda/", "main p")
    assert site.page("agenda/").css("main .chip") == site.page("").css(".agenda") == []
    assert [path for path in site.files() if path.endswith(".ics")] == []
