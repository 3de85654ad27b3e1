"""Parts of an answering mail, each with the question beside it, or with none.

A part is beside a question when it begins with the question's number, is beneath the quoted question, or has the
question's subject as label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from placette import fold
from placette_letters.answering.mails import PICTURE
from placette_letters.answering.questions import WriterQuestion

_YES_OR_NO = r"(?!(?:oui|non|ok|yes|no|daccord|dac|nope|yep)\b)"
_TO_WHOM = (
    r"(?:madame|monsieur|mesdames|messieurs|a (?:vous|tous|toutes|tous et a toutes)|tout le monde|(?:toute )?l equipe"
    r"|equipe|team|everyone|everybody|all|there|sir|madam)"
)
_HELLO = (
    rf"(?:re )?(?:bonjour|bonsoir|salut|coucou|hello|hi|good (?:morning|evening|afternoon))(?: {_TO_WHOM})?"
    rf"(?: {_YES_OR_NO}[^\W\d]+)?|(?:cher|chere|chers|cheres|dear) {_TO_WHOM}(?: [^\W\d]+)?|(?:chere?|dear) [^\W\d]+"
    r"|(?:madame|monsieur|mesdames|messieurs)(?: [^\W\d]+)?"
)
_THANKS = (
    r"(?:(?:un |et )?(?:grand |mille )?merci|thanks|thank you|many thanks)(?: (?:beaucoup|bien|d avance|a vous|a tous"
    r"|infiniment|encore|pour (?:votre|vos|cette|ces|ce|tout)(?: [^\W\d]+)?|de votre [^\W\d]+|de m avoir [^\W\d]+"
    r"|so much|very much|in advance|again|for (?:your|the|this) [^\W\d]+))*"
)
_GOODBYE = (
    r"(?:bien )?cordialement|bien a vous|amicalement|(?:bien )?amities|sinceres salutations|salutations(?: [^\W\d]+)?"
    r"|a (?:bientot|tres vite|plus)|(?:bonne|belle) (?:journee|soiree|semaine|fin de [^\W\d]+)(?: a vous)?"
    r"|(?:kind|best|warm)(?:est)? regards|regards|best wishes|all the best|cheers|sincerely|yours(?: [^\W\d]+)?"
    r"|bises?|bisous"
)
_ANNOUNCED = (
    r"(?:alors |donc )?(?:voici|voila|here are|here is) (?:mes|les|ma|la|my|the) "
    r"(?:reponses?|precisions?|renseignements?|informations?|infos?|answers?)(?: a (?:vos|votre) [^\W\d]+)?"
)
_DEVICE = r"envoye (?:de|depuis) (?:mon|ma) .{2,30}|sent from my .{2,30}"
_POLITE = re.compile("|".join(f"(?:{one})" for one in (_HELLO, _THANKS, _GOODBYE, _ANNOUNCED, _DEVICE)))
_END = re.compile(_GOODBYE)
_SEGMENT = re.compile(r"\s*([^,;:!.?\n–—]*)(?:[,;:!.–—]+|$)\s*")
_LAST_SENTENCE = re.compile(r"(.*[.!?])\s+([^.!?]+)[.!]*\s*")
_NAME_WORDS = 4


def without_greetings(lines: Iterable[str]) -> list[str]:
    """The lines without salutations, thanks and goodbyes, nor the name that signs below a goodbye."""
    kept, ended = list[str](), False
    for line in lines:
        rest = _without_greeting(line)
        if ended and rest.strip():
            rest = "" if _is_name(rest) else rest
            ended = False
        ended = ended or (rest != line and bool(_END.search(bare_words(line))))
        kept.append(rest)
    return kept


def bare_words(text: str) -> str:
    """Folded words with single spaces, and nothing else."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _without_greeting(line: str) -> str:
    """The line without the polite words that it begins with or ends on («Bonjour, oui. Merci» is a yes)."""
    if line.startswith(">"):
        return line
    while line.strip() and (found := _SEGMENT.match(line)) and _POLITE.fullmatch(bare_words(found[1])):
        line = line[found.end() :]
    ending = _LAST_SENTENCE.fullmatch(line)
    return ending[1] if ending and _POLITE.fullmatch(bare_words(ending[2])) else line


