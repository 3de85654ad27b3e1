"""Exports in one file: WordPress (WXR), Blogger, Ghost, and the feeds of platforms that export nothing.

XML is cut at its items before it is parsed: one that is broken is left out and named, the others are read. A file is
read piece by piece, whatever its size.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html.entities import html5
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette import N_
from placette_import.decoding import (
    CONTROLS,
    SourceError,
    each,
    lying,
    mended,
    plain,
    read_chunks,
    read_fields,
    read_text,
    signed,
    words_of,
)
from placette_import.values import (
    Comment,
    EntryKind,
    EntryStatus,
    Form,
    ImportFinding,
    ImportSource,
    OldAddress,
    SourceEntry,
    SourcePerson,
    SourceUpload,
    read_status,
)

_MARK = re.compile(r"<!\[CDATA\[|<!--|<(/?)(?:item|entry)(?=[\s>])")
_CLOSED = re.compile(r"</(?:item|entry)\s*>$")
_LONGEST_ITEM = 64 << 20
"""The longest item, in signs."""
_ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)(?:(\w{2,31};))?")
_PREFIX = re.compile(r"(?:</?|\s(?=[\w.-]+:[\w-]+=))([A-Za-z_][\w.-]*):")
_DECLARATION = re.compile(r"""\sxmlns:[\w.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")


class Item(NamedTuple):
    """An element of an export, by the names that its file writes: ``wp:post_id``. ``line`` is where it begins."""

    element: Element
    file: str = ""
    line: int = 1
    raw: str = ""

    def get(self, name: str) -> str:
        """Return the text of its first child of this name."""
        return self.element.findtext(tag_of(name), "").strip()

    def all(self, name: str) -> Iterator[Item]:
        """Yield its children of this name."""
        return map(Item, self.element.findall(tag_of(name)))

    def attr(self, name: str) -> str:
        """Return an attribute."""
        return self.element.get(name, "").strip()

    @property
    def text(self) -> str:
        """Its own text."""
        return (self.element.text or "").strip()

    def line_of(self, name: str) -> int:
        """Return the line on which a child begins."""
        return self.line + self.raw.count("\n", 0, max(self.raw.find(f"<{name}"), 0))

    def link(self, rel: str = "alternate") -> str:
        """Return its first link of this relation, as Atom or RSS writes it."""
        links = (
            node.attr("href") or node.text for node in self.all("link") if (node.attr("rel") or "alternate") == rel
        )
        return next(filter(None, links), "")

    @property
    def author(self) -> Item:
        """Its author, or an empty element."""
        return next(self.all("author"), Item(Element("author")))


def tag_of(name: str) -> str:
    """Return a name as the parser has it: a prefix stands for itself."""
    prefix, _colon, local = name.rpartition(":")
    return f"{{{prefix}}}{local}" if prefix else local


class ItemFile(NamedTuple):
    """An XML export: its files, the element around its items, and where findings go."""

    files: tuple[Path, ...]
    findings: list[ImportFinding]

    def head(self) -> Item:
        """Return what comes before the first item. Raises ``SourceError`` where it declares entities, or is none."""
        text = next(_pieces(read_chunks(self.files[0], [])))[1]
        root = re.search(r"<(rss|feed|rdf:RDF)\b", text)
        if "<!DOCTYPE" in text[: root.start() if root else None] or "<!ENTITY" in text:
            raise SourceError(N_("it declares entities, which no export needs"), self.files[0].name)
        if not root:
            raise SourceError(N_("it is no export that is known here"), self.files[0].name)
        inner = re.sub(
            r"^\s*<channel[^>]*>|</channel>.*", "", text[text.find(">", root.start()) + 1 :], flags=re.DOTALL
        )
        element = _parse(inner)
        if element is None:
            self.findings.append(ImportFinding("import-broken", file=self.files[0].name, line=1))
        return Item(Element("r") if element is None else element)

    def items(self, findings: list[ImportFinding]) -> Iterator[Item]:
        """Yield the items of all files, one at a time."""
        for path in self.files:
            pieces = _pieces(read_chunks(path, findings))
            next(pieces)
            for line, raw in pieces:
                text = mended(raw, findings, path.name, line)
                element = _parse(text) if _CLOSED.search(raw, max(len(raw) - 16, 0)) else None
                if element is None:
                    values = {"name": plain("".join(re.findall(r"<title>(.{0,200}?)</title>", raw, re.DOTALL)[:1]))}
                    findings.append(ImportFinding("import-broken", file=path.name, line=line, values=values))
                else:
                    yield Item(element[0] if len(element) else element, path.name, line, text)
            with path.open("rb") as file:
                file.seek(max(path.stat().st_size - 4096, 0))
                if not re.search(rb"</(?:rss|feed|rdf:RDF)\s*>", file.read()):
                    findings.append(ImportFinding("import-truncated", file=path.name))


def _pieces(chunks: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the text before the first item, then each item, with the line where it begins."""
    text, at, start, line, counted, first, searched, is_headed = "", 0, -1, 1, 0, 1, 0, False
    for chunk in chain(chunks, [""]):
        text += chunk
        while match := _MARK.search(text, at):
            end = _end_of(text, match, searched)
            if end < 0 and chunk and len(text) - match.start() < _LONGEST_ITEM:
                break
            at = end if end >= 0 else match.end()
            if match[1] is None:  # CDATA or a comment: what is in it is no mark
                continue
            if not is_headed:
                yield 1, text[: match.start()]
                is_headed = True
            if start >= 0:  # one that was never closed ends where the next begins
                yield first, text[start : at if match[1] else match.start()]
            start = -1 if match[1] else match.start()
            line, counted = line + text.count("\n", counted, match.start()), match.start()
            first = line
        else:
            at = max(at, len(text) - 16)  # a mark may be cut there
        cut = (start if start >= 0 else min(at, len(text))) if is_headed else 0
        line, counted = line + text.count("\n", counted, max(cut, counted)), max(counted, cut) - cut
        searched = len(text) - cut - 2
        text, at, start = text[cut:], at - cut, 0 if start >= 0 else -1
        if len(text) > _LONGEST_ITEM and not is_headed:
            break
    if not is_headed or start >= 0:
        yield first, text


def _end_of(text: str, mark: re.Match[str], searched: int) -> int:
    """Return where a mark ends with all that belongs to it; -1 where the text ends before. It isn't searched twice."""
    closing = ">" if mark[1] is not None else "]]>" if mark[0].endswith("[") else "-->"
    end = text.find(closing, max(mark.end(), searched))
    return end + len(closing) if end >= 0 else -1


def _parse(text: str) -> Element | None:
    """Return the elements of a piece of XML in one around them; None for what can't be read."""
    text = _DECLARATION.sub("", text)
    prefixes = {prefix_name for prefix_name in _PREFIX.findall(text) if not prefix_name.lower().startswith("xml")}
    opening = "<r" + "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes)) + ">"
    plain_text = _ENTITY.sub(lambda entity: html5.get(entity[1] or "", f"&amp;{entity[1] or ''}"), text)
    for tried in (text, plain_text):
        try:
            element: Element = fromstring(f"{opening}{tried}</r>", forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, RecursionError):
            continue
        return element
    return None


def content_of(item: Item, *names: str) -> str:
    """Return the HTML of the first of these elements that has any, whichever way Atom writes it."""
    for node in chain.from_iterable(map(item.all, names)):
        if node.attr("type") == "xhtml":
            for inner in node.element.iter():
                inner.tag = inner.tag.rpartition("}")[2]
            return "".join(tostring(inner, encoding="unicode") for inner in node.element)
        if node.text:
            return node.text
    return ""


_WORDPRESS = (
    "title=title body=content:encoded summary=excerpt:encoded slug=wp:post_name"
    " date=wp:post_date_gmt|wp:post_date|pubDate changed=wp:post_modified_gmt|wp:post_modified"
)
_WP_COMMENT = "author=wp:comment_author date=wp:comment_date_gmt|wp:comment_date body=wp:comment_content"
_COMMENT_STATUS = {"1": "published", "0": "pending", "approved": "published", "hold": "pending"}
_NO_TEXT = re.compile(
    r"nav_menu_item|revision|attachment|guest-author|custom_css|customize_changeset|oembed_cache|user_request"
    r"|wp_.*|acf-.*|elementor.*|feedback|wpcf7.*|shop_order.*|jp_.*|.*_form|flamingo.*"
)
"""Types of WordPress that are nobody's text: menus, styles, blocks, forms and what people sent through them."""


def open_wordpress(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open an export of WordPress (WXR), in one file or several."""
    findings: list[ImportFinding] = []
    xml = ItemFile(files, findings)
    head, people, uploads = xml.head(), dict[str, SourcePerson](), dict[str, SourceUpload]()
    for node in head.all("wp:author"):
        login = node.get("wp:author_login")
        full = f"{node.get('wp:author_first_name')} {node.get('wp:author_last_name')}".strip()
        if login:
            people[login] = SourcePerson(login, node.get("wp:author_display_name") or full or login, slug=login)
    for item in xml.items([]):
        kind, key = item.get("wp:post_type"), f"wp:{item.get('wp:post_id')}"
        if kind == "attachment":
            uploads[key] = _upload(item, key, root)
        elif kind == "guest-author":
            meta = _meta(item)
            login = meta["cap-user_login"] or item.get("wp:post_name").removeprefix("cap-")
            name = meta["cap-display_name"] or item.get("title") or login
            people[login] = SourcePerson(login, name, meta["cap-description"], meta["cap-website"], login)
        for login in _logins(item, people):
            people.setdefault(login, SourcePerson(login, login, slug=login))
    terms = ("category", "wp:cat_name", "wp:category_nicename"), ("tag", "wp:tag_name", "wp:tag_slug")
    return ImportSource(
        kind="wordpress",
        name=head.get("title"),
        site=(head.get("wp:base_blog_url") or head.get("link")).rstrip("/"),
        entries=lambda: (
            _wordpress(item, people, uploads)
            for item in xml.items(findings)
            if item.get("wp:post_type") != "attachment"
        ),
        people=people,
        uploads=uploads,
        addresses=tuple(
            OldAddress(f"/{kind}/{node.get(slug)}/", kind, node.get(name))
            for kind, name, slug in terms
            for node in head.all(f"wp:{kind}")
        ),
        lang=head.get("language")[:2],
        root=root,
        findings=findings,
    )


def _meta(item: Item) -> Mapping[str, str]:
    return defaultdict(str, {node.get("wp:meta_key"): node.get("wp:meta_value") for node in item.all("wp:postmeta")})


def _upload(item: Item, key: str, root: Path) -> SourceUpload:
    meta, url, parent = _meta(item), item.get("wp:attachment_url") or item.get("guid"), item.get("wp:post_parent")
    below = meta["_wp_attached_file"] or url.partition("/uploads/")[2]
    places = (f"{folder}{below}" for folder in ("wp-content/uploads/", "uploads/", "")) if below else ()
    alt, caption = plain(meta["_wp_attachment_image_alt"]), plain(item.get("excerpt:encoded"))
    return SourceUpload(key, url, lying(root, *places), alt, caption, _key("wp:", parent), page=item.get("link"))


def _key(prefix: str, number: str) -> str:
    return f"{prefix}{number}" if number not in {"", "0"} else ""


def _logins(item: Item, people: Mapping[str, SourcePerson]) -> Iterator[str]:
    """Yield who signed: the co-authors where the plugin for them named some, else the one of WordPress itself."""
    together = [node for node in item.all("category") if node.attr("domain") == "author"]
    slugs = {person.slug: login for login, person in people.items()} if together else {}
    for node in together:
        name, slug = node.text, node.attr("nicename").removeprefix("cap-")
        yield name if name in people else slugs.get(slug, name or slug)
    if not together and (creator := item.get("dc:creator")):
        yield creator


def _wordpress(item: Item, people: Mapping[str, SourcePerson], uploads: Mapping[str, SourceUpload]) -> SourceEntry:
    number, form = item.get("wp:post_id"), item.get("wp:post_type") or "post"
    states = read_status("wordpress", item.get)
    terms = [(node.attr("domain"), node.text) for node in item.all("category")]
    lead = uploads.get(f"wp:{_meta(item)['_thumbnail_id']}")
    guid, query = item.get("guid"), "page_id" if form == "page" else "p"
    if form not in {"post", "page"} and _NO_TEXT.fullmatch(form):
        states["status"] = EntryStatus.MENU
    return SourceEntry(
        f"wp:{number}",
        EntryKind.PAGE if form == "page" else EntryKind.POST,
        **read_fields(item.get, _WORDPRESS),
        **states,
        type=form,
        authors=each(*_logins(item, people)),
        categories=tuple(name for domain, name in terms if domain == "category" and name),
        tags=tuple(name for domain, name in terms if domain == "post_tag" and name),
        addresses=each(item.get("link"), f"/?{query}={number}", guid if "://" in guid else ""),
        picture=lead.key if lead else "",
        picture_alt=lead.alt if lead else "",
        picture_caption=lead.caption if lead else "",
        comments=tuple(_wp_comment(c) for c in item.all("wp:comment") if c.get("wp:comment_type") in {"", "comment"}),
        file=item.file,
        line=item.line_of("content:encoded"),
    )


def _wp_comment(one: Item) -> Comment:
    approved = one.get("wp:comment_approved")
    return Comment(
        f"wp:c{one.get('wp:comment_id')}",
        **read_fields(one.get, _WP_COMMENT),
        parent=_key("wp:c", one.get("wp:comment_parent")),
        status=_COMMENT_STATUS.get(approved, approved),
    )


_BLOGGER = "title=title date=published changed=updated summary=blogger:metaDescription"
_BLOGGER_KIND = "http://schemas.google.com/blogger/2008/kind#"
_BLOGGER_COMMENTS = {"": "published", "LIVE": "published", "PENDING": "pending"}


def open_blogger(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a backup of Blogger: an Atom feed of posts, pages and comments, of before 2025 or from Takeout."""
    findings: list[ImportFinding] = []
    xml = ItemFile(files, findings)
    head, people, comments = xml.head(), dict[str, SourcePerson](), defaultdict[str, list[Comment]](list)
    for item in xml.items([]):
        kind = _blogger_kind(item)
        if kind == "comment":
            above = next((node.attr("ref") for node in item.all("thr:in-reply-to")), "")
            comment = Comment(
                f"blogger:c{_number(item.get('id'))}",
                item.author.get("name"),
                **read_fields(item.get, "date=published"),
                body=content_of(item, "content"),
                parent=_key("blogger:c", _number(item.get("blogger:inReplyTo") or item.link("related"))),
                status=_BLOGGER_COMMENTS.get(item.get("blogger:status"), "spam"),
            )
            comments[_number(item.get("blogger:parent") or above)].append(comment)
        elif kind in {"post", "page"} and (key := _blogger_author(item)):
            people.setdefault(key, SourcePerson(key, plain(item.author.get("name"))))
    return ImportSource(
        kind="blogger",
        name=plain(head.get("title")),
        site=head.link().rstrip("/"),
        entries=lambda: (
            _blogger(item, comments) for item in xml.items(findings) if _blogger_kind(item) in {"post", "page"}
        ),
        people=people,
        root=root,
        findings=findings,
    )


def _blogger_kind(item: Item) -> str:
    marked = (node.attr("term").partition(_BLOGGER_KIND)[2] for node in item.all("category"))
    return item.get("blogger:type").lower() or next(filter(None, marked), "")


def _number(written: str) -> str:
    """Return the last number of an identifier or an address."""
    results: list[str] = re.findall(r"[0-9]{1,30}", written)
    return results[-1] if results else ""


def _blogger_author(item: Item) -> str:
    return item.author.get("uri").rstrip("/").rpartition("/")[2] or plain(item.author.get("name"))


def _blogger(item: Item, comments: Mapping[str, list[Comment]]) -> SourceEntry:
    number, control = _number(item.get("id")), next(item.all("app:control"), Item(Element("control")))
    return SourceEntry(
        f"blogger:{number}",
        EntryKind(_blogger_kind(item)),
        **read_fields(item.get, _BLOGGER),
        **read_status("blogger", lambda name: item.get(name) or control.get(name)),
        body=content_of(item, "content"),
        authors=each(_blogger_author(item)),
        tags=tuple(t for node in item.all("category") if (t := node.attr("term")) and not t.startswith("http")),
        addresses=each(item.link(), item.get("blogger:filename")),
        comments=tuple(comments.get(number, ())),
        file=item.file,
        line=item.line_of("content"),
    )


_FEED = "title=title date=published|pubDate|dc:date|updated changed=updated"


def open_feed(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a feed (RSS, Atom): the texts that it has; it has no drafts, pages or comments."""
    findings, people = list[ImportFinding](), dict[str, SourcePerson]()
    xml = ItemFile(files, findings)
    head = xml.head()
    return ImportSource(
        kind="feed",
        name=plain(head.get("title")),
        site=head.link().rstrip("/"),
        entries=lambda: (_feed_entry(item, people) for item in xml.items(findings)),
        people=people,
        root=root,
        findings=findings,
    )


def _feed_entry(item: Item, people: dict[str, SourcePerson]) -> SourceEntry:
    names = [node.get("name") or node.text for node in item.all("author")] or [
        node.text for node in item.all("dc:creator")
    ]
    has_more = any(item.element.find(tag_of(name)) is not None for name in ("content:encoded", "content"))
    link = item.link() or (guid if "://" in (guid := item.get("guid")) else "")
    return SourceEntry(
        f"feed:{item.get('guid') or item.get('id') or link or item.get('title')}",
        **read_fields(item.get, f"{_FEED} summary=description|summary" if has_more else _FEED),
        body=content_of(item, "content:encoded", "content", "description", "summary"),
        authors=tuple(key for name in names for key in signed(name, people)),
        tags=tuple(filter(None, (plain(node.attr("term") or node.text) for node in item.all("category")))),
        addresses=each(link),
        file=item.file,
        line=item.line,
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(read_text(path, [], 512 << 20), object_hook=_lighter)
    except (ValueError, RecursionError) as error:
        raise SourceError(N_("it cannot be read as JSON"), path.name) from error
    if not isinstance(value, dict):
        raise SourceError(N_("it is no export that is known here"), path.name)
    return value


def _lighter(row: dict[str, Any]) -> dict[str, Any]:
    """Drop half signs, and the other forms of a body that Ghost writes beside its HTML: two thirds of an export."""
    row = {k: CONTROLS.sub("", v) if isinstance(v, str) else v for k, v in row.items()}
    return {k: v for k, v in row.items() if k not in {"lexical", "mobiledoc", "plaintext"}} if row.get("html") else row


_GHOST = (
    "body=html|plaintext date=published_at|created_at changed=updated_at lang=locale picture=feature_image slug=slug"
)
Row = Mapping[str, str]


def _joined(rows: list[Row], name: str) -> Mapping[str, list[str]]:
    """Return what a table of pairs joins to each post, in its order."""
    groups = defaultdict[str, list[str]](list)
    for row in sorted(rows, key=lambda row: row["sort_order"].zfill(9)):
        groups[row["post_id"]].append(row[name])
    return groups


def open_ghost(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open an export of Ghost. It doesn't say where the blog was: ``import.yml`` does."""
    whole = _json(files[0])
    holder = whole["db"][0] if isinstance(whole.get("db"), list) and whole["db"] else whole
    data = holder.get("data", {}) if isinstance(holder, dict) else {}

    def rows(name: str) -> list[Row]:
        result = data.get(name)
        listed = [row for row in result if isinstance(row, dict)] if isinstance(result, list) else []
        return [defaultdict(str, {key: words_of(row_of) for key, row_of in row.items()}) for row in listed]

    settings = {row["key"]: row["value"] for row in rows("settings")}
    people = {
        row["id"]: SourcePerson(row["id"], row["name"] or row["slug"], plain(row["bio"]), row["website"], row["slug"])
        for row in rows("users")
    }
    tags = {row["id"]: row["name"] for row in rows("tags") if row["visibility"] in {"", "public"}}
    meta = {row["post_id"]: row for row in rows("posts_meta")}
    authors, tagged = _joined(rows("posts_authors"), "author_id"), _joined(rows("posts_tags"), "tag_id")

    def entry(row: Row) -> SourceEntry:
        signers = authors.get(row["id"]) or [row["author_id"] or row["created_by"]]
        names = [tags[row_of] for row_of in tagged.get(row["id"], ()) if row_of in tags]
        about = meta.get(row["id"], defaultdict(str))
        return SourceEntry(
            f"ghost:{row['id']}",
            EntryKind.PAGE if row["type"] == "page" or row["page"] in {"1", "True"} else EntryKind.POST,
            row["title"],
            **read_fields(row.__getitem__, _GHOST),
            **read_status("ghost", row.__getitem__),
            form=Form.HTML if row["html"] else Form.TEXT,
            authors=tuple(row_of for row_of in signers if row_of in people),
            categories=tuple(names[:1]),
            tags=tuple(names[1:]),
            summary=row["custom_excerpt"] or about["meta_description"],
            addresses=(f"/{row['slug']}/",),
            picture_alt=about["feature_image_alt"],
            picture_caption=plain(about["feature_image_caption"]),
            file=files[0].name,
        )

    terms = {row["name"]: row["slug"] for row in rows("tags") if row["id"] in tags}
    addresses = [OldAddress(f"/tag/{slug}/", "tag", name) for name, slug in terms.items()]
    addresses += [
        OldAddress(f"/author/{row_of.slug}/", "author", row_of.key) for row_of in people.values() if row_of.slug
    ]
    return ImportSource(
        *("ghost", settings.get("title", ""), "", lambda: map(entry, rows("posts")), people),
        addresses=(*addresses, OldAddress("/rss/", "feed")),
        lang=(settings.get("locale") or settings.get("lang", ""))[:2],
        root=root,
    )
