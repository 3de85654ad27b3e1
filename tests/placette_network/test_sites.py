"""The sites of a network, asked on this machine: three of Placette, others, and some that are down or hostile."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from placette.commands.starting.planning import Wishes, plan_site, write_site
from placette.commands.status.asking import Pace
from placette.commands.status.links import Reply
from placette.engine.base.files import walk_files
from placette.plugin import build_site, load_site
from placette_network.network_tasks import fetcher
from placette_network.sites import NetworkSite, due_of, examine_sites, read_home
from placette_network.sources import Accept, Source, SourceKind
from tests.commands.doctor.fixture_tls import EXPIRED, VALID, manner, served
from tests.commands.starting.fixture_wishes import ASSOCIATION, DAY, EPCI, FRANCE, VILLAGE
from tests.commands.status.fixture_server import reach_here
from tests.fixture_web import Answer, Web

NOW = datetime(2026, 7, 15, 12, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = NOW.date()
TRUSTING = replace(manner(VALID, EXPIRED), accepted="gzip", reach=reach_here)
HOME = '<a href="/mentions">Mentions légales</a><a href="/plan">Plan du site</a><a href="/acc">Accessibilité</a>'
GOOD = {
    "/": HOME,
    "/mentions": "x",
    "/plan": "x",
    "/acc": "Cette déclaration a été établie le 02/11/2024.",
}
RSS = "<rss><channel><pubDate>Mon, 06 Jul 2026 10:00:00 GMT</pubDate>{}</channel></rss>"
ITEM = "<item><title>Lavoir</title><link>https://thiers.example/{0:.3}</link><pubDate>{0}</pubDate></item>"


def source(site: str, name: str = "Thiers", kind: SourceKind = SourceKind.SITE, feed: str = "") -> Source:
    told: dict[str, Any] = {"author": "", "communes": (), "categories": (), "licence": None, "left": None, "lang": "fr"}
    told |= {"accept": Accept.ALL, "since": date(2026, 1, 1), "agreed": "Léa"}
    return Source(path=f"sources/{name}.md", slug=name, name=name, site=site, feed=feed, kind=kind, **told)


def examine(*sources: Source) -> list[NetworkSite]:
    """What is found as ``invoke network`` asks, but on this machine and without a pause."""
    return list(examine_sites(sources, fetcher(TRUSTING, Pace(pause=0.0)), NOW))


def answers(pages: Mapping[str, str | bytes]) -> dict[str, Answer]:
    return {path: Answer(body=page if isinstance(page, bytes) else page.encode()) for path, page in pages.items()}


def at(web: Web, path: str = "/") -> str:
    return f"https://localhost:{web.server_port}{path}"


def codes(site: NetworkSite, today: date = TODAY) -> list[str]:
    return [one.code for one in due_of(site, today)]


def built(wishes: Wishes, folder: Path, address: str) -> dict[str, Answer]:
    """The pages of a site that was begun a minute ago, as a server sends them."""
    write_site(folder / "site", plan_site(wishes, FRANCE, DAY))
    own: dict[str, Any] = {"OUTPUT_PATH": str(folder / "output"), "CACHE_PATH": str(folder / "cache")}
    own |= {"SITEURL": address, "SHARING_CARDS": False, "IDENTITY_WEB_FONTS": False, "BUILDING_EXECUTOR": "serial"}
    own["LEGAL_ACCESSIBILITY"] = {"day": date(2026, 6, 1)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1782907200")
        patch.setattr(sys, "path", [*sys.path])  # a site's settings put its own folders before all others
        patch.delitem(sys.modules, "legalconf", raising=False)
        build_site(load_site(folder / "site" / "pelicanconf.py", **own))
        sys.modules.pop("legalconf")
    files = {f"/{name}": (folder / "output" / name).read_bytes() for name in walk_files(folder / "output")}
    return answers({path.removesuffix("index.html"): data for path, data in files.items()})


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Web]]:
    """A village that says its version, an EPCI that hides it, an association without ``provenance.json``."""
    with ExitStack() as stack:
        webs = [stack.enter_context(served({})) for _ in range(3)]
        for web, wishes in zip(webs, (VILLAGE, EPCI, ASSOCIATION), strict=True):
            web.answers |= built(wishes, tmp_path_factory.mktemp("town"), at(web, ""))
        webs[0].answers["/provenance.json"] = Answer(body=b'{"software": "Placette", "version": "1.0.0rc1"}')
        webs[1].answers["/provenance.json"] = Answer(body=b'{"software": "Placette"}')
        del webs[2].answers["/provenance.json"]
        yield webs


@pytest.mark.whole
def test_three_sites_of_placette_are_in_order(towns: list[Web]) -> None:
    village, epci, association = examine(
        source(at(towns[0])), source(at(towns[1])), source(at(towns[2]), kind=SourceKind.ASSOCIATION)
    )
    assert (village.version, epci.version, association.version) == ("1.0.0rc1", "", None)
    assert village.legal == epci.legal == ("notice", "plan", "accessibility")
    assert association.legal == ("notice",)
    for one in (village, epci, association):
        assert (one.why, one.missing, one.broken, one.published) == ("", (), (), DAY)
        assert (one.feeds, one.certificate and one.certificate.year) == (2, 2126)
        assert codes(one) == []
    (again,) = examine(source(at(towns[0])))
    assert again == village


@pytest.mark.whole
def test_one_site_down_is_named_and_the_rest_has_the_same_facts(towns: list[Web]) -> None:
    with served({}) as gone:
        down = source(at(gone), "En panne")
    with served({"/": Answer(503)}) as web, served(answers(GOOD), EXPIRED) as old:
        alone = examine(source(at(towns[0])))
        found = examine(down, source(at(towns[0])), source(at(web)), source(at(old)), source("https://10.0.0.1/"))
    assert [(one.why, one.status) for one in found] == [
        *(("connection", 0), ("", 0), ("status", 503), ("certificate", 0), ("private", 0))
    ]
    assert [found[1]] == alone
    assert [codes(one) for one in found] == [["site-unreachable"], [], *[["site-unreachable"]] * 3]


def test_other_software_has_its_duties_too() -> None:
    pages = {
        **GOOD,
        "/": f'{HOME}<link rel="alternate" type="application/rss+xml" href="/feed"><link rel=alternate'
        ' type="application/rss+xml" href="/comments/feed">',
        "/feed": RSS.format(ITEM.format("Sat, 03 Jan 2026 10:00:00 +0100") + ITEM.format("Fri, 01 Jan 2100 10:00 GMT")),
    }
    with served(answers(pages)) as web:
        (found,) = examine(source(at(web)))
        assert (found.version, found.feeds, found.published) == (None, 1, date(2026, 1, 3))
        assert codes(found) == ["site-silent"]
        assert codes(found, date(2026, 7, 3)) == []
        del web.answers["/plan"], web.answers["/mentions"]
        web.answers["/feed"] = Answer(body=b"<html><p>Erreur</p></html>")
        (found,) = examine(source(at(web)))
        assert (found.missing, found.broken) == (("notice", "plan"), ((at(web, "/feed"), "no-feed", 200),))
        assert codes(found) == ["site-pages", "site-feed"]


def test_a_page_that_no_link_leads_to_counts_on_a_site_of_placette_alone() -> None:
    """Others may answer anything at any address."""
    pages = {"/": "<p>x", **dict.fromkeys(("/mentions-legales/", "/plan-du-site/", "/accessibilite/"), "x")}
    with served(answers(pages)) as web:
        assert examine(source(at(web)))[0].missing == ("notice", "plan", "accessibility")
        web.answers["/provenance.json"] = Answer(body=b'{"software": "Placette"}')
        assert examine(source(at(web)))[0].missing == ()


def test_a_certificate_is_due_three_weeks_before_its_end() -> None:
    site = NetworkSite("Thiers", SourceKind.SITE, "https://thiers.example/", certificate=date(2026, 8, 5))
    assert [codes(site, date(2026, 7, day)) for day in (15, 16)] == [[], ["site-certificate"]]
    assert codes(site, date(2026, 8, 6)) == ["site-certificate"]


def test_what_robots_txt_bars_is_not_asked_and_not_judged() -> None:
    with served(answers({**GOOD, "/robots.txt": "User-agent: *\nDisallow: /\n"})) as web:
        (found,) = examine(source(at(web)))
        assert (found.why, codes(found), web.asked) == ("robots", [], ["/robots.txt"])
        web.answers |= answers({"/robots.txt": "User-agent: placette-network\nDisallow: /acc\n", "/": HOME})
        assert examine(source(at(web)))[0].missing == ()
        assert "/acc" not in web.asked
        assert web.asked.count("/robots.txt") == 2, "once for a run"


def test_a_redirect_is_looked_at_like_the_first_address() -> None:
    with served({"/": Answer(302, {"Location": "https://169.254.169.254/latest/"})}) as web:
        assert examine(source(at(web)))[0].why == "private"
        web.answers["/"] = Answer(302, {"Location": "/"})
        assert examine(source(at(web)))[0].why == "loop"
        web.answers |= {**answers({**GOOD, "/accueil/": HOME}), "/": Answer(301, {"Location": "/accueil/"})}
        (found,) = examine(source(at(web)))
        assert (found.url, found.missing) == (at(web, "/accueil/"), ())


def test_hostile_pages_hold_nothing_up() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    entities = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + RSS.format("<item>&b;</item>")
    feeds = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in "abcde")
    odd = '<a href="javascript:alert(1)">Mentions légales</a><a href="http://[">Plan du site</a><base href="http://[">'
    with served({"/": Answer(headers={"Content-Encoding": "gzip"}, body=bomb)}) as web:
        bombed = examine(source(at(web)))[0]
        assert bombed.missing == ("notice", "plan", "accessibility")
        web.answers = {**answers({"/": feeds + odd, "/a": entities, "/b": "{" * 99_999, "/c": "[1]", "/d": "{}"})}
        web.answers["/provenance.json"] = Answer(body=b"[" * 99_999)
        (found,) = examine(source(at(web)))
        broken = [(url[-2:], why) for url, why, _status in found.broken]
        assert broken == [(f"/{name}", "no-feed") for name in "bcd"], "and /a is a feed, of which no entity is taken"
        assert found.version is None
        web.answers["/"] = Answer(headers={"Content-Encoding": "br"}, body=b"\x8b\x00\x80")
        assert examine(source(at(web)))[0].why == "odd"


def sent(text: str | bytes, **headers: str) -> tuple[str, Reply]:
    body = text if isinstance(text, bytes) else text.encode()
    return "https://thiers.example/blog/", Reply(200, body=body, headers=headers)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Mentions légales", "notice"),
        ("MENTIONS&nbsp;LÉGALES et crédits", "notice"),
        ("<span>Informations</span><br>légales", "notice"),
        ("Legal notice", "notice"),
        ("Plan du site", "plan"),
        ("Sitemap", "plan"),
        ("Accessibilité\u00a0: partiellement conforme", "accessibility"),
        ("Accessibilité (non conforme)", "accessibility"),
        ("Déclaration d’accessibilité", "accessibility"),
        ("Accessibility statement", "accessibility"),
        ("L’accessibilité de la gare", ""),
        ("Mentions au baccalauréat", ""),
        ("Le plan du siège", ""),
    ],
)
def test_legal_pages_are_found_by_the_words_of_links(words: str, kind: str) -> None:
    home = read_home(sent(f'<a href="../x/#y">{words}</a>'), NOW)
    assert home.legal == ({kind: ["https://thiers.example/x/"]} if kind else {})


def test_the_link_that_declares_is_preferred_and_a_search_is_as_good_as_a_map() -> None:
    page = '<a href="#a">Accessibilité</a><a href="/a">Accessibilité</a><a href="/b">Accessibilité : non conforme</a>'
    assert read_home(sent(page), NOW).legal == {"accessibility": ["https://thiers.example/b"]}
    assert read_home(sent('<form role="search"></form>'), NOW).legal == {"plan": ["https://thiers.example/blog/"]}
    assert read_home(sent('<a href="/recherche/">Rechercher</a><a href="/x">y</a>'), NOW).legal.keys() == {"plan"}
    assert read_home(sent('<a href="/2026/recherche-d-emploi/">Emploi</a>'), NOW).legal == {}
    latin = '<meta charset="iso-8859-1"><a href="/m">Mentions légales</a>'.encode("latin-1")
    assert read_home(sent(latin), NOW).legal == {"notice": ["https://thiers.example/m"]}
