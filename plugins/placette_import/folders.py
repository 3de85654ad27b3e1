"""Folders of texts: Jekyll, Hugo, Pelican, and any folder of Markdown files.

Their settings are read, never run: of Python those values alone that are literals.
"""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import yaml

from placette import N_
from placette_import.decoding import (
    SourceError,
    each,
    plain,
    read_fields,
    read_text,
    read_yaml,
    signed,
    words_of,
    zone_named,
)
from placette_import.values import (
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

Matter = Mapping[str, Any]
_MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mdx"})
_HTML = frozenset({".html", ".htm"})
_FORMS = dict.fromkeys(_MARKDOWN, Form.MARKDOWN) | dict.fromkeys(_HTML, Form.HTML)
_FORMS |= {".rst": Form.RST, ".txt": Form.TEXT}
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|heic|svg|pdf|od[tsp]|docx?|xlsx?|csv|mp3|ogg|mp4|webm|gpx|zip)$", re.I
)
_MOST = 200_000
_OF_PROGRAMS = frozenset({"node_modules", "venv", "__pycache__"})
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]?(.*)")
_LIST_PAGE = re.compile(r"\{%-?\s*(?:for|include|paginate)\b")
_UNTITLED = frozenset({"404", "feed", "sitemap", "search", "robots"})


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text of a folder: its path from there, what its head says by small names, its body and where this begins."""

    path: str
    matter: dict[str, Any]
    body: str
    line: int = 1
    suffix: str = ""

    def say(self, *names: str) -> str:
        """Return the first of these values that is a plain one."""
        return next(filter(None, (words_of(self.matter.get(name)) for name in names)), "")

    def all(self, *names: str) -> tuple[str, ...]:
        """Return all values of these names, each once; one text is cut at commas or semicolons."""
        values: list[str] = []
        for value in map(self.matter.get, names):
            mark = ";" if isinstance(value, str) and ";" in value else ","
            parts = value.split(mark) if isinstance(value, str) else value if isinstance(value, list) else [value]
            values += [words_of(part.get("name") if isinstance(part, dict) else part) for part in parts]
        return each(*values)

    @property
    def stem(self) -> str:
        """The name of the file, or of the folder of an ``index.md``."""
        path = PurePosixPath(self.path)
        return path.parent.name if path.stem in {"index", "_index"} and path.parent.name else path.stem

    def picture(self) -> tuple[str, str, str]:
        """Return the lead picture that its head names, its description and its caption."""
        for name in ("image", "featured_image", "featuredimage", "cover", "images", "thumbnail", "header", "og_image"):
            value = self.matter.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, dict):
                inner = replace(self, matter=_lower(value))
                if path := inner.say("image", "path", "src", "overlay_image", "teaser"):
                    return path, inner.say("alt", "description"), inner.say("caption")
            elif isinstance(value, str) and value.strip():
                return value.strip(), self.say("image_alt", "alt"), self.say("image_caption", "caption")
        return "", "", ""


def _walk(root: Path, below: str = "") -> Iterator[str]:
    """Yield the files below a folder, sorted; none behind links, in hidden folders or in those of programs."""
    total, inside = 0, (root / below).resolve().is_relative_to(root.resolve())
    for above, folders, names in os.walk(root / below) if inside else ():
        folders[:] = sorted(folder for folder in folders if folder[0] != "." and folder not in _OF_PROGRAMS)
        for name in sorted(names):
            path = Path(above, name)
            if name[0] == "." or path.is_symlink():
                continue
            if (total := total + 1) > _MOST:
                raise SourceError(N_("it has too many files"), root.name)
            yield path.relative_to(root).as_posix()


def _lower(found: object) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else {}


def read_file(root: Path, path: str, findings: list[ImportFinding]) -> TextFile | None:
    """Return a text of a folder with its head, as YAML, TOML, JSON, or as Pelican writes it; None for one too large."""
    suffix = PurePosixPath(path).suffix.lower()
    try:
        text = read_text(root / path, findings, 8 << 20)
    except (SourceError, OSError):
        findings.append(ImportFinding("import-broken", file=path, values={"name": path}))
        return None
    matter, body, broken = _head(text.lstrip("\ufeff"), suffix)
    if broken:
        findings.append(ImportFinding("import-head", file=path, line=1, values={"name": path}))
    return TextFile(path, matter, body, text.count("\n", 0, max(text.rfind(body), 0)) + 1, suffix)


def _head(text: str, suffix: str) -> tuple[dict[str, Any], str, bool]:
    """Return what the head of a text says, its body, and whether the head could not be read."""
    try:
        if match := re.match(r"(---|\+\+\+)[ \t]*\n(.*?)(?<=\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL):
            head = tomllib.loads(match[2]) if match[1] == "+++" else read_yaml(match[2][:200_000])
            return _lower(head), text[match.end() :], False
        if re.match(r"\{\s*\"", text):
            head, end = json.JSONDecoder().raw_decode(text)
            return _lower(head), text[end:], False
    except (ValueError, yaml.YAMLError, RecursionError, AttributeError):
        return {}, re.sub(r"^(---|\+\+\+).*?\n\1\s*\n", "", text, count=1, flags=re.DOTALL), True
    if suffix == ".txt":
        return {}, text, False
    reader = _rst_head if suffix == ".rst" else _html_head if suffix in _HTML else _meta_head
    return (*reader(text), False)


def _html_head(text: str) -> tuple[dict[str, Any], str]:
    if "<html" not in text[:2000].lower():
        return {}, text
    head = {name.lower(): value for name, value in re.findall(r'<meta\s+name="([^"]+)"\s+content="([^"]*)"', text)}
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    body = re.search(r"<body[^>]*>(.*?)(?:</body>|$)", text, re.DOTALL)
    return {"title": plain(title[1]) if title else "", **head}, body[1] if body else text


def _meta_head(text: str) -> tuple[dict[str, Any], str]:
    """Return the lines ``Key: value`` at the beginning of a text, as Pelican and MultiMarkdown write them."""
    match = re.match(r"(?:[A-Za-z][\w-]*:[ \t].*\n(?:[ \t]{4,}.*\n)*)+(?=\n|$)", text)
    pairs = re.findall(r"^([A-Za-z][\w-]*):[ \t]*(.*(?:\n[ \t]{4,}.*)*)", match[0], re.MULTILINE) if match else []
    return {name.lower(): " ".join(value.split()) for name, value in pairs}, text[match.end() :] if match else text


def _rst_head(text: str) -> tuple[dict[str, Any], str]:
    """Return the title and the fields of a reST text, which Pelican reads as its head."""
    head: dict[str, Any] = {}
    match = re.match(r"\s*(?:([#=\-~^\"'*+])\1{2,}\n)?(\S.*)\n([#=\-~^\"'*+])\3{2,}\n", text)
    at = match.end() if match else 0
    if match:
        head["title"] = match[2].strip()
    fields = re.compile(r"\s*((?::[\w -]+:.*\n(?:[ \t]+\S.*\n)*)+)").match(text, at)
    if fields:
        pairs = re.findall(r"^:([\w -]+):[ \t]*(.*(?:\n[ \t]+\S.*)*)", fields[1], re.MULTILINE)
        head |= {name.lower(): " ".join(value.split()) for name, value in pairs}
        at = fields.end()
    return head, text[at:]


class TextFolder(NamedTuple):
    """What is the same for all texts of a folder: ``texts`` is where they lie, with a slash behind, or empty."""

    root: Path
    settings: Matter
    texts: str
    zone: tzinfo | None
    lang: str
    people: dict[str, SourcePerson]
    paths: list[str]
    """All files below that folder, from ``root``."""
    has_sections: bool
    """Whether folders lie among the texts."""

    def inside(self, path: str) -> PurePosixPath:
        """Return where a file lies among the texts."""
        return PurePosixPath(path.removeprefix(self.texts))


class FolderProgram(NamedTuple):
    """A program: what it makes of a text, and what its settings call the name, the address and the language of a site.

    ``makes`` takes an entry with what all programs call alike; it returns None for a file that is no text. ``content``
    names the folder of texts, and the usual one.
    """

    makes: Callable[[TextFolder, TextFile, SourceEntry], SourceEntry | None]
    files: tuple[str, ...] = ()
    form: Form = Form.MARKDOWN
    name: str = "title"
    site: str = "url"
    lang: tuple[str, str] = ("lang", "")
    content: tuple[str, str] = ("", "")
    addresses: Callable[[Matter], list[OldAddress]] = lambda _settings: []
    list_of: Callable[[Matter, str, str], str] = lambda _settings, _kind, _name: ""
    """The old address of the list of a category or tag."""
    extensions: Callable[[Matter], dict[str, Any]] = lambda _settings: {}


def open_folder(kind: str, root: Path) -> ImportSource:
    """Open a folder of a program."""
    program, site, findings = PROGRAMS[kind], _site(kind, root), list[ImportFinding]()
    settings = site.settings

    def entries() -> Iterator[SourceEntry]:
        for path in site.paths:
            if PurePosixPath(path).suffix.lower() in _FORMS and (text := read_file(root, path, findings)):
                entry_made = program.makes(site, text, _entry(text, kind, site, program.form))
                yield from [entry_made] if entry_made else []

    old = {old_address.path: old_address for old_address in program.addresses(settings)}
    bundles: dict[str, str] = {}
    for entry in entries():  # whoever signs is known once all were read
        for what, name in (
            *(("category", old_address) for old_address in entry.categories),
            *(("tag", old_address) for old_address in entry.tags),
        ):
            if address := program.list_of(settings, what, name):
                old.setdefault(address, OldAddress(address, what, name))
        file = PurePosixPath(entry.file)
        if file.stem == "index" and entry.addresses and len(file.parts) > 1:
            bundles.setdefault(file.parent.as_posix(), entry.addresses[0].rpartition("/")[0])
    findings.clear()
    statics = _walk(root, "static") if kind == "hugo" else ()
    uploads = {path: SourceUpload(path, path.removeprefix("static"), path) for path in statics if _MEDIA.search(path)}
    for path in filter(_MEDIA.search, site.paths):
        above = next(
            (
                old_address.as_posix()
                for old_address in PurePosixPath(path).parents
                if old_address.as_posix() in bundles
            ),
            "",
        )
        url = f"{bundles[above]}{path.removeprefix(above)}" if above else f"/{site.inside(path)}"
        uploads.setdefault(path, SourceUpload(path, url, path))
    name, address = _str(settings, program.name, "" if settings else root.name), _str(settings, program.site)
    return ImportSource(
        *(kind, name, address.rstrip("/"), entries, site.people, uploads, tuple(old.values()), site.lang[:2], root),
        *(program.extensions(settings), findings),
    )


def _site(kind: str, root: Path) -> TextFolder:
    program, people = PROGRAMS[kind], dict[str, SourcePerson]()
    settings = _settings(root, *program.files)
    if kind == "pelican":
        settings |= {name: value for name, value in _settings(root, "publishconf.py").items() if value}
    for key, author in _settings(root, "_data/authors.yml", "_data/authors.yaml", "_data/authors.json").items():
        if isinstance(author, dict):
            link = str(author.get("url") or author.get("uri") or "")
            people[key] = SourcePerson(key, str(author.get("name") or key), plain(author.get("bio")), link)
    content = _str(settings, *program.content).strip("/")
    content = program.content[1] if ".." in content or not (root / content).is_dir() else content
    texts, zone, lang = f"{content}/" if content else "", zone_named(_str(settings, "timezone")), program.lang
    paths = [*_walk(root, content)]
    has_sections = any("/" in path.removeprefix(texts) for path in paths)
    return TextFolder(root, settings, texts, zone, _str(settings, *lang), people, paths, has_sections)


_ENTRY = (
    "date=date|publishdate|published_at|created|_named changed=lastmod|modified|last_modified_at|updated"
    " summary=summary|description|excerpt|résumé lang=lang|language"
)


def _entry(text: TextFile, kind: str, site: TextFolder, form: Form) -> SourceEntry:
    """Return a text with what all programs call alike."""
    people, zone, names = site.people, site.zone, text.all("authors", "author", "auteur", "auteurs")
    keys = tuple(name for name in names if name in people)
    picture, alt, caption = text.picture()
    title, body, line = text.say("title", "titre"), text.body, text.line
    heading = re.match(r"\s*#[ \t]+(\S.*?)[ \t#]*\n", f"{body}\n")
    if heading and title in {"", heading[1]} and text.suffix in _MARKDOWN:
        title, body, line = heading[1], body[heading.end() :], line + heading[0].count("\n")
    form_of, dated = _FORMS[text.suffix], _DATED.match(PurePosixPath(text.path).stem)
    matter = {"_named": dated[1]} | text.matter if dated else text.matter
    return SourceEntry(
        f"{kind}:{site.inside(text.path)}",
        title=plain(title) or text.stem.replace("-", " ").replace("_", " ").strip(),
        body=body,
        **read_fields(matter.get, _ENTRY, zone),
        **read_status("folder", text.say),
        form=form if form_of is Form.MARKDOWN else form_of,
        authors=keys if len(keys) == len(names) else tuple(k for name in names for k in signed(name, people)),
        categories=text.all("categories", "category", "rubrique"),
        tags=text.all("tags", "keywords"),
        picture=picture,
        picture_alt=alt,
        picture_caption=caption,
        slug=text.say("slug") or _DATED.sub(r"\2", text.stem) or text.stem,
        file=text.path,
        line=line,
    )


def _settings(root: Path, *names: str) -> dict[str, Any]:
    """Return the first of these files of settings that is there, by small names; empty for a broken one."""
    for name in names:
        if (root / name).is_file():
            with suppress(ValueError, yaml.YAMLError, RecursionError, SourceError, SyntaxError):
                text = read_text(root / name, [], 1 << 20)
                if name.endswith(".py"):
                    return _literals(text)
                if name.endswith(".toml"):
                    return _lower(tomllib.loads(text))
                return _lower(json.loads(text) if name.endswith(".json") else read_yaml(text))
    return {}


def _literals(text: str) -> dict[str, Any]:
    """Return the settings in a Python file that are literals; nothing of it is run."""
    literals: dict[str, Any] = {}
    for node in ast.parse(text).body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            with suppress(ValueError, TypeError, MemoryError, RecursionError):
                if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                    literals[target.id.lower()] = ast.literal_eval(node.value)
    return literals


def _str(settings: Matter, name: str, default: str = "") -> str:
    return value if isinstance(value := settings.get(name), str) and value else default


def _filled(pattern: str, values: Mapping[str, str], part: str) -> str:
    """Return a pattern of addresses with its parts filled in; ``part`` is their form as a regular expression."""
    path = re.sub(part, lambda found: values.get(found[1].lower(), ""), pattern)
    return "/" + re.sub(r"/{2,}", "/", path).lstrip("/")


_PARTS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S", "week": "%V"}
_PARTS |= {"yearday": "%j", "y_day": "%j", "short_year": "%y", "monthname": "%B", "weekdayname": "%A"}


def _parts(day: datetime | None, **more: str) -> dict[str, str]:
    """Return the parts of addresses that a date gives, as Jekyll and Hugo call them."""
    dated = {name: day.strftime(form) for name, form in _PARTS.items()} if day else {}
    return dated | ({"i_month": f"{day.month}", "i_day": f"{day.day}"} if day else {}) | more


def _urlized(text: str) -> str:
    """Return a part of an address as Hugo and Jekyll write it: letters of any language, digits, hyphens."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w.+~-]+", "-", text.strip().lower())).strip("-")


