"""The lines of a mail: labelled fields, and parts to cut: quotations, signatures, a machine's lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from placette import Words, letterbox
from placette_letters.mail.headers import MailHeaders, clean_line, decode_header, labels_beside, wording

LONG = 300  # Characters beyond which a line is a paragraph of its writer, never a mailer's own line

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|\\$|^#{1,6} ")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_WORD = re.compile(r"\w+")


def missing_lines(before: str, kept: str) -> str:
    """Return the lines of a text that a shorter one lacks: so no rule can cut anything unsaid."""
    there = Counter(line.strip(" \t\\>") for line in kept.split("\n"))
    lost = []
    for line in before.split("\n"):
        words = line.strip(" \t\\>")
        there[words] -= 1
        if words and there[words] < 0:
            lost.append(line.rstrip(" \t\\"))
    return "\n".join(lost)


def loosened(line: str) -> str:
    """Return a line without Markdown's marks and with single plain spaces; empty for a long one."""
    if len(line) > LONG:
        return ""
    bare = _MARKS.sub("", _ESCAPED.sub(r"\1", _LINK.sub(r"\1", line.replace("\u00a0", " ").rstrip())))
    return _BLANKS.sub(" ", bare.replace("’", "'")).strip()


def unquoted(line: str) -> str:
    """Return a line without the ``>`` before it."""
    return line.lstrip("> \t\\")


def is_quoted(line: str) -> bool:
    """Return whether a line begins with ``>``."""
    return line.lstrip(" ").startswith(">")


def word_count(text: str) -> int:
    """Return the words of a text."""
    return sum(1 for _ in _WORD.finditer(text))


def joined(lines: list[str]) -> str:
    """Return lines as a text, without blank lines at its ends."""
    return "\n".join(lines).strip("\n").rstrip()


_FIELD = "x-placette-field-"
_FIELD_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_MOST = 40
_VALUE_LIMIT = 2_000
_LABELLED = re.compile(r"([^\W\d_][\w'’ -]{1,40}?) ?: ?(.*)")
_NAMES = {
    Words.fold(one): name for name, ours in letterbox.FIELD_LABELS.items() for one in (*ours, *labels_beside(name))
}
_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{1,2000}", re.IGNORECASE)
_BEGINNING = re.compile(wording("ready_beginnings") + " ?:")
"""The sentence with which a ready mail begins, and that is not the writer's."""
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|hello|dear|madame|monsieur|hi)\b.{0,60}", re.IGNORECASE)


def form_fields(headers: MailHeaders) -> dict[str, str]:
    """Return the fields in the headers that the form writes; none in other mails."""
    if headers.first("x-placette-form").strip() != "1":
        return {}
    items: dict[str, str] = {}
    for header, raw in headers.items:
        name = header.removeprefix(_FIELD)
        if header.startswith(_FIELD) and _FIELD_NAME.fullmatch(name) and len(items) < _MOST and name not in items:
            items[name] = decode_header(raw)[:_VALUE_LIMIT]
    return {name: value for name, value in items.items() if value}


def form_kind(headers: MailHeaders) -> letterbox.LetterKind | None:
    """Return the kind that the form writes into its header; None in other mails."""
    kind = headers.first("x-placette-kind").strip().lower()
    if headers.first("x-placette-form").strip() != "1" or kind not in set(letterbox.LetterKind):
        return None
    return letterbox.LetterKind(kind)


def ready_fields(text: str, kind: letterbox.LetterKind) -> tuple[str, dict[str, str], str]:
    """Return a text without the lines of fields of a ready mail (``Commune : Ambert``), the fields, the page's address.

    They are looked for above the text, or anywhere in a ready mail about a page. In a report the lines stay in the
    text too: reasons have several paragraphs, and an editor reads the whole, as of corrections and questions.
    """
    lines = text.split("\n")
    values: dict[str, str] = {}
    about = ""
    used: set[int] = set()
    for at, name, value in _labelled(lines, whole=kind is not letterbox.LetterKind.POST):
        page = page_address(value) if name == "page" else ""
        if name == "page" and not page:
            continue
        about = about or page
        if value and name in values:
            continue  # it stays in the text
        used.add(at)
        if value:
            values[name] = clean_line(page or value, _VALUE_LIMIT)
    if kind in {letterbox.LetterKind.REPORT, letterbox.LetterKind.CORRECTION, letterbox.LetterKind.QUESTION}:
        return text, values, about
    remaining = [line for at, line in enumerate(lines) if at not in used and not _BEGINNING.fullmatch(loosened(line))]
    # Where lines were removed, no line break leads to nothing, and no gap shows.
    closed = re.sub(r"\n{3,}", "\n\n", "\n".join(remaining)).strip("\n")
    return re.sub(r"(?<!\\)\\(?=\n\n|\Z)", "", closed) if used else text, values, about


