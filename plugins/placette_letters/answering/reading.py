"""Read an answering mail: values for gaps, consents, pictures, a new version, words for the editor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from placette import N_, Translate, fold
from placette_letters.answering.answer_parts import (
    AnswerPart,
    Labelled,
    answer_parts,
    bare_words,
    in_plain_text,
    numbered,
    unread_rest,
)
from placette_letters.answering.mails import in_one_line
from placette_letters.answering.questions import BELOW_QUESTIONS, CONSENTS, LICENCE, WriterQuestion, asked
from placette_letters.answering.receipts import pictures_in_order, word_count
from placette_letters.answering.stances import ConsentAsked, agreed
from placette_letters.letter import WRITER, YOU_CHOOSE, Case, Consent, Gap, Letter, Manuscript, Picture, WriterAnswers
from placette_letters.remarks import REMARKS, blocks

_WORD = re.compile(r"[^\W_]+")
_ENOUGH = 3  # Words by which the sentence below the last question is known


def answers_among(quoted: str, questions: Sequence[WriterQuestion], translate: Translate) -> str:
    """Return the answers between our lines as answers above: «2. Oui»; empty unless all questions are there."""
    lines = [line.strip() for line in in_plain_text(quoted).split("\n") if line.strip()]
    starts = _starts(lines, questions)
    if not questions or len(starts) < len(questions):
        return ""
    # The beginning of our mail below its questions; its end if that part was deleted
    ours = [bare_words(translate(sentence)).split()[:_ENOUGH] for sentence in BELOW_QUESTIONS]
    found = (at for at in range(starts[-1] + 1, len(lines)) if bare_words(lines[at]).split()[:_ENOUGH] in ours)
    ends = (*starts[1:], next(found, len(lines)))
    given = (_given(question, lines[start:end]) for question, start, end in zip(questions, starts, ends, strict=True))
    answers = zip(questions, given, strict=True)
    return "\n\n".join(f"{question.number}. " + "\n".join(said) for question, said in answers if said)


def _starts(lines: Sequence[str], questions: Sequence[WriterQuestion]) -> list[int]:
    starts: list[int] = []
    for question in questions:
        after = starts[-1] + 1 if starts else 0
        found = next((at for at in range(after, len(lines)) if _begins(lines[at], question)), None)
        if found is None:
            break
        starts.append(found)
    return starts


def _begins(line: str, question: WriterQuestion) -> bool:
    given = numbered(line)
    if not given or given[0] != question.number:
        return False
    said = bare_words(given[1])
    return bool(said) and bare_words(question.text).startswith(said)


def _given(question: WriterQuestion, lines: Sequence[str]) -> list[str]:
    """Return the words among and below the lines of a question; nothing unless all its words are there."""
    given = numbered(lines[0])
    words = bare_words(question.text).split()
    rest = words[len(bare_words(given[1]).split()) if given else 0 :]
    said: list[str] = []
    for line in lines[1:]:
        ours = len(list(_shared(rest, bare_words(line).split())))
        rest = rest[ours:]
        own = line if not ours else _behind(line, ours)
        said += [own] if own else []
    return [] if rest else said


def _shared(ours: Sequence[str], line: Sequence[str]) -> Iterator[str]:
    """The words that a line begins with as our question goes on; none of a line that leaves it before its end.

    A short answer may begin with the very word that comes next in the question: then the line isn't ours.
    """
    same = next((at for at, (one, other) in enumerate(zip(ours, line, strict=False)) if one != other), None)
    count = min(len(ours), len(line)) if same is None else same
    yield from line[:count] if count in {len(line), len(ours)} else ()


def _behind(line: str, ours: int) -> str:
    """Return the rest of a line behind so many words of ours."""
    composed = unicodedata.normalize("NFC", line)  # an accent of its own would end a word
    for found in _WORD.finditer(composed):
        ours -= len(bare_words(found[0]).split())
        if ours < 0:
            return composed[found.start() :].strip()
    return ""


NOTE = "mail-note"  # The remark for the words of a mail beside the document with its text
_ANNOUNCED = re.compile(
    r"\b(?:nouvelle|derniere|bonne|seconde|deuxieme) version\b"
    r"|\bversion (?:corrigee|modifiee|revue|definitive|finale|complete|amelioree)\b"
    r"|\b(?:texte|article|billet) (?:corrige|modifie|revu|complet|definitif|refait|ameliore)\b"
    r"|\b(?:new|corrected|revised|final|updated|better) (?:version|text)\b"
)
_HERE = re.compile(r"\b(?:voici|voila|ci dessous|ci joint\w*|dessous|envoie|renvoie|here|below|attached|send\w*)\b")
_WORDS = 15  # Fewer words after an announcement are no text, but a remark about one («la nouvelle version est prête»)
_LONG = 120  # So many words that answer nothing are a text, even if they are all new
_RUN = 4
_ALIKE = 0.3  # Part of the runs of four words that a new version shares with the old text
_MOST_RUNS = 20_000


class NewVersion(NamedTuple):
    """A mail's words about the text, and the text, if it brings a new one."""

    answers: str
    written: Manuscript | None


