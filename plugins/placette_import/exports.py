"""Exports in one file: WordPress (WXR), Blogger, Ghost, and the feeds of platforms that export nothing.

A file is read piece by piece, item by item (``xml_items.py``).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from placette import N_
from placette_import.decoding import CONTROLS, SourceError, moment, plain, read_text, signed, zone_named
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
)
from placette_import.xml_items import Item, ItemFile, content_of, tag_of

_WP_STATUS = {
    "publish": EntryStatus.PUBLISHED,
    "future": EntryStatus.SCHEDULED,
    "private": EntryStatus.PRIVATE,
    "trash": EntryStatus.TRASH,
    "inherit": EntryStatus.REVISION,
    **dict.fromkeys(("draft", "pending", "auto-draft"), EntryStatus.DRAFT),
}
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
    head = xml.head()
    site = (head.get("wp:base_blog_url") or head.get("link")).rstrip("/")
    people = {
        login: SourcePerson(login, one.get("wp:author_display_name") or _full_name(one) or login, slug=login)
        for one in head.all("wp:author")
        if (login := one.get("wp:author_login"))
    }
    categories = {one.get("wp:cat_name"): one.get("wp:category_nicename") for one in head.all("wp:category")}
    tags = {one.get("wp:tag_name"): one.get("wp:tag_slug") for one in head.all("wp:tag")}
    addresses = [OldAddress(f"/category/{slug}/", "category", name) for name, slug in categories.items()]
    addresses += [OldAddress(f"/tag/{slug}/", "tag", name) for name, slug in tags.items()]
    uploads: dict[str, SourceUpload] = {}
    for item in xml.items([]):
        kind, key = item.get("wp:post_type"), f"wp:{item.get('wp:post_id')}"
        if kind == "attachment":
            uploads[key] = _upload(item, key, root)
        elif kind == "guest-author":
            meta = _meta(item)
            login = meta.get("cap-user_login") or item.get("wp:post_name").removeprefix("cap-")
            about, own = meta.get("cap-description", ""), meta.get("cap-website", "")
            people[login] = SourcePerson(
                login, meta.get("cap-display_name") or item.get("title") or login, about, own, login
            )
        for login in _logins(item, people):
            people.setdefault(login, SourcePerson(login, login, slug=login))
    return ImportSource(
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
        lang=head.get("language")[:2],
        root=root,
        findings=findings,
    )


def _full_name(author: Item) -> str:
    return f"{author.get('wp:author_first_name')} {author.get('wp:author_last_name')}".strip()


def _meta(item: Item) -> dict[str, str]:
    return {one.get("wp:meta_key"): one.get("wp:meta_value") for one in item.all("wp:postmeta")}


def _upload(item: Item, key: str, root: Path) -> SourceUpload:
    meta, url = _meta(item), item.get("wp:attachment_url") or item.get("guid")
    below = meta.get("_wp_attached_file") or url.partition("/uploads/")[2]
    places = (f"{folder}{below}" for folder in ("wp-content/uploads/", "uploads/", ""))
    path = next((place for place in places if below and ".." not in below and (root / place).is_file()), "")
    parent = item.get("wp:post_parent")
    return SourceUpload(
        key=key,
        url=url,
        path=path,
        alt=plain(meta.get("_wp_attachment_image_alt", "")),
        caption=plain(item.get("excerpt:encoded")),
        parent=f"wp:{parent}" if parent not in {"", "0"} else "",
        page=item.get("link"),
    )


def _logins(item: Item, people: Mapping[str, SourcePerson]) -> Iterator[str]:
    """Yield who signed: the co-authors where the plugin for them named some, else the one of WordPress itself."""
    together = [one for one in item.all("category") if one.attr("domain") == "author"]
    slugs = {person.slug: login for login, person in people.items()} if together else {}
    for one in together:
        name, slug = one.text, one.attr("nicename").removeprefix("cap-")
        yield name if name in people else slugs.get(slug, name or slug)
    if not together and (creator := item.get("dc:creator")):
        yield creator


def _wordpress(item: Item, people: Mapping[str, SourcePerson], uploads: Mapping[str, SourceUpload]) -> SourceEntry:
    number, written = item.get("wp:post_id"), item.get("wp:post_type") or "post"
    status = _WP_STATUS.get(item.get("wp:status"), EntryStatus.DRAFT)
    meta = _meta(item)
    terms = [(one.attr("domain"), one.text) for one in item.all("category")]
    lead = uploads.get(f"wp:{meta.get('_thumbnail_id', '')}")
    guid, link = item.get("guid"), item.get("link")
    if written not in {"post", "page"}:
        status = EntryStatus.MENU if _NO_TEXT.fullmatch(written) else EntryStatus.OTHER
    elif item.get("wp:post_password"):
        status = EntryStatus.PROTECTED
    date = moment(f"{stamp}Z" if (stamp := item.get("wp:post_date_gmt")) else "") or moment(item.get("wp:post_date"))
    changed = moment(f"{stamp}Z" if (stamp := item.get("wp:post_modified_gmt")) else "")
    return SourceEntry(
        key=f"wp:{number}",
        kind=EntryKind.PAGE if written == "page" else EntryKind.POST,
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


def open_blogger(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a backup of Blogger: an Atom feed of posts, pages and comments, of before 2025 or from Takeout."""
    findings: list[ImportFinding] = []
    xml = ItemFile(files, findings)
    head, people, comments = xml.head(), dict[str, SourcePerson](), dict[str, list[Comment]]()
    for item in xml.items([]):
        kind = _blogger_kind(item)
        if kind == "comment":
            above = next((one.attr("ref") for one in item.all("thr:in-reply-to")), "")
            parent = _number(item.get("blogger:inReplyTo") or item.link("related"))
            said = Comment(
                key=f"blogger:c{_number(item.get('id'))}",
                author=plain(item.author.get("name")),
                date=moment(item.get("published")),
                body=content_of(item, "content"),
                parent=f"blogger:c{parent}" if parent else "",
                status={"": "published", "LIVE": "published", "PENDING": "pending"}.get(
                    item.get("blogger:status"), "spam"
                ),
            )
            comments.setdefault(_number(item.get("blogger:parent") or above), []).append(said)
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
    terms = (one.attr("term") for one in item.all("category"))
    return item.get("blogger:type").lower() or next((t.removeprefix(_KIND) for t in terms if t.startswith(_KIND)), "")


