"""Tasks: import, import-events."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from invoke import Context, task
from invoke.exceptions import Exit

from placette import (
    DOCUMENT,
    EVENT,
    N_,
    ROOT,
    WORDS,
    Draft,
    EventMatter,
    Limits,
    LockHeldError,
    Manner,
    Problem,
    ReadingOptions,
    _,
    addresses,
    attachments_of,
    characters,
    explain,
    faults_of,
    features_of,
    file_failed,
    is_good_name,
    load_site_settings,
    locked,
    need,
    occurrences,
    offered,
    open_site,
    posts,
    printable,
    progress_shown,
    reader_of,
    refuse,
    run_bounded,
    slugify,
    what_failed,
    write_text,
)
from placette_import.decoding import SourceError
from placette_import.events import (
    FOLDER,
    ImportOutcome,
    ImportStep,
    KnownEvents,
    LeftOut,
    OutsideEvent,
    event_source,
    plan_events,
    read_calendar,
)
from placette_import.plan import (
    FILE,
    OUT,
    ImportChoices,
    ImportPlan,
    TextOutcome,
    plan_import,
    read_choices,
    read_known,
    source_id,
)
from placette_import.sources import READERS, opened
from placette_import.values import EntryStatus, ImportFinding, ImportSource
from placette_import.writing import ImportResult, write_import

if TYPE_CHECKING:
    from placette_import.pictures import Album

_SETTINGS = "pelicanconf.py"
_REPORT, _LOCK = ".placette/import.txt", ".placette/import.lock"
_SHOWN = 3
"""How many of the same findings are named on the screen; the report has all."""
FINDINGS = {
    "import-head": N_("The head of this text cannot be read; its words come without it: {name}"),
    "import-encoding": N_("It says that it is in one encoding and is in an older one: read as that."),
    "import-twice-encoded": N_("Words that were encoded twice (Ã©) are mended."),
    "import-broken": N_("It cannot be read and is left out: {name}"),
    "import-truncated": N_("The file ends in the middle: what is missing cannot be known."),
    "import-twice": N_("It is there twice; the first counts: {name}"),
    "import-undated": N_("It has no date and becomes a draft: {name}"),
    "import-tags": N_("It has {count} key words too many, which are left out: {name}"),
    "import-namesake": N_(
        "Two people are called {name}: the second is given another name. If they are one, write so in import.yml."
    ),
    "import-withdrawn": N_("It is no longer public there, and still is here: {name}"),
    "import-shortcode": N_("Nothing here does what this did; the words in it stay: {what}"),
    "import-tag": N_("A text has no such element; the words in it stay: {what}"),
    "import-block": N_("What this block showed was made by the old site: {what}"),
    "import-directive": N_("A directive that is not known here stays as it was written: {what}"),
    "import-extension": N_("An extension of Python-Markdown that is not known here: {what}"),
    "import-picture": N_("A picture or file is left out, and its words stay ({reason}): {what}"),
    "import-comments": N_("Comments below a page have no place here ({count}): {name}"),
    "import-unanswered": N_("An old address answers nothing on the built site: {what}"),
    "import-link": N_("A link to a page of the old site that has no place here; its words stay: {what}"),
    "import-unread": N_("This text is too complex, and only its words came: {what}"),
}
"""What is said of a finding, by its code."""
_SERIOUS = frozenset(f"import-{code}" for code in "picture unread unanswered broken truncated twice withdrawn".split())
"""The codes of findings after which an import ends with 1: something was left out, or has to be decided."""


_WITH_LIBRARIES = frozenset({"pelican", "mkdocs"})
"""The programs whose texts other libraries read."""


@task(
    name="import",
    positional=["source"],
    help={
        "source": N_("An export, a folder or a ZIP file of another program; or the address of a feed."),
        "from_": N_("The program that it is from, where that is not seen; a wrong word lists those that are known."),
        "show": N_("Show the plan, and write nothing."),
        "folder": N_("The folder of the site; a new one is begun there."),
    },
)
def import_(_context: Context, source: str, from_: str = "", show: bool = False, folder: str = "") -> None:
    """Bring the texts of another blog: a plan first, then files to read. Run again, it doubles nothing."""
    if from_ and from_ not in READERS:
        refuse(N_("Nothing here reads “{value}”. Choose among: {choices}"), value=from_, choices=", ".join(READERS))
    path = source if source.startswith(("http://", "https://")) else Path(source).expanduser().resolve()
    if folder or not (ROOT / _SETTINGS).is_file():
        _elsewhere(path, from_, folder, show=show)
        return
    try:
        (ROOT / _REPORT).parent.mkdir(exist_ok=True)
        with locked(ROOT / _LOCK, 0), opened(path, from_) as found, progress_shown(WORDS):
            _import(found, show=show)
    except SourceError as error:
        what, reason = error.what or source, _(error.reason)
        refuse(N_("Nothing was written: {path} cannot be used: {reason}."), path=what, reason=reason)
    except LockHeldError:
        refuse(N_("Another import is at work in this site."))
    except OSError as error:
        raise file_failed(error) from error


def _elsewhere(path: Path | str, kind: str, folder: str, *, show: bool) -> None:
    """Import into a site in another folder, which is begun there with the name and the address of the blog."""
    try:
        with opened(path, kind) as found:
            name, address, lang = found.name, found.site, "en" if found.lang == "en" else "fr"
    except SourceError as error:
        refuse(N_("{path} cannot be used: {reason}."), path=error.what or path, reason=_(error.reason))
    except OSError as error:
        raise file_failed(error) from error
    target = Path(folder or slugify(name) or "site")
    program = [sys.executable, "-m", "placette.command_tasks"]
    if not (target / _SETTINGS).is_file():
        words = [f"--folder={target}", f"--title={name}", f"--lang={lang}", *([f"--url={address}"] if address else [])]
        if code := subprocess.run([*program, "new", *words], check=False).returncode:
            raise Exit(code=code)
    words = [str(path), *([f"--from={kind}"] if kind else []), *(["--show"] if show else [])]
    raise Exit(code=subprocess.run([*program, "import", *words], cwd=target, check=False).returncode)


def _import(source: ImportSource, *, show: bool) -> None:
    if source.kind in _WITH_LIBRARIES:
        need("import", "docutils", "markdown")
    settings = load_site_settings()
    content, options = Path(settings["PATH"]), reader_of(settings).options(settings)
    own = source_id(source)
    choices = read_choices(ROOT / FILE, own)
    source = replace(source, site=choices.values.get("site") or source.site, zone=source.zone or options.now.tzinfo)
    plan = plan_import(source, own, read_known(content, settings), choices, options)
    print("\n".join(map(printable, plan_lines(source, plan))))
    findings = plan.findings
    if not show:
        album = album_of(source, choices, plan, settings, options)
        written = write_import(source, plan, content, options, album.bring, _)
        findings = (*findings, *written.findings)
        print("\n".join(map(printable, written_lines(written))))
        settings = load_site_settings()  # with the categories that the site got
        print(declare_addresses(source, plan, settings, album.shown))
        findings = (*findings, *bring_comments(source, plan, settings, options))
        _describe(content)
    elif (Path(settings["OUTPUT_PATH"]) / "index.html").is_file():
        findings = (*findings, *look_up_addresses(source, plan, settings))
    _report(findings)
    if any(one.code in _SERIOUS for one in findings):
        raise Exit(code=1)


def plan_lines(source: ImportSource, plan: ImportPlan) -> Iterator[str]:
    """Yield the plan of an import, on one screen."""
    texts = list(plan.texts.values())
    days = sorted(one.day for one in texts if one.category and not one.is_draft)
    yield _("{name} ({program}), {address}").format(
        name=source.name or plan.source, program=_(READERS[source.kind].name), address=source.site or "–"
    )
    span = _("from {first} to {last}").format(first=f"{days[0]:%Y-%m-%d}", last=f"{days[-1]:%Y-%m-%d}") if days else ""
    counts = {
        N_("posts"): sum(bool(one.category) and not one.is_draft for one in texts),
        N_("drafts, which stay drafts"): sum(one.is_draft for one in texts),
        N_("pages"): sum(not one.category for one in texts),
        N_("people"): len({key for one in texts for key in one.authors}),
        N_("pictures and files"): len(source.uploads),
        N_("comments"): plan.comments["comment"],
        N_("mentions elsewhere (pingbacks)"): sum(plan.comments.values()) - plan.comments["comment"],
        N_("old addresses"): plan.addresses,
    }
    for what, count in counts.items():
        if count:
            yield f"{count:>8} {_(what)}" + (f", {span}" if what == "posts" and span else "")
    outcomes = Counter(one.outcome for one in texts)
    if outcomes.keys() - {TextOutcome.NEW}:
        yield _("Since the last import: {counts}").format(counts=_outcomes(outcomes))
    if plan.left:
        yield _("What stays out:")
    for status, why in OUT.items():
        if plan.left[status]:
            names = f" ({', '.join(f'{name} {count}' for name, count in plan.others.most_common(8))})"
            yield f"{plan.left[status]:>8} {_(why)}{names if status is EntryStatus.OTHER else ''}"
    if plan.new_categories:
        yield _("Categories that the site gets: {names}").format(names=", ".join(plan.new_categories))
    if plan.guesses:
        yield _("Places that titles name: {count}; they are suggestions in {file}").format(
            count=len(plan.guesses), file=FILE
        )


_OUTCOMES = {
    TextOutcome.NEW: N_("new texts"),
    TextOutcome.RENEWED: N_("renewed, for they changed there"),
    TextOutcome.SAME: N_("as they were"),
    TextOutcome.EDITED: N_("changed there and here, left alone"),
    TextOutcome.REMOVED: N_("removed here, left out"),
}


def _outcomes(counts: Counter[TextOutcome]) -> str:
    return ", ".join(f"{counts[one]} {_(words)}" for one, words in _OUTCOMES.items() if counts[one])


def written_lines(written: ImportResult) -> Iterator[str]:
    """Yield what an import did, and what an editor has to decide."""
    yield _("Done: {counts}").format(counts=_outcomes(written.outcomes) or "0")
    change = _("    {key}: here “{here}”, there “{there}”")
    for one in written.differences:
        yield _("Not touched: {path} ({title}): it changed there, and somebody changed the file here.").format(
            path=one.path, title=one.title
        )
        yield from (change.format(key=key, here=here[:120], there=there[:120]) for key, here, there in one.keys)
        yield _("    Copy what is right, then write this line in the file: {line}").format(line=one.line)
    yield _("Next: read {file}, then invoke check and invoke serve.").format(file=FILE)


def report_of(findings: Iterable[ImportFinding]) -> Iterator[tuple[str, list[str]]]:
    """Yield the findings by their code: what is said, then where, each once."""
    grouped: dict[str, list[ImportFinding]] = defaultdict(list)
    for one in findings:
        grouped[one.code].append(one)
    for code, several in sorted(grouped.items()):
        lines = dict.fromkeys(" ".join(filter(None, (_place_of(one), _said(one)))) for one in several)
        yield code, list(lines)


def _place_of(one: ImportFinding) -> str:
    return f"{one.file}:{one.line}" if one.line else one.file


def _said(one: ImportFinding) -> str:
    reason = one.values.get("reason", "")
    values = {**one.values, "reason": _(reason) if reason else ""}
    return _(FINDINGS.get(one.code, one.code)).format_map(defaultdict(str, values))


def _report(findings: Iterable[ImportFinding]) -> None:
    """Print the first findings of each kind; write all of them into a file."""
    whole: list[str] = []
    for code, lines in report_of(findings):
        print("\n".join(printable(f"  {line}") for line in lines[:_SHOWN]))
        if len(lines) > _SHOWN:
            more = _("  … and {count} more of this kind ({code}): {file}")
            print(more.format(count=len(lines) - _SHOWN, code=code, file=_REPORT))
        whole += [code, *(f"  {printable(line)}" for line in lines)]
    write_text(ROOT / _REPORT, "\n".join(whole) + "\n")


def album_of(
    source: ImportSource, choices: ImportChoices, plan: ImportPlan, settings: dict[str, Any], options: ReadingOptions
) -> Album:
    """Return what converts the bodies of this source and brings their pictures."""
    from placette_import.old_addresses import lists_here  # noqa: PLC0415 - as below
    from placette_import.pictures import AGENT, Album  # noqa: PLC0415 - a plan needs none

    manner = Manner(f"{AGENT} (+{str(settings['SITEURL']).rstrip('/')}/)")
    lists = lists_here(source, plan, settings)
    titles = {key.partition(":")[2]: planned.title for key, planned in plan.texts.items()}
    read = next(iter(offered(DOCUMENT, settings)), None)
    credit = ", ".join(filter(None, (choices.values.get("credit"), choices.values.get("licence"))))
    return Album(
        source, Path(settings["PATH"]), manner, attachments_of(settings), credit, options.videos, lists, titles, read
    )


def declare_addresses(
    source: ImportSource, plan: ImportPlan, settings: dict[str, Any], shown: Mapping[str, str]
) -> str:
    """Write where old addresses lead from now on; returns what was done, in a sentence."""
    from placette_import import old_addresses as old  # noqa: PLC0415 - it reads the whole site

    file = Path(settings["PATH"]).parent / addresses.MOVED_FILE
    places = old.places_of(open_site({**settings, "READING_SKIP_INVALID": True}))
    declared = {move.old: move.new for move in addresses.load_moves(file.parent).moves}
    moves = old.moves_for(old.wanted_of(source, plan, shown, places), places, declared)
    if moves:
        text = addresses.read_text(file) or f"{_(addresses.HEADING)}\n"
        write_text(file, old.with_moves(text, moves, _("gone")))
    led = sum(move.new is not None for move in moves)
    said = _("Old addresses: {led} lead to their place here, {gone} are gone; they are in {file}.")
    return said.format(led=led, gone=len(moves) - led, file=addresses.MOVED_FILE)


def bring_comments(
    source: ImportSource, plan: ImportPlan, settings: dict[str, Any], options: ReadingOptions
) -> tuple[ImportFinding, ...]:
    """Write the comments as replies that wait, and say how many; returns those that have no place."""
    from placette_import import comments  # noqa: PLC0415 - a plan needs them not

    content = Path(settings["PATH"])
    has_mentions = any(feature.name == "mentions" for feature in features_of(settings))
    known, zone = comments.known_comments(content), options.now.tzinfo
    brought = comments.plan_comments(source, plan, known, _, zone, mentions=has_mentions)
    if count := comments.write_comments(brought, content, _):
        said = _("Comments that wait to be read: {count}. One by one: read_by: KEY in its file; of a post: {command}")
        print(said.format(count=count, command="invoke accept-comments POST --reader KEY"))
    return brought.placeless


@task(
    positional=["post"],
    help={
        "post": N_("The name of the post's folder: le-lavoir."),
        "reader": N_("Who has read them: the key of a profile."),
    },
)
def accept_comments(_context: Context, post: str, reader: str) -> None:
    """Accept all comments below a post that came with an import and that somebody has read."""
    from placette_import import comments  # noqa: PLC0415

    settings = load_site_settings()
    content = Path(settings["PATH"])
    folder = content / comments.REPLIES / post
    if not is_good_name(post) or not folder.is_dir() or folder.is_symlink():
        refuse(N_("No reply is below a post called “{value}”."), value=post)
    if not is_good_name(f"{reader}.md") or not (content / "authors" / f"{reader}.md").is_file():
        refuse(N_("Nobody is called “{value}” in the authors' folder."), value=reader)
    try:
        count = comments.accept_comments(folder, reader)
    except OSError as error:
        raise file_failed(error) from error
    print(_("Accepted: {count}. Next: invoke check.").format(count=count))


@task
def describe_pictures(_context: Context) -> None:
    """Take the descriptions of imported pictures out of their table into the texts, and list those that are left."""
    try:
        _describe(Path(load_site_settings()["PATH"]))
    except OSError as error:
        raise file_failed(error) from error


def _describe(content: Path) -> None:
    from placette_import import descriptions  # noqa: PLC0415 - a plan needs none

    taken, left = descriptions.take_descriptions(content, _)
    if taken or left:
        said = _("Pictures described: {taken}; still to describe: {left}. Fill in {file}, then: {command}")
        print(said.format(taken=taken, left=left, file=descriptions.FILE, command="invoke describe-pictures"))


def look_up_addresses(source: ImportSource, plan: ImportPlan, settings: dict[str, Any]) -> Iterator[ImportFinding]:
    """Look up each old address on the built site, and say what answers; yields those that nothing does."""
    from placette_import import old_addresses as old  # noqa: PLC0415 - it reads the whole site

    places = old.places_of(open_site({**settings, "READING_SKIP_INVALID": True}))
    olds = old.readable(one for one, _new in old.wanted_of(source, plan, {}, places))
    fates = old.fates_of(olds, Path(settings["OUTPUT_PATH"]), addresses.base_of(str(settings["SITEURL"])))
    counts = Counter(fates.values())
    said = _(
        "Old addresses on the built site: {page} are pages, {moved} lead on, {gone} are gone, {nothing} answer nothing."
    )
    print(said.format(**{fate.value: counts[fate] for fate in old.AddressFate}))
    yield from (
        ImportFinding("import-unanswered", values={"what": one}) for one, fate in fates.items() if fate == "nothing"
    )


_LIMITS = Limits(cpu=10.0, wall=20.0, memory=512 * 1024 * 1024)
"""Five hundred events take less than a second; these limits stop a hostile file."""
_LINES = {
    ImportOutcome.NEW: N_("New: {path} ({title})"),
    ImportOutcome.RENEWED: N_("Renewed: {path} ({title})"),
    ImportOutcome.EDITED: N_(
        "Not touched: {path} ({title}): it changed in the calendar, and somebody changed the file here."
    ),
    ImportOutcome.UNUSABLE: N_("Left out: {title}"),
}


@task(positional=["file"], help={"file": N_("The calendar: a file whose name ends in .ics.")})
def import_events(_context: Context, file: str) -> None:
    """Import the events of an outside calendar as files to read and commit; run again, it adds nothing twice."""
    settings = load_site_settings()
    content, options = Path(settings["PATH"]), reader_of(settings).options(settings)
    events, left = read_file(Path(file), options)
    known = _known_events(content / FOLDER)
    categories = [term.name for term in options.categories.values()]
    source = partial(event_source, communes=options.communes, categories=categories)
    steps = plan_events(events, known, source, partial(_faults, options=options))
    for step in steps:
        if step.text:
            write_text(content / step.path, step.text)
        _print_step(step, content)
    for event in left:
        reason = f"{_(event.reason)} ({event.detail})" if event.detail else _(event.reason)
        title = event.title or _("an event without a title")
        print(printable(_("Left out: {title}: {reason}").format(title=title, reason=reason)))
    same = sum(step.outcome is ImportOutcome.SAME for step in steps)
    told = _("{count} events read, {same} as they were. Next: read the files, then invoke check.")
    print(told.format(count=len(events) + len(left), same=same))


def read_file(path: Path, options: ReadingOptions) -> tuple[list[OutsideEvent], list[LeftOut]]:
    """The events of a file; ends the task if it can't be used."""
    try:
        with path.open("rb") as source:
            data = source.read(occurrences.SIZE + 1)
    except OSError as error:
        _unusable(path, what_failed(error, named=False))
    if reason := occurrences.refusal(data):
        _unusable(path, _(reason))
    (found,) = run_bounded(read_calendar, [data], (options.now.tzinfo, options.now), _LIMITS)
    if found is None or isinstance(found, str):
        _unusable(path, _(found or N_("reading it takes too much time or memory")))
    return found


