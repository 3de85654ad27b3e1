"""An issue on paper: A4 in columns, tagged for screen readers, or an A5 booklet to fold and staple.

``make_paper`` turns an edition into values and pictures, has Typst lay them out, looks where things came to stand, and
has them laid out again until columns end at one height and pages are full.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count, groupby
from math import ceil
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from placette import N_, Ports, Prepared, Site, Words, Work, articles
from placette_gazette.blocks import Value, language_of, plain, printable, read_blocks, words_of
from placette_gazette.contents import Edition, Notice, Plate, Story
from placette_gazette.issue import FOLDER, Portion
from placette_gazette.layout import POINT, ROOM, SHEETS, START, PageGrid, PaperForm, TypeArea, refine_layout
from placette_gazette.press import PressError, PressLimitError, PrintedPdf, Refine, draw_code, print_pdf

DPI = 300
MOST_PICTURES = 12  # of one text
MOST_COLUMNS = 24  # of a table on the longest side of a page
CARD = 420  # characters that stand beside their picture
FEATURE = 1_700  # characters from which a text has a heading across the page, and columns of its own
SHORT_EDITORIAL = 1_000  # characters that stand beside the contents
_BYTES = 6_500_000  # of all photos of an issue: what a mailbox takes, with the letters and the drawings
_ABREAST = 5  # columns of a table that stands in a column of text
_DRAWN = 2.0  # width by height of the drawn landscapes
_KEPT = 300  # characters of a last paragraph that isn't parted from the code below it
_SUMMARY = 260  # characters beside a title
_ROLES = {"ink": "ink", "soft": "ink-soft", "rule": "rule", "accent": "accent", "ground": "primary-soft"}
_BLACK = {"ink": "#000000", "soft": "#333333", "rule": "#999999", "accent": "#000000", "ground": "#ffffff"}
_LABELS = {
    "photograph": N_("Photograph this code, or type"),
    "notes": N_("Notes"),
    "contents": N_("In this issue"),
    "editorial": N_("Editorial"),
    "events": N_("What comes"),
}
_WAYS = {
    Portion.WHOLE: N_("This text on the site"),
    Portion.SHORT: N_("The rest of this text"),
    Portion.LINE: N_("Read this text"),
}
_NO_FILE = N_("the file is not there.")
_NOT_ON_THE_STREET = N_("Please do not throw away on a public road.")
"""What the code of the environment (article L. 541-10-1) and town halls' practice have leaflets and papers say."""


class PaperLook(NamedTuple):
    """What paper needs to know of a site: its content folder, its colours by role, its landscapes, its words."""

    content: Path
    colours: Mapping[str, str]
    landscape: Callable[[str], bytes]  # the drawing of the text at a path, as SVG; empty where there is none
    say: Callable[[str], str]


def look_of(site: Site) -> PaperLook:
    """Return what paper needs to know of a site."""
    by_path, draw = articles(site), site.ask(Ports.DRAWN)
    return PaperLook(
        content=Path(site.settings["PATH"]),
        colours=site.ask(Ports.COLOURS),
        landscape=lambda path: draw(by_path[path]) if draw and path in by_path else b"",
        say=site.say,
    )


class PrintedPhoto(NamedTuple):
    """A photo as it is printed, and its pixels."""

    data: bytes
    width: int
    height: int


@dataclass(slots=True)
class _Making:
    """What is gathered while an issue is made: its pictures, the photos to prepare, and what is to say."""

    edition: Edition
    look: PaperLook
    sheet: PageGrid
    photos: Mapping[str, PrintedPhoto | str]  # by path, or why one can't be printed
    pictures: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    def warn(self, path: str, words: str, sentence: str, **values: object) -> None:
        """Note what readers of the site see and readers of the paper don't, at the line of ``words``."""
        message = self.look.say(sentence).format(**values)
        line = line_of(self.look.content / path, words)
        self.warnings.append(f"{path}:{line}: {message}" if line else f"{path}: {message}")

    def warn_lost(self, path: str, lost: Sequence[str]) -> None:
        """Note signs of a text that can't be drawn."""
        if lost:
            sentence = N_("No letters of the paper can draw {signs}: it was left out.")
            self.warn(path, lost[0], sentence, signs=" ".join(lost))

    def words(self, text: str, path: str = "") -> str:
        """Return words that can be drawn."""
        lost: list[str] = []
        text_left = printable(text, lost).strip(" ")
        self.warn_lost(path, lost if path else ())
        return text_left

    def code(self, name: str, url: str) -> Value:
        """Return an address as people type it, and its code; none for one that is too long."""
        try:
            self.pictures |= {name: draw_code(url)} if url else {}
        except ValueError:
            name = ""
        sentence = self.look.say(N_("Code that leads to {address}")).format(address=url)
        return {"url": url, "code": name if url else "", "code_alt": sentence, "address": _address(url)}


