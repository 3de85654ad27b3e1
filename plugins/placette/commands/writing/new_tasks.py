"""Tasks new, new-author, new-event, new-walk: texts are begun; ``--sheet`` types a post from a paper sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from invoke import Context, task

from placette.commands.intake import (
    Answers,
    Placed,
    Placement,
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
    _,
    ask,
    ask_until,
    day_of,
    read_typed,
    read_words,
    refuse,
    shown,
    what_failed,
    write_text,
)
from placette.commands.writing import (
    KnownAnswers,
    Recorded,
    Why,
    alike,
    answers_of,
    bare_gpx,
    kind_of_author,
    no_portrait,
    not_a_moment,
    post_path,
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
from placette.engine.rendering.ports import Ports
from placette.engine.texts.fields import is_slug
from placette.engine.texts.front_matter import quoted
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, AuthorKind, find_kind, may_be_drawn
from placette.features.walks.walk import LIMITS, TRACK_COSTLY
from placette.plugin import listed, reader_of

_PORTRAIT = N_("Number of a drawn portrait (the sheet: /apercu/portraits/ in the preview); nothing for initials")
_SHEET = re.compile(r"F-20[0-9]{2}-(?!0000)[0-9]{4}")
"""The number that is printed on a sheet."""
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


def begin_from_sheet(number: str, day: date, given: SheetAnswers) -> None:
    """Type a post from its paper sheet. Ends the task (2) before anything is written if something can't be used."""
    settings = load_settings()
    content, build = Path(settings["PATH"]), read_site(settings)
    known_answers = answers_of(reader_of(settings).options(settings), build)
    site_licence = str(settings["READING_LICENCE"])
    body = read_words(given.text) if given.text else ""
    sheet = _asked(given, known_answers, number, site_licence)
    author, profile = _author(sheet, build, content)
    licence = sheet.licence or site_licence
    target = _target(sheet.title, day, content)
    if target.parent.exists():
        refuse(N_("{path} exists already. Choose another title."), path=shown(target))
    values = _post(sheet, day, author, licence, settings)
    source = text_source(values, body or read_typed() or _(checks.POST), french=_is_french(settings), whole=True)
    photos = {}
    if sheet.photo:
        (original,) = prepare([Path(sheet.photo).expanduser()])
        prepared = original.outcome
        if isinstance(prepared, str):
            refuse(N_("{name} is left out: {reason}."), name=original.path.name, reason=_(prepared))
        name = photo_name(Path(sheet.photo).stem, sheet.alt, prepared.suffix, ())
        photos, source = {name: prepared.data}, _with_photo(source, name, sheet, licence)
    if profile:
        write_text(content / "authors" / f"{author}.md", text_source(profile, french=_is_french(settings)))
    try:
        write_photos(target.parent, photos, target, source.encode())
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))
    _print_done(target, author if profile else "", number, sheet)


def _is_french(settings: Mapping[str, Any]) -> bool:
    return bool(settings["DEFAULT_LANG"].startswith("fr"))


def _post(sheet: SheetAnswers, day: date, author: str, licence: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """Return every piece of information that an author should think of, by key."""
    return {
        "title": sheet.title,
        "date": day.isoformat(),
        "authors": f"[{author}]",
        **({"collected_by": f"[{sheet.by}]"} if sheet.by else {}),
        "category": sheet.category,
        "summary": sheet.summary,
        "tags": "[]",
        "commune": sheet.commune,
        "licence": licence,
        "status": "brouillon" if _is_french(settings) else "draft",
    }


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


def _target(title: str, day: date, content: Path) -> Path:
    try:
        return content / post_path(title, day)
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
    _write(target, author, settings)
    print(_("You may write a few words about you below the second line ---."))
    _print_missing(f"authors/{chosen}.md", settings)


def _write(target: Path, values: Mapping[str, str], settings: Mapping[str, Any]) -> None:
    write_text(target, text_source(values, french=_is_french(settings)))
    print(_("Written: {path}").format(path=shown(target)))


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
    """Return a path named after the title, and after the day where that is taken; else ends the task."""
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
    _write(target, event, settings)
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
    _write(target, walk, settings)
    if len(steps) > len(recorded.places):
        print(_("The file names no places: the walk begins and ends where the recording did. Is that somebody’s door?"))
    _print_missing(f"walks/{target.name}", settings)


def _recorded(path: Path) -> Recorded:
    """Return what a GPX file says of a walk; ends the task (2) where it can't be used."""
    content = read_named(path)
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
    optional=["sheet"],
    help={
        "title": N_("The title of the post."),
        "author": N_("The key of its author (file name in content/authors/)."),
        "category": N_("One of the site's categories."),
        "commune": N_("Insee code or name of the commune."),
        "summary": N_("One or two sentences."),
        "day": N_("Day of publication (2026-05-01); today if left out."),
        "sheet": N_("Type a paper sheet: the number that is printed on it, if it has one."),
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
    sheet: str | bool = "",
) -> None:
    """Begin a post: asks a few questions, makes the folder and the file."""
    answers = SheetAnswers(
        title, author, name, commune, category, summary, text, photo, alt, credit, licence, people, minors, by
    )
    on = day_of(day) or date.today()
    if sheet:
        number = sheet if isinstance(sheet, str) else ""
        if number and not _SHEET.fullmatch(number):
            refuse(N_("“{value}” is not the number of a sheet. It is printed on it, as F-2026-0012."), value=number)
        begin_from_sheet(number, on, answers)
        return
    if options := [f"--{field}" for field in _OF_SHEETS if getattr(answers, field)]:
        refuse(N_("{options}: only with --sheet."), options=", ".join(options))
    settings = load_settings()
    choices = answers_of(reader_of(settings).options(settings), read_site(settings))
    names = [term.name for term in choices.categories.values()]
    only = next(iter(choices.people)) if len(choices.people) == 1 else ""
    who = _choices(N_("Author (key)"), choices.people)
    post = replace(
        answers,
        title=title or ask(N_("Title")),
        author=ask_until(who, author, choices.author, needed=True, default=only),
        category=ask_until(_choices(N_("Category"), names), category, choices.category, needed=True),
        commune=ask_until(N_("Commune"), commune or choices.communes.only, choices.commune),
        summary=summary or ask(N_("Summary")),
    )
    target = _target(post.title, on, Path(settings["PATH"]))
    if target.exists():
        refuse(N_("{path} exists already. Choose another title."), path=shown(target))
    values = _post(post, on, post.author, settings["READING_LICENCE"], settings)
    write_text(target, text_source(values, _(checks.POST), french=_is_french(settings), whole=True))
    print(_("Written: {path}\nIt is a draft: set status: published when it is ready.").format(path=shown(target)))


def _choices(question: str, choices: Iterable[str]) -> str:
    """Return the question with the possible answers, unless they are too many."""
    listed = list(filter(None, choices))
    return f"{_(question)} ({', '.join(listed)})" if 0 < len(listed) <= _LISTED else question
