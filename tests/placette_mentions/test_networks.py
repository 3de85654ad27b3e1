"""Discovery of a page's endpoint for webmentions: every case of the recommendation, on a real server."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from placette_mentions.fetching import AskingError, GoneError
from placette_mentions.networks import endpoint_of
from tests.placette_mentions.fixture_elsewhere import MANNER, elsewhere


class Case(NamedTuple):
    """A page's HTML and its ``Link`` headers; the path and query of the endpoint. ``@`` is the server's address."""

    html: str
    found: str
    links: tuple[str, ...] = ()
    path: str = "/notes/1"


_CASES = {
    "header, bare rel, relative": Case("", "/wm", ("</wm>; rel=webmention",)),
    "header, bare rel, absolute": Case("", "/wm", ("<@/wm>; rel=webmention",)),
    "header, quoted rel": Case("", "/wm", ('</wm>; rel="webmention"',)),
    "header, other case": Case("", "/wm", ("</wm>; REL=WebMention",)),
    "header, several values of rel": Case("", "/wm", ('</wm>; rel="webmention somethingelse"',)),
    "several headers": Case("", "/wm", ("</other>; rel=other", "</wm>; rel=webmention")),
    "one header, several links": Case("", "/wm", ('</other>; rel="other", </wm>; rel="webmention"',)),
    "header, comma in an address and in a title": Case(
        "",
        "/w,m?a=b,c",
        ('</x,y>; rel=x; title="a, <b>; rel=webmention", </w,m?a=b,c>; title=t; rel=webmention',),
    ),
    "header, another word": Case("", "", ('</wm>; rel="not-webmention"',)),
    "header without rel": Case("", "", ("</wm>",)),
    "link, relative": Case('<link rel="webmention" href="/wm">', "/wm"),
    "link, absolute": Case('<link rel="webmention" href="@/wm">', "/wm"),
    "a, relative": Case('<p><a rel="webmention" href="/wm">dire</a>', "/wm"),
    "a, absolute": Case('<p><a href="@/wm" rel="webmention">dire</a>', "/wm"),
    "several values of rel": Case('<link rel="webmention somethingelse" href="/wm">', "/wm"),
    "header before link before a": Case(
        '<link rel="webmention" href="/wm/link"><a rel="webmention" href="/wm/a">x</a>',
        "/wm",
        ("</wm>; rel=webmention",),
    ),
    "another word": Case('<link rel="not-webmention" href="/no"><a rel="webmention" href="/wm">x</a>', "/wm"),
    "in a comment": Case('<!-- <a rel="webmention" href="/no">x</a> --><a rel="webmention" href="/wm">x</a>', "/wm"),
    "escaped": Case('<code>&lt;a rel="webmention" href="/no"&gt;</code><a rel="webmention" href="/wm">x</a>', "/wm"),
    "empty: the page itself": Case('<link rel="webmention" href="">', "/notes/1"),
    "empty, with a query": Case('<link rel="webmention" href="">', "/notes/1?n=2", path="/notes/1?n=2"),
    "a before link": Case('<body><a rel="webmention" href="/wm">x</a><link rel="webmention" href="/no">', "/wm"),
    "link before a": Case('<body><link rel="webmention" href="/wm"><a rel="webmention" href="/no">x</a>', "/wm"),
    "link without href": Case('<link rel="webmention"><a rel="webmention" href="/wm">x</a>', "/wm"),
    "a query": Case('<link rel="webmention" href="/wm?q=1&amp;r=%20">', "/wm?q=1&r=%20"),
    "relative to the path": Case('<link rel="webmention" href="1/wm">', "/notes/1/wm"),
    "relative to the base": Case('<base href="/base/x"><link rel="webmention" href="wm">', "/base/wm"),
    "in a template": Case('<template><a rel="webmention" href="/no">x</a></template>', ""),
    "nothing": Case("<p>Bonjour</p>", ""),
}


@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES)
def test_it_is_found_as_the_recommendation_says(case: Case) -> None:
    with elsewhere() as web:
        links = tuple(link.replace("@", web.address) for link in case.links)
        page = web.page(case.path, f"<!doctype html>{case.html}".replace("@", web.address), links=links)
        assert endpoint_of(page, MANNER) == (f"{web.address}{case.found}" if case.found else "")


def test_it_is_relative_to_where_redirects_lead() -> None:
    with elsewhere() as web:
        web.page("/a/b/page", '<link rel="webmention" href="wm">')
        assert endpoint_of(web.redirect("/x", "/a/b/page"), MANNER) == f"{web.address}/a/b/wm"


def test_what_isnt_a_page_says_it_in_its_header_alone() -> None:
    with elsewhere() as web:
        pdf = web.page("/plan.pdf", '<a rel="webmention" href="/no">', kind="application/pdf")
        assert endpoint_of(pdf, MANNER) == ""
        web.page("/plan.pdf", "%PDF", kind="application/pdf", links=("</wm>; rel=webmention",))
        assert endpoint_of(pdf, MANNER) == f"{web.address}/wm"


def test_a_very_large_page_is_read_as_far_as_one_goes() -> None:
    with elsewhere() as web:
        page = web.page("/grand", '<link rel="webmention" href="/wm">' + "<p>mot " * 400_000)
        assert endpoint_of(page, MANNER) == f"{web.address}/wm"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "ftp://a.example/", "http://a@b.example/", "http://[", "data:,"]
)
def test_what_is_no_address_of_the_web_is_none(href: str) -> None:
    with elsewhere() as web:
        assert endpoint_of(web.page("/", f'<link rel="webmention" href="{href}">'), MANNER) == ""


def test_what_is_gone_or_fails_is_told_apart() -> None:
    with elsewhere() as web:
        with pytest.raises(GoneError):
            endpoint_of(web.page("/parti", "", 410), MANNER)
        with pytest.raises(AskingError, match="503"):
            endpoint_of(web.page("/panne", "", 503), MANNER)
