"""The drawing of each post: a motif from its words, and a palette that no neighbour in a list shares.

Both depend on the post, and the palette also on those before it in its lists, oldest first: a new post changes no other
drawing, and one that is edited rarely another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from zlib import crc32

from PIL import Image

from placette import Article, PictureView, Site, Term, Words, authors, episode_of, fields, posts
from placette_landscapes import ridges, trees
from placette_landscapes.ridges import Skyline
from placette_landscapes.shapes import HEIGHT, WIDTH, suitable_palettes

Landscape = Literal[
    "city", "country", "forest", "marsh", "mediterranean", "mountain",
    "plain", "river", "sea", "town", "tropics", "volcanoes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PicturesSettings:
    """Settings of the landscapes."""

    landscape: Landscape = "country"
    """What the territory looks like, where a post says nothing that can be drawn: ``country`` (hills, fields, trees),
    ``plain``, ``mountain``, ``forest``, ``river``, ``marsh``, ``sea`` (Atlantic or Channel), ``mediterranean`` (hills
    and coast), ``tropics`` (coast and volcano), ``volcanoes``, ``town`` or ``city``. The preview has a page with a
    picture of each (``/apercu/paysages/``)."""
    on_pages: bool = True
    """Whether pages show a landscape for a post that has no photo."""


SEA = frozenset({fields.Motif.LIGHTHOUSE, fields.Motif.SAILS, fields.Motif.HARBOUR, fields.Motif.SHORE})
OF_COMMUNES: Mapping[str, fields.Motif] = MappingProxyType(
    {
        "-sur-mer": fields.Motif.SAILS,
        "-les-flots": fields.Motif.SAILS,
        "-plage": fields.Motif.SHORE,
        "-ocean": fields.Motif.SHORE,
        "-port": fields.Motif.HARBOUR,
        "-le-port": fields.Motif.HARBOUR,
        "-les-bains": fields.Motif.SPRING,
        "-les-eaux": fields.Motif.SPRING,
        "-les-thermes": fields.Motif.SPRING,
        "-du-lac": fields.Motif.WATER,
        "-le-lac": fields.Motif.WATER,
        "-des-bois": fields.Motif.FOREST,
        "-la-foret": fields.Motif.FOREST,
        "-en-foret": fields.Motif.FOREST,
        "-les-vergers": fields.Motif.ORCHARD,
        "-le-chateau": fields.Motif.CASTLE,
    }
)  # how names of communes end that describe their place (slugs)
_HIGH = frozenset({fields.Motif.PEAKS, fields.Motif.CHALETS})
_FIRE = frozenset({fields.Motif.PUYS})
_WARM = frozenset({fields.Motif.LAGOON, fields.Motif.OLIVES})


_LEAVES = ((trees.broad,), (trees.broad, trees.poplar))


@dataclass(frozen=True, slots=True)
class Family:
    """The landscapes of one kind of territory.

    ``motifs`` are for posts whose words choose none, ``ridges`` close the horizon, ``lowered`` is how much of the
    height of the far ground is taken off (0 to 1), ``absent`` are motifs that no word can bring there, and ``trees``
    stand around, where they are not those of the north.
    """

    motifs: tuple[fields.Motif, ...]
    ridges: tuple[Callable[[Random, float, float], Skyline], ...] = (ridges.rolling,)
    lowered: float = 0.0
    absent: frozenset[fields.Motif] = SEA | _HIGH | _FIRE | _WARM
    trees: tuple[tuple[trees.Tree, ...], ...] = ()


VOLCANOES = Family(
    (fields.Motif.PUYS,), (ridges.puys, ridges.puys, ridges.plateaux, ridges.crests), absent=SEA | _HIGH | _WARM
)
FAMILIES: Mapping[Landscape, Family] = MappingProxyType(
    {
        "country": Family(
            (fields.Motif.ORCHARD, fields.Motif.FIELDS, fields.Motif.FARM, fields.Motif.VILLAGE), lowered=0.3
        ),
        "forest": Family(
            (fields.Motif.FOREST, fields.Motif.CLEARING, fields.Motif.PATH, fields.Motif.WATER), lowered=0.3
        ),
        "mountain": Family(
            (fields.Motif.PEAKS, fields.Motif.CHALETS, fields.Motif.PASTURE, fields.Motif.TORRENT),
            (ridges.crests,),
            absent=SEA | _FIRE | _WARM,
        ),
        "plain": Family(
            (fields.Motif.FIELDS, fields.Motif.WINDMILL, fields.Motif.CANAL, fields.Motif.FARM), lowered=0.8
        ),
        "river": Family(
            (fields.Motif.RIVER, fields.Motif.QUAY, fields.Motif.WORKSHOP, fields.Motif.CANAL), lowered=0.6
        ),
        "sea": Family(
            (fields.Motif.LIGHTHOUSE, fields.Motif.SAILS, fields.Motif.HARBOUR, fields.Motif.SHORE),
            lowered=0.75,
            absent=_HIGH | _FIRE | _WARM,
        ),
        "mediterranean": Family(
            (fields.Motif.OLIVES, fields.Motif.VINES, fields.Motif.HARBOUR, fields.Motif.SAILS),
            (ridges.rolling, ridges.crests),
            absent=_HIGH | _FIRE | {fields.Motif.LAGOON},
            trees=((trees.pine,), (trees.poplar, trees.pine)),
        ),
        "tropics": Family(
            (fields.Motif.LAGOON, fields.Motif.PUYS, fields.Motif.SAILS),
            (ridges.puys, ridges.crests),
            absent=_HIGH | {fields.Motif.WINTER, fields.Motif.OLIVES},
            trees=((trees.palm,),),
        ),
        "marsh": Family(
            (fields.Motif.MARSH, fields.Motif.RIVER, fields.Motif.WATER, fields.Motif.CANAL),
            lowered=0.85,
            trees=_LEAVES,
        ),
        "city": Family(
            (fields.Motif.TOWERS, fields.Motif.AVENUE, fields.Motif.QUAY, fields.Motif.SQUARE),
            lowered=0.7,
            trees=_LEAVES,
        ),
        "town": Family(
            (fields.Motif.ROOFTOPS, fields.Motif.QUAY, fields.Motif.SQUARE, fields.Motif.AVENUE), lowered=0.6
        ),
        "volcanoes": VOLCANOES,
    }
)


def _place_of(word: str, count: int) -> int:
    """Return one of ``count`` places (0, 1, …), always the same for a word."""
    return crc32(word.encode("utf-8", "replace")) % count


def neutral_motif(seed: str, family: Family) -> fields.Motif:
    """Return one of the family's motifs, always the same for a seed."""
    return family.motifs[_place_of(seed, len(family.motifs))]


