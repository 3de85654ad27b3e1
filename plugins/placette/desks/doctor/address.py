"""The public address: every feed, card and link from elsewhere bears it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from placette.desks.doctor.patient import Patient
from placette.engine.base.message import N_
from placette.engine.problems.findings import ADDRESS, Diagnosis, Level, SiteFinding

_RESERVED = re.compile(r"(?:.*\.)?(?:example|test|invalid|localhost|example\.(?:com|net|org))", re.IGNORECASE)
"""Names that nobody can have (RFC 2606, RFC 6761)."""
_WRITE = N_('Write the real one in publishconf.py: SITEURL = "https://…"')

NONE = Diagnosis("address-none", ADDRESS, Level.WRONG, N_("SITEURL is not an address on the web: “{url}”."), _WRITE)
EXAMPLE = Diagnosis("address-example", ADDRESS, Level.WRONG, N_("The public address is only an example: {url}"), _WRITE)
HERE = Diagnosis(
    "address-here", ADDRESS, Level.WRONG, N_("The public address is this computer or its own network: {url}"), _WRITE
)
PLAIN = Diagnosis(
    "address-plain",
    ADDRESS,
    Level.WRONG,
    N_("The public address has no encryption: {url}. Browsers call such a site “not secure”."),
    N_("Ask your host for a certificate, which is free; then write https:// in SITEURL."),
)
GOOD = Diagnosis("address-good", ADDRESS, Level.FINE, N_("The site is published at {url}"))


def is_reserved(host: str) -> bool:
    """Whether a host name is one of those kept for examples and tests."""
    return bool(_RESERVED.fullmatch(host))


def examine_address(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of ``SITEURL``, as published."""
    yield _diagnose(patient.address).found(url=patient.address)


def _diagnose(url: str) -> Diagnosis:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return NONE
    if parts.scheme not in {"http", "https"} or not host:
        return NONE
    if host == "localhost" or _is_inside(host):
        return HERE
    if is_reserved(host):
        return EXAMPLE
    return GOOD if parts.scheme == "https" else PLAIN


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
