"""Parts of the agenda are pages: the weekend, months, communes, categories; an empty one says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.features.agenda.selection import turns
from tests.features.series.test_kind import hrefs
from tests.fixture_site import Site, build, copy_site

pytestmark = pytest.mark.whole

EVENT = "---\ntitre: {title}\ndébut: {start}\ncommune: '{commune}'\nrubrique: {category}\n{more}---\n"
EVENTS = {
    "bal": ("Bal", "2026-07-04 20:00", "63113", "Nature", "billets: [../articles/2026/bonjour/index.md]\n"),
    "foire": ("Foire", "2026-07-08 09:00", "15014", "Fête", "fin: 2026-07-08 18:00\n"),
    "troc": ("Troc", "2026-08-20", "15014", "Nature", "statut: reporté\nmodifié: 2026-06-01\n"),
    "passe": ("Passé", "2026-04-20 20:00", "43157", "Fête", "billets: [../articles/2026/bonjour/index.md]\n"),
    "expo": ("Expo", "2026-06-20", "63113", "Fête", "fin: 2026-07-19\n"),
}
WEEKLY = "répétition: FREQ=WEEKLY;COUNT=4\n"
FULL = {
    "chorale": ("Chorale", "2026-07-02 18:00", "63113", "Nature", WEEKLY),
    "dentelle": ("Dentelle", "2026-07-01 19:00", "63113", "Nature", WEEKLY),
    "expo": ("Expo", "2026-07-20", "63113", "Fête", "fin: 2026-10-03\n"),
    "jardin": ("Jardin", "2026-07-25", "15014", "Fête", "fin: 2026-08-09\n"),
    "loin": ("Loin", "2026-11-20 20:00", "43157", "Nature", ""),
}
"""More than the weeks may show, if they show two; a lasting event; a far one."""
WEEKEND, PLACE = "agenda/ce-week-end/", "agenda/lieux/15014-aurillac/"
QUIET = "agenda/lieux/43157-le-puy-en-velay/"


PARIS = ZoneInfo("Europe/Paris")


def at(month: int, day: int, hour: int = 12) -> str:
    return f"{datetime(2026, month, day, hour, tzinfo=PARIS).timestamp():.0f}"


def write_events(content: Path, written: Mapping[str, tuple[str, ...]] = EVENTS) -> None:
    (content / "events").mkdir()
    for slug, (title, start, commune, category, more) in written.items():
        text = EVENT.format(title=title, start=start, commune=commune, category=category, more=more)
        (content / f"events/{slug}.md").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("parts")
    content = copy_site("minimal", folder)
    write_events(content)
    return build(content, folder, at(7, 1))


def test_every_page_of_the_agenda_offers_the_parts_in_which_something_comes(site: Site) -> None:
    for page in ("agenda/", WEEKEND, PLACE, QUIET, "agenda/2026/07/"):
        assert site.texts_of(page, ".choices__label") == ["Quand", "Où", "Quoi"]
        assert hrefs(site, page, ".choices--named a") == [
            *("/agenda/", "/agenda/ce-week-end/", "/agenda/2026/07/", "/agenda/2026/08/"),
            *("/agenda/lieux/15014-aurillac/", "/agenda/lieux/63113-clermont-ferrand/"),
            *("/agenda/rubriques/fete/", "/agenda/rubriques/nature/"),
        ]
        current = hrefs(site, page, ".choices--named [aria-current]")
        assert current == ([] if page == QUIET else [f"/{page}"])
    july = site.page("agenda/").css(".choices--named a")[2]
    assert (july.text(), july.attributes["aria-label"]) == ("Juillet 3", "Juillet 3 rendez-vous")


def test_a_part_shows_its_own(site: Site) -> None:
    assert hrefs(site, PLACE, ".date__title a") == ["/agenda/foire/", "/agenda/troc/"]
    assert hrefs(site, "agenda/rubriques/nature/", ".date__title a") == ["/agenda/bal/", "/agenda/troc/"]
    assert hrefs(site, PLACE, ".breadcrumbs a") == ["/", "/agenda/"]
    assert "/feeds/communes/15014-aurillac.ics" in hrefs(site, PLACE, ".subscribe a")
    assert site.page(PLACE).css(".week--quiet") == []


def test_the_weekend_shows_what_touches_it(site: Site) -> None:
    shown, later = (f"section[aria-labelledby={part}] .date__title a" for part in ("week-1", "later"))
    assert hrefs(site, WEEKEND, shown) == ["/agenda/expo/", "/agenda/bal/"]
    assert hrefs(site, WEEKEND, later) == ["/agenda/foire/"], "what comes after it"
    assert site.texts_of(WEEKEND, ".week__title")[0].replace("\u00a0", " ") == "Samedi 4 et dimanche 5 juillet"


def test_an_address_in_which_nothing_comes_any_more_says_so_and_what_was(site: Site) -> None:
    assert site.texts_of(QUIET, "main .standfirst") == [
        "Rien n’est annoncé dans cette commune pour les jours qui viennent. Tout l’agenda"
    ]
    assert hrefs(site, QUIET, ".date__title a") == ["/agenda/passe/"]
    assert hrefs(site, QUIET, ".date__take") == []
    assert site.page(QUIET).css("meta[name=robots]")[0].attributes["content"] == "noindex"
    sitemap = site.text("sitemap.xml")
    assert f"/{PLACE}</loc>" in sitemap
    assert f"/{QUIET}</loc>" not in sitemap


def test_posts_that_tell_of_what_was_announced_stand_beside(site: Site) -> None:
    """The post of 1 May tells of April's event; it announced that of July."""
    assert hrefs(site, "agenda/", ".retold__post a") == ["/2026/bonjour/"]
    assert site.page("agenda/rubriques/nature/").css(".retold__post") == []


