"""All that is looked at, in the order in which it is printed where nothing is worse."""

from __future__ import annotations

import json
import platform
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from icalendar import Calendar
from packaging.requirements import Requirement
from selectolax.lexbor import LexborHTMLParser

from placette.commands.doctor.installation import (
    Check,
    Patient,
    examine_address,
    examine_backups,
    examine_built,
    examine_contact,
    some,
)
from placette.commands.status import links_remembered
from placette.engine.base.files import walk_files
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.pages.features import lacking_of
from placette.engine.problems.messages import MESSAGES
from placette.engine.problems.problems import (
    ADDRESS,
    BACKUPS,
    BUILT,
    CONTACT,
    FEEDS,
    LEGAL,
    LINKS,
    SOFTWARE,
    TEXTS,
    Diagnosis,
    Level,
    Problem,
    SiteFinding,
    blocking,
)
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from placette.features.posts.schema import Article

_SETTING = re.compile(r"\w*FEED\w*_(ATOM|JSON|ICS)")
"""The settings that say where feeds lie, and in which form."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_NEEDED = ("id", "title", "updated")
"""What a feed and each of its entries must have (RFC 4287, 4.1.1 and 4.1.2)."""
_JSON_FEED = "https://jsonfeed.org/version/"
_REPORTED = 5

UNREADABLE, OTHER = N_("it cannot be read"), N_("it is something else")
LACKS, ENTRY_LACKS = N_("it has no identifier, title or date"), N_("an entry has no identifier, title or date")
TWICE, NO_AUTHOR = N_("two entries have the same identifier"), N_("it names no author")

FAULTY = Diagnosis(
    "feed-faulty",
    FEEDS,
    Level.WRONG,
    N_("{path} is not valid: {reason}."),
    N_("invoke build makes it again; if it stays so, please report it."),
)
MORE = Diagnosis("feeds-faulty", FEEDS, Level.WRONG, N_("Further feeds and calendars that are not valid: {count}."))
NONE = Diagnosis(
    "feeds-none",
    FEEDS,
    Level.ADVICE,
    N_("The site has no feed: nobody can subscribe to it."),
    N_("PLUGINS leaves the feature “feeds” out, or FEED_ALL_ATOM is empty."),
)
GOOD = Diagnosis("feeds-good", FEEDS, Level.FINE, N_("Feeds and calendars: {count}. All are valid."))


def examine_feeds(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of the feeds; nothing for a site that isn't built. Raises ``OSError``."""
    files = walk_files(patient.output) if (patient.output / "index.html").is_file() else []
    if not files:
        return
    forms = dict(feeds_among(files, patient.settings))
    faults = [
        (path, why) for path, form in forms.items() if (why := fault_of((patient.output / path).read_bytes(), form))
    ]
    yield from (FAULTY.found(path=path, reason=why) for path, why in faults[:_REPORTED])
    if len(faults) > _REPORTED:
        yield MORE.found(count=len(faults) - _REPORTED)
    if not forms:
        yield NONE.found()
    elif not faults:
        yield GOOD.found(count=len(forms))


def feeds_among(files: Iterable[str], settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Those files that settings name as feeds, each with its form: ``ATOM``, ``JSON`` or ``ICS``."""
    named = [
        (str(settings[name]), found[1]) for name in settings if settings[name] and (found := _SETTING.fullmatch(name))
    ]
    shapes = {form: _shape(path for path, of in named if of == form) for form in ("ATOM", "JSON", "ICS")}
    for path in files:
        yield from ((path, form) for form, shape in shapes.items() if shape.fullmatch(path))


def fault_of(data: bytes, form: str) -> str:
    """Why a feed isn't valid, as a msgid; empty if it is."""
    try:
        return _FAULTS[form](data)
    except (ValueError, TypeError, LookupError, AttributeError, ParseError, DefusedXmlException, RecursionError):
        return UNREADABLE


def _shape(paths: Iterable[str]) -> re.Pattern[str]:
    """What matches the paths that are written with ``{slug}`` and its like."""
    parts = ("[^/]+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", path)) for path in paths)
    return re.compile("|".join(parts) or r"(?!)")


def _atom_fault(data: bytes) -> str:
    root = fromstring(data, forbid_dtd=True)
    if root.tag != f"{_ATOM}feed":
        return OTHER
    entries = root.findall(f"{_ATOM}entry")
    if not _has_all(root):
        return LACKS
    if not all(map(_has_all, entries)):
        return ENTRY_LACKS
    authors = [part.find(f"{_ATOM}author") is not None for part in (root, *entries)]
    if not authors[0] and not all(authors[1:]):
        return NO_AUTHOR
    return _twice(entry.findtext(f"{_ATOM}id") for entry in entries)


def _has_all(part: Element) -> bool:
    return all((part.findtext(f"{_ATOM}{name}") or "").strip() for name in _NEEDED)