_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_JEKYLL_PART = r":(output_ext|[a-z_]+?(?=:|/|-|\.|$))"


def _jekyll(site: TextFolder, text: TextFile, made: SourceEntry) -> SourceEntry | None:
    """Make a text of ``_posts``, ``_drafts``, a collection, or a page with a head."""
    path, base = site.inside(text.path), _str(site.settings, "baseurl").strip("/")
    folders = [part for part in path.parts[:-1] if part.startswith("_")]
    collection = folders[0][1:] if folders else ""
    is_draft, is_post = "_drafts" in folders, "_posts" in folders
    is_text = is_post or is_draft or not folders or collection in _lower(site.settings.get("collections"))
    if not is_text or not (is_post or text.line > 1):
        return None  # layouts, includes, data; what is copied as it is
    is_list = not (is_post or is_draft) and (bool(_LIST_PAGE.search(text.body)) or path.stem in _UNTITLED)
    tags, categories = (each(*text.say(name).replace(",", " ").split()) for name in ("tags", "categories"))
    above = path.parts[: path.parts.index("_posts")] if is_post else ()
    categories = categories or made.categories or above
    pattern = _JEKYLL.get(_str(site.settings, "permalink", "date"), _str(site.settings, "permalink"))
    usual = f"/{path.parent}/" if path.stem == "index" else f"/{path.with_suffix('')}:output_ext"
    usual = text.say("permalink") or (pattern if is_post or is_draft else usual.replace("/./", "/"))
    values = _parts(made.date, output_ext=".html", name=path.stem, collection=collection, path=path.stem)
    values |= dict.fromkeys(("title", "slug"), _urlized(made.slug)) | {
        "categories": "/".join(map(_urlized, categories))
    }
    return replace(
        made,
        kind=EntryKind.POST if is_post or is_draft else EntryKind.PAGE,
        status=EntryStatus.LIST if is_list else EntryStatus.DRAFT if is_draft else made.status,
        state="_drafts" if is_draft else made.state,
        categories=categories,
        tags=tags or made.tags,
        addresses=(_filled(f"{base}/{usual}", values, _JEKYLL_PART), *text.all("redirect_from")),
    )


