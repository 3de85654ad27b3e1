"""One build from settings to a settled site: staged, looked at, put in place, reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from placette.engine.base.processes import executor_of, using
from placette.engine.base.processes.garbage import no_collection
from placette.engine.base.rows import DamagedError
from placette.engine.base.settings import load_settings
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version
from placette.engine.building.compressing import compress_files, wants_copies
from placette.engine.building.first_look import State, begin_look, names_at, open_state
from placette.engine.building.gate import Grounds, dead_links, inspect_files
from placette.engine.building.glancing import begin_content, unbroken
from placette.engine.building.inspecting import Facts, Fault, Look
from placette.engine.building.leftovers import clear, clear_after, clear_before
from placette.engine.building.lost_addresses import address_problems
from placette.engine.building.pieces import pieces_in
from placette.engine.building.places import Places, places_of
from placette.engine.building.sealing import Seal, make_note, seal_of
from placette.engine.building.session import SESSION, Session
from placette.engine.building.settling import Settlement, apply_settlement, lies_in, plan_settlement
from placette.engine.building.shells import PageInspector
from placette.engine.building.state import keep_note, keep_state, note_started, open_ledger, read_facts, sizes_at
from placette.engine.library.build import Build, UncleanError
from placette.engine.library.readings import forget_readings
from placette.engine.library.refusal import ContentRefusedError
from placette.engine.library.settings import ReadingSettings
from placette.engine.library.tally import Tally
from placette.engine.pages.dead_links import DeadLinksError
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import lacking_of
from placette.engine.pages.ledger import Ledger
from placette.engine.pages.ports import DEPARTED, OFFERED
from placette.engine.problems.problems import Problem

_PATIENCE = 60.0
"""Seconds to wait for another build of the same folder."""


class BusyError(Exception):
    """Another build of the same folder did not end in time."""


class GateError(Exception):
    """The build made something that must not be published; nothing was put in place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.path}: {fault.what}" for fault in faults))


class LostAddressError(Exception):
    """Addresses that were published would be lost; nothing was put in place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)}")


class LostTextError(Exception):
    """The texts found and the texts accounted for differ: one was lost in silence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build read, what it changed on disk, and why it made each file that it made.

    ``build`` is None when nothing had changed at all, so that nothing was read. ``addresses`` says what is wrong with
    addresses that were published, where that stops nothing; ``asked`` counts old ones that only some servers answer.
    """

    build: Build | None
    tally: Tally
    settlement: Settlement
    reasons: dict[str, tuple[str, ...]]
    addresses: tuple[Problem, ...] = ()
    asked: int = 0
    lacking: tuple[Problem, ...] = ()
    """What the site lacks to be published; unknown where nothing had changed."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What whoever shows the site while it is built wants to do before files are moved, and once all are in place."""

    before: Callable[[Build, Settlement], None]
    after: Callable[[Build], None]


Prepare = Callable[[dict[str, Any]], Session]
Run = Callable[[dict[str, Any]], None]


