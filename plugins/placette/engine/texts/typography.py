"""Typography: what a writer types plainly (``L'eau -- "pure" !``) reads as a printer would set it.

Only text changes, never an element, an attribute, code, an address, or an element that the writer or
its language puts out of reach. Everything between two texts is joined by one marker character each, so
that the rules see ``l'<em>eau</em>`` as one run and work on a whole body at once.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode
from typogrify.filters import smartypants

NBSP, THIN = "\u00a0", "\u202f"
"""The *espace mots insécable* (before a colon and units, inside «») and the *espace fine insécable*."""
INLINE, OPAQUE = "\ufdd0", "\ufdd1"
"""Stand for an inline tag, and for something in the place of a word (code, address, picture)."""
BREAK, BLOCK = "\u2028", "\u2029"
"""Stand for a line break and for the limit of a paragraph; both are white space to ``\\s``."""

_SPACES = " \t\n\u00a0\u2009\u202f"
"""Spaces that a rule may replace, whatever their width; a line end in the source is one."""
_S = f"[{_SPACES}]"
_T = f"{INLINE}*+"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŸ]"

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNIT = (
    r"(?:[kM]?€|[%‰]|°[CF]?|k?m/h|[kcdm]?m[²³]?|ha|[kcm]?g|t|[hcdm]?[lL]|h|min|s|[kMGT]?Wh?|[kMG]?Hz|[kKMGT]o"
    rf"|millions?|milliards?|euros?|habitants?|hab\.|{_MONTHS})(?![\w'’])"
)
"""Units, from which a number isn't parted. In «les 12 s’appliquent» nothing is measured: no apostrophe may follow."""
_TO_UNIT = rf"{_T}(?:{_S}++(?={_T}{_UNIT})|(?=[%€](?!\w)))"
_ROMAN = "(?:X{1,3}(?:IX|IV|VI{0,3}|I{1,3})?+|IX|IV|VI{0,3}|I{2,3})"
"""2 to 39: centuries, reigns, republics. No L, C, D, M: «Le», «Ce», «De», «Me» stay words."""
_ENDINGS = (
    {f"{i}{e}me{s}": f"e{s}" for i in ("", "i") for e in "èeé" for s in ("", "s")}
    | {f"{e}re{s}": f"re{s}" for e in "èe" for s in ("", "s")}
    | {f"n{rest}": rest for rest in ("d", "ds", "de", "des")}
)
"""Endings of ordinals that people write, and the printed ones; any other stays as it is."""

_OPENERS = frozenset("([{«“")
_ENDS_WORD = frozenset(f")]}}»”’'%‰€°…*.!?{OPAQUE}")
"""After one of these, or a letter or digit, a mark that touches gets the space it lacks."""

_Render = Callable[[re.Match[str]], str]


def set_french(text: str, *, superscripts: bool) -> str:
    """Return French prose with markers, typeset; ordinals get ``<sup>``, or in plain text their endings alone."""
    blocks = [_set_quotes(block) if block.strip() else block for block in text.split(BLOCK)]
    quoted = _APOSTROPHE.sub("’", BLOCK.join(blocks))
    renders = _HTML if superscripts else _TEXT
    return _FRENCH.sub(lambda match: renders[match.lastgroup or ""](match), quoted)


def set_english(escaped: str) -> str:
    """Return English prose with markers, its ``<`` escaped, by ``smartypants``; quotes come as entities.

    Of typogrify's filters this one alone changes characters and not the markup.
    """
    blocks = (str(smartypants(block.replace(INLINE, "<>"))) for block in escaped.split(BLOCK))
    return BLOCK.join(blocks).replace("<>", INLINE)


def _before(match: re.Match[str]) -> str:
    """Return the character a reader sees before the match, or an empty string."""
    text, position = match.string, match.start()
    while text[position - 1 : position] == INLINE:
        position -= 1
    return text[position - 1 : position]


def _after(match: re.Match[str]) -> str:
    """Return the character a reader sees after the match, or an empty string."""
    text, position = match.string, match.end()
    while text[position : position + 1] == INLINE:
        position += 1
    return text[position : position + 1]


# Quotation marks: one pass per paragraph, because their level counts; the next pass sets their spaces.

_QUOTE = re.compile(r'["«»“”](?:(?<=")(?<![^\s(]")"(?![^\s).,;:!?…]))?+')
"""One mark, or a pair with nothing in it and no word beside it. Like others here it begins with its character and looks
back from there, which lets ``re`` pass over all the rest."""
_SINGLE_QUOTED = re.compile(r"'(?<!\w')([^\W\d_][^'’\"\n]{0,80}[^\W_])'(?=[\s.,;:!?…)]|\Z)")
"""«'word'» used as quotation marks: two letters at least, no other apostrophe («rock 'n' roll», «p'tit»)."""
_ENDS_QUOTE = frozenset(f".!?…)]}}»”%€°*{OPAQUE}")
"""Before a closing mark, beside letters and digits; a comma or a colon comes before an opening one."""
_FOLLOWS_QUOTE = frozenset(".,;:!?…)]}»”")


