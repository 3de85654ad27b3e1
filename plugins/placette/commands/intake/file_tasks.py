"""Tasks: document, photo."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from invoke import Context, Exit, task

from placette.commands.intake import (
    Original,
    Placed,
    Placement,
    Ready,
    Refused,
    figure,
    find_originals,
    kind_for,
    licence_choices,
    licence_named,
    no_licence,
    one_line,
    photo_name,
    place_photos,
    prepare,
    prepare_document,
    write_photos,
)
from placette.commands.intake.questions import (
    ALT,
    CAPTION,
    CREDIT,
    LICENCE,
    MINORS,
    FoundTexts,
    Given,
    Needs,
    answers_about,
    find_posts,
    find_texts,
    first_profile,
    first_unusable,
    given,
    is_ordinary,
    missing,
    needs_of,
    no_minors,
    read_text,
    without,
)
from placette.commands.reading_tasks import load_settings
from placette.commands.site_tasks import WORDS, _, ask, ask_until, need, refuse, shown, what_failed
from placette.commands.word_tasks import WordsTask, words_after_end
from placette.engine.base.files import write_atomic
from placette.engine.base.processes import executor_of, using
from placette.engine.base.translation import N_, Severity
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.kinds import Draft, Kinds
from placette.engine.content.tree import Gate, gate_of
from placette.engine.findings.messages import proposal_for
from placette.engine.findings.problems import explain, printable
from placette.engine.photos.photos import Prepared
from placette.features.posts.kind import POST
from placette.plugin import attachments_of, reader_of


def find_post(written: str, content: Path) -> tuple[Path, Draft]:
    """Return the text of the post that was named; ends the task unless there is one that may be changed."""
    several, none = N_("Several posts are called “{name}”: {paths}"), N_("There is no post “{name}”. {hint}")
    return _usable(_only(written, find_posts(written, content), several, none), content, (POST,))


def find_place(written: str, content: Path, kinds: Kinds, gate: Gate, suffix: str) -> Path:
    """Return the folder of the text that was named, of any kind that may have a file of that ``suffix`` beside it.

    Ends the task as ``find_post`` does.
    """
    several, none = N_("Several texts are called “{name}”: {paths}"), N_("There is no text “{name}”. {hint}")
    text = _only(written, find_texts(written, content, kinds, gate, suffix), several, none)
    return _usable(text, content, kinds)[0].parent


def _only(written: str, candidates: FoundTexts, several: str, none: str) -> Path:
    texts, near = candidates
    if len(texts) > 1:
        paths = ", ".join(shown(text.parent if text.name == "index.md" else text) for text in texts)
        refuse(several, name=written, paths=paths)
    if not texts:
        hint = _("Did you mean {names}?").format(names=", ".join(near)) if near else _("Check the spelling.")
        refuse(none, name=written, hint=hint)
    return texts[0]


def _usable(text: Path, content: Path, kinds: Kinds) -> tuple[Path, Draft]:
    if not is_ordinary(text, content):
        refuse(N_("{path} is a link, or may not be changed."), path=shown(text))
    draft = read_text(text, content, kinds)
    if draft.is_withdrawn:
        refuse(N_("{path} was withdrawn: it shows no photo or document any more."), path=shown(text))
    return text, draft


@task(
    help={
        "file": N_("The document, wherever it is: PDF, ODT, ODS, CSV, GPX or ICS."),
        "for": N_("The text: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "into": N_("Without a text: the folder to write the document into, instead of this one."),
    },
)
def document(_context: Context, file: str, for_: str = "", into: str = "") -> None:
    """Prepare a document for the site: examined, cleaned of what it reveals, well named, beside a text."""
    settings = load_settings()
    if for_ and into:
        refuse(N_("--for is for a text, --into for another folder: choose one of them."))
    path = Path(file).expanduser()
    kind = _kind_of(path, attachments_of(settings))
    folder = Path(into or ".")
    if for_:
        kinds = reader_of(settings).kinds
        gate = gate_of(kinds, attachments=attachments_of(settings))
        folder = find_place(for_, Path(settings["PATH"]), kinds, gate, path.suffix.lower())
    if path.suffix.lower() == ".pdf":
        need("pdf", "pikepdf")
    place_now = path.resolve() if for_ else None  # a file beside its text already is cleaned in its place
    others = (
        {neighbour.name for neighbour in folder.iterdir() if neighbour.resolve() != place_now}
        if folder.is_dir()
        else set()
    )
    with using(executor_of(settings)):
        prepared = prepare_document(path, kind, others)
    if isinstance(prepared, Refused):
        _end(path, prepared)
    try:
        write_atomic(folder / prepared.name, prepared.data)
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))
    _print_ready(path, folder / prepared.name, prepared, kind)


def _kind_of(path: Path, kinds: tuple[AttachmentKind, ...]) -> AttachmentKind:
    kind = kind_for(path, kinds)
    if kind is None:
        what = _(proposal_for(path.suffix.lower())).format(name=path.name)
        refuse(N_("{name} is not a document that can be offered here. {what}"), name=path.name, what=what)
    return kind


def _end(path: Path, refused: Refused) -> NoReturn:
    """End the task with the problems of a document."""
    lines = [" ".join(explain(fault, _)) for fault in refused.problems]
    if refused.reason:
        reason = _(refused.reason).format(limit=refused.limit)
        lines = [_("The file {name} is left out: {reason}.").format(name=path.name, reason=reason)]
    raise Exit("\n".join(map(printable, (*lines, _("Nothing was written.")))), 1)


def _print_ready(original: Path, place: Path, made: Ready, kind: AttachmentKind) -> None:
    """Print where the document is, what was taken out of it, what would help, and the line to paste."""
    note = kind.note(made.inspected.attachment, WORDS)
    print(printable(_("Written: {path} ({note})").format(path=shown(place), note=note)))
    for fault in made.removed:
        kinds = ", ".join(_(word) for word in dict(fault.values).get("kinds", "").split("; "))
        print(_("  Taken out: {kinds}.").format(kinds=kinds))
    for fault in made.inspected.problems:
        if fault.severity is Severity.ADVICE:
            print(printable("  " + " ".join(explain(fault, _))))
    label = original.stem.replace("_", " ").replace("[", "(").replace("]", ")")
    print(printable(_("In a text: {line}").format(line=f"[{label}]({place.name})")))
    if original.name != place.name:
        _print_beside(original, place.parent)
    sys.stdout.flush()


def _print_beside(original: Path, folder: Path) -> None:
    """Warn that an original is in the folder of its text, if it is."""
    if original.resolve().parent == folder.resolve():
        sentence = _("{name} is still beside the text, unchanged: delete it before you propose the text.")
        print(printable(sentence.format(name=original.name)))


_DECORATIVE = N_("decorative")
"""The caption that marks a picture as decorative; the check knows it in both languages."""


ReadyPhotos = tuple[Original, Prepared]


@task(
    klass=WordsTask,
    positional=["file"],
    iterable=["file", "alt", "caption"],
    help={
        "file": N_("The photos, wherever they are; named one after the other, or with a pattern such as *.jpg."),
        "for": N_("The post: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "into": N_("Without a post: the folder to write the photos into, instead of this one."),
        "lead": N_("Make the first photo the post's lead picture."),
        "at": N_("The number of the line before which the photos go, instead of the end of the text."),
        "alt": N_("What the photo shows, for those who cannot see it; - if it only decorates. Once for each photo."),
        "caption": N_("The photo's caption. Once for each photo."),
        "credit": N_("Who made the photos: photo by Name. A licence may follow, after a comma."),
        "licence": N_("The licence of the photos, where it is not the post's."),
        "minors": N_("none, or authorised: and the reference of the parents’ consent."),
    },
)
def photo(
    context: Context,
    file: list[str],
    alt: list[str],
    caption: list[str],
    for_: str = "",
    into: str = "",
    lead: bool = False,
    at: str = "",
    credit: str = "",
    licence: str = "",
    minors: str = "",
) -> None:
    """Prepare photos for the site: upright, light, without position; and put them into a post."""
    paths = find_originals([*file, *words_after_end(context.remainder, sys.argv)])
    if not paths:
        refuse(N_("Which photos? Example: invoke photo my-photo.jpg --for the-wash-house"))
    if (for_ and into) or ((lead or at) and not for_):
        refuse(N_("--lead and --at need a post (--for); --into is for photos without one."))
    text, needs = None, Needs()
    if for_:
        content = Path(load_settings()["PATH"])
        text, draft = find_post(for_, content)
        needs = needs_of(draft.checkable, first_profile(draft.checkable, content))
    answers = given(alt, caption, credit, licence, minors)
    if at and not (at.isascii() and at.isdigit() and int(at)):
        refuse(N_("--at takes the number of a line, such as --at 12."))
    placement = Placement(lead=lead, at=int(at or 0), licence=needs.licence, decorative=_(_DECORATIVE))
    _refuse_unusable(answers, len(paths), needs)
    if text and not sys.stdin.isatty():
        _refuse_missing(missing(answers, len(paths), needs))
    originals = list(prepare(paths))
    failed = {place: original for place, original in enumerate(originals) if isinstance(original.outcome, str)}
    ready = [(original, original.outcome) for original in originals if isinstance(original.outcome, Prepared)]
    for original in failed.values():
        sentence = _("{name} is left out: {reason}.")
        line = sentence.format(name=original.path.name, reason=_(str(original.outcome)))
        print(printable(line), file=sys.stderr)
    if ready and text:
        placement = replace(placement, lead=lead and 0 not in failed)
        _put_into(text, needs, ready, without(answers, set(failed)), placement)
    elif ready:
        _put_beside(Path(into or "."), ready, without(answers, set(failed)), placement)
    if failed:
        count = _("{failed} of {count} photos could not be made ready.").format(failed=len(failed), count=len(paths))
        raise Exit(count, 1)


def _put_into(text: Path, needs: Needs, ready: list[ReadyPhotos], known: Given, placement: Placement) -> None:
    """Ask for missing answers; write the photos beside the text, then the text that shows them."""
    answers = _completed(known, ready, needs) if sys.stdin.isatty() else known
    _refuse_unusable(answers, len(ready), needs)
    _refuse_missing(missing(answers, len(ready), needs))
    placed = _placed(ready, answers, text.parent)
    try:
        source = text.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))
    new = place_photos(source, placed, replace(placement, minors=answers.minors))
    if isinstance(new, str):
        refuse(N_("Nothing was written. {path} cannot be changed: {reason}."), path=shown(text), reason=_(new))
    changed, minors_now = new
    _write(text.parent, placed, ready, text, changed)
    _print_photos(placed, ready)
    for original, _made in ready:
        _print_beside(original.path, text.parent)
    if answers.minors and minors_now != answers.minors:
        print(printable(_("The post says minors: {minors}, the stricter of the two.").format(minors=minors_now)))
    print(printable(_("Shown in {path}. Next: invoke check").format(path=shown(text))))


def _put_beside(folder: Path, ready: list[ReadyPhotos], answers: Given, placement: Placement) -> None:
    """Write the photos into a folder; print the line that shows each in a text, as far as it is known."""
    placed = _placed(ready, answers, folder)
    _write(folder, placed, ready, None, "")
    _print_photos(placed, ready)
    for photo_placed in placed:
        if photo_placed.answers.alt:
            print(printable(_("In a text: {line}").format(line=figure(photo_placed, placement))))
    print(_("With --for and a post, they are put into it. Next: invoke check"))


def _completed(answers: Given, ready: list[ReadyPhotos], needs: Needs) -> Given:
    """Return the answers, completed from the keyboard."""
    alts, captions = list(answers.alts), list(answers.captions)
    for place, (original, prepared) in enumerate(ready):
        if place >= len(alts):
            photo_named = f"{original.path.name} ({_size(prepared)})"
            alts.append(one_line(_needed(_(ALT).format(photo=photo_named))))
            captions += [one_line(ask(_(CAPTION).format(photo=photo_named)))] if place >= len(captions) else []
    full = replace(answers, alts=tuple(alts), captions=tuple(captions))
    lacking = missing(full, len(ready), needs)
    if "--credit" in lacking:
        credited = given([], [], _needed(CREDIT), full.licence, full.minors)
        full = replace(credited, alts=full.alts, captions=full.captions)
    if "--licence" in lacking and not full.licence:
        question = _(LICENCE).format(choices=licence_choices())
        full = replace(full, licence=licence_named(ask_until(question, "", no_licence, needed=True)) or "")
    if "--minors" in lacking:
        full = replace(full, minors=ask_until(MINORS, "", no_minors, needed=True))
    return full


def _needed(question: str) -> str:
    return ask_until(question, "", lambda typed: None if typed else ("", {"choices": "…"}), needed=True)


def _refuse_unusable(answers: Given, count: int, needs: Needs) -> None:
    if why := first_unusable(answers, count, needs):
        refuse(N_("Nothing was written: {what}."), what=_(why[0]).format_map(why[1]))


def _refuse_missing(options: list[str]) -> None:
    if options:
        refuse(
            N_("Nothing was written: {options} must be given (--alt once for each photo). Example: {example}"),
            options=", ".join(options),
            example=_('--alt "The basin seen from the road" --credit "photo by Léa" --minors none'),
        )


def _placed(ready: list[ReadyPhotos], answers: Given, folder: Path) -> list[Placed]:
    """Return the photos, under names that are free in the folder."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    placed = []
    for place, (original, prepared) in enumerate(ready):
        about = answers_about(answers, place)
        name = photo_name(original.path.stem, "" if about.decorative else about.alt, prepared.suffix, names)
        names.add(name)
        placed.append(Placed(name, about))
    return placed


def _write(folder: Path, placed: list[Placed], ready: list[ReadyPhotos], text: Path | None, changed: str) -> None:
    photos = {
        photo_placed.name: prepared.data for photo_placed, (_original, prepared) in zip(placed, ready, strict=True)
    }
    try:
        write_photos(folder, photos, text, changed.encode("utf-8", "surrogateescape"))
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))


def _print_photos(placed: list[Placed], ready: list[ReadyPhotos]) -> None:
    """Print each photo's name, dimensions and weight, and the metadata that was taken out."""
    for photo_placed, (original, prepared) in zip(placed, ready, strict=True):
        line = _("{name}: {size}, {weight} kB (the original, {old}: {before} kB)")
        weights = {"weight": -(-len(prepared.data) // 1000), "before": -(-original.weight // 1000)}  # rounded up
        print(printable(line.format(name=photo_placed.name, size=_size(prepared), old=original.path.name, **weights)))
        if prepared.removed:
            kinds = ", ".join(_(kind.value) for kind in sorted(prepared.removed))
            print(_("  Taken out: {kinds}.").format(kinds=kinds))


def _size(made: Prepared) -> str:
    return f"{made.width}\u00a0×\u00a0{made.height}\u00a0px"
