"""The facts needed about photos before they go into a post: answers given, missing and unusable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from placette.commands.intake import (
    Answers,
    Why,
    full_credit,
    is_minors,
    licence_named,
    no_licence,
    one_line,
    parted_credit,
)
from placette.engine.base.text import nearest
from placette.engine.base.translation import N_
from placette.engine.content.kinds import Draft, Kinds, draft_text, find_kind, own_name
from placette.engine.content.tree import Gate, is_good_name
from placette.engine.texts.front_matter import Matter
from placette.features.authors.profile import PROFILE, ProfileMatter
from placette.features.posts.kind import POST, ArticleMatter

TOO_MANY = N_("there are more descriptions or captions than photos; each photo has one --alt and one --caption")
NO_MINORS = N_("--minors is none, or authorised: and the reference of the parents’ consent (authorised:2026-14)")
LONG = N_("an answer is too long: {limit} characters at the most for {option}")

_SENTENCE, _SHORT = 300, 140
"""Length limits of a description or caption, and of a credit: those of the information block."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers given: a description and a caption for each photo, in order; the rest is for all photos."""

    alts: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credit: str = ""
    licence: str = ""
    minors: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a text lacks for all its photos. ``licence`` is the label of its own licence, or empty."""

    credit: bool = True
    minors: bool = True
    licence: str = ""


def given(alts: list[str], captions: list[str], credit: str, licence: str, minors: str) -> Given:
    """Return the answers as typed, each on one line. A licence at the end of the credit becomes the licence."""
    name, ending = parted_credit(one_line(credit))
    label = licence_named(one_line(licence)) or one_line(licence)
    return Given(tuple(map(one_line, alts)), tuple(map(one_line, captions)), name, label or ending, one_line(minors))


def needs_of(matter: Matter | None, profile: Matter | None) -> Needs:
    """Return what the information block and the first author's profile leave open (``engine/content/claims.py``)."""
    if not isinstance(matter, ArticleMatter):
        return Needs()
    licence = matter.licence or (profile.licence if isinstance(profile, ProfileMatter) else None)
    has_maker = bool(matter.photographers or matter.illustrators)
    return Needs(credit=not has_maker, minors=not matter.minors, licence=licence.label if licence else "")


def missing(answers: Given, count: int, needs: Needs) -> list[str]:
    """Return the options that are still needed for ``count`` photos."""
    lacking = {
        "--alt": len(answers.alts) < count or not all(answers.alts[:count]),
        "--credit": needs.credit and not answers.credit,
        "--licence": not needs.licence and not answers.licence,
        "--minors": needs.minors and not answers.minors,
    }
    return [option for option, lacks in lacking.items() if lacks]


def first_unusable(answers: Given, count: int, needs: Needs) -> Why | None:
    """Return the first answer that can't be used; None if all can."""
    return next(_unusable(answers, count, needs), None)


def _unusable(answers: Given, count: int, needs: Needs) -> Iterator[Why]:
    if max(len(answers.alts), len(answers.captions)) > count:
        yield TOO_MANY, {}
    if answers.licence and (why := no_licence(answers.licence)):
        yield why
    if answers.minors and (why := no_minors(answers.minors)):
        yield why
    credit = full_credit(answers_about(answers, 0), needs.licence)
    limits = (("--alt", _SENTENCE, answers.alts), ("--caption", _SENTENCE, answers.captions))
    for option, limit, texts in (*limits, ("--credit", _SHORT, (credit,))):
        if any(len(text) > limit for text in texts):
            yield LONG, {"limit": str(limit), "option": option}


def no_minors(written: str) -> Why | None:
    """Return why this says nothing of children."""
    return None if is_minors(written) else (NO_MINORS, {"choices": "none, authorised:…"})


def answers_about(answers: Given, place: int) -> Answers:
    """Return the answers about the photo at ``place`` (from 0)."""
    alt, caption = ("".join(texts[place : place + 1]) for texts in (answers.alts, answers.captions))
    return Answers(alt, caption, answers.credit, answers.licence)


def without(answers: Given, failed: set[int]) -> Given:
    """Return the answers without those about the photos that failed."""
    alts = tuple(alt for place, alt in enumerate(answers.alts) if place not in failed)
    captions = tuple(caption for place, caption in enumerate(answers.captions) if place not in failed)
    return replace(answers, alts=alts, captions=captions)


ALT = N_("{photo}: what it shows, for those who cannot see it (- if it only decorates)")
CAPTION = N_("{photo}: caption, if you like")
CREDIT = N_("Who made the photos (photo by Name)")
LICENCE = N_("Licence of the photos ({choices})")
MINORS = N_("Can a child be recognised? none, or authorised: and the reference of the parents’ consent")

_TEXT = "index.md"


FoundTexts = tuple[tuple[Path, ...], tuple[str, ...]]
"""The texts that a name may mean; if there are none, similar names."""


def find_posts(written: str, content: Path) -> FoundTexts:
    """Return the posts called ``written``: a short name (that of the folder), the folder or its ``index.md``."""
    texts = sorted(content.glob(f"articles/*/*/{_TEXT}"))
    return _found(written, content, texts, texts)


def find_texts(written: str, content: Path, kinds: Kinds, gate: Gate, suffix: str) -> FoundTexts:
    """Return the texts called ``written`` that may have a file ending in ``suffix`` beside them.

    Those that have no page of their own, such as answers, are named by their file.
    """
    texts, short_named = [], []
    for text in sorted(content.rglob("*.md")):
        path = text.relative_to(content).as_posix()
        kind = find_kind(path, kinds)
        if kind and not kind.body.plain and gate.kind_of(f"{path.rpartition('/')[0]}/file{suffix}"):
            texts.append(text)
            short_named += [text] if kind.address else []
    return _found(written, content, texts, short_named)


def _found(written: str, content: Path, texts: list[Path], called: list[Path]) -> FoundTexts:
    """Return those of ``texts`` at the place ``written``, else the ``called`` ones of that short name."""
    places = {Path(written).resolve(), (content / written).resolve(), (content.parent / written).resolve()}
    places_of = {text: {text.resolve(), *([text.parent.resolve()] if text.name == _TEXT else [])} for text in texts}
    exact = tuple(text for text in texts if places_of[text] & places)  # by the file, or the folder where it is its own
    names = {text: own_name(text.as_posix()) for text in called}
    matches = exact or tuple(text for text in called if names[text] == written.strip("/"))
    return matches, () if matches else tuple(nearest(Path(written).name, {*names.values()}))


def is_ordinary(text: Path, content: Path) -> bool:
    """Return whether a text is a real file in a real folder below the content folder (no links), and may be changed."""
    place = content.resolve() / text.relative_to(content)
    return text.resolve() == place and text.is_file() and bool(text.stat().st_mode & 0o222)


def read_text(text: Path, content: Path, kinds: Kinds = (POST,)) -> Draft:
    """Return the text at ``text``, of one of ``kinds``, as typed values, without the checks that need the whole site.

    Raises ``OSError``.
    """
    path = text.relative_to(content).as_posix()
    return draft_text(path, find_kind(path, kinds) or POST, text.read_bytes())


def first_profile(matter: Matter | None, content: Path) -> Matter | None:
    """Return the profile of a post's first author, if named by key; None if it can't be read."""
    name = f"{matter.authors[0]}.md" if isinstance(matter, ArticleMatter) and matter.authors else ""
    path = content / "authors" / name
    if not is_good_name(name) or not path.is_file():
        return None
    return draft_text(f"authors/{name}", PROFILE, path.read_bytes()).checkable