def _number(written: str) -> str:
    """Return the last number of an identifier or an address."""
    found: list[str] = re.findall(r"[0-9]{1,30}", written)
    return found[-1] if found else ""


def _blogger_author(item: Item) -> str:
    return item.author.get("uri").rstrip("/").rpartition("/")[2] or plain(item.author.get("name"))


def _blogger(item: Item, comments: Mapping[str, list[Comment]]) -> SourceEntry:
    number, state, key = _number(item.get("id")), item.get("blogger:status"), _blogger_author(item)
    is_draft = state == "DRAFT" or any(one.get("app:draft") == "yes" for one in item.all("app:control"))
    in_trash = bool(item.get("blogger:trashed")) or state == "SOFT_TRASHED"
    return SourceEntry(
        key=f"blogger:{number}",
        kind=EntryKind(_blogger_kind(item)),
        title=plain(item.get("title")),
        body=content_of(item, "content"),
        form=Form.HTML,
        date=moment(item.get("published")),
        changed=moment(item.get("updated")),
        status=EntryStatus.TRASH if in_trash else EntryStatus.DRAFT if is_draft else EntryStatus.PUBLISHED,
        authors=(key,) if key else (),
        tags=tuple(t for one in item.all("category") if (t := one.attr("term")) and not t.startswith("http")),
        summary=plain(item.get("blogger:metaDescription")),
        addresses=tuple(filter(None, (item.link(), item.get("blogger:filename")))),
        comments=tuple(comments.get(number, ())),
        file=item.file,
        line=item.line_of("content"),
    )


