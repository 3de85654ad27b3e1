"""What a site says of its publisher: ``LEGAL_*`` in ``pelicanconf.py``, checked as soon as it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import ConfigDict

from placette.engine.base.setting_errors import SettingError
from placette.features.legal.fictions import is_fictitious

PublisherKind = Literal["", "commune", "intercommunalite", "departement", "region", "association"]
Basis = Literal["", "mission", "interet", "consentement"]
State = Literal["non", "partielle", "totale"]
NO_SPACE = "sans-objet"
"""The answer of a site that says nothing of what the council has achieved: it owes the opposition no space."""
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
    """Who hosts the site: name, postal address, telephone."""

    __pydantic_config__ = _STRICT
    name: str = ""
    address: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Processor:
    """Who handles personal data for the publisher: what for, in which country.

    ``transfer`` says what frames it where the data leave the European Economic Area.
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
    """When the declaration was made."""
    state: State = "non"
    audit: date | None = None
    by: str = ""
    """Who made the audit."""
    rate: float | None = None
    failures: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    """With what it was tried: assistive technologies, browsers."""
    tools: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    """The pages that were looked at, beside those that every site has."""
    contact: str = ""
    """An e-mail address, or that of a form."""
    entity: str = ""
    """Who answers."""
    plan: str = ""
    """Where the plan of several years and that of the year are: a page of the site by its slug; none: that page."""


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
    """On what the processing rests; empty: the mission for a public body, the legitimate interest for others."""
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
    """The month of the next election, such as "2032-03"; empty: none is near."""
    promotion: tuple[str, ...] = ()
    """The categories and tags in which achievements are praised."""
    released: tuple[str, ...] = ()
    """Posts (their folders: "2031/compteurs-d-eau") that may appear before the election all the same."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be used; what is missing is said elsewhere."""
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
        """Whether the publisher is a public body, or hasn't said what it is."""
        return self.publisher_kind != "association"

    @property
    def grounds(self) -> Basis:
        """On what the processing rests."""
        return self.basis or ("mission" if self.is_public else "interet")


def value_of(settings: LegalSettings, name: str) -> object:
    """A setting by its name («host.telephone»)."""
    found: object = settings
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _match(settings: LegalSettings, name: str, pattern: re.Pattern[str], example: str) -> None:
    written = value_of(settings, name)
    if isinstance(written, str) and written and not (pattern.fullmatch(written) or is_fictitious(written)):
        raise SettingError(f"LEGAL_{setting_name(name)} = {written!r}  →  {example}")


def setting_name(name: str) -> str:
    """A setting as an editor writes it, without its prefix: «HOST["telephone"]»."""
    first, _, key = name.partition(".")
    return f'{first.upper()}["{key}"]' if key else first.upper()


def _refuse_unfounded(said: Accessibility) -> None:
    """Raise ``SettingError`` for a state that no audit bears out."""
    if said.rate is not None and not 0 <= said.rate <= _ALL:
        raise SettingError(f'LEGAL_ACCESSIBILITY["rate"] = {said.rate}  →  0 … 100')
    if said.state == "non":
        return
    least = _ALL if said.state == "totale" else _ENOUGH
    if said.audit is None or not said.by or said.rate is None or said.rate < least:
        wanted = f'"audit": date(…), "by": "…", "rate": {least:g} … 100'
        raise SettingError(f'LEGAL_ACCESSIBILITY["state"] = "{said.state}"  →  {wanted}')
