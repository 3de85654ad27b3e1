"""What the law wants a site to say, setting by setting: which are missing, which only look filled in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from placette.engine.base.message import N_
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold
from placette.engine.library.build import Build
from placette.engine.pages.settings import ViewsSettings
from placette.engine.problems.problems import Problem, problem
from placette.features.legal.fictions import is_fictitious
from placette.features.legal.settings import NO_SPACE, LegalSettings, setting_name, value_of
from placette.features.legal.words import MENTIONS
from placette.features.pages import PAGE

_FILE, _OWN = "pelicanconf.py", "legalconf.py"
"""Where a site writes its settings; the file of these alone, if it has one."""
_IN_FOOTER = frozenset({"legal-footer", "legal-mention"})
"""What is wrong with other settings."""
_NAME = re.compile(r"(?:LEGAL|VIEWS)_[A-Z_]+")
_OTHERWISE = defaultdict(
    str,
    {
        "legal-director": "LEGAL_DIRECTOR",
        "legal-audit": "LEGAL_ACCESSIBILITY",
        "legal-footer": "VIEWS_FOOTER",
        "legal-mention": "VIEWS_FOOTER",
    },
)
"""The setting that a problem is about, where it doesn't say so itself."""
_INHABITANTS = 1000
"""From how many inhabitants on a commune owes its opposition a space (CGCT, article L. 2121-27-1)."""
_YEARS = 3
"""For how many years an audit counts (décret n° 2019-768)."""
_TITLES = frozenset("madame monsieur mme m maire president presidente directeur directrice le la l".split())


class Wanted(NamedTuple):
    """A setting, what to write there, which pages show it (settings), and who need not write it."""

    name: str
    proposal: str
    pages: tuple[str, ...] = ("notice_page",)
    due: Callable[[LegalSettings], bool] = lambda _settings: True


def _is_public(settings: LegalSettings) -> bool:
    return settings.is_public


def _is_commune(settings: LegalSettings) -> bool:
    return settings.publisher_kind == "commune"


def owes_a_space(settings: LegalSettings) -> bool:
    """Whether elected members of the opposition must have a space: in every body but small communes."""
    if settings.publisher_kind == "commune":
        return settings.inhabitants >= _INHABITANTS
    return settings.publisher_kind in {"intercommunalite", "departement", "region"}


_NOTICE, _PRIVACY, _ACCESSIBILITY = "notice_page", "privacy_page", "accessibility_page"
_BOTH = (_NOTICE, _PRIVACY)
WANTED = (
    Wanted("publisher", N_("Write the full name of the public body or the association."), _BOTH),
    Wanted("publisher_kind", N_("Write commune, intercommunalite, departement, region or association."), _BOTH),
    Wanted("publisher_address", N_("Write the postal address of its seat."), _BOTH),
    Wanted("publisher_telephone", N_("Write its telephone number: the law asks for one.")),
    Wanted("publisher_email", N_("Write an e-mail address that somebody reads.")),
    Wanted("registration", N_("Write the SIREN number: nine digits."), (_NOTICE,), _is_public),
    Wanted("director", N_("Write first name and name, then the office: the mayor, the president.")),
    Wanted("host.name", N_("Write who hosts the site: your contract or its legal notices say it.")),
    Wanted("host.address", N_("Write the postal address of the host.")),
    Wanted("host.telephone", N_("Write the telephone number of the host.")),
    Wanted("contact", N_("Write where notices and requests go: an e-mail address or a form (https://…)."), _BOTH),
    Wanted(
        "inhabitants",
        N_("Write the number of inhabitants: from 1,000 on, the opposition has a space."),
        due=_is_commune,
    ),
    Wanted(
        "opposition",
        N_(
            "Write the slug of the page where members of the opposition write, or “sans-objet” if the site says nothing"
            " of the council's achievements and management."
        ),
        due=owes_a_space,
    ),
    Wanted("dpo", N_("Write how to reach the data protection officer."), (_PRIVACY,), _is_public),
    Wanted(
        "processors", N_("Name who handles data for you: the host, the forge, and what frames transfers."), (_PRIVACY,)
    ),
    Wanted("accessibility.day", N_("Write the day of the declaration: date(2026, 11, 2)."), (_ACCESSIBILITY,)),
    Wanted(
        "accessibility.contact", N_("Write where somebody says that a page is of no use to them."), (_ACCESSIBILITY,)
    ),
    Wanted("accessibility.entity", N_("Write who answers them."), (_ACCESSIBILITY,)),
)
"""In the order in which editors fill them in."""
_FREE = (
    "editor",
    "mediation",
    "accessibility.by",
    "accessibility.tests",
    "accessibility.tools",
    "accessibility.sample",
)
"""Settings that may stay empty, but may not be invented."""
_REAL = N_("Write the real value, or leave the setting empty.")