def open_feed(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a feed (RSS, Atom, JSON): the texts that it has; it has no drafts, pages or comments."""
    findings, people = list[ImportFinding](), dict[str, SourcePerson]()
    xml = ItemFile(files, findings)
    if files[0].suffix == ".json":
        feed = _json(files[0])
        name, site = str(feed.get("title", "")), str(feed.get("home_page_url", ""))
        rows = [one for one in feed.get("items", ()) if isinstance(one, dict)]
    else:
        head, rows = xml.head(), None
        name, site = head.get("title"), head.link()

    def entries() -> Iterator[SourceEntry]:
        if rows is None:
            return (_feed_entry(item, people) for item in xml.items(findings))
        return (_json_entry(row, people, files[0].name) for row in rows)

    for _entry in entries():  # whoever signs is known once all were read
        pass
    findings.clear()
    return ImportSource("feed", plain(name), site.rstrip("/"), entries, people, root=root, findings=findings)


def _feed_entry(item: Item, people: dict[str, SourcePerson]) -> SourceEntry:
    names = [one.get("name") or one.text for one in item.all("author")] or [one.text for one in item.all("dc:creator")]
    has_more = any(
        one is not None for one in (item.element.find(tag_of("content:encoded")), item.element.find("content"))
    )
    link = item.link() or (guid if "://" in (guid := item.get("guid")) else "")
    dates = (moment(item.get(name)) for name in ("published", "pubDate", "dc:date", "updated"))
    return SourceEntry(
        key=f"feed:{item.get('guid') or item.get('id') or link or item.get('title')}",
        kind=EntryKind.POST,
        title=plain(item.get("title")),
        body=content_of(item, "content:encoded", "content", "description", "summary"),
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
    """Drop half signs, and the other forms of a body that Ghost writes beside its HTML: two thirds of an export."""
    row = {k: CONTROLS.sub("", v) if isinstance(v, str) else v for k, v in row.items()}
    return {k: v for k, v in row.items() if k not in {"lexical", "mobiledoc", "plaintext"}} if row.get("html") else row


def _json_entry(whole: Mapping[str, Any], people: dict[str, SourcePerson], file: str) -> SourceEntry:
    row, tags, named = _words(whole), whole.get("tags"), whole.get("authors") or [whole.get("author")]
    names = [str(one.get("name", "")) for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    return SourceEntry(
        key=f"feed:{row['id'] or row['url']}",
        kind=EntryKind.POST,
        title=plain(row["title"]),
        body=row["content_html"] or row["content_text"],
        form=Form.HTML if row["content_html"] else Form.TEXT,
        date=moment(row["date_published"]),
        changed=moment(row["date_modified"]),
        authors=tuple(key for name in names for key in signed(name, people)),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        summary=row["summary"],
        lang=row["language"][:2],
        addresses=tuple(filter(None, [row["url"]])),
        picture=row["image"],
        file=file,
    )


_GHOST_STATUS = {"published": EntryStatus.PUBLISHED, "sent": EntryStatus.PUBLISHED, "scheduled": EntryStatus.SCHEDULED}


def open_ghost(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open an export of Ghost. It doesn't say where the blog was: ``import.yml`` does."""
    whole = _json(files[0])
    holder = whole["db"][0] if isinstance(whole.get("db"), list) and whole["db"] else whole
    data = holder.get("data", {}) if isinstance(holder, dict) else {}

    def rows(name: str) -> list[Row]:
        found = data.get(name)
        return [_words(row) for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    settings = {row["key"]: row["value"] for row in rows("settings")}
    people = {
        row["id"]: SourcePerson(row["id"], row["name"] or row["slug"], plain(row["bio"]), row["website"], row["slug"])
        for row in rows("users")
    }
    tags = {row["id"]: row["name"] for row in rows("tags") if row["visibility"] in {"", "public"}}
    terms = {row["name"]: row["slug"] for row in rows("tags") if row["id"] in tags}
    meta = {row["post_id"]: row for row in rows("posts_meta")}
    authors, tagged = _joined(rows("posts_authors"), "author_id"), _joined(rows("posts_tags"), "tag_id")

    def entry(row: Row) -> SourceEntry:
        signed = authors.get(row["id"]) or [row["author_id"] or row["created_by"]]
        names = [tags[one] for one in tagged.get(row["id"], ()) if one in tags]
        made = _ghost(row, meta.get(row["id"], _words({})), files[0].name)
        known = tuple(one for one in signed if one in people)
        return replace(made, authors=known, categories=tuple(names[:1]), tags=tuple(names[1:]))

    addresses = [OldAddress(f"/tag/{slug}/", "tag", name) for name, slug in terms.items()]
    addresses += [OldAddress(f"/author/{one.slug}/", "author", one.key) for one in people.values() if one.slug]
    return ImportSource(
        *("ghost", settings.get("title", ""), "", lambda: map(entry, rows("posts")), people),
        addresses=(*addresses, OldAddress("/rss/", "feed")),
        lang=(settings.get("locale") or settings.get("lang", ""))[:2],
        zone=zone_named(settings.get("timezone") or settings.get("active_timezone", "")),
        root=root,
    )


Row = Mapping[str, str]


def _words(row: Mapping[str, Any]) -> Row:
    """Return the values of a row that are plain, as texts; others are empty."""
    return defaultdict(str, {key: str(one) for key, one in row.items() if isinstance(one, (str, int, float))})


def _ghost(row: Row, meta: Row, file: str) -> SourceEntry:
    status = _GHOST_STATUS.get(row["status"], EntryStatus.DRAFT)
    if status is not EntryStatus.DRAFT and row["visibility"] not in {"", "public"}:
        status = EntryStatus.PRIVATE  # for members, or who pays
    return SourceEntry(
        key=f"ghost:{row['id']}",
        kind=EntryKind.PAGE if row["type"] == "page" or row["page"] in {"1", "True"} else EntryKind.POST,
        title=row["title"],
        body=row["html"] or row["plaintext"],
        form=Form.HTML if row["html"] else Form.TEXT,
        date=moment(row["published_at"] or row["created_at"]),
        changed=moment(row["updated_at"]),
        status=status,
        summary=row["custom_excerpt"] or meta["meta_description"],
        lang=row["locale"][:2],
        addresses=(f"/{row['slug']}/",),
        picture=row["feature_image"],
        picture_alt=meta["feature_image_alt"],
        picture_caption=plain(meta["feature_image_caption"]),
        slug=row["slug"],
        file=file,
    )


def _joined(rows: list[Row], name: str) -> dict[str, list[str]]:
    """Return what a table of pairs joins to each post, in its order."""
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["sort_order"].zfill(9)):
        found.setdefault(row["post_id"], []).append(row[name])
    return found
