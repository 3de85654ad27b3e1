"""The paper sheet for the counter, as a PDF: labels, ruled lines, boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from placette import N_, PAGE_URLS, Face, Site, ViewsSettings, drawable, letterbox, publisher_of
from placette_gazette.press import PressError, draw_code, print_pdf

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
_NUMBER, _NO_NUMBER = N_("Sheet {number}"), N_("Sheet no.")
_PDF_TITLE = N_("Ten lines and a photo: a sheet for {site}")


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """The differences between sheets: the site's name, the code's target, the number and the counter, or nothing."""

    site: str
    link: str
    number: str = ""
    counter: str = ""


def make_sheets(site: Site, numbers: Sequence[str], day: date) -> bytes:
    """Return a PDF with a page for each number; an empty number makes a sheet without one.

    Raises as ``print_sheets`` does.
    """
    own = site.options("LETTERBOX", letterbox.LetterboxSettings)
    page = site.ask(PAGE_URLS).get(site.options("VIEWS", ViewsSettings).write_page, site.base)
    link = f"{site.origin}/{page.removeprefix(site.base)}"
    sheets = [
        PaperSheet(site.site_name, f"{link}#{number}" if number else link, number, own.counter) for number in numbers
    ]
    title = site.say(_PDF_TITLE).format(site=site.site_name)
    return print_sheets(sheets, site.say, title, site.lang, publisher_of(site).colours.band, day)


def print_sheets(
    sheets: Sequence[PaperSheet], say: Callable[[str], str], title: str, lang: str, colour: str, day: date
) -> bytes:
    """The sheets as a PDF, a page each; the same ones of a day always give the same bytes.

    ``colour`` is that of the site's name (``#rrggbb``). Raises ``ValueError``, with a message, for an address too long
    for any code, and where the site's name and the counter leave no room for ten lines.
    """
    pages, codes = [], {}
    for count, sheet in enumerate(sheets):
        number = say(_NUMBER).format(number=sheet.number).replace(" ", "\u00a0")
        page = {
            "site": drawable(sheet.site, Face.TITLE),
            "counter": drawable(sheet.counter, Face.LABEL),
            "number": number if sheet.number else f"{say(_NO_NUMBER)} ………",
            "strip": f"{say(_STRIP)} {number}." if sheet.number else say(_STRIP),
            "code": f"code-{count}.svg",
        }
        pages.append(page)
        codes[page["code"]] = draw_code(sheet.link)
    words = {key: say(word) for key, word in _WORDS.items()}
    fields = [say(word) for word in _FIELDS]
    choices = [(say(label), [say(answer) for answer in answers]) for label, answers in _CHOICES]
    values = {
        "title": title,
        "lang": lang,
        "colour": colour,
        "lines": LINES,
        "sheets": pages,
        "words": {**words, "fields": fields, "choices": choices},
    }
    try:
        return print_pdf("sheet", values, codes, moment=datetime.combine(day, time(), UTC)).pdf
    except PressError as error:
        raise ValueError(say(_CROWDED) if "crowded" in str(error) else str(error)) from error
