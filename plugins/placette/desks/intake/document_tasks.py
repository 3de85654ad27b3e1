"""Task: document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.intake.documents import Ready, Refused, kind_for, prepare_document
from placette.desks.intake.finding_tasks import find_place, refuse, shown
from placette.desks.reading_tasks import load_settings
from placette.desks.site_tasks import WORDS, _, need, what_failed
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_, Severity
from placette.engine.base.processes import executor_of, using
from placette.engine.library.attachments import AttachmentKind
from placette.engine.library.tree import gate_of
from placette.engine.problems.file_types import proposal_for
from placette.engine.problems.problems import explain
from placette.engine.problems.reports import printable
from placette.plugin import attachments_of, reader_of


@task(
    help={
        "file": N_("The document, wherever it is: PDF, ODT, ODS, CSV, GPX or ICS."),
        "for": N_("The text: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "into": N_("Without a text: the folder to write the document into, instead of this one."),
    },
)
def document(_context: Context, file: str, for_: str = "", into: str = "") -> None:
    """Make a document ready for the site: looked into, freed of what it reveals, under a good name, beside a text."""
    settings = load_settings()
    if for_ and into:
        refuse(N_("--for is for a text, --into for another folder: choose one of them."))
    path = Path(file).expanduser()
    kind = _kind_of(path, attachments_of(settings))
    folder = _folder(for_, path.suffix.lower(), settings) if for_ else Path(into or ".")
    if path.suffix.lower() == ".pdf":
        need("pdf", "pikepdf")
    own = path.resolve() if for_ else None  # what lies beside its text already is cleaned in its place
    others = {one.name for one in folder.iterdir() if one.resolve() != own} if folder.is_dir() else set()
    with using(executor_of(settings)):
        made = prepare_document(path, kind, others)
    if isinstance(made, Refused):
        _end(path, made)
    try:
        write_atomic(folder / made.name, made.data)
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))
    _print_ready(path, folder / made.name, made, kind)


def _folder(written: str, suffix: str, settings: dict[str, Any]) -> Path:
    """The folder of the text that was named; ends the task where no document may lie beside such a text."""
    kinds = reader_of(settings).kinds
    gate = gate_of(kinds, attachments=attachments_of(settings))
    return find_place(written, Path(settings["PATH"]), kinds, gate, suffix)


def _kind_of(path: Path, kinds: tuple[AttachmentKind, ...]) -> AttachmentKind:
    kind = kind_for(path, kinds)
    if kind is None:
        accepted = {suffix for one in kinds for suffix in one.limits}
        what = _(proposal_for(path.suffix.lower(), accepted)).format(name=path.name)
        refuse(N_("{name} is not a document that can be offered here. {what}"), name=path.name, what=what)
    return kind


def _end(path: Path, refused: Refused) -> NoReturn:
    """End the task with what is wrong with a document."""
    said = [" ".join(explain(found, _)) for found in refused.problems]
    if refused.reason:
        said = [
            _("The file {name} is left out: {reason}.").format(
                name=path.name, reason=_(refused.reason).format(**dict(refused.values))
            )
        ]
    raise Exit("\n".join(map(printable, (*said, _("Nothing was written.")))), 1)


def _print_ready(original: Path, place: Path, made: Ready, kind: AttachmentKind) -> None:
    """Print where the document is, what was taken out of it, what would help, and the line to paste."""
    note = kind.note(made.inspected.attachment, WORDS)
    print(printable(_("Written: {path} ({note})").format(path=shown(place), note=note)))
    for found in made.removed:
        kinds = ", ".join(_(word) for word in dict(found.values).get("kinds", "").split("; "))
        print(_("  Taken out: {kinds}.").format(kinds=kinds))
    for found in made.inspected.problems:
        if found.severity is Severity.ADVICE:
            print(printable("  " + " ".join(explain(found, _))))
    label = original.stem.replace("_", " ").replace("[", "(").replace("]", ")")
    print(printable(_("In a text: {line}").format(line=f"[{label}]({place.name})")))
    if original.resolve().parent == place.resolve().parent and original.name != place.name:
        sentence = _("{name} lies beside the text as it was: delete it before you propose the text.")
        print(printable(sentence.format(name=original.name)))
    sys.stdout.flush()
