"""Task: withdraw-author."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task

from placette.commands.leaving.planning import (
    ContentFolder,
    DepartureRequest,
    LabelError,
    Plan,
    SiteRules,
    apply_plan,
    new_problems,
    plan_departure,
    read_folder,
)
from placette.commands.leaving.rewriting import Mention, TraceKind, search
from placette.commands.reading_tasks import load_settings, read_site, site_copy
from placette.commands.site_tasks import _, refuse, what_failed
from placette.engine.base.text import nearest, slugify
from placette.engine.base.translation import N_
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.kinds import Kinds
from placette.engine.content.neighbours import find_name
from placette.engine.findings.problems import printable
from placette.engine.findings.reports import render_plain
from placette.engine.rendering.ports import Ports
from placette.features.authors.profile import PROFILE
from placette.plugin import attachments_of, every_kind, offered, reader_of

_LABEL = N_("Somebody who has left this site")
_STEM = N_("anonymous")
"""The beginning of an author key that identifies no person."""
_WORDS = re.compile(r"[^\W_][\w '’.,()&«»\u00a0\u202f-]{0,100}")
"""Characters of a label: nothing that is markup in YAML or Markdown."""


@task(
    help={
        "key": N_("The key of the person who leaves (file name in content/authors/)."),
        "keep": N_("Keep their texts, signed by the label."),
        "take_down": N_("Take down the texts that are theirs alone; take their name off the others."),
        "label": N_("The words that replace the name, as the person wishes."),
        "replace": N_("Put the label into the sentences of others too."),
        "leave": N_("Leave the name where others wrote it: it stays readable there."),
        "dry_run": N_("Show what would change, and change nothing."),
    }
)
def withdraw_author(
    _context: Context,
    key: str,
    keep: bool = False,
    take_down: bool = False,
    label: str = "",
    replace: bool = False,
    leave: bool = False,
    dry_run: bool = False,
) -> None:
    """Remove somebody who leaves: their texts go, or stay without their name."""
    settings = load_settings()
    content = Path(settings["PATH"])
    folder = _read_folder(content, every_kind(settings), attachments_of(settings))
    person = _known(key, folder)
    choice = _choice(keep, take_down)
    if label and not _WORDS.fullmatch(label):
        refuse(N_("“{label}” cannot be a name here: letters, digits and plain punctuation only."), label=label)
    request = DepartureRequest(
        person, choice, label or _(_LABEL), slugify(_(_STEM)), own_label=bool(label), replace=replace
    )
    plan = _plan(folder, request, settings)
    print("\n".join(map(printable, (*_changes(plan), *_listed(plan.mentions)))), flush=True)
    _refuse(plan, settings, leave=leave)
    if dry_run:
        print(_("Nothing was changed."))
        return
    try:
        apply_plan(content, plan)
    except OSError as error:
        refuse(N_("A file could not be written, and all is as it was: {what}"), what=what_failed(error))
    for sentence in (forget(person) for forget in offered(Ports.FORGET, settings)):
        print(sentence, end="\n" if sentence else "")
    _prove(_read_folder(content, folder.kinds, attachments_of(settings)), plan, leave=leave)


def _read_folder(content: Path, kinds: Kinds, attachments: tuple[AttachmentKind, ...]) -> ContentFolder:
    try:
        return read_folder(content, kinds, attachments)
    except OSError as error:
        refuse(N_("The texts could not be read: {what}"), what=what_failed(error))


def _known(key: str, folder: ContentFolder) -> str:
    """Return the author key meant; ends the task for an unknown key, or if that person has left already."""
    draft = folder.drafts.get(f"authors/{key}.md")
    if draft and draft.is_withdrawn:
        print(_("“{key}” has left already; nothing to do.").format(key=key))
        raise Exit("", 0)
    person = find_name(key, folder.names)
    if person and folder.profile(person):
        return person
    if draft or person:
        refuse(N_("The profile of “{key}” needs fixing first: invoke check"), 1, key=key)
    close = ", ".join(dict.fromkeys(folder.names[name] for name in nearest(key, folder.names)))
    hint = _("Did you mean {names}?").format(names=close) if close else _("Check the spelling.")
    raise Exit(" ".join((_("Nobody has the key “{key}” here.").format(key=key), hint)), 2)


def _choice(keep: bool, take_down: bool) -> bool:
    """Return whether the texts stay, from the options or from the answer at the keyboard."""
    if keep and take_down:
        refuse(N_("Choose one: --keep or --take-down."))
    if keep or take_down:
        return keep
    if not sys.stdin.isatty():
        refuse(N_("Say what the person asks for: --keep or --take-down."))
    words = {_(N_("keep")): True, _(N_("take down")): False}
    answer = ""
    while answer not in words:
        question = _("Do the texts stay without the name, or go?")
        answer = input(f"{question} ({' / '.join(words)}) : ").strip().lower()
    return words[answer]


def _plan(folder: ContentFolder, request: DepartureRequest, settings: dict[str, Any]) -> Plan:
    options = reader_of(settings).options(settings)
    rules = SiteRules(options.now, options.licence, options.addresses.patterns.get(PROFILE.name, ""))
    try:
        return plan_departure(folder, request, rules)
    except LabelError as error:
        refuse(N_("“{label}” is somebody's name here, or the person's own. Choose another one."), label=error)


def _changes(plan: Plan) -> list[str]:
    """Return the change of each file, one line each."""
    lines = []
    for path in plan.writes:
        if path == f"authors/{plan.key}.md":
            lines.append(_("{path}: new; signs the texts as “{label}”").format(path=path, label=plan.label))
        elif path in plan.down:
            lines.append(_("{path}: taken down; its address says so").format(path=path))
        else:
            lines.append(_("{path}: the person is taken out").format(path=path))
    lines += [_("{path}: renamed {new}").format(path=move.old, new=move.new) for move in plan.moves]
    lines += [_("{path}: deleted").format(path=path) for path in plan.deletes]
    return [*lines, _("{path}: only the address stays").format(path=plan.profile)]


def _listed(mentions: Iterable[Mention]) -> list[str]:
    """Return others' lines: those that certainly mean the person, then those that may."""
    sure = [f"  {_line(mention)}" for mention in mentions if mention.kind is not TraceKind.PART]
    perhaps = [f"  {_line(mention)}" for mention in mentions if mention.kind is TraceKind.PART]
    heads = (_("Here others name the person, or lead to them:"), _("Here it may be the person; please look:"))
    return [line for head, lines in zip(heads, (sure, perhaps), strict=True) if lines for line in ("", head, *lines)]


