"""Task: photo."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.intake.asking import UnansweredError, complete
from placette.desks.intake.finding_tasks import find_post, refuse, shown
from placette.desks.intake.naming import photo_name
from placette.desks.intake.placing import Placed, Placement, Rewritten, figure, place_photos
from placette.desks.intake.posts import first_profile
from placette.desks.intake.preparing import Original, find_originals, prepare, write_photos
from placette.desks.intake.questions import (
    Given,
    Needs,
    answers_about,
    first_unusable,
    given,
    missing,
    needs_of,
    without,
)
from placette.desks.intake.variadic_tasks import WordsTask, words_after_end
from placette.desks.reading_tasks import load_settings
from placette.desks.site_tasks import _, what_failed
from placette.engine.base.message import N_
from placette.engine.photos.originals import Prepared
from placette.engine.problems.reports import printable

_DECORATIVE = N_("decorative")
"""The caption that marks a picture as decorative; the check knows it in both languages."""


@dataclass(frozen=True, slots=True)
class Post:
    """The post that the photos are for: the path of its text, and what it leaves open."""

    text: Path
    needs: Needs


Ready = tuple[Original, Prepared]


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
    """Make photos ready for the site: upright, light, without position; and put them into a post."""
    paths = find_originals([*file, *words_after_end(context.remainder, sys.argv)])
    _refuse_contradictions(paths, for_, into, lead or at)
    post = _find_post(for_) if for_ else None
    answers, needs = given(alt, caption, credit, licence, minors), post.needs if post else Needs()
    placement = Placement(lead=lead, at=_line(at), licence=needs.licence, decorative=_(_DECORATIVE))
    _refuse_unusable(answers, len(paths), needs)
    if post and not sys.stdin.isatty():
        _refuse_missing(missing(answers, len(paths), needs))
    originals = list(prepare(paths))
    failed = {place: original for place, original in enumerate(originals) if isinstance(original.outcome, str)}
    ready = [(original, original.outcome) for original in originals if isinstance(original.outcome, Prepared)]
    for original in failed.values():
        _print_failure(original)
    if ready and post:
        _put_into(post, ready, without(answers, set(failed)), replace(placement, lead=lead and 0 not in failed))
    elif ready:
        _put_beside(Path(into or "."), ready, without(answers, set(failed)), placement)
    if failed:
        count = _("{failed} of {count} photos could not be made ready.").format(failed=len(failed), count=len(paths))
        raise Exit(count, 1)


def _put_into(post: Post, ready: list[Ready], known: Given, placement: Placement) -> None:
    """Ask for what is missing; write the photos beside the text, then the text that shows them."""
    answers = _completed(known, ready, post.needs)
    _refuse_unusable(answers, len(ready), post.needs)
    _refuse_missing(missing(answers, len(ready), post.needs))
    placed = _placed(ready, answers, post.text.parent)
    new = place_photos(_text_of(post.text), placed, replace(placement, minors=answers.minors))
    if isinstance(new, str):
        refuse(N_("Nothing was written. {path} cannot be changed: {reason}."), path=shown(post.text), reason=_(new))
    _write(post.text.parent, placed, ready, post.text, new.text)
    _print_photos(placed, ready)
    _print_text(post, new, answers, ready)


def _put_beside(folder: Path, ready: list[Ready], answers: Given, placement: Placement) -> None:
    """Write the photos into a folder; print the line that shows each in a text, as far as it is known."""
    placed = _placed(ready, answers, folder)
    _write(folder, placed, ready, None, "")
    _print_photos(placed, ready)
    for one in placed:
        if one.answers.alt:
            print(printable(_("In a text: {line}").format(line=figure(one, placement))))
    print(_("With --for and a post, they are put into it. Next: invoke check"))


def _refuse_contradictions(paths: list[Path], post: str, into: str, place: object) -> None:
    """End the task if there is nothing to do, or if an option lacks another one that it needs."""
    if not paths:
        refuse(N_("Which photos? Example: invoke photo my-photo.jpg --for the-wash-house"))
    if (post and into) or (place and not post):
        refuse(N_("--lead and --at need a post (--for); --into is for photos without one."))


def _find_post(written: str) -> Post:
    content = Path(load_settings()["PATH"])
    text, draft = find_post(written, content)
    return Post(text, needs_of(draft.checkable, first_profile(draft.checkable, content)))


def _completed(answers: Given, ready: list[Ready], needs: Needs) -> Given:
    """The answers, completed by whoever sits at the keyboard."""
    if not sys.stdin.isatty():
        return answers
    try:
        return complete(answers, [f"{original.path.name} ({_size(made)})" for original, made in ready], needs, _ask)
    except (UnansweredError, EOFError):
        refuse(N_("Nothing was written: this has to be answered."))


def _ask(question: str, values: Mapping[str, str]) -> str:
    return input(printable(_(question).format_map(values)) + "\u00a0: ")


def _refuse_unusable(answers: Given, count: int, needs: Needs) -> None:
    if found := first_unusable(answers, count, needs):
        refuse(N_("Nothing was written: {what}."), what=_(found.sentence).format_map(dict(found.values)))


def _refuse_missing(options: list[str]) -> None:
    if options:
        refuse(
            N_("Nothing was written: {options} must be given (--alt once for each photo). Example: {example}"),
            options=", ".join(options),
            example=_('--alt "The basin seen from the road" --credit "photo by Léa" --minors none'),
        )


def _placed(ready: list[Ready], answers: Given, folder: Path) -> list[Placed]:
    """The photos, under names that are free in the folder."""
    taken = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    placed = []
    for place, (original, made) in enumerate(ready):
        about = answers_about(answers, place)
        name = photo_name(original.path.stem, "" if about.decorative else about.alt, made.suffix, taken)
        taken.add(name)
        placed.append(Placed(name, about))
    return placed


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))


def _write(folder: Path, placed: list[Placed], ready: list[Ready], text: Path | None, changed: str) -> None:
    photos = {one.name: made.data for one, (_original, made) in zip(placed, ready, strict=True)}
    try:
        write_photos(folder, photos, text, changed.encode("utf-8", "surrogateescape"))
    except OSError as error:
        refuse(N_("Nothing was written: {what}."), what=what_failed(error))


def _print_photos(placed: list[Placed], ready: list[Ready]) -> None:
    """Print each photo's name, dimensions and weight, and the metadata that was taken out."""
    for one, (original, made) in zip(placed, ready, strict=True):
        line = _("{name}: {size}, {weight} kB (the original, {old}: {before} kB)")
        weights = {"weight": _kilobytes(len(made.data)), "before": _kilobytes(original.weight)}
        print(printable(line.format(name=one.name, size=_size(made), old=original.path.name, **weights)))
        if made.removed:
            kinds = ", ".join(_(kind.value) for kind in sorted(made.removed))
            print(_("  Taken out: {kinds}.").format(kinds=kinds))


def _print_text(post: Post, new: Rewritten, answers: Given, ready: list[Ready]) -> None:
    for original, _made in ready:
        if original.path.resolve().parent == post.text.parent.resolve():
            sentence = _("{name} lies beside the text as it was: delete it before you propose the text.")
            print(printable(sentence.format(name=original.path.name)))
    if answers.minors and new.minors != answers.minors:
        print(printable(_("The post says minors: {minors}, the stricter of the two.").format(minors=new.minors)))
    print(printable(_("Shown in {path}. Next: invoke check").format(path=shown(post.text))))


def _print_failure(original: Original) -> None:
    sentence = _("{name} is left out: {reason}.")
    print(printable(sentence.format(name=original.path.name, reason=_(str(original.outcome)))), file=sys.stderr)


def _line(written: str) -> int:
    if written and not (written.isascii() and written.isdigit() and int(written)):
        refuse(N_("--at takes the number of a line, such as --at 12."))
    return int(written or 0)


def _size(made: Prepared) -> str:
    return f"{made.width}\u00a0×\u00a0{made.height}\u00a0px"


def _kilobytes(weight: int) -> int:
    return -(-weight // 1000)
