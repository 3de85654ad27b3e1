"""Numbered questions about gaps, which a mail answers in one line each, and the mail that asks them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from email.message import EmailMessage

from placette import N_, Licence, Translate
from placette_letters.answering.mails import Correspondent, enveloped, quotable
from placette_letters.answering.receipts import (
    HELLO,
    followed,
    picture_label,
    pictures_in_order,
    signed,
    unusable,
)
from placette_letters.letter import Case, Gap, LetterProposal

LICENCE, PEOPLE, MINORS = "licence", "people", "minors"
CONSENTS = (LICENCE, PEOPLE, MINORS)  # The kinds of consent (`Consent.what`).
_VERSIONS = {LICENCE: 1, PEOPLE: 1, MINORS: 1}

_LICENCE = N_(
    "Do you agree that your text and your photos are published here under the licence {licence}?"
    " It means: {meaning}. You remain their author in any case."
)
_LICENCE_CHOICES = N_("If you prefer another licence, answer with its name:")
_LICENCE_CHOICE = N_("- {licence}: {meaning}.")
_PEOPLE = N_(
    "Does everybody who can be recognised in your photos agree to be seen on this site, which anybody may read?"
    " “Nobody” means that nobody can be recognised."
)
_MINORS = N_(
    "Do both parents of each child who can be recognised in your photos agree, and the child too, to these photos being"
    " published on this site, which anybody may read? One parent alone is not enough, and the agreement may be"
    " taken back at any time. “No child” means that no child can be recognised."
)
_NOBODY = {PEOPLE: N_("Nobody"), MINORS: N_("No child")}
_MEANINGS = {
    "CC BY 4.0": N_("anybody may reuse and change them, if they name you"),
    "CC BY-SA 4.0": N_("anybody may reuse and change them, if they name you and share the result in the same way"),
    "Licence Ouverte 2.0": N_("anybody may reuse them, if they name the source; public services use this one"),
    "Tous droits réservés": N_("people may read and see them here; for anything else they must ask you"),
}


def proposed_licence(case: Case) -> str:
    """Return the label of the licence that a bare “yes” agrees to: the one that the writer named, or the site's own."""
    licence = Licence.find(case.answers.licence) or Licence.find(case.letter.fields.get("licence", ""))
    return (licence or Licence.find(case.licence) or Licence.ALL[0]).label


def wording(what: str, case: Case, translate: Translate) -> str:
    """Return the sentences that ask for ``what``; the licence's with all choices, a line for each."""
    if what == LICENCE:
        return _licence_wording(proposed_licence(case), translate)
    return translate({PEOPLE: _PEOPLE, MINORS: _MINORS}[what])


def answer_words(what: str, translate: Translate) -> tuple[str, ...]:
    """Return the words that answer the question about ``what``: yes, no, then a licence or that nobody is shown."""
    others = tuple(licence.label for licence in Licence.ALL) if what == LICENCE else (translate(_NOBODY[what]),)
    return (translate(N_("Yes")), translate(N_("No")), *others)


def kept_wording(what: str, case: Case, translate: Translate, answer: str) -> str:
    """Return the record of a consent: the version of the wording, the wording, and the words of the answer."""
    return f"{what}/{_VERSIONS[what]}: {' '.join(wording(what, case, translate).split())} → {answer}"


def _licence_wording(proposed: str, translate: Translate) -> str:
    others = [licence.label for licence in Licence.ALL if licence.label != proposed]
    first = translate(_LICENCE).format(licence=proposed, meaning=translate(_MEANINGS[proposed]))
    choices = [
        translate(_LICENCE_CHOICE).format(licence=label, meaning=translate(_MEANINGS[label])) for label in others
    ]
    return "\n".join((first, translate(_LICENCE_CHOICES), *choices))


_MOST_AT_ONCE = 6  # Questions in one mail: more would discourage
_MOST_ALONE = 3  # Pictures that are asked for in a question of their own; more share one
_MOST_TOGETHER = 10
_ORDER = ("title", "signature", "alt", "credit", "licence", "people", "minors", "commune", "category", "summary")
"""The order of questions: easy ones first, less urgent ones last."""

_TEXTS = {
    "title": N_("Which title would you give your text?"),
    "signature": N_("Under which name should your text appear: your first name, your full name, a pseudonym?"),
    "credit": N_("Who took the photos?"),
    "commune": N_("Which commune is your text about?"),
    "category": N_("Under which heading of the site would you put your text?"),
    "summary": N_("What is your text about, in one or two sentences? Visitors see them in the lists."),
}
_TAKEN = N_(
    "“{name}” is also how somebody signs who writes here already. If that is you, tell us; if not, under which other"
    " name should your text appear?"
)
_LONGEST_NAME = 80  # Characters of the longest signature that could be used, if it weren't taken
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
_FIRST_LINE = N_("In the first line of your answer, write nothing but one of these: {words}.")
_CHOICE = N_("“{title}”")


