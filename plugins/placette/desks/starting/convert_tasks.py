"""The command ``placette convert``."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

import placette
from placette.desks.site_tasks import ROOT, WORDS, _, file_failed
from placette.desks.starting.answers import LANGUAGES, Forge, Kind, Landscape, PublishTarget, read_title, read_url
from placette.desks.starting.comparing import build_into, differences
from placette.desks.starting.converting import (
    PUBLISHED,
    SETTINGS,
    TASKS,
    Conversion,
    Fork,
    Readings,
    plan_conversion,
    sections,
    words_of_code,
)
from placette.desks.starting.forking import in_the_way, read_fork
from placette.desks.starting.interview_tasks import (
    ADDRESS,
    FORGE,
    KIND,
    PLACE,
    PUBLISH,
    TITLE,
    Interview,
    reader_of,
)
from placette.desks.starting.old_settings import KeptStatements, first_values, folders_of_software, keep_settings
from placette.desks.starting.old_tasks import KeptTasks, keep_tasks
from placette.desks.starting.places import find_place
from placette.desks.starting.planning import Wishes
from placette.desks.starting.presets import landscape_of
from placette.desks.starting.record import RECORD
from placette.desks.starting.recording import plan_recorded
from placette.desks.starting.renewing import all_or_nothing, commit_upgrade, merge_texts, set_aside, uncommitted
from placette.desks.starting.upgrade_tasks import tell_differences
from placette.engine.base.git import GitError
from placette.engine.base.message import N_
from placette.engine.problems.reports import printable
from placette.features.territory.national import load_france

_VERSION = re.compile(r'__version__ = "([\w.]+)"')


@task(
    help={
        "kind": N_("village, intercommunalite, departement, region or association."),
        "place": N_("Its name or code: Insee code, SIREN number, département, région; several between commas."),
        "forge": N_("github, gitlab, forgejo or none."),
        "base": N_(
            "The last commit of the software in the site's history; by default the last one shared with upstream."
        ),
        "show": N_("Show what would change, and change nothing."),
    }
)
def convert(
    _context: Context, kind: str = "", place: str = "", forge: str = "", base: str = "", show: bool = False
) -> None:
    """Turn a site that holds the software's code into one that has it installed, as one commit."""
    try:
        _convert((kind, place, forge), base, show=show)
    except GitError as error:
        raise Exit(printable(_("Git could not do this: {what}").format(what=error)), 2) from error
    except OSError as error:
        raise file_failed(error) from error


def _convert(given: tuple[str, str, str], base: str, *, show: bool) -> None:
    _refuse_wrong_folder()
    if not show and (changed := uncommitted(ROOT)):
        raise Exit(_("Commit your changes first: {paths}").format(paths=", ".join(changed)), 2)
    fork = _fork(base)
    conversion = _plan(fork, given)
    _show(fork, conversion)
    if show:
        return
    written = [path for path, data in conversion.files.items() if data is not None]
    if taken := in_the_way(ROOT, fork, written):
        raise Exit(_("Move these files first, they are in the way: {paths}").format(paths=", ".join(taken)), 2)
    _carry_out(fork, conversion)
    print(_("Done, as one commit. To take it back: placette upgrade --undo"))


def _refuse_wrong_folder() -> None:
    """Where there is nothing to convert, or the code that would go is the one that is running."""
    if (ROOT / RECORD).exists():
        raise Exit(_("This site is in the new form already: placette upgrade brings it up to date."), 2)
    folders = [path.name for path in (ROOT / "plugins").glob("*/")]
    if not folders_of_software(folders):
        raise Exit(_("This folder holds none of the software's code: there is nothing to convert."), 2)
    if Path(placette.__file__).resolve().is_relative_to(ROOT.resolve()):
        raise Exit(
            _("This is the site's own copy of Placette at work: install the package first (pip install placette)."), 2
        )


def _fork(base: str) -> Fork:
    try:
        return read_fork(ROOT, base)
    except GitError as error:
        if not base:
            raise
        raise Exit(printable(_("Git knows no commit {name}.").format(name=base)), 2) from error


