"""An address that was published is never lost silently; readers and servers get the editors' declarations."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import load_catalogue
from placette.engine.build.building import LostAddressError, address_problems
from placette.engine.content import addresses
from placette.engine.content.addresses import FILE, MOVED_FILE, Move
from placette.engine.content.build import Departures, disappeared
from placette.engine.content.site_options import options_from
from placette.engine.findings.reports import render_plain
from tests.fixture_kinds import EXTENSIONS, KINDS
from tests.fixture_site import (
    Site,
    build,
    codes_of,
    copy_project,
    only,
    run,
    settings_of,
    trust_times,
    write_setting,
)

pytestmark = pytest.mark.whole

PLAIN = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("lost_addresses.yml").read_text(encoding="utf-8"))
POST = "articles/2026/bonjour"
PASSING = re.compile(r"mots-cles/[a-z0-9-]+/")


def held(content: Path, folder: Path, **overrides: Any) -> Site:
    """Build as for publication."""
    return build(content, folder, BUILDING_HOLD_ADDRESSES=True, **PLAIN, **overrides)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_two_files_are_told_about_in_words_that_are_pinned(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(case["addresses"].encode())
    (tmp_path / MOVED_FILE).write_bytes(case["moved"].encode())
    settled = addresses.settle_moves(addresses.load_moves(tmp_path), set(case["made"]), {}, set())
    departures = Departures(
        tuple((f"/blog/{old}", f"/blog/{new}") for old, new in settled.moved),
        tuple(f"/blog/{old}" for old in settled.gone),
        problems=settled.problems,
    )
    files = [f"{made}index.html" if not made or made.endswith("/") else made for made in case["made"]]
    problems = address_problems(tmp_path, files, departures, "/blog/", PASSING)
    assert all(found.code.startswith("address-") for found in problems)
    for lang in ("fr", "en"):
        assert render_plain(problems, load_catalogue(lang).gettext) == case[lang].rstrip("\n")


def test_every_code_is_pinned() -> None:
    codes = {code for code in codes_of("engine/findings") if code.startswith("address-")} - {"address-reserved"}
    assert [code for code in codes if not any(f"[{code}, " in case["fr"] for case in CASES)] == []


def test_what_was_moved_leads_to_the_end_and_what_leads_to_something_gone_is_gone(tmp_path: Path) -> None:
    lines = "a/ -> b/\nb/ -> c/\nd/ -> e/\ne/ -> gone\nf/ -> former/\ng/ -> left/page/\nleft/page/ -> gone\n"
    (tmp_path / MOVED_FILE).write_text(lines)
    settled = addresses.settle_moves(addresses.load_moves(tmp_path), {"c/", "today/"}, {"former/": "today/"}, {"left/"})
    assert settled.moved == (("a/", "c/"), ("b/", "c/"), ("f/", "today/"))
    assert (settled.gone, settled.problems) == (("d/", "e/", "g/"), ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019/été-à-la-plage", "2019/été-à-la-plage/"),
        ("/2019/%C3%A9t%c3%a9/index.html", "2019/été/"),
        ("2019/e\u0301te\u0301/", "2019/été/"),
        ("2019/%65%CC%81te%CC%81/?", "2019/été/"),
        ("docs/Bulletin%20(1),%20a+b@c.pdf", "docs/Bulletin (1), a+b@c.pdf"),
        ("-Agenda-.html", "-Agenda-.html"),
        ("2019/l%E2%80%99or-%C2%ABvrai%C2%BB-n%C2%B0%201%E2%80%A0", "2019/l’or-«vrai»-n° 1†/"),
        ("a%E2%86%92b%C2%A0!/l'eau=&", "a→b\u00a0!/l'eau=&/"),
        ("/?p=123", "?p=123"),
        ("index.html?p=123", "?p=123"),
        ("spip.php?article12", "spip.php?article12"),
        ("blog?p=%c3%A9/..", "blog?p=%c3%A9/.."),
    ],
)
def test_an_old_address_has_one_form_which_can_be_written_and_read_again(written: str, read: str) -> None:
    (move,) = addresses.read_moves(f"{written} -> gone").moves
    assert move == Move(read, None, 1)
    assert addresses.read_moves(addresses.render_move(move)).moves == (move,)
    assert addresses.with_move(f"{written} -> a/\n", Move(read, "b/")) == f"{addresses.render_move(Move(read, 'b/'))}\n"


@pytest.mark.parametrize(
    "written",
    [
        *'a"b a\\b $1 a{b} %{HTTP_HOST} a;b a`b a|b a* a#b ^a$ a<b a\u202eb'.split(),
        "a b",
        *"a%22 a%24 a%7B a%5cb a%2Fb a%00 a%0A a%7f a%25C3 a%3Fb a%E9 a%4 a%".split(),
        *("../a", "a/%2e%2e/b", "a/./b", "//evil.example/", "https://evil.example/", "%20/a", "a%20/b", "?", "?%", "/"),
        *"?a\" ?a' ?$1 ?a{b} ?é ?a\\ ?a;b ?a#b ?a`b ?%zz".split(),
        *("?a b", f"{'a' * 241}/", f"?{'a' * 1000}"),
    ],
)
def test_what_a_server_could_take_for_something_else_is_never_declared(written: str) -> None:
    read = addresses.read_moves(f"{written} -> a/\n")
    assert (read.moves, [found.code for found in read.problems]) == ((), ["address-line"])
    as_target = addresses.read_moves(f"b/ -> {written}\n")
    assert (as_target.moves, len(as_target.problems)) == (((Move("b/", "", 1),), 0) if written in "/?" else ((), 1))


def test_addresses_of_a_former_system_lead_through_chains_and_circles_are_told() -> None:
    lines = "?p=1 -> spip.php?article2\nspip.php?article2 -> 2019/%C3%A9t%C3%A9/\n2019/été/ -> a/\nx.php?b -> x.php?c\n"
    settled = addresses.settle_moves(
        addresses.read_moves(f"{lines}x.php?c -> x.php?b\n?q=1 -> ?q=2\n?q=2 -> gone\n"), {"", "a/"}, {}, set()
    )
    assert dict(settled.moved) == dict.fromkeys(["?p=1", "spip.php?article2", "2019/été/"], "a/")
    assert settled.gone == ("?q=1", "?q=2")
    assert [found.code for found in settled.problems] == ["address-loop", "address-loop"]


def test_addresses_are_those_that_somebody_may_have_kept() -> None:
    pages, documents = ("index.html", "2026/a/index.html"), ("b/b.pdf", "b/b.csv")
    kept = (*pages, *documents, "old.html", "feeds/all.json", "feeds/a.ics", "b/b.gpx", "p.geojson")
    others = (
        "2019/été/index.html", "docs/a b.pdf", "404.html", "rubriques/nature/page/2/index.html", "2026/a/oembed.json",
        "photos/a-12.avif", "sitemap.xml",
    )  # fmt: skip
    assert addresses.addresses_of((*kept, *others)) == {"2026/a/", *kept[2:]}
    before = {"2025/a/", "auteurs/lea/", "feeds/auteurs/lea.json"}
    assert addresses.merged(before, {"2026/a/", "auteurs/lea/page/"}, {"auteurs/lea/", "feeds/auteurs/lea.json"}) == {
        "2025/a/",
        "2026/a/",
    }


def test_the_address_that_probably_took_the_place_is_found() -> None:
    went = {
        "2025/le-pont/": "2026/le-pont/",
        "blog/la-foire-aux-vins/": "2026/la-foire-aux-vins/",  # elsewhere, but nothing else has that name
        "2026/les-lavoirs/": "2026/les-lavoirs-du-pays/",
        "2026/fontainez/": "2026/fontaines/",
        "feeds/series/eau.atom.xml": "feeds/series/l-eau.atom.xml",
    }
    lost_for_good = [
        "2024/concert/",  # the only lost one of its year, as the market is the only new one
        "mots-cles/eau/",  # a page has that name
        "2026/05/",
        "2026/le-bal/",
        "2026/lavoir-de-riom/",
    ]
    made = {
        *went.values(),
        "2024/marche-de-noel/",
        "eau/",
        "2025/05/",
        "2026/le-mur/",
        "2026/marche-de-riom/",
        "2026/les-lavoirs-du-pays/",
    }
    assert dict(addresses.successors([*went, *lost_for_good], made, made)) == went | dict.fromkeys(lost_for_good, "")


def test_lines_are_added_where_they_belong_and_words_beside_stay() -> None:
    text = "# Ours\na/ -> b/\n\n# The fair\nm/ -> gone"
    assert addresses.with_move(text, Move("c/", "")) == "# Ours\na/ -> b/\n\n# The fair\nc/ -> /\nm/ -> gone\n"
    assert addresses.with_move("a/ -> b/\n", Move("a/", None), "disparue") == "a/ -> disparue\n"
    assert {load_catalogue(lang).gettext("gone") for lang in ("fr", "en")} <= addresses.GONE_WORDS


def test_a_lost_address_stops_what_is_published_and_is_told_before(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust_times(monkeypatch)  # the short cut is taken at once
    first = held(content, tmp_path)
    assert first.outcome.build
    once = {"2026/autrefois/", "2024/05/", "auteurs/partie/", "une-page/", "mots-cles/lavoir/", "rubriques/jeux/"}
    remembered = addresses.read_addresses(addresses.render_addresses(once | addresses.addresses_of(first.files())))
    patterns = options_from(settings_of(content, tmp_path), KINDS, extensions=EXTENSIONS).addresses
    told = disappeared(first.outcome.build, patterns, remembered, addresses.Moves((Move("auteurs/partie/", None),)))
    assert {dict(found.values)["address"] for found in told} == {"2026/autrefois/", "une-page/"}  # texts alone
    known, new = addresses.note_addresses(tmp_path, first.output)
    assert known == new > 20
    assert addresses.note_addresses(tmp_path, first.output) == (known, 0)
    assert [held(content, tmp_path).outcome.build is None for _ in range(2)] == [False, True]  # a file more beside it
    before = {path: (first.output / path).read_bytes() for path in first.files()}
    (content / POST).rename(content / "articles/2026/bonjour-a-vous")
    with pytest.raises(LostAddressError) as refusal:
        held(content, tmp_path)
    assert [dict(found.values)["address"] for found in refusal.value.problems] == ["2026/bonjour/"]
    assert dict(refusal.value.problems[0].values)["near"] == "2026/bonjour-a-vous/"
    assert {path: (first.output / path).read_bytes() for path in first.files()} == before
    for _ in range(2):  # nothing changes, and it is reported again
        again = build(content, tmp_path, **PLAIN).outcome
        assert [found.code for found in again.addresses] == ["address-lost"]
    (tmp_path / MOVED_FILE).write_text("2026/bonjour/ -> 2026/bonjour-a-vous/\n")
    assert held(content, tmp_path).outcome.addresses == ()
    assert held(content, tmp_path).outcome.build is None
    (tmp_path / FILE).write_text(addresses.render_addresses(["2026/jamais/"]))
    with pytest.raises(LostAddressError):
        held(content, tmp_path)


def test_readers_and_servers_are_told_what_moved_and_what_is_gone(content: Path, tmp_path: Path) -> None:
    lines = {
        "2025/bonjour": "2026/bonjour/",
        "feed/": "feeds/all.atom.xml",
        "feeds/tout.atom.xml": "feeds/all.atom.xml",
        "2025/jamais/": "gone",
        "feeds/jamais.json": "gone",
        "article.php": "/",
    }
    (tmp_path / MOVED_FILE).write_text("".join(f"{old} -> {new}\n" for old, new in lines.items()))
    site = held(content, tmp_path, SITEURL="https://carnets.example/blog")
    page = site.page("2025/bonjour/")
    assert only(page, 'meta[http-equiv="refresh"]').attributes["content"] == "0; url=/blog/2026/bonjour/"
    assert only(page, 'link[rel="canonical"]').attributes["href"] == "https://carnets.example/blog/2026/bonjour/"
    assert only(page, 'meta[name="robots"]').attributes["content"] == "noindex"
    assert only(page, "main a.button").attributes["href"] == "/blog/2026/bonjour/"
    assert site.texts_of("2025/bonjour/", "main h1, main a.button") == ["Bonjour", "Aller à sa nouvelle adresse"]
    assert site.text("feeds/tout.atom.xml") == site.text("feeds/all.atom.xml").replace("all.atom.xml", "tout.atom.xml")
    assert site.texts_of("2025/jamais/", "main h1") == ["Page disparue"]
    assert "Il n’y a plus rien" in site.text("410.html")
    assert site.text("gone.txt").split() == ["/blog/2025/jamais/", "/blog/feeds/jamais.json"]
    assert site.text("_redirects").splitlines() == [
        "/blog/2025/bonjour/ /blog/2026/bonjour/ 301",
        "/blog/article.php /blog/ 301",
        "/blog/feed/ /blog/feeds/all.atom.xml 301",
        "/blog/feeds/tout.atom.xml /blog/feeds/all.atom.xml 301",
    ]
    addresses.note_addresses(tmp_path, site.output)
    noted = (tmp_path / FILE).read_text().splitlines()
    assert {"2025/bonjour/", "feeds/tout.atom.xml", "2026/bonjour/"} <= set(noted)
    assert not [line for line in noted if "jamais" in line]  # the address of a person may resemble their name
    (tmp_path / MOVED_FILE).unlink()
    (tmp_path / FILE).unlink()
    shutil.rmtree(tmp_path / "clean", ignore_errors=True)
    again, clean = held(content, tmp_path), held(content, tmp_path / "clean")
    assert {path: again.text(path) for path in again.files() if path.endswith(".html")} == {
        path: clean.text(path) for path in clean.files() if path.endswith(".html")
    }


def test_pages_stand_at_old_addresses_with_accents_and_none_where_there_is_a_query(
    content: Path, tmp_path: Path
) -> None:
    plain = build(content, tmp_path / "plain", **PLAIN)
    old = "2019/%C3%A9t%C3%A9/ -> 2026/bonjour/\n2019/fête%201.html -> gone\n?p=1 -> 2026/bonjour/\na.php?b/ -> gone\n"
    (tmp_path / MOVED_FILE).write_text(old, encoding="utf-8")
    site = held(content, tmp_path, SITEURL="https://carnets.example/blog")
    made = {"2019/été/index.html", "2019/fête 1.html", "410.html", "gone.txt", "_redirects"}
    assert set(site.files()) - set(plain.files()) == made
    assert only(site.page("2019/été/"), "main a.button").attributes["href"] == "/blog/2026/bonjour/"
    assert site.texts_of("2019/fête 1.html", "main h1") == ["Page disparue"]
    assert site.text("gone.txt") == "/blog/2019/f%C3%AAte%201.html\n"
    assert (site.outcome.asked, plain.outcome.asked) == (2, 0)
    addresses.note_addresses(tmp_path, site.output)
    assert addresses.load_addresses(tmp_path).problems == ()
    assert addresses.departed_from(site.output) == {"2019/été/", "2019/fête 1.html"}
    assert held(content, tmp_path, SITEURL="https://carnets.example/blog").outcome.settlement.put == ()


def test_texts_that_wait_to_be_mended_do_not_hold_the_others(content: Path, tmp_path: Path) -> None:
    addresses.note_addresses(tmp_path, held(content, tmp_path).output)
    post = content / POST / "index.md"
    post.write_text(post.read_text(encoding="utf-8").replace("authors: [lea]", "authors: [leo]"), encoding="utf-8")
    told = held(content, tmp_path, READING_SKIP_INVALID=True).outcome
    assert "2026/bonjour/" in {dict(found.values)["address"] for found in told.addresses}


def test_an_editor_is_told_and_settles_it_with_one_command(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    write_setting(project, 'SHARING_CARDS = PICTURES_ON_PAGES = False; BUILDING_EXECUTOR = "serial"')
    (project / FILE).write_text("2026/bonsoir/\npartie/lavoir/\n", encoding="utf-8")  # posts were called so once
    checked = run(project, "invoke", "check")
    assert (checked.returncode, "[address-lost, à corriger]" in checked.stdout) == (0, True), checked.stdout
    everyday = run(project, "invoke", "build")
    assert (everyday.returncode, "[address-lost, à corriger]" in everyday.stdout) == (0, True)
    noted = run(project, "invoke", "addresses")
    assert (noted.returncode, FILE in noted.stdout) == (0, True), noted.stderr
    assert {"2026/bonjour/", "2026/bonsoir/", "auteurs/lea/"} <= set((project / FILE).read_text().splitlines())
    refused = run(project, "invoke", "build", "--production")
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "«\u00a02026/bonsoir/ ->" in refused.stderr
    assert "Le site n’a pas été modifié" in refused.stderr
    for options, line in (
        (("--moved", "/2026/bonsoir", "--to", "2026/bonjour/"), "2026/bonsoir/ -> 2026/bonjour/"),
        (("--settle",), "Où est passée partie/lavoir/"),
        (("--gone", "partie/lavoir/"), "partie/lavoir/ -> disparue"),
        (("--settle",), "Aucune adresse"),
        (("--moved", "/2019/%C3%A9t%C3%A9%201", "--to", "2026/bonjour"), "2019/été%201/ -> 2026/bonjour/"),
        (("--moved", "?p=12&x=[1]", "--to", "/"), "?p=12&x=[1] -> /"),
    ):
        done = run(project, "invoke", "addresses", *options)
        assert (done.returncode, line in done.stdout) == (0, True), done.stderr
    wrong = run(project, "invoke", "addresses", "--gone", "article$1.php")
    assert (wrong.returncode, "«\u00a0$\u00a0»" in wrong.stderr) == (2, True), wrong.stderr
    assert (project / MOVED_FILE).read_text(encoding="utf-8").splitlines()[1:] == [
        *("2019/été%201/ -> 2026/bonjour/", "2026/bonsoir/ -> 2026/bonjour/"),
        *("?p=12&x=[1] -> /", "partie/lavoir/ -> disparue"),
    ]
    again = run(project, "invoke", "build")
    assert "1 ancienne adresse contient un" in again.stdout
    assert run(project, "invoke", "addresses", "--settle").returncode == 0
    assert "été%201" in (project / MOVED_FILE).read_text(encoding="utf-8")


def settled(project: Path) -> str:
    """What ``invoke addresses --settle`` prints after a build."""
    assert run(project, "invoke", "build").returncode == 0
    done = run(project, "invoke", "addresses", "--settle")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A project of one post with a tag, whose addresses are noted."""
    project = copy_project("minimal", tmp_path)
    write_setting(project, 'SHARING_CARDS = PICTURES_ON_PAGES = False; BUILDING_EXECUTOR = "serial"')
    post = project / "content" / POST / "index.md"
    post.write_text(post.read_text(encoding="utf-8").replace("rivière", "lavoir"), encoding="utf-8")
    assert run(project, "invoke", "build").returncode == 0
    assert run(project, "invoke", "addresses").returncode == 0
    assert "mots-cles/lavoir/" in (project / FILE).read_text(encoding="utf-8")
    return project


