"""Recipes: an example of a feature that a site has of its own, beside those of Placette."""

from __future__ import annotations

from pathlib import Path

from placette import Feature, PageKind, SharedKind, Slot

from . import pages
from .recipe import RECIPE, Recipe

FEATURE = Feature(
    name="recipes",
    order=95,
    kinds=(RECIPE,),
    addresses=(pages.RECIPE_PAGE, pages.RECIPES, pages.RECIPES_FEED),
    pages=(PageKind("recipe", pages.compose_recipe, "WebPage", above=pages.RECIPES),),
    singles=(pages.RECIPE_LIST,),
    requests=pages.recipe_requests,
    slots=(Slot("commune", "below", "terms", "term_section", pages.recipes_of, first=True),),
    entry=pages.recipe_entry,
    shared=(SharedKind(Recipe, pages.describe_recipe),),
    listed=pages.listed,
    sections=pages.sections,
    templates=Path(__file__).parent / "templates",
)
register = FEATURE.register
