"""The notations of other programs, each as HTML: shortcodes, Liquid's tags, SPIP's typographic marks, reST.

What isn't known is listed with its line, and its words stay. Every pattern takes time by the length of a text alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from urllib.parse import quote

from placette import to_html
from placette_import.values import Form, ImportFinding, ImportSource, SourceEntry
from placette_richtext import blocks as richtext

OF_SOURCE = "source:"
"""The scheme of links that name a file or a text of the source, rather than an address."""


@dataclass(slots=True)
class Markup:
    """A text while it becomes HTML, and what is to say of it."""

    entry: SourceEntry
    source: ImportSource
    findings: list[ImportFinding] = field(default_factory=list)

    def left(self, code: str, what: str, text: str, at: int) -> None:
        """Note a part that has no place here; ``at`` is where it begins in ``text``."""
        line = self.entry.line + text.count("\n", 0, at)
        self.findings.append(ImportFinding(code, self.entry.key, self.entry.file, line, {"what": what[:120]}))


def html_of(body: str, form: Form, markup: Markup) -> str:
    """Return a body as HTML, not yet safe."""
    if form is Form.HTML:
        return _wordpress(body, markup) if markup.source.kind == "wordpress" else body
    return _FORMS[form](body, markup)


_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\s"'\]]+))|"([^"]*)"|'([^']*)'|(\S+)""")


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a shortcode by name; those without a name by their place (``0``)."""
    values: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(unescape(written)):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        values.setdefault(match[1].lower() if match[1] else str(sum(key.isdecimal() for key in values)), value)
    return values


def embed(address: str, title: str = "") -> str:
    """Return the HTML of something that another site shows; ``bodies.py`` makes a link with its title of it."""
    name = f' title="{escape(title)}"' if title else ""
    return f'<iframe src="{escape(address)}"{name}></iframe>'


_SHORTCODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{0,60})((?:=|\s)[^\[\]]{0,2000})?\](\]?)")
_BLOCK_TAG = (
    "p div h[1-6] ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote figure figcaption section"
    " article aside header footer nav main hr pre form fieldset details summary address"
).replace(" ", "|")
_PIECE = re.compile(rf"(<!--[^>]*-->|</?(?:{_BLOCK_TAG})(?=[\s>/])[^<>]*>)", re.IGNORECASE)
_PRE = re.compile(r"<(/?)(?:pre|script|style|textarea)(?=[\s>])", re.IGNORECASE)
_WP_BLOCK = re.compile(r"<!--\s+wp:([\w/-]+)\s+(\{[^\n]{0,5000}?\}\s+)?(/?)-->")
_EMPTY_BLOCKS = frozenset("more nextpage spacer separator footnotes paragraph column columns group".split())
"""Blocks without content of their own: nothing is lost with them."""
_NOTES = frozenset({"efn_note", "ref", "footnote", "fn", "note", "mfn"})
_CODES = frozenset({"code", "sourcecode", "php", "python", "css", "js", "html", "xml", "bash", "sql"})
_LINKED = frozenset("youtube vimeo dailymotion soundcloud video audio embed playlist wpvideo peertube iframe".split())
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
}
_MEDIA = ("src", "url", "mp4", "webm", "ogv", "m4v", "mp3", "ogg", "m4a", "wav", "id", "0")


def _wordpress(body: str, markup: Markup) -> str:
    for block in _WP_BLOCK.finditer(body):
        if block[3] and block[1] not in _EMPTY_BLOCKS:
            markup.left("import-block", f"wp:{block[1]}", body, block.start())
    html = _shortcodes(body, markup)
    html = re.sub(r"\$latex\s+([^$\n]{1,2000})\$", lambda found: f"<code>{found[1].strip()}</code>", html)
    return html if "<!-- wp:" in body else with_breaks(html)


def with_breaks(html: str) -> str:
    """Return HTML whose line ends outside of ``pre`` count, as WordPress prints it: two of them begin a paragraph."""
    parts, depth = [], 0
    for part in _PIECE.split(html):
        is_tag = part.startswith("<")
        if not is_tag and not depth and part.strip():
            part = part.strip("\n").replace("\n", "<br>\n")  # noqa: PLW2901
        for tag in _PRE.finditer(part):
            depth = max(0, depth + (-1 if tag[1] else 1))
        parts.append(part)
    return "".join(parts)


def _shortcodes(text: str, markup: Markup) -> str:
    """Return a text with its shortcodes as HTML; those that nobody knows go, and the words inside them stay."""
    closed = {match[3].lower() for match in _SHORTCODE.finditer(text) if match[2]}
    parts, end = [], 0
    for match in _SHORTCODE.finditer(text):
        if match.start() < end:
            continue  # inside of code
        name, rest = match[3].lower(), (match[4] or "").removeprefix("=")
        parts.append(text[end : match.start()])
        end = match.end()
        if match[1] and match[5]:  # [[name]] shows [name]
            parts.append(match[0][1:-1])
        elif name in _CODES and not match[2] and (at := _closing(text, name, end, closed)) >= 0:
            options = attributes(rest)
            language = (
                options.get("lang") or options.get("language") or ("" if name in {"code", "sourcecode"} else name)
            )
            words = escape(unescape(text[end:at]).strip("\n"))
            parts.append(f'<pre><code class="language-{escape(language)}">{words}</code></pre>')
            end = at + len(name) + 3
        elif name in _LINKED and not match[2] and (at := _closing(text, name, end, closed)) >= 0:
            parts.append(_medium(name, {"src": text[end:at].strip(), **attributes(rest)}))
            end = at + len(name) + 3
        else:
            parts.append(_shortcode(match, name, rest, closed, text, markup))
    return "".join((*parts, text[end:]))


def _closing(text: str, name: str, start: int, closed: set[str]) -> int:
    """Return where a shortcode is closed; -1 where it isn't, which is then known for all that follow."""
    at = text.find(f"[/{name}]", start) if name in closed else -1
    if at < 0:
        closed.discard(name)
    return at


