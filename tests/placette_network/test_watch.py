"""What is said of a territory elsewhere: recognised, shown to its editors alone, forgotten after thirty days."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from placette.commands.status.git_history import History
from placette.commands.status.site_status import SiteStatus
from placette.engine.base.translation import load_catalogue
from placette.engine.content.communes import CommuneIndex, read_communes
from placette.features.posts.kind import POST
from placette.features.territory import national
from placette.plugin import build_site, open_site
from placette_network import network_tasks, watch
from placette_network.feeds import UNDATED
from placette_network.gathered import GatheredText, Person
from placette_network.gathering import gather_sources
from placette_network.sources import Source
from placette_network.watch import DAYS, LIMIT, SHOWN, WatchedText, kept, read_seen, renew_watch, seen_texts, sightings
from tests.commands.status.test_git_history import git
from tests.features.territory.fixture_territories import the_france
from tests.fixture_site import EPOCH, copy_project, copy_site, run, settings_of, territory_of
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
EPCI = "200070712"  # Thiers Dore et Montagne
CHOICES = {
    "village": {"communes": {"15258"}},  # Vic-sur-Cère
    "orange": {"communes": {"84087"}},
    "epci": {"epcis": {EPCI}},
    "puy-de-dôme": {"departments": {"63"}},
    "auvergne": {"departments": {"03", "15", "43", "63"}},
    "réunion": {"departments": {"974"}},
    "corse": {"departments": {"2A", "2B"}},
    "several": {"communes": {"32462", "32013", "75056"}},  # Vic-Fezensac, Auch, Paris
}


@cache
def names_of(territory: str) -> tuple[CommuneIndex, watch.PlaceNames]:
    choice = national.Choice(**{kind: frozenset(codes) for kind, codes in CHOICES[territory].items()})
    reference = national.make_reference(the_france(), choice, the_france().points)
    index = read_communes(national.render_reference(reference).encode())
    return index, watch.place_names(index, national.commune_names(), [f"Carnets de {territory}"])


@pytest.mark.parametrize(
    ("territory", "text", "named"),
    [
        ("village", "VIC-SUR-CÈRE : la source", "Vic-sur-Cère"),
        ("village", "Vic s/ Cère, hier", "Vic-sur-Cère"),
        ("village", "Vic‑sur‑Cère", "Vic-sur-Cère"),
        ("village", "#VicSurCere en fête", "Vic-sur-Cère"),
        ("village", "Vic, capitale du Carladès", None),
        ("village", "À Vic-en-Bigorre", None),
        ("village", "Le Cantal (15) sous la neige", None),
        ("orange", "Orange ouvre une boutique", None),
        ("orange", "une orange de Sicile, 84100 fois", None),
        ("orange", "Orange : le théâtre antique (Vaucluse)", "Orange"),
        ("orange", "84100 Orange", "Orange"),
        ("orange", "Les Carnets de Orange racontent", ""),
        ("epci", "À Thiers, le marché change de jour", "Thiers"),
        ("epci", "la rue Thiers, à Nancy", None),
        ("epci", "un thiers de plus", None),
        ("epci", "Thiers Dore et Montagne recrute", ""),
        ("epci", "Tout le Puy-de-Dôme", None),
        ("epci", "À Clermont-Ferrand", None),
        ("puy-de-dôme", "Tout le Puy de Dôme", ""),
        ("puy-de-dôme", "Le Mont-Dore sous la neige", "Mont-Dore"),
        ("puy-de-dôme", "Beaumont agrandit son école", None),
        ("puy-de-dôme", "Beaumont (63) agrandit son école", "Beaumont"),
        ("puy-de-dôme", "Beaumont, près de Clermont-Ferrand", "Beaumont, Clermont-Ferrand"),
        ("puy-de-dôme", "Saint-Étienne gagne", None),
        ("auvergne", "L’Allier en crue", None),
        ("auvergne", "au Puy-en-Velay comme à St-Flour", "Le Puy-en-Velay, Saint-Flour"),
        ("auvergne", "Ste-Florine", "Sainte-Florine"),
        ("auvergne", "le port de Marseille", None),
        ("réunion", "Saint-Denis, Seine-Saint-Denis", None),
        ("réunion", "Saint-Denis de La Réunion", "Saint-Denis"),
        ("réunion", "Le Tampon fleurit", "Le Tampon"),
        ("réunion", "les maraîchers du Tampon", "Le Tampon"),
        ("réunion", "le tampon du notaire", None),
        ("corse", "L’Île-Rousse", "L'Île-Rousse"),
        ("corse", "a Bastia", "Bastia"),
        ("several", "Paris et Auch", "Auch, Paris"),
        ("several", "Vic-Fezensac", "Vic-Fezensac"),
        ("several", "", None),
    ],
)
def test_a_text_is_of_the_territory_that_it_names(territory: str, text: str, named: str | None) -> None:
    index, names = names_of(territory)
    found = watch.communes_in(text, names)
    said = None if found is None else ", ".join(sorted({index.by_code[code].name for code in found} - {"x"}))
    assert said == (named and named.replace("'", "’"))


def test_no_name_of_a_territory_is_missed_in_its_plain_form() -> None:
    """Each commune is found by its name and its département; without it, nine of ten are."""
    index, names = names_of("auvergne")
    alone = 0
    for code, commune in index.by_code.items():
        assert code in (watch.communes_in(f"Hier, {commune.name} ({commune.department_code})", names) or ()), commune
        alone += code in (watch.communes_in(f"Hier, {commune.name}", names) or ())
    assert alone > len(index.by_code) * 0.85


def test_no_commune_elsewhere_is_taken_for_one_of_the_territory() -> None:
    index, names = names_of("auvergne")
    elsewhere = [name for code, name in national.commune_names().items() if code not in index.by_code]
    taken = [name for name in elsewhere[::5] if watch.communes_in(f"Hier à {name}, il a plu", names) is not None]
    assert {*taken} <= {"Montdoré", "Le Mont-Dore"}


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


def text(number: int = 1, title: str = "Thiers en fête", day: date = NOW, **more: Any) -> GatheredText:
    return GatheredText(f"k{number}", f"https://lamontagne.example/{number}", title, day, **more)


def a_source(site: Any, slug: str) -> Source:
    return watch.watched_sources(site.build)[slug]


def seen(site: Any, *texts: GatheredText, slug: str = PRESS) -> list[WatchedText]:
    index = site.build.communes
    names = watch.place_names(index, national.commune_names(), ["Carnets d’Auvergne"])
    return list(seen_texts(a_source(site, slug), texts, names, "https://carnets.example", NOW))


def test_what_names_the_territory_is_kept_with_place_day_and_link(site: Callable[..., Any]) -> None:
    (one,) = seen(site(), text(), text(2, "Ailleurs"), text(3, "Aix"))
    assert (one.places, one.day, one.url, one.words) == (("63430",), NOW, text().link, "Thiers en fête")


def test_a_source_about_a_commune_is_kept_whole(site: Callable[..., Any]) -> None:
    found = seen(site(), text(1, "Quel beau ciel"), text(2, "À Ambert aussi"), slug=TAG)
    assert {one.url[-1]: one.places for one in found} == {"1": ("63430",), "2": ("63003",)}


def test_nobody_is_named_and_few_words_are_kept(site: Callable[..., Any]) -> None:
    words = "Léa Martin à Thiers avec @jo@mastodon.example et jo@a.example " + "bla " * 100
    people = (Person("Léa Martin", "https://mastodon.example/@lea"),)
    title = f"{words[:60].strip()}…"
    (one,) = seen(site(), text(title=title, summary=words[:300], people=people))
    assert len(one.words) <= LIMIT
    assert one.words.startswith("… à Thiers avec @… et @…")
    assert "Martin" not in repr(one)
    assert "a.example" not in repr(one)


def test_old_and_undated_texts_and_odd_links(site: Callable[..., Any]) -> None:
    old = text(day=NOW - DAYS - timedelta(days=1))
    odd = [text()._replace(link=link) for link in ("javascript:alert(1)", "https://a@b.example/", "file:///etc/passwd")]
    assert seen(site(), old, *odd) == []
    later = seen(site(), text(1, day=UNDATED), text(2, day=date(2199, 1, 1)))
    assert {one.day for one in later} == {NOW}


def test_signs_that_count_as_one_fill_no_more_room(site: Callable[..., Any]) -> None:
    opened = site()
    renew_watch(opened, {PRESS: [text(title="Thiers " + "👨‍👩‍👧‍👦" * 40)]})
    (one,) = read_seen(opened.settings)
    assert len(one.words) <= LIMIT


def test_a_thousand_texts_and_long_ones_are_bounded(site: Callable[..., Any]) -> None:
    many = [text(number, f"Thiers {'x' * 5000} \x1b[31m\u202e{number}") for number in range(1000)]
    opened = site()
    assert len(seen(opened, *many)) == 100
    shown = renew_watch(opened, {PRESS: many, TAG: many})
    stored = read_seen(opened.settings)
    assert (len(shown), len(stored) <= 500) == (SHOWN, True)
    assert all(len(one.words) <= LIMIT and one.words.isprintable() for one in stored)
    assert (Path(opened.settings["CACHE_PATH"]) / "network" / "watch.json").stat().st_size < 200_000


def test_it_is_forgotten_thirty_days_after_it_was_read(site: Callable[..., Any]) -> None:
    opened = site()
    renew_watch(opened, {PRESS: [text()]})
    later = site(20)
    assert len(renew_watch(later, {PRESS: [text(), text(2, day=NOW + timedelta(days=19))]})) == 2
    assert [one.url[-1] for one in sightings(opened.settings, site(30).build)] == ["2", "1"]
    assert [one.url[-1] for one in sightings(opened.settings, site(31).build)] == ["2"]
    assert "lamontagne.example/1" not in stored_text(opened)  # looking at the state of the site is enough
    renew_watch(site(31), {PRESS: [text()]})
    assert "lamontagne.example/1" not in stored_text(opened)  # nor does it come back


def stored_text(site: Any) -> str:
    return (Path(site.settings["CACHE_PATH"]) / "network" / "watch.json").read_text(encoding="utf-8")


def test_what_a_source_said_goes_with_it(site: Callable[..., Any]) -> None:
    opened = site()
    renew_watch(opened, {PRESS: [text()], TAG: [text(2)]})
    file = Path(opened.settings["PATH"]) / "sources" / f"{PRESS}.md"
    file.write_text(SOURCE.format(slug=PRESS, name="x", more="left: 2026-06-30\n"), encoding="utf-8")
    assert [one.url[-1] for one in sightings(opened.settings, site().build)] == ["2"]
    file.unlink()
    assert [one.url[-1] for one in renew_watch(site(), {PRESS: [text()]})] == ["2"]
    assert "lamontagne.example/1" not in stored_text(opened)


def test_an_address_counts_once_and_was_read_when_it_was_first() -> None:
    first, again = (WatchedText(PRESS, NOW - timedelta(days=n), NOW, "x", "https://a.example/") for n in (20, 0))
    assert kept([first, again], {PRESS: None}, NOW)[0].read == kept([again, first], {PRESS: None}, NOW)[0].read  # type: ignore[dict-item]
    assert kept([first], {PRESS: None}, first.read - timedelta(days=1)) == ()  # type: ignore[dict-item]


@pytest.mark.whole
def test_the_file_is_for_this_user_alone_and_git_never_takes_it(site: Callable[..., Any], tmp_path: Path) -> None:
    opened = site()
    git(tmp_path, "init", "-q")
    cache = Path(opened.settings["CACHE_PATH"])
    (tmp_path / "elsewhere").mkdir()
    cache.mkdir(exist_ok=True)
    (cache / "network").symlink_to(tmp_path / "elsewhere")
    renew_watch(opened, {PRESS: [text()]})
    file = cache / "network" / "watch.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list((tmp_path / "elsewhere").iterdir()) == []
    git(tmp_path, "add", "-A")
    assert "watch" not in git(tmp_path, "ls-files")


@pytest.mark.parametrize("written", ["", "[", '[{"source": 1}]', "[" * 99_999, "[]" + " " * 2_000_001])
def test_a_broken_file_is_none(site: Callable[..., Any], written: str) -> None:
    opened = site()
    renew_watch(opened, {PRESS: [text()]})
    file = Path(opened.settings["CACHE_PATH"]) / "network" / "watch.json"
    file.write_text(written, encoding="utf-8")
    assert sightings(opened.settings, opened.build) == ()
    assert len(renew_watch(opened, {PRESS: [text()]})) == 1


def test_a_link_in_the_file_that_is_none_of_the_web_is_not_shown(site: Callable[..., Any]) -> None:
    opened = site()
    renew_watch(opened, {PRESS: [text()]})
    file = Path(opened.settings["CACHE_PATH"]) / "network" / "watch.json"
    file.write_text(stored_text(opened).replace("https://lamontagne", "javascript://lamontagne"), encoding="utf-8")
    assert sightings(opened.settings, opened.build) == ()


def test_a_forge_neither_reads_nor_shows_it(site: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caches, its logs and the report of the week are read by others."""
    opened = site()
    monkeypatch.setenv("CI", "true")
    assert renew_watch(opened, {PRESS: [text()]}) == ()
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
        assert [one.words for one in read_seen(opened.settings)] == ["À #Thiers, on répare le lavoir"]
        monkeypatch.setenv("CI", "true")
        assert network_tasks.gather_run(opened).asked == []


