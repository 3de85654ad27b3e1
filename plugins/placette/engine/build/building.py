"""One build from settings to a settled site: staged, looked at, put in place, reported."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from placette.engine.base.files import (
    LockHeldError,
    Store,
    digest,
    drop_links,
    locked,
    make_way,
    real_folders,
    write_new,
)
from placette.engine.base.git import known_file
from placette.engine.base.installed import command_for, version_of
from placette.engine.base.processes import executor_of, no_collection, spread_out, using
from placette.engine.base.progress import follow
from placette.engine.base.rows import DamagedError
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import HERE, N_, SettingError, load_catalogue
from placette.engine.base.versions import code_version, files_mark, settings_mark
from placette.engine.build import up_to_date
from placette.engine.build.inspection import Facts, Fault, Grounds, Look, dead_links, inspect_files, look_at
from placette.engine.build.settling import Settlement, apply_settlement, lies_in, plan_settlement
from placette.engine.build.state import keep_note, keep_state, note_started, open_ledger, read_facts
from placette.engine.build.up_to_date import BuildingSettings, InputFingerprint, Places
from placette.engine.content.addresses import addresses_of, load_addresses, lost_addresses, lost_problems
from placette.engine.content.build import Build, Departures, UncleanError
from placette.engine.content.build_summary import BuildSummary
from placette.engine.content.memory import forget_readings
from placette.engine.content.options import ReadingSettings
from placette.engine.content.reading import ContentRefusedError
from placette.engine.findings.problems import Problem, in_order
from placette.engine.rendering import lists
from placette.engine.rendering.addresses import Addresses
from placette.engine.rendering.features import Feature, Paginate, Site, lacking_of
from placette.engine.rendering.ledger import Ledger, Workshop
from placette.engine.rendering.lists import DeadLinksError, ProblemsError
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.printing import Press, print_site, put_renditions, refuse_broken_entries, site_view
from placette.engine.rendering.site import declared_pages, passing_addresses, resting_addresses, slot_templates
from placette.engine.rendering.templates import make_environment, template_folders
from placette.engine.texts.sanitizer import is_clean

if TYPE_CHECKING:
    from placette.engine.base.scanning import Entries
    from placette.engine.content.memory import Memory
    from placette.engine.content.reading import Reader


_SHRINKS = frozenset(".css .geojson .gpx .html .ics .js .json .svg .txt .xml".split())
"""Pictures and fonts are compressed by their own formats."""


def _brotli(data: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - an extra

    return bytes(brotli.compress(data, quality=11))


COPIES: Mapping[str, Callable[[bytes], bytes]] = {
    ".br": _brotli,
    ".gz": lambda data: gzip.compress(data, compresslevel=9, mtime=0),
}
"""Each kind of copy by the end of its name, and what makes it."""
_COMPRESSING = N_("Compressed copies made")
_ABSENT = N_("BUILDING_PRECOMPRESS = True needs one more library. Install it: {command}")


def wants_copies(settings: Mapping[str, Any]) -> bool:
    """Return whether a site's settings ask for copies. Raises ``SettingError``, in its language."""
    is_wanted = bool(settings.get("BUILDING_PRECOMPRESS"))
    if is_wanted and not version_of("brotli"):
        sentence = load_catalogue(settings["DEFAULT_LANG"]).gettext(_ABSENT)
        raise SettingError(sentence.format(command=command_for("brotli")))
    return is_wanted


def compress_files(ledger: Ledger, staging: Path, output: Path, store: Store) -> None:
    """Want the copies of every file that shrinks, and make those that are not current."""
    sources = [source for source in sorted(ledger.wanted.items()) if PurePosixPath(source[0]).suffix in _SHRINKS]
    made_by = version_of("brotli")
    copies = {
        f"{path}{end}": digest(made.digest.encode(), f"{end} {made_by}".encode())
        for path, made in sources
        for end in COPIES
    }
    places = staging, output, store, frozenset(ledger.stale)
    stale = [(copy, key) for copy, key in copies.items() if ledger.needs(copy, key)]
    copied = follow(_COMPRESSING, spread_out(_make_copy, stale, places, cost=0.02), len(stale))
    for (copy, _), made in zip(stale, copied, strict=True):
        ledger.note(copy, made)
    for key in copies.values():
        store.keep(key)
    store.prune()


