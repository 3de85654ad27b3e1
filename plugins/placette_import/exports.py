"""Exports in one file: WordPress (WXR), Blogger, Ghost, and the feeds of platforms that export nothing.

XML is cut at its items, and each is parsed alone: one that is broken is left out and named, the others are read. A file
is read piece by piece, whatever its size.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html.entities import html5
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette import N_
from placette_import.decoding import SourceError, mended, moment, plain, read_chunks, read_text, signed, zone_named
from placette_import.values import Address, Comment, Entry, Finding, Form, Kind, Person, Source, Status, Upload

_MARK = re.compile(r"<!\[CDATA\[|<!--|<(/?)(?:item|entry)(?=[\s>])")
_LONGEST = 64 << 20
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
        return self.element.findtext(_tag(name), "").strip()

    def all(self, name: str) -> Iterator[Item]:
        """Yield its children of this name."""
        return map(Item, self.element.findall(_tag(name)))

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
        found = (one.attr("href") or one.text for one in self.all("link") if (one.attr("rel") or "alternate") == rel)
        return next(filter(None, found), "")

    @property
    def author(self) -> Item:
        """Its author, or an empty element."""
        return next(self.all("author"), Item(Element("author")))


def _tag(name: str) -> str:
    prefix, _colon, own = name.rpartition(":")
    return f"{{{prefix}}}{own}" if prefix else own


class _Xml(NamedTuple):
    """An XML export: its files, the element around its items, and where findings go."""

    files: tuple[Path, ...]
    findings: list[Finding]

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
        found = _parse(inner)
        if found is None:
            self.findings.append(Finding("import-broken", file=self.files[0].name, line=1))
        return Item(Element("r") if found is None else found)

    def items(self, findings: list[Finding]) -> Iterator[Item]:
        """Yield the items of all files, one at a time."""
        for path in self.files:
            pieces = _pieces(read_chunks(path, findings))
            next(pieces)
            for line, raw in pieces:
                text = mended(raw, findings, path.name, line)
                found = _parse(text)
                if found is None:
                    values = {"name": plain("".join(re.findall(r"<title>(.{0,200}?)</title>", raw, re.DOTALL)[:1]))}
                    findings.append(Finding("import-broken", file=path.name, line=line, values=values))
                else:
                    yield Item(found[0] if len(found) else found, path.name, line, text)
            with path.open("rb") as file:
                file.seek(max(path.stat().st_size - 4096, 0))
                if not re.search(rb"</(?:rss|feed|rdf:RDF)\s*>", file.read()):
                    findings.append(Finding("import-truncated", file=path.name))


def _pieces(chunks: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the text before the first item, then each item, with the line where it begins."""
    text, at, start, line, counted, begun, is_headed = "", 0, -1, 1, 0, 1, False
    for chunk in chain(chunks, [""]):
        text += chunk
        while found := _MARK.search(text, at):
            end = _end_of(text, found)
            if end < 0 and chunk and len(text) - found.start() < _LONGEST:
                break
            at = end if end >= 0 else found.end()
            if found[1] is None:  # CDATA or a comment: what is in it is no mark
                continue
            if not is_headed:
                yield 1, text[: found.start()]
                is_headed = True
            if start >= 0:  # one that was never closed ends where the next begins
                yield begun, text[start : at if found[1] else found.start()]
            start = -1 if found[1] else found.start()
            line, counted = line + text.count("\n", counted, found.start()), found.start()
            begun = line
        else:
            at = max(at, len(text) - 16)  # a mark may be cut there
        cut = (start if start >= 0 else min(at, len(text))) if is_headed else 0
        line, counted = line + text.count("\n", counted, max(cut, counted)), max(counted, cut) - cut
        text, at, start = text[cut:], at - cut, 0 if start >= 0 else -1
        if len(text) > _LONGEST and not is_headed:
            break
    if not is_headed or start >= 0:
        yield begun, text


