"""The village board: a post as a sheet of paper, with a code that leads to it."""

from __future__ import annotations

from placette.desks.announcing.desk import Desk, extract_of, first_words
from placette.desks.announcing.mentions import credits_of
from placette.desks.announcing.poster_drawing import Document, Picture, draw_poster
from placette.desks.announcing.poster_layout import Poster
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.features.posts.article import Article
from placette.features.sharing.fonts import Face, drawable
from placette.features.sharing.subjects import places_of

_HEADING = N_("Read it online")
_HELP = N_("Point your phone’s camera at this code, or type the address:")
_PIXELS = (2100, 1300)
"""What is asked of a photo: 300 dpi over the width of an A4 sheet without its margins."""
_MORE = 900
"""Characters of the beginning of the text: more than the sheet can hold below a summary."""


def make_poster(article: Article, desk: Desk, size: str = "a4") -> bytes:
    """A post's poster as a PDF, ``a4`` or ``a5``, in the site's words. Raises ``OSError`` when its photo is gone."""
    site = desk.publisher.site
    document = Document(article.title, site.name, article.lang, article.date)
    return draw_poster(describe(article, desk), _picture(article, desk), desk.publisher.colours, document, size)


def describe(article: Article, desk: Desk) -> Poster:
    """What a post's poster says."""
    publisher = desk.publisher
    names = credits_of(article, publisher.people, "", publisher.translate)
    photo = article.photo
    return Poster(
        site=publisher.site.name,
        category=article.category.name,
        place=places_of(desk.build.communes.by_code[code] for code in article.communes),
        title=article.title,
        byline=" · ".join((*names, long_date(article.date, publisher.site.lang))),
        extract=extract_of(article, desk.build),
        more=first_words(article, desk.build, _MORE) if article.summary else "",
        picture_credit=photo.credit if photo else "",
        heading=publisher.translate(_HEADING),
        help=publisher.translate(_HELP),
        link=publisher.site.url + article.url,
    )


def undrawn(title: str) -> str:
    """The letters of a title that the poster's font lacks, each once: whoever prints it must know."""
    drawn = drawable(title, Face.TITLE)
    return "".join(dict.fromkeys(c for c in title if c.isalpha() and c not in drawn))


def _picture(article: Article, desk: Desk) -> Picture:
    photo = desk.photo(article.photo, *_PIXELS) if article.photo else None
    if not photo or not article.photo:
        return Picture(None, desk.landscape(article), "")
    return Picture(photo, b"", article.photo.alt)
