"""What is still missing, as numbered questions that an answering mail can answer in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placette.desks.letters.answering.consents import CONSENTS, wording
from placette.desks.letters.answering.describing import picture_label, pictures_in_order
from placette.desks.letters.answering.plain_lines import quotable
from placette.desks.letters.letter import Case, Gap
from placette.engine.base.message import N_
from placette.engine.problems.problems import Translate

MOST_AT_ONCE = 6
"""Questions in one mail: more would discourage."""
_MOST_ALONE = 3
"""Pictures that are asked for in a question of their own; more share one."""
_MOST_TOGETHER = 10
_ORDER = ("title", "signature", "alt", "credit", "licence", "people", "minors", "commune", "category", "summary")
"""What is easy comes first, what a text can wait for comes last."""

_TEXTS = {
    "title": N_("Which title would you give your text?"),
    "signature": N_("Under which name should your text appear: your first name, your full name, a pseudonym?"),
    "credit": N_("Who took the photos?"),
    "commune": N_("Which commune is your text about?"),
    "category": N_("Under which heading of the site would you put your text? If you don’t mind, answer “You choose”."),
    "summary": N_("What is your text about, in one or two sentences? Visitors see them in the lists."),
}
_TAKEN = N_(
    "“{name}” is also how somebody signs who writes here already. If that is you, tell us; if not, under which other"
    " name should your text appear?"
)
_LONGEST_NAME = 80
"""Characters of the longest signature that could be used, were it not somebody else's."""
_ALT = N_(
    "What does {picture} show? Say it in one sentence, as you would on the telephone:"
    " some people read the site without seeing the photos."
)
_ALTS = N_(
    "What do these photos show? Say it in one sentence for each, as you would on the telephone:"
    " some people read the site without seeing the photos."
)
_EXAMPLES = {
    "title": N_("Title: The wash-house has its water back"),
    "signature": N_("Signature: Marie D."),
    "alt": N_("Photo {number}: the basin seen from the road"),
    "credit": N_("Photos: Marie D."),
    "commune": N_("Commune: Saint-Martin"),
    "category": N_("Heading: Heritage"),
    "summary": N_("Summary: How the village brought the water back to its wash-house."),
}
_HOW = N_("Answer for instance: “{example}”")
_CHOICES = {
    "licence": N_("Answer “Yes”, “No”, or the name of a licence."),
    "people": N_("Answer “Yes”, “No” or “Nobody”."),
    "minors": N_("Answer “Yes”, “No” or “No child”."),
}
"""Who is asked for an agreement gets no example: it would say what we would like to hear."""


@dataclass(frozen=True, slots=True)
class WriterQuestion:
    """One question of a mail: its number from 1, the code of its gaps, the pictures that it is about."""

    number: int
    code: str
    pictures: tuple[str, ...]
    text: str
    """The whole question on lines, with how to answer in the last one."""


def asked(gaps: Sequence[Gap], case: Case, translate: Translate) -> tuple[WriterQuestion, ...]:
    """The questions that a mail asks about these gaps, at most ``MOST_AT_ONCE``; always the same for the same gaps."""
    chosen = _grouped(gaps)[:MOST_AT_ONCE]
    return tuple(
        WriterQuestion(number, code, pictures, _text(code, pictures, case, translate))
        for number, (code, pictures) in enumerate(chosen, 1)
    )


def left_for_later(gaps: Sequence[Gap]) -> int:
    """How many questions these gaps make beyond those that one mail asks."""
    return max(0, len(_grouped(gaps)) - MOST_AT_ONCE)


def _grouped(gaps: Sequence[Gap]) -> list[tuple[str, tuple[str, ...]]]:
    """The gaps in the order they are asked in, each code once; a few pictures have questions of their own."""
    known = {code: tuple(dict.fromkeys(gap.about for gap in gaps if gap.code == code)) for code in _ORDER}
    groups: list[tuple[str, tuple[str, ...]]] = []
    for code, about in known.items():
        pictures = tuple(name for name in about if name)
        if code == "alt" and len(pictures) <= _MOST_ALONE:
            groups += [(code, (name,)) for name in pictures]
        elif about:
            groups.append((code, pictures[:_MOST_TOGETHER]))
    return groups


def _text(code: str, pictures: tuple[str, ...], case: Case, translate: Translate) -> str:
    labels = [picture_label(case, name, translate) for name in pictures]
    if code == "alt":
        lines = [_alt_text(labels, translate)] if len(labels) == 1 else [translate(_ALTS), *_listed(labels)]
    elif code in CONSENTS:
        lines = [wording(code, case, translate), *_listed(labels)]
    else:
        lines = [_plain_text(code, case, translate), *_listed(labels)]
    return "\n".join((*lines, _how(code, pictures, case, translate)))


def _plain_text(code: str, case: Case, translate: Translate) -> str:
    """The question itself. Whoever gave a name and is asked for one is told why: somebody else has it."""
    fields = case.letter.fields
    name = case.answers.signature or fields.get("signature", "") or fields.get("name", "")
    is_name = any(map(str.isalpha, name)) and len(name) <= _LONGEST_NAME and "@" not in name
    if code == "signature" and is_name:
        return translate(_TAKEN).format(name=quotable(name))
    return translate(_TEXTS[code])


def _alt_text(labels: list[str], translate: Translate) -> str:
    return translate(_ALT).format(picture=labels[0])


def _listed(labels: Iterable[str]) -> list[str]:
    return [f"- {label}" for label in labels]


def _how(code: str, pictures: tuple[str, ...], case: Case, translate: Translate) -> str:
    """The last line of a question."""
    if code in _CHOICES:
        return translate(_CHOICES[code])
    return translate(_HOW).format(example=_example(code, pictures, case, translate))


def _example(code: str, pictures: tuple[str, ...], case: Case, translate: Translate) -> str:
    from_one = _place(case, pictures[0]) if pictures else 1
    return translate(_EXAMPLES[code]).format(number=from_one)


def _place(case: Case, name: str) -> int:
    names = pictures_in_order(case)
    return names.index(name) + 1 if name in names else 1
