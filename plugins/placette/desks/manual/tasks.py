"""Task: manual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

from invoke import Argument, Context, Task, task
from invoke.exceptions import Exit

from placette.desks.building import attempt
from placette.desks.manual.chapters import LANGUAGES, is_in_repository, read_manual
from placette.desks.manual.settings_chapter import groups_of, settings_chapter
from placette.desks.manual.site_folder import write_site
from placette.desks.manual.tasks_chapter import Option, TaskEntry, tasks_chapter
from placette.desks.reading_tasks import settings_can_be_used
from placette.desks.site_tasks import CONFIGURED, ROOT, _, file_failed
from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.words import site_language
from placette.engine.building.previews import preview_address
from placette.engine.problems.manual import manual_folder
from placette.engine.problems.reports import printable
from placette.plugin import address_settings, declared_settings, left_out, listed, load_site

REFERENCES = {
    "fr": ("fr/reference-reglages.md", "fr/reference-taches.md"),
    "en": ("en/settings.md", "en/tasks.md"),
}
"""The chapters of each language that are made: settings, tasks."""
_ROOM = Path(".placette") / "manual"
_BARE = "from placette.defaults import *\n"


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
        conf = _write(lang, references(ROOT / _ROOM, context.config[CONFIGURED]["tasks"]()))
    except OSError as error:
        raise file_failed(error) from error
    settled = attempt(_settings(conf, output, public)).settlement
    files = len(settled.put) + settled.unchanged
    print(_("The manual is in {folder} ({count} files).").format(folder=printable(to), count=files))
    if not public:
        print(_("To look at it: python3 -m http.server --directory {folder}").format(folder=printable(to)))


def _write(lang: str, made: dict[str, str]) -> Path:
    """Write the references where they are kept, and the manual's site; gives its settings file."""
    source = manual_folder()
    if is_in_repository(source):
        for path, text in made.items():
            print(path, "✎" if write_atomic(source / path, text.encode()) else "=")
    return write_site(ROOT / _ROOM / lang, read_manual(source, lang, made), lang, source)


def _language(wanted: str) -> str:
    """The language of the manual; English where there is none in that of the site. Ends the task for another (2)."""
    if wanted and wanted not in LANGUAGES:
        sentence = _("There is no manual in this language: {lang}. Choose among: fr, en.")
        raise Exit(sentence.format(lang=printable(wanted)), 2)
    own = site_language(ROOT)
    return wanted or (own if own in LANGUAGES else "en")


def _output(wanted: str) -> Path:
    """The folder to build into; ends the task (2) for one that holds the site, or where the site is built."""
    folder, root = (ROOT / wanted).resolve(), ROOT.resolve()
    if folder.is_relative_to(root / "output") or root.is_relative_to(folder):
        raise Exit(_("The site itself lies in {folder}. Choose another folder.").format(folder=printable(wanted)), 2)
    return folder


def _public_address(written: str) -> str:
    """The address without a slash at its end, empty for none; ends the task (2) for what can't be one."""
    try:
        return preview_address(written) if written else ""
    except SettingError as error:
        raise Exit(_(str(error)).format(address=printable(written)), 2) from error


def references(room: Path, tasks: Iterable[Task[Any]]) -> dict[str, str]:
    """The references as Markdown, by path, in every language. ``room`` is a folder for a file of bare settings."""
    with settings_can_be_used():
        room.mkdir(parents=True, exist_ok=True)
        write_atomic(room / "defaults.py", _BARE.encode())
        settings = load_site(room / "defaults.py")
        features = (*listed(settings), *left_out(settings))
    groups = groups_of(declared_settings(features))
    places = sorted({name for name in address_settings(features) if name.isidentifier()})  # not 404_URL
    entries, made = tuple(map(_entry, tasks)), {}
    for lang, (of_settings, of_tasks) in REFERENCES.items():
        say = load_catalogue(lang).gettext
        made[of_settings] = settings_chapter(groups, places, settings, say)
        made[of_tasks] = tasks_chapter(entries, say)
    return made


def _settings(conf: Path, output: Path, address: str) -> dict[str, Any]:
    places = {
        "PATH": str(conf.parent / "content"),
        "OUTPUT_PATH": str(output),
        "CACHE_PATH": str(conf.parent / "cache"),
    }
    public = {"SITEURL": address} if address else {}
    with settings_can_be_used():
        return load_site(conf, **places, **public)


def _entry(one: Task[Any]) -> TaskEntry:
    return TaskEntry(one.name.replace("_", "-"), " ".join((one.__doc__ or "").split()), tuple(_options(one)))


def _options(one: Task[Any]) -> Iterator[Option]:
    """The options of a task as ``invoke --help`` writes them."""
    twin = copy(one)
    twin.help = dict(one.help)  # Invoke takes out what it has read
    for argument in twin.get_arguments():
        yield Option(f"`{_flag(argument)}`", argument.help or "", _default(argument.default))


def _flag(argument: Argument) -> str:
    name = argument.names[0]
    if argument.positional:
        return name.upper()
    if argument.kind is bool:
        return f"--no-{name}" if argument.default else f"--{name}"
    return f"--{name} …"


def _default(value: object) -> str:
    return f"`{value}`" if isinstance(value, int | str) and value and not isinstance(value, bool) else ""