def _unusable(path: Path, reason: str) -> NoReturn:
    refuse(N_("Nothing was written: {path} cannot be used: {reason}."), path=path, reason=reason)


def _known_events(folder: Path) -> KnownEvents:
    """The events that the site has; ends the task if their folder is a link or no folder."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        _unusable(folder, _(N_("it is a link, or no folder")))
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else []
    texts = {
        entry.name: Path(entry.path).read_bytes().decode("utf-8", "replace")
        for entry in entries
        if stat.S_ISREG((seen := entry.stat(follow_symlinks=False)).st_mode)
        and seen.st_size <= characters.TEXT_LIMIT
        and entry.name.endswith(".md")
        and is_good_name(entry.name)
    }

    def is_ours(path: str) -> bool:  # our own identifiers begin with the path of their text
        named = f"{path}.md"
        return (EVENT.is_place(named) or posts.POST.is_place(named)) and (folder.parent / named).is_file()

    return KnownEvents(texts, frozenset(entry.name for entry in entries), is_ours)


def _faults(draft: Draft, options: ReadingOptions) -> Iterator[Problem]:
    if isinstance(draft.matter, EventMatter):
        for fault in faults_of(draft.matter, options.now.tzinfo):
            yield draft.problem(fault.code, fault.key, **fault.values)


def _print_step(step: ImportStep, content: Path) -> None:
    if step.outcome is ImportOutcome.SAME:
        return
    lines = [_(_LINES[step.outcome]).format(path=os.path.relpath(content / step.path, ROOT), title=step.title)]
    lines += [f"    {' '.join(explain(found, _))}" for found in step.problems]
    change = _("    {key}: here “{here}”, in the calendar “{there}”")
    lines += [change.format(key=key, here=here[:200], there=there[:200]) for key, here, there in step.changes]
    if step.outcome is ImportOutcome.EDITED:
        keep = _("    Copy what is right, then write imported: {mark} in the file: this version then counts as read.")
        lines.append(keep.format(mark=step.mark))
    print("\n".join(map(printable, lines)))
