"""What is said of a territory elsewhere: shown to its editors alone, forgotten after thirty days."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from placette.commands.status.git_history import History
from placette.commands.status.site_status import SiteStatus
from placette.engine.base.translation import load_catalogue
from placette.engine.findings.rows import Row
from placette.plugin import build_site, open_site
from placette_network import network_tasks
from placette_network.feeds import UNDATED
from placette_network.gathered import GatheredText, Person
from placette_network.gathering import gather_sources
from placette_network.watch import (
    DAYS,
    LIMIT,
    SHOWN,
    WatchedText,
    current_texts,
    names_pattern,
    read_seen,
    renew_watch,
    status_rows,
    watched_texts,
    write_seen,
)
from tests.fixture_site import EPOCH, copy_site, git, run, settings_of, territory_of
from tests.placette_network.fixture_blogs import MANNER, PACE, blogs

NOW = date(2026, 7, 1)
SOURCE = """---
name: {name}
site: https://{slug}.example/
kind: veille
since: 2026-01-01
{more}---
"""
PRESS, TAG = "la-montagne", "mastodon"


def site_with(folder: Path, *sources: tuple[str, str]) -> dict[str, Any]:
    """The settings of a small site that watches: a newspaper, and a hashtag about Thiers; or other sources."""
    content = copy_site("minimal", folder)
    (content / "sources").mkdir()
    for slug, more in sources or ((PRESS, ""), (TAG, "commune: Thiers\n")):
        name = {PRESS: "La Montagne", TAG: "#Thiers"}.get(slug, slug)
        (content / "sources" / f"{slug}.md").write_text(SOURCE.format(slug=slug, name=f'"{name}"', more=more))
    return settings_of(content, folder, TERRITORY_FILE=territory_of(folder, "63003", "63113", "63430"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Opens the site as it is on 1 July 2026, or so many days later."""
    monkeypatch.delenv("CI", raising=False)
    settings = site_with(tmp_path)

    def open_at(days: int = 0) -> Any:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(EPOCH) + 86400 * days))
        return open_site(settings)

    return open_at


def renewed(site: Any, gathered: Mapping[str, list[GatheredText]]) -> list[Row]:
    return renew_watch(site.settings, site.build, gathered)


def known(site: Any) -> list[Row]:
    return status_rows(site.settings, site.build)[1]


def text(number: int = 1, title: str = "Thiers en fête", day: date = NOW, **more: Any) -> GatheredText:
    return GatheredText(f"k{number}", f"https://lamontagne.example/{number}", title, day, **more)


def seen(*texts: GatheredText) -> list[WatchedText]:
    return list(watched_texts(PRESS, texts, NOW))


def test_a_text_is_kept_with_its_day_and_link() -> None:
    (one,) = seen(text())
    assert (one.source, one.day, one.url, one.words) == (PRESS, NOW, text().link, "Thiers en fête")


def test_a_newspaper_is_kept_where_it_names_a_commune_as_people_write_it() -> None:
    named = names_pattern(["Saint-Flour", "L’Haÿ-les-Roses", "Mars", "Ô"])
    yes = ["À Saint Flour, la foire", "(L’Haÿ-les-Roses)", "Mars : le marché", "Ô, en fête"]
    no = ["le 1er mars", "Saint-Flouret", "saint-flour", "Nantes", ""]
    texts = [text(number, title) for number, title in enumerate(yes + no)]
    assert [one.words for one in watched_texts(PRESS, texts, NOW, named)] == yes
    assert list(watched_texts(PRESS, texts, NOW, names_pattern([]))) == []


def test_nobody_is_named_and_few_words_are_kept() -> None:
    words = "Léa Martin à Thiers avec @jo@mastodon.example et jo@a.example " + "bla " * 100
    people = (Person("Léa Martin", "https://mastodon.example/@lea"),)
    title = f"{words[:60].strip()}…"
    (one,) = seen(text(title=title, summary=words[:300], people=people))
    assert len(one.words) <= LIMIT
    assert one.words.startswith("… à Thiers avec @… et @…")
    assert "Martin" not in repr(one)
    assert "a.example" not in repr(one)


def test_old_and_undated_texts_and_odd_links() -> None:
    old = text(day=NOW - DAYS - timedelta(days=1))
    odd = [text()._replace(link=link) for link in ("javascript:alert(1)", "https://a@b.example/", "file:///etc/passwd")]
    assert seen(old, *odd) == []
    later = seen(text(1, day=UNDATED), text(2, day=date(2199, 1, 1)))
    assert {one.day for one in later} == {NOW}


