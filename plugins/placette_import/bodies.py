"""Bodies of other programs become our Markdown: headings, figures, galleries, tables, notes, code, embedded things.

All become HTML first, then the values of ``richtext`` and their Markdown: the converter that letters use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from selectolax.lexbor import SelectolaxError

from placette import Words, digest, load_catalogue, posts, quoted
from placette_import.decoding import joined
from placette_import.markups import Markup, html_of, is_picture
from placette_import.pages import (
    DOCUMENTS,
    OF_OURS,
    Conversion,
    Link,
    Reading,
    file_at,
    page_of,
    path_of,
    prepare,
    without_embedded,
)
from placette_import.plan import old_path
from placette_import.values import TO_DESCRIBE, ConvertedBody, ImportSource, SourceEntry, Used
from placette_richtext import blocks as richtext
from placette_richtext import hypertext
from placette_richtext import structure as shapes


def language_of(entry: SourceEntry, source: ImportSource) -> str:
    """Return the language in which an import writes words of its own into a text."""
    return "en" if (entry.lang or source.lang).lower().startswith("en") else "fr"


def convert(entry: SourceEntry, shared: Conversion, link: Link, page: str = "") -> ConvertedBody:
    """Return the body of an entry in our Markdown; ``page`` is the name of its file, where it is a page.

    ``link`` gives what an old address, or the name of a text in the source (``posts/le-lavoir.md``, ``article12``), is
    in the new site. A link to any other address of the old site would lead nowhere, and is none.
    """
    reading, html = _reading(entry, shared, link, page), entry.body
    markup = reading.markup
    try:
        html = without_embedded(html_of(entry.body, entry.form, markup), reading)
        if hypertext.is_too_complex(html):
            raise hypertext.UnfitDocumentError("text-complex")
        text = _markdown(html, reading)
    except (hypertext.UnfitDocumentError, SelectolaxError, RecursionError, ValueError):
        markup.left("import-unread", entry.title, "", 0)
        text, reading.used = _words_alone(html), {}
    used: dict[str, Used] = {}
    for file in reading.used.values():
        first = used.setdefault(file.name, file)
        used[file.name] = replace(first, alt=first.alt or file.alt, caption=first.caption or file.caption)
    return ConvertedBody(text, tuple(used.values()), tuple(markup.findings), *reading.film)


def _reading(entry: SourceEntry, shared: Conversion, link: Link = lambda _address: "", page: str = "") -> Reading:
    source, addresses = shared.source, entry.addresses
    absolute = next((url for url in addresses if "//" in url), "")
    base = absolute or joined(f"{source.site}/", addresses[0] if addresses else "")
    say = load_catalogue(language_of(entry, source)).gettext
    mark = f"PLACETTE{digest(entry.body.encode('utf-8', 'replace'))[:12].upper()}N"
    return Reading(Markup(entry, source), shared, link, base, say, mark, page)


def lead_of(entry: SourceEntry, shared: Conversion) -> Used | None:
    """Return the lead picture of an entry, without a name yet; None where it has none."""
    if not entry.picture:
        return None
    file, reading = shared.source.uploads.get(entry.picture), _reading(entry, shared)
    address, upload = (file.url or file.path, file) if file else file_at(entry.picture, reading)
    alt = entry.picture_alt or (upload.alt if upload else "") or reading.say(TO_DESCRIBE)
    return Used(address, "", alt, entry.picture_caption or (upload.caption if upload else ""))


def _words_alone(html: str) -> str:
    """Return the words of a text that can't be read otherwise."""
    words = re.sub(r"<[^<>]{0,5000}>", " ", html.replace("\r\n", "\n"))
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", richtext.clean_characters(words)))
    return "\n\n".join(richtext.escape_start(richtext.escape_inline(part)) for part in parts if part)


def _markdown(html: str, reading: Reading) -> str:
    document = hypertext.read_page(prepare(html, reading))
    content = _bare_addresses(document.blocks, reading)
    if (
        content and isinstance(content[0], richtext.Paragraph) and content[0].role.startswith("h")
    ):  # the title once more
        content = content[Words.fold(content[0].words.strip()) == Words.fold(reading.markup.entry.title.strip()) :]
    blocks, _title, captions = shapes.shape(tuple(_without_film(content, reading)), titled=False)

    def settle(sequence: richtext.Blocks) -> richtext.Blocks:
        return tuple(_settled(block, captions, reading) for block in sequence)

    notes = {label: richtext.mapped(note, settle) for label, note in document.notes.items()}
    return _restore(richtext.to_markdown(richtext.mapped(blocks, settle), notes), reading)


_ADDRESS = re.compile(r"https?://\S+")


def _bare_addresses(blocks: richtext.Blocks, reading: Reading) -> richtext.Blocks:
    """Return blocks in which an address that stands alone, of a film or a map, has words: programs showed it there."""

    def named(block: richtext.DocumentBlock) -> richtext.DocumentBlock:
        words = block.words.strip() if isinstance(block, richtext.Paragraph) else ""
        if not _ADDRESS.fullmatch(words) or not isinstance(block, richtext.Paragraph):
            return block
        page, words_for = page_of(words, reading.say)
        return replace(block, runs=(richtext.WordRun(words_for, href=page),)) if words_for else block

    return richtext.mapped(blocks, lambda sequence: tuple(map(named, sequence)))