def test_the_weeks_of_a_month_show_what_lasts_once(site: Site) -> None:
    page = "agenda/2026/07/"
    assert hrefs(site, page, ".date__title a") == ["/agenda/expo/", "/agenda/bal/", "/agenda/foire/"]
    assert len(site.page(page).css(".sheet__day--on")) == 19
    assert hrefs(site, page, "td a")[:5] == [f"/{page}#j{day}" for day in (1, 1, 1, 4, 1)]
    anchors = {node.attributes["id"] for node in site.page(page).css(".date[id]")}
    assert {f"#{anchor}" for anchor in anchors} == {href.removeprefix(f"/{page}") for href in hrefs(site, page, "td a")}


LATER = [
    (at(7, 5, 23), ["/agenda/expo/"], "la semaine prochaine"),
    (at(7, 6, 0), ["/agenda/expo/"], "cette semaine"),
    (at(7, 27), [], "dans 3 semaines"),
]
"""Moments, what takes place on their weekend, how far off a week is."""


def test_days_that_pass_change_the_pages_as_a_clean_build_would(content: Path, tmp_path: Path) -> None:
    write_events(content)
    build(content, tmp_path, at(7, 1))
    for later, weekend, far in LATER:
        after = build(content, tmp_path, later)
        assert far in after.texts_of("agenda/", ".week .section-heading .meta")
        found = hrefs(after, WEEKEND, "[aria-labelledby=week-1] .date__title a")
        assert found == weekend, "what is postponed comes next on no day"
    clean = build(content, tmp_path / "clean", LATER[-1][0])
    pages = [path for path in clean.files() if path.endswith((".html", ".ics", ".xml"))]
    assert {path: after.text(path) for path in pages} == {path: clean.text(path) for path in pages}
    assert after.texts_of(WEEKEND, "main .standfirst")[-1] == "Rien n’est annoncé pour ce week-end. Tout l’agenda"


def test_once_nothing_comes_no_day_is_named_that_would_move_on(content: Path, tmp_path: Path) -> None:
    write_events(content)
    site = build(content, tmp_path, at(8, 24))
    assert max(turns(site.build)) < site.build.now
    assert site.texts_of(WEEKEND, "main .standfirst") == ["Rien n’est annoncé pour ce week-end. Tout l’agenda"]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("full")
    content = copy_site("minimal", folder)
    write_events(content, FULL)
    return build(content, folder, at(7, 1))


def test_weeks_that_are_not_shown_are_not_said_to_be_empty(full: Site) -> None:
    weeks = ["29 juin au 5 juillet cette semaine", "6 au 12 juillet la semaine prochaine"]
    titles = [*(f"Du {week}" for week in (*weeks, "13 au 19 juillet dans 2 semaines")), "Plus tard"]
    assert [title.replace("\u00a0", " ") for title in full.texts_of("agenda/", ".week__title")] == titles
    assert full.texts_of("agenda/", ".week--quiet") == []
    later = ["expo", "dentelle", "chorale"]
    assert hrefs(full, "agenda/", "[aria-labelledby=later] .date__title a") == [f"/agenda/{slug}/" for slug in later]
    assert hrefs(full, "agenda/", ".dates-page__weeks > .date__take") == ["/agenda/2026/07/#months"], "to the others"


def test_a_part_in_which_something_comes_later_is_for_robots(full: Site) -> None:
    assert hrefs(full, QUIET, ".date__title a") == ["/agenda/loin/"]
    assert full.page(QUIET).css("meta[name=robots]") == []
    assert f"/{QUIET}</loc>" in full.text("sitemap.xml")
    assert full.page(WEEKEND).css("meta[name=robots]")[0].attributes["content"] == "noindex"


def test_the_first_of_a_month_is_raised_in_text_and_plain_in_attributes(full: Site) -> None:
    assert "<li>Juillet\u00a02026 · 1<sup>er</sup>, 8, 15, 22</li>" in full.text("agenda/dentelle/index.html")
    assert "Du 1<sup>er</sup> au 2\u00a0août" in full.text("agenda/2026/08/index.html")
    (described,) = full.page("agenda/dentelle/").css("meta[name=description]")
    assert described.attributes["content"] == "Mercredi 1er\u00a0juillet\u00a02026 à 19\u00a0h"


def test_a_site_may_leave_out_parts(content: Path, tmp_path: Path) -> None:
    write_events(content)
    none = {f"AGENDA_{part}_URL": "" for part in ("WEEKEND", "COMMUNE", "CATEGORY", "MONTH")}
    site = build(content, tmp_path, at(7, 1), **none)
    assert site.page("agenda/").css(".choices, .sheet") == []
    assert hrefs(site, "agenda/", ".date__title a") == [
        "/agenda/expo/",
        "/agenda/bal/",
        "/agenda/foire/",
        "/agenda/troc/",
    ]
