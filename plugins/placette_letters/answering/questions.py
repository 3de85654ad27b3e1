"""Numbered questions about gaps, which a mail answers in one line each, and the mail that asks them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from email.message import EmailMessage

from placette import LICENCES, N_, Problem, Translate, find_licence
from placette_letters.answering.mails import Correspondent, enveloped, quotable, shown_file
from placette_letters.answering.receipts import (
    HELLO,
    followed,
    picture_label,
    pictures_in_order,
    signed,
    title_of,
    unusable,
    word_count,
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
    named = find_licence(case.answers.licence) or find_licence(case.letter.fields.get("licence", ""))
    return (named or find_licence(case.licence) or LICENCES[0]).label


def wording(what: str, case: Case, translate: Translate) -> str:
    """Return the sentences that ask for ``what``; the licence's with all choices, a line for each."""
    if what == LICENCE:
        return _licence_wording(proposed_licence(case), translate)
    return translate({PEOPLE: _PEOPLE, MINORS: _MINORS}[what])


def answer_words(what: str, translate: Translate) -> tuple[str, ...]:
    """Return the words that answer the question about ``what``: yes, no, then a licence or that nobody is shown."""
    others = tuple(licence.label for licence in LICENCES) if what == LICENCE else (translate(_NOBODY[what]),)
    return (translate(N_("Yes")), translate(N_("No")), *others)


def kept_wording(what: str, case: Case, translate: Translate, answer: str) -> str:
    """Return the record of a consent: the version of the wording, the wording, and the words of the answer."""
    return f"{what}/{_VERSIONS[what]}: {' '.join(wording(what, case, translate).split())} → {answer}"


def _licence_wording(proposed: str, translate: Translate) -> str:
    others = [licence.label for licence in LICENCES if licence.label != proposed]
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


_MOST = 6
_SENTENCES = {
    "text-empty": N_("We found no text, only photos or documents. Send us a few sentences with them."),
    "photo-missing": N_("Your text speaks of a photo, {file}, that we didn’t receive. Send it with your answer."),
    "photo-broken": N_("The photo {file} can’t be opened. Send it again, in its full size if you can."),
    "photo-remote": N_("Your text shows a photo that is on another site. If it is yours, send it with your answer."),
    **dict.fromkeys(
        ("contact-shown", "reply-contact"),
        N_(
            "Your text contains an address or a number that identifies somebody, which everybody"
            " will be able to read. Tell us whether it may stay; its owner must agree."
        ),
    ),
    "author-duplicate": N_(
        "Somebody already signs “{name}” here. Tell us what to add to your name so that you aren’t taken for each"
        " other: your commune, for instance."
    ),
    "link-scheme": N_("One of the links in your text leads nowhere. Send us the whole address of the page."),
    "file-size": N_("The file {file} is too heavy for the site. Send us a lighter one if you can."),
    "file-svg": N_("The drawing {file} is in a format that we can’t show. Send it as a photo (JPEG or PNG)."),
    "file-type": N_("The site can’t show a file such as {file}. Send us a PDF, or photos."),
}
_LONG = {
    "title": N_("Your title is a little long: {limit} characters at the most. Send us a shorter one."),
    "summary": N_("Your summary is a little long: {limit} characters at the most. Send us a shorter one."),
}
_LONG_KEYS = {"titre": "title", "résumé": "summary", "chapeau": "summary"}


def in_plain_words(problems: Iterable[Problem], translate: Translate) -> tuple[str, ...]:
    """Return the sentences for the writer, each once, at most six; empty when all is for the editor."""
    said = (_sentence(problem, translate) for problem in problems)
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))[:_MOST]


def _sentence(problem: Problem, translate: Translate) -> str:
    values = dict(problem.values)
    key = values.get("key", "")
    msgid = _SENTENCES.get(problem.code, "")
    if problem.code == "value-long":
        msgid = _LONG.get(_LONG_KEYS.get(key, key), "")
    file = shown_file((values.get("value") or problem.path).rpartition("/")[2])
    name = quotable(values.get("name", ""), 60)
    return translate(msgid).format(file=file, name=name, limit=values.get("limit", "")) if msgid else ""


_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_SUBJECT = N_("A few questions about your text")
_SUBJECT_READY = N_("Your text is ready for the team")
_OPENING = N_("Thank you for your text! We have prepared it for the site.")
_READY = N_("What is ready:")
_READY_TITLE = N_("- its title: “{title}”")
_READY_WORDS = N_("- the text itself, {count} words")
_READY_PHOTOS = N_("- your photos ({count}), made lighter and without the place where they were taken")
_READY_CREDIT = N_("- the name of whoever took the photos")
_READY_SIGNATURE = N_("- the name under it")
_READY_LICENCE = N_("- your agreement to its publication")
_HOW_TO_ANSWER = N_(
    "Some things are still missing. Simply answer this message: somebody of the team reads what you write. One line for"
    " each question is enough; leave out what you don’t know."
)
_LATER = N_("The remaining questions ({count}) will come in a later message; there is no hurry.")
_ALSO = N_("You can also help us with this:")
_NOTHING = N_("A person of the team reads your text now, and will tell you the day.")
_AFTER = N_(
    "Your text waits for your answer as long as you like. Need help? Say so in your answer: somebody will write."
)


def review_mail(
    case: Case, proposal: LetterProposal, gaps: Sequence[Gap], problems: Iterable[Problem], who: Correspondent
) -> EmailMessage:
    """Return the mail with the ready parts, at most six questions about ``gaps``, and advice about problems.

    The same gaps and problems make the same mail, with the same Message-ID. Raises ``ValueError`` without an address
    to write to.
    """
    translate = who.words
    questions = _questions(gaps, case, translate)
    plain = in_plain_words(problems, translate)
    left_out = unusable((*case.answers.remarks, *proposal.remarks), translate, read=True)
    blocks = [translate(HELLO), translate(_OPENING), _ready_list(case, proposal, who), *left_out]
    if questions:
        blocks += [translate(_HOW_TO_ANSWER), *questions]
    if count := len(_grouped(gaps)) - len(questions):
        blocks.append(translate(_LATER).format(count=count))
    if plain:
        blocks += [translate(_ALSO), *(f"- {sentence}" for sentence in plain)]
    open_ends = bool(questions or plain or left_out)
    blocks.append(translate(_AFTER if open_ends else _NOTHING))
    blocks += [followed(case, who), signed(who)]
    digest = hashlib.sha256("\0".join(blocks).encode()).hexdigest()
    return enveloped(case, who, f"review-{digest[:8]}", translate(_SUBJECT if open_ends else _SUBJECT_READY), blocks)


def _ready_list(case: Case, proposal: LetterProposal, who: Correspondent) -> str:
    translate, missing = who.words, {gap.code for gap in proposal.gaps}
    title, count = quotable(proposal.title or title_of(case)), word_count(case.written.markdown)
    photos = sum(path.lower().endswith(_PICTURES) for path in proposal.files)
    lines = [
        translate(_READY_TITLE).format(title=title) if title and "title" not in missing else "",
        translate(_READY_WORDS).format(count=count) if count > 1 else "",
        translate(_READY_PHOTOS).format(count=photos) if photos else "",
        translate(_READY_CREDIT) if photos and "credit" not in missing else "",
        translate(_READY_SIGNATURE) if "signature" not in missing else "",
        translate(_READY_LICENCE) if "licence" not in missing else "",
    ]
    lines = [line for line in lines if line]
    return "\n".join((translate(_READY), *lines)) if lines else ""