def is_field(line: str) -> bool:
    """Return whether a line names a field of a ready mail."""
    label = _LABELLED.fullmatch(loosened(line))
    return label is not None and Words.fold(label[1]) in _NAMES


def page_address(text: str) -> str:
    """Return the first http(s) address in a line; empty where there is none that can be parsed."""
    match = _URL.search(text)
    address = match[0].rstrip(".,;:!?»”*_") if match else ""
    try:
        parts = urlsplit(address)
        return address if parts.hostname and parts.username is None else ""
    except ValueError:
        return ""


def _labelled(lines: list[str], *, whole: bool) -> Iterator[tuple[int, str, str]]:
    for at, line in enumerate(lines):
        bare = loosened(line)
        if is_quoted(line):
            continue
        label = _LABELLED.fullmatch(bare)
        name = _NAMES.get(Words.fold(label[1])) if label else None
        if label and name:
            yield at, name, label[2].strip()
        elif (bare and not whole and not _GREETING.fullmatch(bare)) or (line.strip() and not bare and not whole):
            return


_PROGRAM = re.compile(wording("program_lines"))
_ADDED = re.compile(r"[(<\[]*https?://\S+")
_CLOSING = re.compile(rf"{wording('closings')}(?=[ ,.!]|$)")
_GREETING_LINE = re.compile(rf"{wording('greetings')}(?:(?:,? [\w'.-]+){{1,8}} ?[,!]|[ ,.!:;]*)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^()\s]+)\)\\?")
_SIGNED = 5  # Lines of the longest signature that is cut
_SIGNED_LINE = 60  # Characters of the longest line of one
_NAME_WORDS = 4  # Words of the longest name behind a closing formula
_NOISE = re.compile(r"[-_—*=\s\\]*")


def without_closing(text: str, *, logos: Collection[str] = (), own: bool = False) -> str:
    """Return a text without the closing formula, ``-- `` or program's line at its end, and a signature below it.

    ``logos``: names of small pictures, which go with a signature; ``own``: all but programs' lines stays.
    """
    lines = joined(text.split("\n")).split("\n")
    pictures = {line: match[1] for line in lines if (match := _PICTURE.fullmatch(line.strip()))}
    start, signed = len(lines), 0
    for at in range(len(lines) - 1, -1, -1):
        if (not signed and _is_program(lines[at])) or (not own and _is_closing(lines[at])):
            start, signed = at, 0
        elif lines[at].strip() and lines[at] not in pictures and not is_field(lines[at]):
            signed += 1
            if own or signed > _SIGNED or len(lines[at]) > _SIGNED_LINE or is_quoted(lines[at]):
                break
    above, below = lines[:start], lines[start:]
    if not below or not (word_count("\n".join(above)) or _is_program(below[0])):
        return text
    photos = [line for line in below if line in pictures and pictures[line] not in logos]
    return joined([without_rule("\n".join(above)), *([""] if photos else []), *photos, *filter(is_field, below)])


def _is_program(line: str) -> bool:
    """Return whether a line is only what a program or an office adds, with the address of its maker or without."""
    return bool(_PROGRAM.match(_ADDED.sub("", Words.fold(loosened(line[:LONG]))).strip(" >)]<([-")))


def _is_closing(line: str) -> bool:
    """Return whether a line is a closing formula, with a name behind it at the most, or ``-- ``."""
    bare = loosened(line).rstrip(" ,.!")
    formula = _CLOSING.match(Words.fold(bare))
    names = bare.split()[len(formula[0].split()) :] if formula else []
    is_formula = formula is not None and len(names) <= _NAME_WORDS and all(name[0].isupper() for name in names)
    return is_formula or bool(re.fullmatch(r"\\?--\s?\\?", line))


def without_greeting(text: str) -> str:
    """Return a text without the greeting in its first line."""
    lines = joined(text.split("\n")).split("\n")
    rest = joined(lines[1:])
    is_greeting = not lines[0].startswith("#") and _GREETING_LINE.fullmatch(Words.fold(loosened(lines[0])))
    return rest if is_greeting and word_count(rest) else text


def without_rule(text: str) -> str:
    """Return a text without the drawn rule at its end that was above the cut part."""
    lines = joined(text.split("\n")).split("\n")
    end = len(lines)
    while end > 1 and _NOISE.fullmatch(lines[end - 1]):
        end -= 1
    return joined(lines[:end])


