"""A post as a poster for the village board, with a code that leads to it."""

from __future__ import annotations

from placette.desks.announcing.mentions import credits_of
from placette.desks.announcing.poster_drawing import Document, PosterPicture, draw_poster
from placette.desks.announcing.poster_parts import Poster
from placette.desks.announcing.published_site import PublishedSite, extract_of, first_words
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.subjects import places_line
from placette.features.posts.article import Article
from placette.features.sharing.fonts import Face, drawable
from placette.features.sharing.site_logo import WHITE, stand_on

_HEADING = N_("Read it online")
_HELP = N_("Point your phone’s camera at this code, or type the address:")
_PIXELS = (2100, 1300)
"""Pixels wanted of a photo: 300 dpi across an A4 sheet without its margins."""
_MORE = 900
"""How many characters of the text's beginning are used: more than the sheet can hold below a summary."""


def make_poster(article: Article, published_site: PublishedSite, size: str = "a4") -> bytes:
    """A post's poster as a PDF, ``a4`` or ``a5``, in the site's language. Raises ``OSError`` if its photo is gone."""
    site = published_site.publisher.site
    document = Document(article.title, site.name, article.lang, article.date)
    return draw_poster(
        describe(article, published_site),
        _picture(article, published_site),
        published_site.publisher.colours,
        document,
        size,
    )


def describe(article: Article, published_site: PublishedSite) -> Poster:
    """What a post's poster says."""
    publisher = published_site.publisher
    names = credits_of(article, publisher.people, "", publisher.translate)
    photo = article.photo
    return Poster(
        site=publisher.site.name,
        category=article.category.name,
        place=places_line(published_site.build.communes.by_code[code] for code in article.communes),
        title=article.title,
        byline=" · ".join((*names, long_date(article.date, publisher.site.lang))),
        extract=extract_of(article, published_site.build),
        more=first_words(article, published_site.build, _MORE) if article.summary else "",
        picture_credit=photo.credit if photo else "",
        heading=publisher.translate(_HEADING),
        help=publisher.translate(_HELP),
        link=publisher.site.url + article.url,
        logo=stand_on(publisher.logo, WHITE) if publisher.logo else None,
    )


def undrawn(title: str) -> str:
    """The letters of a title that the poster's font lacks, each once, so that whoever prints it is warned."""
    drawn = drawable(title, Face.TITLE)
    return "".join(dict.fromkeys(c for c in title if c.isalpha() and c not in drawn))


def _picture(article: Article, published_site: PublishedSite) -> PosterPicture:
    photo = published_site.photo(article.photo, *_PIXELS) if article.photo else None
    if not photo or not article.photo:
        return PosterPicture(None, published_site.landscape(article) if published_site.landscape else b"", "")
    return PosterPicture(photo, b"", article.photo.alt)
