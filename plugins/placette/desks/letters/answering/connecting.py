"""Addresses of mail servers as a settings file writes them: ``smtps://name@server``, ``imaps://name@server/INBOX``."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from placette.engine.base.message import N_
from placette.engine.base.said_errors import SaidError
from placette.engine.base.text import nearest

PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
"""The port of each kind of address where it names none (RFC 8314, sections 3 and 7)."""
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")

_KIND = N_("“{given}” is not the address of a mail server, which begins with {choices}. Did you mean {better}?")
_NO_KIND = N_("“{given}” is not the address of a mail server, which begins with {choices}, for instance {example}.")
_NO_HOST = N_("“{given}” names no mail server; write for instance {example}.")
_PORT = N_("“{given}” names a port that can’t be: a number from 1 to 65535 follows the server’s name and a colon.")
_SECRET = N_("The address of {host} holds a password. Take it out of the settings, and put it into LETTERS_PASSWORD.")
_OPEN = N_("Letters would travel readable to {host}: begin the address with {better}.")
_NO_USER = N_("“{given}” doesn’t say as whom to sign in; write for instance {example}.")
_MORE = N_("“{given}” holds characters that no address of a mail server has.")


class MailAddressError(SaidError, ValueError):
    """An address of a server that can't be used."""


class ConnectParts(NamedTuple):
    """An address of a server in its parts; ``folder`` is empty where it names none."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str


def connect_parts(address: str) -> ConnectParts:
    """The parts of ``scheme://user@host:port/folder``; raises ``MailAddressError`` for one that can't be used.

    The user may be written with ``@`` in it (``smtps://name@mairie.example@server``) or with ``%40``. A server
    that isn't this machine is only reached encrypted, and signed in to.
    """
    if _CONTROL.search(address) or "?" in address or "#" in address:
        raise MailAddressError(_MORE, given=_without_secret(address))
    scheme, mark, rest = address.partition("://")
    scheme = scheme.lower()
    if not mark or scheme not in PORTS:
        raise _wrong_kind(address, scheme if mark else "")
    place, _, folder = rest.partition("/")
    user, _, server = place.rpartition("@")
    host, port = _host_and_port(address, scheme, server)
    if ":" in user:
        raise MailAddressError(_SECRET, host=host)
    if not is_loopback(host):
        _check_outside(address, scheme, user, host)
    return ConnectParts(scheme, unquote(user), host, port, unquote(folder))


def is_loopback(host: str) -> bool:
    """Whether a server is this machine, so that nothing on the way can read along."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host_and_port(address: str, scheme: str, server: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{server}")
        port = parts.port
    except ValueError as error:
        raise MailAddressError(_PORT, given=_without_secret(address)) from error
    host = _ascii_host(parts.hostname or "")
    if not host:
        raise MailAddressError(_NO_HOST, given=_without_secret(address), example=_example(scheme))
    if port == 0:
        raise MailAddressError(_PORT, given=_without_secret(address))
    return host, port or PORTS[scheme]


def _ascii_host(name: str) -> str:
    """The name of a server as DNS knows it; empty for what can be no name."""
    if is_loopback(name):
        return name
    try:
        encoded = name.encode("idna").decode("ascii") if name else ""
    except UnicodeError:
        return ""
    return encoded if _HOST.fullmatch(encoded) else ""


def _check_outside(address: str, scheme: str, user: str, host: str) -> None:
    if scheme == "imap":
        raise MailAddressError(_OPEN, host=host, better="imaps://")
    if not user:
        raise MailAddressError(_NO_USER, given=_without_secret(address), example=_example(scheme))


def _wrong_kind(address: str, scheme: str) -> MailAddressError:
    choices = ", ".join(f"{kind}://" for kind in PORTS)
    given = _without_secret(address)
    if close := nearest(scheme, PORTS, 1) if scheme else []:
        return MailAddressError(_KIND, given=given, choices=choices, better=f"{close[0]}://")
    return MailAddressError(_NO_KIND, given=given, choices=choices, example=_example("smtps"))


def _example(scheme: str) -> str:
    name = "smtp" if scheme.startswith("smtp") else "imap"
    folder = "/INBOX" if name == "imap" else ""
    return f"{name}s://lettres@{name}.mairie.example{folder}"


def _without_secret(address: str) -> str:
    """The address as an error may show it: on one line, without what stands where passwords do."""
    shown = _CONTROL.sub(" ", address)[:120]
    return re.sub(r"(^[^@]*?(?://)?[^@/:]+):[^@]*(?=@)", r"\1:…", shown)
