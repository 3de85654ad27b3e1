"""Tasks new, new-author, new-event, new-walk: texts are begun; ``--from-scan`` types a post from a paper sheet."""

from __future__ import annotations

import io
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import zxingcpp
from invoke import Context, task
from PIL import Image, ImageSequence

from placette.commands.intake import (
    Answers,
    Placed,
    Placement,
    find_originals,
    is_minors,
    licence_named,
    no_licence,
    one_line,
    photo_name,
    place_photos,
    prepare,
    read_named,
    write_photos,
)
from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.review import ADVISER
from placette.commands.site_tasks import (
    ROOT,
    _,
    ask,
    ask_until,
    day_of,
    need,
    read_typed,
    read_words,
    refuse,
    shown,
    what_failed,
    write_text,
)
from placette.commands.writing import (
    KnownAnswers,
    NewPost,
    Recorded,
    Why,
    alike,
    answers_of,
    bare_gpx,
    kind_of_author,
    no_portrait,
    not_a_moment,
    post_path,
    post_source,
    read_recorded,
    steps_of,
    text_source,
)
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_
from placette.engine.content import checks
from placette.engine.content.build import Build
from placette.engine.findings.problems import blocks, printable
from placette.engine.findings.reports import render_report
from placette.engine.photos.photos import PREPARING
from placette.engine.rendering.ports import Ports
from placette.engine.texts.fields import is_slug
from placette.engine.texts.front_matter import quoted
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, AuthorKind, find_kind, may_be_drawn
from placette.features.walks.walk import LIMITS, TRACK_COSTLY
from placette.plugin import listed, reader_of

_PORTRAIT = N_("Number of a drawn portrait (the sheet: /apercu/portraits/ in the preview); nothing for initials")
NO_SCAN = N_("this scan can’t be read: scan the sheet as JPEG, PNG, TIFF or PDF")
HEAVY = N_("it weighs more than 100 MB: scan it with 300 dots per inch")

_MOST = 100_000_000
_PDF = b"%PDF-"
_PAGES = 4
"""Pages of one file that are looked at: both sides of two sheets."""
_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_SHEET = re.compile(r"F-20[0-9]{2}-(?!0000)[0-9]{4}")
"""The number of a sheet, at the end of the address in its code."""


def read_numbers(paths: Sequence[Path]) -> list[frozenset[str] | str]:
    """Return for each scan, in order, its sheet numbers, or the reason why it can't be read (msgid)."""
    contents = [_content(path) for path in paths]
    jobs = [content for content in contents if isinstance(content, bytes)]
    results = iter(run_bounded(numbers_of, jobs, None, PREPARING))
    return [content if isinstance(content, str) else next(results) or frozenset() for content in contents]


def _content(path: Path) -> bytes | str:
    content = read_named(path, _MOST, HEAVY)
    if isinstance(content, bytes) and content.startswith(_PDF):
        need("pdf", "pikepdf")
    return content