def test_the_state_of_the_site_lists_it_by_place(site: Callable[..., Any]) -> None:
    opened = site()
    texts = [text(1, "Thiers : le marché"), text(2, "Ambert : la foire", NOW - timedelta(days=1))]
    texts.append(text(3, "Thiers : <b>\u202e</b> la suite", NOW - timedelta(days=2)))
    found = renew_watch(opened, {PRESS: texts})
    assert [one.url[-1] for one in found] == ["1", "3", "2"]
    state = SiteStatus(opened.build, History(), (), load_catalogue("fr"), "fr")
    rows = next(section.rows for section in state.sections(watch=found) if section.name == "watch")
    assert [row.url[-1] for row in rows] == ["1", "3", "2"]
    assert (rows[0].what, rows[0].since, rows[0].url) == ("Thiers : le marché", NOW, "https://lamontagne.example/1")
    assert rows[0].note == "Thiers – La Montagne (lamontagne.example)"
    assert "watch" not in [section.name for section in state.sections()]


@pytest.mark.whole
def test_no_output_has_it_and_an_archive_neither(site: Callable[..., Any]) -> None:
    opened = site()
    before = contents(opened, build_site(opened.settings))
    renew_watch(opened, {PRESS: [text(title="Thiers marqueterie")]})
    assert contents(opened, build_site(opened.settings)) == before
    assert "marqueterie" in stored_text(opened)
    assert not [path for path, data in before.items() if b"La Montagne" in data or b"la-montagne" in data]