def _end_of(text: str, mark: re.Match[str]) -> int:
    """Return where a mark ends with all that belongs to it; -1 where the text ends before."""
    closing = ">" if mark[1] is not None else "]]>" if mark[0].endswith("[") else "-->"
    found = text.find(closing, mark.end())
    return found + len(closing) if found >= 0 else -1


def _parse(text: str) -> Element | None:
    """Return the elements of a piece of XML in one around them; None for what can't be read."""
    text = _DECLARATION.sub("", text)
    prefixes = {one for one in _PREFIX.findall(text) if not one.lower().startswith("xml")}
    opening = "<r" + "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes)) + ">"
    for tried in (text, _ENTITY.sub(_sign, text)):
        try:
            found: Element = fromstring(f"{opening}{tried}</r>", forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, RecursionError):
            continue
        return found
    return None


def _sign(found: re.Match[str]) -> str:
    return html5.get(found[1], f"&amp;{found[1]}") if found[1] else "&amp;"


_WP_STATUS = {
    "publish": Status.PUBLISHED,
    "future": Status.SCHEDULED,
    "private": Status.PRIVATE,
    "trash": Status.TRASH,
    "inherit": Status.REVISION,
    **dict.fromkeys(("draft", "pending", "auto-draft"), Status.DRAFT),
}
_COMMENT_STATUS = {"1": "published", "0": "pending", "approved": "published", "hold": "pending"}
_NO_TEXT = re.compile(
    r"nav_menu_item|revision|attachment|guest-author|custom_css|customize_changeset|oembed_cache|user_request"
    r"|wp_.*|acf-.*|elementor.*|feedback|wpcf7.*|shop_order.*|jp_.*|.*_form|flamingo.*"
)
"""Types of WordPress that are nobody's text: menus, styles, blocks, forms and what people sent through them."""


def open_wordpress(files: tuple[Path, ...], root: Path) -> Source:
    """Open an export of WordPress (WXR), in one file or several."""
    findings: list[Finding] = []
    xml = _Xml(files, findings)
    head = xml.head()
    site = (head.get("wp:base_blog_url") or head.get("link")).rstrip("/")
    people = {
        login: Person(login, one.get("wp:author_display_name") or _full_name(one) or login, slug=login)
        for one in head.all("wp:author")
        if (login := one.get("wp:author_login"))
    }
    categories = {one.get("wp:cat_name"): one.get("wp:category_nicename") for one in head.all("wp:category")}
    tags = {one.get("wp:tag_name"): one.get("wp:tag_slug") for one in head.all("wp:tag")}
    addresses = [Address(f"/category/{slug}/", "category", name) for name, slug in categories.items()]
    addresses += [Address(f"/tag/{slug}/", "tag", name) for name, slug in tags.items()]
    uploads: dict[str, Upload] = {}
    for item in xml.items([]):
        kind, key = item.get("wp:post_type"), f"wp:{item.get('wp:post_id')}"
        if kind == "attachment":
            uploads[key] = _upload(item, key, root)
        elif kind == "guest-author":
            meta = _meta(item)
            login = meta.get("cap-user_login") or item.get("wp:post_name").removeprefix("cap-")
            about, own = meta.get("cap-description", ""), meta.get("cap-website", "")
            people[login] = Person(login, meta.get("cap-display_name") or item.get("title") or login, about, own, login)
        for login in _logins(item, people):
            people.setdefault(login, Person(login, login, slug=login))
    return Source(
        kind="wordpress",
        name=head.get("title"),
        site=site,
        entries=lambda: (
            _wordpress(item, people, uploads)
            for item in xml.items(findings)
            if item.get("wp:post_type") != "attachment"
        ),
        people=people,
        uploads=uploads,
        addresses=tuple(addresses),
        terms=categories | tags,
        lang=head.get("language")[:2],
        root=root,
        findings=findings,
    )


def _full_name(author: Item) -> str:
    return f"{author.get('wp:author_first_name')} {author.get('wp:author_last_name')}".strip()


