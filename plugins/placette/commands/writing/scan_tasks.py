"""``invoke new --from-scan``: a post is typed from the paper sheet that somebody handed over."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NoReturn

import zxingcpp
from invoke.exceptions import Exit
from PIL import Image, ImageSequence

from placette.commands.intake import (
    Answers,
    Placed,
    Placement,
    find_originals,
    is_minors,
    licence_named,
    one_line,
    photo_name,
    place_photos,
    prepare,
    write_photos,
)
from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.site_tasks import ROOT, _, ask, ask_until, read_words, what_failed, write_text
from placette.commands.writing import (
    KnownAnswers,
    NewAuthor,
    NewPost,
    Why,
    answers_of,
    author_source,
    post_path,
    post_source,
)
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_
from placette.engine.library import records
from placette.engine.library.build import Build
from placette.engine.photos.photos import PREPARING, Prepared
from placette.engine.problems.problems import printable
from placette.engine.texts.fields import is_slug
from placette.engine.texts.values import LICENCES
from placette.features.authors.profile import PROFILE, AuthorKind, same_to_the_eye
from placette.features.letterbox.receipts import number_in_code
from placette.plugin import reader_of

NO_FILE = N_("this file can’t be read")
NO_SCAN = N_("this scan can’t be read: scan the sheet as JPEG, PNG, TIFF or PDF")
NO_PDF = N_("for PDF files more libraries are needed (pikepdf): scan the sheet as JPEG or PNG")
HEAVY = N_("it weighs more than 100 MB: scan it with 300 dots per inch")

_MOST = 100_000_000
_PAGES = 4
"""Pages of one file that are looked at: both sides of two sheets."""
_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")


def read_numbers(paths: Sequence[Path]) -> list[frozenset[str] | str]:
    """For each scan, in order, the sheet numbers that its codes say, or the reason why it can't be read (msgid)."""
    contents = [_content(path) for path in paths]
    jobs = [content for content in contents if isinstance(content, bytes)]
    found = iter(run_bounded(numbers_of, jobs, None, PREPARING))
    return [content if isinstance(content, str) else next(found) or frozenset() for content in contents]


def _content(path: Path) -> bytes | str:
    try:
        if not path.is_file():
            return NO_FILE
        return HEAVY if path.stat().st_size > _MOST else path.read_bytes()
    except OSError:
        return NO_FILE


def numbers_of(data: bytes, _shared: None = None) -> frozenset[str] | str:
    """The sheet numbers that the codes of one scan say, or the reason why it can't be read (msgid)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as large pages: the worker has its limits
            return frozenset(_numbers(islice(_pages(data), _PAGES)))
    except MemoryError:
        raise
    except ImportError:
        return NO_PDF
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return NO_SCAN


def _numbers(pages: Iterable[Image.Image]) -> Iterator[str]:
    for page in pages:
        for code in zxingcpp.read_barcodes(page.convert("L"), formats=_CODES):
            if number := number_in_code(code.text):
                yield number


def _pages(data: bytes) -> Iterator[Image.Image]:
    """The pages of a scan as pictures; of a PDF the pictures on them, since a scanner puts one on each."""
    if not data.startswith(b"%PDF-"):
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            yield from ImageSequence.Iterator(image)
        return
    import pikepdf  # noqa: PLC0415 - optional

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in islice(pdf.pages, _PAGES):
            for picture in page.images.values():
                if isinstance(picture, pikepdf.Stream):
                    yield pikepdf.PdfImage(picture).as_pil_image()


_AGREED = "authorised"
_NOBODY, _ALL = "none", "agreed"
_LICENCE = N_("“{value}” is not on the list of licences: {choices}")
_PEOPLE = N_("--people is none or agreed: without the agreement of all who can be recognised, leave the photo out")
_MINORS = N_("--minors is none or authorised, as ticked on the sheet; without a number: authorised: and a reference")
_END = "."
"""The line that ends a text typed at the keyboard."""


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """What the sheet says, as it was given to the task; empty: not yet asked. ``day`` is that of publication."""

    title: str = ""
    author: str = ""
    name: str = ""
    commune: str = ""
    category: str = ""
    summary: str = ""
    text: str = ""
    photo: str = ""
    alt: str = ""
    credit: str = ""
    licence: str = ""
    people: str = ""
    minors: str = ""
    by: str = ""


def begin_from_scan(scans: list[str], day: date, given: SheetAnswers) -> None:
    """Type a post from its scanned sheet. Ends the task (2) before anything is written if something can't be used."""
    settings = load_settings()
    content, number = Path(settings["PATH"]), _number_of(find_originals(scans))
    build = read_site(settings)
    known = answers_of(reader_of(settings).options(settings), build)
    own = str(settings["READING_LICENCE"])
    body = read_words(given.text) if given.text else ""
    said = _asked(given, known, number, own)
    author, profile = _author(said, build, content)
    post = NewPost(
        said.title, day, author, said.category, said.commune, said.summary, said.licence or own, collected_by=said.by
    )
    target = _target(post, content)
    french = settings["DEFAULT_LANG"].startswith("fr")
    source = post_source(post, body or _typed(), french=french)
    photos = {}
    if said.photo:
        made = _prepared(Path(said.photo).expanduser())
        name = photo_name(Path(said.photo).stem, said.alt, made.suffix, ())
        photos, source = {name: made.data}, _shown(source, name, said, post.licence)
    if profile:
        write_text(content / "authors" / f"{author}.md", author_source(profile, french=french))
    _write(target, photos, source)
    _print_done(target, author if profile else "", number, said)