def numbers_of(data: bytes, _shared: None = None) -> frozenset[str] | str:
    """Return the sheet numbers in the codes of one scan, or the reason why it can't be read (msgid)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as large pages: the worker has its limits
            return frozenset(_numbers(islice(_pages(data), _PAGES)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return NO_SCAN


def _numbers(pages: Iterable[Image.Image]) -> Iterator[str]:
    for page in pages:
        for code in zxingcpp.read_barcodes(page.convert("L"), formats=_CODES):
            number = code.text.strip().partition("#")[2]
            if _SHEET.fullmatch(number):
                yield number


def _pages(data: bytes) -> Iterator[Image.Image]:
    """Yield the pages of a scan as pictures; of a PDF the pictures on them, since a scanner puts one on each."""
    if not data.startswith(_PDF):
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            yield from ImageSequence.Iterator(image)
        return
    import pikepdf  # noqa: PLC0415 - an extra

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in islice(pdf.pages, _PAGES):
            for picture in page.images.values():
                if isinstance(picture, pikepdf.Stream):
                    yield pikepdf.PdfImage(picture).as_pil_image()


_AGREED = "authorised"
_NOBODY, _ALL = "none", "agreed"
_PEOPLE = N_("--people is none or agreed: without the agreement of all who can be recognised, leave the photo out")
_MINORS = N_("--minors is none or authorised, as ticked on the sheet; without a number: authorised: and a reference")


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """The fields of the sheet, as they were given to the task; empty: not yet asked. ``day`` is that of publication."""

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
    known_answers = answers_of(reader_of(settings).options(settings), build)
    site_licence = str(settings["READING_LICENCE"])
    body = read_words(given.text) if given.text else ""
    sheet = _asked(given, known_answers, number, site_licence)
    author, profile = _author(sheet, build, content)
    licence = sheet.licence or site_licence
    post = NewPost(
        sheet.title, day, author, sheet.category, sheet.commune, sheet.summary, licence, collected_by=sheet.by
    )
    target = _target(post, content)
    if target.parent.exists():
        refuse(N_("{path} exists already. Choose another title."), path=shown(target))
    french = settings["DEFAULT_LANG"].startswith("fr")
    source = post_source(post, body or read_typed() or _(checks.POST), french=french)
    photos = {}
    if sheet.photo:
        (original,) = prepare([Path(sheet.photo).expanduser()])
        prepared = original.outcome
        if isinstance(prepared, str):
            refuse(N_("{name} is left out: {reason}."), name=original.path.name, reason=_(prepared))
        name = photo_name(Path(sheet.photo).stem, sheet.alt, prepared.suffix, ())
        photos, source = {name: prepared.data}, _with_photo(source, name, sheet, licence)
    if profile:
        write_text(content / "authors" / f"{author}.md", text_source(profile, french=french))
    try:
        write_photos(target.parent, photos, target, source.encode())
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))
    _print_done(target, author if profile else "", number, sheet)


def _number_of(paths: list[Path]) -> str:
    """Return the scanned or typed number; ends the task for a scan in the site's folder, or two sheets."""
    for path in paths:
        absolute = Path(os.path.normpath(path.absolute()))  # “../scan.pdf” is outside; a link in the site is not
        if absolute.is_relative_to(ROOT) or path.resolve().is_relative_to(ROOT.resolve()):
            sentence = N_(
                "{path} may show a telephone number and is where git could record it: move it out of the site."
            )
            refuse(sentence, path=path)
    numbers_read: set[str] = set()
    for path, numbers in zip(paths, read_numbers(paths), strict=True):
        if isinstance(numbers, str):
            refuse(N_("{name} is left out: {reason}."), name=path.name, reason=_(numbers))
        numbers_read |= numbers
    if len(numbers_read) > 1:
        refuse(
            N_("These are scans of several sheets: {numbers}. Type one after the other."), numbers=sorted(numbers_read)
        )
    if not numbers_read:
        print(_("No number can be read from the scan; it is needed only for the consents."))
    return numbers_read.pop() if numbers_read else ""


def _asked(given: SheetAnswers, known: KnownAnswers, number: str, own: str) -> SheetAnswers:
    """Return the answers, completed from the keyboard, in the order of the sheet."""
    sheet = replace(
        given,
        title=one_line(given.title or ask(N_("Title"))),
        by=_key(ask_until(N_("Your own key (you who type it)"), given.by, known.author), known),
        author=_key(given.author and ask_until("", given.author, known.author), known),
        name="" if given.author else one_line(given.name or ask(N_("Name below the text, as on the sheet"))),
        commune=ask_until(N_("Commune"), given.commune or known.communes.only, known.commune),
        licence=licence_named(ask_until(N_("Licence ticked"), given.licence, no_licence) or own) or own,
        category=ask_until(N_("Category"), given.category, known.category, needed=True),
        summary=one_line(given.summary or ask(N_("Summary"))),
    )
    if not sheet.by:
        refuse(N_("Who types it? Example: --by lea-montel"))
    return _about_photo(sheet, number) if sheet.photo else sheet


def _about_photo(said: SheetAnswers, number: str) -> SheetAnswers:
    """Return the answers about the photo; ends the task where one of them is missing."""

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
        refuse(N_("A photo needs {options}, as the sheet says."), options=", ".join(lacking))
    return full


def _minors(written: str, number: str) -> str:
    """Return the value of ``minors:``: a consent is named by the sheet that it was given with."""
    return f"{_AGREED}:{number}" if written == _AGREED and number else written


def _key(written: str, known: KnownAnswers) -> str:
    """Return the key of a person whom ``known`` has found, by key or by name."""
    if not written or written in known.people:
        return written
    return next(key for key, name in known.people.items() if slugify(name) == slugify(written))


def _author(said: SheetAnswers, build: Build, content: Path) -> tuple[str, dict[str, str]]:
    """Return the signer, and the keys of a profile for a new one: a name that is known gives no right to it."""
    if said.author:
        return said.author, {}
    key = slugify(said.name)
    namesakes = alike(said.name, build)
    if namesakes or (content / "authors" / f"{key}.md").exists():
        sentence = N_("“{name}” is known here. Is it the same person? --author {key}. If not, agree on another name.")
        refuse(sentence, name=said.name, key=namesakes[0].key if namesakes else key)
    if not is_slug(key):
        refuse(N_("The sheet needs a name with letters: --name, or --author for somebody known."))
    commune = said.commune if said.commune != "*" else ""
    return key, {"name": said.name, "kind": AuthorKind.RESIDENT, "commune": commune}