def build_settled(settings: dict[str, Any], prepare: Prepare, run: Run, moments: Moments | None = None) -> Outcome:
    """Make what is stale into a staging folder, look at it, then put in place what differs.

    ``prepare`` does what can be done before it is known what has changed, ``run`` has the files made.

    Raises ``ContentRefusedError``, ``UnreadyError``, ``LostAddressError``, ``GateError``, ``LostTextError``,
    ``BusyError`` or what Pelican raises; the previous site is whole in every case.
    """
    places = places_of(settings)
    with using(executor_of(settings)), _alone(places.lock), no_collection():
        try:
            return _build_sound(settings, places, prepare, run, moments)
        except DamagedError:  # nothing was put in place yet: forget what the last build left, make everything again
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
    clear_before(places.staging)
    places.staging.mkdir(parents=True)
    compressed = wants_copies(settings)
    now, scanned = begin_content(settings, places.state)
    state = open_state(places.state)
    lost = begin_look(state, places.output)
    code_version()  # it takes time whatever has changed
    session = prepare(settings)
    session.faulty = faulty
    content = scanned()
    seal = seal_of(settings, session.features, content, now)
    tally = unbroken(state.seal, seal.mark, settings["TIMEZONE"])
    if tally and not lost():
        return _unchanged(state, tally, seal)
    ledger = open_ledger(state, lost)
    site_url = urlsplit(str(settings["SITEURL"]))
    origin = f"{site_url.scheme}://{site_url.netloc}"
    ledger.inspect = PageInspector(origin)
    ledger.pieces_of = partial(pieces_in, places.output, cache(partial(sizes_at, places.state)))
    session.ledger, session.entries = ledger, content.entries
    del content, scanned  # the reading takes it
    run({**settings, "OUTPUT_PATH": str(places.staging), SESSION: session})
    build, desk = session.made()
    ledger.loosen_rest()
    _count(build)
    wrong = _look_after(settings, build, ledger, desk)
    grounds = Grounds(places.staging, build.base, origin, desk.ask(OFFERED))
    facts = _inspect(ledger, places.state, grounds)
    if compressed:
        compress_files(ledger, places.staging, places.output, Store(Path(settings["CACHE_PATH"]) / "compressed"))
    settlement = plan_settlement(ledger, partial(lies_in, places.output))
    note_started(state, ledger)
    if moments:
        moments.before(build, settlement)
    replaced = apply_settlement(settlement, places.staging, places.output)
    if moments:
        moments.after(build)
    clear_after(places.staging, replaced)
    keep_state(state, ledger, places.output, facts, make_note(Seal() if wrong else seal, build, session.features))
    asked, lacking = len(desk.ask(DEPARTED).asked), lacking_of(session.features, build, settings)
    return Outcome(build, build.tally, settlement, dict(ledger.stale), wrong, asked, lacking)


def _unchanged(state: State, tally: Tally, seal: Seal) -> Outcome:
    """The outcome where nothing was to do; later builds may see it at a glance, if this one couldn't."""
    keep_note(state, {**state.seal, "glance": seal.glance})
    names = names_at(state.path)
    return Outcome(None, tally, Settlement((), (), len(names), lambda: names), {})


def _look_after(settings: dict[str, Any], build: Build, ledger: Ledger, desk: Desk) -> tuple[Problem, ...]:
    """What is wrong with addresses; raises ``LostAddressError`` where the settings say that it stops a build.

    Texts that were left out to be mended come back, and hold nobody up meanwhile.
    """
    departures, files = desk.ask(DEPARTED), ledger.names()
    place = Path(settings["PATH"]).parent
    wrong = address_problems(place, files, departures, build.base, desk.passing, desk.resting, preview=build.preview)
    if wrong and settings.get("BUILDING_HOLD_ADDRESSES") and not build.tally.refused:
        raise LostAddressError(wrong)
    return wrong


def _inspect(ledger: Ledger, state: Path, grounds: Grounds) -> dict[str, Facts]:
    """Look at every new file, and at every link that may lead nowhere now; the facts of new pages.

    Raises ``GateError``.
    """
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

    faults += dead_links(known, facts_of, {*ledger.names()}, grounds)
    if faults:
        raise GateError(tuple(faults))
    return seen


def _may_break(ledger: Ledger, state: Path, seen: Mapping[str, Facts]) -> bool:
    """Whether links of pages that stay may lead nowhere now: a file has gone, or an anchor of a page seen now."""
    if any(path not in ledger.wanted for path in ledger.files):
        return True
    former = read_facts(state, {page for page in seen if page in ledger.files and ledger.files[page].digest})
    return any(not set(facts.anchors) <= set(seen[page].anchors) for page, facts in former.items())


def _count(build: Build) -> None:
    """Everything published, waiting, withdrawn or refused must be all the texts found."""
    tally = build.tally
    if tally.accounted != tally.texts:
        raise LostTextError(f"{tally.accounted} / {tally.texts}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of one output folder; another build waits, then gives up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise BusyError(str(path)) from error