def _is_name(line: str) -> bool:
    words = line.split()
    return len(words) <= _NAME_WORDS and not re.search(r"[\d:=?]", line) and words[0][:1].isupper()


class Labelled(NamedTuple):
    """The subject of a line, and its text. ``about`` are names of pictures.

    ``code`` is a code of gaps, or ``caption``. A photo with an unknown number is about none.
    """

    code: str
    about: tuple[str, ...]
    text: str


_FIELDS = {
    "title": r"titres?|titles?",
    "summary": r"r[ée]sum[ée]s?|summary|chapeau|chap[ôo]",
    "commune": r"communes?|ville|village|lieu|town|place",
    "category": r"rubriques?|cat[ée]gories?|category|heading|section|th[èe]me",
    "credit": r"cr[ée]dits?(?: photos?)?|photographes?|photographers?|photos|auteure? des photos|autrice des photos",
    "licence": r"licen[cs]es?",
    "signature": r"signatures?|sign[ée]e?|noms?|pr[ée]nom|pseudo(?:nyme)?|name|pseudonym|signed",
    "people": r"personnes(?: reconnaissables)?|gens|people",
    "minors": r"enfants?|mineure?s?|children|child|minors?|kids",
}
_BLANKS = re.compile(r"\s{2,}")  # One blank does: the patterns below need minutes for a line of many
_BEFORE = r"(?:[-*•–]\s+)?(?:pour |concernant |for |as for |comme |et )?(?:l[ea]s? |l['’]|mon |ma |mes |the |my )?"
_SEPARATOR = r"\s*(?:[:=→]|\s[-–—]\s|(?=«))\s*"
_SAYS = r"\s*,?\s+(?:c['’]est|ce sera(?:it)?|serait|sera|est|is|would be|will be)\s+(?=[«“\"A-ZÀ-Ý])"
_FIELD = {
    code: re.compile(
        rf"{_BEFORE}(?:(?i:{words}))(?: (?:du|de mon|of the|of my) (?:texte|text))?(?:{_SEPARATOR}|{_SAYS})(.*)"
    )
    for code, words in _FIELDS.items()
}
_TAKEN_BY = re.compile(
    rf"{_BEFORE}(?:toutes les )?(?:photos?|pictures?)\s+(?:ont [ée]t[ée]\s+|a [ée]t[ée]\s+|sont\s+|were\s+|was\s+)?"
    r"(?:prises?|faites?|taken)\s+(?:par|by)\s+(.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:[-*•]\s+)?(?:\*\*|__)?(?:question|r[ée]ponse|answer|q|r|n°|no?)?\s*(?:n°\s*|no\s+|#)?(\d{1,2})(?:\*\*|__)?"
    r"\s*(?:[.):/°=]|[-–—]\s|\s[-–—](?=\S)|[.)]?\*\*)\s*(?:[-–—:]\s*)?(?!\d)(.*)",
    re.IGNORECASE,
)
_PICTURE = r"(?:photographies?|photos?|images?|pictures?|clich[ée]s?|pics?)"
_VERB = (
    r"(?:(?:on (?:y )?voit|on reconna[îi]t|elle montre|montre(?:nt)?|repr[ée]sente(?:nt)?|c['’]est"
    r"|il s['’]agit d['’e]\s?|shows?|is|you (?:can )?see)\s+)"
)
_NUMBERED_PICTURE = re.compile(
    rf"(?:[-*•–]\s+)?(?P<caption>(?:l[ée]gende|caption)\s*(?:de |pour |of |for )?(?:la |the )?)?"
    rf"(?:sur |pour |for |in )?(?:l[ea]s? |the )?{_PICTURE}\s*(?:n°|no?\.?(?=\s*\d)|num[ée]ros?|number|#)?\s*"
    rf"(?P<numbers>\d{{1,2}}(?:\s*(?:,|et|and|&|\+)\s*\d{{1,2}})*)(?!\d)(?!\s*(?:ans|x|cm|personnes))\s*(?:\([^)]*\))?\s*"
    rf"(?:[:=.)→,]|[-–—])*\s*{_VERB}?(?P<text>.*)",
    re.IGNORECASE,
)
_ORDINALS = {
    1: r"premi[èe]re|1\s?[èe]?re|first|1st",
    2: r"deuxi[èe]me|seconde?|2\s?(?:e|[èe]me|nde?|nd)|second",
    3: r"troisi[èe]me|3\s?(?:e|[èe]me|rd)|third",
    4: r"quatri[èe]me|4\s?(?:e|[èe]me|th)|fourth",
    5: r"cinqui[èe]me|5\s?(?:e|[èe]me|th)|fifth",
    6: r"sixi[èe]me|6\s?(?:e|[èe]me|th)|sixth",
}
_ORDINAL_PICTURE = {
    number: re.compile(
        rf"(?:[-*•–]\s+)?(?:sur |pour |for |in )?(?:la |l['’]|the )?(?:{words})(?:\s+{_PICTURE})?\s*"
        rf"(?:(?:[:=,]|\s[-–—]\s)\s*{_VERB}?|{_VERB})(.*)",
        re.IGNORECASE,
    )
    for number, words in _ORDINALS.items()
}
_THE_PICTURE = re.compile(
    rf"(?:[-*•–]\s+)?(?:(?:sur |in )?(?:la|ma|cette|l['’]|the|my|this)\s*)?{_PICTURE}\s*"
    rf"(?:[:=]\s*{_VERB}?|,?\s*{_VERB})(.*)",
    re.IGNORECASE,
)