def _target(post: NewPost, content: Path) -> Path:
    try:
        return content / post_path(post)
    except ValueError:
        refuse(N_('A post needs a title with letters. Example: invoke new --title "The wash-house"'))


def _with_photo(source: str, name: str, said: SheetAnswers, licence: str) -> str:
    """Return the post with the photo as its lead picture."""
    answers = Answers(said.alt, "", said.credit, licence)
    new = place_photos(source, [Placed(name, answers)], Placement(lead=True, minors=said.minors, licence=licence))
    if isinstance(new, str):
        refuse(N_("Nothing was written. {path} cannot be changed: {reason}."), path=name, reason=_(new))
    return new[0]


def _print_done(target: Path, author: str, number: str, said: SheetAnswers) -> None:
    """Print what was written, and what becomes of the paper."""
    print(printable(_("Written: {path}").format(path=shown(target))))
    if author:
        print(printable(_("A profile for {name}: {path}").format(name=said.name, path=f"content/authors/{author}.md")))
    print(_("It is a draft. Let its writer read it again, then set status: published."))
    if number:
        print(_("Sheet {number}").format(number=number))
    print(_("Keep the sheet, on paper or as a scan, outside the site: it proves what was agreed to."))


@task(
    help={
        "name": N_("The name, as the person wishes it; a first name or a pseudonym will do."),
        "kind": N_("habitant, association, service, élu, école, équipe or invité."),
        "office": N_("For an elected official, the office; for a service, the body it belongs to."),
        "side": N_("For an elected official: majorité, or opposition for whoever is not of it."),
        "commune": N_("Insee code or name of the commune."),
        "description": N_("One line."),
        "account": N_("The person's account on the forge, so that nobody else proposes in their name."),
        "portrait": N_("The number of a drawn portrait, from the sheet at /apercu/portraits/ in the preview."),
        "key": N_("The name of the file and the end of the address; need not be the name."),
    }
)
def new_author(
    _context: Context,
    name: str = "",
    kind: str = "",
    office: str = "",
    side: str = "",
    commune: str = "",
    description: str = "",
    account: str = "",
    portrait: str = "",
    key: str = "",
) -> None:
    """Begin a profile: asks a few questions, writes the file, says what is still missing."""
    settings = load_settings()
    name = name or ask(N_("Name, as the person wishes it"))
    chosen, build = key or slugify(name), read_site(settings)
    target = Path(settings["PATH"]) / "authors" / f"{chosen}.md"
    _refuse_taken(name, chosen, build, target)
    question = _(N_("Kind"))
    kind = ask_until(f"{question} ({', '.join(AuthorKind)})", kind, kind_of_author) or AuthorKind.RESIDENT
    choices = answers_of(reader_of(settings).options(settings), build)
    has_portraits = any(Ports.PORTRAITS in feature.offers for feature in listed(settings)) and may_be_drawn(
        find_kind(kind), "1"
    )
    author = {
        "name": name,
        "kind": kind,
        "office": office or (ask(N_("Office, or body of the service")) if find_kind(kind) in SPEAKS_FOR_OTHERS else ""),
        "side": side or (ask(N_("Majority or opposition")) if find_kind(kind) is AuthorKind.ELECTED else ""),
        "commune": ask_until(N_("Commune"), commune or choices.communes.only, choices.commune),
        "description": description or ask(N_("One line about them")),
        "account": account or ask(N_("Account on the forge")),
        "portrait": ask_until(_PORTRAIT, portrait, no_portrait) if has_portraits or portrait else "",
    }
    write_text(target, text_source(author, french=settings["DEFAULT_LANG"].startswith("fr")))
    print(_("Written: {path}").format(path=shown(target)))
    print(_("You may write a few words about you below the second line ---."))
    _print_missing(f"authors/{chosen}.md", settings)


def _print_missing(own: str, settings: dict[str, Any]) -> None:
    """Print the problems of a new text; ends the task (1) where they keep it from being published."""
    problems = [fault for fault in read_site(settings, adviser=ADVISER).problems if fault.path == own]
    if problems:
        print(render_report(problems, "plain", _, "content/"))
    if blocks(problems):
        refuse(N_("The file is written; it needs fixing before it can be published."), 1)