_SEPARATOR = re.compile(
    rf"[-_—–=\s]{{2,}}{wording('separators')}(?: de .{{1,60}})?\s?[-_—–=\s:]{{2,}}|{wording('begun')}", re.IGNORECASE
)
_FORWARDED = re.compile(r"transf[ée]r|r[ée]exp[ée]di|forwarded", re.IGNORECASE)
_LABEL = re.compile(rf"({wording('mail_labels')})\s?:(?:\s|$)", re.IGNORECASE)
_SENDERS = frozenset({"de", "from", "expediteur", "expéditeur"})
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]+\.[^\s@<>]")
_WROTE = re.compile(wording("attributions"), re.IGNORECASE)
_HEADERS = 10  # Lines of the longest block of headers


def without_quotation(text: str, *, replying: bool = False) -> str:
    """Return a text without the mail that it answers. ``replying``: its headers are those of an answer.

    Where words of the writer's are between quoted lines, the whole dialogue stays.
    """
    lines = text.split("\n")
    start, end = _quotation(lines, replying=replying)
    if start == len(lines):
        return text
    body = _below_headers(lines, start)
    end = body if _is_dialogue(lines[body:]) else end
    return "\n\n".join(filter(None, (joined(lines[:start]), joined(lines[end:]))))


def _is_dialogue(lines: list[str]) -> bool:
    """Return whether words of the writer's are between quoted lines."""
    quoted = [at for at, line in enumerate(lines) if is_quoted(line) and unquoted(line).strip()]
    return bool(quoted) and any(line.strip() and not is_quoted(line) for line in lines[quoted[0] : quoted[-1]])


def _below_headers(lines: list[str], start: int) -> int:
    """Return where the words of a quoted mail begin, below its headers or the sentence that introduces it."""
    at, sentence = start, ""
    while at < min(start + 4, len(lines)) and not _WROTE.fullmatch(sentence.strip()):
        sentence, at = f"{sentence} {loosened(unquoted(lines[at]))}", at + 1
    at = at if _WROTE.fullmatch(sentence.strip()) else start + 1
    while at < len(lines) and (not (bare := loosened(unquoted(lines[at]))) or _LABEL.match(bare)):
        at += 1
    return at


def forwarded_text(text: str) -> str:
    """Return the text below the headers of a forwarded mail; empty without any."""
    lines = text.split("\n")
    start, _ = _quotation(lines, replying=True)
    if start == len(lines):
        return ""
    rest = lines[_below_headers(lines, start) :]
    quoted = [line for line in rest if line.strip()]
    if quoted and all(is_quoted(line) for line in quoted):
        rest = [re.sub(r"^ {0,3}> ?", "", line) for line in rest]
    return joined(rest)


def says_forwarded(text: str) -> bool:
    """Return whether a mailer's line announces a forwarded mail."""
    looked = (loosened(line) for line in text.split("\n"))
    return any(_FORWARDED.search(line) and _SEPARATOR.fullmatch(line) for line in looked)


def _quotation(lines: list[str], *, replying: bool) -> tuple[int, int]:
    """Return where the first quotation begins and ends; twice the number of lines where there is none."""
    for at, line in enumerate(lines):
        bare = loosened(unquoted(line))
        if not bare:
            continue
        if _SEPARATOR.fullmatch(bare) or _is_header_block(lines, at):
            return at, len(lines)
        if end := _attributed(lines, at, bare, replying=replying):
            return at, end
    return len(lines), len(lines)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Return whether headers of a mail begin here: three at the least, who wrote it, and an hour or an address."""
    items: dict[str, str] = {}
    for line in lines[at : at + _HEADERS]:
        bare = loosened(unquoted(line))
        if label := _LABEL.match(bare):
            items.setdefault(label[1].lower(), bare[label.end() :])
        elif bare or not items:
            break
    values = " ".join(items.values())
    return len(items) > 2 and bool(items.keys() & _SENDERS) and bool(_CLOCK.search(values) or _ADDRESS.search(values))


def _attributed(lines: list[str], at: int, bare: str, *, replying: bool) -> int:
    """Return the end of a quotation introduced here («Le 3 nov. 2026 à 10:12, X a écrit :»); 0 where none begins."""
    sentence, last = bare, at
    while not _WROTE.fullmatch(sentence) and last < min(at + 3, len(lines) - 1):
        last += 1
        more = loosened(unquoted(lines[last]))
        if not more or not re.match(r"(?:le|on)\b", bare, re.IGNORECASE):
            return 0
        sentence = f"{sentence} {more}"
    if not _WROTE.fullmatch(sentence):
        return 0
    address, clock, end = _ADDRESS.search(sentence), _CLOCK.search(sentence), 0
    for number in range(last + 1, len(lines)):
        if is_quoted(lines[number]):
            end = number + 1
        elif lines[number].strip():
            break
    if end:
        return end if address or clock else 0
    return len(lines) if address or (clock and replying) else 0
