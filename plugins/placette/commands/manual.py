"""Task manual: the manual as a small site of its own, with references of all settings and tasks.

The module is a feature of that site alone, too: the manual's door is its home page.
"""

from __future__ import annotations

import inspect
import json
import posixpath
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from invoke import Argument, Context, Task, task

from placette.commands.building import attempt
from placette.commands.reading_tasks import settings_can_be_used
from placette.commands.site_tasks import CONFIGURED, ROOT, _, file_failed, refuse
from placette.commands.unknown_tasks import Words
from placette.engine.base.files import write_atomic
from placette.engine.base.installed import packages, plugin_names
from placette.engine.base.settings import read_declarations
from placette.engine.base.translation import N_, SettingError, load_catalogue, site_language
from placette.engine.build.previews import preview_address
from placette.engine.build.up_to_date import run_settings
from placette.engine.findings.problems import manual_folder, printable
from placette.engine.rendering.features import Feature, Listing, Request
from placette.engine.rendering.site import Site
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


def is_in_repository(folder: Path) -> bool:
    """Return whether the manual is in a repository, where its references can be written anew."""
    return folder.name == "docs"


def read_manual(folder: Path, lang: str, made: Mapping[str, str], brought: Iterable[Path] = ()) -> Manual:
    """Return the manual in a language; ``made`` are the texts of references, by path. Raises ``OSError``.

    Its chapters lie in ``folder`` and in those that packages ``brought``. The menu has none that isn't there.
    """
    places = ((home, file) for home in (folder, *brought) for file in home.glob(f"{lang}/**/*.md"))
    files = {file.relative_to(home).as_posix(): file for home, file in places}

    def parts_of(path: str) -> list[tuple[str, str]]:  # in a folder of its own name; no menu names them
        beginning = f"{path.removesuffix('.md')}/"
        return [("", part) for part in sorted(files) if part.startswith(beginning)]

    opened = (folder / DOOR).read_text(encoding="utf-8")
    entry = re.compile(_ENTRY.format(lang), re.MULTILINE)
    section = next(part for part in opened.split("\n## ") if entry.search(part))
    title, _, door = section.partition("\n")
    there = {*made, *files}
    lines = [line for line in door.splitlines(keepends=True) if not (named := entry.match(line)) or named[2] in there]
    listed = [(label, path) for label, path in entry.findall(section) if path in there]
    found = [one for label, path in listed for one in ((label, path), *parts_of(path))]
    texts = [made.get(path) or files[path].read_text(encoding="utf-8") for _label, path in found]
    chapters = (Chapter(*names, text) for names, text in zip(found, texts, strict=True))
    return Manual(title.strip(), "".join(lines), tuple(chapters))


def page_text(markdown: str, path: str, inside: Mapping[str, str]) -> str:
    """Return a chapter as a page of a site: its heading and first paragraph become front matter, its links lead there.

    ``inside`` gives the page or picture of each file that the site has. A link to any other file keeps its words.
    """
    heading, summary, body = (f"{markdown.strip()}\n\n\n").split("\n\n", 2)
    title = heading.removeprefix("# ")
    matter = {"title": title, "summary": " ".join(summary.split())}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in matter.items())

    def relinked(found: re.Match[str]) -> str:
        code, picture, words, target, attribute = found.groups()
        if code or _OUTSIDE.match(target):
            return found[0]
        file, mark, name = target.partition("#")
        wanted = _HOMES.sub("", posixpath.normpath(posixpath.join(posixpath.dirname(path), file)))
        return f"{picture}[{words}]({inside[wanted]}{mark}{name}{attribute})" if wanted in inside else words

    return f"---\n{lines}---\n{_LINK.sub(relinked, body).strip()}\n"


Translate = Callable[[str], str]


class Setting(NamedTuple):
    """A row of the reference: its name, what it decides, its type in words, its default as it is written."""

    name: str
    sentence: str
    type: str
    default: str


class Group(NamedTuple):
    """The settings that one class declares: their common beginning, and a sentence on them all."""

    prefix: str
    sentence: str
    settings: tuple[Setting, ...]