def _json_fault(data: bytes) -> str:
    feed = json.loads(data)
    if not str(feed["version"]).startswith(_JSON_FEED):
        return OTHER
    if not feed["title"]:
        return LACKS
    return _twice(item["id"] for item in feed["items"])


def _calendar_fault(data: bytes) -> str:
    calendar = Calendar.from_ical(data)
    if calendar.name != "VCALENDAR" or not calendar.get("PRODID"):
        return OTHER
    events = calendar.walk("VEVENT")
    if not all(event.get("UID") and event.get("DTSTAMP") and event.get("DTSTART") for event in events):
        return ENTRY_LACKS
    return _twice((str(event["UID"]), str(event.get("RECURRENCE-ID", ""))) for event in events)


def _twice(identifiers: Iterable[object]) -> str:
    return TWICE if any(count > 1 for count in Counter(identifiers).values()) else ""


_FAULTS: dict[str, Callable[[bytes], str]] = {"ATOM": _atom_fault, "JSON": _json_fault, "ICS": _calendar_fault}


_MENTION = re.compile(r"Accessibilité : (?:totalement|partiellement|non) conforme")
"""One of these three, word for word."""
_PLAN = (
    "État de conformité",
    "Résultats des tests",
    "Contenus non accessibles",
    "Établissement de cette déclaration",
    "Retour d’information et contact",
    "Voies de recours",
)
"""The headings of the declaration, in this order."""
_NOTICES = "mentions legales"
_DUTIES = (
    (re.compile(r"direct(?:eur|rice|ion) de (?:la )?publication"), N_("the director of publication")),
    (re.compile(r"heberge"), N_("the host")),
    (re.compile(r"(?:\+33|\b0[1-9])(?:[ .-]?\d){8}"), N_("a telephone number")),
)
"""What legal notices hold: how it is recognised in folded text, and its name."""
_BLANK = "[a completer]"

MENTION_NONE = Diagnosis(
    "accessibility-mention-none",
    LEGAL,
    Level.MISSING,
    N_("The home page lacks the words on accessibility that every public body’s site must show."),
    N_('Add ("Accessibilité : non conforme", "accessibilite/") to VIEWS_FOOTER; without an audit it is “non”.'),
)
PLAN_LACKS = Diagnosis(
    "accessibility-plan",
    LEGAL,
    Level.MISSING,
    N_("The accessibility declaration ({path}) lacks headings that are imposed: {headings}"),
    N_("Their words and their order are those of the official model of the declaration."),
)
DECLARED = Diagnosis(
    "accessibility-declared", LEGAL, Level.FINE, N_("Accessibility is declared on the home page, on the imposed plan.")
)
NOTICES_NONE = Diagnosis(
    "notices-none",
    LEGAL,
    Level.MISSING,
    N_("No link of the home page’s footer is named “Mentions légales”."),
    N_("Write content/pages/mentions-legales.md and add it to VIEWS_FOOTER: who publishes, who directs, who hosts."),
)
NOTICES_LACK = Diagnosis(
    "notices-lack",
    LEGAL,
    Level.MISSING,
    N_("The legal notices ({path}) do not seem to give {reason}."),
    N_("They name who publishes, who directs the publication and who hosts, with addresses and telephone numbers."),
)
NOTICES_GOOD = Diagnosis(
    "notices-good", LEGAL, Level.FINE, N_("The legal notices name a director, a host and a telephone.")
)
BLANK = Diagnosis(
    "page-blank",
    LEGAL,
    Level.MISSING,
    N_("A page was left with blanks to fill in: {path}"),
    N_("Look for “[à compléter]” in its text."),
)


def examine_legal(patient: Patient) -> Iterator[SiteFinding]:
    """What keeps the site from being published; where nothing does, what its pages lack."""
    lacking = lacking_of(patient.desk().features, patient.build, patient.settings)
    yield from map(_finding, lacking)
    if not lacking:
        yield from _on_pages(patient)


def _finding(found: Problem) -> SiteFinding:
    message = MESSAGES[found.code]
    return Diagnosis(found.code, LEGAL, Level.WRONG, message.what, message.mend).found(**dict(found.values))


def _on_pages(patient: Patient) -> Iterator[SiteFinding]:
    """What the last build's pages lack; nothing for a site that isn't built, or not in French."""
    if not str(patient.settings["DEFAULT_LANG"]).startswith("fr") or patient.page("") is None:
        return
    footer = list(patient.footer())
    yield from _on_accessibility(patient, footer)
    yield from _on_notices(patient, footer)
    for path in sorted({path for _words, path in footer}):
        if _BLANK in _said(patient.page(path)):
            yield BLANK.found(path=path)