def _meta(item: Item) -> dict[str, str]:
    return {one.get("wp:meta_key"): one.get("wp:meta_value") for one in item.all("wp:postmeta")}


def _upload(item: Item, key: str, root: Path) -> Upload:
    meta, url = _meta(item), item.get("wp:attachment_url") or item.get("guid")
    below = meta.get("_wp_attached_file") or url.partition("/uploads/")[2]
    places = (f"{folder}{below}" for folder in ("wp-content/uploads/", "uploads/", ""))
    path = next((place for place in places if below and ".." not in below and (root / place).is_file()), "")
    parent = item.get("wp:post_parent")
    return Upload(
        key=key,
        url=url,
        path=path,
        alt=plain(meta.get("_wp_attachment_image_alt", "")),
        caption=plain(item.get("excerpt:encoded")),
        date=moment(item.get("wp:post_date")),
        parent=f"wp:{parent}" if parent not in {"", "0"} else "",
        page=item.get("link"),
    )


def _logins(item: Item, people: Mapping[str, Person]) -> Iterator[str]:
    """Yield who signed: the co-authors where the plugin for them named some, else the one of WordPress itself."""
    together = [one for one in item.all("category") if one.attr("domain") == "author"]
    slugs = {person.slug: login for login, person in people.items()} if together else {}
    for one in together:
        name, slug = one.text, one.attr("nicename").removeprefix("cap-")
        yield name if name in people else slugs.get(slug, name or slug)
    if not together and (creator := item.get("dc:creator")):
        yield creator


def _wordpress(item: Item, people: Mapping[str, Person], uploads: Mapping[str, Upload]) -> Entry:
    number, written = item.get("wp:post_id"), item.get("wp:post_type") or "post"
    status = _WP_STATUS.get(item.get("wp:status"), Status.DRAFT)
    meta = _meta(item)
    terms = [(one.attr("domain"), one.text) for one in item.all("category")]
    lead = uploads.get(f"wp:{meta.get('_thumbnail_id', '')}")
    guid, link = item.get("guid"), item.get("link")
    if written not in {"post", "page"}:
        status = Status.MENU if _NO_TEXT.fullmatch(written) else Status.OTHER
    elif item.get("wp:post_password"):
        status = Status.PROTECTED
    date = moment(f"{stamp}Z" if (stamp := item.get("wp:post_date_gmt")) else "") or moment(item.get("wp:post_date"))
    changed = moment(f"{stamp}Z" if (stamp := item.get("wp:post_modified_gmt")) else "")
    return Entry(
        key=f"wp:{number}",
        kind=Kind.PAGE if written == "page" else Kind.POST,
        type=written,
        title=plain(item.get("title")),
        body=item.get("content:encoded"),
        form=Form.HTML,
        date=date or moment(item.get("pubDate")),
        changed=changed or moment(item.get("wp:post_modified")),
        status=status,
        authors=tuple(dict.fromkeys(_logins(item, people))),
        categories=tuple(name for domain, name in terms if domain == "category" and name),
        tags=tuple(name for domain, name in terms if domain == "post_tag" and name),
        summary=plain(item.get("excerpt:encoded")),
        addresses=tuple(
            dict.fromkeys(
                one
                for one in (
                    link,
                    f"/?{'page_id' if written == 'page' else 'p'}={number}",
                    guid if "://" in guid else "",
                )
                if one
            )
        ),
        picture=lead.key if lead else "",
        picture_alt=lead.alt if lead else "",
        picture_caption=lead.caption if lead else "",
        parent=f"wp:{parent}" if (parent := item.get("wp:post_parent")) not in {"", "0"} else "",
        slug=item.get("wp:post_name"),
        comments=tuple(map(_wp_comment, item.all("wp:comment"))),
        file=item.file,
        line=item.line_of("content:encoded"),
    )