def _hugo(site: TextFolder, text: TextFile, made: SourceEntry) -> SourceEntry | None:
    """Make a text of a page, a bundle or a section, in any of the site's languages."""
    path, languages = site.inside(text.path), _lower(site.settings.get("languages"))
    stem, lang = path.stem, path.stem.rpartition(".")[2]
    if lang in languages:
        stem = stem.rpartition(".")[0]
    elif (lang := path.parts[0]) in languages:
        path = PurePosixPath(*path.parts[1:])
    else:
        lang = ""
    folders = list(path.parts[:-1])
    name = folders.pop() if stem == "index" and folders else stem
    is_section, is_page = (
        stem == "_index",
        text.say("type") == "page" or (site.has_sections and not folders),
    )
    where = _hugo_address(site, text, folders, "" if is_section else name, made.date)
    is_under = lang and (lang != site.lang or site.settings.get("defaultcontentlanguageinsubdir"))
    above = where.rstrip("/").rpartition("/")[0]
    aliases = (alias if alias[:1] == "/" else f"{above}/{alias}" for alias in text.all("aliases"))
    is_text = text.say("headless").lower() != "true" and (text.body.strip() or not is_section)
    return replace(
        made,
        kind=EntryKind.POST if made.date and not (is_page or is_section) else EntryKind.PAGE,
        status=made.status if is_text else EntryStatus.LIST,
        lang=lang or text.say("lang"),
        addresses=(f"/{lang}{where}" if is_under else where, *aliases),
        slug=text.say("slug") or _DATED.sub(r"\2", name) or name,
    )


