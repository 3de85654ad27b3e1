"""What mailers, phones and offices put below a letter: signatures with telephone numbers, advertisements, disclaimers.

“Cordialement, Émile” is part of the letter and stays. A post never needs its writer's telephone number.
"""

from __future__ import annotations

import re

from placette.desks.letters.mail.forms import is_field
from placette.desks.letters.mail.lines import LONG, KeptLines, is_quoted, joined, loosened, names_contact, word_count

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
_BELOW_DASHES = 12
"""Lines of the longest signature below ``-- ``; the custom is four."""
_SHORT = 100
"""Characters of the longest line of a signature."""
_BELOW_CLOSING = 6
_ROUNDS = 6
_NOISE = re.compile(r"[-_—*=\s\\]*")


def without_closing(text: str) -> KeptLines:
    """A text without what stands below it that nobody wrote for its readers; the writer's name stays."""
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
    """Cut below the last ``-- `` when what follows looks like a signature, not like the next part of a story."""
    at = next((at for at in range(len(lines) - 1, -1, -1) if re.fullmatch(r"\\?--\s?\\?", lines[at])), -1)
    below = [line for line in lines[at + 1 :] if line.strip()]
    if at < 0 or not 0 < len(below) <= _BELOW_DASHES or any(_is_own(line) for line in below):
        return lines
    certain = lines[at] == "-- " or any(names_contact(loosened(line)) for line in below)
    above = word_count("\n".join(lines[:at]))
    return lines[:at] if above and (certain or len(below) <= 2) else lines


def _is_own(line: str) -> bool:
    """Whether a line can't be part of a signature: it is long, quoted, or a field of a ready mail."""
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
    """A text without the drawn rule at its end that stood above what was cut."""
    lines = joined(text.split("\n")).split("\n")
    while len(lines) > 1 and _NOISE.fullmatch(lines[-1]):
        lines = joined(lines[:-1]).split("\n")
    return "\n".join(lines)
