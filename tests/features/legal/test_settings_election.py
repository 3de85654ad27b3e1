"""Before an election, what services and the majority sign waits, and what praises; the opposition's doesn't."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from placette.engine.build.up_to_date import InputFingerprint, make_note
from placette.engine.content.addresses import note_addresses
from placette.features.legal.settings import period_of
from placette.features.posts.kind import POST
from tests.commands.status.reading import read_site
from tests.features.legal.fixture_town import PLAIN
from tests.fixture_site import Site, build, copy_site, only, write_file

pytestmark = pytest.mark.whole

ZONE = ZoneInfo("Europe/Paris")
MATTER = {"title": "Bilan", "summary": "Une phrase.", "authors": "[lea]", "category": "Nature"}
PROFILES = {
    "odile": "name: Odile Roux\nkind: élue\noffice: maire\nside: majorité",
    "rose": "name: Rose Aubert\nkind: élue\noffice: conseillère\nbord: opposition",
    "eau": "name: Service Eau\nkind: service\noffice: mairie",
}
RULES: dict[str, Any] = {"LEGAL_ELECTION": "2032-03", "LEGAL_PROMOTION": ("marché", "grands travaux")}
DURING, AFTER = "2032-01-10T12:00", "2032-04-01T00:00"


def epoch(moment: str) -> str:
    return str(int(datetime.fromisoformat(moment).replace(tzinfo=ZONE).timestamp()))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small site where elected officials and a service may write."""
    content = copy_site("minimal", tmp_path)
    for key, lines in PROFILES.items():
        (content / "authors" / f"{key}.md").write_text(f"---\n{lines}\n---\nIci.\n", encoding="utf-8")
    return content


def write(content: Path, name: str, date: str, body: str = "Du texte.", **matter: str) -> str:
    """A post, and its source path."""
    lines = "".join(f"{key}: {value}\n" for key, value in {**MATTER, "date": date, **matter}.items())
    path = f"articles/{date[:4]}/{name}/index.md"
    write_file(content / path, f"---\n{lines}---\n{body}\n")
    return path


def made(content: Path, folder: Path, moment: str = DURING, **settings: Any) -> Site:
    return build(content, folder, epoch(moment), **PLAIN | RULES | settings)


@pytest.mark.parametrize(
    ("month", "start", "end"),
    [
        ("2032-03", "2031-09-01", "2032-04-01"),
        ("2027-06", "2026-12-01", "2027-07-01"),
        ("2028-12", "2028-06-01", "2029-01-01"),
        ("2029-01", "2028-07-01", "2029-02-01"),
    ],
)
def test_the_period_begins_on_the_first_day_of_the_sixth_month_before_that_of_the_election(
    month: str, start: str, end: str
) -> None:
    period = period_of(month, ZONE)
    assert period == tuple(datetime.fromisoformat(day).replace(tzinfo=ZONE) for day in (start, end))


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("2031-08-31 23:59", False),
        ("2032-03-31 23:59", True),
        ("2032-04-01 00:00", False),
    ],
)
def test_a_post_waits_if_its_date_is_within_the_period(content: Path, tmp_path: Path, date: str, held: bool) -> None:
    path = write(content, "bilan", date, authors="[odile]")
    found = read_site(content, tmp_path, epoch(DURING), **RULES)
    assert (path in found.embargoed) is held
    assert ([one.path for one in found.problems if one.code == "election-held"] == [path]) is held


@pytest.mark.parametrize(
    ("matter", "held"),
    [
        ({"authors": "[odile]"}, True),
        ({"authors": "[lea, odile]"}, True),
        ({"witnesses": "[odile]"}, True),
        ({"proofreaders": "[odile]"}, False),
        ({"authors": "[eau]"}, True),
        ({"photographers": "[eau]"}, False),
        ({"authors": "[rose]"}, False),
        ({"authors": "[rose]", "category": "Marché"}, False),
        ({"authors": "[rose, lea]"}, False),
        ({"authors": "[rose, odile]"}, True),
        ({"authors": "[rose, eau]"}, True),
        ({"category": "Marché"}, True),
        ({"tags": "[eau, Grands Travaux]"}, True),
        ({"tags": "[eau]"}, False),
        ({}, False),
    ],
)
def test_services_the_majority_and_promotion_wait_and_nobody_else(
    content: Path, tmp_path: Path, matter: dict[str, str], held: bool
) -> None:
    path = write(content, "bilan", "2031-10-05", **matter)
    site = made(content, tmp_path)
    assert ([post.path for post in site.build.scheduled(POST)] == [path]) is held
    assert ("2031/bilan/index.html" in site.files()) is not held
    assert any(
        "2031/bilan/" in site.text(file) for file in site.files() if file.endswith((".html", ".xml", ".json"))
    ) is (not held)


