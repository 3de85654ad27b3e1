"""What a new site is to be: six answers, each read from what somebody typed."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from placette.engine.base.message import N_
from placette.engine.base.said_errors import SaidError
from placette.engine.base.text import nearest

Choice = TypeVar("Choice", bound=StrEnum)
LANGUAGES = ("fr", "en")
"""Those that a new site can be in."""
_LONGEST_TITLE = 80
_JOINERS = "\u200d\ufe0f"
"""Invisible, and part of emoji."""
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


class AnswerError(SaidError, ValueError):
    """An answer that can't be used: a msgid that says why and what to write, and its values."""


class Kind(StrEnum):
    """Who has the site."""

    VILLAGE = "village"
    EPCI = "intercommunalite"
    DEPARTMENT = "departement"
    REGION = "region"
    ASSOCIATION = "association"


class PublishTarget(StrEnum):
    """How ``invoke publish`` publishes it."""

    PAGES = "gh-pages"
    SSH = "ssh"
    FOLDER = "folder"
    RCLONE = "rclone"


class Forge(StrEnum):
    """Where its texts are proposed."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    NONE = "none"


class Landscape(StrEnum):
    """What its colours and drawings show."""

    SEA = "sea"
    PLAIN = "plain"
    MOUNTAIN = "mountain"
    TOWN = "town"


def read_choice(written: str, kind: type[Choice]) -> Choice:
    """The value that was written, whatever its case and accents. Raises ``AnswerError``."""
    values = {value.value: value for value in kind}
    found = nearest(written.strip(), values, 1)
    plain = "".join(c for c in unicodedata.normalize("NFD", written.strip().lower()) if not unicodedata.combining(c))
    if plain in values:
        return values[plain]
    if found:
        sentence = N_("“{name}” is none of the choices. Did you mean “{near}”?")
        raise AnswerError(sentence, name=written, near=found[0])
    raise AnswerError(N_("“{name}” is none of the choices: {choices}."), name=written, choices=", ".join(values))


def read_title(written: str) -> str:
    """The site's name. Raises ``AnswerError`` where it is empty, too long or holds what nobody can see."""
    title = unicodedata.normalize("NFC", " ".join(written.split()))
    if not any(character.isalnum() for character in title):
        raise AnswerError(N_("Write a name with letters, for instance: {example}."), example="Chroniques du pays")
    if any(unicodedata.category(c).startswith("C") and c not in _JOINERS for c in title):
        raise AnswerError(N_("The name holds a character that nobody can see: type it again by hand."))
    if len(title) > _LONGEST_TITLE:
        raise AnswerError(N_("The name is too long: {limit} characters at most."), limit=str(_LONGEST_TITLE))
    return title


def read_url(written: str) -> str:
    """The public address, without a slash at its end. Raises ``AnswerError``."""
    address = written.strip()
    address = (address if "://" in address else f"https://{address}").rstrip("/")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise _wrong_url(written) from None
    odd = parts.query or parts.fragment or parts.username is not None or not _PATH.fullmatch(parts.path)
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or odd or ".." in parts.path:
        raise _wrong_url(written)
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _wrong_url(written: str) -> AnswerError:
    sentence = N_("“{name}” is not the address of a site. Write it like this: {example}")
    return AnswerError(sentence, name=written, example="https://blog.example.org")