def numbered(line: str) -> tuple[int, str] | None:
    """Return the number at the beginning of an answer's line, and the rest; None for another line."""
    found = _NUMBER.fullmatch(_BLANKS.sub(" ", line.strip()))
    return (int(found[1]), found[2].strip(" *_")) if found else None


def labelled(line: str, names: Sequence[str], wanted: Sequence[str] = ()) -> Labelled | None:
    """Return the label of a line; None for a line without one.

    ``names`` are the pictures in the order of the mails; ``wanted`` those whose description was requested.
    """
    plain = _BLANKS.sub(" ", line.strip().lstrip("*_"))
    if found := _TAKEN_BY.fullmatch(plain):
        return Labelled("credit", (), found[1])
    return _of_picture(plain, names) or _of_field(plain) or _of_the_picture(plain, names, wanted)


def _of_field(line: str) -> Labelled | None:
    for code, pattern in _FIELD.items():
        if found := pattern.fullmatch(line[:1].lower() + line[1:]):
            return Labelled(code, (), line[len(line) - len(found[1]) :].strip(" *_"))
    return None


def _of_picture(line: str, names: Sequence[str]) -> Labelled | None:
    if found := _NUMBERED_PICTURE.fullmatch(line):
        about = _numbers(found["numbers"], names)
        return (
            Labelled("caption" if found["caption"] else "alt", about, found["text"])
            if about
            else Labelled("alt", (), line)
        )
    for number, pattern in _ORDINAL_PICTURE.items():
        if number <= len(names) and (said := pattern.fullmatch(line)):
            return Labelled("alt", (names[number - 1],), said[1])
    return _of_file(line, names)


def _numbers(written: str, names: Sequence[str]) -> tuple[str, ...]:
    """The pictures of these numbers; none where one of the numbers is no picture's."""
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    return tuple(names[n - 1] for n in numbers) if all(0 < n <= len(names) for n in numbers) else ()


