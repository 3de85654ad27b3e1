"""A site's publisher: ``LEGAL_*`` in ``pelicanconf.py``, checked as soon as it is read."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, tzinfo
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

import yaml
from dateutil.relativedelta import relativedelta
from pydantic import ConfigDict

from placette.engine.base.dates import long_date
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.build import Build
from placette.engine.content.library import Embargoed
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Configured
from placette.engine.rendering.site import ViewsSettings
from placette.features.authors import PROFILE, AuthorKind, Profile, Side
from placette.features.pages import PAGE
from placette.features.posts import POST, Article, Role

if TYPE_CHECKING:
    from placette.engine.content.library import Library

BY_ELECTED = N_("an elected official of the majority signs it, and an election is near.")
BY_SERVICE = N_("a service signs it, and an election is near.")
PROMOTION = N_("“{term}” is where achievements are praised, and an election is near.")
_OPPOSED = "opposition"

_FICTIONS = re.compile(
    r"\bfictif|\bfictive|\bfictitious|\bsans objet\b|\ba (?:renseigner|completer|remplir|preciser)\b"
    r"|\bto be (?:filled|completed)|\btodo\b|\bxxx|\.{3}|\[.*\]"
    r"|[.@](?:example|invalid|test)\b|\bexample\.(?:com|net|org)\b"
)
"""Names that no host can have are those of RFC 2606."""


def is_fictitious(written: str) -> bool:
    """Return whether a value is a placeholder."""
    return _FICTIONS.search(fold(written)) is not None


PublisherKind = Literal["", "commune", "intercommunalite", "departement", "region", "association"]
Basis = Literal["", "mission", "interet", "consentement"]
State = Literal["non", "partielle", "totale"]
NO_SPACE = "sans-objet"
"""The answer of a site without news of the council's achievements: it owes the opposition no space."""
_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)
"""A misspelt key of a setting is an error."""
TELEPHONE = re.compile(r"\+?[0-9][0-9 .()\u00a0\u202f-]{2,20}")
EMAIL = re.compile(r"[^\s@<>\"'(),:;]+@[^\s@<>\"'(),:;/?#]+\.[^\s@<>\"'(),:;/?#]+")
ADDRESS = re.compile(r"https://[^\s<>\"']+")
_SIREN = re.compile(r"\d{3}[ \u00a0\u202f]?\d{3}[ \u00a0\u202f]?\d{3}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_ENOUGH, _ALL = 50.0, 100.0
"""From which rate on a site conforms in part, and wholly (in % of the criteria; décret n° 2019-768)."""


@dataclass(frozen=True, slots=True)
class Host:
    """The site's host: name, postal address, telephone."""

    __pydantic_config__ = _STRICT
    name: str = ""
    address: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Processor:
    """A processor of personal data for the publisher: its purpose and country.

    ``transfer`` is the legal basis where the data leave the European Economic Area.
    """

    __pydantic_config__ = _STRICT
    name: str
    role: str
    country: str
    transfer: str = ""


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The declaration of accessibility. ``rate`` is the share of the criteria that are met, in %."""

    __pydantic_config__ = _STRICT
    day: date | None = None
    """The day of the declaration."""
    state: State = "non"
    audit: date | None = None
    by: str = ""
    """The author of the audit."""
    rate: float | None = None
    failures: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    """The assistive technologies and browsers of the tests."""
    tools: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    """The pages that were looked at, beside those that every site has."""
    contact: str = ""
    """An e-mail address, or that of a form."""
    entity: str = ""
    """The contact."""
    plan: str = ""
    """The page (slug) of the plan of several years and that of the year; none: this page."""


@dataclass(frozen=True, slots=True)
class LegalSettings:
    """Settings of the legal pages. What is left empty stops a build for publication, unless it says otherwise."""

    notice_page: str = ""
    """The page of content/pages that shows who publishes the site, by its slug; empty: there is none."""
    privacy_page: str = ""
    """The page that shows what becomes of personal data."""
    accessibility_page: str = ""
    """The page that shows the declaration of accessibility."""
    demonstration: bool = False
    """Whether publisher and people are invented: the pages then say so."""
    publisher: str = ""
    """The full name of who publishes the site."""
    publisher_kind: PublisherKind = ""
    """What it is in law: a public body, or an association."""
    publisher_address: str = ""
    """The postal address of its seat."""
    publisher_telephone: str = ""
    """Its telephone number."""
    publisher_email: str = ""
    """An e-mail address that somebody reads."""
    registration: str = ""
    """The SIREN number; an association may have none."""
    director: str = ""
    """The director of the publication: a person, by first name and name, with their office."""
    editor: str = ""
    """Who is responsible for the texts, if somebody else is; may stay empty."""
    host: Host = field(default_factory=Host)
    """Who hosts the site: {"name": …, "address": …, "telephone": …}."""
    contact: str = ""
    """Where notices and requests go: an e-mail address, or that of a form (https://…)."""
    dpo: str = ""
    """How to reach the data protection officer: an e-mail address, or that of a form."""
    basis: Basis = ""
    """The legal basis of the processing; empty: the mission for a public body, the legitimate interest for others."""
    processors: tuple[Processor, ...] = ()
    """Who handles data for the publisher: {"name": …, "role": …, "country": …, "transfer": …} each."""
    mediation: str = ""
    """Who examines an appeal against a refusal; may stay empty."""
    accessibility: Accessibility = field(default_factory=Accessibility)
    """What the declaration says: "day", "contact", "entity", "state" and the others of ``Accessibility``."""
    opposition: str = ""
    """The page where elected members of the opposition write, by its slug, or "sans-objet"."""
    inhabitants: int = 0
    """How many people live in the commune."""
    election: str = ""
    """The month of the next election, such as "2032-03": what services and the majority sign waits for its end."""
    promotion: tuple[str, ...] = ()
    """The categories and tags in which achievements are praised."""
    released: tuple[str, ...] = ()
    """Posts (their folders: "2031/compteurs-d-eau") that may appear before the election all the same."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for unusable values; missing ones are reported elsewhere."""
        for name in ("publisher_telephone", "host.telephone"):
            _match(self, name, TELEPHONE, "+33 4 73 00 00 00")
        _match(self, "publisher_email", EMAIL, "contact@mairie.example")
        for name in ("contact", "dpo", "accessibility.contact"):
            _match(self, name, re.compile(f"{EMAIL.pattern}|{ADDRESS.pattern}"), "contact@mairie.example, https://…")
        _match(self, "registration", _SIREN, "123 456 789")
        _match(self, "election", _MONTH, "2032-03")
        if self.inhabitants < 0:
            raise SettingError(f"LEGAL_INHABITANTS = {self.inhabitants}  →  1200")
        _refuse_unfounded(self.accessibility)

    @property
    def is_public(self) -> bool:
        """Whether the publisher is a public body, or of an unknown kind."""
        return self.publisher_kind != "association"

    @property
    def grounds(self) -> Basis:
        """Return the legal basis of the processing."""
        return self.basis or ("mission" if self.is_public else "interet")


def value_of(settings: LegalSettings, name: str) -> object:
    """Return a setting by its name («host.telephone»)."""
    found: object = settings
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _match(settings: LegalSettings, name: str, pattern: re.Pattern[str], example: str) -> None:
    value = value_of(settings, name)
    if isinstance(value, str) and value and not (pattern.fullmatch(value) or is_fictitious(value)):
        raise SettingError(f"LEGAL_{setting_name(name)} = {value!r}  →  {example}")


def setting_name(name: str) -> str:
    """Return a setting as an editor writes it, without its prefix: «HOST["telephone"]»."""
    first, _, key = name.partition(".")
    return f'{first.upper()}["{key}"]' if key else first.upper()


def _refuse_unfounded(declared: Accessibility) -> None:
    """Raise ``SettingError`` for a state that no audit bears out."""
    if declared.rate is not None and not 0 <= declared.rate <= _ALL:
        raise SettingError(f'LEGAL_ACCESSIBILITY["rate"] = {declared.rate}  →  0 … 100')
    if declared.state == "non":
        return
    least = _ALL if declared.state == "totale" else _ENOUGH
    if declared.audit is None or not declared.by or declared.rate is None or declared.rate < least:
        example = f'"audit": date(…), "by": "…", "rate": {least:g} … 100'
        raise SettingError(f'LEGAL_ACCESSIBILITY["state"] = "{declared.state}"  →  {example}')


@cache
def tables() -> Mapping[str, Any]:
    """Return what ``sections.yml`` holds."""
    content: dict[str, Any] = yaml.load(_TABLES.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return content


_TABLES = Path(__file__).with_name("sections.yml")
_FILE, _OWN = "pelicanconf.py", "legalconf.py"
"""The file in which a site writes its settings; the file of these alone, if it has one."""
_INHABITANTS = 1000
"""From how many inhabitants on a commune owes its opposition a space (CGCT, article L. 2121-27-1)."""
_YEARS = 3
"""For how many years an audit counts (décret n° 2019-768)."""
_TITLES = frozenset("madame monsieur mme m maire president presidente directeur directrice le la l".split())


def owes_a_space(settings: LegalSettings) -> bool:
    """Return whether elected members of the opposition must have a space: in every body but small communes."""
    if settings.publisher_kind == "commune":
        return settings.inhabitants >= _INHABITANTS
    return settings.publisher_kind in {"intercommunalite", "departement", "region"}


_NOTICE, _PRIVACY, _ACCESSIBILITY = "notice_page", "privacy_page", "accessibility_page"
_FREE = "editor mediation accessibility.by accessibility.tests accessibility.tools accessibility.sample".split()
"""Settings that may stay empty, but may not be invented."""


def lacking(build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the gaps that keep the site from being published; nothing for a site without legal pages."""
    legal = load_settings(LegalSettings, "LEGAL", settings)
    pages = [name for name in (_NOTICE, _PRIVACY, _ACCESSIBILITY) if value_of(legal, name)]
    if not pages:
        return
    file = _OWN if (Path(settings["PATH"]).parent / _OWN).is_file() else _FILE
    facts = {"": True, "public": legal.is_public, "commune": legal.publisher_kind == "commune"}
    facts["space"] = owes_a_space(legal)
    real = {name: N_("Write the real value, or leave the setting empty.") for name in _FREE}
    for row in tables()["wanted"]:
        name, proposal = row["setting"], row["proposal"]
        if facts[row.get("if", "")] and {*row.get("pages", [_NOTICE])} & {*pages}:
            real[name] = proposal
            if not value_of(legal, name):
                yield problem("legal-missing", file, setting=f"LEGAL_{setting_name(name)}", proposal=proposal)
    for name, proposal in {} if legal.demonstration else real.items():
        for text in filter(is_fictitious, _texts(value_of(legal, name))):
            yield problem(
                "legal-fictitious", file, setting=f"LEGAL_{setting_name(name)}", value=text, proposal=proposal
            )
    yield from _unnamed(legal, file)
    yield from _pages(pages, legal, build, file)
    yield from _footer(pages, legal, build, load_settings(ViewsSettings, "VIEWS", settings))
    audit, counts = legal.accessibility.audit, legal.accessibility.state != "non"
    if legal.accessibility_page and audit and counts and build.now.date() > audit + relativedelta(years=_YEARS):
        yield problem("legal-audit", file, value=audit.isoformat())


def _texts(value: object) -> list[str]:
    """Return every text in a setting."""
    items = value if isinstance(value, tuple) else (value,)
    parts = (part for item in items for part in (astuple(item) if isinstance(item, Processor) else (item,)))
    return [part for part in parts if isinstance(part, str)]


def _unnamed(own: LegalSettings, file: str) -> Iterator[Problem]:
    """Yield a director who is only an office."""
    names = [word for word in own.director.replace("’", " ").split() if word[0].isupper()]
    is_asked = own.director and own.notice_page and not own.demonstration
    if is_asked and sum(fold(word).strip(".,") not in _TITLES for word in names) < 2:
        yield problem("legal-director", file, value=own.director)


def _pages(pages: list[str], own: LegalSettings, build: Build, file: str) -> Iterator[Problem]:
    """Yield the pages that settings name and that aren't published."""
    published = {page.slug for page in build.of(PAGE)}
    slugs = [(name, str(value_of(own, name))) for name in pages]
    slugs += [("opposition", own.opposition)] if own.notice_page and own.opposition not in {"", NO_SPACE} else []
    slugs += [("accessibility.plan", own.accessibility.plan)] if own.accessibility.plan else []
    for name, slug in slugs:
        if slug not in published:
            yield problem("legal-page", file, setting=f"LEGAL_{setting_name(name)}", value=slug)


def _footer(pages: list[str], own: LegalSettings, build: Build, views: ViewsSettings) -> Iterator[Problem]:
    """Yield the pages that the footer doesn't lead to."""
    page_of = {page.slug: page for page in build.of(PAGE)}
    linked = {path.partition("#")[0] for _label, path in views.footer}
    for name in pages:
        page = page_of.get(str(value_of(own, name)))
        if page is None:
            continue
        if page.url not in linked:
            label = tables()["mentions"][own.accessibility.state] if name == _ACCESSIBILITY else page.title
            yield problem("legal-footer", _FILE, value=page.url, label=label)


_MONTHS_BEFORE = 6


def period_of(month: str, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Return from when to when (excluded) posts wait for an election in a month («2032-03»)."""
    election = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    return election - relativedelta(months=_MONTHS_BEFORE), election + relativedelta(months=1)


def configure(settings: Mapping[str, Any]) -> Configured:
    """Return the embargo of a site that names an election; none for others."""
    legal = load_settings(LegalSettings, "LEGAL", settings)
    return Configured(embargoes=(partial(held_posts, legal, settings["DEFAULT_LANG"]),) if legal.election else ())


def held_posts(legal: LegalSettings, lang: str, library: Library, now: datetime) -> Iterator[Embargoed]:
    """Yield the posts dated inside the period that wait for its end; nothing once that has come."""
    start, end = period_of(legal.election, now.tzinfo)
    if now >= end:
        return
    sides = {profile.key: _side(profile) for profile in library.of(PROFILE)}
    released = {name.strip("/") for name in legal.released}
    for post in library.of(POST):
        name = str(PurePosixPath(post.path).parent).removeprefix("articles/")
        is_held = start <= post.date < end and name not in released
        if is_held and (why := _reason(post, sides, set(map(fold, legal.promotion)))):
            until, (reason, term) = long_date(end, lang), why
            waits = problem("election-held", post.path, reason=reason, term=term, until=until, post=name)
            yield Embargoed(post.path, end, waits)


def _side(profile: Profile) -> str:
    """Return why the posts of an author wait, ``_OPPOSED`` if they never do; else nothing."""
    if profile.kind is AuthorKind.ELECTED:
        return _OPPOSED if profile.side is Side.OPPOSITION else BY_ELECTED
    return BY_SERVICE if profile.kind is AuthorKind.SERVICE else ""


def _reason(post: Article, sides: Mapping[str, str], promoted: Container[str]) -> tuple[str, str] | None:
    """Return why a post of the period waits: a sentence and the term that it names, if any.

    Elected officials of the opposition may not be silenced because of an election: see ``docs/fr/droit.md``.
    """
    signing = [sides.get(key, "") for key in post.authors]
    helping = [sides.get(key, "") for role, keys in post.roles if role is not Role.PROOFREADER for key in keys]
    if BY_ELECTED in (*signing, *helping):
        return BY_ELECTED, ""
    if BY_SERVICE in signing:
        return BY_SERVICE, ""
    terms = (term.name for term in (post.category, *post.tags) if fold(term.name) in promoted)
    return None if _OPPOSED in signing else next(((PROMOTION, term) for term in terms), None)