def _set_quotes(block: str) -> str:
    """Return one paragraph with «» at the first level and “” inside; a mark that is no quotation (24") stays."""
    if "'" in block:
        block = _SINGLE_QUOTED.sub(r'"\1"', block)
    if not _QUOTE.search(block):
        return block
    depth, opens = 0, True

    def replace(match: re.Match[str]) -> str:
        nonlocal depth, opens
        decided = _opens(match, depth, opens)
        if decided is None:
            return match[0]
        opens = decided
        around = depth if opens else depth - 1
        depth = max(around + opens, 0)
        if match[0] in "«»":
            return match[0]
        return ("“" if opens else "”") if around > 0 else ("«" if opens else "»")

    return _QUOTE.sub(replace, block)


def _opens(match: re.Match[str], depth: int, last_opens: bool) -> bool | None:
    """Return whether a quotation mark opens or closes; None when it isn't one (inches, an empty pair)."""
    mark, before = match[0], _before(match)
    if mark == '"':
        return last_opens if before == '"' else _straight_opens(before, _after(match), depth)
    if mark == '""' or (mark == "”" and before.isdigit() and not depth):
        return None
    return mark in "«“"


def _straight_opens(before: str, after: str, depth: int) -> bool | None:
    """Return the same for ``"``, from the characters around it and how many quotations are open."""
    ends = before.isalnum() or before in _ENDS_QUOTE
    begins = not ends if after == '"' else not (not after or after.isspace() or after in _FOLLOWS_QUOTE)
    if begins and not ends:
        return True
    if depth:
        return False
    if begins or before.isdigit():
        return None
    return False if ends else (True if after.isspace() else None)


# Everything else: one pass over the whole text.


def _spaced_sign(match: re.Match[str]) -> str:
    before, gap, sign = _before(match), match["gap"], match["sign"]
    if not before.strip() or before in _OPENERS or not (gap or before.isalnum() or before in _ENDS_WORD):
        return match[0]
    space = NBSP if sign in ":»" else THIN
    return space + match["over"] + sign if gap else match["over"] + space + sign


def _raised_ordinal(match: re.Match[str]) -> str:
    return _ordinal(match) if match["raised"] else _ordinal(match, "<sup>", "</sup>")


def _ordinal(match: re.Match[str], start: str = "", end: str = "") -> str:
    ending = _ENDINGS.get(match["ending"], match["ending"])
    noun = "" if match["lowered"] is None else match["lowered"] + NBSP
    return f"{match['rank']}{match['raised']}{start}{ending}{end}{noun}"


def _thousands(match: re.Match[str]) -> str:
    unit = "" if match["to_unit"] is None else match["to_unit"].rstrip(_SPACES) + NBSP
    return THIN.join(match["groups"].split()) + unit


def _dash(match: re.Match[str]) -> str:
    before, after = _before(match), _after(match)
    if (before.strip() and before not in _OPENERS) or after.strip():
        return match[0]
    return "—" if match[0] == "---" else "–"


def _tied(match: re.Match[str]) -> str:
    """Return the match, tied to the next word by a no-break space."""
    return match[0].rstrip(_SPACES) + NBSP


