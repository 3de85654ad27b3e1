"""Markdown to HTML, as the preview of a forge shows it.

markdown-it-py follows CommonMark and GFM: lists, nesting, tables, quotations, fences, strikethrough, hard breaks, bare
addresses, tasks, alerts, notes. Definitions, frames (``!!!``) and abbreviations are added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.utils import is_code_block

_LINK_TAG = re.compile(r"<(/?)a\b", re.IGNORECASE)
_PROTOCOL_RULE = "gfm_autolink_protocol"
_PROTOCOLS = ("http", "https", "mailto", "xmpp")
_LONGEST_PROTOCOL = len("mailto")

Mark = Callable[[str], tuple[str, dict[str, str | int | float]]]
"""Gives the name of the element that a word gets around it, and its attributes."""


def mark_words(state: StateCore, words: re.Pattern[str], mark: Mark) -> None:
    """Put an element around every match in the texts of ``state``, but in links and code."""
    for block in state.tokens:
        if block.children and words.search(block.content):
            block.children = list(_marked(block.children, words, mark))


def _marked(tokens: list[Token], words: re.Pattern[str], mark: Mark) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside = max(0, inside + _link_step(token))
        if token.type == "text" and not inside:
            yield from _cut(token, words, mark)
        else:
            yield token


def _link_step(token: Token) -> int:
    """Return 1 where a link begins, -1 where one ends, in Markdown or HTML; else 0."""
    if token.type == "html_inline":
        match = _LINK_TAG.match(token.content)
        return (-1 if match[1] else 1) if match else 0
    return token.nesting if token.type in {"link_open", "link_close"} else 0


def _cut(token: Token, words: re.Pattern[str], mark: Mark) -> Iterator[Token]:
    end = 0
    for match in words.finditer(token.content):
        tag, attributes = mark(match[0])
        yield _text(token, token.content[end : match.start()])
        yield Token(f"{tag}_open", tag, 1, attrs=attributes, level=token.level)
        yield _text(token, match[0])
        yield Token(f"{tag}_close", tag, -1, level=token.level)
        end = match.end()
    yield _text(token, token.content[end:])


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)


_DEFINITION = re.compile(r"\*\[([^\[\]\n]+)\]:[ \t]*(.*)")


def _define(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """Take the definition of an abbreviation out of the blocks."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("*[", start) or is_code_block(state, start_line):
        return False
    match = _DEFINITION.match(state.src, start, state.eMarks[start_line])
    if match is None:
        return False
    if not silent:
        state.env.setdefault("abbreviations", {}).setdefault(match[1].strip(), match[2].strip())
        state.env.setdefault("abbreviation_lines", []).append((start_line, match[1].strip()))
        state.line = start_line + 1
    return True


_NOTE = re.compile(r"\[\^([^ \]]+)\]:")


def _define_note(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take a note out of the blocks: the first of its name counts, as in GFM, and none begins inside another.

    The plugin alone would let the last count, and lose what stands around an inner one.
    """
    start, env = state.bMarks[start_line] + state.tShift[start_line], state.env
    match = _NOTE.match(state.src, start, state.eMarks[start_line])
    if silent or match is None:
        return footnote_def(state, start_line, end_line, silent)
    if env.get("in_note"):
        return False
    again, opened = f":{match[1]}" in env.get("footnotes", {}).get("refs", {}), len(state.tokens)
    env["in_note"] = True
    is_note = footnote_def(state, start_line, end_line, silent)
    env["in_note"] = False
    if is_note:
        env.setdefault("note_lines", []).append((start_line, match[1], again))
        state.tokens[opened].meta["label"] += " " * again  # nothing can call it so
    return is_note


def _mark_all(state: StateCore) -> None:
    """Mark the words that definitions name."""
    meanings: dict[str, str] = {word: meaning for word, meaning in state.env.get("abbreviations", {}).items() if word}
    if meanings:
        longest_first = sorted(meanings, key=len, reverse=True)
        words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        mark_words(state, words, lambda word: ("abbr", {"title": meanings[word]}))


ALERTS = {"note": "note", "tip": "astuce", "important": "attention", "warning": "attention", "caution": "attention"}
"""GFM's alerts (``> [!NOTE]``), each with the class of the frame that shows it."""

_DEPTH = 60
"""Blocks inside each other: thirty lists, sixty quotations. Each costs some frames of Python's thousand."""
_OPTIONS = {"html": True, "xhtmlOut": False, "maxNesting": _DEPTH, "tasklists": True, "alerts": True}
_OPTIONS |= {"strikethrough_single_tilde": True, "store_labels": True}
_ANCHOR = re.compile(r"[ \t]+\{#([^\s{}\"'<>&]+)\}$")
_MAIL = re.compile(r"(?<![\w.+/:-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[\w-]*[a-zA-Z\d](?![\w@-])", re.ASCII)
"""An e-mail address in a text, by GFM's rules: the last part ends with a letter or digit."""
_BOXES: Mapping[object, str] = {True: "☑\u00a0", False: "☐\u00a0"}


class MarkupError(ValueError):
    """A text that nests deeper than the converter follows, which would leave that out; ``line`` counts from 0.

    ``sign`` is what there is too much of, where it isn't nesting; then ``count`` and ``limit`` say how much.
    """

    def __init__(self, line: int, sign: str = "", count: int = 0, limit: int = 0) -> None:
        super().__init__(line)
        self.line, self.sign, self.count, self.limit = line, sign, count, limit


_MOST = (("[", re.compile(r"\["), 10_000), ("<…>", re.compile("<[A-Za-z/]"), 3_000))
"""What costs most, by the sign that a message shows. Each bracket is tried to the end of its paragraph by sixty links
inside each other (0.1 ms), and tags that cross make parsers repeat all that are open."""
_MOST_IN_ADDRESS = 500
"""Brackets that close in one word: an address at whose end they stand is counted once for each."""


_TAG_BEGINS, _MOST_IN_TAG = re.compile("<[A-Za-z]"), 500
"""Words in one tag: a parser compares each attribute with all before it."""


def _words_in_tag(html: str) -> int:
    """Return the most words that stand between the beginning of a tag and a ``>``."""
    parts = (_TAG_BEGINS.split(part, 1)[1:] for part in html.split(">"))
    return max((len(words.split()) for part in parts for words in part), default=0)


def refuse_dense(text: str) -> None:
    """Raise ``MarkupError`` for a text with more signs than can be laid out in a second or two, on any machine."""
    for sign, pattern, limit in _MOST:
        if (count := len(pattern.findall(text))) > limit:
            past = next(islice(pattern.finditer(text), limit, None)).start()
            raise MarkupError(text.count("\n", 0, past), sign, count, limit)
    if "<" in text and (count := _words_in_tag(text)) > _MOST_IN_TAG:
        raise MarkupError(0, "< … >", count, _MOST_IN_TAG)
    if text.count(")") > _MOST_IN_ADDRESS:
        for line, words in enumerate(text.split("\n")):
            if (count := max((word.count(")") for word in words.split()), default=0)) > _MOST_IN_ADDRESS:
                raise MarkupError(line, ")", count, _MOST_IN_ADDRESS)


def to_html(text: str, alert_titles: Mapping[str, str] | None = None) -> str:
    """Return the HTML of a Markdown text, not yet safe. ``alert_titles`` are by GFM's names. Raises ``MarkupError``."""
    tokens, env = parse_markup(text, alert_titles)
    converter = _converter()
    return str(converter.renderer.render(tokens, converter.options, env)).rstrip("\n")


def parse_markup(text: str, alert_titles: Mapping[str, str] | None = None) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of a Markdown text, and all that it defines. Raises ``MarkupError``."""
    refuse_dense(text)
    env: dict[str, Any] = {"alert_titles": alert_titles or {}}
    tokens = _converter().parse(text, env)
    for token in tokens:
        if token.nesting == 1 and token.level >= _DEPTH - 1:
            raise MarkupError(token.map[0] if token.map else 0)
    _refuse_repeated(tokens)
    return tokens, env


_MOST_REPEATED = 2_000_000
"""Characters of all addresses and meanings, each as often as it is named."""


def _refuse_repeated(tokens: list[Token]) -> None:
    """Raise ``MarkupError`` for long definitions that are named so often that the HTML would be many times longer."""
    lengths: Counter[str] = Counter()
    for block in tokens:
        for token in block.children or ():
            lengths.update({str(value): len(str(value)) for value in token.attrs.values()} if token.attrs else ())
    if (count := lengths.total()) > _MOST_REPEATED:
        longest, _ = lengths.most_common(1)[0]
        raise MarkupError(0, f"{longest[:20]}…", count, _MOST_REPEATED)


def _link_bare_addresses(converter: MarkdownIt) -> None:
    """Make links of addresses that stand bare in a text, in time that grows with it.

    At each colon the plugin looks through all text that waits for a protocol at its end: no more waits than one.
    """
    converter.use(gfm_autolink_plugin)
    ruler = converter.inline.ruler
    link_protocol = dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))[_PROTOCOL_RULE]

    def link_after_protocol(state: StateInline, silent: bool) -> bool:
        if silent or not state.pending.endswith(_PROTOCOLS):
            return False
        text, end = state.pending[:-_LONGEST_PROTOCOL], state.pending[-_LONGEST_PROTOCOL:]
        if text:
            state.pending = text
            state.pushPending()
        state.pending = end
        return link_protocol(state, silent)

    ruler.at(_PROTOCOL_RULE, link_after_protocol)


@cache
def _converter() -> MarkdownIt:
    converter = MarkdownIt("commonmark", _OPTIONS)
    converter.enable(["table", "strikethrough"])
    _link_bare_addresses(converter)
    converter.use(footnote_plugin, inline=False).use(deflist_plugin).use(admon_plugin)
    converter.block.ruler.at("footnote_def", _define_note, {"alt": ["paragraph", "reference"]})
    converter.block.ruler.before("reference", "abbr_def", _define, {"alt": ["paragraph", "reference"]})
    converter.core.ruler.push("abbr_replace", _mark_all)
    converter.use(attrs_plugin, after=(), spans=True, allowed={"lang"})
    # Addresses stay as they were written, and every scheme a link: ``links.py`` judges and reports them.
    converter.normalizeLink = converter.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    converter.validateLink = lambda _url: True  # type: ignore[method-assign,assignment]
    converter.core.ruler.after("block", "placette", _suit_blocks)
    converter.inline.ruler.disable("gfm_autolink_email")  # it begins jean_b@exemple.fr behind the underscore
    converter.core.ruler.push("mail_addresses", _link_mail)
    for name, rule in _RULES.items():
        converter.add_render_rule(name, rule)
    return converter


def _suit_blocks(state: StateCore) -> None:
    """Make of alerts frames that the theme knows, of ``{#name}`` behind a title or a term an anchor; align cells."""
    for number, token in enumerate(state.tokens):
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        elif token.type == "alert_open":
            kind = token.meta["kind"].lower()
            token.attrs = {"class": f"admonition {ALERTS[kind]}"}
            state.tokens[number + 1].attrs = {"class": "admonition-title"}
            title = state.tokens[number + 2]
            title.content = state.env["alert_titles"].get(kind, title.content)
        elif token.type in {"heading_open", "dt_open"} and (match := _ANCHOR.search(state.tokens[number + 1].content)):
            state.tokens[number + 1].content = state.tokens[number + 1].content[: match.start()]
            token.attrs = {"id": match[1]}


def _link_mail(state: StateCore) -> None:
    if "@" in state.src:
        mark_words(state, _MAIL, lambda address: ("a", {"href": f"mailto:{address}"}))


def _list_item_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, _env: Any) -> str:
    """Render a list item; a task begins with a box that is a character, since readers can't tick it on a page."""
    token = tokens[index]
    box = _BOXES.get(token.meta.get("checked"), "")
    return str(renderer.renderToken(tokens, index, options, _env)) + box


def _footnote_ref(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Return the number of a note where the text calls it."""
    number, again = _note(tokens[index])
    return f'<sup id="fnref{again}:{number}"><a class="footnote-ref" href="#fn:{number}">{number}</a></sup>'


def _footnote_anchor(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Return the way back from a note to one of the places that call it."""
    number, again = _note(tokens[index])
    return f'\u00a0<a class="footnote-backref" href="#fnref{again}:{number}">↩</a>'


def _note(token: Token) -> tuple[int, str]:
    """Return a note's number, in the order of its first call, and what its later calls have behind ``fnref``.

    Anchors are made of the number, whatever a note is called: the style sheet that sets notes in the margin knows them.
    """
    again = token.meta.get("subId", 0)
    return token.meta["id"] + 1, str(again + 1) if again > 0 else ""


_RULES: Mapping[str, Callable[..., str]] = {
    "list_item_open": _list_item_open,
    "footnote_ref": _footnote_ref,
    "footnote_block_open": lambda *_: '<div class="footnote">\n<hr>\n<ol>\n',
    "footnote_block_close": lambda *_: "</ol>\n</div>\n",
    "footnote_open": lambda _renderer, tokens, index, *_: f'<li id="fn:{_note(tokens[index])[0]}">\n',
    "footnote_anchor": _footnote_anchor,
}
"""Rules of the renderer, by the names of markdown-it's tokens."""
