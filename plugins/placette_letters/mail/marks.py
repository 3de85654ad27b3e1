"""Quotations and signatures in the HTML of a mail: each mailer has its own classes and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette_letters.mail.quoting import MOST_MARKED, is_signature, word_count

_GMAIL = "div.gmail_quote blockquote.gmail_quote, div.gmail_quote .gmail_attr, "
_QUOTED = (
    "div.yahoo_quoted, div[id*='yahoo_quoted'],"
    " div.protonmail_quote, div.moz-forward-container, [data-marker='__QUOTED_TEXT__'], div.zmail_extra,"
    " div.ms-outlook-mobile-reference-message, #mail-editor-reference-message-container"
)
"""Elements with the mail that is answered, and no word of the writer's.

Others can be the writer's own quotations: Gmail's button “Quote” makes a ``blockquote.gmail_quote`` outside of such an
element, and Apple Mail and Thunderbird a ``blockquote[type=cite]``. The lines above those say which they are.
"""
_BEGUN = "#divRplyFwdMsg, #appendonsend, hr#zwchr, hr[data-marker='__DIVIDER__'], #OLK_SRC_BODY_SECTION"
"""Elements from which on all is quoted."""
_SIGNED = (
    ".gmail_signature, .gmail_signature_prefix, .moz-signature, #Signature, #AppleMailSignature,"
    " #ms-outlook-mobile-signature, .ms-outlook-mobile-signature, [data-marker='__SIG_PRE__'],"
    " .protonmail_signature_block, #DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2,"
    " #composer_signature, .k9mail-signature, .yahoo-signature, [id*='yahoo-signature' i], #x_Signature"
)
_MOST = 200  # Marked elements that are looked at: each search goes through the page
_SIGNED_WORDS = 60  # Words of the longest signature: some people write their whole mail into its element
_BREAK = re.compile(r"<(?:br|/?p|/?div|/li|/tr|/?h[1-6]|/?blockquote)\b[^>]*>", re.IGNORECASE)
_BORDER = re.compile(r"border-top:\s*(?:solid|1p|1\.0pt)", re.IGNORECASE)
_OUTLOOK = re.compile(r"(?:De|From)\s*:.*(?:Envoyé|Sent|Date)\s*:", re.DOTALL)
_HEADERS = 800  # Characters of an Outlook block's text that are looked at
HTML_DEPTH = 1_000  # Elements inside one another; a long conversation in Outlook has some 200
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_SHALLOW = frozenset(
    "area base br col hr img input link meta source wbr p li tr td th dt dd option o:p html body".split()
)
"""Elements that are empty, or that the next one ends."""
_SOURCE = re.compile(r"""(?:src|background)\s*=\s*["']?cid:([^"'\s>]{1,300})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """The HTML of a mail without its mailer's marked parts; the lines that were quoted, and that were signed."""

    html: str
    quoted: str = ""
    signed: str = ""


def is_deep(html: str) -> bool:
    """Return whether elements are nested deeper than by any mailer: reading such a tree takes hours."""
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _SHALLOW:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > HTML_DEPTH:
            return True
    return False


def without_marked(html: str) -> MarkedPage:
    """Return a mail's HTML without the quotations and signatures that its mailer marked."""
    try:
        tree = LexborHTMLParser(html)
    except SelectolaxError:
        return MarkedPage(html)
    if tree.body is None:
        return MarkedPage(html)
    quoted = "\n".join(_cut_quoted(tree))
    signed = ""
    for node in _topmost(tree, _SIGNED):
        lines = _lines(node)
        if word_count(lines) <= _SIGNED_WORDS and is_signature(lines.split("\n"), most=MOST_MARKED):
            signed = f"{signed}\n{lines}".strip("\n")
            node.decompose()
    return MarkedPage(tree.html or "", quoted, signed) if quoted or signed else MarkedPage(html)


def _cut_quoted(tree: LexborHTMLParser) -> Iterator[str]:
    """Cut the marked quotations, and yield their lines. One that has answers between its parts stays."""
    for node in tree.css("div.gmail_quote"):
        if node.text()[:_HEADERS].lstrip().startswith("-----"):  # a forwarded mail is there without blockquote
            yield _lines(node)
            node.decompose()
            break
    for node in _topmost(tree, ("" if _is_dialogue(tree) else _GMAIL) + _QUOTED):
        yield _lines(node)
        node.decompose()
    for node in _begun(tree):
        yield from _cut_from(node)


def _is_dialogue(tree: LexborHTMLParser) -> bool:
    """Return whether words are between two quotations, as Gmail parts one in which somebody answers."""
    for node in tree.css("div.gmail_quote blockquote.gmail_quote")[:_MOST]:
        words, after = False, node.next
        while after is not None and after.tag != "blockquote":
            words, after = words or bool(after.text().strip()), after.next
        if words and after is not None:
            return True
    return False


def _lines(node: LexborNode) -> str:
    """Return the words of an element, in the lines in which they are seen."""
    page = LexborHTMLParser(_BREAK.sub("\u2028", (node.html or "").replace("\n", " ")))
    page.strip_tags(["style", "script"])
    lines = (" ".join(line.split()) for line in (page.body.text() if page.body else "").split("\u2028"))
    return "\n".join(line for line in lines if line)


def content_ids(html: str) -> frozenset[str]:
    """Return the Content-IDs of pictures that a mail's HTML shows."""
    return frozenset(_SOURCE.findall(html))


def is_rich(html: str) -> bool:
    """Return whether HTML adds to its words: pictures in place, lists, tables of data, headings, links with words."""
    try:
        tree = LexborHTMLParser(html)
    except SelectolaxError:
        return False
    if tree.css_first("li, h1, h2, h3, h4, h5, h6, strong, b, em, i, u") or content_ids(html):
        return True
    if any(str(image.attributes.get("src")).startswith("data:image/") for image in tree.css("img")):
        return True
    return any(_is_link(node) for node in tree.css("a[href]")) or any(_is_data(node) for node in tree.css("table"))


def _topmost(tree: LexborHTMLParser, selector: str) -> Iterator[LexborNode]:
    """Matching elements, each time the first that is still there: those inside one that went are gone with it."""
    last = -1
    for _ in range(_MOST):
        node = tree.css_first(selector)
        if node is None or node.mem_id == last:
            return
        last = node.mem_id
        yield node


def _begun(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    yield from tree.css(_BEGUN)[:1]
    for node in tree.css("div[style*='border-top' i]"):
        if _BORDER.search(str(node.attributes.get("style"))) and _OUTLOOK.search(node.text()[:_HEADERS]):
            yield node
            return


def _cut_from(node: LexborNode) -> Iterator[str]:
    yield _lines(node)
    above: LexborNode | None = node
    while above is not None and above.tag not in {"body", "html"}:
        following = above.next
        while following is not None:
            after = following.next
            yield _lines(following)
            following.decompose()
            following = after
        above = above.parent
    node.decompose()


def _is_link(node: LexborNode) -> bool:
    target, words = str(node.attributes.get("href")), node.text().strip()
    return target.startswith(("http:", "https:")) and bool(words) and words.rstrip("/") not in target


def _is_data(node: LexborNode) -> bool:
    """Return whether a table has rows and columns with words: mailers lay pages out with the others."""
    rows = [row for row in node.css("tr") if sum(1 for cell in row.css("td, th") if cell.text().strip()) > 1]
    return len(rows) > 1