def test_signs_that_count_as_one_fill_no_more_room(site: Callable[..., Any]) -> None:
    opened = site()
    renewed(opened, {PRESS: [text(title="Thiers " + "👨‍👩‍👧‍👦" * 40)]})
    (one,) = read_seen(opened.settings)
    assert len(one.words) <= LIMIT


def test_a_thousand_texts_and_long_ones_are_bounded(site: Callable[..., Any]) -> None:
    many = [text(number, f"Thiers {'x' * 5000} \x1b[31m\u202e{number}") for number in range(1000)]
    opened = site()
    assert len(seen(*many)) == 100
    shown = renewed(opened, {PRESS: many, TAG: many})
    stored = read_seen(opened.settings)
    assert (len(shown), len(stored) <= 500) == (SHOWN, True)
    assert all(len(one.words) <= LIMIT and one.words.isprintable() for one in stored)
    assert (Path(opened.settings["CACHE_PATH"]) / "network" / "watch.json").stat().st_size < 200_000


def test_it_is_forgotten_thirty_days_after_it_was_read(site: Callable[..., Any]) -> None:
    opened = site()
    renewed(opened, {PRESS: [text()]})
    later = site(20)
    assert len(renewed(later, {PRESS: [text(), text(2, day=NOW + timedelta(days=19))]})) == 2
    assert [one.url[-1] for one in known(site(30))] == ["2", "1"]
    assert [one.url[-1] for one in known(site(31))] == ["2"]
    assert "lamontagne.example/1" not in stored_text(opened)  # looking at the state of the site is enough
    renewed(site(31), {PRESS: [text()]})
    assert "lamontagne.example/1" not in stored_text(opened)  # nor does it come back


def stored_text(site: Any) -> str:
    return (Path(site.settings["CACHE_PATH"]) / "network" / "watch.json").read_text(encoding="utf-8")


def test_what_a_source_said_goes_with_it(site: Callable[..., Any]) -> None:
    opened = site()
    renewed(opened, {PRESS: [text()], TAG: [text(2)]})
    file = Path(opened.settings["PATH"]) / "sources" / f"{PRESS}.md"
    file.write_text(SOURCE.format(slug=PRESS, name="x", more="left: 2026-06-30\n"), encoding="utf-8")
    assert [one.url[-1] for one in known(site())] == ["2"]
    file.unlink()
    assert [one.url[-1] for one in renewed(site(), {PRESS: [text()]})] == ["2"]
    assert "lamontagne.example/1" not in stored_text(opened)


def test_an_address_counts_once_and_was_read_when_it_was_first() -> None:
    first, again = (WatchedText(PRESS, NOW - timedelta(days=n), NOW, "x", "https://a.example/") for n in (20, 0))
    sources: dict[str, Any] = {PRESS: None}
    for texts in ([first, again], [again, first]):
        assert [one.read for one in current_texts(texts, sources, NOW)] == [first.read]
    assert current_texts([first], sources, first.read - timedelta(days=1)) == ()


@pytest.mark.whole
def test_the_file_is_for_this_user_alone_and_git_never_takes_it(site: Callable[..., Any], tmp_path: Path) -> None:
    opened = site()
    git(tmp_path, "init", "-q")
    cache = Path(opened.settings["CACHE_PATH"])
    (tmp_path / "elsewhere").mkdir()
    cache.mkdir(exist_ok=True)
    (cache / "network").symlink_to(tmp_path / "elsewhere")
    renewed(opened, {PRESS: [text()]})
    file = cache / "network" / "watch.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list((tmp_path / "elsewhere").iterdir()) == []
    git(tmp_path, "add", "-A")
    assert "watch" not in git(tmp_path, "ls-files")


@pytest.mark.parametrize("written", ["", "[", '[{"source": 1}]', "[" * 99_999, "[]" + " " * 2_000_001])
def test_a_broken_file_is_none(site: Callable[..., Any], written: str) -> None:
    opened = site()
    renewed(opened, {PRESS: [text()]})
    file = Path(opened.settings["CACHE_PATH"]) / "network" / "watch.json"
    file.write_text(written, encoding="utf-8")
    assert known(opened) == []
    assert len(renewed(opened, {PRESS: [text()]})) == 1