def _shortcode(found: re.Match[str], name: str, written: str, closed: set[str], text: str, markup: Markup) -> str:
    opens, html = not found[2], None
    if name in {"caption", "wp_caption"}:
        html = f"<figure>{_figcaption(attributes(written).get('caption', ''))}" if opens else "</figure>"
    elif name == "gallery" and opens:
        html = _gallery(attributes(written), markup)
    elif name in _LINKED and opens:
        html = _medium(name, attributes(written))
    elif name in _NOTES and name in closed:
        html = '<data class="placette-note">' if opens else "</data>"
    elif name in {"latex", "math"}:
        html = "<code>" if opens else "</code>"
    elif opens and not (written.endswith("/") or "=" in written or name in closed or "_" in name or "-" in name):
        return found[0]  # words between brackets: [sic]
    if html is None and opens:
        markup.left("import-shortcode", found[0], text, found.start())
    return html or ""


def _figure(source: str, alt: str, caption: str) -> str:
    return f'<figure><img src="{escape(source)}" alt="{escape(alt)}">{_figcaption(escape(caption))}</figure>'


def _figcaption(words: str) -> str:
    return f"<figcaption>{words}</figcaption>" if words else ""


def _gallery(own: Mapping[str, str], markup: Markup) -> str:
    uploads, entry = markup.source.uploads, markup.entry
    ids = [key.strip() for key in (own.get("ids") or own.get("include") or "").split(",") if key.strip()]
    pictures = [upload for key in ids if (upload := uploads.get(key) or uploads.get(f"wp:{key}"))]
    if not ids:
        pictures = [key for key in uploads.values() if key.parent == entry.key and is_picture(key.url)]
    return f'<div class="gallery">{"".join(_figure(key.url, key.alt, key.caption) for key in pictures)}</div>'


def is_picture(address: str) -> bool:
    """Return whether an address ends as those of pictures do."""
    return bool(re.search(r"\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp|heic)(?:$|[?#])", address, re.IGNORECASE))


def _medium(name: str, own: Mapping[str, str]) -> str:
    address = next((own[key] for key in _MEDIA if own.get(key)), "")
    if address and "/" not in address and name in _PLAYERS:
        address = _PLAYERS[name].format(quote(address))
    return embed(address, own.get("title", "")) if address else ""


