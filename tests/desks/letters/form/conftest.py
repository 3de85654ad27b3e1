"""What tests of the form share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import axe, chromium, contexts, journal, tools
from tests.desks.letters.form.fixture_form import asked
from tests.desks.letters.form.fixture_served import Served, served

__all__ = ["asked", "axe", "chromium", "contexts", "journal", "server", "tools"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for many tests: each looks at the letters that it sent."""
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running