def _number_of(paths: list[Path]) -> str:
    """The number that the scans say, or that is typed; ends the task for a scan in the site's folder, or two sheets."""
    for path in paths:
        if path.absolute().is_relative_to(ROOT) or path.resolve().is_relative_to(ROOT.resolve()):
            sentence = N_(
                "{path} may show a telephone number and lies where git could take it along: move it out of the site."
            )
            _refuse(sentence, path=path)
    found: set[str] = set()
    for path, numbers in zip(paths, read_numbers(paths), strict=True):
        if isinstance(numbers, str):
            _refuse(N_("{name} is left out: {reason}."), name=path.name, reason=_(numbers))
        found |= numbers
    if len(found) > 1:
        _refuse(N_("These are scans of several sheets: {numbers}. Type one after the other."), numbers=sorted(found))
    if not found:
        print(_("No number can be read from the scan; it is needed only for the consents."))
    return found.pop() if found else ""


def _asked(given: SheetAnswers, known: KnownAnswers, number: str, own: str) -> SheetAnswers:
    """The answers, completed by whoever sits at the keyboard, in the order of the sheet."""
    said = replace(
        given,
        title=one_line(given.title or ask(N_("Title"))),
        by=_key(ask_until(N_("Your own key (you who type it)"), given.by, known.author), known),
        author=_key(given.author and ask_until("", given.author, known.author), known),
        name="" if given.author else one_line(given.name or ask(N_("Name below the text, as on the sheet"))),
        commune=ask_until(N_("Commune"), given.commune, known.commune),
        licence=licence_named(ask_until(N_("Licence ticked"), given.licence, _no_licence) or own) or own,
        category=ask_until(N_("Category"), given.category, known.category),
        summary=one_line(given.summary or ask(N_("Summary"))),
    )
    if not said.by:
        _refuse(N_("Who types it? Example: --by lea-montel"))
    return _about_photo(said, number) if said.photo else said


def _about_photo(said: SheetAnswers, number: str) -> SheetAnswers:
    """The answers about the photo; ends the task where one of them is missing."""

    def no_minors(written: str) -> Why | None:
        return None if is_minors(_minors(written, number)) else (_MINORS, {})

    def no_people(written: str) -> Why | None:
        return None if written in {_NOBODY, _ALL} else (_PEOPLE, {})

    full = replace(
        said,
        alt=one_line(said.alt or ask(N_("The photo shows"))),
        credit=one_line(said.credit or ask(N_("Photo taken by"))),
        people=ask_until(N_("People who can be recognised: none or agreed"), said.people, no_people),
        minors=_minors(ask_until(N_("Children: none or authorised"), said.minors, no_minors), number),
    )
    lacking = [f"--{name}" for name in ("alt", "credit", "people", "minors") if not getattr(full, name)]
    if lacking:
        _refuse(N_("A photo needs {options}, as the sheet says."), options=", ".join(lacking))
    return full


