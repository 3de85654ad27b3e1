"""The pictures of a letter in its post: names, words, which of them leads, and what is still to be said of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.desks.intake import Answers, Placed, Placement, figure, in_markdown, one_line, photo_name
from placette.desks.letters.letter import Case, Picture
from placette.desks.letters.proposing.bodies import ShownPicture, is_named, words_about
from placette.desks.letters.proposing.deciding import decide_credit
from placette.desks.letters.proposing.facts import SiteFacts, words_of
from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten
from placette.engine.photos.originals import Prepared
from placette.engine.problems.messages import PHOTO_COSTLY

_LEAD_WIDTH = 1000
"""Pixels that a picture is wide at the least to lead a post: the column of a post on most screens."""
_SENTENCE = 300
"""The schema's limit for the words about a lead picture."""
_UNUSABLE = N_("To complete: the picture “{name}” could not be used ({reason}).")


@dataclass(frozen=True, slots=True)
class Illustration:
    """A usable picture: its name in the letter, its name beside the post, its bytes, and what is known of it."""

    name: str
    file: str
    made: Prepared
    words: Answers


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of a post in order, the one that leads (the name that it has in the letter), and those left out.

    ``refused`` are pairs of a name and the reason, a sentence of the catalogues.
    """

    usable: tuple[Illustration, ...] = ()
    lead: str = ""
    refused: tuple[tuple[str, str], ...] = ()


def gallery_of(case: Case, photos: Mapping[str, Prepared | str], facts: SiteFacts) -> Gallery:
    """What ``prepare_pictures`` made of a letter's pictures, with all that the letter and the answers say of them."""
    usable: list[Illustration] = []
    refused: list[tuple[str, str]] = []
    credit = decide_credit(case, facts)
    for picture in case.pictures:
        made = photos.get(picture.name, PHOTO_COSTLY)
        if isinstance(made, str):
            refused.append((picture.name, made))
            continue
        # The name depends on nothing that answers change: a renamed file would be a new one for git.
        stem = picture.name.rpartition(".")[0] or picture.name
        name = photo_name(stem, picture.alt, made.suffix, {one.file for one in usable} | {"index.md"})
        words = _words(case, picture, "" if credit.is_open else credit.value)
        usable.append(Illustration(picture.name, name, made, words))
    return Gallery(tuple(usable), _lead(case, usable), tuple(refused))


def _words(case: Case, picture: Picture, credit: str) -> Answers:
    answers = case.answers
    said = answers.alts.get(picture.name) or picture.alt or words_about(picture.name, case.written.markdown)
    caption = answers.captions.get(picture.name) or picture.caption
    return Answers(shorten(one_line(said), _SENTENCE), shorten(one_line(caption), _SENTENCE), credit)


def _lead(case: Case, usable: list[Illustration]) -> str:
    """The first picture that is wide and large enough, and that the writer put in no place of the text."""
    text = case.written.markdown
    wide = (one for one in usable if one.made.width >= max(_LEAD_WIDTH, one.made.height))
    return next((one.name for one in wide if not is_named(one.name, text)), "")


def lead_of_gallery(gallery: Gallery) -> Illustration | None:
    """The picture that leads, if one does."""
    return next((one for one in gallery.usable if one.name == gallery.lead), None)


def shown_in_text(gallery: Gallery, facts: SiteFacts) -> tuple[ShownPicture, ...]:
    """Each picture of the text as Markdown; a note for the editor in the place of one that can't be used."""
    say = words_of(facts.lang).gettext
    placement = Placement(decorative=say(N_("decorative")))
    figures = (
        ShownPicture(one.name, figure(Placed(one.file, one.words), placement))
        for one in gallery.usable
        if one.name != gallery.lead
    )
    notes = (
        ShownPicture(name, f"**{in_markdown(say(_UNUSABLE).format(name=one_line(name), reason=say(reason)))}**")
        for name, reason in gallery.refused
    )
    return (*figures, *notes)


def lacks_words(gallery: Gallery) -> tuple[str, ...]:
    """The names, in the letter, of pictures without a description."""
    return tuple(one.name for one in gallery.usable if not one.words.alt)