_HUGO = re.compile(
    r"\{\{([<%])\s*(/?)\s*(\w[\w./-]*)((?:[^<%{}\"`]|\"[^\"\n]{0,2000}\"|`[^`]{0,2000}`)*?)(/?)\s*[>%]\}\}"
)
_COMMENTED = re.compile(r"`?\{\{([<%])/\*(.{0,2000}?)\*/([>%])\}\}`?")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)


def _outside_code(text: str, change: Callable[[str, int], str]) -> str:
    """Return a text changed but for its fenced code; ``change`` also gets where each part begins."""
    parts, end, fence = [], 0, ""
    for fence_match in _FENCE.finditer(text):
        if not fence:
            parts.append(change(text[end : fence_match.start()], end))
            end, fence = fence_match.start(), fence_match[1]
        elif fence_match[1].startswith(fence):
            stop = text.find("\n", fence_match.end())
            stop = len(text) if stop < 0 else stop
            parts.append(text[end:stop])
            end, fence = stop, ""
    return "".join((*parts, text[end:] if fence else change(text[end:], end)))


_FOLDED = re.compile(r"^([ \t]*)(?:\?\?\?\+?[ \t]+([\w-]+)|===[+!]?)[ \t]+(?=\")", re.MULTILINE)
"""Parts of MkDocs that open on a click, and tabs."""
_BOXED = re.compile(r"^(:::.*)$", re.MULTILINE)


def _markdown(body: str, _markup: Markup, change: Callable[[str, int], str] = lambda part, _at: part) -> str:
    def settled(part: str, _at: int) -> str:
        part = _BOXED.sub(r"\n\1\n", part)  # its title is no part of the first words
        return _mathematics(_FOLDED.sub(lambda mark: f"{mark[1]}!!! {mark[2] or 'tab'} ", part))

    return to_html(_outside_code(_outside_code(body, change), settled))


def _mathematics(text: str) -> str:
    """Return formulas between two dollars as code: Markdown would take their signs for its own."""
    parts = text.split("$$")
    if len(parts) < 3:
        return text
    pieces = [
        f"`{' '.join(piece.split())}`" if at % 2 and "`" not in piece else piece for at, piece in enumerate(parts)
    ]
    return "".join(pieces if len(parts) % 2 else [*pieces[:-1], "$$", parts[-1]])


def _hugo(body: str, markup: Markup) -> str:
    def change(part: str, at: int) -> str:
        changed = _HUGO.sub(partial(_hugo_shortcode, body=body, at=at, markup=markup), part)
        return _COMMENTED.sub(r"`{{\1\2\3}}`", changed)  # it shows how one is written

    return _markdown(body, markup, change)


def _hugo_shortcode(found: re.Match[str], body: str, at: int, markup: Markup) -> str:
    name, options = found[3].lower(), attributes(found[4].replace("`", '"'))
    if name == "figure" and not found[2]:
        words = " ".join(filter(None, (options.get("title", ""), options.get("caption", ""), options.get("attr", ""))))
        return _figure(options.get("src", options.get("0", "")), options.get("alt", ""), words)
    if name in {"ref", "relref"}:
        return OF_SOURCE + quote(options.get("path", options.get("0", "")))
    if name in {*_LINKED, "x", "tweet", "instagram", "gist"} and not found[2]:
        return _medium(name, options)
    if name == "highlight":
        return "\n```\n" if found[2] else f"\n```{options.get('0', '')}\n"
    if name == "details":
        summary = options.get("summary") or options.get("0", "")
        return "\n</details>\n" if found[2] else f"<details><summary>{escape(summary)}</summary>\n\n"
    if not found[2]:
        markup.left("import-shortcode", found[0], body, at + found.start())
    return ""


_LIQUID = re.compile(r"\{%-?\s*(\w+)((?:[^%{}]|%(?!\}))*?)-?%\}|\{\{-?\s*([^{}]{1,500}?)\s*-?\}\}")
_KRAMDOWN = re.compile(r"^[ \t]*\{:[^{}\n]{0,500}\}[ \t]*$|\{:[ \t]*[.#:\w][^{}\n]{0,500}\}", re.MULTILINE)
_SITE = re.compile(r"site\.(?:baseurl|url)$|page\.(title)$")
_FILTERED = re.compile(r"""["']([^"']{0,500})["']\s*\|\s*(?:relative_url|absolute_url|prepend:.*)""")
_SAID_NOWHERE = frozenset("comment endcomment raw endraw endhighlight assign capture endcapture".split())


