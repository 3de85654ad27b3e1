"""Tasks: import, accept-comments, fill-in."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from invoke import Context, task
from invoke.exceptions import Exit

from placette import N_, Files, Manner, Problem, Project, ReadingOptions, Site, Task, Words, _, addresses, is_good_name
from placette_import import answers, waiting
from placette_import import old_addresses as old
from placette_import.decoding import SourceError
from placette_import.pages import Conversion
from placette_import.pictures import AGENT, Album
from placette_import.plan import FILE, OUT, ImportPlan, TextOutcome, marked_in, plan_import
from placette_import.sources import READERS, opened
from placette_import.values import EntryStatus, ImportFinding, ImportSource
from placette_import.writing import ImportResult, remember_texts, settle_refused, write_import

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
    "import-withdrawn": N_("It is not public there, and is here: {name}"),
    "import-shortcode": N_("Nothing here does what this did; the words in it stay: {what}"),
    "import-tag": N_("A text has no such element; the words in it stay: {what}"),
    "import-block": N_("What this block showed was made by the old site: {what}"),
    "import-directive": N_("A directive that is not known here stays as it was written: {what}"),
    "import-extension": N_("An extension of Python-Markdown that is not known here: {what}"),
    "import-picture": N_("A picture or file is left out, and its words stay ({reason}): {what}"),
    "import-comments": N_("Comments below a page have no place here ({count}): {name}"),
    "import-link": N_("A link to a page of the old site that has no place here; its words stay: {what}"),
    "import-address": N_("This old address answers nowhere, for it cannot be declared: {what} ({reason})"),
    "import-draft": N_("It becomes a draft, for the check refuses it: {name}. {what}"),
    "import-refused": N_("It stays out, for the check refuses it: {name}. {what}"),
    "import-unread": N_("This text is too complex, and only its words came: {what}"),
    "answer-unfit": N_("Write none, or authorised:2026-14 with the reference of the parents’ consent, and not: {what}"),
    "answer-long": N_("A description has at most 300 signs, and this one {count}: {what}"),
    "answer-twice": N_("There is another answer for {name}, which counts; this one does not: {what}"),
    "answer-torn": N_("Columns of the table are missing in this line: {what}"),
    "answer-elsewhere": N_("Nothing waits for this answer; {name} has one, or is not there: {what}"),
    "answer-unsafe": N_("The information block of this text cannot be changed without you: invoke check"),
}
"""What is said of a finding, by its code."""
_SERIOUS = frozenset(f"import-{code}" for code in "unread broken truncated twice withdrawn".split())
"""The codes of findings after which an import ends with 1: something was left out, or has to be decided."""


@task(
    name="import",
    positional=["source"],
    help={
        "source": N_("An export, a folder or a ZIP file of another program; or the address of a feed."),
        "from_": N_("The program that it is from, where that is not seen; a wrong word lists those that are known."),
        "show": N_("Show the plan, and write nothing."),
        "folder": N_("The folder of the site; a new one is begun there."),
        "with_drafts": N_("Bring what was never public too: drafts, posts of a day to come, comments that wait."),
    },
)
def import_(
    _context: Context,
    source: str,
    from_: str = "",
    show: bool = False,
    folder: str = "",
    with_drafts: bool = False,
) -> None:
    """Bring the texts of another blog: a plan first, then files to read. Run again, it doubles nothing."""
    if from_ and from_ not in READERS:
        Task.refuse(
            N_("Nothing here reads “{value}”. Choose among: {choices}"), value=from_, choices=", ".join(READERS)
        )
    path = source if source.startswith(("http://", "https://")) else Path(source).expanduser().resolve()
    try:
        if folder or not (Task.ROOT / _SETTINGS).is_file():
            _elsewhere(path, from_, folder, [*["--show"] * show, *["--with-drafts"] * with_drafts])
        (Task.ROOT / _REPORT).parent.mkdir(exist_ok=True)
        with Files.locked(Task.ROOT / _LOCK, 0), opened(path, from_) as source_read, Task.progress_shown(Task.WORDS):
            _import(source_read, show=show, with_drafts=with_drafts)
    except SourceError as error:
        what, reason = error.what or source, _(error.reason)
        Task.refuse(N_("Nothing was written: {path} cannot be used: {reason}."), path=what, reason=reason)
    except Files.HeldError:
        Task.refuse(N_("Another import is at work in this site."))


def _elsewhere(path: Path | str, kind: str, folder: str, flags: list[str]) -> NoReturn:
    """Import into a site in another folder, which is begun there with the name and the address of the blog."""
    with opened(path, kind) as blog:
        name, address, lang = blog.name, blog.site, "en" if blog.lang == "en" else "fr"
    target = Path(folder or Words.slugify(name) or "site")
    program = [sys.executable, "-m", "placette.command_line"]
    if not (target / _SETTINGS).is_file():
        words = [f"--folder={target}", f"--title={name}", f"--lang={lang}", *([f"--url={address}"] if address else [])]
        if code := subprocess.run([*program, "new", *words], check=False).returncode:
            raise Exit(code=code)
    words = [str(path), *([f"--from={kind}"] if kind else []), *flags]
    raise Exit(code=subprocess.run([*program, "import", *words], cwd=target, check=False).returncode)


def _import(source: ImportSource, *, show: bool, with_drafts: bool) -> None:
    if source.kind == "pelican":  # other libraries read its texts
        Task.need("import", "docutils", "markdown")
    settings = Project.settings()
    content, options = Path(settings["PATH"]), Project.reader(settings).options(settings)
    source, plan = plan_import(source, content, settings, options, with_drafts=with_drafts)
    print("\n".join(map(Problem.printable, plan_lines(source, plan))))
    findings = plan.findings
    if not show:
        Files.sweep_parts(content)
        album = _album(source, plan, settings, options)
        result = write_import(source, plan, content, options, album.bring, _)
        count, placeless = waiting.bring_comments(source, plan, content, _, options.now.tzinfo)
        settings = Project.settings()  # with the categories that the site got
        site = _settled(plan, settings, result)
        remember_texts(plan, content.parent, _)
        print("\n".join(map(Problem.printable, written_lines(result))))
        findings += _declare_addresses(source, plan, site, album.shown)
        if count:
            sentence = _(
                "Comments that wait to be read: {count}. One by one: read_by: KEY in its file; of a post: {command}"
            )
            print(sentence.format(count=count, command="invoke accept-comments POST --reader KEY"))
        findings += [*result.findings, *placeless]
        _fill_in(settings)
    _report(findings)
    if any(finding.code in _SERIOUS for finding in findings):
        raise Exit(code=1)


def plan_lines(source: ImportSource, plan: ImportPlan) -> Iterator[str]:
    """Yield the plan of an import, on one screen."""
    texts, ngettext = list(plan.texts.values()), Task.WORDS.ngettext
    days = sorted(text.day for text in texts if text.category and not text.is_draft)
    yield _("{name} ({program}), {address}").format(
        name=source.name or plan.source, program=_(READERS[source.kind].name), address=source.site or "–"
    )
    drafts, pages = sum(text.is_draft for text in texts), sum(not text.category for text in texts)
    people, files = len({key for text in texts for key in text.authors}), len(source.uploads)
    olds = Counter(address for address, _fate in old.count_addresses(source, plan).elements())
    counts = {
        ngettext("{count} post", "{count} posts", len(days)): len(days),
        ngettext("{count} draft, which stays one", "{count} drafts, which stay drafts", drafts): drafts,
        ngettext("{count} page", "{count} pages", pages): pages,
        ngettext("{count} person", "{count} people", people): people,
        ngettext("{count} picture or file", "{count} pictures and files", files): files,
        ngettext("{count} comment", "{count} comments", plan.comments): plan.comments,
        ngettext("{count} old address of a page", "{count} old addresses of pages", olds[False]): olds[False],
        ngettext("{count} old address of a file", "{count} old addresses of files", olds[True]): olds[True],
    }
    span = _("from {first} to {last}").format(first=f"{days[0]:%Y-%m-%d}", last=f"{days[-1]:%Y-%m-%d}") if days else ""
    for number, (words, count) in enumerate(counts.items()):
        if count:
            yield words.format(count=f"{count:>8}") + (f", {span}" if not number else "")
    outcomes = Counter(text.outcome for text in texts)
    if outcomes.keys() - {TextOutcome.NEW}:
        yield _("Since the last import: {counts}").format(counts=_outcomes(outcomes))
    if plan.left:
        yield _("What stays out:")
    details = {EntryStatus.OTHER: plan.others, EntryStatus.DRAFT: plan.states}
    for status, why in OUT.items():
        if plan.left[status]:
            words = ", ".join(f"{name} {count}" for name, count in details.get(status, Counter()).most_common(8))
            sentence = _("    {why}: {count}").format(why=_(why), count=plan.left[status])
            yield f"{sentence} ({words})" if words else sentence
    if plan.new_categories:
        yield _("Categories that the site gets: {names}").format(names=", ".join(plan.new_categories))


def _outcomes(counts: Counter[TextOutcome]) -> str:
    ngettext = Task.WORDS.ngettext
    new, renewed, same = counts[TextOutcome.NEW], counts[TextOutcome.RENEWED], counts[TextOutcome.SAME]
    edited, removed = counts[TextOutcome.EDITED], counts[TextOutcome.REMOVED]
    asked, drafted, refused = counts[TextOutcome.ASKED], counts[TextOutcome.DRAFTED], counts[TextOutcome.REFUSED]
    edited_words = ngettext(
        "{count} changed there and here, left alone", "{count} changed there and here, left alone", edited
    )
    counts_said = {
        ngettext("{count} new text", "{count} new texts", new): new,
        ngettext("{count} renewed, for it changed there", "{count} renewed, for they changed there", renewed): renewed,
        ngettext("{count} as it was", "{count} as they were", same): same,
        ngettext(
            "{count} as it was, its pictures asked for again",
            "{count} as they were, their pictures asked for again",
            asked,
        ): asked,
        edited_words: edited,
        ngettext("{count} removed here, left out", "{count} removed here, left out", removed): removed,
        ngettext(
            "{count} draft, until what the check refuses is mended",
            "{count} drafts, until what the check refuses is mended",
            drafted,
        ): drafted,
        ngettext(
            "{count} left out, for the check refuses it", "{count} left out, for the check refuses them", refused
        ): refused,
    }
    return ", ".join(words.format(count=count) for words, count in counts_said.items() if count)


def written_lines(written: ImportResult) -> Iterator[str]:
    """Yield what an import did, and what an editor has to decide."""
    yield _("Done: {counts}").format(counts=_outcomes(written.outcomes) or "0")
    change = _("    {key}: here “{here}”, there “{there}”")
    for difference in written.differences:
        sentence = _("Not touched: {path} ({title}): it changed there, and somebody changed the file here.")
        yield sentence.format(path=difference.path, title=difference.title)
        yield from (change.format(key=key, here=here[:120], there=there[:120]) for key, here, there in difference.keys)
        yield _("    Copy what is right, then write this line in the file: {line}").format(line=difference.line)
    yield _("Next: read {file}, then invoke check and invoke serve.").format(file=FILE)


def _report(findings: Iterable[ImportFinding]) -> None:
    """Print the first findings of each kind; write all of them into a file, each once."""
    grouped: dict[str, dict[str, None]] = defaultdict(dict)
    for finding in findings:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        values = {name: _(value) if name == "reason" and value else value for name, value in finding.values.items()}
        grouped[finding.code][f"{place} {_(FINDINGS[finding.code]).format_map(defaultdict(str, values))}".strip()] = (
            None
        )
    whole: list[str] = []
    for code, places in sorted(grouped.items()):
        lines = [f"  {Problem.printable(line)}" for line in places]
        print("\n".join(lines[:_SHOWN]))
        if len(lines) > _SHOWN:
            more = _("  … and {count} more of this kind ({code}): {file}")
            print(more.format(count=len(lines) - _SHOWN, code=code, file=_REPORT))
        whole += [code, *lines]
    Task.write_text(Task.ROOT / _REPORT, "\n".join(whole) + "\n")


def _album(source: ImportSource, plan: ImportPlan, settings: dict[str, Any], options: ReadingOptions) -> Album:
    credit = ", ".join(filter(None, map(plan.values.get, ("credit", "licence"))))
    titles = {key.partition(":")[2]: planned.title for key, planned in plan.texts.items()}
    shared = Conversion(source, credit, options.videos, titles)
    manner = Manner(f"{AGENT} (+{str(settings['SITEURL']).rstrip('/')}/)")
    return Album(shared, Path(settings["PATH"]), manner, Project.attachments(settings))


def _settled(plan: ImportPlan, settings: dict[str, Any], result: ImportResult) -> Site:
    """Return the site as the check reads it, once nothing that was brought keeps it from being built."""
    while True:
        site = Project.open({**settings, "READING_SKIP_INVALID": True})
        if not settle_refused(plan, Path(settings["PATH"]), site.build.problems, result, _):
            return site


def _declare_addresses(
    source: ImportSource, plan: ImportPlan, site: Site, shown: Mapping[str, str]
) -> Iterator[ImportFinding]:
    """Write where old addresses lead from now on, and print how many do; yield those that can't be declared."""
    file, places = Path(site.settings["PATH"]).parent / addresses.MOVED_FILE, old.places_of(site)
    text = addresses.read_text(file)
    declared = {move.old: move.new for move in addresses.read_moves(text).moves}
    reckoning = old.reckon(old.wanted_of(source, plan, shown, places), places, declared, marked_in(text))
    if reckoning.moves or reckoning.undone:
        heading = text or f"{_(addresses.HEADING)}\n"
        Task.write_text(file, old.with_moves(heading, reckoning, _("gone"), _(old.UNTIL_THEN)))
    print("\n".join(address_lines(reckoning.counts)))
    for address, error in reckoning.refused.items():
        reason = _(error.proposal).format(character=error.character)
        yield ImportFinding("import-address", values={"what": address[:200], "reason": reason})