def _on_accessibility(patient: Patient, footer: list[tuple[str, str]]) -> Iterator[SiteFinding]:
    path = next((path for words, path in footer if _MENTION.fullmatch(words)), None)
    if path is None:
        yield MENTION_NONE.found()
        return
    page = patient.page(path)
    headings = [fold(node.text().strip()) for node in page.css("h2, h3")] if page else []
    absent = [heading for heading in _PLAN if not any(one.startswith(fold(heading)) for one in headings)]
    yield PLAN_LACKS.found(path=path, headings=", ".join(absent)) if absent else DECLARED.found()


def _on_notices(patient: Patient, footer: list[tuple[str, str]]) -> Iterator[SiteFinding]:
    path = next((path for words, path in footer if fold(words) == _NOTICES), None)
    if path is None:
        yield NOTICES_NONE.found()
        return
    said = _said(patient.page(path))
    absent = [name for shape, name in _DUTIES if not shape.search(said)]
    yield from (NOTICES_LACK.found(path=path, reason=name) for name in absent)
    if not absent:
        yield NOTICES_GOOD.found()


def _said(page: LexborHTMLParser | None) -> str:
    """What a page's main part says, folded, spaces simplified."""
    main = page.css_first("main") if page else None
    return " ".join(fold(main.text(separator=" ")).split()) if main else ""


_REPOSITORY = Path(__file__).parents[4]
"""Where the code lies in its repository; elsewhere, any folder."""
_MENDED_UNTIL = {
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}
"""The versions of Python that Placette is made for, and until when each gets security fixes: the end of the month that
https://devguide.python.org/versions/ names (PEP 664, 693, 719, 745; read in November 2026)."""
_SOON = 180
"""Days before the end: time enough for somebody to come by and install another."""

_INSTALL = N_(
    "Install a newer Python ({newest} gets fixes until {until}), then make .venv and install the libraries again."
)
OVER = Diagnosis(
    "python-over", SOFTWARE, Level.WRONG, N_("Python {version} has had no security fixes since {day}."), _INSTALL
)
ENDING = Diagnosis(
    "python-ending", SOFTWARE, Level.ADVICE, N_("Python {version} gets security fixes until {day} only."), _INSTALL
)
UNTRIED = Diagnosis(
    "python-untried",
    SOFTWARE,
    Level.ADVICE,
    N_("Nobody has tried Placette with Python {version}."),
    N_("If something odd happens, try with Python {newest}."),
)
PYTHON_GOOD = Diagnosis("python-good", SOFTWARE, Level.FINE, N_("Python {version} gets security fixes until {day}."))
LIBRARY_OTHER = Diagnosis(
    "library-other",
    SOFTWARE,
    Level.WRONG,
    N_("{name} {version} is installed, but this site is made for {wanted}."),
    N_("Install the libraries again: pip install -r requirements.txt"),
)
LIBRARY_NONE = Diagnosis(
    "library-none",
    SOFTWARE,
    Level.WRONG,
    N_("{name} is not installed; this site is made for {wanted}."),
    N_("Install the libraries again: pip install -r requirements.txt"),
)
LIBRARIES_UNKNOWN = Diagnosis(
    "libraries-unknown", SOFTWARE, Level.ADVICE, N_("Nothing here says which versions of libraries this site needs.")
)
LIBRARIES_GOOD = Diagnosis(
    "libraries-good", SOFTWARE, Level.FINE, N_("Libraries that the site needs: {count}. All have the right versions.")
)


