"""The lines of a mail: labelled fields, and parts to cut: quotations, signatures, a machine's lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from placette import fold, letterbox
from placette_letters.mail.headers import MailHeaders, clean_line, decode_header

LONG = 300  # Characters beyond which a line is a paragraph of its writer, never a mailer's own line

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|\\$|^#{1,6} ")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_WORD = re.compile(r"\w+")
_CONTACT = re.compile(
    r"(?:\+33|\b0)\s?[1-9](?:[\s.\-]?\d{2}){4}\b|\S@\S+\.\w|https?://|\bwww\.|\b\d{5}\s+[A-ZÉÈÎ]|\b(?:t[ée]l|fax|mob|port)"
    r"(?:[ée]phone|ile|able)?\s?[.:]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KeptLines:
    """A text, and how many lines of another or of a signature it lost."""

    text: str
    lost: int = 0
    quoted: str = ""  # The mail that it answers, where nothing marks the lines of that one


def loosened(line: str) -> str:
    """A line without Markdown's marks and with single plain spaces; empty for a long one."""
    if len(line) > LONG:
        return ""
    bare = _MARKS.sub("", _ESCAPED.sub(r"\1", _LINK.sub(r"\1", line.replace("\u00a0", " ").rstrip())))
    return _BLANKS.sub(" ", bare.replace("’", "'")).strip()


def unquoted(line: str) -> str:
    """A line without the ``>`` before it."""
    return line.lstrip("> \t\\")


def is_quoted(line: str) -> bool:
    """Return whether a line begins with ``>``."""
    return line.lstrip(" ").startswith(">")


def word_count(text: str) -> int:
    """The words of a text."""
    return sum(1 for _ in _WORD.finditer(text))


def names_contact(line: str) -> bool:
    """Return whether a line has a telephone number, an address of any kind, or a post code with its town."""
    return bool(_CONTACT.search(line[:LONG]))


def joined(lines: list[str]) -> str:
    """Lines as a text, without blank lines at its ends."""
    return "\n".join(lines).strip("\n").rstrip()


_OTHERS = {
    "name": ("Votre nom", "Your name", "Prénom et nom", "Nom et prénom"),
    "email": ("Courriel", "E-mail", "Email", "Your e-mail"),
    "commune": ("Town", "Village"),
    "licence": ("License",),
    "people": ("Personnes", "People"),
    "minors": ("Personnes mineures", "Enfants", "Children"),
    "page": ("Adresse exacte", "Adresse de la page", "Exact address", "Address of the page"),
    "reasons": ("Raison", "Motifs", "Motif", "Reason"),
}
"""By field, what people write in the place of the labels of our ready mails."""

_FIELD = "x-placette-field-"
_FIELD_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_MOST = 40
_VALUE_LIMIT = 2_000
_LABELLED = re.compile(r"([^\W\d_][\w'’ -]{1,40}?) ?: ?(.*)")
_NAMES = {fold(one): name for name, ours in letterbox.FIELD_LABELS.items() for one in (*ours, *_OTHERS.get(name, ()))}
_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{1,2000}", re.IGNORECASE)
_BEGINNING = re.compile(
    r"(?:Voici ma réponse, à publier|Here is my response, to be published"
    r"|J'exerce mon droit de réponse. Voici le texte à publier"
    r"|I exercise my right of reply. Here is the text to be published) ?:"
)
"""The sentence with which a ready mail begins, and that is not the writer's."""
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|hello|dear|madame|monsieur|hi)\b.{0,60}", re.IGNORECASE)


def form_fields(headers: MailHeaders) -> dict[str, str]:
    """The fields in the headers that the form writes; none in other mails."""
    if headers.first("x-placette-form").strip() != "1":
        return {}
    found: dict[str, str] = {}
    for header, raw in headers.items:
        name = header.removeprefix(_FIELD)
        if header.startswith(_FIELD) and _FIELD_NAME.fullmatch(name) and len(found) < _MOST:
            found.setdefault(name, decode_header(raw)[:_VALUE_LIMIT])
    return {name: value for name, value in found.items() if value}


def form_kind(headers: MailHeaders) -> letterbox.LetterKind | None:
    """The kind that the form writes into its header; None in other mails."""
    said = headers.first("x-placette-kind").strip().lower()
    if headers.first("x-placette-form").strip() != "1" or said not in set(letterbox.LetterKind):
        return None
    return letterbox.LetterKind(said)