def new_version(letter: Letter, case: Case) -> NewVersion:
    """A mail parted into answers and a new version; in most mails all is answers."""
    written = letter.written
    note = next((dict(remark.values).get("text", "") for remark in written.remarks if remark.code == NOTE), "")
    if note and word_count(written.markdown):
        return NewVersion(note, written)
    paragraphs = written.markdown.split("\n\n")
    for place, paragraph in enumerate(paragraphs):
        body = "\n\n".join(paragraphs[place + 1 :])
        if _announces(paragraph) and word_count(body) >= _WORDS:
            return NewVersion("\n\n".join(paragraphs[:place]), replace(written, markdown=body))
    if _is_text(written, case) or word_count(written.markdown) >= _WORDS > word_count(case.written.markdown):
        return NewVersion("", written)
    return NewVersion(written.markdown, None)


def _announces(paragraph: str) -> bool:
    words = bare_words(paragraph)
    return len(words) < 200 and bool(_ANNOUNCED.search(words)) and bool(_HERE.search(words))


def _is_text(written: Manuscript, case: Case) -> bool:
    """Return whether these words are a text: much like the present one, or long, and not numbered answers."""
    lines = in_plain_text(written.markdown).split("\n")
    count = word_count(written.markdown)
    if count < _WORDS or any(line.startswith(">") or numbered(line) for line in lines):
        return False
    # The part of the new text's runs of words that the old one has too; 0 where either is too short to compare
    ours, theirs = _runs(written.markdown), _runs(case.written.markdown)
    alike = len(ours & theirs) / len(ours) if len(ours) >= _WORDS and theirs else 0.0
    return alike >= _ALIKE or (count >= _LONG and bool(written.title)) or count >= 2 * _LONG


def _runs(text: str) -> set[tuple[str, ...]]:
    words = bare_words(text).split()
    return set(islice(zip(*(words[start:] for start in range(_RUN)), strict=False), _MOST_RUNS))