def _make_copy(wanted: tuple[str, str], places: tuple[Path, Path, Store, frozenset[str]]) -> str:
    """Write a copy, kept from before or made from its source; return its digest."""
    (copy, key), (staging, output, store, stale) = wanted, places
    data = store.get(key)
    if data is None:
        path, dot, end = copy.rpartition(".")
        data = COPIES[dot + end](((staging if path in stale else output) / path).read_bytes())
        store.put(key, data)
    write_new(staging, copy, data)
    return digest(data)


def clear(folder: Path) -> None:
    """Remove a folder, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def address_problems(
    folder: Path,
    files: Iterable[str],
    departures: Departures,
    base: str,
    passing: re.Pattern[str],
    resting: Iterable[str] = (),
    *,
    preview: bool = False,
) -> tuple[Problem, ...]:
    """Return the lost addresses, the impossible declarations, and damage of the two files, which are in ``folder``.

    ``passing`` addresses come and go with their lists, ``resting`` ones belong to unlisted texts; neither is lost. A
    ``preview`` has no feeds, and loses none. Raises ``OSError`` for a file that can't be read.
    """
    remembered = load_addresses(folder)
    made = addresses_of(files) if remembered.lines else set()
    led = (*(old for old, _ in departures.moved), *departures.waiting)
    moved = (*(old.removeprefix(base) for old in led), *resting)
    made |= {address for address in remembered.lines if preview and not address.endswith("/")}
    missing = lost_addresses(remembered, made, moved, {path.removeprefix(base) for path in departures.gone})
    lost = [address for address in missing if not passing.fullmatch(address)]
    problems = (*remembered.problems, *departures.problems, *lost_problems(lost, remembered, made))
    return tuple(sorted(problems, key=in_order))


SESSION = "PLACETTE"
"""The key of the ``Session`` in Pelican's settings."""


@dataclass(slots=True)
class Session:
    """A site being built. ``entries`` and ``memory`` are set when they were read or opened before the reading."""

    features: tuple[Feature, ...]
    reader: Reader
    ledger: Ledger = field(default_factory=Ledger)
    entries: Entries | None = None
    memory: Memory | None = None
    faulty: tuple[Problem, ...] = ()
    """The problems that blocked texts when their pages were planned before."""
    build: Build | None = None
    site: Site | None = None

    def made(self) -> tuple[Build, Site]:
        """Return what was read and composed; raises ``RuntimeError`` before Pelican has run."""
        if self.build is None or self.site is None:
            raise RuntimeError("Pelican did not run placette.plugin")
        return self.build, self.site


def session_of(settings: Mapping[str, Any]) -> Session:
    """Return the session of a run; raises ``KeyError`` for settings that ``placette.plugin`` did not load."""
    session: Session = settings[SESSION]
    return session


class UnreadyError(ProblemsError):
    """The site lacks what it must have to be published; nothing was made."""


def compose_site(settings: Mapping[str, Any], features: tuple[Feature, ...], build: Build, paginate: Paginate) -> Site:
    """Compose the site of a build: its features, addresses, words, and what they work out once."""
    folders = (Path(settings["THEME"]) / "locale", HERE, *(feature.words for feature in features if feature.words))
    words = load_catalogue(settings["DEFAULT_LANG"], folders)
    addresses = Addresses(settings, declared_pages(features), preview=build.preview)
    return Site(build, addresses, settings, features, words, paginate, is_clean)