def _wp_comment(one: Item) -> Comment:
    parent, approved = one.get("wp:comment_parent"), one.get("wp:comment_approved")
    stamp = one.get("wp:comment_date_gmt")
    return Comment(
        key=f"wp:c{one.get('wp:comment_id')}",
        author=plain(one.get("wp:comment_author")),
        date=moment(f"{stamp}Z" if stamp else "") or moment(one.get("wp:comment_date")),
        body=one.get("wp:comment_content"),
        parent=f"wp:c{parent}" if parent not in {"", "0"} else "",
        status=_COMMENT_STATUS.get(approved, approved),
        kind=one.get("wp:comment_type") or "comment",
        url=one.get("wp:comment_author_url"),
    )


_KIND = "http://schemas.google.com/blogger/2008/kind#"


def open_blogger(files: tuple[Path, ...], root: Path) -> Source:
    """Open a backup of Blogger: an Atom feed of posts, pages and comments, of before 2025 or from Takeout."""
    findings: list[Finding] = []
    xml = _Xml(files, findings)
    head, people, comments = xml.head(), dict[str, Person](), dict[str, list[Comment]]()
    for item in xml.items([]):
        kind = _blogger_kind(item)
        if kind == "comment":
            above = next((one.attr("ref") for one in item.all("thr:in-reply-to")), "")
            parent = _number(item.get("blogger:inReplyTo") or item.link("related"))
            said = Comment(
                key=f"blogger:c{_number(item.get('id'))}",
                author=plain(item.author.get("name")),
                date=moment(item.get("published")),
                body=_content(item, "content"),
                parent=f"blogger:c{parent}" if parent else "",
                status={"": "published", "LIVE": "published", "PENDING": "pending"}.get(
                    item.get("blogger:status"), "spam"
                ),
            )
            comments.setdefault(_number(item.get("blogger:parent") or above), []).append(said)
        elif kind in {"post", "page"} and (key := _blogger_author(item)):
            people.setdefault(key, Person(key, plain(item.author.get("name"))))
    return Source(
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
    terms = (one.attr("term") for one in item.all("category"))
    return item.get("blogger:type").lower() or next((t.removeprefix(_KIND) for t in terms if t.startswith(_KIND)), "")


def _number(written: str) -> str:
    """Return the last number of an identifier or an address."""
    found: list[str] = re.findall(r"[0-9]{1,30}", written)
    return found[-1] if found else ""


def _blogger_author(item: Item) -> str:
    return item.author.get("uri").rstrip("/").rpartition("/")[2] or plain(item.author.get("name"))


def _blogger(item: Item, comments: Mapping[str, list[Comment]]) -> Entry:
    number, state, key = _number(item.get("id")), item.get("blogger:status"), _blogger_author(item)
    is_draft = state == "DRAFT" or any(one.get("app:draft") == "yes" for one in item.all("app:control"))
    in_trash = bool(item.get("blogger:trashed")) or state == "SOFT_TRASHED"
    return Entry(
        key=f"blogger:{number}",
        kind=Kind(_blogger_kind(item)),
        title=plain(item.get("title")),
        body=_content(item, "content"),
        form=Form.HTML,
        date=moment(item.get("published")),
        changed=moment(item.get("updated")),
        status=Status.TRASH if in_trash else Status.DRAFT if is_draft else Status.PUBLISHED,
        authors=(key,) if key else (),
        tags=tuple(t for one in item.all("category") if (t := one.attr("term")) and not t.startswith("http")),
        summary=plain(item.get("blogger:metaDescription")),
        addresses=tuple(filter(None, (item.link(), item.get("blogger:filename")))),
        comments=tuple(comments.get(number, ())),
        file=item.file,
        line=item.line_of("content"),
    )


def _content(item: Item, *names: str) -> str:
    """Return the HTML of the first of these elements that has any, whichever way Atom writes it."""
    for one in chain.from_iterable(map(item.all, names)):
        if one.attr("type") == "xhtml":
            for inner in one.element.iter():
                inner.tag = inner.tag.rpartition("}")[2]
            return "".join(tostring(inner, encoding="unicode") for inner in one.element)
        if one.text:
            return one.text
    return ""


def open_feed(files: tuple[Path, ...], root: Path) -> Source:
    """Open a feed (RSS, Atom, JSON): the texts that it has; it has no drafts, pages or comments."""
    findings, people = list[Finding](), dict[str, Person]()
    xml = _Xml(files, findings)
    if files[0].suffix == ".json":
        feed = _json(files[0])
        name, site = str(feed.get("title", "")), str(feed.get("home_page_url", ""))
        rows = [one for one in feed.get("items", ()) if isinstance(one, dict)]
    else:
        head, rows = xml.head(), None
        name, site = head.get("title"), head.link()

    def entries() -> Iterator[Entry]:
        if rows is None:
            return (_feed_entry(item, people) for item in xml.items(findings))
        return (_json_entry(row, people, files[0].name) for row in rows)

    for _entry in entries():  # whoever signs is known once all were read
        pass
    findings.clear()
    return Source("feed", plain(name), site.rstrip("/"), entries, people, root=root, findings=findings)


def _feed_entry(item: Item, people: dict[str, Person]) -> Entry:
    names = [one.get("name") or one.text for one in item.all("author")] or [one.text for one in item.all("dc:creator")]
    has_more = any(
        one is not None for one in (item.element.find(_tag("content:encoded")), item.element.find("content"))
    )
    link = item.link() or (guid if "://" in (guid := item.get("guid")) else "")
    dates = (moment(item.get(name)) for name in ("published", "pubDate", "dc:date", "updated"))
    return Entry(
        key=f"feed:{item.get('guid') or item.get('id') or link or item.get('title')}",
        kind=Kind.POST,
        title=plain(item.get("title")),
        body=_content(item, "content:encoded", "content", "description", "summary"),
        form=Form.HTML,
        date=next(filter(None, dates), None),
        changed=moment(item.get("updated")),
        authors=tuple(key for name in names for key in signed(name, people)),
        tags=tuple(filter(None, (plain(one.attr("term") or one.text) for one in item.all("category")))),
        summary=plain(item.get("description") or item.get("summary")) if has_more else "",
        addresses=(link,) if link else (),
        file=item.file,
        line=item.line,
    )


def _json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file. Raises ``SourceError``."""
    try:
        found = json.loads(read_text(path, [], 512 << 20), object_hook=_lighter)
    except (ValueError, RecursionError) as error:
        raise SourceError(N_("it cannot be read as JSON"), path.name) from error
    if not isinstance(found, dict):
        raise SourceError(N_("it is no export that is known here"), path.name)
    return found


def _lighter(row: dict[str, Any]) -> dict[str, Any]:
    """Drop the other forms of a body that Ghost writes beside its HTML: they are two thirds of an export."""
    return {k: v for k, v in row.items() if k not in {"lexical", "mobiledoc", "plaintext"}} if row.get("html") else row


def _json_entry(row: Mapping[str, Any], people: dict[str, Person], file: str) -> Entry:
    link, body = str(row.get("url") or ""), row.get("content_html")
    named = row.get("authors") or [row.get("author")]
    names = [str(one.get("name", "")) for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    return Entry(
        key=f"feed:{row.get('id') or link}",
        kind=Kind.POST,
        title=plain(str(row.get("title") or "")),
        body=str(body or row.get("content_text") or ""),
        form=Form.HTML if body else Form.TEXT,
        date=moment(row.get("date_published")),
        changed=moment(row.get("date_modified")),
        authors=tuple(key for name in names for key in signed(name, people)),
        tags=tuple(map(str, tags)) if isinstance(tags := row.get("tags"), list) else (),
        summary=str(row.get("summary") or ""),
        lang=str(row.get("language") or "")[:2],
        addresses=(link,) if link else (),
        picture=str(row.get("image") or ""),
        file=file,
    )


_GHOST_STATUS = {"published": Status.PUBLISHED, "sent": Status.PUBLISHED, "scheduled": Status.SCHEDULED}


def open_ghost(files: tuple[Path, ...], root: Path) -> Source:
    """Open an export of Ghost. It doesn't say where the blog was: ``import.yml`` does."""
    whole = _json(files[0])
    holder = whole["db"][0] if isinstance(whole.get("db"), list) and whole["db"] else whole
    data = holder.get("data", {}) if isinstance(holder, dict) else {}

    def rows(name: str) -> list[dict[str, Any]]:
        found = data.get(name)
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    settings = {row.get("key"): row.get("value") for row in rows("settings")}
    people = {
        str(row["id"]): Person(
            str(row["id"]),
            str(row.get("name") or row.get("slug") or ""),
            plain(str(row.get("bio") or "")),
            str(row.get("website") or ""),
            str(row.get("slug") or ""),
        )
        for row in rows("users")
        if "id" in row
    }
    tags = {row.get("id"): row for row in rows("tags") if row.get("visibility", "public") == "public"}
    terms = {str(row.get("name")): str(row.get("slug")) for row in tags.values()}
    meta = {row.get("post_id"): row for row in rows("posts_meta")}
    authors, tagged = _joined(rows("posts_authors"), "author_id"), _joined(rows("posts_tags"), "tag_id")

    def entry(row: dict[str, Any]) -> Entry:
        slug, more = str(row.get("slug") or ""), meta.get(row.get("id"), {})
        signed = authors.get(row.get("id")) or [row.get("author_id") or row.get("created_by")]
        names = [str(tags[one]["name"]) for one in tagged.get(row.get("id"), ()) if one in tags]
        status = _GHOST_STATUS.get(str(row.get("status")), Status.DRAFT)
        if status is not Status.DRAFT and row.get("visibility", "public") != "public":
            status = Status.PRIVATE  # for members, or who pays
        return Entry(
            key=f"ghost:{row.get('id')}",
            kind=Kind.PAGE if row.get("type") == "page" or row.get("page") else Kind.POST,
            title=str(row.get("title") or ""),
            body=str(row.get("html") or row.get("plaintext") or ""),
            form=Form.HTML if row.get("html") else Form.TEXT,
            date=moment(row.get("published_at") or row.get("created_at")),
            changed=moment(row.get("updated_at")),
            status=status,
            authors=tuple(str(one) for one in signed if str(one) in people),
            categories=tuple(names[:1]),
            tags=tuple(names[1:]),
            summary=str(row.get("custom_excerpt") or more.get("meta_description") or ""),
            lang=str(row.get("locale") or "")[:2],
            addresses=(f"/{slug}/",),
            picture=str(row.get("feature_image") or ""),
            picture_alt=str(more.get("feature_image_alt") or ""),
            picture_caption=plain(str(more.get("feature_image_caption") or "")),
            slug=slug,
            file=files[0].name,
        )

    addresses = [Address(f"/tag/{slug}/", "tag", name) for name, slug in terms.items()]
    addresses += [Address(f"/author/{one.slug}/", "author", one.key) for one in people.values() if one.slug]
    return Source(
        kind="ghost",
        name=str(settings.get("title") or ""),
        site="",
        entries=lambda: map(entry, rows("posts")),
        people=people,
        addresses=(*addresses, Address("/rss/", "feed")),
        terms=terms,
        lang=str(settings.get("locale") or settings.get("lang") or "")[:2],
        zone=zone_named(str(settings.get("timezone") or settings.get("active_timezone") or "")),
        root=root,
    )


def _joined(rows: list[dict[str, Any]], name: str) -> dict[Any, list[Any]]:
    """Return what a table of pairs joins to each post, in its order."""
    found: dict[Any, list[Any]] = {}
    for row in sorted(rows, key=lambda row: str(row.get("sort_order") or 0).zfill(9)):
        found.setdefault(row.get("post_id"), []).append(row.get(name))
    return found
