"""``{% memo value, … %} … {% endmemo %}``: what is printed inside depends on these values alone, so once is enough.

A post's card stands on a dozen pages, the footer on all of them. The values are compared; they are views, which never
change, so that the same objects needn't be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

T = TypeVar("T")

_MANY = 8_000
"""Blocks that are kept at most: a preview goes on for hours, and every process that prints keeps its own."""


class MemoExtension(Extension):
    """Keeps what each block printed for the values it names, as long as the environment lives."""

    tags = {"memo"}  # noqa: RUF012 - as the library declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.printed: dict[tuple[Any, ...], bytes] = {}  # half as large as text, for one «’» widens every letter
        self.met: dict[tuple[Any, ...], tuple[tuple[Any, ...], bytes]] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """A block that is printed through ``_once``."""
        line = next(parser.stream).lineno
        place = nodes.Const(f"{parser.name} {parser.free_identifier().name}")  # the same in every process
        values = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            values.append(parser.parse_expression())
        body = parser.parse_statements(("name:endmemo",), drop_needle=True)
        call = self.call_method("_once", [place, nodes.Tuple(values, "load")])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _once(self, place: str, values: tuple[Any, ...], caller: Callable[[], str]) -> str:
        """What was printed for these very objects, which are kept so that no other can be where they are; or afresh."""
        same = (place, *map(id, values))
        met = self.met.get(same)
        if met is None:
            met = _kept(self.met, same, (values, self._printed(place, values, caller)))
        return met[1].decode()

    def _printed(self, place: str, values: tuple[Any, ...], caller: Callable[[], str]) -> bytes:
        key = (place, values)
        found = self.printed.get(key)
        if found is None:
            found = _kept(self.printed, key, caller().encode())
        return found


def _kept(table: dict[Any, T], key: Any, value: T) -> T:
    """The value, once it is in a table; a full one is emptied first."""
    if len(table) >= _MANY:
        table.clear()
    table[key] = value
    return value