def make_site(site: Site, workshop: Workshop) -> None:
    """Write every file of a site that is not in place; raises ``UnreadyError`` for one that is to be published."""
    publication = site.options("BUILDING", BuildingSettings).publication
    if publication and (lacking := lacking_of(site.features, site.build, site.settings)):
        raise UnreadyError(lacking)
    for feature in site.features:
        if feature.check:
            feature.check(site)
    put_renditions(site, workshop)
    for feature in site.features:
        if feature.files:
            feature.files(site, workshop)
    addresses = lists.planned_addresses(site)
    refuse_broken_entries(site, addresses)
    lists.refuse_dead_links(site, addresses, workshop.ledger.wanted)
    templates = [feature.templates for feature in site.features if feature.templates]
    folders, slots = [*template_folders(site.settings), *templates], slot_templates(site.features)
    theme = make_environment(folders, slots, site.settings["JINJA_ENVIRONMENT"], site.words)
    press = Press(site, theme, workshop.output, workshop.ledger)
    print_site(lists.plan_site(site), press, _frame(site, workshop.theme))
    site.ask(Ports.COMPANIONS)(site, workshop)


def _frame(site: Site, theme: Path) -> str:
    """Return a mark of all that is the same on every page, but for its templates."""
    catalogues = files_mark(sorted((theme / "locale").glob("*.po")))
    territory = site.build.communes.mark
    values = repr((site_view(site, ""), sorted(lists.short_lists(site))))
    parts = (code_version(), settings_mark(site.settings), catalogues, territory, values)
    return digest(*(part.encode("utf-8", "replace") for part in parts))


_PATIENCE = 60.0
"""Seconds to wait for another build of the same folder."""


class BusyError(Exception):
    """Another build of the same folder did not end in time."""


class GateError(Exception):
    """The build made something that must not be published; nothing was put in place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.path}: {fault.what}" for fault in faults))


class LostAddressError(ProblemsError):
    """Addresses that were published would be lost; nothing was put in place."""


class LostTextError(Exception):
    """The texts found and the texts accounted for differ: one was lost in silence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build read, what it changed on disk, and why it made each file that it made.

    ``build`` is None when nothing had changed, so that nothing was read. ``addresses`` are problems of published
    addresses that stop nothing; ``asked`` counts old ones that only some servers answer.
    """

    build: Build | None
    build_summary: BuildSummary
    settlement: Settlement
    reasons: dict[str, tuple[str, ...]]
    addresses: tuple[Problem, ...] = ()
    asked: int = 0
    lacking: tuple[Problem, ...] = ()
    """What the site lacks to be published; unknown where nothing had changed."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What a preview server does before files are moved, and once all are in place."""

    before: Callable[[Build, Settlement], None]
    after: Callable[[Build], None]


_TAKEN = N_(
    "The built site cannot go into {folder}: that is, contains or is inside {other},"
    " which is not the place for it. Choose a folder of its own."
)
_FOREIGN = N_(
    "The built site cannot go into {folder}: it contains {other}, which git knows and no"
    " build made. Choose an empty folder, or one outside the project."
)
_CODE = Path(__file__).resolve().parents[2]
_MARKS = ("index.html", "provenance.json")
"""What a site has that was built elsewhere and is kept in git, as some hosts want it."""


def refuse_output(settings: Mapping[str, Any], places: Places) -> None:
    """Raise ``SettingError`` for an output that is no folder of its own: not empty, none of ours, and known to git.

    Never may it be, hold or lie in the contents, the code, the theme or git's own folder, nor hold the cache.
    """
    output, content = places.output.resolve(), Path(settings["PATH"]).resolve()
    cache = Path(settings["CACHE_PATH"]).resolve()
    sources = [content, Path(settings["THEME"]).resolve(), content.parent / "plugins", _CODE]
    inside = [place for place in sources if output.is_relative_to(place)]
    inside += [place for place in (output, *output.parents) if place.name == ".git"]
    held = [place for place in (*sources, output / ".git") if place.is_relative_to(output) and place.exists()]
    held += [cache] if cache.is_relative_to(output) else []
    sentence, other = _TAKEN, str(next(iter((*inside, *held)), ""))
    if not other and not output.is_relative_to(cache) and not _is_ours(places):
        sentence, other = _FOREIGN, known_file(output)
    if other:
        translate = load_catalogue(settings["DEFAULT_LANG"]).gettext
        raise SettingError(translate(sentence).format(folder=places.output, other=other))


