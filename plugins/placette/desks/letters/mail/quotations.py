"""Where the mail that somebody answers begins below their own words, as French and English mailers write it.

A line of the writer's that is cut is lost to everybody; a quotation that stays is cut by the editor. So each rule asks
for what only a machine writes: an address, a time with a colon, several headers in a row.
"""

from __future__ import annotations

import re

from placette.desks.letters.mail.closings import without_closing
from placette.desks.letters.mail.lines import KeptLines, is_quoted, joined, loosened, unquoted, word_count

_SEPARATOR = re.compile(
    r"[-_—–=\s]{2,}(?:message (?:d'origine|original|transf[ée]r[ée]|r[ée]exp[ée]di[ée]|initial)"
    r"|(?:mail|courriel|e-mail|courrier) (?:original|d'origine|transf[ée]r[ée])"
    r"|original (?:message|e?-?mail)|forwarded message)(?: de .{1,60})?\s?[-_—–=\s:]{2,}",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"(?:d[ée]but du (?:message|courriel|mail) (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|begin forwarded message)\s?:",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"transf[ée]r|r[ée]exp[ée]di|forwarded", re.IGNORECASE)
_ORANGE = re.compile(r"message du \d{1,2}[/.]\d{1,2}[/.]\d{2,4},? (?:à )?\d{1,2}[:h]\d{2}", re.IGNORECASE)
_LABEL = re.compile(
    r"(de|from|exp[ée]diteur|envoy[ée]|sent|date|à|a|to|pour|destinataires?|objet|sujet|subject|cc|copie à"
    r"|r[ée]pondre à|reply-to|importance|pi[èe]ces? jointes?|attachments?)\s?:(?:\s|$)",
    re.IGNORECASE,
)
_SENDERS = frozenset({"de", "from", "expediteur", "expéditeur"})
_TIMES = frozenset({"envoyé", "envoye", "sent", "date"})
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_STAMP = re.compile(r"\b20\d{2}\b.*?\b\d{1,2}:\d{2}\b")
_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]+\.[^\s@<>]")
_WROTE = re.compile(
    r"(?:(?:le|on)\s.*|.*\ble \d{1,2}[/. ].*)(?:a écrit|a ecrit|wrote|écrivait|écrit)\s?:?|.{1,80}\ba écrit le \d.*:",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"ci-dessous|plus bas|en rouge|en bleu|en vert|en gras|dans (?:le|votre) (?:texte|message|mail|courriel)"
    r"|below|inline|in red|à la suite de vos questions",
    re.IGNORECASE,
)
_HEADERS = 10
"""Lines of the longest block of headers."""
_QUESTION = 3
"""Quoted lines that are kept above an answer among them."""


def without_quotation(text: str, *, answering: bool = False, replying: bool = False) -> KeptLines:
    """A text without the mail that it answers. ``replying``: its headers say that it answers one.

    In an answer to one of our mails (``answering``) words that stand among quoted lines are kept, each below the
    quoted lines that it answers.
    """
    lines = text.split("\n")
    start, end = _quotation(lines, replying=replying or answering)
    if answering:
        marked = next((at for at, line in enumerate(lines) if is_quoted(line)), len(lines))
        return _answer(lines, min(start, marked))
    if start == len(lines):
        return KeptLines(text)
    kept = joined([*lines[:start], *lines[end:]])
    return KeptLines(kept, _weight(lines) - _weight(kept.split("\n")))


def forwarded_text(text: str) -> str:
    """What lies below the headers of a mail that was passed on; empty where there are none."""
    lines = text.split("\n")
    start, _ = _quotation(lines, replying=True)
    if start == len(lines):
        return ""
    at = start + 1
    while at < len(lines) and (not loosened(unquoted(lines[at])) or _LABEL.match(loosened(unquoted(lines[at])))):
        at += 1
    rest = lines[at:]
    quoted = [line for line in rest if line.strip()]
    if quoted and all(is_quoted(line) for line in quoted):
        rest = [re.sub(r"^ {0,3}> ?", "", line) for line in rest]
    return joined(rest)


def says_forwarded(text: str) -> bool:
    """Whether a line of the mailer's says that what follows was passed on."""
    looked = (loosened(line) for line in text.split("\n"))
    return any(_FORWARDED.search(line) and (_SEPARATOR.fullmatch(line) or _BEGUN.fullmatch(line)) for line in looked)