_TITLE = N_("Reference: settings")
_SUMMARY = N_("Every setting: what it decides, what may be written, and what applies when nothing is written.")
_INTRODUCTION = N_(
    "Settings are in `pelicanconf.py`; those that apply only once the site is public, in"
    " `publishconf.py`. A misspelt name stops the build, and the message proposes the"
    " right one. This page is made by `invoke manual` from the declarations that the"
    " build uses."
)
_COLUMNS = (N_("setting"), N_("what it decides"), N_("what to write"), N_("default"))
_OWN = N_("The site")
_ADDRESSES = N_("Addresses")
_ABOUT_ADDRESSES = N_(
    "They decide where each kind of page is, and keep their values for the whole life of"
    " a site: an address is for ever. `_URL` are pages and files: the file of an address"
    " that ends with a slash is the `index.html` there. `_FEED_ATOM` and `_FEED_JSON` are"
    " feeds, `_FEED_ICS` calendars. `{slug}` stands for the short name of a text,"
    " `{date:%Y}` for its year. An emptied address leaves the page or the feed out; the"
    " home page, whose address is empty, is left out by `None`."
)
_SITE = (
    ("SITENAME", N_("a text"), N_("The name of the site, at the head of every page.")),
    ("SITESUBTITLE", N_("a text"), N_("One sentence below the name, on the home page and for search engines.")),
    ("SITEURL", N_("a text"), N_("The public address, without a slash at its end; in publishconf.py.")),
    ("DEFAULT_LANG", N_("a text"), N_("The language of the site and of its commands: fr or en.")),
    ("TIMEZONE", N_("a text"), N_("The time zone of dates and hours.")),
    ("TERRITORY_FILE", N_("a text"), N_("The file of the territory’s communes, which invoke territory writes.")),
    ("PLUGINS", N_("names in brackets"), N_('The features of the site; without("agenda", "walks") leaves some out.')),
    (
        "DEFAULT_PAGINATION",
        N_("a whole number"),
        N_("Posts on a page of a list; its first has half as many to half more."),
    ),
)
_TO_WRITE = frozenset({"SITENAME", "SITESUBTITLE", "TERRITORY_FILE", "PLUGINS"})
"""Settings whose default tells people nothing."""


def groups_of(declared: Iterable[tuple[str, type]]) -> tuple[Group, ...]:
    """Return the settings that these classes declare, by prefix, in order of the alphabet."""
    groups = []
    for prefix, kind in sorted(dict(declared).items()):
        words = read_declarations(inspect.getsource(sys.modules[kind.__module__]))[kind.__name__]
        hints = get_type_hints(kind, include_extras=True)
        rows = (
            Setting(f"{prefix}_{f.name.upper()}", words.fields.get(f.name, ""), words_of(hints[f.name]), _default_of(f))
            for f in fields(kind)
        )
        groups.append(Group(prefix, words.sentence, tuple(rows)))
    return tuple(groups)


def words_of(hint: Any) -> str:
    """Return the allowed values of a type, as a msgid or as values to choose among."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words_of(arguments[0])
    if origin is Literal:
        return ", ".join(f"`{written(value)}`" for value in arguments)
    if origin in {Union, UnionType}:
        return words_of(next(arg for arg in arguments if arg is not NoneType))
    if origin is tuple and get_origin(arguments[0]) is tuple:
        return _PAIRS
    if origin is tuple and is_dataclass(arguments[0]):
        return _TABLES
    return _TYPES[dict] if is_dataclass(hint) else _TYPES.get(origin or hint, _TEXT)


_TEXT = N_("a text")
_PAIRS = N_("pairs in brackets: (label, address)")
_TABLES = N_("in brackets, pairs in braces: name, then value")
_TYPES: Mapping[Any, str] = {
    bool: N_("True or False"),
    int: N_("a whole number"),
    float: N_("a number"),
    date: N_("a date"),
    tuple: N_("texts in brackets"),
    dict: N_("pairs in braces: name, then value"),
}


def written(value: Any) -> str:
    """Return a value as a settings file has it, on one line."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))}{',' if len(value) == 1 else ''})"
    return "{}" if is_dataclass(value) else repr(value)