def _is_ours(places: Places) -> bool:
    """Return whether nothing lies in the output, or a site that a build put there."""
    if not places.output.is_dir() or not next(places.output.iterdir(), None):
        return True
    state = up_to_date.open_state(places.state)
    return state.believed or bool(state.started) or all((places.output / name).is_file() for name in _MARKS)


Prepare = Callable[[dict[str, Any]], Session]
Run = Callable[[dict[str, Any]], None]


def build_settled(settings: dict[str, Any], prepare: Prepare, run: Run, moments: Moments | None = None) -> Outcome:
    """Make stale files in a staging folder, inspect them, then put in place those that differ.

    ``prepare`` does what can be done before the changes are known, ``run`` makes the files.

    Raises ``ContentRefusedError``, ``UnreadyError``, ``LostAddressError``, ``GateError``, ``LostTextError``,
    ``BusyError``, ``SettingError`` for an output that isn't its own, or Pelican's errors; the previous site is whole in
    every case.
    """
    places = up_to_date.places_of(settings)
    refuse_output(settings, places)
    cache = places.staging.parent
    for place in (places.staging, places.state, places.lock, places.output):
        if place.is_relative_to(cache):
            drop_links(cache, place)
    with using(executor_of(settings)), _alone(places.lock), no_collection():
        try:
            return _build_sound(settings, places, prepare, run, moments)
        except DamagedError:  # nothing was put in place yet: forget what the last build left, make everything again
            make_way(places.state)
            places.state.unlink(missing_ok=True)
            return _build_sound(settings, places, prepare, run, moments)
        except UncleanError:  # the memory of readings was tampered with: forget it, read everything again
            forget_readings(settings)
            return _build_sound(settings, places, prepare, run, moments)
        finally:
            clear(places.staging)


def _build_sound(
    settings: dict[str, Any], places: Places, prepare: Prepare, run: Run, moments: Moments | None
) -> Outcome:
    """Build; texts that lead to pages which the site doesn't have are refused, or left out where they may be."""
    faulty: tuple[Problem, ...] = ()
    while True:
        try:
            return _build({**settings}, places, prepare, run, moments, faulty)
        except DeadLinksError as error:
            if not load_settings(ReadingSettings, "READING", settings).skip_invalid:
                raise ContentRefusedError(error.problems, settings["DEFAULT_LANG"]) from error
            faulty += error.problems