def _quotation(lines: list[str], *, replying: bool) -> tuple[int, int]:
    """Where the first quotation begins and ends; twice the number of lines where there is none."""
    for at, line in enumerate(lines):
        bare = loosened(unquoted(line))
        if not bare:
            continue
        if _SEPARATOR.fullmatch(bare) or _BEGUN.fullmatch(bare) or _begins_orange(lines, at, bare):
            return at, len(lines)
        if _LABEL.match(bare) and _is_header_block(lines, at):
            return _with_rule(lines, at), len(lines)
        if end := _attributed(lines, at, bare, replying=replying):
            return at, end
    return len(lines), len(lines)


def _begins_orange(lines: list[str], at: int, bare: str) -> bool:
    following = [loosened(unquoted(line)) for line in lines[at + 1 : at + 4]]
    return bool(_ORANGE.match(bare)) and any(_LABEL.match(line) for line in following)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Whether headers of a mail begin here: who, when, and what only a mailer adds."""
    found: dict[str, str] = {}
    for line in lines[at : at + _HEADERS]:
        bare = loosened(unquoted(line))
        label = _LABEL.match(bare)
        if label and label[1].lower() not in found:
            found[label[1].lower()] = bare[label.end() :]
        elif bare:
            break
    times = [value for label, value in found.items() if label in _TIMES]
    if len(found) < 3 or not found.keys() & _SENDERS or next(iter(found)) not in _SENDERS | _TIMES:
        return False
    return any(_CLOCK.search(value) for value in times) or (
        bool(times) and any(_ADDRESS.search(value) for value in found.values())
    )


def _with_rule(lines: list[str], at: int) -> int:
    """The line of underscores that Outlook draws above its headers belongs to them."""
    before = at - 1
    while before >= 0 and not lines[before].strip():
        before -= 1
    drawn = before >= 0 and re.fullmatch(r"[\s_\-—*\\]{3,}", lines[before])
    return before if drawn else at


def _attributed(lines: list[str], at: int, bare: str, *, replying: bool) -> int:
    """Where a quotation ends that «Le 3 nov. 2026 à 10:12, X a écrit :» introduces here; 0 where none begins."""
    sentence, last = bare, at
    while not _WROTE.fullmatch(sentence) and last < min(at + 3, len(lines) - 1):
        last += 1
        more = loosened(unquoted(lines[last]))
        if not more or not re.match(r"(?:le|on)\b", bare, re.IGNORECASE):
            return 0
        sentence = f"{sentence} {more}"
    if not _WROTE.fullmatch(sentence):
        return 0
    address, stamp = bool(_ADDRESS.search(sentence)), bool(_STAMP.search(sentence))
    end = _end_of_quoted(lines, last + 1)
    if end > last + 1:
        return end if address or stamp or _CLOCK.search(sentence) else 0
    return len(lines) if (address and re.search(r"\d", sentence)) or (stamp and replying) else 0


def _end_of_quoted(lines: list[str], at: int) -> int:
    """Where the quoted lines that begin here end, blank ones between them included."""
    end = at
    for number in range(at, len(lines)):
        if is_quoted(lines[number]):
            end = number + 1
        elif lines[number].strip():
            break
    return end


def _answer(lines: list[str], start: int) -> KeptLines:
    above, rest = without_closing(joined(lines[:start])).text, lines[start:]
    if not joined(rest):
        return KeptLines(above)
    among = _interleaved(rest)
    if among:
        kept = joined([above, "", *among])
    elif word_count(above) == 0 or (_BELOW.search(above) and word_count(above) < 40):
        kept = joined([above, "", *(line if is_quoted(line) else f"> {line}".rstrip() for line in rest)])
    else:
        kept = above
    unmarked = "" if any(map(is_quoted, rest)) else joined(rest)
    return KeptLines(kept, max(0, _weight(lines) - _weight(kept.split("\n"))), unmarked)


def _interleaved(lines: list[str]) -> list[str]:
    """The writer's lines among quoted ones, each group below the quoted lines that it answers."""
    start, _ = _quotation(lines, replying=True)
    first = next((at for at, line in enumerate(lines) if is_quoted(line)), len(lines))
    if start == 0 and first > _HEADERS:
        return []  # a block of headers without marks: nothing shows whose lines they are
    kept: list[str] = []
    question: list[str] = []
    for line in lines[first:]:
        if is_quoted(line):
            question = [*question, line] if unquoted(line).strip() else []
        elif line.strip():
            kept += [
                *([""] if question and kept and kept[-1] else []),
                *question[-_QUESTION:],
                *([""] if question else []),
                line,
            ]
            question = []
        elif kept and not question:
            kept.append("")
    return kept


def _weight(lines: list[str]) -> int:
    return sum(1 for line in lines if line.strip())
