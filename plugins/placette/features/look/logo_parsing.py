"""Reading an SVG file without anything that it could fetch or multiply: no entities, no declarations of its own."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from placette.features.look.logo_refusals import BY_SCREEN, CHARACTERS, DECLARATIONS, NO_DRAWING, LogoError

NAMESPACE = "http://www.w3.org/2000/svg"
_STANDARD = "-//W3C//DTD SVG "
"""How the names of the standard's own document types begin."""
_SCREENS = frozenset({"", "all", "screen"})


class Listener(Protocol):
    """Hears what stands in a file. Names of elements and attributes have their namespace before a space."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Some characters."""


def parse(data: bytes, listener: Listener) -> None:
    """Have ``listener`` hear a file. Raises ``LogoError``."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    try:
        parser.Parse(data, True)
    except LogoError:
        raise
    except expat.ExpatError as error:
        raise LogoError(NO_DRAWING, error) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or of several bytes
        raise LogoError(CHARACTERS, error) from error


def read_sheets(data: bytes) -> str:
    """What the style sheets of a drawing say, wherever they stand. Raises ``LogoError``."""
    sheets = _Sheets()
    parse(data, sheets)
    return "".join(sheets.parts)


def _refuse_declarations(_name: str, system: str | None, public: str | None, inside: int) -> None:
    """One that only names the standard says nothing, and nobody fetches it."""
    if inside or (system and not (public or "").startswith(_STANDARD)):
        raise LogoError(DECLARATIONS)


class _Sheets:
    """Keeps what style sheets say."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = name == f"{NAMESPACE} style" and attributes.get("type", "text/css") in {"", "text/css"}
        if self._inside and attributes.get("media", "") not in _SCREENS:
            raise LogoError(BY_SCREEN, f'media="{attributes["media"]}"')

    def end(self, _name: str) -> None:
        self.parts += "\n" if self._inside else ""
        self._inside = False

    def text(self, data: str) -> None:
        self.parts += [data] if self._inside else []