def _plan(fork: Fork, given: tuple[str, str, str]) -> Conversion:
    """Everything that would happen; answers come from the settings, from options, or from whoever sits there."""
    said = _kept(fork, PUBLISHED, "", _kept(fork, SETTINGS, "", first_values()).values)
    planned = plan_recorded(_wishes(said.values, given), load_france())
    settings = _kept(fork, SETTINGS, _head(planned[SETTINGS], "SITENAME"), first_values(), words_of_code(fork))
    published = KeptStatements(planned[PUBLISHED], {})
    if PUBLISHED in fork.files:
        published = _kept(fork, PUBLISHED, _head(planned[PUBLISHED], "SITEURL"), settings.values)
    tasks = KeptTasks(planned[TASKS])
    if TASKS in fork.files:
        with _readable(TASKS):
            tasks = keep_tasks(_text(fork, TASKS), planned[TASKS])
    return plan_conversion(fork, planned, Readings(settings, published, tasks), merge_texts)


def _kept(fork: Fork, path: str, head: str, values: Mapping[str, Any], known: Collection[str] = ()) -> KeptStatements:
    with _readable(path):
        return keep_settings(_text(fork, path) if path in fork.files else "", head, values, known)


def _text(fork: Fork, path: str) -> str:
    return fork.read(path).decode()


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """End the task (2) for a file that is no Python, or no text."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise Exit(printable(_("{name} cannot be read: {what}").format(name=path, what=error)), 2) from error


def _head(text: str, first: str) -> str:
    """The lines above the first setting of the site's own."""
    return text[: text.index(f"\n{first} = ") + 1]


def _wishes(values: Mapping[str, Any], given: tuple[str, str, str]) -> Wishes:
    """The answers that a new site would be begun with to be this one."""
    interview, france = Interview(WORDS, sys.stdin.isatty()), load_france()
    kind, place, forge = given
    chosen = interview.ask(KIND, kind, reader_of(Kind))
    found = interview.ask(PLACE, place, lambda typed: find_place(typed, chosen, france))
    lang, drawn = values.get("DEFAULT_LANG"), str(values.get("PICTURES_LANDSCAPE"))
    return Wishes(
        kind=chosen,
        place=found,
        title=interview.ask(TITLE, str(values.get("SITENAME", "")), read_title),
        url=interview.ask(ADDRESS, str(values.get("SITEURL", "")), read_url),
        publish=interview.ask(
            PUBLISH, str(values.get("PUBLISHING_TO", "")), reader_of(PublishTarget), PublishTarget.PAGES
        ),
        forge=interview.ask(FORGE, forge, reader_of(Forge), Forge.NONE),
        lang=lang if lang in LANGUAGES else LANGUAGES[0],
        landscape=Landscape(drawn) if drawn in {*Landscape} else landscape_of(found.communes, france),
    )


def _show(fork: Fork, conversion: Conversion) -> None:
    for heading, paths in sections(fork, conversion):
        print(_(heading))
        print(*(f"  {printable(path)}" for path in paths), sep="\n")
    if conversion.looks:
        print(_("To look at:"))
    for look in conversion.looks:
        print(printable(f"  {look.path} : {_(look.sentence).format(**look.values)}"))


def _carry_out(fork: Fork, conversion: Conversion) -> None:
    """Build the site, replace its files, build it again, and commit; nothing has changed where that can't be done."""
    subject = _("Take Placette {version} from its package").format(version=placette.__version__)
    version = _version(fork)
    print(_("Building the site as it is, then in the new form…"), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        if failed := build_into(ROOT, before):
            print(_("The site cannot be built as it is: there is nothing to compare with."))
        with set_aside(ROOT, conversion.files), all_or_nothing(ROOT, _written(conversion)):
            if why := build_into(ROOT, after):
                print(why)
                raise Exit(_("The site cannot be built in the new form: nothing was changed."), 1)
            if not failed:
                tell_differences(differences(before, after))
            commit_upgrade(ROOT, [*conversion.files], subject, version, placette.__version__)


def _written(conversion: Conversion) -> dict[str, bytes]:
    return {path: data for path, data in conversion.files.items() if data is not None}


def _version(fork: Fork) -> str:
    """The version of the code that the site held."""
    path = "plugins/placette/__init__.py"
    found = _VERSION.search(_text(fork, path)) if path in fork.files - fork.links else None
    return found[1] if found else "0"