_SIGN = (
    rf"(?P<gap>(?:{_S}(?<=\S.){_S}*+)?+)(?P<over>(?:{INLINE}(?<!{INLINE}.){_T})?+)"
    rf"(?P<sign>[!?]++(?![\w=])|;(?![\w=()-])|»|:(?=[\s\"«“{INLINE}{OPAQUE}]|\Z))"
)
_ORDINAL = (
    rf"(?<![\w.,…])(?P<rank>[1I](?={INLINE}?(?:er|[èe]?re)s?\b)|2(?={INLINE}?n?de?s?\b)"
    rf"|(?:[2-9]|[1-9]\d{{1,3}}+|{_ROMAN})(?={INLINE}?(?:i?[èeé]me|e)s?\b))"
    rf"(?P<raised>{INLINE}?)(?P<ending>[a-zèé]++)"
    rf"(?:(?P<lowered>{INLINE}?){_S}++(?=(?:{_MONTHS}|siècles?)\b))?+"
)
_BEFORE_ANOTHER = ("[Ll]e", "[Dd]u", "[Aa]u", "[Pp]age", "[Cc]hapitre", "[Aa]rticle", "[Tt]ome", "[Ll]ot", "[Nn]°")
"""Words after which a digit alone is a number of its own."""
_NUMBER_ALONE = "".join(rf"(?<!\b{word}{_S})" for word in _BEFORE_ANOTHER)
_GROUPS = (
    rf"[1-9]\d{{1,2}}(?:{_S}\d{{3}})++|[1-9](?:{_S}\d{{3}}){{2,}}+"
    rf"|[1-9]{_S}\d{{3}}(?=(?:,\d++)?+{_TO_UNIT})"
    rf"|{_NUMBER_ALONE}[1-9]{_S}\d{{3}}"
)
"""Thousands that the writer parted. Four digits need a unit after «le», «page» …: «le 3 500 coureurs» is a date and a
number."""
_NOT_INSIDE = rf"(?<![\w,.+])(?<!\d{_S})"
"""No number starts here: telephone and company numbers have a «+», other groups, or a group too many."""
_TELEPHONE = (
    rf"(?<!\w)(?<!\d{_S})(?:(?:0|\+33{_S}?(?:\(0\){_S}?)?)[1-9](?:{_S}\d\d){{4}}"
    rf"|0{_S}8\d\d(?:(?:{_S}\d\d){{3}}|(?:{_S}\d{{3}}){{2}}))(?!{_S}?\d)"
)
"""French numbers as people write them: «02 98 99 44 37», «+33 2 98 …», «0 800 05 95 95»."""
_TITLE = rf"(?:M(?:M\.|mes?|lles?|gr|e)|[DP]rs?|{_CAPITAL}\.)"
"""Also initials («J. Dupont»); «la vitamine C. Elle» is tied with them, which shows at line ends alone."""

_RULES: tuple[tuple[str, str, _Render], ...] = (
    ("entity", r"&\#?\w{1,32}+;", lambda match: match[0]),
    ("high_sign", _SIGN, _spaced_sign),
    ("guillemet", f"«{_S}*+", lambda _: f"«{NBSP}"),
    ("ordinal", _ORDINAL, _raised_ordinal),
    ("telephone", _TELEPHONE, lambda match: NBSP.join(match[0].split())),
    ("thousands", rf"{_NOT_INSIDE}(?P<groups>{_GROUPS})(?!{_S}?\d)(?P<to_unit>{_TO_UNIT})?+", _thousands),
    ("unit", rf"\d{_TO_UNIT}", _tied),
    ("minutes", rf"h(?<=\d{_S}h){_S}++(?=\d\d(?!\d))", _tied),
    ("title", rf"(?<![\w.…&]){_TITLE}{_S}++(?={_T}{_CAPITAL})", _tied),
    ("number_sign", rf"[nN](?<!\w.)°(?:{_S}++(?={_T}\w)|(?={_T}\d))", _tied),
    ("ellipsis", r"\.(?<!\.\.)\.\.(?!\.)", lambda _: "…"),
    ("dash", r"-(?<!-.)--?(?!-)", _dash),
)
"""Name, pattern, rendering; the first pattern that matches at a place applies."""
_FRENCH = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _RULES), re.DOTALL)
_APOSTROPHE = re.compile(r"'(?<!\d')")
"""Not after a digit (feet, minutes of arc). To the other rules both apostrophes are the same."""
_HTML = {name: render for name, _, render in _RULES}
_TEXT = _HTML | {"ordinal": _ordinal}
_OTHER = re.compile(
    rf"(?<=[^\W\d_])'(?=[^\W_]|[{INLINE}{OPAQUE}])|\.(?<!\.\.)\.\.(?!\.)"
    rf"| (?:(?<=[^\s(\[{{] )(?=[!?»](?![\w=(])|[:;](?=[\s{INLINE}{BREAK}{BLOCK}]|\Z))|(?<=« )(?=\S))"
)
"""The rules for other languages: ’ within words, …, and no line that begins with a sign: «Petra ?».

Quotation marks and spaces differ from Occitan to Catalan to German; typed ones are the writer's choice.
"""
_OTHER_SIGNS = {"...": "…", "'": "’"}


_UNTOUCHED = frozenset(
    "pre code kbd samp svg math tt template object script style textarea title iframe noembed noframes xmp".split()
)
"""Elements whose content isn't prose."""
_INLINE = (
    "-comment a abbr b bdi bdo cite data del dfn em font i ins label mark q s small span strong sub sup time u var wbr"
)
_MARKERS = dict.fromkeys(_INLINE.split(), INLINE) | {"br": BREAK, "img": OPAQUE, "input": OPAQUE}
"""Marker by element; any other element is the limit of a paragraph (BLOCK)."""
_CHOOSING = "[lang], [translate], .no-typo"
"""Elements that may declare that their text stays as it is."""
_EDGE = "\0"
"""Marks the place of a marker of the tree, once the rules are through; a parser lets no text contain it."""
_RAISED = re.compile("</?sup>")
"""Only rules write it: a text's own one is escaped while they work."""

