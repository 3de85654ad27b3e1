"""An issue on paper: A4 in columns, tagged for screen readers, or an A5 booklet to fold and staple.

``make_paper`` turns an edition into values and pictures, has Typst lay them out, looks where things came to stand, and
has them laid out again until columns end at one height and pages are full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from placette import N_, fold, shorten
from placette_gazette.blocks import Value, language_of, plain, printable, read_blocks, words_of
from placette_gazette.contents import NOT_ON_THE_STREET, Edition, Notice, Plate, Story
from placette_gazette.forms import MOST_PICTURES, SHEETS, PageGrid, PaperForm, PrintedPhoto, impose, photos_of
from placette_gazette.issue import FOLDER, Portion
from placette_gazette.layout import POINT, ROOM, START, TypeArea, refine_layout
from placette_gazette.press import PressError, PressLimitError, PrintedPdf, Refine, draw_code, print_pdf

MOST_COLUMNS = 24  # of a table on the longest side of a page
CARD = 420  # characters that stand beside their picture
FEATURE = 1_700  # characters from which a text has a heading across the page, and columns of its own
_ABREAST = 5  # columns of a table that stands in a column of text
_DRAWN = 2.0  # width by height of the drawn landscapes
_KEPT = 300  # characters of a last paragraph that isn't parted from the code below it
_SUMMARY = 260  # characters beside a title


@dataclass(frozen=True, slots=True)
class PaperLook:
    """What paper needs to know of a site: its content folder, its colours by role, its landscapes, its words."""

    content: Path
    colours: Mapping[str, str]
    landscape: Callable[[str], bytes]  # the drawing of the text at a path, as SVG; empty where there is none
    say: Callable[[str], str]


@dataclass(slots=True)
class _Making:
    """What is gathered while an issue is made: its pictures, the photos to prepare, and what is to say."""

    edition: Edition
    look: PaperLook
    sheet: PageGrid
    light: bool
    photos: Mapping[str, PrintedPhoto | str]  # by path, or why one can't be printed
    pictures: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    def warn(self, path: str, words: str, sentence: str, **values: object) -> None:
        """Note what readers of the site see and readers of the paper don't, at the line of ``words``."""
        said = self.look.say(sentence).format(**values)
        line = line_of(self.look.content / path, words)
        self.warnings.append(f"{path}:{line}: {said}" if line else f"{path}: {said}")


def make_paper(
    edition: Edition, look: PaperLook, form: PaperForm = PaperForm.A4, *, columns: int = 0, light: bool = False
) -> PrintedPdf:
    """Return an edition as a PDF: ``columns`` on a page (0: as many as suit it), with little ink if ``light``.

    Raises ``PressError`` where Typst refuses a text, with its file and line.
    """
    sheet = SHEETS[form, columns or (3 if form is PaperForm.A4 else 2)]
    making = _Making(edition, look, sheet, light, photos_of(edition, look.content, sheet, light=light))
    values = _edition(making)
    try:
        printed = _print(making, values, partial(refine_layout, _frame(sheet, values)))
    except PressLimitError:  # each time that Typst lays it out, it remembers more
        printed = _print(making, values)
        making.warnings.append(look.say(_UNEVEN))
    except PressError as error:
        raise PressError(_at_fault(making, values, str(error))) from error
    if form is PaperForm.BOOKLET:
        imposed = {name: values[name] for name in ("title", "publisher", "lang")} | {"pairs": impose(printed.pages)}
        pages = {"pages.pdf": printed.pdf}
        printed = print_pdf("booklet", imposed, pages, moment=edition.day, accessible=False)
    return PrintedPdf(printed.pdf, (*making.warnings, *printed.warnings), printed.pages)


def _print(making: _Making, values: Value, refine: Refine | None = None) -> PrintedPdf:
    return print_pdf("gazette", values, making.pictures, moment=making.edition.day, refine=refine)