_LIMITS = {"title": 150, "summary": 300, "alt": 300, "caption": 300}
"""Characters of the longest value, as the information block has them; 140 for the others."""
_SHORT = 140
_QUOTES = ' \t\u00a0\u202f"“”«»*_'
_CALLS = {
    "title": r"(?:je (?:propose|dirais|mettrais)|i suggest|(?:ce )?serait|c['’]est)\s*:?\s+",
    "signature": r"(?:(?:vous pouvez|you can)\s+)?"
    r"(?:(?:je signe(?:rai)?|mettre|signer|signez|sign[ée]e?|mettez|mon nom (?:est|c['’]est)|je m['’]appelle"
    r"|put|write|my name is|sign(?:ed)?(?: it)?(?: as)?|par|juste|simplement|just)\s*:?\s+)+",
    "credit": r"(?:(?:toutes? )?(?:les )?(?:photos?|images?|pictures?)\s*(?:de|par|by|:|sont de|are by)\s*)"
    r"|(?:(?:elles (?:sont|ont [ée]t[ée])\s+)?prises? par|c['’]est|(?:they were )?taken by|par|by|de)\s+",
    "commune": r"(?:(?:c['’]est|[àa]|il s['’]agit de|(?:la )?commune de|it is|it['’]s|in)\s+)+|(?:la )?commune d['’]",
    "category": r"(?:dans|in|plut[ôo]t|je dirais|rather)\s+",
}
_PLEASE = re.compile(r"[\s,]+(?:svp|stp|s['’]il (?:vous|te) pla[îi]t|please|merci)[\s.!]*$", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"(?:je )?(?:ne )?sais (?:pas|plus).*|aucune? idee.*|pas d idee.*|[?.!… -]*|(?:i )?don t know.*|no idea.*|rien"
    r"|aucune?|non|oui|yes|no|ok|okay|d accord|nothing|merci|thanks|thank you|idem|(?:oui|non|yes|no) ?,.*"
)
_LEFT_TO_US = re.compile(
    r"(?:faites )?comme vous .*|(?:c est )?(?:a |au )?(?:vous|votre) (?:de |qui |choix).*|choisissez.*|you choose.*"
    r"|(?:i )?don t mind.*|as you (?:like|wish).*|up to you.*|peu importe.*"
)
_NO_SHORT_ANSWER = re.compile(r"(?:non|oui|yes|no)\b[ ,.].*|merci .*|voir .*|see .*")
"""No name, place or picture; a title may begin so («Non au béton», «Merci les pompiers»)."""
_MYSELF = re.compile(
    r"(?:(?:c est|ce sont) )?(?:moi|mes photos|moi meme|les miennes)(?:(?: meme)? .*)?|je les ai .*|j ai pris .*"
    r"|(?:i did|me|myself|mine)|i took .*|it was me.*|my own.*"
)


def plain_answer(code: str, text: str) -> str:
    """The value that ``text`` gives for the gap ``code`` (or ``caption``); empty where it is no answer or too long."""
    joined = in_one_line(" ".join(text.split("\n")), 2000).strip(_QUOTES)
    folded = re.sub(r"[’'`´ \u00a0\u202f]+", " ", fold(joined)).strip(" .!…")
    if _LEFT_TO_US.fullmatch(folded):
        return YOU_CHOOSE if code == "category" else ""
    if _NO_ANSWER.fullmatch(folded) or (code not in {"title", "summary"} and _NO_SHORT_ANSWER.fullmatch(folded)):
        return ""
    if code == "credit" and _MYSELF.fullmatch(folded):
        return WRITER
    called = re.sub(f"^(?:{_CALLS[code]})", "", joined, flags=re.IGNORECASE) if code in _CALLS else joined
    value = re.sub(_PLEASE, "", called.strip(_QUOTES))
    if code not in {"summary", "alt", "caption"}:
        value = re.sub(r"(?<!\b[A-ZÀ-Ý])[.;,]+$", "", value).strip(_QUOTES)
    return value if len(value) <= _LIMITS.get(code, _SHORT) else ""


_ONE = r"(?:meme|bonne|nouvelle|autre|photo|image|version)"
_GOOD = r"(?:qualite|definition|resolution|taille|photo|image|version|one|quality|picture)"
_INSTEAD = re.compile(
    rf"\b(?:la|les) (?:re)?(?:voici|voila)\b|\b(?:voici|voila) (?:la|une|l) {_ONE}\b"
    rf"|\bremplac\w*|\ben (?:mieux|plus grand|grand)\b|\b(?:bonne|meilleure|haute|grande|pleine) {_GOOD}\b"
    rf"|\bhere (?:it is|is a better)\b|\b(?:better|larger) {_GOOD}\b|\b(?:je la )?renvoie\b|\bci jointe?\b"
    r"|\binstead\b|\breplac\w*|\battached\b|\bfull size\b"
)