_BESIDE, _NEAR = 3, 1  # the cost of looking like the post before, and like the one before that

_List = tuple[str, str]
"""A list of posts: its kind and its name. A category and a tag of one name are two lists."""
_Before = tuple[fields.Motif | None, str, fields.Motif | None, str]
"""Motif and palette of the last post of a list, then of the one before it."""
_NOTHING: _Before = (None, "", None, "")


class Drawing(NamedTuple):
    """A motif, and the name of the palette."""

    motif: fields.Motif
    palette: str

    def __str__(self) -> str:
        return f"{self.motif.value}-{self.palette}"


def plan_drawings(articles: Sequence[Article], communes: Mapping[str, str], family: Family) -> dict[str, Drawing]:
    """Return the drawing of each post, by path; ``articles`` come newest first, ``communes`` are names by code."""
    last: dict[_List, _Before] = {}
    planned: dict[str, Drawing] = {}
    for article in reversed(articles):
        motif, costs = _motif(article, communes, family), dict[str, int]()
        lists: list[_List] = [("site", ""), ("category", article.category.slug)]
        lists += [("series", name)] if (name := episode_of(article).series) else []
        lists += [("commune", code) for code in article.communes]
        lists += [("author", key) for key in article.authors]
        lists += [("tag", tag.slug) for tag in article.tags]
        before = [last.get(entry, _NOTHING) for entry in lists]
        for entry, neighbour, other, near in before:
            if entry is motif:
                costs[neighbour] = costs.get(neighbour, 0) + _BESIDE
            if other is motif:
                costs[near] = costs.get(near, 0) + _NEAR
        palette = _palette(article.slug, motif, costs)
        planned[article.path] = Drawing(motif, palette)
        for name_of_list, (entry, neighbour, _, _) in zip(lists, before, strict=True):
            last[name_of_list] = (motif, palette, entry, neighbour)
    return planned


def subject_drawing(name: str, slug: str, family: Family) -> Drawing:
    """Return the drawing of a subject, as a category, by its name."""
    motifs = (motif for motif in posts.motifs_of(name, (), "") if motif not in family.absent)
    motif = next(motifs, None) or neutral_motif(slug, family)
    return Drawing(motif, _palette(slug, motif, {}))


def read_drawing(written: str, slug: str, family: Family) -> Drawing:
    """Return a drawing as it is written into addresses and cards; one of the territory's for none."""
    motif, _, palette = written.partition("-")
    if written:
        return Drawing(fields.Motif(motif), palette)
    neutral = neutral_motif(slug, family)
    return Drawing(neutral, _palette(slug, neutral, {}))


def _motif(article: Article, communes: Mapping[str, str], family: Family) -> fields.Motif:
    """Return its own choice; or the motif of its words that its territory has; or that of its communes' names."""
    if article.motif:
        return article.motif
    for motif in article.motifs:
        if motif not in family.absent or (motif in SEA and SEA.intersection(_of_communes(article, communes))):
            return motif
    return next(iter(_of_communes(article, communes)), None) or neutral_motif(article.slug, family)