def _at_fault(making: _Making, values: Value, refusal: str) -> str:
    """Return what Typst refuses, with the file, the line and the sentence: the first that it refuses alone."""

    def is_refused(story: Value) -> bool:
        try:
            _print(making, values | {"lead": story, "sections": [], "contents": [], "strip": "", "editorial": []})
        except PressError:
            return True
        return False

    stories = [one for section in values["sections"] for one in section.get("stories", [section.get("story")])]
    for story in filter(None, (values["lead"], *stories)):
        if not is_refused(story):
            continue
        for part, block in ((one, block) for one in story["parts"] for block in one["blocks"]):
            if is_refused(story | {"notes": [], "parts": [part | {"blocks": [block]}]}):
                words = next(iter(words_of([block])), "")
                line = line_of(making.look.content / story["path"], words)
                return f"{story['path']}:{line}: {words}: {refusal}" if words else f"{story['path']}: {refusal}"
        return f"{story['path']}: {story['title']}: {refusal}"
    return refusal


def _frame(sheet: PageGrid, values: Mapping[str, Any]) -> TypeArea:
    stories = [values["lead"], *(section["story"] for section in values["sections"] if "story" in section)]
    drawn = [story for story in stories if story and story["picture"] and story["picture"]["drawn"]]
    growing = {story["id"]: (story["picture"]["most"] - story["picture"]["height"]) / POINT for story in drawn}
    return TypeArea(sheet.top / POINT, (sheet.height - sheet.bottom) / POINT, sheet.line, growing, len(values["calls"]))