def _settled(block: richtext.DocumentBlock, captions: Mapping[str, str], reading: Reading) -> richtext.DocumentBlock:
    """Return a block whose pictures and links are those of the new site."""
    if not isinstance(block, richtext.Paragraph):
        return block
    runs: list[richtext.WordRun] = []
    for run in block.runs:
        if run.kind is richtext.RunKind.PICTURE:
            runs.append(_shown_picture(run, captions, reading))
        else:
            title = (
                reading.shared.titles.get(run.text) if run.href == f"{OF_OURS}{run.text}" else None
            )  # SPIP's [->article12]
            settled = replace(run, text=title or run.text)
            runs.append(replace(settled, href=_settled_link(run.href, reading)) if run.href else run)
    return replace(block, runs=tuple(runs))


def _shown_picture(run: richtext.WordRun, captions: Mapping[str, str], reading: Reading) -> richtext.WordRun:
    """Return a picture with its file's name; its words alone, or a link elsewhere, for one that can't be had."""
    used = reading.used[run.text]
    caption = " ".join((captions.get(run.text) or used.caption).split())
    reading.used[run.text] = replace(used, caption=caption)
    if used.address in reading.shared.absent:
        del reading.used[run.text]
        words = used.alt or caption or used.name
        is_there = not old_path(used.address, reading.markup.source.site)  # what was on the old site goes with it
        return richtext.WordRun(words, href=hypertext.link_target(used.address) if is_there else "")
    text = picture_target(reading.used[run.text], reading.shared.credit)
    return replace(run, text=text, alt=used.alt or reading.say(TO_DESCRIBE), href="", marks=frozenset())


def picture_target(used: Used, credit: str) -> str:
    """Return what stands between the brackets of a picture in Markdown: its file, its caption, who made it."""
    title = " — ".join(filter(None, (used.caption, credit)))
    title = f"— {credit}" if credit and not used.caption else title
    return f"{used.name} {quoted(title)}" if title else used.name


def _without_film(blocks: richtext.Blocks, reading: Reading) -> Iterator[richtext.DocumentBlock]:
    """Yield the blocks but for the first that is a film alone, which the page of the post shows above its text."""
    for block in blocks:
        runs = block.runs if isinstance(block, richtext.Paragraph) else ()
        film = posts.film_at(runs[0].href) if len(runs) == 1 and not reading.film[0] else None
        if film and not film.rest and not reading.page and film.host in reading.shared.videos:
            label, usual = runs[0].text.strip(), page_of(film.url, reading.say)[1]
            reading.film = film.url, reading.markup.entry.title if label in {usual, film.url} else label
        if not film or reading.film[0] != film.url or len(blocks) == 1:  # a text without any words is none
            yield block


def _settled_link(href: str, reading: Reading) -> str:
    """Return where a link of an old text leads: to a text of this site, to a file beside it, or where it did."""
    if href.startswith(("mailto:", "tel:")):
        return href
    address, _mark, _place = href.partition("#")
    of_source = address.startswith(OF_OURS)
    name = unquote(address.removeprefix(OF_OURS)) if of_source else href
    if there := reading.link(name) or (reading.link(address) if not of_source and address != name else ""):
        return there
    place, upload = file_at(address, reading)
    markup = reading.markup
    path = old_path(address, markup.source.site) if markup.source.site and not of_source else ""
    is_file = PurePosixPath(path_of(place) or place).suffix.lower() in DOCUMENTS or is_picture(place)
    if (upload or path) and is_file and place not in reading.shared.absent:
        return reading.used.setdefault(place, Used(place, reading.name_for(place))).name
    if not path:  # elsewhere, or the home page
        return "" if of_source else href
    markup.left("import-link", href, markup.entry.body, max(0, markup.entry.body.find(path)))
    return ""


def _restore(markdown: str, reading: Reading) -> str:
    """Return the text with what was kept in the place of its marks, as far in as these stand."""
    if not reading.kept:
        return markdown
    token = re.compile(rf"{reading.mark}(\d+)x")
    lines: list[str] = []
    for line in markdown.split("\n"):
        match = token.search(line)
        if match is None:
            lines.append(line)
        elif match.end() < len(line) or line.startswith("|"):  # among words, as in a table
            lines.append(token.sub(lambda row: _as_one_line(reading.kept[int(row[1])]), line))
        else:
            before = line[: match.start()]
            first, *more = reading.kept[int(match[1])].split("\n")
            inner = "".join(sign if sign == ">" else " " for sign in before)
            lines += [before + first, *(inner + row if row else inner.rstrip() for row in more)]
    return "\n".join(lines)


def _as_one_line(fenced: str) -> str:
    words = " ".join(" ".join(fenced.split("\n")[1:-1]).split()).replace("|", "\\|")
    ticks = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
    return f"{ticks} {words} {ticks}" if "`" in words else f"{ticks}{words}{ticks}"