def _jekyll(body: str, markup: Markup) -> str:
    def change(part: str, at: int) -> str:
        return _KRAMDOWN.sub("", _LIQUID.sub(partial(_liquid, body=body, at=at, markup=markup), part))

    return _markdown(body, markup, change)


def _liquid(found: re.Match[str], body: str, at: int, markup: Markup) -> str:
    name, rest, value = found[1] or "", (found[2] or "").strip(), found[3] or ""
    options = attributes(rest) if rest else {}
    match = _FILTERED.match(value) if value else None
    if match:
        return match[1]
    if site := _SITE.match(value):
        return markup.entry.title if site[1] else ""
    html = {"highlight": f"\n```{options.get('0', '')}\n", "endhighlight": "\n```\n"}.get(name)
    if name in {"post_url", "link"}:
        html = OF_SOURCE + quote(rest)
    elif name in _LINKED:
        html = _medium(name, options)
    elif name == "include" and (picture := options.get("src") or options.get("image_path")):
        html = _figure(picture, options.get("alt", ""), options.get("caption", ""))
    if html is None and name not in _SAID_NOWHERE:
        markup.left("import-shortcode", found[0], body, at + found.start())
    return html or ""


_OWN_EXTENSIONS = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta"
    " nl2br sane_lists smarty tables toc wikilinks".split()
)


def _python_markdown(body: str, markup: Markup) -> str:
    """Return what Python-Markdown makes of a text, with its own extensions among those that the site names."""
    from markdown import Markdown  # type: ignore[import-untyped]  # noqa: PLC0415 - of the extra `import`

    listed = markup.source.extensions or {"extra": {}, "codehilite": {}, "meta": {}}
    names = {name.rpartition(".")[2]: options for name, options in listed.items()}
    table = {name: dict(options) for name, options in names.items() if name in _OWN_EXTENSIONS}
    for name in names.keys() - table.keys():
        markup.left("import-extension", name, body, 0)
    table = {name: {} if name == "toc" else options for name, options in table.items()}
    if "codehilite" in table:
        table["codehilite"] = {"use_pygments": False}
    html = str(Markdown(extensions=[*table], extension_configs=table).convert(body))
    return html.replace("<p>[TOC]</p>", "")


def _rst(body: str, markup: Markup) -> str:
    """Return what docutils makes of a text; it reads no other file. What it doesn't know stays as it was written."""
    from docutils.core import publish_parts  # type: ignore[import-untyped]  # noqa: PLC0415 - of the extra `import`
    from docutils.parsers.rst import directives  # type: ignore[import-untyped]  # noqa: PLC0415
    from docutils.parsers.rst.directives.body import CodeBlock  # type: ignore[import-untyped]  # noqa: PLC0415

    for name in ("code-block", "sourcecode"):  # Pelican's own would colour each word, and forget the language
        directives.register_directive(name, CodeBlock)
    options = {
        "_disable_config": True,
        "file_insertion_enabled": False,
        "raw_enabled": True,
        "report_level": 2,
        "halt_level": 5,
        "warning_stream": io.StringIO(),
        "doctitle_xform": False,
        "initial_header_level": 2,
        "syntax_highlight": "none",
        "math_output": "LaTeX",
        "embed_stylesheet": False,
        "line_length_limit": 100_000,
    }
    html = str(publish_parts(body, writer="html5", settings_overrides=options)["body"])
    return _SYSTEM_MESSAGE.sub(partial(_unknown_directive, body=body, markup=markup), html)


_SYSTEM_MESSAGE = re.compile(
    r'<aside class="system-message"[^<>]*>\s*<p class="system-message-title">(.*?)</p>'
    r"((?:(?!</aside>|<aside).)*)</aside>",
    re.DOTALL,
)
_LITERAL = re.compile(r"<pre class=\"literal-block\">(.*?)</pre>", re.DOTALL)
_DIRECTIVE = re.compile(r"\.\.\s+(\w+)::\s*(\S*)")