def address_lines(counts: Counter[tuple[bool, str]]) -> Iterator[str]:
    """Yield what becomes of the old addresses that the plan counts, those of pages and those of files."""
    heads = (_("Old addresses of pages: {counts}"), _("Old addresses of files: {counts}"))
    for is_file, head in enumerate(heads):
        forms = {
            "led": _("{count} lead to their place here"),
            "here": _("{count} are those of a page here"),
            "gone": _("{count} are gone"),
            "refused": _("{count} cannot be declared"),
        }
        words = [
            form.format(count=counts[bool(is_file), fate])
            for fate, form in forms.items()
            if counts[bool(is_file), fate]
        ]
        if words:
            yield head.format(counts=", ".join(words))


@task(
    positional=["post"],
    help={
        "post": N_("The name of the post's folder: le-lavoir."),
        "reader": N_("Who has read them: the key of a profile."),
    },
)
def accept_comments(_context: Context, post: str, reader: str) -> None:
    """Accept all comments below a post that came with an import and that somebody has read."""
    settings = Project.settings()
    content = Path(settings["PATH"])
    folder = content / waiting.REPLIES / post
    if not is_good_name(post) or not folder.is_dir() or folder.is_symlink():
        Task.refuse(N_("No reply is below a post called “{value}”."), value=post)
    if not is_good_name(f"{reader}.md") or not (content / "authors" / f"{reader}.md").is_file():
        Task.refuse(N_("Nobody is called “{value}” in the authors' folder."), value=reader)
    count = waiting.accept_comments(folder, reader)
    print(_("Accepted: {count}. Next: invoke check.").format(count=count))


