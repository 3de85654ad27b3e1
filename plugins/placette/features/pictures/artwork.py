"""The picture of every post: its photo, or the landscape drawn for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PIL import Image

from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import Picture
from placette.engine.texts.pictures import PictureView, photo_view
from placette.engine.texts.renditions import PhotoFacts
from placette.features.pictures.families import FAMILIES, motif_of
from placette.features.pictures.hues import DRAWN_FOR, Hues, palettes_for
from placette.features.pictures.motifs import Motif
from placette.features.pictures.settings import Landscape, PicturesSettings
from placette.features.pictures.shapes import HEIGHT, WIDTH
from placette.features.posts import Article

FOLDER = "drawings"


def drawing_url(article: Article, landscape: Landscape) -> str:
    """The address of a post's landscape, from the site's root."""
    return f"{FOLDER}/{article.slug}-{_motif(article, landscape).value}.svg"


def _motif(article: Article, landscape: Landscape) -> Motif:
    return motif_of(article.category.slug, article.slug, FAMILIES[landscape])


def picture_of(desk: Desk) -> Picture:
    """A post's lead picture: its photo, or the landscape drawn for it."""
    landscape = desk.options("PICTURES", PicturesSettings).landscape
    return partial(_picture, photos=desk.build.photos, base=desk.base, landscape=landscape)


def _picture(article: Article, photos: Mapping[str, PhotoFacts], base: str, landscape: Landscape) -> PictureView | None:
    if article.photo:
        return photo_view(article.photo, photos, base)
    return PictureView(base + drawing_url(article, landscape), WIDTH, HEIGHT, drawn=True)


def landscape_svg(article: Article, hues: Hues, landscape: Landscape) -> bytes:
    """The drawn landscape of a post in the territory's hues, as an SVG file."""
    from placette.features.pictures.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette.features.pictures.rendering import render_svg  # noqa: PLC0415 - most builds draw nothing

    motif = _motif(article, landscape)
    return render_svg(draw_landscape(article.slug, motif, palettes_for(hues), FAMILIES[landscape])).encode()


def paint_landscape(
    slug: str, category: str, width: int, height: int, hues: Hues = DRAWN_FOR, landscape: Landscape = "volcanoes"
) -> Image.Image:
    """The landscape drawn for a slug as RGB pixels, for the cards that networks show.

    A post's is that of its page, in the same hues; ``category`` is the slug that chooses the motif, one of the
    territory's when it is empty.
    """
    from placette.features.pictures.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette.features.pictures.painting import paint  # noqa: PLC0415

    family = FAMILIES[landscape]
    return paint(draw_landscape(slug, motif_of(category, slug, family), palettes_for(hues), family), width, height)