def examine_software(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of this Python and its libraries."""
    yield judge_python(sys.version_info[:2], platform.python_version(), patient.today)
    yield from judge_libraries(needed_libraries())


def judge_python(line: tuple[int, int], version: str, today: date) -> SiteFinding:
    """What is to be said of a version of Python; ``line`` is its beginning."""
    newest = max(_MENDED_UNTIL)
    name = ".".join(map(str, newest))
    if line not in _MENDED_UNTIL:
        return UNTRIED.found(version=version, newest=name)
    end = _MENDED_UNTIL[line]
    left = (end - today).days
    verdict = OVER if left < 0 else ENDING if left < _SOON else PYTHON_GOOD
    return verdict.found(version=version, day=end, newest=name, until=_MENDED_UNTIL[newest])


def judge_libraries(needed: Iterable[str]) -> Iterator[SiteFinding]:
    """What is to be said of the installed libraries; ``needed`` as ``pyproject.toml`` writes them."""
    wanted = [one for one in map(Requirement, needed) if one.marker is None or one.marker.evaluate({"extra": ""})]
    found = [finding for one in wanted if (finding := _judge(one))]
    yield from found
    if not wanted:
        yield LIBRARIES_UNKNOWN.found()
    elif not found:
        yield LIBRARIES_GOOD.found(count=len(wanted))


def needed_libraries() -> tuple[str, ...]:
    """What Placette needs: by its ``pyproject.toml`` where it lies in its repository, else as it was installed."""
    file = _REPOSITORY / "pyproject.toml"
    project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}) if file.is_file() else {}
    if project.get("name") == "placette":
        return tuple(project["dependencies"])
    try:
        return tuple(metadata.requires("placette") or ())
    except metadata.PackageNotFoundError:
        return ()


def _judge(wanted: Requirement) -> SiteFinding | None:
    asked = f"{wanted.name} {wanted.specifier}"
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return LIBRARY_NONE.found(name=wanted.name, wanted=asked)
    if wanted.specifier.contains(version, prereleases=True):
        return None
    return LIBRARY_OTHER.found(name=wanted.name, version=version, wanted=asked)


_UNHEARD = frozenset({"photo-alt", "lead-alt"})
"""The codes of problems with pictures that have no description."""
_STALE = timedelta(days=31)
"""After how long links should be asked again."""

REFUSED = Diagnosis(
    "texts-refused",
    TEXTS,
    Level.WRONG,
    N_("Texts that can’t be published as they are: {count} ({paths})."),
    "invoke check",
)
UNHEARD = Diagnosis(
    "pictures-unheard",
    TEXTS,
    Level.WRONG,
    N_("Texts with pictures that have no description: {count} ({paths})."),
    N_("Say in a few words what each shows: ![what one sees](photo.jpg)."),
)
DECORATIVE = Diagnosis(
    "pictures-decorative",
    TEXTS,
    Level.ADVICE,
    N_("Posts with pictures declared decorative, of which blind readers hear nothing: {count} ({paths})."),
    N_("See whether these pictures really say nothing; if they do, describe them."),
)
SPEECHLESS = Diagnosis(
    "profiles-empty",
    TEXTS,
    Level.ADVICE,
    N_("Profiles without a text or a line that presents the person: {count} ({paths})."),
    N_("Ask them for two sentences, so that readers know who speaks."),
)
TEXTS_GOOD = Diagnosis("texts-good", TEXTS, Level.FINE, N_("Texts read: {count}. All can be published."))

UNASKED = Diagnosis(
    "links-unasked",
    LINKS,
    Level.ADVICE,
    N_("Links to other sites that nobody has ever followed: {count}."),
    "invoke links",
)
DEAD = Diagnosis(
    "links-dead",
    LINKS,
    Level.ADVICE,
    N_("Links to other sites that led nowhere when last followed, on {day}: {count} of {all}."),
    N_("invoke status lists them, with file and line."),
)
STALE = Diagnosis(
    "links-stale", LINKS, Level.ADVICE, N_("Links to other sites were last followed on {day}."), "invoke links"
)
LINKS_GOOD = Diagnosis("links-good", LINKS, Level.FINE, N_("Links to other sites: {count}. None was dead on {day}."))


def examine_texts(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of the texts as they are read."""
    build = patient.build
    stopped = blocking(build.problems)
    refused = {found.path for found in stopped}
    if refused:
        yield REFUSED.found(**some(sorted(refused)))
    else:
        yield TEXTS_GOOD.found(count=build.tally.texts)
    if unheard := {found.path for found in stopped if found.code in _UNHEARD}:
        yield UNHEARD.found(**some(sorted(unheard)))
    if decorative := [post.path for post in build.of(POST) if _is_silent(post, patient)]:
        yield DECORATIVE.found(**some(sorted(decorative)))
    silent = (*build.of(PROFILE), *build.silent(PROFILE))
    if empty := [one.path for one in silent if not build.body_of(one).words and not one.description]:
        yield SPEECHLESS.found(**some(sorted(empty)))


def _is_silent(post: Article, patient: Patient) -> bool:
    """Whether a post has a picture without a description."""
    lead = [post.photo] if post.photo else []
    return any(not photo.alt for photo in (*lead, *patient.build.body_of(post).photos))


def examine_links(patient: Patient) -> Iterator[SiteFinding]:
    """What ``invoke links`` remembers; nobody is asked now."""
    state = links_remembered(patient.build, patient.address, patient.content, patient.cache)
    if state.count > state.asked:
        yield UNASKED.found(count=state.count - state.asked)
    if state.last is None:
        return
    if state.dead:
        yield DEAD.found(count=len(state.dead), all=state.count, day=state.last)
    if patient.today - state.last > _STALE:
        yield STALE.found(day=state.last)
    elif not state.dead and state.count == state.asked:
        yield LINKS_GOOD.found(count=state.count, day=state.last)


CHECKS = (
    Check(ADDRESS, examine_address),
    Check(LEGAL, examine_legal),
    Check(CONTACT, examine_contact),
    Check(BACKUPS, examine_backups),
    Check(SOFTWARE, examine_software),
    Check(TEXTS, examine_texts),
    Check(LINKS, examine_links),
    Check(BUILT, examine_built),
    Check(FEEDS, examine_feeds),
)