def contents(site: Any, _built: object) -> dict[str, bytes]:
    output = Path(site.settings["OUTPUT_PATH"])
    return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@pytest.mark.whole
@pytest.mark.no_cover
def test_in_a_terminal_it_is_shown_and_kept_as_a_mention_of_a_post(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    (project / "content" / "sources").mkdir()
    (project / "content" / "sources" / f"{PRESS}.md").write_text(
        SOURCE.format(slug=PRESS, name="La Montagne", more=""), encoding="utf-8"
    )
    settings = {"CACHE_PATH": str(project / ".placette")}
    said = [
        WatchedText(
            PRESS, NOW, NOW, "À Thiers, «\u00a0Bonjour\u00a0» plaît", "https://lamontagne.example/1", ("63430",)
        ),
        WatchedText(
            PRESS, NOW, NOW, "Thiers", "https://lamontagne.example/2", (), "https://carnets.example/2026/bonjour/."
        ),
    ]
    watch.write_seen(settings, tuple(said))
    git(project, "init", "-q")
    shown = run(project, "invoke", "watch", CI="")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "    Thiers – La Montagne (lamontagne.example)\n    https://lamontagne.example/1\n" in shown.stdout
    assert "Dit du territoire ailleurs (2)" in run(project, "invoke", "status", CI="").stdout
    for place in ("https://lamontagne.example/3", "x"):
        refused = run(project, "invoke", "watch", "--keep", place, CI="")
        assert (refused.returncode, place in refused.stderr, refused.stderr.count("\n")) == (2, True, 1)
    asked = run(project, "invoke", "watch", "--keep", said[0].url, CI="")
    assert (asked.returncode, "--post" in asked.stderr) == (2, True)
    done = run(project, "invoke", "watch", "--keep", said[0].url, "--post", "2026/bonjour", CI="")
    assert done.returncode == 0, done.stderr
    (file,) = (project / "content" / "mentions" / "bonjour").glob("2026-07-01-kept-*.md")
    assert f"content/mentions/bonjour/{file.name}" in done.stdout
    mention = file.read_text(encoding="utf-8")
    assert 'accepted: false\nanswers: "2026/bonjour"' in mention
    file.write_text(mention.replace("accepted: false", "accepted: true"), encoding="utf-8")
    again = run(project, "invoke", "watch", "--keep", said[0].url, "--post", "bonjour", CI="")
    assert (again.returncode, "accepted: true" in file.read_text(encoding="utf-8")) == (0, True)
    built = run(project, "invoke", "build", CI="")
    assert built.returncode == 0, built.stderr
    page = (project / "output" / "2026" / "bonjour" / "index.html").read_text(encoding="utf-8")
    assert "lamontagne.example/1" in page
    archived = run(project, "invoke", "archive", CI="")
    assert archived.returncode == 0, archived.stderr
    (packed,) = (project / "archives").rglob("*.zip")
    with ZipFile(packed) as archive:
        inside = [archive.read(name) for name in archive.namelist()]
    inside += [path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()]
    assert sum(b"lamontagne.example/1" in data for data in inside) >= 2
    assert not [data for data in inside if b"lamontagne.example/2" in data]
    git(project, "add", "-A")
    assert "watch.json" not in git(project, "ls-files")
    without = "\nPLUGINS = without('placette_mentions')\n"
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(without)
    alone = run(project, "invoke", "watch", "--keep", said[1].url, CI="")
    assert (alone.returncode, "placette_mentions" in alone.stderr) == (2, True)


def test_the_post_is_found_by_its_address_or_its_title(site: Callable[..., Any]) -> None:
    (post,) = site().build.of(POST)
    longer, origin = replace(post, path="b", title="Le lavoir de Thiers", url="2026/lavoir/"), "https://carnets.example"
    (linking,) = seen(site(), text(summary=f"Thiers, à lire : {origin}/2026/bonjour/."))
    titled = replace(linking, post="", words="« LE LAVOIR de Thiers » plaît")
    for said, meant in ((linking, post.path), (titled, "b"), (replace(titled, words="Bonjour"), "")):
        assert watch.meant_post(said, [post, longer], origin) == meant
    assert watch.meant_post(titled, [longer, replace(longer, path="c")], origin) == ""