def test_a_link_in_the_file_that_is_none_of_the_web_is_not_shown(site: Callable[..., Any]) -> None:
    opened = site()
    renewed(opened, {PRESS: [text()]})
    file = Path(opened.settings["CACHE_PATH"]) / "network" / "watch.json"
    file.write_text(stored_text(opened).replace("https://lamontagne", "javascript://lamontagne"), encoding="utf-8")
    assert known(opened) == []


def test_a_forge_neither_reads_nor_shows_it(site: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caches, its logs and the report of the week are read by others."""
    opened = site()
    monkeypatch.setenv("CI", "true")
    assert renewed(opened, {PRESS: [text()]}) == []
    assert read_seen(opened.settings) == ()


def test_gather_fills_it_from_a_feed_unless_it_is_only_to_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    with blogs() as known:
        posts = "".join(
            f"<item><guid>{n}</guid><link>https://m.example/@lea/{n}</link><description>&lt;p&gt;{words}&lt;/p&gt;"
            "</description><pubDate>Tue, 30 Jun 2026 08:00:00 GMT</pubDate></item>"
            for n, words in enumerate(("À #Thiers, on répare le lavoir", "Quel temps à Nantes"))
        )
        feed = known.put(1, "/tags/thiers.rss", f"<rss version='2.0'><channel>{posts}</channel></rss>", "text/xml")
        opened = open_site(site_with(tmp_path, (PRESS, f"feed: {feed}\n")))
        done = gather_sources(replace(network_tasks.gather_run(opened), manner=MANNER, pace=PACE), {})
        assert (done.files, done.news[PRESS].why) == ({}, "")
        assert "on répare le lavoir" in "".join(network_tasks._watched(opened, done, show=True))
        assert read_seen(opened.settings) == ()
        assert "1" in "".join(network_tasks._watched(opened, done, show=False))
        assert "À #Thiers, on répare le lavoir" in [one.words for one in read_seen(opened.settings)]
        monkeypatch.setenv("CI", "true")
        assert network_tasks.gather_run(opened).asked == []


def test_the_state_of_the_site_lists_it_by_place(site: Callable[..., Any]) -> None:
    opened = site()
    texts = [text(1, "Thiers : le marché"), text(3, "Thiers : <b>\u202e</b> la suite", NOW - timedelta(days=2))]
    found = renewed(opened, {TAG: texts, PRESS: [text(2, "La foire d’Ambert", NOW - timedelta(days=1))]})
    assert [one.url[-1] for one in found] == ["1", "3", "2"]
    state = SiteStatus(opened.build, History(), (), load_catalogue("fr"), "fr")
    sections = state.sections(more=[status_rows(opened.settings, opened.build)])
    rows = next(section.rows for section in sections if section.name == "watch")
    assert [row.url[-1] for row in rows] == ["1", "3", "2"]
    assert (rows[0].what, rows[0].since, rows[0].url) == ("Thiers : le marché", NOW, "https://lamontagne.example/1")
    assert rows[0].note == "Thiers – #Thiers (lamontagne.example)"
    assert "watch" not in [section.name for section in state.sections()]


@pytest.mark.whole
def test_no_output_has_it_and_an_archive_neither(site: Callable[..., Any]) -> None:
    opened = site()
    before = contents(opened, build_site(opened.settings))
    renewed(opened, {PRESS: [text(title="Thiers marqueterie")]})
    assert contents(opened, build_site(opened.settings)) == before
    assert "marqueterie" in stored_text(opened)
    assert not [path for path, data in before.items() if b"La Montagne" in data or b"la-montagne" in data]


def contents(site: Any, _built: object) -> dict[str, bytes]:
    output = Path(site.settings["OUTPUT_PATH"])
    return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@pytest.mark.whole
@pytest.mark.no_cover
def test_the_state_of_the_site_shows_it_in_a_terminal(project: Path) -> None:
    (project / "content" / "sources").mkdir()
    source = SOURCE.format(slug=PRESS, name="La Montagne", more="")
    (project / "content" / "sources" / f"{PRESS}.md").write_text(source, encoding="utf-8")
    text = WatchedText(PRESS, NOW, NOW, "Thiers en fête", "https://lamontagne.example/1")
    write_seen({"CACHE_PATH": str(project / ".placette")}, (text,))
    shown = run(project, "invoke", "status", CI="").stdout
    assert "Dit du territoire ailleurs (1)" in shown
    assert "https://lamontagne.example/1" in shown