def ready_fields(text: str, kind: letterbox.LetterKind) -> tuple[str, dict[str, str], str]:
    """A text without the lines that name fields of a ready mail (``Commune : Ambert``), the fields, the page's address.

    They are looked for above the text, or anywhere in a ready mail about a page. In a report the lines stay in the
    text too: reasons have several paragraphs, and an editor reads the whole, as of corrections and questions.
    """
    lines = text.split("\n")
    values: dict[str, str] = {}
    about = ""
    taken: set[int] = set()
    for at, name, value in _labelled(lines, whole=kind is not letterbox.LetterKind.POST):
        found = page_address(value) if name == "page" else ""
        if name == "page" and not found:
            continue
        about = about or found
        taken.add(at)
        if value:
            values.setdefault(name, clean_line(found or value, _VALUE_LIMIT))
    if kind in {letterbox.LetterKind.REPORT, letterbox.LetterKind.CORRECTION, letterbox.LetterKind.QUESTION}:
        return text, values, about
    kept = [line for at, line in enumerate(lines) if at not in taken and not _BEGINNING.fullmatch(loosened(line))]
    # Where lines were removed, no line break leads to nothing, and no gap shows.
    closed = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return re.sub(r"(?<!\\)\\(?=\n\n|\Z)", "", closed) if taken else text, values, about


def is_field(line: str) -> bool:
    """Return whether a line names a field of a ready mail."""
    label = _LABELLED.fullmatch(loosened(line))
    return label is not None and fold(label[1]) in _NAMES


def page_address(text: str) -> str:
    """The first http(s) address in a line; empty where there is none that can be parsed."""
    found = _URL.search(text)
    address = found[0].rstrip(".,;:!?»”*_") if found else ""
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
        name = _NAMES.get(fold(label[1])) if label else None
        if label and name:
            yield at, name, label[2].strip()
        elif (bare and not whole and not _GREETING.fullmatch(bare)) or (line.strip() and not bare and not whole):
            return


_PHONE = re.compile(
    r"(?:envoyé (?:de|depuis|à partir (?:de|d'un)|avec|via|par) (?:mon|ma|un|une|le|la|l'|yahoo|outlook|orange|gmail"
    r"|proton|courrier|samsung|free|sfr|laposte|android|iphone|ipad|mail\b).{0,80}"
    r"|sent (?:from|with|via) (?:my|yahoo|outlook|the|proton|mail|samsung|android|iphone|ipad|a ).{0,80}"
    r"|(?:télécharger|obtenir|obtenez|téléchargez|get) (?:outlook|l'application|orange mail|bluemail).{0,80}"
    r"|provenance : courrier pour windows.{0,20}|(?:garanti )?sans virus\.?.{0,60}|virus-free\.?.{0,60}"
    r"|cet e-?mail a été vérifié par le logiciel antivirus.{0,60}"
    r"|veuillez excuser ma brièveté.{0,20}|please excuse (?:my|the) brevity.{0,20}"
    r"|l'absence de virus dans ce courrier électronique.{0,120})\.?",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:ce (?:message|courriel|mail|courrier(?: électronique)?|e-mail)\b.{0,120}"
    r"(?:pièces? jointes?|destinataire|confidenti)"
    r"|(?:les informations|l'information) contenues? dans ce (?:message|courriel|mail|e-mail)"
    r"|this (?:e-?mail|message)\b.{0,120}(?:attach|recipient|confidential)"
    r"|(?:avant d'imprimer|n'imprimez|pensez à l'environnement|adoptez l'éco-?attitude|soyons éco|merci de n'imprimer"
    r"|please consider the environment|afin de (?:préserver|contribuer au respect de) l'environnement))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:bien |très |plus )?(?:cordialement|sincèrement|amicalement|respectueusement)(?: (?:à vous|vôtre|votre))?"
    r"|(?:cordiales |sincères )?salutations|bien à vous|à bientôt|bonne (?:journée|soirée|réception)"
    r"|(?:best |kind )?regards|yours (?:sincerely|faithfully|truly)|best wishes|cdlt|cdt|bien des choses",
    re.IGNORECASE,
)
_BELOW_DASHES = 12  # Lines of the longest signature below `-- `; the custom is four
_SHORT = 100  # Characters of the longest line of a signature
_BELOW_CLOSING = 6
_ROUNDS = 6
_NOISE = re.compile(r"[-_—*=\s\\]*")


def without_closing(text: str) -> KeptLines:
    """Return a text without signatures and disclaimers below it; the writer's name stays."""
    lines = text.split("\n")
    for _ in range(_ROUNDS):
        shorter = _without_machine(_without_contact(_without_dashes(lines)))
        if len(shorter) == len(lines):
            break
        lines = without_rule("\n".join(shorter)).split("\n")
    kept = joined(lines)
    if kept == joined(text.split("\n")):
        return KeptLines(text)
    lost = sum(1 for line in text.split("\n") if line.strip()) - sum(1 for line in lines if line.strip())
    return KeptLines(kept, lost)