def test_nothing_is_settled_from_a_site_that_is_older_than_its_texts(published: Path) -> None:
    old = published / "content" / POST
    old.rename(old.with_name("bonsoir"))
    assert run(published, "invoke", "build", "--production").returncode == 1  # the address would be lost
    for options in ((), ("--output", "output")):
        done = run(published, "invoke", "addresses", "--settle", *options)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.rstrip("\n").endswith("invoke build")
    assert "Où est passée" in settled(published)
    assert run(published, "invoke", "addresses", "--gone", f"2026/{old.name}/").returncode == 0
    done = run(published, "invoke", "addresses", "--settle")
    assert (done.returncode, "Aucune adresse" in done.stdout) == (0, True), done.stderr


def test_what_comes_back_takes_its_declaration_out_of_the_file(published: Path) -> None:
    post = published / "content" / POST / "index.md"
    post.parent.rename(published / "content/articles/2026/bonsoir")
    assert "bonsoir" not in settled(published)
    assert run(published, "invoke", "addresses", "--gone", "2026/bonjour/").returncode == 0
    (published / "content/articles/2026/bonsoir").rename(post.parent)
    assert "2026/bonjour/, qui existe de nouveau" in settled(published)
    assert "bonjour" not in (published / MOVED_FILE).read_text(encoding="utf-8")
    assert run(published, "invoke", "build", "--production").returncode == 0