def _of_communes(article: Article, communes: Mapping[str, str]) -> list[fields.Motif]:
    return [motif for code in article.communes if (motif := _of_name(communes[code]))]


@cache
def _of_name(commune: str) -> fields.Motif | None:
    slug = f"-{Words.slugify(commune)}"
    return next((motif for end, motif in OF_COMMUNES.items() if slug.endswith(end)), None)


def _palette(slug: str, motif: fields.Motif, taken: Mapping[str, int]) -> str:
    """Return the first of a motif's palettes, from a place that the slug chooses, that costs least."""
    names = suitable_palettes(motif)
    start = _place_of(slug, len(names))
    if names[start] not in taken:  # nearly always
        return names[start]
    ordered = (*names[start:], *names[:start])
    free = next((name for name in ordered if name not in taken), None)
    return free or min(ordered, key=taken.__getitem__)


FOLDER = "drawings"
CHOICES = "apercu/paysages/"
"""Where a preview shows what ``PICTURES_LANDSCAPE`` may be, with a picture of each."""
PORTRAITS = f"{FOLDER}/portraits.svg"
SHEET = "apercu/portraits/"
"""Where a preview shows the drawn portraits that a profile may name, each with its number."""


def family_of(site: Site) -> Family:
    """Return the landscapes of a site's territory."""
    return FAMILIES[site.options("PICTURES", PicturesSettings).landscape]


def drawings(site: Site) -> dict[str, Drawing]:
    """Return the drawing of each post without a photo, by source path."""
    return site.once(_drawings)


def _drawings(site: Site) -> dict[str, Drawing]:
    return _planned([article for article in posts.published(site) if not article.photo], site)


def _planned(shown: Sequence[Article], site: Site) -> dict[str, Drawing]:
    names = {code: commune.name for code, commune in site.build.communes.by_code.items()}
    return plan_drawings(shown, names, family_of(site))


def drawing_url(slug: str, drawing: Drawing) -> str:
    """Return the address of a post's landscape, from the site's root."""
    return f"{FOLDER}/{slug}-{drawing.motif.value}.svg"


def portrait_url(number: int) -> str:
    """Return the address of a drawn portrait, from the site's root: its view in the file of all that were chosen."""
    return f"{PORTRAITS}#p{number}"


def portraits_of(site: Site) -> authors.Portraits:
    """Return the portraits that people can choose from."""
    from placette_landscapes.portraits import load_hues, paint_portrait  # noqa: PLC0415 - most builds paint none

    return authors.Portraits(portrait_url, partial(paint_portrait, hues=load_hues(site.settings)))


def drawing_of(site: Site) -> Callable[[Any], str]:
    """Return the drawing of a post or a category, in one word; empty for a post with a photo."""
    planned, family = drawings(site), family_of(site)

    def find(about: Article | Term) -> str:
        if isinstance(about, Term):
            return str(subject_drawing(about.name, about.slug, family))
        return str(planned[about.path]) if about.path in planned else ""

    return find


def picture_of(site: Site) -> Callable[[Any], PictureView | None]:
    """Return a post's lead picture: its photo, or the landscape drawn for it."""
    planned, photos, base = drawings(site), site.build.photos, site.base

    def show(article: Article) -> PictureView | None:
        if article.photo:
            return PictureView.of(article.photo, photos, base)
        return PictureView(base + drawing_url(article.slug, planned[article.path]), WIDTH, HEIGHT, drawn=True)

    return show


def landscape_of(site: Site) -> Callable[[Article], bytes]:
    """Return the landscape of a post as SVG; that of one without a page yet, as if it stood alone."""
    planned, family = drawings(site), family_of(site)

    def draw(article: Article) -> bytes:
        drawing = planned.get(article.path) or _planned([article], site)[article.path]
        return landscape_svg(article.slug, drawing, family)

    return draw


def landscape_svg(slug: str, drawing: Drawing, family: Family) -> bytes:
    """Return a drawn landscape as an SVG file."""
    from placette_landscapes.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette_landscapes.printing import render_svg  # noqa: PLC0415

    return render_svg(draw_landscape(slug, drawing.motif, family, drawing.palette)).encode()


def paint_landscape(slug: str, drawing: str, width: int, height: int, family: Family = VOLCANOES) -> Image.Image:
    """Return the landscape drawn for a slug as RGB pixels, for the cards that networks show.

    A post's is that of its page. ``drawing`` is its motif and palette in one word; one of the territory's when empty.
    """
    from placette_landscapes.landscapes import draw_landscape  # noqa: PLC0415 - most builds draw nothing
    from placette_landscapes.printing import paint  # noqa: PLC0415

    motif, palette = read_drawing(drawing, slug, family)
    return paint(draw_landscape(slug, motif, family, palette), width, height)
