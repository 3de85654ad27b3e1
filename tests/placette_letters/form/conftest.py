"""What tests of the form share."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from pelican.log import FatalLogger

from tests.placette_letters.form.fixture_form import asked
from tests.placette_letters.form.fixture_served import Served, served

__all__ = ["asked", "server"]


@pytest.fixture(autouse=True)
def faults_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have loggers write what is wrong: an earlier build may have made Pelican's shared ones raise."""
    monkeypatch.setattr(FatalLogger, "fatal_lvl", logging.CRITICAL + 1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for many tests: each looks at the letters that it sent."""
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running
