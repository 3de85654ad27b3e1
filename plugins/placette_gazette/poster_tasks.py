"""Posters of posts for the village board, paper sheets for the counter: their PDFs, and the tasks that make them."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from invoke import Context, task

from placette import (
    N_,
    Article,
    Face,
    Ports,
    Problem,
    Site,
    Task,
    ViewsSettings,
    Words,
    _,
    announcing,
    authors,
    letterbox,
    published_post,
    publisher_of,
    qr_rows,
)
from placette_gazette.gazette_tasks import opened_site, write_made
from placette_gazette.press import PressError, draw_code, jpeg_of, print_pdf

WIDTH, HEIGHT = 210.0, 297.0
"""Millimetres of an A4 sheet (ISO 216)."""
_PIXELS, _QUALITY = (2100, 1300), 86
"""Pixels wanted of a photo: 300 dpi across an A4 sheet without its margins; how much of it JPEG keeps."""
_MORE = 900
"""How many characters of the text's beginning are used: more than fit on the sheet below a summary."""


@task(
    help={
        "post": N_("The post: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "output": N_("The file to write, instead of <short name>.pdf here."),
    },
)
def poster(_context: Context, post: str = "", output: str = "") -> None:
    """Make a poster of a post for the village board: a PDF with a code that leads to it."""
    Task.need("gazette", "typst")
    if not post:
        Task.refuse(N_("Which post? Example: invoke poster --post the-wash-house"))
    site, article, state = published_post(post)
    path = Path(output or f"{article.slug}.pdf")
    write_made(path, lambda: make_poster(article, site), N_("The poster could not be made: {what}"))
    if missing := undrawn(article.title):
        _print_note(_("These letters of the title cannot be printed: {letters}").format(letters=missing))
    if state is announcing.PostState.SCHEDULED:
        day = Words.long_date(article.date, site.publisher.site.lang)
        _print_note(_("This post is published on {day}: until then the code leads nowhere.").format(day=day))


def _print_note(sentence: str) -> None:
    print(Problem.printable(sentence), file=sys.stderr)


def make_poster(article: Article, published_site: announcing.PublishedSite) -> bytes:
    """Return a post's poster as a PDF, in the site's language: the same post always gives the same bytes.

    Raises ``OSError`` if its photo is gone, ``ValueError`` for an address too long for any QR code.
    """
    publisher, build = published_site.publisher, published_site.build
    site, photo, logo = publisher.site, article.photo, publisher.logo
    people = {profile.key: profile for profile in build.of(authors.PROFILE)}
    names = announcing.credits_of(article, people, "", publisher.translate)
    places = article.category.name, announcing.places_of(article, build)
    link = site.url + article.url
    picture, pictures = _picture(article, published_site)
    values = {
        "width": WIDTH,
        "height": HEIGHT,
        "colours": asdict(publisher.colours),
        "lang": article.lang,
        "site_lang": site.lang,
        "site": _clean(site.name, Face.TITLE),
        "logo": {"ratio": logo.ratio, "alone": logo.alone} if logo else None,
        "place": _clean(" · ".join(filter(None, places)), Face.LABEL),
        "title": _clean(article.title, Face.TITLE) or _clean(site.name, Face.TITLE),
        "byline": _clean(" · ".join((*names, Words.long_date(article.date, site.lang))), Face.LABEL),
        "extract": _clean(announcing.extract_of(article), Face.TEXT),
        "more": _clean(announcing.first_words(article, _MORE), Face.TEXT) if article.summary else "",
        "credit": _clean(photo.credit, Face.TEXT) if photo else "",
        "heading": publisher.translate(N_("Read it online")),
        "help": publisher.translate(N_("Point your phone’s camera at this code, or type the address:")),
        "link": link,
        "modules": len(qr_rows(link)),
        "picture": picture,
    }
    pictures |= {"code.svg": draw_code(link), **({"logo.svg": logo.light.encode()} if logo else {})}
    return print_pdf("poster", values, pictures, moment=article.date).pdf


def undrawn(title: str) -> str:
    """Return the letters of a title that the poster's font lacks, each once, so that the task can warn of them."""
    legible = Face.TITLE.drawable(title)
    return "".join(dict.fromkeys(c for c in title if c.isalpha() and c not in legible))


def _clean(text: str, face: Face) -> str:
    """Return ``text`` on one line, accents joined to their letters, with only what ``face`` can draw."""
    return face.drawable(unicodedata.normalize("NFC", text))


def _picture(
    article: Article, published_site: announcing.PublishedSite
) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Return the photo or a drawn landscape: its file, what it shows, how much of what is cut goes at the top."""
    photo = published_site.photo(article.photo, *_PIXELS) if article.photo else None
    if photo and article.photo:
        picture = {"name": "photo.jpg", "alt": article.photo.alt or None, "high": 0.4}
        return picture, {"photo.jpg": jpeg_of(photo, _QUALITY)}
    if not published_site.landscape:
        return None, {}
    drawing = {"landscape.svg": published_site.landscape(article)}
    return {"name": "landscape.svg", "alt": None, "high": 0.5}, drawing


_PAGES = 500
"""The most sheets of one file: a ream of paper."""
_NUMBERS = 9999
"""The last number of a year."""
LINES = 10
_WORDS = {
    "heading": N_("Ten lines and a photo"),
    "help": N_("Write by hand. We type it, and you read it again before it appears."),
    "post_title": N_("Title:"),
    "text": N_("Your text (continue overleaf if you like):"),
    "day": N_("Date:"),
    "signature": N_("Signature:"),
    "reach": N_("Telephone or address where we can reach you:"),
}
_FIELDS = (
    N_("Name below the text (a first name or pseudonym will do):"),
    N_("Commune:"),
    N_("The photo shows:"),
    N_("Photo taken by:"),
)
_CHOICES = (
    (
        N_("Others may use my text:"),
        (N_("naming me (CC BY 4.0)"), N_("naming me, shared alike (CC BY-SA 4.0)"), N_("only if they ask me")),
    ),
    (N_("People who can be recognised:"), (N_("no one"), N_("they all agree"))),
    (N_("Children:"), (N_("no child"), N_("both parents agree, their letter is attached"))),
)
"""The agreements: each with the boxes to tick, in the order of the sheet."""
_STRIP = N_("To cut off. Kept by the counter: neither scanned nor published, destroyed after publication.")
_CROWDED = N_("LETTERBOX_COUNTER or SITENAME is too long for the sheet: shorten it.")


class PaperSheet(NamedTuple):
    """The differences between sheets: the site's name, the code's target, the number and the counter, or nothing."""

    site: str
    link: str
    number: str = ""
    counter: str = ""


@task(
    help={
        "count": N_("How many sheets, a page each."),
        "first": N_("The number of the first one, such as 12 for F-2026-0012; without it they have none."),
        "output": N_("The file to write, instead of sheet.pdf here."),
    },
)
def sheet(_context: Context, count: int = 1, first: int = 0, output: str = "sheet.pdf") -> None:
    """Make the paper sheet for the counter: ten lines, a photo, what the writer agrees to; a PDF to print."""
    Task.need("gazette", "typst")
    day = date.today()
    if not 1 <= count <= _PAGES:
        Task.refuse(N_("--count takes a number from 1 to {most}."), most=_PAGES)
    if first < 0 or first + count - 1 > _NUMBERS:
        Task.refuse(N_("Sheets have numbers from 1 to {most}."), most=_NUMBERS)
    numbers = [f"F-{day.year}-{first + offset:04}" if first else "" for offset in range(count)]
    site = opened_site()
    write_made(Path(output), lambda: _sheets(site, numbers, day), N_("The sheet could not be made: {what}"))
    if first:
        sentence = _("Numbers {first} to {last}. The next one: --first {next}")
        print(sentence.format(first=numbers[0], last=numbers[-1], next=first + count))


def _sheets(site: Site, numbers: Sequence[str], day: date) -> bytes:
    """Return a PDF with a page for each number; an empty number makes a sheet without one."""
    counter = site.options("LETTERBOX", letterbox.LetterboxSettings).counter
    page = site.ask(Ports.PAGE_URLS).get(site.options("VIEWS", ViewsSettings).write_page, site.base)
    link = f"{site.origin}/{page.removeprefix(site.base)}"
    sheets = [PaperSheet(site.site_name, f"{link}#{number}" if number else link, number, counter) for number in numbers]
    title = site.say(N_("Ten lines and a photo: a sheet for {site}")).format(site=site.site_name)
    return print_sheets(sheets, site.say, title, site.lang, publisher_of(site).colours.band, day)


def print_sheets(
    sheets: Sequence[PaperSheet], say: Callable[[str], str], title: str, lang: str, colour: str, day: date
) -> bytes:
    """Return the sheets as a PDF, a page each; the same ones of a day always give the same bytes.

    ``colour`` is that of the site's name (``#rrggbb``). Raises ``ValueError``, with a message, for an address too long
    for any code, and where the site's name and the counter leave no room for ten lines.
    """
    pages, codes, unnumbered = [], {}, say(N_("Sheet no."))
    for count, each in enumerate(sheets):
        number = say(N_("Sheet {number}")).format(number=each.number).replace(" ", "\u00a0")
        page = {
            "site": Face.TITLE.drawable(each.site),
            "counter": Face.LABEL.drawable(each.counter),
            "number": number if each.number else f"{unnumbered} ………",
            "strip": f"{say(_STRIP)} {number}." if each.number else say(_STRIP),
            "code": f"code-{count}.svg",
        }
        pages.append(page)
        codes[page["code"]] = draw_code(each.link)
    choices = [(say(label), [say(answer) for answer in answers]) for label, answers in _CHOICES]
    words: dict[str, Any] = {key: say(word) for key, word in _WORDS.items()}
    words |= {"fields": [say(word) for word in _FIELDS], "choices": choices}
    values = {"title": title, "lang": lang, "colour": colour, "lines": LINES, "sheets": pages, "words": words}
    try:
        return print_pdf("sheet", values, codes, moment=datetime.combine(day, time(), UTC)).pdf
    except PressError as error:
        raise ValueError(say(_CROWDED) if "crowded" in str(error) else str(error)) from error
