"""Folders of texts: Jekyll, Hugo, Pelican, MkDocs, and any folder of Markdown or Word files.

Their settings are read, never run: of Python those values alone that are literals.
"""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import partial
from itertools import chain, product
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from placette import N_
from placette_import.decoding import SourceError, moment, plain, read_text, read_yaml, signed, zone_named
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
)

Matter = Mapping[str, Any]
_MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mdx"})
_HTML = frozenset({".html", ".htm"})
_FORMS = dict.fromkeys(_MARKDOWN, Form.MARKDOWN) | dict.fromkeys(_HTML, Form.HTML)
_FORMS |= {".rst": Form.RST, ".txt": Form.TEXT, ".docx": Form.DOCX}
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
    matter: Matter
    body: str
    line: int = 1
    suffix: str = ""

    def say(self, *names: str) -> str:
        """Return the first of these values that is a plain one."""
        values = (self.matter.get(name) for name in names)
        return next((str(one).strip() for one in values if isinstance(one, (str, int, float)) and str(one).strip()), "")

    def all(self, *names: str) -> tuple[str, ...]:
        """Return all values of these names, each once; one text is cut at commas or semicolons."""
        found: list[str] = []
        for name in names:
            value = self.matter.get(name)
            mark = ";" if isinstance(value, str) and ";" in value else ","
            parts = value.split(mark) if isinstance(value, str) else value if isinstance(value, list) else [value]
            for part in parts:
                said = part.get("name") if isinstance(part, dict) else part
                found += [str(said).strip()] if isinstance(said, (str, int, float)) else []
        return tuple(dict.fromkeys(filter(None, found)))

    def day(self, zone: tzinfo | None, *names: str) -> datetime | None:
        """Return the first date of these names."""
        return next(filter(None, (moment(self.matter.get(name), zone) for name in names)), None)

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
                small = {str(key).lower(): one for key, one in value.items()}
                inner = replace(self, matter=small)
                if path := inner.say("image", "path", "src", "overlay_image", "teaser"):
                    return path, inner.say("alt", "description"), inner.say("caption")
            elif isinstance(value, str) and value.strip():
                return value.strip(), self.say("image_alt", "alt"), self.say("image_caption", "caption")
        return "", "", ""


def _walk(root: Path, below: str = "") -> Iterator[str]:
    """Yield the files below a folder, sorted; none behind links, in hidden folders or in those of programs."""
    found = 0
    for above, folders, names in os.walk(root / below):
        folders[:] = sorted(one for one in folders if one[0] != "." and one not in _OF_PROGRAMS)
        for name in sorted(names):
            path = Path(above, name)
            if name[0] == "." or path.is_symlink():
                continue
            if (found := found + 1) > _MOST:
                raise SourceError(N_("it has too many files"), root.name)
            yield path.relative_to(root).as_posix()


def _lower(found: object) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else {}


def read_file(root: Path, path: str, findings: list[ImportFinding]) -> TextFile | None:
    """Return a text of a folder with its head, as YAML, TOML, JSON, or as Pelican writes it; None for one too large."""
    suffix = PurePosixPath(path).suffix.lower()
    try:
        if suffix == ".docx":
            return TextFile(path, _docx_matter(root / path), "", suffix=suffix)
        text = read_text(root / path, findings, 8 << 20)
    except (SourceError, OSError, zipfile.BadZipFile):
        findings.append(ImportFinding("import-broken", file=path, values={"name": path}))
        return None
    matter, body, broken = _head(text.lstrip("\ufeff"), suffix)
    if broken:
        findings.append(ImportFinding("import-head", file=path, line=1, values={"name": path}))
    return TextFile(path, matter, body, text.count("\n", 0, max(text.rfind(body), 0)) + 1, suffix)