def _unknown_directive(found: re.Match[str], body: str, markup: Markup) -> str:
    literal = _LITERAL.search(found[2])
    raw = unescape(literal[1]) if literal else ""
    words = re.search(r"line (\d+)\)", found[1])
    line = int(words[1]) if words else 1
    match = _DIRECTIVE.match(raw)
    if match and match[1].lower() in _LINKED:
        return _medium(match[1].lower(), {"0": match[2]})
    at = sum(len(line_of) + 1 for line_of in body.split("\n")[: line - 1])
    what = match[0] if match else re.sub(r"<[^>]*>", "", found[2]).strip()
    markup.left("import-directive", what, body, at)
    return f"<p>{escape(raw)}</p>" if raw else ""


_SPIP_MODEL = re.compile(
    r"<(img|doc|emb|image|document|video|audio|album|article|form|formulaire)(\d+)([^<>\n]{0,200})>"
)
_SPIP_LINK = re.compile(r"\[([^\[\]]{0,1000}?)(?:\|[^\[\]>]{0,200})?->([^\[\]\s][^\[\]\n]{0,1000}?)?\]")
_SPIP_NOTE = re.compile(r"\[\[(?:\s*<[^<>\n]{0,40}>)?((?:[^\[\]]|\[[^\[\]]{0,1000}\]){0,4000})\]\]")
_SPIP_MARKS = (
    (re.compile(r"\{\{\{(.{1,500}?)\}\}\}", re.DOTALL), r"\n\n<h3>\1</h3>\n\n"),
    (re.compile(r"\{\{(.{1,1500}?)\}\}", re.DOTALL), r"<strong>\1</strong>"),
    (re.compile(r"\{([^{}]{1,1500})\}"), r"<em>\1</em>"),
    (re.compile(r"\[\*(.{1,1000}?)\*\]"), r"<strong>\1</strong>"),
    (re.compile(r"^(?:-{4,}|_{4,})[ \t]*$", re.MULTILINE), r"<hr>"),
    (re.compile(r"^_ +", re.MULTILINE), r"<br>"),
    (re.compile(r"^- +(?=\S)", re.MULTILINE), r"<br>– "),
    (re.compile(r"~"), "\u00a0"),
    (re.compile(r"<(/?)(?:quote|poesie|poetry)>", re.IGNORECASE), r"<\1blockquote>"),
    (re.compile(r"</?intro>", re.IGNORECASE), ""),
)
_SPIP_ITEM = re.compile(r"^-([*#]+)[ \t]*(.*)$")
_SPIP_REFERENCE = re.compile(
    r"(art(?:icle)?|rub(?:rique)?|aut(?:eur)?|doc(?:ument)?|mot|br[eè]ve)?\s*(\d+)$", re.IGNORECASE
)
_SPIP_KINDS = {"art": "article", "rub": "rubrique", "aut": "auteur", "doc": "document", "mot": "mot"}


def _spip(body: str, markup: Markup) -> str:
    pieces: list[str] = []

    def keep(html: str) -> str:
        pieces.append(html)
        return f"\x01{len(pieces) - 1}\x01"

    def code(name: str, words: str) -> str:
        if name == "html":
            return keep(words)
        piece = escape(words.strip("\n"))
        is_line = name == "math" or (name == "code" and "\n" not in piece)
        return keep(f"<code>{piece}</code>" if is_line else f"\n\n<pre>{piece}</pre>\n\n")

    lang = markup.entry.lang or markup.source.lang or "fr"
    text = body.replace("\x01", "")
    for name in ("code", "cadre", "html", "math"):
        text = _paired(text, name, partial(code, name))
    text = _paired(text, "multi", lambda words: _of_language(words, lang))
    text = _SPIP_NOTE.sub(r'<data class="placette-note">\1</data>', text)
    text = _SPIP_MODEL.sub(lambda found: keep(_spip_model(found, body, markup)), text)
    text = _SPIP_LINK.sub(_spip_link, text)
    for pattern, replacement in _SPIP_MARKS:
        text = pattern.sub(replacement, text)
    html = "\n".join(_spip_lines(text.split("\n")))
    return re.sub("\x01(\\d+)\x01", lambda found: pieces[int(found[1])], html)


