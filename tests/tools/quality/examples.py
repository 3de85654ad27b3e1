"""For pytest (``-p``): shows how many of the random examples of a long run were tried. ``invoke fuzz`` asks for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pytest

from placette.engine.base.progress import ProgressLine, columns_of, report, reporting
from placette.engine.base.translation import site_root, site_words

VARIABLE = "PLACETTE_FUZZ"
"""The variable with the number of examples of each property."""
_TRIED = "Examples tried"


@dataclass(slots=True)
class ExampleCount:
    """How many examples were tried of ``each`` property, and how many properties are through."""

    each: int
    properties: int
    through: int = 0
    tried: int = 0

    def counting(self, test: Callable[..., Any]) -> Callable[..., Any]:
        """A test that counts its examples."""

        @wraps(test)
        def counted(*arguments: Any, **named: Any) -> Any:
            self.tried += 1
            self.report()
            return test(*arguments, **named)

        return counted

    def end(self) -> None:
        """Count one more property as finished, whatever its number of examples."""
        self.through, self.tried = self.through + 1, 0
        self.report()

    def report(self) -> None:
        """Report how many were tried of all."""
        report(_TRIED, self.through * self.each + min(self.tried, self.each), self.properties * self.each)


class Watch:
    """Counts the examples of the tests that hypothesis feeds, and clears the line before pytest writes."""

    def __init__(self, line: ProgressLine, each: int) -> None:
        self.line, self.count = line, ExampleCount(each, 0)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Have each test count its examples."""
        items = [item for item in session.items if _is_fed(item)]
        self.count.properties = len(items)
        for test in {item.obj for item in items}:  # type: ignore[attr-defined]
            test.hypothesis.inner_test = self.count.counting(test.hypothesis.inner_test)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        """Show the line while a test runs."""
        with reporting(self.line):
            try:
                return (yield)
            finally:
                self.count.end() if _is_fed(item) else None
                self.line.clear()


def pytest_configure(config: pytest.Config) -> None:
    """Watch a run with a given number of examples."""
    each = int(os.environ.get(VARIABLE, "0"))
    if each:
        line = ProgressLine(sys.stderr, site_words(site_root()), columns_of(sys.stderr))
        config.pluginmanager.register(Watch(line, each))


def _is_fed(item: pytest.Item) -> bool:
    return hasattr(getattr(item, "obj", None), "hypothesis")