def _of_file(line: str, names: Sequence[str]) -> Labelled | None:
    """A line that begins with the name of a picture, with or without its ending."""
    for name in sorted(names, key=len, reverse=True):
        stem, dot, ending = name.rpartition(".")
        spelt = r"[\s_.-]*".join(map(re.escape, re.findall(r"[^\W_]+", stem if dot else name)))
        pattern = rf"{spelt}(?:\.{re.escape(ending)})?\s*(?:(?:[:=→,]|[-–—])\s*{_VERB}?|{_VERB})(.*)"
        if len(spelt) > 2 and (said := re.fullmatch(pattern, line, re.IGNORECASE)):
            return Labelled("alt", (name,), said[1])
    return None


def _of_the_picture(line: str, names: Sequence[str], wanted: Sequence[str]) -> Labelled | None:
    """«La photo montre …»: clear where there is one picture, or one that was asked for."""
    only = tuple(names) if len(names) == 1 else tuple(wanted)
    found = _THE_PICTURE.fullmatch(line)
    return Labelled("alt", only, found[1]) if found and len(only) == 1 else None


_MOST_LINES = 400
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$-])")
_RUN_ON = re.compile(r"\s+(?=(\d)\s?[.)–-]\s*(?:[^\W\d]|[«“\"👍👌]))")
_BARE_NUMBER = re.compile(r"(\d)\s+([^\s\d].*)")
_OF_PICTURES = ("alt", "caption")
"""Labels for the description of a photo; below another question (who took it?) they are part of the answer."""
_RECOGNISED = 4  # Words of a quotation without its number that are recognised
_ENOUGH = 8  # Characters of our own question that are enough to recognise it before an answer on the same line


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """Some words of an answer. ``question`` is the one beside them, ``label`` their own label."""

    text: str
    question: WriterQuestion | None = None
    label: Labelled | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The context of a line: the questions, the pictures in order, those whose description was requested."""

    questions: Sequence[WriterQuestion]
    names: Sequence[str]
    bare: bool

    @property
    def wanted(self) -> list[str]:
        return [name for question in self.questions if question.code == "alt" for name in question.pictures]

    def by_number(self, number: int) -> WriterQuestion | None:
        return self.questions[number - 1] if 0 < number <= len(self.questions) else None


def answer_parts(markdown: str, questions: Sequence[WriterQuestion], names: Sequence[str]) -> tuple[AnswerPart, ...]:
    """The parts of a mail in Markdown, without greetings; ``names`` are the pictures in the order of the mails."""
    hints = {bare_words(question.text.split("\n")[-1]) for question in questions}
    lines = [
        piece
        for line in in_plain_text(markdown).split("\n")[:_MOST_LINES]
        if line.startswith(">") or bare_words(line) not in hints or not bare_words(line)
        for piece in _run_on(line, len(questions))
    ]
    lines = without_greetings(lines)
    known = _Asked(questions, names, _has_bare_numbers(lines, questions))
    parts: list[AnswerPart] = []
    for above, section in _sections(lines, known):
        parts += _parts(section, above, known)
    return tuple(part for part in parts if part.text)


def unread_rest(markdown: str) -> str:
    """Return the lines beyond the limit: nothing is lost."""
    return "\n".join(in_plain_text(markdown).split("\n")[_MOST_LINES:]).strip()


def in_plain_text(markdown: str) -> str:
    """Markdown as its writer typed it: without pictures and escapes."""
    return _ESCAPE.sub(r"\1", PICTURE.sub("", markdown).replace("\\\n", "\n"))


def _run_on(line: str, count: int) -> Iterator[str]:
    """«1. oui 2. Marie 3. non» as three lines, if the numbers follow each other."""
    first = numbered(line) if not line.startswith(">") else None
    following, place = (first[0] + 1 if first else 0), 0
    for found in _RUN_ON.finditer(line) if first else ():
        if int(found[1]) == following <= count:
            yield line[place : found.start()]
            place, following = found.end(), following + 1
    yield line[place:]


def _has_bare_numbers(lines: Sequence[str], questions: Sequence[WriterQuestion]) -> bool:
    """Return whether answers begin with numbers alone («1 oui», «2 Marie»): only where several do, in order."""
    found = [int(one[1]) for line in lines if (one := _BARE_NUMBER.fullmatch(line.strip()))]
    return len(found) > 1 and found == sorted(set(found)) and found[-1] <= len(questions)


def _sections(lines: Sequence[str], known: _Asked) -> Iterator[tuple[AnswerPart, list[str]]]:
    """Yield the text between quotations, each with the question or the photo at the end of the quotation above it."""
    above = AnswerPart("")
    section, quote = list[str](), list[str]()
    for line in lines:
        if line.startswith(">"):
            quote.append(line.lstrip("> ").strip())
        elif quote and line.strip():
            yield above, section
            above, section, quote = _quoted(quote, known), [line], []
        elif not quote:
            section.append(line)
    yield above, section


def _parts(section: Sequence[str], above: AnswerPart, known: _Asked) -> Iterator[AnswerPart]:
    """Yield a part for each labelled line, and for each paragraph; the first may be below a question."""
    open_part, written = above, list[str]()
    for line in (*section, ""):
        begun = _beginning(line, known) if line.strip() else None
        if begun or (not line.strip() and written):
            yield AnswerPart("\n".join(written), open_part.question, open_part.label)
            open_part, written = begun or AnswerPart(""), []
        text = begun.text if begun else line.strip()
        written += [text] if text else []
    yield AnswerPart("\n".join(written), open_part.question, open_part.label)


def _beginning(line: str, known: _Asked) -> AnswerPart | None:
    """Return the part that a line begins; None for a line that goes on with the one above it."""
    given = numbered(line)
    if not given and known.bare and (found := _BARE_NUMBER.fullmatch(line.strip())):
        given = (int(found[1]), found[2])
    question = known.by_number(given[0]) if given else None
    text = _after_question(given[1], question) if given and question else line.strip()
    label = labelled(text, known.names, known.wanted)
    if label and (not question or question.code == "alt" or label.code not in _OF_PICTURES):
        return AnswerPart(label.text, question, label)
    return AnswerPart(text, question) if question else None


def _after_question(text: str, question: WriterQuestion) -> str:
    """Return the text behind our question, for answers on the question's own line."""
    asked, mark, rest = text.partition("?")
    repeated = bool(mark) and len(asked) > _ENOUGH and bare_words(question.text).startswith(bare_words(asked))
    return rest.strip() if repeated else text