def test_a_scheduled_post_takes_nothing_away_from_the_build_of_its_night(content: Path, tmp_path: Path) -> None:
    """Its tag was declared gone while it waited, and an old address leads to it."""
    text = (content / POST / "index.md").read_text(encoding="utf-8")
    later = text.replace("2026-05-01", "2026-11-30").replace("rivière", "lavoir")
    (content / "articles/2026/plus-tard").mkdir()
    (content / "articles/2026/plus-tard/index.md").write_text(later, encoding="utf-8")
    (tmp_path / MOVED_FILE).write_text("mots-cles/lavoir/ -> disparue\n2025/ancien/ -> 2026/plus-tard/\n")
    (tmp_path / FILE).write_text(addresses.render_addresses(["mots-cles/lavoir/", "2025/ancien/"]))
    before = build(content, tmp_path, "1795900000", BUILDING_HOLD_ADDRESSES=True, **PLAIN)  # 28 November 2026
    assert not (before.output / "2026/plus-tard/index.html").exists()
    night = build(content, tmp_path, "1796083200", BUILDING_HOLD_ADDRESSES=True, **PLAIN)  # 1 December
    assert "2026/plus-tard/" in night.text("2025/ancien/index.html")
    assert (night.output / "mots-cles/lavoir/index.html").is_file()