def lacking(build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """All that keeps the site from being published; nothing for a site without legal pages."""
    problems = list(_lacking(build, settings))
    beside = Path(settings["PATH"]).parent
    own = _OWN if (beside / _OWN).is_file() else _FILE
    lines = {name: _lines_of(beside / name) for name in (_FILE, own)} if problems else {}
    for found in problems:
        path = _FILE if found.code in _IN_FOOTER else own
        written = _NAME.match(str(dict(found.values).get("setting", _OTHERWISE[found.code])))
        yield replace(found, path=path, line=lines[path].get(written[0], 0) if written else 0)


def _lines_of(file: Path) -> dict[str, int]:
    """Where each setting of a file is written."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {name: number for number, line in enumerate(lines, 1) for name in _NAME.findall(line.partition("=")[0])}


def _lacking(build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    own = load_settings(LegalSettings, "LEGAL", settings)
    pages = [name for name in (_NOTICE, _PRIVACY, _ACCESSIBILITY) if value_of(own, name)]
    if not pages:
        return
    wanted = [one for one in WANTED if {*one.pages} & {*pages} and one.due(own)]
    for one in wanted:
        yield from _unsaid(one, own)
    if not own.demonstration:
        for name in _FREE:
            yield from _invented(name, _REAL, own)
        yield from _unnamed(own)
    yield from _pages(pages, own, build)
    yield from _footer(pages, own, build, load_settings(ViewsSettings, "VIEWS", settings))
    yield from _outdated(own, build.now)


def _unsaid(wanted: Wanted, own: LegalSettings) -> Iterator[Problem]:
    if not value_of(own, wanted.name):
        yield problem("legal-missing", _FILE, setting=f"LEGAL_{setting_name(wanted.name)}", proposal=wanted.proposal)
    elif not own.demonstration:
        yield from _invented(wanted.name, wanted.proposal, own)


def _invented(name: str, proposal: str, own: LegalSettings) -> Iterator[Problem]:
    for text in _texts(value_of(own, name)):
        if is_fictitious(text) and text != NO_SPACE:
            setting = f"LEGAL_{setting_name(name)}"
            yield problem("legal-fictitious", _FILE, setting=setting, value=text, proposal=proposal)


def _texts(value: object) -> Iterator[str]:
    """Every text in a setting."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item if isinstance(item, str) else (item.name, item.role, item.country, item.transfer))


def _unnamed(own: LegalSettings) -> Iterator[Problem]:
    """A director who is only an office."""
    names = [word for word in own.director.replace("’", " ").split() if word[0].isupper()]
    if own.director and own.notice_page and sum(fold(word).strip(".,") not in _TITLES for word in names) < 2:
        yield problem("legal-director", _FILE, value=own.director)


def _pages(pages: list[str], own: LegalSettings, build: Build) -> Iterator[Problem]:
    """Pages that settings name and that nobody can read."""
    published = {page.slug for page in build.of(PAGE)}
    named = [(name, str(value_of(own, name))) for name in pages]
    named += [("opposition", own.opposition)] if own.notice_page and own.opposition not in {"", NO_SPACE} else []
    named += [("accessibility.plan", own.accessibility.plan)] if own.accessibility.plan else []
    for name, slug in named:
        if slug not in published:
            yield problem("legal-page", _FILE, setting=f"LEGAL_{setting_name(name)}", value=slug)


def _footer(pages: list[str], own: LegalSettings, build: Build, views: ViewsSettings) -> Iterator[Problem]:
    """Pages that the footer doesn't lead to."""
    found = {page.slug: page for page in build.of(PAGE)}
    linked = {path.partition("#")[0] for _label, path in views.footer}
    for name in pages:
        page = found.get(str(value_of(own, name)))
        if page is None:
            continue
        if page.url not in linked:
            label = MENTIONS[own.accessibility.state] if name == _ACCESSIBILITY else page.title
            yield problem("legal-footer", _FILE, value=page.url, label=label)


def _outdated(own: LegalSettings, now: datetime) -> Iterator[Problem]:
    audit, counts = own.accessibility.audit, own.accessibility.state != "non"
    if own.accessibility_page and audit and counts and now.date() > audit + relativedelta(years=_YEARS):
        yield problem("legal-audit", _FILE, value=audit.isoformat())
