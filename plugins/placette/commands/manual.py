"""Task manual: the manual as a small site of its own.

The module is a feature of that site alone, too: the manual's door is its home page.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, NamedTuple

from invoke import Context, task

from placette.commands.building import attempt
from placette.commands.reading_tasks import load_settings, settings_can_be_used
from placette.commands.site_tasks import ROOT, _, refuse
from placette.engine.base.files import write_atomic
from placette.engine.base.installed import core_manifest, manifest_in, packages, plugin_names
from placette.engine.base.translation import N_, site_language
from placette.engine.findings.problems import manual_folder
from placette.engine.rendering.features import Feature, Listing, Request, Site
from placette.features.pages import PAGE, PageContent
from placette.plugin import address_settings, declared_settings, documented_features, load_site

SLUG = "manual"
"""The short name of the door's text."""
DOOR = "README.md"
LANGUAGES = ("fr", "en")
PICTURES = frozenset({".webp", ".png", ".jpg"})
_ENTRY = r"^- \[([^\]]+)\]\((?:\.\./plugins/\w+/manual/)?({}/[\w-]+\.md)\)"
"""A line of the door: the short name of a chapter, and its file in the manual, which may lie in a package."""
_HOMES = re.compile(r"(?:\.\./)+(?:docs|plugins/\w+/manual)/")
"""How a link leads to the manual of the core or of a package from the other, in the repository."""
_LINK = re.compile(r'(?s)(```.*?\n```|`[^`\n]+`)|(!?)\[([^\]]*)\]\(([^)\s]+)((?:\s+"[^"]*")?)\)')
"""A link or a picture; code comes first, so that a link in it stays as it is."""
_OUTSIDE = re.compile(r"[a-z]+:|#")


def _requests(site: Site) -> Iterator[Request]:
    for page in site.build.of(PAGE):
        if page.slug == SLUG:
            yield Request("page", "index.html", "", PageContent(page.slug))


FEATURE = Feature(
    name="door",
    order=120,
    requests=_requests,
    listed=lambda _site: [Listing(0, "")],
)
register = FEATURE.register


class Chapter(NamedTuple):
    """A chapter: the name that menus give it (empty: part of one), its file from the manual's folder, its text."""

    label: str
    path: str
    text: str

    @property
    def slug(self) -> str:
        """The end of its address: a part of a chapter has the chapter's name before its own."""
        return "-".join(Path(self.path).with_suffix("").parts[1:])


class Manual(NamedTuple):
    """The manual in one language: its title, the text of its door, its chapters in order."""

    title: str
    door: str
    chapters: tuple[Chapter, ...]


def read_manual(folder: Path, lang: str, brought: Iterable[Path] = ()) -> Manual:
    """Return the manual in a language. Raises ``OSError``.

    Its chapters lie in ``folder`` and in those that packages ``brought``. The menu has none that isn't there.
    """
    places = ((home, file) for home in (folder, *brought) for file in home.glob(f"{lang}/**/*.md"))
    files = {file.relative_to(home).as_posix(): file for home, file in places}

    def parts_of(path: str) -> list[tuple[str, str]]:  # in a folder of its own name; no menu names them
        beginning = f"{path.removesuffix('.md')}/"
        return [("", part) for part in sorted(files) if part.startswith(beginning)]

    door_text = (folder / DOOR).read_text(encoding="utf-8")
    entry = re.compile(_ENTRY.format(lang), re.MULTILINE)
    section = next(part for part in door_text.split("\n## ") if entry.search(part))
    title, _, door = section.partition("\n")
    lines = [line for line in door.splitlines(keepends=True) if not (link := entry.match(line)) or link[2] in files]
    entries = [(label, path) for label, path in entry.findall(section) if path in files]
    names = [name for label, path in entries for name in ((label, path), *parts_of(path))]
    chapters = (Chapter(label, path, files[path].read_text(encoding="utf-8")) for label, path in names)
    return Manual(title.strip(), "".join(lines), tuple(chapters))


def page_text(markdown: str, path: str, inside: Mapping[str, str]) -> str:
    """Return a chapter as a page of a site: its heading and first paragraph become front matter, its links lead there.

    ``inside`` gives the page or picture of each file that the site has. A link to any other file keeps its words.
    """
    heading, summary, body = (f"{markdown.strip()}\n\n\n").split("\n\n", 2)
    title = heading.removeprefix("# ")
    matter = {"title": title, "summary": " ".join(summary.split())}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in matter.items())

    def relinked(link: re.Match[str]) -> str:
        code, picture, words, target, attribute = link.groups()
        if code or _OUTSIDE.match(target):
            return link[0]
        file, mark, name = target.partition("#")
        place = _HOMES.sub("", posixpath.normpath(posixpath.join(posixpath.dirname(path), file)))
        return f"{picture}[{words}]({inside[place]}{mark}{name}{attribute})" if place in inside else words

    return f"---\n{lines}---\n{_LINK.sub(relinked, body).strip()}\n"


CONF = "manualconf.py"
_KEPT = ("plugin", "posts", "pages", "authors", "appearance", "site_map", "search")
"""The features that a manual needs; ``search`` where there is one."""
_EMPTIED = ("INDEX", "ARCHIVES", "CATEGORIES", "TAGS", "AUTHORS", "AUTHORS_BY_COMMUNE", "AUTHORS_BY_NAME")
"""Lists that a manual without posts and people has nothing for."""
_SETTINGS = """\
from placette.defaults import *
from placette.commands import manual

PLUGINS = (*(name for name in PLUGINS if name.rpartition(".")[2] in {kept}), manual.__name__)
SITENAME = {title}
DEFAULT_LANG = {lang}
FEED_ALL_ATOM = FEED_ALL_JSON = ""
VIEWS_MENU = {menu}
VIEWS_FOOTER = ()
VIEWS_WRITE_PAGE = {write}
"""
_WRITING = {"fr": "ecrire", "en": "write"}
"""The chapter that the button at the head of each page leads to."""