def _refuse_taken(name: str, key: str, build: Build, target: Path) -> None:
    """End the task when the name or the key can't be used."""
    if not is_slug(key):
        refuse(N_("A key has small letters without accents, digits, hyphens. Example: invoke new-author --key lea-m"))
    if target.exists():
        refuse(N_("The key “{key}” is taken. Choose another one with --key."), key=key)
    if namesakes := alike(name, build):
        refuse(N_("“{name}” reads the same as “{other}”."), name=name, other=namesakes[0].name)


def _needed(**answers: str) -> None:
    """End the task where an answer that can't be left out is missing."""
    if lacking := [f"--{name}" for name, answer in answers.items() if not answer]:
        refuse(N_("This is missing: {options}."), options=", ".join(lacking))


def _free(kind: str, title: str, more: str, content: Path) -> Path:
    """The path of a new text, named after its title, and after its day where that name is taken; else ends the task."""
    slug = slugify(title)
    if not is_slug(slug):
        refuse(N_("A title needs letters, which its address is made of: --title"))
    paths = [content / kind / f"{name}.md" for name in (slug, f"{slug}-{more}")]
    free = [path for path in paths if not path.exists()]
    return free[0] if free else refuse(N_("{path} exists already. Choose another title."), path=shown(paths[0]))


@task(
    help={
        "title": N_("What it is called."),
        "day": N_("When it begins: 2026-05-01, or 2026-05-01 18:30."),
        "end": N_("When it ends: 2026-05-01 20:00, or the last day."),
        "place": N_("The name of the place: a hall, a square."),
        "commune": N_("Insee code or name of the commune."),
        "organiser": N_("Who organises it: an author’s key, or a name."),
        "summary": N_("One or two sentences."),
    }
)
def new_event(
    _context: Context,
    title: str = "",
    day: str = "",
    end: str = "",
    place: str = "",
    commune: str = "",
    organiser: str = "",
    summary: str = "",
) -> None:
    """Begin an event of the agenda: asks what, when and where, writes the file, says what is still missing."""
    settings = load_settings()
    choices = answers_of(reader_of(settings).options(settings), read_site(settings))
    event = {
        "title": one_line(title or ask(N_("Title"))),
        "start": ask_until(N_("Beginning (2026-05-01 18:30)"), day, not_a_moment),
        "end": ask_until(N_("End, if it is known"), end, not_a_moment),
        "venue": one_line(place or ask(N_("Place"))),
        "commune": ask_until(N_("Commune"), commune or choices.communes.only, choices.commune),
        "organiser": one_line(organiser or ask(N_("Organiser"))),
        "summary": one_line(summary or ask(N_("Summary"))),
    }
    _needed(title=event["title"], day=event["start"])
    target = _free("events", event["title"], event["start"].partition(" ")[0], Path(settings["PATH"]))
    write_text(target, text_source(event, french=settings["DEFAULT_LANG"].startswith("fr")))
    print(_("Written: {path}").format(path=shown(target)))
    print(_("You may say more below the second line ---."))
    _print_missing(f"events/{target.name}", settings)


@task(
    positional=["file"],
    help={
        "file": N_("The recorded route: a GPX file, wherever it is."),
        "title": N_("The title of the walk; if left out, the name that the file gives."),
        "author": N_("The key of who walked it (file name in content/authors/)."),
        "commune": N_("Insee code or name of the commune."),
        "summary": N_("One sentence."),
        "day": N_("The day it was walked; if left out, that of the recording."),
    },
)
def new_walk(
    _context: Context,
    file: str,
    title: str = "",
    author: str = "",
    commune: str = "",
    summary: str = "",
    day: str = "",
) -> None:
    """Begin a walk from a recorded route: its steps are the places marked on it, and times are left out."""
    recorded = _recorded(Path(file).expanduser())
    settings = load_settings()
    choices = answers_of(reader_of(settings).options(settings), read_site(settings))
    walk = {
        "title": one_line(title or ask(_choices(N_("Title"), [recorded.name])) or recorded.name),
        "summary": one_line(summary or ask(N_("Summary"))),
        "date": f"{day_of(day or recorded.day) or date.today()}",
        "commune": ask_until(N_("Commune"), commune or choices.communes.only, choices.commune),
    }
    who = _key(ask_until(_choices(N_("Author (key)"), choices.people), author, choices.author), choices)
    _needed(title=walk["title"], summary=walk["summary"], author=who)
    steps = steps_of(recorded, _(N_("Departure")), _(N_("Arrival")))
    target = _free("walks", walk["title"], walk["date"], Path(settings["PATH"]))
    way, track = bare_gpx(recorded.track, steps[0][1], steps[-1][1]), target.with_suffix(".gpx")
    if way:
        write_text(track, way)
        print(_("Written: {path}").format(path=shown(track)))
    listed = "".join(f"\n  - {quoted(f'{name} ({lat:.5f}, {lon:.5f})')}" for name, (lat, lon) in steps)
    walk |= {"authors": f"[{who}]", "track": track.name if way else "", "steps": listed}
    write_text(target, text_source(walk, french=settings["DEFAULT_LANG"].startswith("fr")))
    print(_("Written: {path}").format(path=shown(target)))
    if len(steps) > len(recorded.places):
        print(_("The file names no places: the walk begins and ends where the recording did. Is that somebody’s door?"))
    _print_missing(f"walks/{target.name}", settings)