def consent_asked(gaps: Iterable[Gap]) -> str:
    """Return the consent that a mail about these gaps asks for, one at a time; empty where it asks for none."""
    codes = {gap.code for gap in gaps}
    return next((what for what in CONSENTS if what in codes), "")


def asked(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return the gaps that a mail about these gaps asks about."""
    groups = _chosen(gaps)
    return tuple(gap for gap in gaps if any(gap.code == code and gap.about in (*about, "") for code, about in groups))


def _chosen(gaps: Iterable[Gap]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the first of the grouped gaps, with one consent at the most, which comes first."""
    consent = consent_asked(gaps)
    groups = [group for group in _grouped(gaps) if group[0] == consent or group[0] not in CONSENTS]
    return sorted(groups, key=lambda group: group[0] != consent)[:_MOST_AT_ONCE]


def _grouped(gaps: Iterable[Gap]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the gaps in the order they are asked in, each code once; a few pictures have questions of their own."""
    by_code = {code: tuple(dict.fromkeys(gap.about for gap in gaps if gap.code == code)) for code in _ORDER}
    groups: list[tuple[str, tuple[str, ...]]] = []
    for code, about in by_code.items():
        pictures = tuple(name for name in about if name)
        if code == "alt" and len(pictures) <= _MOST_ALONE:
            groups += [(code, (name,)) for name in pictures]
        elif about:
            groups.append((code, pictures[:_MOST_TOGETHER]))
    return groups


def _questions(gaps: Iterable[Gap], case: Case, translate: Translate) -> list[str]:
    """Return the questions of a mail, all but that for a consent numbered; the last line of each says how to answer."""
    questions, number = list[str](), 0
    for code, pictures in _chosen(gaps):
        text = _text(code, pictures, case, translate)
        number += code not in CONSENTS
        questions.append(text if code in CONSENTS else f"{number}. {text}")
    return questions


def _text(code: str, pictures: tuple[str, ...], case: Case, translate: Translate) -> str:
    labels = [picture_label(case, name, translate) for name in pictures]
    listed = [f"- {label}" for label in labels]
    if code in CONSENTS:
        words = ", ".join(translate(_CHOICE).format(title=word) for word in answer_words(code, translate))
        return "\n".join((wording(code, case, translate), *listed, translate(_FIRST_LINE).format(words=words)))
    if code == "alt":
        lines = [translate(_ALT).format(picture=labels[0])] if len(labels) == 1 else [translate(_ALTS), *listed]
    else:
        lines = [_plain_text(code, case, translate), *listed]
    names = pictures_in_order(case)
    number = names.index(pictures[0]) + 1 if pictures and pictures[0] in names else 1
    example = translate(_EXAMPLES[code]).format(number=number)
    return "\n".join((*lines, translate(_HOW).format(example=example)))


def _plain_text(code: str, case: Case, translate: Translate) -> str:
    """Return the question itself. A writer whose name is taken is asked for another, with the reason."""
    fields = case.letter.fields
    name = fields.get("signature", "") or fields.get("name", "")
    is_name = any(map(str.isalpha, name)) and len(name) <= _LONGEST_NAME and "@" not in name
    if code == "signature" and is_name:
        return translate(_TAKEN).format(name=quotable(name))
    return translate(_TEXTS[code])


_SUBJECT = N_("A few questions about your text")
_SUBJECT_READY = N_("Your text is ready for the team")
_OPENING = N_("Thank you for your text! We have prepared it for the site.")
_HOW_TO_ANSWER = N_(
    "Some things are still missing. Simply answer this message: somebody of the team reads what you write. One line for"
    " each question is enough; leave out what you don’t know."
)
_LATER = N_("The remaining questions ({count}) will come in a later message; there is no hurry.")
_NOTHING = N_("A person of the team reads your text now, and will tell you the day.")
_AFTER = N_(
    "Your text waits for your answer as long as you like. Need help? Say so in your answer: somebody will write."
)


def review_mail(case: Case, proposal: LetterProposal, gaps: Sequence[Gap], who: Correspondent) -> EmailMessage:
    """Return the mail with at most six questions about ``gaps``, and what could not be used.

    The same gaps make the same mail, with the same Message-ID. Raises ``ValueError`` without an address to write to.
    """
    translate = who.words
    questions = _questions(gaps, case, translate)
    left_out = unusable((*case.answers.remarks, *proposal.remarks), translate, read=True)
    blocks = [translate(HELLO), translate(_OPENING), *left_out]
    if questions:
        blocks += [translate(_HOW_TO_ANSWER), *questions]
    if count := len(_grouped(gaps)) - len(questions):
        blocks.append(translate(_LATER).format(count=count))
    is_open = bool(questions or left_out)
    blocks += [translate(_AFTER if is_open else _NOTHING), followed(case, who), signed(who)]
    digest = hashlib.sha256("\0".join(blocks).encode()).hexdigest()
    return enveloped(case, who, f"review-{digest[:8]}", translate(_SUBJECT if is_open else _SUBJECT_READY), blocks)