def _build(
    settings: dict[str, Any],
    places: Places,
    prepare: Prepare,
    run: Run,
    moments: Moments | None,
    faulty: tuple[Problem, ...],
) -> Outcome:
    clear(places.staging)
    places.staging.mkdir(parents=True)
    compressed = wants_copies(settings)
    state = up_to_date.open_state(places.state)
    lost = up_to_date.lost_files(state, places.output)
    session = prepare(settings)
    session.faulty = faulty
    now, content = up_to_date.content_seen(settings)
    input_fingerprint = up_to_date.input_fingerprint_of(settings, session.features, content, now)
    build_summary = up_to_date.unbroken(state.note, input_fingerprint.mark, settings["TIMEZONE"])
    if build_summary and not lost():
        # later builds can compare with the snapshot, if this one couldn't
        keep_note(state, {**state.note, "snapshot": input_fingerprint.snapshot})
        names = up_to_date.names_at(state.path)
        return Outcome(None, build_summary, Settlement((), (), len(names), lambda: names), {})
    ledger = open_ledger(state, lost)
    site_url = urlsplit(str(settings["SITEURL"]))
    origin = f"{site_url.scheme}://{site_url.netloc}"
    ledger.inspect = partial(look_at, origin=origin)
    session.ledger, session.entries = ledger, content.entries
    del content  # the reading takes it
    run({**settings, "OUTPUT_PATH": str(places.staging), SESSION: session})
    build, site = session.made()
    if build.build_summary.accounted != build.build_summary.texts:
        raise LostTextError(f"{build.build_summary.accounted} / {build.build_summary.texts}")
    wrong = _look_after(settings, build, ledger, site)
    grounds = Grounds(places.staging, build.base, origin, site.ask(Ports.OFFERED))
    facts = _inspect(ledger, places.state, grounds)
    if compressed:
        compress_files(ledger, places.staging, places.output, Store(Path(settings["CACHE_PATH"]) / "compressed"))
    settlement = plan_settlement(ledger, partial(lies_in, places.output, real_folders(str(places.output))))
    note_started(state, ledger)
    if moments:
        moments.before(build, settlement)
    apply_settlement(settlement, places.staging, places.output)
    if moments:
        moments.after(build)
    keep_state(
        state,
        ledger,
        places.output,
        facts,
        up_to_date.make_note(InputFingerprint() if wrong else input_fingerprint, build, session.features),
    )
    asked, lacking = len(site.ask(Ports.DEPARTED).asked), lacking_of(session.features, build, settings)
    return Outcome(build, build.build_summary, settlement, dict(ledger.stale), wrong, asked, lacking)


def _look_after(settings: dict[str, Any], build: Build, ledger: Ledger, site: Site) -> tuple[Problem, ...]:
    """Return the problems of addresses; raises ``LostAddressError`` where settings stop a build for them."""
    place, around = (
        Path(settings["PATH"]).parent,
        (site.ask(Ports.DEPARTED), build.base, passing_addresses(site), resting_addresses(site)),
    )
    wrong = address_problems(place, ledger.wanted, *around, preview=build.preview)
    if wrong and settings.get("BUILDING_HOLD_ADDRESSES") and not build.build_summary.refused:
        raise LostAddressError(wrong)
    return wrong


def _inspect(ledger: Ledger, state: Path, grounds: Grounds) -> dict[str, Facts]:
    """Look at every new file, and at links that may lead nowhere now; the facts of new pages. Raises ``GateError``."""
    looks = [look for look in ledger.looks.values() if isinstance(look, Look)]
    looks += inspect_files(ledger.stale.keys() - ledger.looks.keys(), grounds)
    faults = [fault for look in looks for fault in look.faults]
    seen = {look.path: look.facts for look in looks if look.facts}

    def is_same(path: str) -> bool:
        return path.endswith(".html") and path not in seen and path in ledger.wanted

    same = filter(is_same, ledger.wanted) if _may_break(ledger, state, seen) else ()
    known = seen | read_facts(state, {*same})

    def facts_of(page: str) -> Facts | None:
        return known.get(page) or (read_facts(state, {page})[page] if is_same(page) else None)

    faults += dead_links(known, facts_of, {*ledger.wanted}, grounds)
    if faults:
        raise GateError(tuple(faults))
    return seen


def _may_break(ledger: Ledger, state: Path, seen: Mapping[str, Facts]) -> bool:
    """Return whether links of pages that stay may lead nowhere now: a file, or an anchor of a new page, has gone."""
    if any(path not in ledger.wanted for path in ledger.files):
        return True
    former = read_facts(state, {page for page in seen if page in ledger.files and ledger.files[page].digest})
    return any(not set(facts.anchors) <= set(seen[page].anchors) for page, facts in former.items())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Lock one output folder; another build waits, then gives up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    make_way(path)
    try:
        with locked(path, _PATIENCE):
            yield
    except LockHeldError as error:
        raise BusyError(str(path)) from error