def _recorded(path: Path) -> Recorded:
    """Return what a GPX file says of a walk; ends the task (2) where it can't be used."""
    content = _content(path)
    jobs = [(path.name, content)] if isinstance(content, bytes) else []
    recorded = next(iter(run_bounded(read_recorded, jobs, None, LIMITS)), None)
    reason = content if isinstance(content, str) else recorded.track.reason if recorded else TRACK_COSTLY
    if recorded is None or reason:
        refuse(N_("{name} is left out: {reason}."), name=path.name, reason=_(reason))
    return recorded


_OF_SHEETS = ("name", "text", "photo", "alt", "credit", "licence", "people", "minors", "by")
_LISTED = 15
"""The most choices that a question lists."""


@task(
    iterable=["from_scan"],
    help={
        "title": N_("The title of the post."),
        "author": N_("The key of its author (file name in content/authors/)."),
        "category": N_("One of the site's categories."),
        "commune": N_("Insee code or name of the commune."),
        "summary": N_("One or two sentences."),
        "day": N_("Day of publication (2026-05-01); today if left out."),
        "from_scan": N_("The scan of a paper sheet, outside the site’s folder; once for each page."),
        "name": N_("From a sheet: the name below the text, of somebody new here."),
        "text": N_("From a sheet: a file with its text, instead of the keyboard."),
        "photo": N_("From a sheet: its photo, wherever it is."),
        "alt": N_("From a sheet: what the photo shows."),
        "credit": N_("From a sheet: who took the photo."),
        "licence": N_("From a sheet: the licence that was ticked."),
        "people": N_("From a sheet: none or agreed, of those who can be recognised."),
        "minors": N_("From a sheet: none or authorised."),
        "by": N_("From a sheet: the key of whoever types it."),
    },
)
def new(
    _context: Context,
    from_scan: list[str],
    title: str = "",
    author: str = "",
    category: str = "",
    commune: str = "",
    summary: str = "",
    day: str = "",
    name: str = "",
    text: str = "",
    photo: str = "",
    alt: str = "",
    credit: str = "",
    licence: str = "",
    people: str = "",
    minors: str = "",
    by: str = "",
) -> None:
    """Begin a post: asks a few questions, makes the folder and the file."""
    sheet = SheetAnswers(
        title, author, name, commune, category, summary, text, photo, alt, credit, licence, people, minors, by
    )
    on = day_of(day) or date.today()
    if from_scan:
        begin_from_scan(from_scan, on, sheet)
        return
    if options := [f"--{field}" for field in _OF_SHEETS if getattr(sheet, field)]:
        refuse(N_("{options}: only with --from-scan."), options=", ".join(options))
    settings = load_settings()
    choices = answers_of(reader_of(settings).options(settings), read_site(settings))
    names = [term.name for term in choices.categories.values()]
    only = next(iter(choices.people)) if len(choices.people) == 1 else ""
    post = NewPost(
        title=title or ask(N_("Title")),
        day=on,
        author=ask_until(
            _choices(N_("Author (key)"), choices.people), author, choices.author, needed=True, default=only
        ),
        category=ask_until(_choices(N_("Category"), names), category, choices.category, needed=True),
        commune=ask_until(N_("Commune"), commune or choices.communes.only, choices.commune),
        summary=summary or ask(N_("Summary")),
        licence=settings["READING_LICENCE"],
    )
    target = _target(post, Path(settings["PATH"]))
    if target.exists():
        refuse(N_("{path} exists already. Choose another title."), path=shown(target))
    write_text(target, post_source(post, _(checks.POST), french=settings["DEFAULT_LANG"].startswith("fr")))
    print(_("Written: {path}\nIt is a draft: set status: published when it is ready.").format(path=shown(target)))


def _choices(question: str, choices: Iterable[str]) -> str:
    """Return the question with the possible answers, unless they are too many."""
    listed = list(filter(None, choices))
    return f"{_(question)} ({', '.join(listed)})" if 0 < len(listed) <= _LISTED else question