def line_of(file: Path, words: str) -> int:
    """Return the line of a text's file that has some words, as they were typed; 0 where none has."""
    wanted = re.escape(words[:60])
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return 0
    found = words and re.search(re.sub(r"(?:\\[\s\u00a0\u202f]|[’'«»\u00a0\u202f])+", ".{0,3}", wanted), text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _edition(making: _Making) -> dict[str, Any]:
    """Return all that the template prints."""
    edition, sheet, say = making.edition, making.sheet, making.look.say
    number = say(N_("No. {number}")).format(number=edition.number) if edition.number.isdecimal() else edition.number
    line = " · ".join(filter(None, (number, edition.when)))
    lead, *others = edition.stories or (None,)
    value = _story(making, lead, is_lead=True) if lead else None
    sections = list(_sections(making, (*others, *_further(edition, say))))
    opening = _story(making, _opening(making))
    kept = (block for part in opening["parts"] for block in part["blocks"])
    editorial = [{name: value for name, value in block.items() if name != "sticky"} for block in kept]
    shown = [one for section in sections for one in section.get("stories", [section.get("story")])]
    contents = [{"id": one["id"], "title": one["title"]} for one in ([value] if value else []) + shown]
    most = SHORT_EDITORIAL if sheet.columns == 3 else SHORT_EDITORIAL // 2
    is_plain = len(opening["parts"]) == 1 and not opening["notes"]
    beside = 0 < opening["length"] <= most and len(contents) <= 12 and is_plain
    strip = ("both" if len(contents) > 3 else "editorial") if beside else "contents" if len(contents) > 3 else ""
    if editorial and not beside:
        sections.insert(0, {"is": "feature", "story": opening})
    return {
        "title": _words(making, f"{edition.site}, {line}"),
        "summary": _words(making, edition.title),
        "publisher": _words(making, edition.imprint.publisher),
        "site": _words(making, edition.site) or _address(edition.origin),
        "tagline": _words(making, edition.tagline),
        "number_line": _words(making, line),
        "foot": _words(making, " · ".join((edition.site, line, say(NOT_ON_THE_STREET).rstrip(".")))),
        "light": making.light,
        "room": ROOM,
        "start": START,
        "colours": _colours(making),
        "page": {name: getattr(sheet, name) for name in PageGrid.__slots__},
        "words": {name: say(words) for name, words in _LABELS.items()},
        "strip": strip,
        "editorial": editorial,
        "contents": contents,
        "lead": value,
        "sections": sections,
        "events": [_notice(making, event) for event in edition.events],
        "calls": _calls(making),
        "imprint": [[_words(making, part) for part in pair] for pair in _imprint(edition, say)],
        "lang": "fr",
        "region": "",
    } | language_of(edition.lang)


SHORT_EDITORIAL = 1_000  # characters that stand beside the contents
_LABELS = {
    "photograph": N_("Photograph this code, or type"),
    "notes": N_("Notes"),
    "contents": N_("In this issue"),
    "editorial": N_("Editorial"),
    "events": N_("What comes"),
}


def _further(edition: Edition, say: Callable[[str], str]) -> Iterator[Story]:
    """Yield what is no post of the issue, as stories: answered questions, and the opposition's column."""
    for asked in edition.exchanges:
        yield Story(
            path="",
            url=asked.url,
            title=asked.question,
            lang=edition.lang,
            category=say(N_("Your questions")),
            places="",
            byline=asked.people,
            day=edition.day,
            summary="",
            html=asked.answer_html,
            plate=None,
            plates=(),
            licence="",
            portion=Portion.WHOLE,
        )
    for story in edition.opposition:
        yield replace(story, category=say(N_("The opposition’s column")), plate=None)


def _opening(making: _Making) -> Story:
    """Return the editorial as a story."""
    edition, say = making.edition, making.look.say
    return Story(
        path=f"{FOLDER}/{edition.slug}.md",
        url="",
        title=edition.title if _words(making, edition.title) else edition.when,
        lang=edition.lang,
        category=say(_LABELS["editorial"]),
        places="",
        byline="",
        day=edition.day,
        summary="",
        html=edition.editorial_html,
        plate=None,
        plates=(),
        licence="",
        portion=Portion.WHOLE,
    )


def _notice(making: _Making, notice: Notice) -> Value:
    words = {name: _words(making, getattr(notice, name)) for name in ("when", "title", "place")}
    return words | {"url": notice.url}


def _calls(making: _Making) -> list[Value]:
    """Return the calls, and the invitation to write that fills a page where nothing else does."""
    say, edition = making.look.say, making.edition
    house = Notice(say(N_("Ten lines and a photo are enough.")), say(N_("Write here too")), "", edition.origin)
    found = []
    for notice in (*edition.calls, house):
        code = f"c{next(making.number)}.svg"
        making.pictures[code] = draw_code(notice.url)
        found.append(
            _notice(making, notice)
            | {"code": code, "code_alt": _leads_to(making, notice.url), "address": _address(notice.url)}
            | {"kicker": _words(making, edition.site) if notice is house else say(N_("Call for texts"))}
        )
    return found


def _leads_to(making: _Making, url: str) -> str:
    return making.look.say(N_("Code that leads to {address}")).format(address=url)


def _address(url: str) -> str:
    """Return an address as people type it."""
    return printable(re.sub(r"^https?://(?:www\.)?|/$", "", url), [])


def _imprint(edition: Edition, say: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield what readers and the law look for (law of 29 July 1881), each with what it is."""
    imprint = edition.imprint
    yield imprint.publisher, imprint.address
    known = (
        (N_("Director of publication:"), imprint.director),
        (N_("Printed by:"), imprint.printer),
        (N_("Made by:"), ", ".join(imprint.made_by)),
        (N_("ISSN:"), imprint.issn),
        (N_("Price:"), imprint.price),
        (N_("Legal deposit:"), imprint.deposit),
    )
    yield from ((say(name), value) for name, value in known if value)
    yield "", say(NOT_ON_THE_STREET)


def _colours(making: _Making) -> dict[str, str]:
    """Return the colours by their meaning on paper: the site's own, or black on white."""
    own = making.look.colours  # none without the feature that has them
    if making.light or not own:
        return {"ink": "#000000", "soft": "#333333", "rule": "#999999", "accent": "#000000", "ground": "#ffffff"}
    return {name: own[role] for name, role in _ROLES.items()}


_ROLES = {"ink": "ink", "soft": "ink-soft", "rule": "rule", "accent": "accent", "ground": "primary-soft"}


def _sections(making: _Making, stories: Sequence[Story]) -> Iterator[Value]:
    """Yield long texts one by one, and runs of short ones that share their columns."""
    run: list[Value] = []
    for story in stories:
        value = _story(making, story)
        if value["is_long"]:
            yield from _run(making, run)
            run = []
            yield {"is": "feature", "story": value}
        else:
            run.append(value)
    yield from _run(making, run)


def _run(making: _Making, stories: list[Value]) -> Iterator[Value]:
    """Yield a run of texts; one that is alone stands across the page: beside its picture if it is very short."""
    if len(stories) == 1 and stories[0]["picture"]:
        story = stories[0]
        picture = story["picture"]
        sized = story | {
            "picture": picture
            | {name: picture[name] * making.sheet.headed / making.sheet.column for name in ("height", "most")}
        }
        yield {"is": "card" if story["length"] <= CARD else "feature", "story": sized}
    elif stories:
        yield {"is": "run", "flow": f"f{next(making.number)}", "stories": stories}


def _words(making: _Making, text: str, path: str = "") -> str:
    """Return words that can be drawn."""
    lost: list[str] = []
    kept = printable(text, lost).strip(" ")
    if lost and path:
        making.warn(path, lost[0], _LOST, signs=" ".join(lost))
    return kept


_LOST = N_("No letters of the paper can draw {signs}: it was left out.")
_MISSING = N_("The photo {name} can't be printed: {reason}")
_NO_FILE = N_("the file is not there.")
_TOO_MANY = N_("{number} pictures are too many for paper: it shows the first {most}.")
_UNEVEN = N_("So many texts are laid out once only: columns may end at different heights.")
_CUT = N_("A table of {number} columns is too wide for paper: it shows the first {most}.")
_SMALL = N_("A table of {number} columns is wide: its letters are small on paper.")
_WAYS = {
    Portion.WHOLE: N_("This text on the site"),
    Portion.SHORT: N_("The rest of this text"),
    Portion.LINE: N_("Read this text"),
}


def _story(making: _Making, story: Story, *, is_lead: bool = False) -> Value:
    """Return a story as the template prints it."""
    say, name = making.look.say, f"s{next(making.number)}"
    read = read_blocks("" if story.portion is Portion.LINE else story.html)
    if read.lost:
        making.warn(story.path, read.lost[0], _LOST, signs=" ".join(read.lost))
    length = sum(map(len, words_of(read.blocks)))
    body = _figured(making, story, read.blocks, read.pictures, making.sheet.inner)
    parts = list(_parts(making, body))
    is_long = is_lead or length >= FEATURE or any(part["wide"] for part in parts)
    room = making.sheet.inner if is_lead else making.sheet.headed
    picture = _picture(making, story, story.plate, room if is_long else making.sheet.column) if story.plate else None
    if picture and is_long and picture["ratio"] < 1.15:
        width = min(making.sheet.column, 80 * picture["ratio"])
        upright = picture | {"is": "figure", "width": width}
        at = 0 if not parts[0]["wide"] else len(parts) - 1
        parts[at]["blocks"], picture = [upright, *parts[at]["blocks"]], None
    summary = shorten(_words(making, story.summary, story.path), _SUMMARY)
    code = f"{name}-code.svg" if story.url else ""
    try:
        making.pictures |= {code: draw_code(story.url)} if code else {}
    except ValueError:
        code = ""
    title = _words(making, story.title, story.path)
    return (
        {
            "id": name,
            "path": story.path,
            "title": title or _words(making, story.url.rstrip("/").rpartition("/")[2]),
            "kicker": _words(making, story.category),
            "places": _words(making, story.places),
            "byline": _words(making, story.byline),
            "summary": summary if is_long or story.portion is Portion.LINE else "",
            "picture": picture,
            "is_long": is_long,
            "length": length,
            "parts": parts,
            "notes": [_figured(making, story, note, 0, making.sheet.column) for note in read.notes],
            "code": code,
            "code_alt": _leads_to(making, story.url),
            "way": say(_WAYS[story.portion]),
            "url": story.url,
            "address": _address(story.url),
            "reason": _words(making, story.reason),
        }
        | {"lang": "", "region": "", "dir": ""}
        | language_of(story.lang)
    )


def _parts(making: _Making, body: list[Value]) -> Iterator[Value]:
    """Yield what stands in columns, and between them what is too wide for one, each with the heading above it."""
    run: list[Value] = []
    for at, block in enumerate(body):
        wide = block["wide"] if block["is"] == "table" else block["is"] == "gallery" and len(block["blocks"]) > 2
        if not wide:
            words = plain(block["in"]) if block["is"] == "p" else ""
            stays = words.endswith(":") if at + 1 < len(body) else 0 < len(words) <= _KEPT
            indented = "indented" if run and run[-1]["is"] == "p" else "flush"
            run.append(block | {"sticky": indented} if stays else block)
            continue
        above: list[Value] = []
        while run and (run[-1]["is"] in {"h", "label"} or run[-1].get("sticky")):
            above.insert(0, run.pop())
        if run:
            yield {"wide": False, "flow": f"f{next(making.number)}", "blocks": run}
        yield {"wide": True, "flow": "", "blocks": [*above, block]}
        run = []
    yield {"wide": False, "flow": f"f{next(making.number)}", "blocks": run}


def _fit_table(making: _Making, story: Story, table: Value, most: float) -> None:
    """Choose the size of a table's letters, and whether it stands across the page; leave out what fits nowhere.

    What stands inside something else, such as a quotation, has the ``most`` millimetres of a column.
    """
    number = table["columns"]
    first = next((cell["in"][0] for row in table["rows"] for cell in row if cell["in"]), "")
    words = first if isinstance(first, str) else ""
    if number > MOST_COLUMNS:
        making.warn(story.path, words, _CUT, number=number, most=MOST_COLUMNS)
        table["columns"] = MOST_COLUMNS
        for row in table["rows"]:
            row[:] = [cell for cell in row if cell["at"] < MOST_COLUMNS]
            for cell in row:
                cell["wide"] = min(cell["wide"], MOST_COLUMNS - cell["at"])
    words_long, longest = [1] * table["columns"], [1] * table["columns"]  # in characters
    for cell in (cell for row in table["rows"] for cell in row if cell["wide"] == 1):
        text = plain(cell["in"])
        word = max(map(len, re.split(r"[ \u200b-]", text)))
        words_long[cell["at"]] = max(words_long[cell["at"]], min(word, 18))
        longest[cell["at"]] = max(longest[cell["at"]], min(len(text), 60))
    room = (0.5 * POINT, 0.75 * POINT * table["columns"])  # millimetres of a character and of the edges, at one point
    least = sum(max(word, whole // 3) for word, whole in zip(words_long, longest, strict=True)) * room[0] + room[1]
    size = next((size for size in (8.0, 7.4) if least * size <= making.sheet.column and number <= _ABREAST), 0.0)
    width = making.sheet.column if size else most
    if not size:
        size = min(8.2, max(4.8, width / (sum(words_long) * room[0] + room[1])))
    if size < 7:
        making.warn(story.path, words, _SMALL, number=number)
    spare = max(0.0, width / size - room[1]) / room[0] - sum(words_long)
    wish = [whole - word + 1 for word, whole in zip(words_long, longest, strict=True)]
    table["shares"] = [word + max(0.0, spare) * more / sum(wish) for word, more in zip(words_long, wish, strict=True)]
    table["size"], table["wide"] = size, width > making.sheet.column


def _figured(making: _Making, story: Story, blocks: list[Value], number: int, most: float) -> list[Value]:
    """Return blocks with their pictures and tables in place; what can't be printed is told and left out."""
    if number > MOST_PICTURES:
        making.warn(story.path, "", _TOO_MANY, number=number, most=MOST_PICTURES)
    found: list[Value] = []
    for block in blocks:
        if block["is"] == "gallery":
            found += _gallery(making, story, block)
            continue
        if "blocks" in block:
            block["blocks"] = _figured(making, story, block["blocks"], 0, making.sheet.column)
        if "items" in block:
            block["items"] = [_figured(making, story, item, 0, making.sheet.column) for item in block["items"]]
        if block["is"] == "table":
            _fit_table(making, story, block, most)
        found += _figure(making, story, block) if block["is"] == "figure" else [block]
    return found


def _figure(making: _Making, story: Story, block: Value) -> list[Value]:
    """Return a picture of a text: none of those beyond the most, nor the one that stands by the title already."""
    if block["number"] >= min(MOST_PICTURES, len(story.plates)):
        return []
    plate = story.plates[block["number"]]
    if story.plate and plate.path == story.plate.path:
        return []
    picture = _picture(making, story, plate, making.sheet.column)
    return [picture | {"is": "figure", "width": min(making.sheet.column, 85 * picture["ratio"])}] if picture else []


def _gallery(making: _Making, story: Story, block: Value) -> list[Value]:
    """Return pictures that stand side by side, with a credit that they share below them."""
    figures = [one for value in block["blocks"] if value["is"] == "figure" for one in _figure(making, story, value)]
    named = {figure["credit"] for figure in figures}
    credit = named.pop() if len(named) == 1 and len(figures) > 1 else ""
    shown = [figure | {"credit": "" if credit else figure["credit"]} for figure in figures]
    others = [value for value in block["blocks"] if value["is"] != "figure"]
    if credit:
        others = [value for value in others if fold(plain(value.get("in", []))) != fold(credit)]
    room = making.sheet.inner if len(figures) > 2 else making.sheet.column
    across = min(len(figures), 2 if room < making.sheet.inner else 3 if len(figures) in {3, 5, 6, 9} else 4)
    width = (room - 3 * (across - 1)) / max(1, across)
    gallery = {"is": "gallery", "blocks": shown, "across": across, "width": width, "credit": credit}
    return [*([gallery] if figures else []), *others]


def _picture(making: _Making, story: Story, plate: Plate, width: float) -> Value | None:
    """Return a photo or a landscape with its words; it is at most so many millimetres wide."""
    words = {
        "alt": _words(making, plate.alt) or _words(making, plate.caption),
        "caption": _words(making, plate.caption, story.path),
        "credit": _words(making, plate.credit),
    }
    name, drawn, ratio = f"p{next(making.number)}.svg", not plate.path, _DRAWN
    if drawn:
        making.pictures[name] = b"" if making.light else making.look.landscape(story.path)
        if not making.pictures[name]:
            del making.pictures[name]
            return None
    else:
        photo = making.photos.get(plate.path, _NO_FILE)
        if isinstance(photo, str):
            file, reason = plate.path.rpartition("/")[2], making.look.say(photo)
            making.warn(story.path, file, _MISSING, name=plate.path, reason=reason)
            return None
        name, ratio = f"{name.removesuffix('.svg')}.jpg", photo.width / photo.height
        making.pictures[name] = photo.data
    height = min(width / max(1.3, 2.5 if drawn else min(ratio, 2.5)), making.sheet.height / 3)
    small = making.sheet.column / max(1.25, min(ratio, 2.4))
    sizes = {"ratio": ratio, "height": height, "small": small, "most": width / (1.5 if drawn else max(1.3, ratio))}
    return words | sizes | {"file": name, "drawn": drawn}
