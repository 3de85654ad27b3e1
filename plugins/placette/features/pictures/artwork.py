"""The picture of every post: its photo, or the landscape drawn for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PIL import Image

from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import Picture
from placette.engine.texts.pictures import PictureView, photo_view
from placette.engine.texts.renditions import PhotoFacts
from placette.features.pictures.hues import DRAWN_FOR, Hues, palettes_for
from placette.features.pictures.motifs import motif_of
from placette.features.pictures.shapes import HEIGHT, WIDTH
from placette.features.posts import Article

FOLDER = "drawings"


def drawing_url(article: Article) -> str:
    """The address of a post's landscape, from the site's root."""
    return f"{FOLDER}/{article.slug}-{motif_of(article.category.slug).value}.svg"


def picture_of(desk: Desk) -> Picture:
    """A post's lead picture: its photo, or the landscape drawn for it."""
    return partial(_picture, photos=desk.build.photos, base=desk.base)


def _picture(article: Article, photos: Mapping[str, PhotoFacts], base: str) -> PictureView | None:
    if article.photo:
        return photo_view(article.photo, photos, base)
    return PictureView(base + drawing_url(article), WIDTH, HEIGHT, drawn=True)


def landscape_svg(article: Article, hues: Hues = DRAWN_FOR) -> bytes:
    """The drawn landscape of a post in the territory's hues, as an SVG file."""
    from placette.features.pictures.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette.features.pictures.rendering import render_svg  # noqa: PLC0415 - most builds draw nothing

    return render_svg(draw_landscape(article.slug, motif_of(article.category.slug), palettes_for(hues))).encode()


def paint_landscape(slug: str, category: str, width: int, height: int, hues: Hues = DRAWN_FOR) -> Image.Image:
    """The landscape drawn for a slug as RGB pixels, for the cards that networks show.

    A post's is that of its page, in the same hues; ``category`` is the slug that chooses the motif, volcanoes when it
    is empty.
    """
    from placette.features.pictures.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette.features.pictures.painting import paint  # noqa: PLC0415

    return paint(draw_landscape(slug, motif_of(category), palettes_for(hues)), width, height)
