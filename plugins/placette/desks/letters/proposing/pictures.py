"""The pictures and documents of a letter, made ready in workers that can be killed: nothing private stays in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from placette.desks.intake import HEAVY
from placette.desks.letters.letter import Enclosure, Picture
from placette.desks.letters.proposing.facts import words_of
from placette.engine.base.message import N_
from placette.engine.base.processes import run_bounded
from placette.engine.library.attachments import AttachmentKind, inspect_now
from placette.engine.photos.originals import PREPARING, Prepared, prepare_photo
from placette.engine.problems.messages import PHOTO_COSTLY
from placette.engine.problems.problems import Problem, blocking, explain

UNKNOWN_FORM = N_("the site does not offer files of this form")
"""A reason why a document can't be used."""

_AT_ONCE = 8
"""How many originals are worked on at once."""


def prepare_pictures(pictures: Iterable[Picture]) -> Mapping[str, Prepared | str]:
    """By name: each picture upright, light and without metadata, or the sentence that says why it can't be used."""
    asked = list(pictures)
    found: dict[str, Prepared | str] = {}
    for start in range(0, len(asked), _AT_ONCE):
        group = asked[start : start + _AT_ONCE]
        outcomes = run_bounded(prepare_photo, [(picture.data, "") for picture in group], None, PREPARING)
        for picture, outcome in zip(group, outcomes, strict=True):
            found[picture.name] = outcome or PHOTO_COSTLY
    return found


def prepare_enclosures(
    enclosures: Iterable[Enclosure], kinds: tuple[AttachmentKind, ...], lang: str
) -> Mapping[str, bytes | str]:
    """By name: each document as ``invoke document`` makes it ready, or the reason in ``lang`` why it can't be used.

    ``kinds`` are the site's (``placette.plugin.attachments_of``).
    """
    say = words_of(lang).gettext
    return {enclosure.name: _prepared(enclosure, kinds, say) for enclosure in enclosures}


def _prepared(enclosure: Enclosure, kinds: tuple[AttachmentKind, ...], say: Callable[[str], str]) -> bytes | str:
    suffix = PurePosixPath(enclosure.name).suffix.lower()
    kind = next((kind for kind in kinds if suffix in kind.limits), None)
    if kind is None:
        return say(UNKNOWN_FORM)
    if len(enclosure.data) > kind.limits[suffix]:
        return say(HEAVY).format(limit=kind.limits[suffix] // 1000)
    (made,) = run_bounded(kind.mend, [(f"document{suffix}", enclosure.data)], None, kind.bounds)
    (after,) = inspect_now([(f"document{suffix}", made or enclosure.data)], kind)
    wrong = blocking(after.problems)
    return _within(wrong[0], say) if wrong else made or enclosure.data


def _within(found: Problem, say: Callable[[str], str]) -> str:
    """What is wrong with a document, as it goes on in a sentence that names it."""
    values = dict(found.values)
    if found.code == "document-broken" and (reason := str(values.get("reason", ""))):
        return say(reason).format_map(values)
    said = explain(found, say)[0].rstrip(".")
    return said[:1].lower() + said[1:] if said[1:2].islower() else said
