"""What an answering mail says: values for what was missing, consents, pictures, a new version, words for the editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from placette.desks.letters.answering.agreements import ConsentAsked, agreed
from placette.desks.letters.answering.among_lines import answers_among
from placette.desks.letters.answering.answer_parts import AnswerPart, answer_parts, unread_rest
from placette.desks.letters.answering.consents import CONSENTS, LICENCE
from placette.desks.letters.answering.describing import pictures_in_order
from placette.desks.letters.answering.labels import Labelled
from placette.desks.letters.answering.new_versions import new_version
from placette.desks.letters.answering.plain_answers import plain_answer
from placette.desks.letters.answering.plain_lines import in_one_line
from placette.desks.letters.answering.questions import WriterQuestion, asked
from placette.desks.letters.answering.sent_pictures import brings_picture, sent_pictures
from placette.desks.letters.letter import Case, Consent, Gap, Letter, Manuscript, Picture, WriterAnswers
from placette.desks.letters.remarks import REMARKS, blocks
from placette.engine.base.message import N_
from placette.engine.problems.problems import Translate

_LONGEST = 5000
"""Characters of a passage that an editor reads; the letter itself is kept whole."""
_FIELDS = {
    "title": "title",
    "commune": "commune",
    "name": "signature",
    "signature": "signature",
    **{what: what for what in CONSENTS},
}
"""Fields of a form or a ready mail, by the gap that they fill."""
_VALUES = ("title", "summary", "commune", "category", "credit", "signature")
_ENCLOSED = N_("A document came with the answer: {name}")


@dataclass(slots=True)
class _Heard:
    """What has been understood so far."""

    values: dict[str, str] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    licence: str = ""
    corrections: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.values or self.alts or self.captions or self.consents)

    def for_editor(self, text: str) -> None:
        if text.strip():
            self.corrections.append(_shortened(text))


def read_answers(letter: Letter, open_gaps: Sequence[Gap], case: Case, translate: Translate) -> WriterAnswers:
    """What a mail answers to the questions about ``open_gaps``: those that the last mail asked, in its order.

    ``translate`` is the catalogue of the mails: a consent is kept with the wording that was read. Whatever isn't
    understood beyond doubt is in ``corrections`` for the editor, and its gap stays open.
    """
    questions, names = asked(open_gaps, case, translate), pictures_in_order(case)
    version = new_version(letter, case)
    among = answers_among(letter.written.quoted, questions, translate)
    said = answer_parts("\n\n".join(filter(None, (version.answers, among))), questions, names)
    parts = (*_from_fields(letter), *(piece for part in said for piece in _by_line(part)))
    came = () if version.written else letter.written.pictures
    pictures, all_found = sent_pictures(came, parts, names, case)
    consents = {question.code for question in questions if question.code in CONSENTS}
    asking = ConsentAsked(frozenset(consents), case, translate, letter.received.date())
    heard = _Heard()
    loose = [part for part in parts if part.question is None and part.label is None]
    for part in parts:
        if brings_picture(part):
            heard.for_editor("" if came and all_found else part.text)
        elif part not in loose:
            _hear(part, heard, asking)
    for part in loose:
        _hear_loose(part, questions, heard, asking)
    heard.for_editor(unread_rest(version.answers))
    if not (among or heard.anything or came) and (not parts or "\n>" in version.answers):
        heard.for_editor(letter.written.quoted)  # an answer that says nothing above: it may say all among our lines
    for enclosure in () if version.written else letter.written.enclosures:
        heard.for_editor(translate(_ENCLOSED).format(name=in_one_line(enclosure.name)))
    left_out = tuple(remark for remark in letter.written.remarks if blocks(remark.code))
    for remark in left_out:
        heard.for_editor(translate(REMARKS[remark.code].what).format_map(dict(remark.values)))
    return replace(_answers(heard, version.written, pictures), remarks=left_out)


def _by_line(part: AnswerPart) -> Iterator[AnswerPart]:
    """A line that names what it answers («Photos : moi») says it alone: what stands below is something else."""
    first, _break, rest = part.text.partition("\n")
    if part.label is None or part.label.code not in _VALUES or part.label.code == "summary":
        yield part
        return
    yield replace(part, text=first)
    yield from (AnswerPart(line) for line in rest.split("\n") if line.strip())


def _from_fields(letter: Letter) -> tuple[AnswerPart, ...]:
    """The fields of a form as parts that name themselves."""
    given = ((_FIELDS[name], value) for name, value in sorted(letter.fields.items()) if name in _FIELDS)
    return tuple(AnswerPart(value, None, Labelled(code, (), value)) for code, value in given if value.strip())


def _hear(part: AnswerPart, heard: _Heard, asking: ConsentAsked) -> None:
    """What a part says that stands beside a question, or names what it is about."""
    code = part.label.code if part.label else part.question.code if part.question else ""
    about = part.label.about if part.label else part.question.pictures if part.question else ()
    if code in CONSENTS:
        _hear_consent(part.text, code, heard, asking)
    elif code in _VALUES:
        _hear_value(code, part.text, heard)
    else:
        _hear_pictures(part, about, heard, asking)


def _hear_value(code: str, text: str, heard: _Heard) -> None:
    """A title, a name …: where several paragraphs are one, the first counts, and all go to the editor."""
    value = plain_answer(code, text)
    if value and code not in heard.values:
        heard.values[code] = value
    else:
        heard.for_editor(text)


def _hear_pictures(part: AnswerPart, about: Sequence[str], heard: _Heard, asking: ConsentAsked) -> None:
    """What a picture shows, or each of several: a line for each, in their order, or one line for all of them."""
    lines = [line for line in part.text.split("\n") if line.strip()]
    named = part.label is not None or len(about) == 1
    texts = [part.text] * len(about) if named else lines
    values = [plain_answer("alt", text) for text in texts]
    if not values or len(values) != len(about) or not all(values):
        _hear_consent(part.text, "", heard, asking)
        return
    target = heard.captions if part.label and part.label.code == "caption" else heard.alts
    target.update(zip(about, values, strict=True))


def _hear_consent(text: str, about: str, heard: _Heard, asking: ConsentAsked) -> bool:
    """Whether the words agree to something or refuse it. A refusal stands against an agreement in the same mail."""
    found = agreed(text, about, asking)
    for consent in found.consents:
        known = heard.consents.get(consent.what)
        if known is None or known.agreed:
            heard.consents[consent.what] = consent
    heard.licence = found.licence or heard.licence
    if found.rest:
        heard.for_editor(text)
    return bool(found.consents)


def _hear_loose(part: AnswerPart, questions: Sequence[WriterQuestion], heard: _Heard, asking: ConsentAsked) -> None:
    """Words that stand beside no question: a yes or no that says to what, or the answer to the only question."""
    only = questions[0] if len(questions) == 1 and not heard.anything else None
    if only and only.code in CONSENTS:
        _hear_consent(part.text, only.code, heard, replace(asking, alone=True))
    elif only and not agreed(part.text, "", asking).consents:
        _hear(AnswerPart(part.text, only), heard, asking)
    else:
        _hear_consent(part.text, "", heard, asking)


def _answers(heard: _Heard, written: Manuscript | None, pictures: tuple[Picture, ...]) -> WriterAnswers:
    licence = heard.consents.get(LICENCE)
    return WriterAnswers(
        **{code: heard.values.get(code, "") for code in _VALUES},  # type: ignore[arg-type]
        licence=heard.licence if licence and licence.agreed else "",
        alts=heard.alts,
        captions=heard.captions,
        consents=tuple(consent for _, consent in sorted(heard.consents.items())),
        corrections=tuple(dict.fromkeys(heard.corrections)),
        written=written,
        pictures=pictures,
    )


def _shortened(text: str) -> str:
    plain = "".join(c if c.isprintable() or c in "\n\u00a0\u202f" else " " for c in text).strip()
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
