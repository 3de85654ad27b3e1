"""Words that mean nothing but themselves in Markdown: a visitor reads what the writer typed.

Only what our converter (``engine/texts/markup.py``) would take for markup gets a backslash, so that an editor can still
read the text. Addresses of the web stay links.
"""

from __future__ import annotations

import re
import unicodedata

from placette.engine.texts.characters import CONTROLS, INVISIBLE

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>«»“”]+", re.IGNORECASE)
_UNSAFE = re.compile(r"[*_~`\\|\[\]]|&#?\w+(?:;|$)")
"""What inside a bare address could be read as markup."""
_CLOSING = ".,;:!?…)]'\"*_~|`"
"""Signs at the end of an address that belong to the sentence."""
_SPECIAL = re.compile(
    r"[\\`*\[\]~|]|<(?=[A-Za-z/!?]|$)|&(?=#?\w+;|#?\w*$)|(?<![^\W_])_|_(?![^\W_])|\{(?=#)",
)
_START = re.compile(
    r"(?P<mark>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[:](?=\s)|!(?=!!)|\?(?=\?\?)|[-=](?=[-=:\s]*$))"
    r"|(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)"
)
_ENDED = re.compile(r"[.,;:!?…)»”]*[ \n]")
"""What may follow a bare address: signs of the sentence, then a space. A no-break one would be part of it."""
_OWN_LINK = re.compile(r"(?<=www)\.|:(?=//)|@", re.IGNORECASE)
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_SOFT_HYPHEN = "\u00ad"


def clean_characters(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends, without the characters that the gate refuses: nobody meant them."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text).replace(_SOFT_HYPHEN, ""))
    return _ISOLATES.sub("", INVISIBLE.sub("", CONTROLS.sub("", text)))


def escape_inline(text: str) -> str:
    """``text`` as Markdown that shows exactly it, wherever in a line it stands but at its beginning."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = _whole(found[0])
        if text[found.start() - 1 : found.start()].isalnum() or len(address) < 8:
            continue
        end = found.start() + len(address)
        before, link = _escaped(text[at : found.start()]), _linked(address, bare=bool(_ENDED.match(text, end)))
        parts += [f"{before[:-1]}\\!" if before.endswith("!") and link.startswith("[") else before, link]
        at = end
    return "".join((*parts, _escaped(text[at:])))


def escape_label(text: str) -> str:
    """``text`` as the words of a link, in which an address is no link of its own."""
    return _OWN_LINK.sub(r"\\\g<0>", _escaped(text))


def escape_start(line: str) -> str:
    """A line whose inside is Markdown already, so that its beginning makes no heading, list, quotation or rule."""
    return _START.sub(_with_backslash, line, count=1) if _START.match(line) else line


def _with_backslash(found: re.Match[str]) -> str:
    return f"\\{found['mark']}" if found["mark"] else f"{found['number']}\\{found['stop']}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _whole(address: str) -> str:
    """An address without the signs that end its sentence; brackets that it opened stay."""
    while address and address[-1] in _CLOSING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _linked(address: str, *, bare: bool) -> str:
    """An address that stays a link: bare, or between angle brackets where its signs could be read as markup."""
    if bare and not _UNSAFE.search(address):
        return address
    if address.lower().startswith("www."):
        return f"[{_escaped(address)}](<https://{address}>)"
    return f"<{address}>"