def _hugo_address(site: TextFolder, text: TextFile, folders: list[str], name: str, day: datetime | None) -> str:
    """Return where Hugo shows a text: as its head or the settings say, or by its folders and name."""
    patterns, section = _lower(site.settings.get("permalinks")), folders[0] if folders else ""
    patterns |= _lower(patterns.get("page"))
    slug, title = text.say("slug") or name, text.say("title")
    values = _parts(day, title=_urlized(title), slug=_urlized(text.say("slug") or title), section=section)
    values |= dict.fromkeys(("filename", "contentbasename"), name) | {"sections": "/".join(folders)}
    values |= dict.fromkeys(("slugorfilename", "slugorcontentbasename"), _urlized(slug))
    pattern_of = text.say("url") or _str(patterns, section or "/")
    is_ugly = name and str(site.settings.get("uglyurls")).lower() == "true"
    usual = "/".join(map(_urlized, (*folders, slug if name else ""))) + (".html" if is_ugly else "/")
    where = _filled(pattern_of or usual, values, r":([a-z]+)(?:\[[^\]]*\])?")
    return where if where.endswith(("/", ".html")) else f"{where}/"


_PELICAN = {
    "page": "pages/{slug}.html",
    "page_lang": "pages/{slug}-{lang}.html",
    "article": "{slug}.html",
    "article_lang": "{slug}-{lang}.html",
}
_PELICAN_PART = r"\{([a-z]+)[^}]*\}"