_ADDRESS = re.compile(
    rf"""
    (?:(?:https?|ftp)://|www\.)(?:[^\s<>"’«»“”&{INLINE}{OPAQUE}]|&amp;|&(?!\#?\w+;))*(?:[\w/=]|&amp;)
  | (?<!\w)\w[\w.+'-]{{0,63}}+@[\w-]++(?:\.[\w-]++)++
  | [{BREAK}{BLOCK}{INLINE}{OPAQUE}]
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""URLs without the punctuation after them, e-mail addresses, and the markers, should a text contain one."""
_ADDRESS_SIGN = re.compile(f"[@:.{BREAK}{BLOCK}{INLINE}{OPAQUE}](?:(?<![:.])|(?<=:)//|(?<=www.))", re.IGNORECASE)
"""What every address contains; far quicker to look for than an address."""
_BETWEEN = re.compile(f"[{BREAK}{BLOCK}{INLINE}{OPAQUE}]")


def typeset_tree(tree: LexborHTMLParser, lang: str) -> None:
    """Typeset the texts of a parsed body in ``lang`` (BCP 47); adds only ``sup``. Total, linear, idempotent."""
    language = _primary(lang)
    divided = [*_divide(tree, language)]
    texts = [entities.escape(node.text_content or "", quote=False) if node else "" for node, _ in divided]
    hidden = [_hide_addresses(text) for text in texts]
    flow = "".join(text + marker for (text, _), (_, marker) in zip(hidden, divided, strict=True))
    pieces = [piece for _, addresses in hidden for piece in (*addresses, _EDGE)]
    settled = _join(_set(flow, language, superscripts=True), pieces).split(_EDGE)[:-1]
    for (node, _), text, html in zip(divided, texts, settled, strict=True):
        if node and html != text:
            _write(tree, node, html)


@lru_cache(4096)  # names, keywords and labels come again and again
def typeset_text(text: str, lang: str) -> str:
    """Return plain ``text`` (a title, a summary, an alternative text) typeset with Unicode characters alone."""
    language = _primary(lang)
    flow, pieces = _hide_addresses(text)
    if language != "en":
        return _join(_set(flow, language, superscripts=False), pieces)
    escaped = entities.escape(flow, quote=False).replace("\\", "&#92;")
    return _join(entities.unescape(set_english(escaped)), pieces)


def _primary(lang: str) -> str:
    return lang.partition("-")[0].partition("_")[0].strip().lower()


def _set(flow: str, language: str, *, superscripts: bool) -> str:
    if language == "fr":
        return set_french(flow, superscripts=superscripts)
    return set_english(flow) if language == "en" else _OTHER.sub(lambda sign: _OTHER_SIGNS.get(sign[0], NBSP), flow)


def _hide_addresses(text: str) -> tuple[str, list[str]]:
    """Return ``text`` with a marker for each address, and the addresses."""
    return (_ADDRESS.sub(OPAQUE, text), _ADDRESS.findall(text)) if _ADDRESS_SIGN.search(text) else (text, [])


def _join(text: str, pieces: list[str]) -> str:
    """Return ``text`` with each marker exchanged for its piece; raises ``ValueError`` if a rule lost one."""
    return "".join(chain.from_iterable(zip(_BETWEEN.split(text), (*pieces, ""), strict=True)))


def _divide(tree: LexborHTMLParser, language: str) -> Iterator[tuple[LexborNode | None, str]]:
    """Yield the marker of each start and end of an element, with the text before it, if any."""
    alone = {element.mem_id for element in tree.css(_CHOOSING) if _is_left_alone(element, language)}
    around = [(tree.root.iter(include_text=True), BLOCK)] if tree.root else []
    text = None
    while around:
        inside, marker = around[-1]
        node = next(inside, None)
        tag = node.tag if node else ""
        if tag == "-text":
            text = node
            continue
        if node is None:
            around.pop()
        elif tag in _UNTOUCHED or node.mem_id in alone:
            marker = OPAQUE
        else:
            marker = _MARKERS.get(tag or "", BLOCK)
            around.append((node.iter(include_text=True), marker))
        yield text, marker
        text = None


def _is_left_alone(element: LexborNode, language: str) -> bool:
    attributes = {name: value or "" for name, value in element.attributes.items()}
    other = _primary(attributes.get("lang", language)) != language
    return other or attributes.get("translate", "").lower() == "no" or "no-typo" in attributes.get("class", "").split()


def _write(tree: LexborHTMLParser, text: LexborNode, html: str) -> None:
    """Replace a text by ``html``, which has no element but ``sup``."""
    for number, part in enumerate(map(entities.unescape, _RAISED.split(html))):
        if number % 2:
            raised = tree.create_node("sup")
            raised.insert_child(part)
            text.insert_before(raised, move=True)
        elif part:
            text.insert_before(part)
    text.remove()