def _without_dashes(lines: list[str]) -> list[str]:
    """Cut below the last ``-- `` when the rest looks like a signature, not like the next part of a story."""
    at = next((at for at in range(len(lines) - 1, -1, -1) if re.fullmatch(r"\\?--\s?\\?", lines[at])), -1)
    below = [line for line in lines[at + 1 :] if line.strip()]
    if at < 0 or not 0 < len(below) <= _BELOW_DASHES or any(_is_own(line) for line in below):
        return lines
    certain = lines[at] == "-- " or any(names_contact(loosened(line)) for line in below)
    above = word_count("\n".join(lines[:at]))
    return lines[:at] if above and (certain or len(below) <= 2) else lines


def _is_own(line: str) -> bool:
    """Return whether a line can't be part of a signature: it is long, quoted, or a field of a ready mail."""
    return len(line) > _SHORT or is_quoted(line) or is_field(line)


def _without_contact(lines: list[str]) -> list[str]:
    """Cut office, address and telephone below “Cordialement” and the name."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 4 * _BELOW_CLOSING), -1):
        if not _CLOSING.fullmatch(loosened(lines[at]).rstrip(" ,.!")):
            continue
        below = [number for number in range(at + 1, len(lines)) if lines[number].strip()]
        if not 0 < len(below) <= _BELOW_CLOSING or any(_is_own(lines[number]) for number in below):
            return lines
        contacts = [number for number in below if names_contact(loosened(lines[number]))]
        first = below[0] if below[0] in contacts else below[0] + 1
        return lines[:first] if contacts else lines
    return lines


def _without_machine(lines: list[str]) -> list[str]:
    """Cut a last line or paragraph that a phone, a virus scanner or an office adds to each mail."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if not end:
        return lines
    start = end - 1
    if _PHONE.fullmatch(loosened(lines[start])):
        return lines[:start]
    while start and lines[start - 1].strip():
        start -= 1
    paragraph = " ".join(lines[start:end])
    return lines[:start] if _DISCLAIMER.match(loosened(paragraph[: LONG - 1])) and start else lines


def without_rule(text: str) -> str:
    """Return a text without the drawn rule at its end that was above the cut part."""
    lines = joined(text.split("\n")).split("\n")
    end = len(lines)
    while end > 1 and _NOISE.fullmatch(lines[end - 1]):
        end -= 1
    return joined(lines[:end])


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
_HEADERS = 10  # Lines of the longest block of headers
_QUESTION = 3  # Quoted lines that are kept above an answer among them


def without_quotation(text: str, *, answering: bool = False, replying: bool = False) -> KeptLines:
    """Return a text without the mail that it answers. ``replying``: its headers are those of an answer.

    In an answer to one of our mails (``answering``) words among quoted lines are kept, each below the
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
    """Return the text below the headers of a forwarded mail; empty without any."""
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
    """Return whether a mailer's line announces a forwarded mail."""
    looked = (loosened(line) for line in text.split("\n"))
    return any(_FORWARDED.search(line) and (_SEPARATOR.fullmatch(line) or _BEGUN.fullmatch(line)) for line in looked)


def _quotation(lines: list[str], *, replying: bool) -> tuple[int, int]:
    """Return where the first quotation begins and ends; twice the number of lines where there is none."""
    for at, line in enumerate(lines):
        bare = loosened(unquoted(line))
        if not bare:
            continue
        if _SEPARATOR.fullmatch(bare) or _BEGUN.fullmatch(bare) or _begins_orange(lines, at, bare):
            return at, len(lines)
        if _LABEL.match(bare) and _is_header_block(lines, at):
            before = at - 1
            while before >= 0 and not lines[before].strip():
                before -= 1
            drawn = before >= 0 and re.fullmatch(r"[\s_\-—*\\]{3,}", lines[before])
            return (before if drawn else at), len(lines)
        if end := _attributed(lines, at, bare, replying=replying):
            return at, end
    return len(lines), len(lines)


def _begins_orange(lines: list[str], at: int, bare: str) -> bool:
    following = [loosened(unquoted(line)) for line in lines[at + 1 : at + 4]]
    return bool(_ORANGE.match(bare)) and any(_LABEL.match(line) for line in following)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Return whether headers of a mail begin here: who, when, and a header that only a mailer adds."""
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
    address, stamp = bool(_ADDRESS.search(sentence)), bool(_STAMP.search(sentence))
    end = _end_of_quoted(lines, last + 1)
    if end > last + 1:
        return end if address or stamp or _CLOCK.search(sentence) else 0
    return len(lines) if (address and re.search(r"\d", sentence)) or (stamp and replying) else 0


def _end_of_quoted(lines: list[str], at: int) -> int:
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