def _minors(written: str, number: str) -> str:
    """The value of ``minors:``: a consent is named by the sheet that it was given with."""
    return f"{_AGREED}:{number}" if written == _AGREED and number else written


def _no_licence(written: str) -> Why | None:
    choices = ", ".join(licence.label for licence in LICENCES)
    return None if licence_named(written) else (_LICENCE, {"value": written, "choices": choices})


def _key(written: str, known: KnownAnswers) -> str:
    """The key of somebody whom ``known`` has found, by key or by name."""
    if not written or written in known.people:
        return written
    return next(key for key, name in known.people.items() if slugify(name) == slugify(written))


def _author(said: SheetAnswers, build: Build, content: Path) -> tuple[str, NewAuthor | None]:
    """Who signs, and a profile for somebody new: nobody gets a text by having the same name as its writer."""
    if said.author:
        return said.author, None
    key = slugify(said.name)
    everybody = (*build.of(PROFILE), *build.silent(PROFILE))
    alike = [profile for profile in everybody if same_to_the_eye(profile.name, said.name)]
    if alike or (content / "authors" / f"{key}.md").exists():
        sentence = N_("“{name}” is known here. Is it the same person? --author {key}. If not, agree on another name.")
        _refuse(sentence, name=said.name, key=alike[0].key if alike else key)
    if not is_slug(key):
        _refuse(N_("The sheet needs a name with letters: --name, or --author for somebody known."))
    commune = said.commune if said.commune != "*" else ""
    return key, NewAuthor(said.name, AuthorKind.RESIDENT, commune=commune)


def _target(post: NewPost, content: Path) -> Path:
    try:
        target = content / post_path(post)
    except ValueError as error:
        raise Exit(_('A post needs a title with letters. Example: invoke new --title "The wash-house"'), 2) from error
    if target.parent.exists():
        _refuse(N_("{path} exists already. Choose another title."), path=os.path.relpath(target, ROOT))
    return target


def _typed() -> str:
    """The text from the keyboard; what a new post holds when nobody is there to type."""
    if not sys.stdin.isatty():
        return _(records.POST)
    print(_("Type the text; an empty line begins a paragraph, and a line with only a full stop ends it."))
    lines = []
    while (line := sys.stdin.readline()) and line.strip() != _END:
        lines.append(line.rstrip())
    return "\n".join(lines).strip() or _(records.POST)


def _prepared(path: Path) -> Prepared:
    (original,) = prepare([path])
    if isinstance(original.outcome, str):
        _refuse(N_("{name} is left out: {reason}."), name=path.name, reason=_(original.outcome))
    return original.outcome


def _shown(source: str, name: str, said: SheetAnswers, licence: str) -> str:
    """The post with the photo as its lead picture."""
    answers = Answers(said.alt, "", said.credit, licence)
    new = place_photos(source, [Placed(name, answers)], Placement(lead=True, minors=said.minors, licence=licence))
    if isinstance(new, str):
        _refuse(N_("Nothing was written. {path} cannot be changed: {reason}."), path=name, reason=_(new))
    return new.text


def _write(target: Path, photos: Mapping[str, bytes], source: str) -> None:
    try:
        write_photos(target.parent, photos, target, source.encode())
    except OSError as error:
        _refuse(N_("Nothing was written: {what}."), what=what_failed(error))


def _print_done(target: Path, author: str, number: str, said: SheetAnswers) -> None:
    """Print what was written, and what becomes of the paper."""
    print(printable(_("Written: {path}").format(path=os.path.relpath(target, ROOT))))
    if author:
        print(printable(_("A profile for {name}: {path}").format(name=said.name, path=f"content/authors/{author}.md")))
    print(_("It is a draft. Let its writer read it again, then set status: published."))
    if number:
        print(_("Sheet {number}").format(number=number))
    print(_("Keep the sheet, on paper or as a scan, outside the site: it proves what was agreed to."))


def _refuse(sentence: str, **values: object) -> NoReturn:
    raise Exit(printable(_(sentence).format(**values)), 2)
