"""The pages of recipes: one each, the list of all, its feed, a line on the pages of communes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from placette import (
    Commune,
    FeedAddress,
    FeedEntry,
    Listing,
    Lookup,
    MapSection,
    PageAddress,
    Ports,
    Request,
    Single,
    Site,
    lists,
    schema_org,
    views,
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

    head: views.HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    minutes: int
    portions: int
    people: tuple[views.PersonView, ...]
    index_url: str


def recipe_requests(site: Site) -> Iterator[Request]:
    """The page of each recipe, and the feed of all."""
    for slug, recipe in site.texts(RECIPE).items():
        yield Request("recipe", site.addresses[RECIPE_PAGE].file(slug), recipe.url, RecipeContent(slug))
    newest = sorted(site.texts(RECIPE).values(), key=lambda recipe: (recipe.date, recipe.path), reverse=True)
    paths = [recipe.path for recipe in newest]
    yield from lists.feed_requests(RECIPES_FEED, "", _TITLE, paths, site, site.addresses[RECIPES].url)


def compose_recipe(request: Request, content: RecipeContent, look: Lookup) -> RecipeView:
    """The view of a recipe's page."""
    recipe = look.named(RECIPE, content.recipe)
    return RecipeView(
        head=lists.head_of(request, recipe.title, recipe.summary, look, recipe),
        title=recipe.title,
        lang=recipe.lang,
        summary=recipe.summary,
        body_html=look.html(recipe),
        minutes=recipe.minutes,
        portions=recipe.portions,
        people=look.people(recipe.authors),
        index_url=look.site.index_url(RECIPES),
    )


def _terms(site: Site, commune: Commune | None = None) -> tuple[views.TermView, ...]:
    found = [recipe for recipe in site.texts(RECIPE).values() if commune is None or commune.code in recipe.communes]
    lines = ((r, f"{r.minutes} min · {r.portions} portions. {r.summary}") for r in found)
    return tuple(views.TermView(recipe.title, site.base + recipe.url, 0, line) for recipe, line in lines)


def _index(site: Site) -> lists.TermsView | None:
    return lists.TermsView(_TITLE, "Ce que l’on cuisine ici.", _terms(site)) if site.texts(RECIPE) else None


RECIPE_LIST = Single(RECIPES, lists.TERMS, _index, _TITLE, link_order=115, listing_order=145)


def recipes_of(commune: Commune | None, site: Site) -> lists.TermsSectionView | None:
    """The recipes of a commune, for its page; None without any."""
    found = _terms(site, commune) if commune else ()
    return lists.TermsSectionView("recipes", _TITLE, found) if found else None


def recipe_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A recipe in a feed; None where none lies at ``path``."""
    found = next((recipe for recipe in look.site.texts(RECIPE).values() if recipe.path == path), None)
    if found is None:
        return None
    recipe = look.text(RECIPE, found)
    body = partial(look.html, recipe)
    words = (recipe.url, recipe.title, recipe.summary, recipe.lang)
    return FeedEntry(*words, recipe.date, recipe.date, body, recipe.licence, look.people(recipe.authors))


def describe_recipe(
    recipe: Recipe, crumbs: views.BreadcrumbsView, images: tuple[views.SocialImageView, ...], look: Lookup
) -> views.SocialView:
    """Open Graph and JSON-LD (schema.org/Recipe) of a recipe's page."""
    page = schema_org.page_json_ld(crumbs, schema_org.website_of(look.site))
    page["@graph"].append(
        {
            "@type": "Recipe",
            "name": recipe.title,
            "description": recipe.summary,
            "url": crumbs.url,
            "author": [schema_org.agent(key, look.site.ask(Ports.AGENTS)) for key in recipe.authors],
            "totalTime": f"PT{recipe.minutes}M",
            "recipeYield": recipe.portions,
        }
    )
    return views.SocialView("website", images, schema_org.open_graph_locale(recipe.lang), page)


def listed(site: Site) -> Iterator[Listing]:
    """The pages for robots."""
    return (Listing(144, recipe.url) for recipe in site.texts(RECIPE).values())


def sections(site: Site) -> Iterator[MapSection]:
    """The section of the site map."""
    yield MapSection(95, _TITLE, [views.LinkView(term.name, term.url) for term in _terms(site)])