def test_what_waits_comes_out_by_itself_once_the_election_is_over(content: Path, tmp_path: Path) -> None:
    write(content, "bilan", "2031-10-05", authors="[odile]")
    until = datetime(2032, 4, 1, tzinfo=ZONE)
    waiting = made(content, tmp_path).build
    assert set(waiting.embargoed.values()) == {until}
    assert make_note(InputFingerprint("fingerprint"), waiting, ())["due"] == until.isoformat(), (
        "an unchanged site is read again on that day"
    )
    assert made(content, tmp_path, "2032-03-31T23:59").outcome.build_summary.scheduled == {"post": 1}
    site = made(content, tmp_path, AFTER)
    assert (site.build.embargoed, "2031/bilan/index.html" in site.files()) == ({}, True)


def test_a_site_that_names_no_election_holds_nothing(content: Path, tmp_path: Path) -> None:
    write(content, "bilan", "2031-10-05", authors="[odile]", category="Marché")
    assert "2031/bilan/index.html" in made(content, tmp_path, LEGAL_ELECTION="").files()


def test_editors_let_a_post_through_in_the_settings_and_nobody_in_a_text(content: Path, tmp_path: Path) -> None:
    path = write(content, "compteurs", "2031-10-05", authors="[odile]")
    other = write(content, "bilan", "2031-10-05", authors="[odile]", status="published")
    site = made(content, tmp_path, LEGAL_RELEASED=("2031/compteurs/",))
    assert [post.path for post in site.build.scheduled(POST)] == [other]
    assert path not in site.build.embargoed
    for key in ("released", "publier", "legal"):
        (content / path).write_text(
            (content / path).read_text("utf-8").replace("---\n", f"---\n{key}: publier\n", 1), "utf-8"
        )
    found = read_site(content, tmp_path, epoch(DURING), **RULES)
    assert [one.code for one in found.problems if one.path == path].count("key-unknown") == 3


def test_nothing_links_to_what_waits_and_the_link_returns(content: Path, tmp_path: Path) -> None:
    path = write(content, "bilan", "2031-10-05", authors="[odile]")
    write(content, "suite", "2031-11-05", f"Voir [le bilan](../../../{path}).")
    site = made(content, tmp_path)
    assert "Voir le bilan" in site.page("2031/suite/").css_first(".prose").text()  # type: ignore[union-attr]
    assert "2031/bilan" not in site.text("2031/suite/index.html")
    assert made(content, tmp_path).outcome.settlement.put == ()
    after = made(content, tmp_path, AFTER)
    assert only(after.page("2031/suite/"), ".prose a").attributes["href"] == "/2031/bilan/"


def test_a_post_that_was_out_when_the_election_was_named_leaves_no_lost_address(content: Path, tmp_path: Path) -> None:
    write(content, "bilan", "2031-10-05", authors="[odile]", commune='"15014"')
    site = made(content, tmp_path, LEGAL_ELECTION="")
    before = set(site.files())
    note_addresses(content.parent, site.output)
    after = made(content, tmp_path)
    gone = before - set(after.files())
    assert {"2031/bilan/index.html", "feeds/communes/15014-aurillac.atom.xml"} <= gone
    assert after.outcome.addresses == ()


def test_a_draft_and_a_post_of_a_later_day_are_told_and_keep_their_fate(content: Path, tmp_path: Path) -> None:
    draft = write(content, "brouillon", "2031-10-05", authors="[odile]", status="draft")
    late = write(content, "plus-tard", "2032-02-05", authors="[odile]")
    build = made(content, tmp_path).build
    assert (set(build.embargoed), len(build.drafts(POST)), len(build.scheduled(POST))) == ({draft, late}, 1, 1)


def test_a_preview_shows_what_waits_and_until_when(content: Path, tmp_path: Path) -> None:
    write(content, "bilan", "2031-10-05", authors="[odile]")
    site = made(content, tmp_path, READING_PREVIEW=True)
    assert "Programmé pour le 1er avril 2032" in site.text("2031/bilan/index.html").replace("\u00a0", " ")
