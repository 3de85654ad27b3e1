"""The pages of recipes: one each, the list of all, its feed, a line on the pages of communes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from placette.engine.library.kinds import Commune
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk, Lookup
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.features import AGENTS, Listing, MapSection, Request
from placette.engine.pages.lists import TERMS, Single, TermsContent, TermsSectionView, feed_requests, head_of
from placette.engine.pages.structured import agent, open_graph_locale, page_json_ld, website_of
from placette.engine.pages.views import (
    BearingsView,
    HeadView,
    LinkView,
    PersonView,
    SocialImageView,
    SocialView,
    TermView,
)

from .recipe import RECIPE, Recipe

RECIPE_PAGE = PageAddress("RECIPE")
RECIPES = PageAddress("RECIPES")
RECIPES_FEED = FeedAddress("RECIPES_FEED")
_TITLE = "Recettes"


class RecipeContent(NamedTuple):
    """A recipe, by slug."""

    recipe: str


class RecipeView(NamedTuple):
    """What the page of a recipe prints."""

    head: HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    minutes: int
    portions: int
    people: tuple[PersonView, ...]
    index_url: str


def recipe_requests(desk: Desk) -> Iterator[Request]:
    """The page of each recipe, and the feed of all."""
    for slug, recipe in desk.texts(RECIPE).items():
        yield Request("recipe", desk.addresses[RECIPE_PAGE].file(slug), recipe.url, RecipeContent(slug))
    newest = sorted(desk.texts(RECIPE).values(), key=lambda recipe: (recipe.date, recipe.path), reverse=True)
    paths = [recipe.path for recipe in newest]
    yield from feed_requests(RECIPES_FEED, "", _TITLE, paths, desk, desk.addresses[RECIPES].url)


def compose_recipe(request: Request, content: RecipeContent, look: Lookup) -> RecipeView:
    """The view of a recipe's page."""
    recipe = look.named(RECIPE, content.recipe)
    return RecipeView(
        head=head_of(request, recipe.title, recipe.summary, look, recipe),
        title=recipe.title,
        lang=recipe.lang,
        summary=recipe.summary,
        body_html=look.html(recipe),
        minutes=recipe.minutes,
        portions=recipe.portions,
        people=look.people(recipe.authors),
        index_url=look.desk.index_url(RECIPES),
    )


def _terms(desk: Desk, commune: Commune | None = None) -> tuple[TermView, ...]:
    found = [recipe for recipe in desk.texts(RECIPE).values() if commune is None or commune.code in recipe.communes]
    lines = ((r, f"{r.minutes} min · {r.portions} portions. {r.summary}") for r in found)
    return tuple(TermView(recipe.title, desk.base + recipe.url, 0, line) for recipe, line in lines)


def _index(desk: Desk) -> TermsContent | None:
    return TermsContent(_TITLE, "Ce que l’on cuisine ici.", _terms(desk)) if desk.texts(RECIPE) else None


RECIPE_LIST = Single(RECIPES, TERMS, _index, _TITLE, link_order=115, listing_order=145)


def recipes_of(commune: Commune | None, desk: Desk) -> TermsSectionView | None:
    """The recipes of a commune, for its page; None without any."""
    found = _terms(desk, commune) if commune else ()
    return TermsSectionView("recipes", _TITLE, found) if found else None


def recipe_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A recipe in a feed; None where none lies at ``path``."""
    found = next((recipe for recipe in look.desk.texts(RECIPE).values() if recipe.path == path), None)
    if found is None:
        return None
    recipe = look.text(RECIPE, found)
    body = partial(look.html, recipe)
    words = (recipe.url, recipe.title, recipe.summary, recipe.lang)
    return FeedEntry(*words, recipe.date, recipe.date, body, recipe.licence, look.people(recipe.authors))


def describe_recipe(
    recipe: Recipe, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD (schema.org/Recipe) of a recipe's page."""
    page = page_json_ld(bearings, website_of(look.desk))
    page["@graph"].append(
        {
            "@type": "Recipe",
            "name": recipe.title,
            "description": recipe.summary,
            "url": bearings.url,
            "author": [agent(key, look.desk.ask(AGENTS)) for key in recipe.authors],
            "totalTime": f"PT{recipe.minutes}M",
            "recipeYield": recipe.portions,
        }
    )
    return SocialView("website", images, open_graph_locale(recipe.lang), page)


def listed(desk: Desk) -> Iterator[Listing]:
    """The pages for robots."""
    return (Listing(144, recipe.url) for recipe in desk.texts(RECIPE).values())


def sections(desk: Desk) -> Iterator[MapSection]:
    """The section of the site map."""
    yield MapSection(95, _TITLE, [LinkView(term.name, term.url) for term in _terms(desk)])