def _pelican(site: TextFolder, text: TextFile, made: SourceEntry) -> SourceEntry | None:
    path, settings = site.inside(text.path), site.settings
    if text.suffix == ".txt":
        return None
    pages = settings.get("page_paths")
    is_page = any(path.is_relative_to(str(page)) for page in (pages if isinstance(pages, list) else ["pages"]) if page)
    day, lang = made.date, text.say("lang") or site.lang
    if not day and settings.get("default_date") == "fs":
        day = datetime.fromtimestamp((site.root / text.path).stat().st_mtime, site.zone)
    folder = path.parent.name if settings.get("use_folder_as_category", True) else ""
    category = made.categories[:1] or ((folder or _str(settings, "default_category", "misc")),)
    kind = ("page" if is_page else "article") + ("_lang" if lang != site.lang else "")
    pattern = _str(settings, f"{kind}_url", _PELICAN[kind])
    pattern = re.sub(r"\{date:([^}]{1,40})\}", lambda page: day.strftime(page[1]) if day else "", pattern)
    slug = text.say("slug") or _pelican_slug(text.say("title") or path.stem)
    values = {"slug": slug, "lang": lang, "category": _pelican_slug(category[0])}
    return replace(
        made,
        kind=EntryKind.PAGE if is_page else EntryKind.POST,
        date=day,
        authors=made.authors or signed(_str(settings, "author"), site.people),
        categories=category,
        lang=lang[:2],
        addresses=(_filled(pattern, values, _PELICAN_PART),),
        slug=slug,
    )