@task(
    help={
        "kind": N_("pictures or minors, where only these are wanted."),
        "table": N_("A filled-in table elsewhere, such as one that the page has saved; it needs the kind."),
    },
)
def fill_in(_context: Context, kind: str = "", table: str = "") -> None:
    """Take what imported texts lack out of its tables: descriptions, answers about children. It lists what is left."""
    if kind not in {"", *answers.TABLES} or (table and not kind):
        choices = ", ".join(answers.TABLES)
        Task.refuse(N_("Nothing here reads “{value}”. Choose among: {choices}"), value=kind or table, choices=choices)
    settings = Project.settings()
    try:
        findings = _fill_in(settings, Path(table).expanduser() if table else None, kind)
    except SourceError as error:
        reason = _(error.reason)
        Task.refuse(N_("Nothing was written: {path} cannot be used: {reason}."), path=error.what, reason=reason)
    _report(findings)
    if findings:
        raise Exit(code=1)


def _fill_in(settings: dict[str, Any], table: Path | None = None, kind: str = "") -> list[ImportFinding]:
    """Take the answers of the tables, all of them or one; write what is left, and return what couldn't be taken."""
    content, findings = Path(settings["PATH"]), list[ImportFinding]()
    files = {name: content.parent / row.file for name, row in answers.TABLES.items()} | ({kind: table} if table else {})
    tables = {name: answers.read_answers(file, name) for name, file in files.items() if file and file.is_file()}
    if table and kind not in tables:
        raise SourceError(N_("it is not there"), str(table))
    questions: dict[str, list[answers.AnswerRow]] = {}
    for name, row in answers.TABLES.items():
        pictures = name == "pictures"
        asked = answers.undescribed(content) if pictures else answers.unlooked(Project.read(settings), content, _)
        filled, wrong = tables.get(name, ({}, [])) if kind in {"", name} else ({}, [])
        questions[name], unfit = answers.take_answers(name, content, asked, filled, (files[name] or content).name)
        findings += [*wrong, *unfit]
        if kind in {"", name}:
            answers.write_table(name, content.parent / row.file, questions[name], _)
            if asked:
                taken, left = len(asked) - len(questions[name]), len(questions[name])
                print(_(row.counted).format(taken=taken, left=left))
    answers.write_page(content, questions, Task.WORDS, settings["DEFAULT_LANG"])
    if any(questions.values()):
        names = ", ".join(answers.TABLES[name].file for name, left in questions.items() if left)
        sentence = _("Fill in {file} with a spreadsheet, or {page} in a browser; then: {command}")
        print(sentence.format(file=names, page=answers.PAGE, command="invoke fill-in"))
    return findings