def write_site(room: Path, manual: Manual, lang: str, source: Path) -> Path:
    """Write the site of a manual into ``room``, anew; return its settings file. ``source`` has the pictures."""
    pages = room / "content" / "pages"
    shutil.rmtree(room / "content", ignore_errors=True)
    pages.mkdir(parents=True)
    inside = {DOOR: f"{SLUG}.md", **{chapter.path: f"{chapter.slug}.md" for chapter in manual.chapters}}
    for picture in sorted(path for path in (source / "pictures").glob("*") if path.suffix in PICTURES):
        shutil.copyfile(picture, pages / picture.name)
        inside[f"pictures/{picture.name}"] = picture.name
    (pages / f"{SLUG}.md").write_text(page_text(f"# {manual.title}\n{manual.door}", DOOR, inside), encoding="utf-8")
    for chapter in manual.chapters:
        text = page_text(chapter.text, chapter.path, inside)
        (pages / inside[chapter.path]).write_text(text, encoding="utf-8")
    write_atomic(room / CONF, _settings_text(manual, lang).encode(), durable=False)
    return room / CONF


def _settings_text(manual: Manual, lang: str) -> str:
    menu = tuple((chapter.label, f"{chapter.slug}/") for chapter in manual.chapters if chapter.label)
    values = {"kept": _KEPT, "title": manual.title, "lang": lang, "menu": menu, "write": _WRITING[lang]}
    emptied = "".join(f"{name}_URL = None\n" for name in _EMPTIED)
    return _SETTINGS.format_map({name: repr(value) for name, value in values.items()}) + emptied


REFERENCES = {
    "fr": ("fr/reference-reglages.md", "fr/reference-taches.md", "fr/reference-lignes.md"),
    "en": ("en/settings.md", "en/tasks.md", "en/keys.md"),
}
"""The chapters of each language that are made: settings, tasks, keys."""
_ROOM, _OUTPUT = Path(".placette") / "manual", "output-manual"
_ADDRESS = re.compile(r"^\| `(\w+)` \| `[^|]*` \|\n", re.MULTILINE)
"""A row with an address and its default."""
_SETTING = re.compile(r"^\| `(\w+)` \|.*\n", re.MULTILINE)
"""A row of any table that begins with a name."""


@task(help={"language": N_("The language of the manual: fr or en; that of the site, if left out.")})
def manual(_context: Context, language: str = "") -> None:
    """Build this manual as a small site, with references of all settings and tasks."""
    lang = _language(language)
    settings, source = load_settings(), manual_folder()
    names = names_of(settings)
    text = read_manual(source, lang, manuals_of_packages(settings))
    chapters = (c._replace(text=of_site(c.text, names)) if c.path in REFERENCES[lang] else c for c in text.chapters)
    conf = write_site(ROOT / _ROOM / lang, text._replace(chapters=tuple(chapters)), lang, source)
    places = {"PATH": conf.parent / "content", "OUTPUT_PATH": ROOT / _OUTPUT, "CACHE_PATH": conf.parent / "cache"}
    with settings_can_be_used():
        settings = load_site(conf, **{name: str(place) for name, place in places.items()})
    settled = attempt(settings).settlement
    files = len(settled.put) + settled.unchanged
    print(_("The manual is in {folder} ({count} files).").format(folder=_OUTPUT, count=files))
    print(_("To look at it: python3 -m http.server --directory {folder}").format(folder=_OUTPUT))


def _language(wanted: str) -> str:
    """Return the language of the manual, English where the site's has none; ends the task for another (2)."""
    if wanted and wanted not in LANGUAGES:
        refuse(N_("There is no manual in this language: {lang}. Choose among: fr, en."), lang=wanted)
    lang = site_language(ROOT)
    return wanted or (lang if lang in LANGUAGES else "en")


def manuals_of_packages(settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders with the chapters that are about the packages of a site alone (``fr/lettres.md``)."""
    names = {*plugin_names(settings["PLUGINS"])}
    return [folder / "manual" for name, folder in packages().items() if name in names]


def names_of(settings: Mapping[str, Any]) -> set[str]:
    """Return what the references of a site describe: beginnings of settings, addresses, tasks (``invoke check``)."""
    features, plugins = documented_features(settings), {*plugin_names(settings["PLUGINS"])}
    manifests = [core_manifest(), *(manifest_in(folder) for name, folder in packages().items() if name in plugins)]
    prefixes = {f"{prefix}_…" for prefix, _kind in declared_settings(features)}
    return {*prefixes, *address_settings(features), *(f"invoke {name}" for one in manifests for name in one.tasks)}


def of_site(reference: str, names: Set[str]) -> str:
    """Return a reference without the sections, settings and addresses of other packages than the site's."""
    sections = re.split(r"\n(?=###? )", reference)
    codes = [code[1] if (code := re.match("#+ `([^`]+)`", section)) else "" for section in sections]
    parts = [part for part, code in zip(sections, codes, strict=True) if not code or code in names]
    others = tuple(code.removesuffix("…") for code in codes if code.endswith("_…") and code not in names)
    text = _ADDRESS.sub(lambda row: row[0] if row[1] in names else "", "\n".join(parts))
    return _SETTING.sub(lambda row: "" if row[1].startswith(others) else row[0], text)