def _default_of(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return written(field.default)
    return written(field.default_factory()) if field.default_factory is not MISSING else ""


def settings_chapter(
    groups: Sequence[Group], addresses: Sequence[str], defaults: Mapping[str, Any], say: Translate
) -> str:
    """Return the chapter in Markdown; ``addresses`` are the names of the settings with the addresses of pages."""
    parts = [f"# {say(_TITLE)}", say(_SUMMARY), say(_INTRODUCTION), f"## {say(_OWN)}"]
    site = (
        (f"`{name}`", say(sentence), say(kind), "" if name in _TO_WRITE else f"`{written(defaults[name])}`")
        for name, kind, sentence in _SITE
    )
    parts.append(_table(_COLUMNS, site, say))
    for group in groups:
        rows = [(f"`{s.name}`", _sentence(s.sentence, say), say(s.type), f"`{s.default}`") for s in group.settings]
        parts += [f"## `{group.prefix}_…`", _sentence(group.sentence, say), _table(_COLUMNS, rows, say)]
    places = [(f"`{name}`", f"`{written(defaults.get(name) or '')}`") for name in addresses]
    parts += [f"## {say(_ADDRESSES)}", say(_ABOUT_ADDRESSES), _table((_COLUMNS[0], _COLUMNS[3]), places, say)]
    return "\n\n".join(parts) + "\n"


def _sentence(sentence: str, say: Translate) -> str:
    return say(sentence).replace("``", "`") if sentence else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], say: Translate) -> str:
    lines = (tuple(map(say, columns)), ("---",) * len(columns), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


class Option(NamedTuple):
    """An option of a task: how it is written, what it does (a msgid), its default where there is one."""

    written: str
    sentence: str
    default: str


class TaskEntry(NamedTuple):
    """A task: its name, what it does (a msgid), its options."""

    name: str
    sentence: str
    options: tuple[Option, ...]


_TASKS_TITLE = N_("Reference: tasks")
_TASKS_SUMMARY = N_("Every command of a site, with its options.")
_TASKS_INTRODUCTION = N_(
    "In the folder of the site, `invoke --list` shows the everyday ones, `invoke --list more` the others, and "
    "`invoke --help TASK` the options of one. A command ends with 0 when all is well, 1 when a text needs fixing, 2 "
    "when the command or a setting can’t be used. This page is made by `invoke manual` from the commands themselves."
)


def tasks_chapter(tasks: Iterable[TaskEntry], say: Translate) -> str:
    """Return the chapter in Markdown, in order of the alphabet."""
    parts = [f"# {say(_TASKS_TITLE)}", say(_TASKS_SUMMARY), say(_TASKS_INTRODUCTION)]
    for entry in sorted(tasks):
        parts += [f"## `invoke {entry.name}`", say(entry.sentence)]
        rows = [(o.written, say(o.sentence).replace("<", "\\<"), o.default) for o in sorted(entry.options)]
        parts += [_table((N_("option"), N_("what it does"), _COLUMNS[3]), rows, say)] if rows else []
    return "\n\n".join(parts) + "\n"


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
    write_atomic(room / CONF, _settings_text(manual, lang).encode())
    return room / CONF


def _settings_text(manual: Manual, lang: str) -> str:
    menu = tuple((chapter.label, f"{chapter.slug}/") for chapter in manual.chapters if chapter.label)
    values = {"kept": _KEPT, "title": manual.title, "lang": lang, "menu": menu, "write": _WRITING[lang]}
    emptied = "".join(f"{name}_URL = None\n" for name in _EMPTIED)
    return _SETTINGS.format_map({name: repr(value) for name, value in values.items()}) + emptied


REFERENCES = {
    "fr": ("fr/reference-reglages.md", "fr/reference-taches.md"),
    "en": ("en/settings.md", "en/tasks.md"),
}
"""The chapters of each language that are made: settings, tasks."""
_ROOM = Path(".placette") / "manual"
_BARE = """\
from placette.defaults import *

PLUGINS = (*(name for name in PLUGINS if name.startswith("placette.")), *{packages})
"""
"""The settings of a site that writes none, with these packages."""


@task(
    help={
        "to": N_("The folder to build into (output-manual)."),
        "language": N_("The language of the manual: fr or en; that of the site, if left out."),
        "address": N_("The public address of that folder, if the manual is to be put online."),
    }
)
def manual(context: Context, to: str = "output-manual", language: str = "", address: str = "") -> None:
    """Build this manual as a small site, with references of all settings and tasks that are made anew."""
    lang, output, public = _language(language), _output(to), _public_address(address)
    try:
        settings = bare_settings(ROOT / _ROOM)
        manuals = manuals_of_packages(settings)
        conf = _write(lang, references(settings, context.config[CONFIGURED]["tasks"]()), manuals)
    except OSError as error:
        raise file_failed(error) from error
    places = {"PATH": conf.parent / "content", "OUTPUT_PATH": output, "CACHE_PATH": conf.parent / "cache"}
    with settings_can_be_used():
        overrides = {name: str(place) for name, place in places.items()} | ({"SITEURL": public} if public else {})
        settings = load_site(conf, **overrides)
    settled = attempt(settings).settlement
    files = len(settled.put) + settled.unchanged
    print(_("The manual is in {folder} ({count} files).").format(folder=printable(to), count=files))
    if not public:
        print(_("To look at it: python3 -m http.server --directory {folder}").format(folder=printable(to)))


def _write(lang: str, made: dict[str, str], brought: Iterable[Path]) -> Path:
    """Write the references where they are kept, and the manual's site; gives its settings file."""
    source = manual_folder()
    if is_in_repository(source):
        for path, text in made.items():
            print(path, "✎" if write_atomic(source / path, text.encode()) else "=")
    return write_site(ROOT / _ROOM / lang, read_manual(source, lang, made, brought), lang, source)


def _language(wanted: str) -> str:
    """The language of the manual; English where there is none in that of the site. Ends the task for another (2)."""
    if wanted and wanted not in LANGUAGES:
        refuse(N_("There is no manual in this language: {lang}. Choose among: fr, en."), lang=wanted)
    lang = site_language(ROOT)
    return wanted or (lang if lang in LANGUAGES else "en")


def _output(wanted: str) -> Path:
    """Return the folder to build into; ends the task (2) for one around the site, or where the site is built."""
    folder, root = (ROOT / wanted).resolve(), ROOT.resolve()
    if folder.is_relative_to(root / "output") or root.is_relative_to(folder):
        refuse(N_("The site itself is in {folder}. Choose another folder."), folder=wanted)
    return folder


def _public_address(written: str) -> str:
    """Return the address without a slash at its end, empty for none; ends the task (2) for what can't be one."""
    try:
        return preview_address(written) if written else ""
    except SettingError as error:
        refuse(str(error), address=written)


def bare_settings(room: Path, site: Path = ROOT) -> dict[str, Any]:
    """Return the settings of a site that only lists its packages; ``room`` is a folder for its settings file.

    Ends the task (2) for settings that can't be used.
    """
    with settings_can_be_used():
        names = {*plugin_names(run_settings(site / "pelicanconf.py")["PLUGINS"])}
        bare = _BARE.format(packages=tuple(name for name in packages() if name in names))
        write_atomic(room / "defaults.py", bare.encode())
        return load_site(room / "defaults.py")


def manuals_of_packages(settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders with the chapters that are about the packages of a site alone (``fr/lettres.md``)."""
    names = {*plugin_names(settings["PLUGINS"])}
    return [folder / "manual" for name, folder in packages().items() if name in names]


def references(settings: Mapping[str, Any], tasks: Iterable[Task[Any]]) -> dict[str, str]:
    """Return the references as Markdown, by path, in every language, for a site with these bare settings."""
    features = documented_features(settings)
    groups = groups_of(declared_settings(features))
    places = sorted({name for name in address_settings(features) if name.isidentifier()})  # not 404_URL
    entries = [TaskEntry(t.name.replace("_", "-"), " ".join((t.__doc__ or "").split()), _options(t)) for t in tasks]
    texts = {}
    for lang, (of_settings, of_tasks) in REFERENCES.items():
        say = load_catalogue(lang).gettext
        texts[of_settings] = settings_chapter(groups, places, settings, say)
        texts[of_tasks] = tasks_chapter(entries, say)
    return texts


def _options(one: Task[Any]) -> tuple[Option, ...]:
    """Return the options of a task as ``invoke --help`` writes them."""
    twin = copy(one)
    twin.help = dict(one.help)  # Invoke takes out what it has read
    pairs = ((argument, argument.default) for argument in twin.get_arguments())
    rows = ((a, isinstance(d, int | str) and d and not isinstance(d, bool), d) for a, d in pairs)
    return tuple(Option(f"`{_flag(a)}`", a.help or "", f"`{d}`" if is_told else "") for a, is_told, d in rows)


def _flag(argument: Argument) -> str:
    name = argument.names[0]
    if isinstance(argument, Words) or (argument.positional and argument.kind is not list):
        return name.upper()
    if argument.kind is bool:
        return f"--no-{name}" if argument.default else f"--{name}"
    return f"--{name} …"