def _line(found: Mention) -> str:
    if not found.line:
        return _("{path}: its address shows the name").format(path=found.path)
    return _("{path}, line {line}: {excerpt}").format(path=found.path, line=found.line, excerpt=found.excerpt)


def _refuse(plan: Plan, settings: dict[str, Any], *, leave: bool) -> None:
    """End the task if an editor has to decide or mend something first."""
    if plan.by_hand:
        message = _("These texts cannot be changed safely: fix them, or take the person out by hand, and begin again.")
        raise Exit("\n".join((message, *map(printable, plan.by_hand))), 1)
    if plan.undecided and not leave:
        sentence = N_(
            "Nothing was changed: decide first. --replace puts the label there, --leave leaves the name to be read;"
            " or change these sentences by hand, and begin again. An address can only be left, or its folder renamed."
        )
        refuse(sentence, 1)
    before = read_site(settings)
    with site_copy(settings) as (copy_settings, copy):
        problems = new_problems(plan, copy, before, partial(read_site, copy_settings))
    if problems:
        message = _("Nothing was changed: the site could not be built any more.")
        raise Exit(f"{render_plain(problems, _)}\n\n{message}", 1)


def _prove(folder: ContentFolder, plan: Plan, *, leave: bool) -> None:
    """Search everything again, and report what remains."""
    remaining = list(search(folder.texts, plan.traces, folder.kinds))
    sure = [mention for mention in remaining if mention.kind is not TraceKind.PART]
    print("\n".join(map(printable, ("", _("Searched again, in every text:"), *_listed(remaining)))))
    if not sure:
        print(_("the name and the addresses of the person are nowhere any more."))
    print(
        _(
            "To do now: record this, then invoke build and invoke publish. Git's history keeps what was there, and"
            " copies, archives and search engines do for some time: tell the person so."
        )
    )
    if sure and not leave:
        refuse(N_("Something remains: see above."), 1)