def make_paper(edition: Edition, look: PaperLook, form: PaperForm = PaperForm.A4) -> PrintedPdf:
    """Return an edition as a PDF. Raises ``PressError`` where Typst refuses a text, with its file and line."""
    sheet = SHEETS[form]
    making = _Making(edition, look, sheet, photos_of(edition, look.content, sheet))
    values = _edition(making)
    try:
        printed = _print(making, values, partial(refine_layout, _frame(sheet, values)))
    except PressLimitError:  # each time that Typst lays it out, it remembers more
        printed = _print(making, values)
        uneven = N_("So many texts are laid out once only: columns may end at different heights.")
        making.warnings.append(look.say(uneven))
    except PressError as error:
        raise PressError(_at_fault(making, values, str(error))) from error
    if form is PaperForm.BOOKLET:
        imposed = {name: values[name] for name in ("title", "publisher", "lang")} | {"pairs": impose(printed.pages)}
        pages = {"pages.pdf": printed.pdf}
        printed = print_pdf("booklet", imposed, pages, moment=edition.day, accessible=False)
    return PrintedPdf(printed.pdf, (*making.warnings, *printed.warnings), printed.pages)


def impose(pages: int) -> list[tuple[int, int]]:
    """Return the sides of a booklet's sheets, each two pages, front and back by turns; 0 is a blank page."""
    last = -(-pages // 4) * 4
    sides = [pair for page in range(1, last // 2, 2) for pair in ((last + 1 - page, page), (page + 1, last - page))]
    return [(first if first <= pages else 0, right if right <= pages else 0) for first, right in sides]


def photos_of(edition: Edition, content: Path, sheet: PageGrid) -> dict[str, PrintedPhoto | str]:
    """Return the photos by path, of as many pixels as paper shows, or fewer if they'd be too heavy; or why not."""
    widths = dict[str, float]()
    for number, story in enumerate((*edition.stories, *edition.opposition)):
        sized = [(plate, sheet.column * 1.1) for plate in story.plates[:MOST_PICTURES]]
        sized += [(story.plate, sheet.headed if number else sheet.inner)] if story.plate else []
        for plate, width in sized:
            widths[plate.path] = max(widths.get(plate.path, 0.0), width)
    files = {path: content / path for path in sorted(widths) if path}
    there = {path: file.read_bytes() for path, file in files.items() if file.is_file()}
    photos: dict[str, PrintedPhoto | str] = {}
    for dpi in (DPI, 220, 150) if there else ():
        jobs = [(data, ceil(widths[path] / 25.4 * dpi)) for path, data in there.items()]
        fitted = (photo or Prepared.COSTLY for photo in Work.bounded(fit_photo, jobs, None, Prepared.LIMITS))
        photos = dict(zip(there, fitted, strict=True))
        if sum(len(photo.data) for photo in photos.values() if isinstance(photo, PrintedPhoto)) <= _BYTES:
            break
    return photos


def fit_photo(job: tuple[bytes, int], _shared: None = None) -> PrintedPhoto | str:
    """Return a photo as a JPEG of so many pixels across at most, nothing private in it; or why it can't be."""
    data, width = job
    prepared = Prepared.prepare((data, ""))
    if not isinstance(prepared, Prepared):
        return prepared
    with Image.open(io.BytesIO(prepared.data)) as image:
        canvas = Image.new("RGB", image.size, "white")
        canvas.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    if canvas.width > width:
        canvas = canvas.resize((width, max(1, round(canvas.height * width / canvas.width))), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    canvas.save(target, "JPEG", quality=82, optimize=True)
    return PrintedPhoto(target.getvalue(), *canvas.size)


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

    stories = [value for section in values["sections"] for value in section.get("stories", [section.get("story")])]
    for story in filter(None, (values["lead"], *stories)):
        if not is_refused(story):
            continue
        for part, block in ((value, block) for value in story["parts"] for block in value["blocks"]):
            if is_refused(story | {"notes": [], "parts": [part | {"blocks": [block]}]}):
                words = next(iter(words_of([block])), "")
                line = line_of(making.look.content / story["path"], words)
                return f"{story['path']}:{line}: {words}: {refusal}" if words else f"{story['path']}: {refusal}"
        return f"{story['path']}: {story['title']}: {refusal}"
    return refusal


def _frame(sheet: PageGrid, values: Mapping[str, Any]) -> TypeArea:
    stories = [values["lead"], *(section["story"] for section in values["sections"] if "story" in section)]
    drawings = [story for story in stories if story and story["picture"] and story["picture"]["drawn"]]
    growing = {story["id"]: (story["picture"]["most"] - story["picture"]["height"]) / POINT for story in drawings}
    return TypeArea(sheet.top / POINT, (sheet.height - sheet.bottom) / POINT, sheet.line, growing, len(values["calls"]))


def line_of(file: Path, words: str) -> int:
    """Return the line of a text's file that has some words, as they were typed; 0 where none has."""
    pattern = re.escape(words[:60])
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return 0
    match = words and re.search(re.sub(r"(?:\\[\s\u00a0\u202f]|[’'«»\u00a0\u202f])+", ".{0,3}", pattern), text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _edition(making: _Making) -> dict[str, Any]:
    """Return all that the template prints."""
    edition, sheet, say = making.edition, making.sheet, making.look.say
    number = say(N_("No. {number}")).format(number=edition.number) if edition.number.isdecimal() else edition.number
    line = " · ".join(filter(None, (number, edition.when)))
    lead, *others = edition.stories or (None,)
    value = _story(making, lead, is_lead=True) if lead else None
    sections = list(_sections(making, (*others, *_further(edition, say))))
    opening = _story(making, _opening(making))
    blocks = (block for part in opening["parts"] for block in part["blocks"])
    editorial = [{name: value for name, value in block.items() if name != "sticky"} for block in blocks]
    held_stories = [story for section in sections for story in section.get("stories", [section.get("story")])]
    contents = [{"id": story["id"], "title": story["title"]} for story in ([value] if value else []) + held_stories]
    most = SHORT_EDITORIAL if sheet.columns == 3 else SHORT_EDITORIAL // 2
    is_plain = len(opening["parts"]) == 1 and not opening["notes"]
    is_beside = 0 < opening["length"] <= most and len(contents) <= 12 and is_plain
    strip = ("both" if len(contents) > 3 else "editorial") if is_beside else "contents" if len(contents) > 3 else ""
    if editorial and not is_beside:
        sections.insert(0, {"is": "feature", "story": opening})
    site_colours = making.look.colours  # none without the feature that has them
    colours = {name: site_colours[role] for name, role in _ROLES.items()} if site_colours else _BLACK
    return {
        "title": making.words(f"{edition.site}, {line}"),
        "summary": making.words(edition.title),
        "publisher": making.words(edition.imprint.publisher),
        "site": making.words(edition.site) or _address(edition.origin),
        "tagline": making.words(edition.tagline),
        "number_line": making.words(line),
        "foot": making.words(" · ".join((edition.site, line, say(_NOT_ON_THE_STREET).rstrip(".")))),
        "room": ROOM,
        "start": START,
        "colours": colours,
        "page": sheet._asdict(),
        "words": {name: say(words) for name, words in _LABELS.items()},
        "strip": strip,
        "editorial": editorial,
        "contents": contents,
        "lead": value,
        "sections": sections,
        "events": [_notice(making, event) for event in edition.events],
        "calls": list(_calls(making)),
        "imprint": [[making.words(part) for part in pair] for pair in _imprint(edition, say)],
        "lang": "fr",
        "region": "",
    } | language_of(edition.lang)


def _further(edition: Edition, say: Callable[[str], str]) -> Iterator[Story]:
    """Yield what is no post of the issue, as stories: answered questions, and the opposition's column."""
    label = say(N_("Your questions"))
    for exchange in edition.exchanges:
        yield Story(
            "",
            exchange.url,
            exchange.question,
            edition.lang,
            label,
            edition.day,
            exchange.answer_html,
            byline=exchange.people,
        )
    for story in edition.opposition:
        yield replace(story, category=say(N_("The opposition’s column")), plate=None)


def _opening(making: _Making) -> Story:
    """Return the editorial as a story."""
    edition = making.edition
    title = edition.title if making.words(edition.title) else edition.when
    head = (f"{FOLDER}/{edition.slug}.md", "", title, edition.lang, making.look.say(_LABELS["editorial"]))
    return Story(*head, edition.day, edition.editorial_html)


def _notice(making: _Making, notice: Notice) -> Value:
    words = {name: making.words(getattr(notice, name)) for name in ("when", "title", "place")}
    return words | {"url": notice.url, "parts": [making.words(part) for part in notice.parts]}


def _calls(making: _Making) -> Iterator[Value]:
    """Yield the calls, and the invitation to write that fills a page where nothing else does."""
    say, edition = making.look.say, making.edition
    house = Notice(say(N_("Ten lines and a photo are enough.")), say(N_("Write here too")), "", edition.origin)
    for notice in (*edition.calls, house):
        kicker = making.words(edition.site) if notice is house else say(N_("Call for texts"))
        code = making.code(f"c{next(making.number)}.svg", notice.url)
        yield _notice(making, notice) | code | {"kicker": kicker}


def _address(url: str) -> str:
    """Return an address as people type it."""
    return printable(re.sub(r"^https?://(?:www\.)?|/$", "", url), [])


def _imprint(edition: Edition, say: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield what readers and the law look for (law of 29 July 1881), each with what it is."""
    imprint = edition.imprint
    yield imprint.publisher, imprint.address
    facts = (
        (N_("Director of publication:"), imprint.director),
        (N_("Printed by:"), imprint.printer),
        (N_("Made by:"), ", ".join(imprint.made_by)),
        (N_("ISSN:"), imprint.issn),
        (N_("Price:"), imprint.price),
        (N_("Legal deposit:"), imprint.deposit),
    )
    yield from ((say(name), value) for name, value in facts if value)
    yield "", say(_NOT_ON_THE_STREET)


def _sections(making: _Making, stories: Iterable[Story]) -> Iterator[Value]:
    """Yield long texts one by one, and runs of short ones that share their columns."""
    for is_long, values in groupby((_story(making, story) for story in stories), itemgetter("is_long")):
        if is_long:
            yield from ({"is": "feature", "story": value} for value in values)
        else:
            yield _run(making, list(values))


def _run(making: _Making, stories: list[Value]) -> Value:
    """Return a run of texts; one that is alone stands across the page: beside its picture if it is very short."""
    picture = stories[0]["picture"]
    if len(stories) > 1 or not picture:
        return {"is": "run", "flow": f"f{next(making.number)}", "stories": stories}
    wider = making.sheet.headed, making.sheet.column
    sized = picture | {name: picture[name] * wider[0] / wider[1] for name in ("height", "most")}
    is_card = stories[0]["length"] <= CARD
    return {"is": "card" if is_card else "feature", "story": stories[0] | {"picture": sized}}


def _story(making: _Making, story: Story, *, is_lead: bool = False) -> Value:
    """Return a story as the template prints it."""
    name, sheet = f"s{next(making.number)}", making.sheet
    content = read_blocks("" if story.portion is Portion.LINE else story.html)
    making.warn_lost(story.path, content.lost)
    length = sum(map(len, words_of(content.blocks)))
    if content.pictures > MOST_PICTURES:
        sentence = N_("{number} pictures are too many for paper: it shows the first {most}.")
        making.warn(story.path, "", sentence, number=content.pictures, most=MOST_PICTURES)
    body = _figured(making, story, content.blocks, sheet.inner)
    parts = list(_parts(making, body))
    is_long = is_lead or length >= FEATURE or any(part["wide"] for part in parts)
    room = sheet.column if not is_long else sheet.inner if is_lead else sheet.headed
    picture = _picture(making, story, story.plate, room) if story.plate else None
    if picture and is_long and picture["ratio"] < 1.15:
        upright = picture | {"is": "figure", "width": min(sheet.column, 80 * picture["ratio"])}
        first = parts[-1 if parts[0]["wide"] else 0]
        first["blocks"], picture = [upright, *first["blocks"]], None
    summary = Words.shorten(making.words(story.summary, story.path), _SUMMARY)
    title = making.words(story.title, story.path)
    return {
        "id": name,
        "path": story.path,
        "title": title or making.words(story.url.rstrip("/").rpartition("/")[2]),
        "kicker": making.words(story.category),
        "places": making.words(story.places),
        "byline": making.words(story.byline),
        "summary": summary if is_long or story.portion is Portion.LINE else "",
        "picture": picture,
        "is_long": is_long,
        "length": length,
        "parts": parts,
        "notes": [_figured(making, story, note, sheet.column) for note in content.notes],
        **making.code(f"{name}-code.svg", story.url),
        "way": making.look.say(_WAYS[story.portion]),
        "reason": making.words(story.reason),
        "lang": "",
        "region": "",
        "dir": "",
        **language_of(story.lang),
    }


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
        sentence = N_("A table of {number} columns is too wide for paper: it shows the first {most}.")
        making.warn(story.path, words, sentence, number=number, most=MOST_COLUMNS)
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
        sentence = N_("A table of {number} columns is wide: its letters are small on paper.")
        making.warn(story.path, words, sentence, number=number)
    spare = max(0.0, width / size - room[1]) / room[0] - sum(words_long)
    wish = [whole - word + 1 for word, whole in zip(words_long, longest, strict=True)]
    table["shares"] = [word + max(0.0, spare) * more / sum(wish) for word, more in zip(words_long, wish, strict=True)]
    table["size"], table["wide"] = size, width > making.sheet.column


def _figured(making: _Making, story: Story, blocks: list[Value], most: float) -> list[Value]:
    """Return blocks with their pictures and tables in place; what can't be printed is told and left out."""
    values: list[Value] = []
    for block in blocks:
        if block["is"] == "gallery":
            values += _gallery(making, story, block)
            continue
        if "blocks" in block:
            block["blocks"] = _figured(making, story, block["blocks"], making.sheet.column)
        if "items" in block:
            block["items"] = [_figured(making, story, item, making.sheet.column) for item in block["items"]]
        if block["is"] == "table":
            _fit_table(making, story, block, most)
        values += _figure(making, story, block) if block["is"] == "figure" else [block]
    return values


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
    figures = [item for value in block["blocks"] if value["is"] == "figure" for item in _figure(making, story, value)]
    names = {figure["credit"] for figure in figures}
    credit = names.pop() if len(names) == 1 and len(figures) > 1 else ""
    figures_left = [figure | {"credit": "" if credit else figure["credit"]} for figure in figures]
    others = [value for value in block["blocks"] if value["is"] != "figure"]
    if credit:
        others = [value for value in others if Words.fold(plain(value.get("in", []))) != Words.fold(credit)]
    room = making.sheet.inner if len(figures) > 2 else making.sheet.column
    across = min(len(figures), 2 if room < making.sheet.inner else 3 if len(figures) in {3, 5, 6, 9} else 4)
    width = (room - 3 * (across - 1)) / max(1, across)
    gallery = {"is": "gallery", "blocks": figures_left, "across": across, "width": width, "credit": credit}
    return [*([gallery] if figures else []), *others]


def _picture(making: _Making, story: Story, plate: Plate, width: float) -> Value | None:
    """Return a photo or a landscape with its words; it is at most so many millimetres wide."""
    words = {
        "alt": making.words(plate.alt) or making.words(plate.caption),
        "caption": making.words(plate.caption, story.path),
        "credit": making.words(plate.credit),
    }
    name, is_drawn = f"p{next(making.number)}", not plate.path
    if is_drawn:
        file, ratio, data = f"{name}.svg", _DRAWN, making.look.landscape(story.path)
        if not data:
            return None
    else:
        photo = making.photos.get(plate.path, _NO_FILE)
        if isinstance(photo, str):
            sentence, reason = N_("The photo {name} can't be printed: {reason}"), making.look.say(photo)
            making.warn(story.path, plate.path.rpartition("/")[2], sentence, name=plate.path, reason=reason)
            return None
        file, ratio, data = f"{name}.jpg", photo.width / photo.height, photo.data
    making.pictures[file] = data
    height = min(width / max(1.3, 2.5 if is_drawn else min(ratio, 2.5)), making.sheet.height / 3)
    small = making.sheet.column / max(1.25, min(ratio, 2.4))
    sizes = {"ratio": ratio, "height": height, "small": small, "most": width / (1.5 if is_drawn else max(1.3, ratio))}
    return words | sizes | {"file": file, "drawn": is_drawn}