def brings_picture(part: AnswerPart) -> bool:
    """Return whether a part announces the photo that it names («Photo 2 : la voici en mieux»)."""
    named = part.label is not None and part.label.code == "alt" and len(part.label.about) == 1
    return named and bool(_INSTEAD.search(bare_words(part.text)))


def sent_pictures(
    came: Sequence[Picture], parts: Iterable[AnswerPart], names: Sequence[str], case: Case
) -> tuple[tuple[Picture, ...], bool]:
    """The pictures under the names that they are to have, and whether each announced one was found.

    As many as are announced take the places of those that are named, in order. The others get names that are free: a
    telephone calls each of its photos ``image0.jpeg``. One that there is already isn't there twice.
    """
    targets = [part.label.about[0] for part in parts if part.label and brings_picture(part)]
    if targets and len(targets) == len(came):
        return tuple(replace(picture, name=name) for picture, name in zip(came, targets, strict=True)), True
    known = {picture.data for picture in (*case.letter.written.pictures, *case.answers.pictures)}
    taken, kept = {name.lower() for name in names}, list[Picture]()
    for picture in came:
        if picture.data not in known:
            kept.append(replace(picture, name=_free(picture.name, taken)))
            taken.add(kept[-1].name.lower())
    return tuple(kept), not targets


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, f".{ending}") if dot else (name, "")
    candidates = (f"{stem}{f'-{number}' if number else ''}{ending}" for number in (0, *range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate.lower() not in taken)


def merged(old: WriterAnswers, new: WriterAnswers) -> WriterAnswers:
    """Return all answers so far, after one more.

    Later words win. Of each consent the last one counts, so a “no” after a “yes” takes it back, with the licence.
    Pictures of the same name are replaced; words for the editor are all kept.
    """
    consents = {consent.what: consent for consent in (*old.consents, *new.consents)}
    pictures = {picture.name: picture for picture in (*old.pictures, *new.pictures)}
    refused = LICENCE in consents and not consents[LICENCE].agreed
    return WriterAnswers(
        title=new.title or old.title,
        summary=new.summary or old.summary,
        commune=new.commune or old.commune,
        category=new.category or old.category,
        credit=new.credit or old.credit,
        licence="" if refused else new.licence or old.licence,
        signature=new.signature or old.signature,
        alts={**old.alts, **new.alts},
        captions={**old.captions, **new.captions},
        consents=tuple(consent for _, consent in sorted(consents.items())),
        corrections=tuple(dict.fromkeys((*old.corrections, *new.corrections))),
        written=new.written or old.written,
        pictures=tuple(pictures.values()),
        remarks=new.remarks,
    )


_LONGEST = 5000  # Characters of a passage that an editor reads; the letter itself is kept whole
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
class _Understood:
    """The understood parts so far."""

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
            plain = "".join(c if c.isprintable() or c in "\n\u00a0\u202f" else " " for c in text).strip()
            self.corrections.append(plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…")


def read_answers(letter: Letter, open_gaps: Sequence[Gap], case: Case, translate: Translate) -> WriterAnswers:
    """Return the answers of a mail about ``open_gaps``: those that the last mail asked, in its order.

    ``translate`` is the catalogue of the mails: a consent is kept with the wording that was read. Doubtful
    words are in ``corrections`` for the editor, and their gap stays open.
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
    understood = _Understood()
    loose = [part for part in parts if part.question is None and part.label is None]
    for part in parts:
        if brings_picture(part):
            understood.for_editor("" if came and all_found else part.text)
        elif part not in loose:
            _read_part(part, understood, asking)
    for part in loose:
        # Words without a question beside them: a yes or no with its subject, or the answer to the only question
        only = questions[0] if len(questions) == 1 and not understood.anything else None
        if only and only.code in CONSENTS:
            _read_consent(part.text, only.code, understood, replace(asking, alone=True))
        elif only and not agreed(part.text, "", asking).consents:
            _read_part(AnswerPart(part.text, only), understood, asking)
        else:
            _read_consent(part.text, "", understood, asking)
    understood.for_editor(unread_rest(version.answers))
    if not (among or understood.anything or came) and (not parts or "\n>" in version.answers):
        understood.for_editor(letter.written.quoted)  # an answer with nothing above may be written among our lines
    for enclosure in () if version.written else letter.written.enclosures:
        understood.for_editor(translate(_ENCLOSED).format(name=in_one_line(enclosure.name)))
    left_out = tuple(remark for remark in letter.written.remarks if blocks(remark.code))
    for remark in left_out:
        understood.for_editor(translate(REMARKS[remark.code].what).format_map(dict(remark.values)))
    return replace(_answers(understood, version.written, pictures), remarks=left_out)


def _by_line(part: AnswerPart) -> Iterator[AnswerPart]:
    """Yield a labelled line («Photos : moi») alone: the lines below it are separate parts."""
    first, _break, rest = part.text.partition("\n")
    if part.label is None or part.label.code not in _VALUES or part.label.code == "summary":
        yield part
        return
    yield replace(part, text=first)
    yield from (AnswerPart(line) for line in rest.split("\n") if line.strip())


def _from_fields(letter: Letter) -> tuple[AnswerPart, ...]:
    given = ((_FIELDS[name], value) for name, value in sorted(letter.fields.items()) if name in _FIELDS)
    return tuple(AnswerPart(value, None, Labelled(code, (), value)) for code, value in given if value.strip())


def _read_part(part: AnswerPart, understood: _Understood, asking: ConsentAsked) -> None:
    """Read a part that is beside a question, or has a label."""
    code = part.label.code if part.label else part.question.code if part.question else ""
    about = part.label.about if part.label else part.question.pictures if part.question else ()
    if code in CONSENTS:
        _read_consent(part.text, code, understood, asking)
    elif code in _VALUES:
        # A title, a name …: where several paragraphs are one, the first counts, and all go to the editor
        value = plain_answer(code, part.text)
        if value and code not in understood.values:
            understood.values[code] = value
        else:
            understood.for_editor(part.text)
    else:
        _read_pictures(part, about, understood, asking)


def _read_pictures(part: AnswerPart, about: Sequence[str], understood: _Understood, asking: ConsentAsked) -> None:
    """Read the description of a picture, or of several: a line for each, in their order, or one line for all."""
    lines = [line for line in part.text.split("\n") if line.strip()]
    named = part.label is not None or len(about) == 1
    texts = [part.text] * len(about) if named else lines
    values = [plain_answer("alt", text) for text in texts]
    if not values or len(values) != len(about) or not all(values):
        _read_consent(part.text, "", understood, asking)
        return
    target = understood.captions if part.label and part.label.code == "caption" else understood.alts
    target.update(zip(about, values, strict=True))


def _read_consent(text: str, about: str, understood: _Understood, asking: ConsentAsked) -> bool:
    """Return whether the words agree or refuse. In one mail a refusal wins over an agreement."""
    found = agreed(text, about, asking)
    for consent in found.consents:
        known = understood.consents.get(consent.what)
        if known is None or known.agreed:
            understood.consents[consent.what] = consent
    understood.licence = found.licence or understood.licence
    if found.rest:
        understood.for_editor(text)
    return bool(found.consents)


def _answers(understood: _Understood, written: Manuscript | None, pictures: tuple[Picture, ...]) -> WriterAnswers:
    licence = understood.consents.get(LICENCE)
    return WriterAnswers(
        **{code: understood.values.get(code, "") for code in _VALUES},  # type: ignore[arg-type]
        licence=understood.licence if licence and licence.agreed else "",
        alts=understood.alts,
        captions=understood.captions,
        consents=tuple(consent for _, consent in sorted(understood.consents.items())),
        corrections=tuple(dict.fromkeys(understood.corrections)),
        written=written,
        pictures=pictures,
    )