def _head(text: str, suffix: str) -> tuple[dict[str, Any], str, bool]:
    """Return what the head of a text says, its body, and whether the head could not be read."""
    try:
        if found := re.match(r"(---|\+\+\+)[ \t]*\n(.*?)(?<=\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL):
            said = tomllib.loads(found[2]) if found[1] == "+++" else read_yaml(found[2][:200_000])
            return _lower(said), text[found.end() :], False
        if re.match(r"\{\s*\"", text):
            said, end = json.JSONDecoder().raw_decode(text)
            return _lower(said), text[end:], False
    except (ValueError, yaml.YAMLError, RecursionError, AttributeError):
        return {}, re.sub(r"^(---|\+\+\+).*?\n\1\s*\n", "", text, count=1, flags=re.DOTALL), True
    if suffix == ".txt":
        return {}, text, False
    read = _rst_head if suffix == ".rst" else _html_head if suffix in _HTML else _meta_head
    return (*read(text), False)


def _html_head(text: str) -> tuple[dict[str, Any], str]:
    if "<html" not in text[:2000].lower():
        return {}, text
    said = {name.lower(): value for name, value in re.findall(r'<meta\s+name="([^"]+)"\s+content="([^"]*)"', text)}
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    body = re.search(r"<body[^>]*>(.*?)(?:</body>|$)", text, re.DOTALL)
    return {"title": plain(title[1]) if title else "", **said}, body[1] if body else text


def _meta_head(text: str) -> tuple[dict[str, Any], str]:
    """Return the lines ``Key: value`` at the beginning of a text, as Pelican and MultiMarkdown write them."""
    found = re.match(r"(?:[A-Za-z][\w-]*:[ \t].*\n(?:[ \t]{4,}.*\n)*)+(?=\n|$)", text)
    pairs = re.findall(r"^([A-Za-z][\w-]*):[ \t]*(.*(?:\n[ \t]{4,}.*)*)", found[0], re.MULTILINE) if found else []
    return {name.lower(): " ".join(value.split()) for name, value in pairs}, text[found.end() :] if found else text


def _rst_head(text: str) -> tuple[dict[str, Any], str]:
    """Return the title and the fields of a reST text, which Pelican reads as its head."""
    said: dict[str, Any] = {}
    found = re.match(r"\s*(?:([#=\-~^\"'*+])\1{2,}\n)?(\S.*)\n([#=\-~^\"'*+])\3{2,}\n", text)
    at = found.end() if found else 0
    if found:
        said["title"] = found[2].strip()
    fields = re.compile(r"\s*((?::[\w -]+:.*\n(?:[ \t]+\S.*\n)*)+)").match(text, at)
    if fields:
        pairs = re.findall(r"^:([\w -]+):[ \t]*(.*(?:\n[ \t]+\S.*)*)", fields[1], re.MULTILINE)
        said |= {name.lower(): " ".join(value.split()) for name, value in pairs}
        at = fields.end()
    return said, text[at:]


_CORE = "docProps/core.xml"


def _docx_matter(path: Path) -> dict[str, Any]:
    """Return what a Word file says of itself."""
    with zipfile.ZipFile(path) as packed:
        has_core = _CORE in packed.namelist()
        core = packed.open(_CORE).read(100_000).decode("utf-8", "replace") if has_core else ""
    found = dict(re.findall(r"<\w+:(title|creator|created|modified)\b[^>]*>([^<]*)<", core))
    return {**found, "author": found.get("creator", ""), "date": found.get("created", "")}


Makes = Callable[[TextFile], SourceEntry | None]
"""What makes a text of a file; None for a file that is none."""


def _source(
    kind: str, root: Path, paths: list[str], makes: Makes, findings: list[ImportFinding], **more: Any
) -> ImportSource:
    """Return a source of files. What lies beside an ``index.md`` is found at the address of its text.

    ``lists`` gives the old address of the list of a category or tag, by their kind.
    """
    uploads, lists = {one.key: one for one in more.pop("uploads", ())}, more.pop("lists", {})

    def entries() -> Iterator[SourceEntry]:
        for path in paths:
            if PurePosixPath(path).suffix.lower() in _FORMS and (text := read_file(root, path, findings)):
                made = makes(text)
                if made:
                    yield made

    beside: dict[str, list[str]] = {}
    media = [path for path in paths if _MEDIA.search(path)]
    for path in media:
        for above in PurePosixPath(path).parents:
            beside.setdefault(above.as_posix(), []).append(path)
    old = {one.path: one for one in more.pop("addresses", ())}
    for entry in entries():  # whoever signs is known once all were read
        named = (("category", name) for name in entry.categories), (("tag", name) for name in entry.tags)
        for what, name in chain(*named) if lists else ():
            old.setdefault(lists[what](name), OldAddress(lists[what](name), what, name))
        folder = PurePosixPath(entry.file).parent.as_posix()
        is_bundle = PurePosixPath(entry.file).stem == "index" and entry.addresses and folder != "."
        for path in beside.get(folder, ()) if is_bundle else ():
            url = f"{entry.addresses[0].rpartition('/')[0]}/{path.removeprefix(f'{folder}/')}"
            uploads.setdefault(path, SourceUpload(path, url, path))
    uploads |= {path: SourceUpload(path, f"/{path}", path) for path in media if path not in uploads}
    findings.clear()
    return ImportSource(
        kind, entries=entries, uploads=uploads, addresses=tuple(old.values()), root=root, findings=findings, **more
    )


def _entry(text: TextFile, kind: str, site: TextFolder, **more: Any) -> SourceEntry:
    """Return a text with what all programs call alike."""
    people, zone, names = site.people, site.zone, text.all("authors", "author", "auteur", "auteurs")
    known = [name for name in names if name in people]
    picture, alt, caption = text.picture()
    # What ends on a day is for an editor to judge
    waits = (text.say("draft").lower() == "true", text.say("published").lower() == "false", text.say("expirydate"))
    title, body = text.say("title", "titre"), text.body
    heading = re.match(r"\s*#[ \t]+(\S.*?)[ \t#]*\n", f"{body}\n")
    if heading and title in {"", heading[1]} and text.suffix in _MARKDOWN:
        title, body = heading[1], body[heading.end() :]
    values: dict[str, Any] = {
        "key": f"{kind}:{text.path}",
        "kind": EntryKind.POST,
        "title": plain(title) or text.stem.replace("-", " ").replace("_", " ").strip(),
        "body": body,
        "form": _FORMS[text.suffix],
        "date": text.day(zone, "date", "publishdate", "published_at", "created"),
        "changed": text.day(zone, "lastmod", "modified", "last_modified_at", "updated"),
        "status": EntryStatus.DRAFT if any(waits) else EntryStatus.PUBLISHED,
        "authors": tuple(known)
        if len(known) == len(names)
        else tuple(k for name in names for k in signed(name, people)),
        "categories": text.all("categories", "category", "rubrique"),
        "tags": text.all("tags", "keywords"),
        "summary": plain(text.say("summary", "description", "excerpt", "résumé"), 300),
        "lang": text.say("lang", "language")[:2],
        "picture": picture,
        "picture_alt": alt,
        "picture_caption": caption,
        "slug": text.say("slug") or _DATED.sub(r"\2", text.stem) or text.stem,
        "file": text.path,
        "line": text.line + (text.body[: heading.end()].count("\n") if heading and body is not text.body else 0),
    }
    return SourceEntry(**{**values, **more})


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
    found: dict[str, Any] = {}
    for one in ast.parse(text).body:
        for target in one.targets if isinstance(one, ast.Assign) else ():
            with suppress(ValueError, TypeError, MemoryError, RecursionError):
                if isinstance(target, ast.Name) and isinstance(one, ast.Assign):
                    found[target.id.lower()] = ast.literal_eval(one.value)
    return found


def _str(settings: Matter, name: str, default: str = "") -> str:
    value = settings.get(name)
    return value if isinstance(value, str) and value else default


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


@dataclass(frozen=True, slots=True)
class TextFolder:
    """What is the same for all texts of a folder: ``texts`` is where they lie, with a slash behind, or empty."""

    root: Path
    settings: Matter
    texts: str = ""
    zone: tzinfo | None = None
    lang: str = ""
    people: dict[str, SourcePerson] = field(default_factory=dict)

    def inside(self, text: TextFile) -> PurePosixPath:
        """Return where a text lies among the others."""
        return PurePosixPath(text.path.removeprefix(self.texts))

    def statics(self, folder: str) -> list[SourceUpload]:
        """Return the files of a folder that are copied to the root of the site."""
        paths = (path for path in _walk(self.root, folder) if _MEDIA.search(path))
        return [SourceUpload(path, f"/{path.removeprefix(folder).lstrip('/')}", path) for path in paths]


_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_JEKYLL_PART = r":(output_ext|[a-z_]+?(?=:|/|-|\.|$))"


def open_jekyll(_files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a site of Jekyll: ``_posts``, ``_drafts``, collections, and pages with a head."""
    settings, findings = _settings(root, "_config.yml", "_config.yaml"), list[ImportFinding]()
    site = TextFolder(root, settings, zone=zone_named(_str(settings, "timezone")))
    for key, one in _settings(root, "_data/authors.yml", "_data/authors.yaml", "_data/authors.json").items():
        if isinstance(one, dict):
            own = str(one.get("url") or one.get("uri") or "")
            site.people[key] = SourcePerson(key, str(one.get("name") or key), plain(one.get("bio")), own)
    more: dict[str, Any] = {
        "name": _str(settings, "title"),
        "site": _str(settings, "url").rstrip("/"),
        "zone": site.zone,
    }
    lang = _str(settings, "lang")[:2]
    return _source(
        "jekyll", root, [*_walk(root)], partial(_jekyll, site), findings, people=site.people, lang=lang, **more
    )


def _jekyll(site: TextFolder, text: TextFile) -> SourceEntry | None:
    path, base = site.inside(text), _str(site.settings, "baseurl").strip("/")
    folders = [one for one in path.parts[:-1] if one.startswith("_")]
    collection = folders[0][1:] if folders else ""
    is_post, is_draft = "_posts" in folders, "_drafts" in folders
    is_text = is_post or is_draft or not folders or collection in _lower(site.settings.get("collections"))
    if not is_text or not (is_post or text.line > 1):
        return None  # layouts, includes, data; what is copied as it is
    dated = _DATED.fullmatch(path.stem) if is_post else None
    day = text.day(site.zone, "date") or (moment(dated[1], site.zone) if dated else None)
    is_list = not (is_post or is_draft) and (bool(_LIST_PAGE.search(text.body)) or path.stem in _UNTITLED)
    listed = {name: text.say(name).replace(",", " ").split() for name in ("tags", "categories") if text.say(name)}
    text = replace(text, matter={**text.matter, **listed})  # one text is cut at blanks
    above = path.parts[: path.parts.index("_posts")] if is_post else ()
    categories = text.all("categories") or text.all("category") or above
    slug = text.say("slug") or (dated[2] if dated else path.stem)
    pattern = _JEKYLL.get(_str(site.settings, "permalink", "date"), _str(site.settings, "permalink"))
    own = f"/{path.parent}/" if path.stem == "index" else f"/{path.with_suffix('')}:output_ext"
    own = text.say("permalink") or (pattern if is_post or is_draft else own.replace("/./", "/"))
    values = _parts(day, title=_urlized(slug), slug=_urlized(slug), output_ext=".html", name=path.stem)
    values |= {"categories": "/".join(map(_urlized, categories)), "collection": collection, "path": path.stem}
    made = _entry(text, "jekyll", site, date=day, categories=categories, slug=slug)
    return replace(
        made,
        kind=EntryKind.POST if is_post or is_draft else EntryKind.PAGE,
        form=Form.JEKYLL if made.form is Form.MARKDOWN else made.form,
        status=EntryStatus.MENU if is_list else EntryStatus.DRAFT if is_draft else made.status,
        addresses=(_filled(f"{base}/{own}", values, _JEKYLL_PART), *text.all("redirect_from")),
    )


def open_hugo(_files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a site of Hugo: its pages and bundles, in all languages, and ``static/``."""
    places = product(("", "config/_default/"), ("hugo", "config"), ("toml", "yaml", "yml", "json"))
    settings = _settings(root, *(f"{folder}{name}.{end}" for folder, name, end in places))
    content, zone = _str(settings, "contentdir", "content").strip("/"), zone_named(_str(settings, "timezone"))
    site = TextFolder(root, settings, f"{content}/", zone, _str(settings, "defaultcontentlanguage", "en"))
    paths = [*_walk(root, content)]
    has_sections = any("/" in path.removeprefix(site.texts) for path in paths)
    makes = partial(_hugo, site, has_sections=has_sections)
    more: dict[str, Any] = {
        "name": _str(settings, "title"),
        "site": _str(settings, "baseurl").rstrip("/"),
        "zone": zone,
    }
    lists = {"category": lambda name: f"/categories/{_urlized(name)}/", "tag": lambda name: f"/tags/{_urlized(name)}/"}
    return _source(
        *("hugo", root, paths, makes, []), people=site.people, lang=site.lang[:2], lists=lists,
        uploads=site.statics("static"), addresses=[OldAddress("/index.xml", "feed")], **more,
    )  # fmt: skip


def _hugo(site: TextFolder, text: TextFile, *, has_sections: bool) -> SourceEntry | None:
    path, languages = site.inside(text), _lower(site.settings.get("languages"))
    stem, lang = path.stem, path.stem.rpartition(".")[2]
    if lang in languages:
        stem = stem.rpartition(".")[0]
    elif (lang := path.parts[0]) in languages:
        path = PurePosixPath(*path.parts[1:])
    else:
        lang = ""
    dated = _DATED.fullmatch(stem)
    day = text.day(site.zone, "date", "publishdate") or (moment(dated[1], site.zone) if dated else None)
    folders = list(path.parts[:-1])
    name = folders.pop() if stem == "index" and folders else stem
    is_section, is_page = stem == "_index", text.say("type") == "page" or (has_sections and not folders)
    where = _hugo_address(site, text, folders, "" if is_section else name, day)
    is_under = lang and (lang != site.lang or site.settings.get("defaultcontentlanguageinsubdir"))
    above = where.rstrip("/").rpartition("/")[0]
    aliases = (one if one[:1] == "/" else f"{above}/{one}" for one in text.all("aliases"))
    made = _entry(text, "hugo", site, date=day, lang=lang or text.say("lang"))
    is_text = text.say("headless").lower() != "true" and (text.body.strip() or not is_section)
    return replace(
        made,
        key=f"hugo:{site.inside(text)}",
        kind=EntryKind.POST if day and not (is_page or is_section) else EntryKind.PAGE,
        form=Form.HUGO if made.form is Form.MARKDOWN else made.form,
        status=made.status if is_text else EntryStatus.MENU,
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
    own = text.say("url") or _str(patterns, section or "/")
    is_ugly = name and str(site.settings.get("uglyurls")).lower() == "true"
    usual = "/".join(map(_urlized, (*folders, slug if name else ""))) + (".html" if is_ugly else "/")
    where = _filled(own or usual, values, r":([a-z]+)(?:\[[^\]]*\])?")
    return where if where.endswith(("/", ".html")) else f"{where}/"


_PELICAN = {
    "page": "pages/{slug}.html",
    "page_lang": "pages/{slug}-{lang}.html",
    "article": "{slug}.html",
    "article_lang": "{slug}-{lang}.html",
}
_PELICAN_STATUS = {"draft": EntryStatus.DRAFT, "skip": EntryStatus.MENU}
_PELICAN_STATUS |= dict.fromkeys(("", "published"), EntryStatus.PUBLISHED)
_PELICAN_EXTENSIONS = ("codehilite", "extra", "meta")


def open_pelican(_files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a site of Pelican: articles and pages in Markdown, reST or HTML, with the extensions that it names."""
    settings = _settings(root, "pelicanconf.py") | {k: v for k, v in _settings(root, "publishconf.py").items() if v}
    content, zone = _str(settings, "path", "content").strip("/"), zone_named(_str(settings, "timezone"))
    content = content if (root / content).is_dir() and ".." not in content else "content"
    site = TextFolder(root, settings, f"{content}/", zone, _str(settings, "default_lang", "en"))
    written = _lower(settings.get("markdown"))
    configs, listed = written.get("extension_configs"), written.get("extensions")
    usual: dict[str, Mapping[str, object]] = {f"markdown.extensions.{one}": {} for one in _PELICAN_EXTENSIONS}
    extensions = dict(configs) if isinstance(configs, dict) else usual
    extensions |= {one: {} for one in listed if isinstance(one, str) and one not in extensions} if listed else {}
    feeds = (_str(settings, name) for name in ("feed_all_atom", "feed_all_rss", "feed_atom", "feed_rss"))
    pages = ("archives.html", "categories.html", "tags.html", "authors.html", "index.html")
    old = [*(OldAddress(f"/{one}", "feed") for one in feeds if one), *(OldAddress(f"/{one}", "list") for one in pages)]
    lists = {
        kind: partial(_filled_name, _str(settings, f"{kind}_url", f"{kind}/{{slug}}.html"))
        for kind in ("category", "tag")
    }
    more: dict[str, Any] = {
        "name": _str(settings, "sitename"),
        "site": _str(settings, "siteurl").rstrip("/"),
        "zone": zone,
    }
    return _source(
        *("pelican", root, [*_walk(root, content)], partial(_pelican, site), []), people=site.people, lists=lists,
        uploads=site.statics(content), addresses=old, lang=site.lang[:2], extensions=extensions, **more,
    )  # fmt: skip


def _filled_name(pattern: str, name: str) -> str:
    return _filled(pattern, {"slug": _pelican_slug(name)}, r"\{([a-z]+)[^}]*\}")


def _pelican(site: TextFolder, text: TextFile) -> SourceEntry | None:
    path, settings = site.inside(text), site.settings
    if text.suffix == ".txt":
        return None
    pages = settings.get("page_paths")
    is_page = any(path.is_relative_to(str(one)) for one in (pages if isinstance(pages, list) else ["pages"]) if one)
    dated, lang = _DATED.fullmatch(path.stem), text.say("lang") or site.lang
    slug = text.say("slug") or _pelican_slug(text.say("title") or path.stem)
    made = _entry(text, "pelican", site, slug=slug)
    day = made.date or (moment(dated[1], site.zone) if dated else None)
    if not day and settings.get("default_date") == "fs":
        day = datetime.fromtimestamp((site.root / text.path).stat().st_mtime, site.zone)
    folder = path.parent.name if settings.get("use_folder_as_category", True) else ""
    category = made.categories[:1] or ((folder or _str(settings, "default_category", "misc")),)
    kind = ("page" if is_page else "article") + ("_lang" if lang != site.lang else "")
    pattern = _str(settings, f"{kind}_url", _PELICAN[kind])
    pattern = re.sub(r"\{date:([^}]{1,40})\}", lambda one: day.strftime(one[1]) if day else "", pattern)
    values = {"slug": made.slug, "lang": lang, "category": _pelican_slug(category[0])}
    author = _str(settings, "author")
    return replace(
        made,
        key=f"pelican:{path}",
        kind=EntryKind.PAGE if is_page else EntryKind.POST,
        form=Form.PYTHON_MARKDOWN if made.form is Form.MARKDOWN else made.form,
        date=day,
        status=_PELICAN_STATUS.get(text.say("status", "visibility").lower(), EntryStatus.PRIVATE),
        authors=made.authors or (signed(author, site.people) if author else ()),
        categories=category,
        lang=lang[:2],
        addresses=(_filled(pattern, values, r"\{([a-z]+)[^}]*\}"),),
    )


def _pelican_slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters).strip().lower())


def open_markdown(_files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a folder of texts: with a head or without, of MkDocs where its settings are there, and of Word files."""
    settings = _settings(root, "mkdocs.yml", "mkdocs.yaml")
    below = _str(settings, "docs_dir", "docs").strip("/") if settings else ""
    site = TextFolder(root, settings, f"{below}/" if below else "")
    listed = settings.get("markdown_extensions")
    named = [one if isinstance(one, dict) else {str(one): {}} for one in listed] if isinstance(listed, list) else []
    extensions: dict[str, Mapping[str, object]] = {
        one: {} for one in ("meta", "toc", "tables", "fenced_code") if settings
    }
    extensions |= {str(name): how if isinstance(how, dict) else {} for one in named for name, how in one.items()}
    paths = [path for path in _walk(root, below) if not _LICENCE.fullmatch(PurePosixPath(path).name)]
    more: dict[str, Any] = {
        "name": _str(settings, "site_name", root.name),
        "site": _str(settings, "site_url").rstrip("/"),
    }
    kind, makes = "mkdocs" if settings else "markdown", partial(_markdown, site)
    return _source(kind, root, paths, makes, [], people=site.people, extensions=extensions, **more)


_LICENCE = re.compile(r"licen[cs]e(?:\.\w+)?|changelog\.md", re.IGNORECASE)


def _markdown(site: TextFolder, text: TextFile) -> SourceEntry:
    """Return a text of MkDocs, whose texts without a date are pages; or of a folder, whose folders are categories."""
    path, is_site = site.inside(text), bool(site.settings)
    dated, kind = _DATED.match(path.stem), "mkdocs" if is_site else "markdown"
    made = _entry(text, kind, site)
    day = made.date or (moment(dated[1]) if dated else None)
    where = path.parent if path.stem in {"index", "README"} else path.with_suffix("")
    folder = path.parts[0] if len(path.parts) > 1 and path.parts[0] not in {"_posts", "posts", "blog"} else ""
    return replace(
        made,
        key=f"{kind}:{path}",
        kind=EntryKind.PAGE if is_site and not day else EntryKind.POST,
        form=Form.PYTHON_MARKDOWN if is_site and made.form is Form.MARKDOWN else made.form,
        date=day,
        categories=made.categories or ((folder,) if folder and not is_site else ()),
        addresses=(f"/{where}/".replace("/./", "/"),) if is_site else (),
    )