def _paired(text: str, name: str, change: Callable[[str], str]) -> str:
    """Return a text with what stands between ``<name>`` and ``</name>`` changed, and the two left out."""
    parts, end = [], 0
    while (start := text.find(f"<{name}>", end)) >= 0 and (stop := text.find(f"</{name}>", start)) >= 0:
        parts += [text[end:start], change(text[start + len(name) + 2 : stop])]
        end = stop + len(name) + 3
    return "".join((*parts, text[end:]))


def _of_language(written: str, lang: str) -> str:
    """Return, of a text in several languages (``[fr]… [en]…``), the one of the text around it, or the first."""
    first, *parts = re.split(r"\[([a-z]{2,3}(?:_[a-z]+)?)\]", written)
    text_of = dict(zip(parts[::2], parts[1::2], strict=False))
    return (text_of.get(lang) or next(iter(text_of.values()), first)).strip()


def _spip_model(found: re.Match[str], body: str, markup: Markup) -> str:
    uploads = markup.source.uploads
    keys = (f"doc{found[2]}", found[2])
    upload = next((uploads[key] for key in keys if key in uploads), None)
    if found[1] in {"img", "doc", "emb", "image", "document", "video", "audio"} and upload:
        if is_picture(upload.url or upload.path):
            return _figure(upload.url or upload.path, upload.alt, "" if found[1] == "img" else upload.caption)
        name = upload.caption or (upload.url or upload.path).rpartition("/")[2]
        return f'<p><a href="{escape(upload.url or upload.path)}">{escape(name)}</a></p>'
    markup.left("import-shortcode", found[0], body, body.find(found[0]))
    return ""


def _spip_link(found: re.Match[str]) -> str:
    words, target = found[1].strip(), (found[2] or "").strip()
    match = _SPIP_REFERENCE.match(target)
    if match:
        kind = _SPIP_KINDS.get((match[1] or "art")[:3].lower(), "breve")
        target = f"{OF_SOURCE}{kind}{match[2]}"
    return f'<a href="{escape(target)}">{words or escape(target.removeprefix(OF_SOURCE))}</a>' if target else words


def _spip_lines(lines: list[str]) -> Iterator[str]:
    """Yield lines of SPIP's text as HTML: lists of any depth, tables, empty lines between paragraphs."""
    depth, table, signs = 0, False, ""
    for line in lines:
        item = _SPIP_ITEM.match(line)
        level = min(len(item[1]), 8) if item else 0
        if depth and not (item or line.strip()):
            yield ""
            continue
        while depth > level or (item and depth and signs[depth - 1] != item[1][depth - 1]):
            yield "</ol>" if signs[depth - 1] == "#" else "</ul>"
            depth -= 1
        while item and depth < level:
            signs = signs[:depth] + item[1][depth]
            yield "<ol>" if item[1][depth] == "#" else "<ul>"
            depth += 1
        is_row = line.startswith("|") and line.rstrip().endswith("|") and len(line.strip()) > 1
        if is_row != table:
            yield "<table>" if is_row else "</table>"
            table = is_row
        if item:
            yield f"<li>{item[2]}</li>"
        elif is_row:
            yield _spip_row(line)
        else:
            yield line if line.strip() else "<br><br>"
    yield from ("</ol>" if sign == "#" else "</ul>" for sign in reversed(signs[:depth]))
    yield from ["</table>"] * table


def _spip_row(line: str) -> str:
    cells = line.strip()[1:-1].split("|")
    if line.startswith("||"):  # the caption of the table
        return f"<caption>{' '.join(filter(None, cells))}</caption>"
    headed = all(re.fullmatch(r"\s*<strong>.*</strong>\s*|\s*", cell) for cell in cells)
    tag = "th" if headed else "td"
    return f"<tr>{''.join(f'<{tag}>{cell.strip()}</{tag}>' for cell in cells if cell.strip() != '<')}</tr>"


_FORMS: Mapping[Form, Callable[[str, Markup], str]] = {
    Form.MARKDOWN: _markdown,
    Form.HUGO: _hugo,
    Form.JEKYLL: _jekyll,
    Form.PYTHON_MARKDOWN: _python_markdown,
    Form.RST: _rst,
    Form.SPIP: _spip,
    Form.TEXT: lambda body, _markup: with_breaks(escape(richtext.clean_characters(body), quote=False)),
}