def _pelican_slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters).strip().lower())


def _pelican_list(settings: Matter, kind: str, name: str) -> str:
    pattern = _str(settings, f"{kind}_url", f"{kind}/{{slug}}.html")
    return _filled(pattern, {"slug": _pelican_slug(name)}, _PELICAN_PART)


def _pelican_addresses(settings: Matter) -> list[OldAddress]:
    feeds = (_str(settings, name) for name in ("feed_all_atom", "feed_all_rss", "feed_atom", "feed_rss"))
    pages = ("archives.html", "categories.html", "tags.html", "authors.html", "index.html")
    return [
        *(OldAddress(f"/{path}", "feed") for path in feeds if path),
        *(OldAddress(f"/{path}", "list") for path in pages),
    ]


def _pelican_extensions(settings: Matter) -> dict[str, Any]:
    markdown = _lower(settings.get("markdown"))
    configs, listed = markdown.get("extension_configs"), markdown.get("extensions")
    usual: dict[str, Any] = {f"markdown.extensions.{name}": {} for name in ("codehilite", "extra", "meta")}
    names = (name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()
    return {name: {} for name in names} | (configs if isinstance(configs, dict) else usual)


_LICENCE = re.compile(r"licen[cs]e(?:\.\w+)?|changelog\.md", re.IGNORECASE)


def _markdown(site: TextFolder, text: TextFile, made: SourceEntry) -> SourceEntry | None:
    """Make a post of a text; its folder is its category."""
    parts = site.inside(text.path).parts
    folder = parts[0] if len(parts) > 1 and parts[0] not in {"_posts", "posts", "blog"} else ""
    return None if _LICENCE.fullmatch(parts[-1]) else replace(made, categories=made.categories or each(folder))


_HUGO_LISTS = {"category": "categories", "tag": "tags"}
_HUGO_FILES = product(("", "config/_default/"), ("hugo", "config"), ("toml", "yaml", "yml", "json"))
PROGRAMS = {
    "jekyll": FolderProgram(_jekyll, ("_config.yml", "_config.yaml"), Form.JEKYLL),
    "hugo": FolderProgram(
        *(_hugo, tuple(f"{folder}{name}.{end}" for folder, name, end in _HUGO_FILES), Form.HUGO),
        site="baseurl",
        lang=("defaultcontentlanguage", "en"),
        content=("contentdir", "content"),
        addresses=lambda _settings: [OldAddress("/index.xml", "feed")],
        list_of=lambda _settings, kind, name: f"/{_HUGO_LISTS[kind]}/{_urlized(name)}/",
    ),
    "pelican": FolderProgram(
        *(_pelican, ("pelicanconf.py",), Form.PYTHON_MARKDOWN, "sitename", "siteurl"),
        lang=("default_lang", "en"),
        content=("path", "content"),
        addresses=_pelican_addresses,
        list_of=_pelican_list,
        extensions=_pelican_extensions,
    ),
    "markdown": FolderProgram(_markdown),
}
