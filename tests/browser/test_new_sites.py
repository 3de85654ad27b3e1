"""A site begun a minute ago can be used by everyone: of a village, an intercommunalité, a région, one in English.

All but the région have a second post, which is found by searching.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from placette.commands.starting.planning import Wishes
from tests.browser.conftest import violations
from tests.browser.fixture_new_sites import new_site
from tests.browser.fixture_searching import SEARCH, answer_of, field_of, options_of, results_of
from tests.commands.starting.fixture_wishes import ASSOCIATION, EPCI, REGION, VILLAGE

pytestmark = pytest.mark.browser

ADDRESSES = {"fr": ("", "2026/bienvenue/", "mentions-legales/"), "en": ("", "2026/welcome/", "legal/")}
PLACES = {
    "44185": "communes/44185-saint-nicolas-de-redon/",
    "56006": "communes/56006-augan/",
    "35236": "communes/35236-redon/",
}
"""The pages of the communes that posts are about, by code."""
_POST = """---
title: {title}
summary: {summary}
date: 2026-07-02
authors: [{author}]
category: {category}
commune: "{commune}"
---
{body}
"""
_LOCK = _POST.format(
    title="L’écluse des Bellions, à Saint-Nicolas-de-Redon",
    summary="Une péniche, deux cyclistes et le chant d’une poulie.",
    author="equipe",
    category="Patrimoine",
    commune="44185",
    body="On y attend l’eau. Des chevaux tiraient les gabares jusqu’à la mer\u00a0: 1\u202f048 passages l’an.",
)
_OVEN = _POST.format(
    title="Le four à pain du bourg",
    summary="Il chauffe trois fois l’an.",
    author="equipe",
    category="Patrimoine",
    commune="56006",
    body="Copié d’un courriel\u00a0: «\u00a0nous l\u2019avons rallumé\u00a0», et l’on y cuit des galettes.",
)
_MILL = _POST.format(
    title="The miller’s horses",
    summary="They walked in circles.",
    author="team",
    category="Heritage",
    commune="35236",
    body="Old millers were remembered for their ponies.",
)


def titles_for(page: Page, query: str) -> list[str]:
    """The titles that are found on the page of results."""
    field_of(page).fill("")
    expect(answer_of(page)).to_be_hidden()
    field_of(page).fill(query)
    expect(answer_of(page)).to_be_visible()
    return [title.strip() for title in results_of(page).all_inner_texts()]


def search_for(post: str, queries: dict[str, int | None], page: Page) -> None:
    """Find a post by each query, at a place or anywhere, and from the masthead of the page that it leads to."""
    title = post.split("title: ")[1].split("\n")[0]
    for query, place in queries.items():
        titles = titles_for(page, query)
        assert title in (titles if place is None else titles[place : place + 1]), (query, titles)
    results = page.url
    results_of(page).first.click()
    page.wait_for_url(lambda address: address != results)  # loaded: its script hears the key
    expect(page.locator("h1")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(title.split()[-1][:5])
    expect(options_of(page).first).to_be_visible()


@pytest.mark.parametrize(
    ("wishes", "post", "queries"),
    [
        (VILLAGE, _OVEN, {"galette": 0, "fours": 0, "augan": None, "galtete": 0}),
        (EPCI, _LOCK, {"ecluses": 0, "saint nicolas de redon": None, "1048": 0, "penihce": 0}),
        (ASSOCIATION, _MILL, {"horse": 0, "pony": 0, "milers": 0}),
        (REGION, "", {}),
    ],
    ids=["village", "epci", "english", "region"],
)
def test_axe_finds_nothing_in_a_new_site_and_visitors_find_its_posts(
    wishes: Wishes,
    post: str,
    queries: dict[str, int | None],
    tmp_path: Path,
    contexts: Callable[..., BrowserContext],
    axe: str,
    journal: list[str],
) -> None:
    with new_site(wishes, tmp_path, {"articles/2026/second/index.md": post} if post else {}) as address:
        page = contexts(address).new_page()
        found = []
        place = [path for code, path in PLACES.items() if f'commune: "{code}"' in post]
        for path in (*ADDRESSES[wishes.lang], *place):
            page.goto(address + path)
            page.evaluate(axe)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                found += [f"{path} {width}: {told}" for told in violations(page)]
        assert found == []
        if post:
            page.goto(address + SEARCH)
            search_for(post, queries, page)
    assert journal == []
