"""The picture of every post: its photo, or the landscape drawn for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from placette.engine.library.models import Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import Picture
from placette.engine.texts.pictures import PictureView, photo_view
from placette.features.pictures.drawings import Drawing, plan_drawings, read_drawing, subject_drawing
from placette.features.pictures.families import FAMILIES, Family
from placette.features.pictures.hues import DRAWN_FOR, Hues, load_hues, palettes_for
from placette.features.pictures.settings import Landscape, PicturesSettings
from placette.features.pictures.shapes import HEIGHT, WIDTH
from placette.features.posts import Article, published

FOLDER = "drawings"


@dataclass(frozen=True, slots=True)
class DrawingManner:
    """How a site draws: in which hues, what kind of territory."""

    hues: Hues = DRAWN_FOR
    landscape: Landscape = "volcanoes"

    @property
    def family(self) -> Family:
        """The landscapes of the territory."""
        return FAMILIES[self.landscape]


def manner_of(desk: Desk) -> DrawingManner:
    """How a site draws."""
    return desk.once(_manner)


def _manner(desk: Desk) -> DrawingManner:
    return DrawingManner(load_hues(desk.settings), desk.options("PICTURES", PicturesSettings).landscape)


def drawings(desk: Desk) -> dict[str, Drawing]:
    """What is drawn for each post without a photo, by source path."""
    return desk.once(_drawings)


def _drawings(desk: Desk) -> dict[str, Drawing]:
    return _planned([article for article in published(desk) if not article.photo], desk)


def _planned(shown: Sequence[Article], desk: Desk) -> dict[str, Drawing]:
    names = {code: commune.name for code, commune in desk.build.communes.by_code.items()}
    return plan_drawings(shown, names, manner_of(desk).family)


def drawing_url(slug: str, drawing: Drawing) -> str:
    """The address of a post's landscape, from the site's root."""
    return f"{FOLDER}/{slug}-{drawing.motif.value}.svg"


def drawing_of(desk: Desk) -> Callable[[Any], str]:
    """What is drawn for a post or a category, in one word; empty for a post with a photo."""
    planned, family = drawings(desk), manner_of(desk).family

    def find(about: Article | Term) -> str:
        if isinstance(about, Term):
            return str(subject_drawing(about.name, about.slug, family))
        return str(planned[about.path]) if about.path in planned else ""

    return find


def picture_of(desk: Desk) -> Picture:
    """A post's lead picture: its photo, or the landscape drawn for it."""
    planned, photos, base = drawings(desk), desk.build.photos, desk.base

    def show(article: Article) -> PictureView | None:
        if article.photo:
            return photo_view(article.photo, photos, base)
        return PictureView(base + drawing_url(article.slug, planned[article.path]), WIDTH, HEIGHT, drawn=True)

    return show


def landscape_of(desk: Desk) -> Callable[[Article], bytes]:
    """The landscape of a post as SVG; that of one without a page yet, as if it stood alone."""
    planned, manner = drawings(desk), manner_of(desk)

    def draw(article: Article) -> bytes:
        drawing = planned.get(article.path) or _planned([article], desk)[article.path]
        return landscape_svg(article.slug, drawing, manner)

    return draw


def landscape_svg(slug: str, drawing: Drawing, manner: DrawingManner) -> bytes:
    """A drawn landscape as an SVG file."""
    from placette.features.pictures.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette.features.pictures.rendering import render_svg  # noqa: PLC0415 - most builds draw nothing

    palettes = palettes_for(manner.hues)
    return render_svg(draw_landscape(slug, drawing.motif, palettes, manner.family, drawing.palette)).encode()


def paint_landscape(
    slug: str, drawing: str, width: int, height: int, manner: DrawingManner = DrawingManner()
) -> Image.Image:
    """The landscape drawn for a slug as RGB pixels, for the cards that networks show.

    A post's is that of its page. ``drawing`` is its motif and palette in one word; one of the territory's when empty.
    """
    from placette.features.pictures.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette.features.pictures.painting import paint  # noqa: PLC0415

    motif, palette = read_drawing(drawing, slug, manner.family)
    return paint(draw_landscape(slug, motif, palettes_for(manner.hues), manner.family, palette), width, height)