def _quoted(quote: Sequence[str], known: _Asked) -> AnswerPart:
    """Return the end of a quotation: a question, one of the photos that a question lists, or neither."""
    question = _quoted_question(quote, known)
    label = labelled(next(filter(None, reversed(quote)), ""), known.names)
    named = label if label and label.code == "alt" and label.about and not label.text else None
    return AnswerPart("", question, named if not question or question.code == "alt" else None)


def _quoted_question(quote: Sequence[str], known: _Asked) -> WriterQuestion | None:
    """The question that a quotation ends on; None where it goes on with something else, as a whole mail does."""
    begins = [(place, given) for place, line in enumerate(quote) if (given := numbered(line))]
    if not begins:
        return _recognised(bare_words(" ".join(quote)), known)
    place, (number, first) = begins[-1]
    question = known.by_number(number)
    said = bare_words(" ".join((first, *quote[place + 1 :])))
    return question if question and said in bare_words(question.text) else None


def _recognised(said: str, known: _Asked) -> WriterQuestion | None:
    """The only question that these words are part of: some programs keep but the last lines of a quotation."""
    found = [question for question in known.questions if f" {said} " in f" {bare_words(question.text)} "]
    return found[0] if len(found) == 1 and len(said.split()) >= _RECOGNISED else None
