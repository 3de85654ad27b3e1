"""A project for the tasks of sharing, copied once: no test of theirs changes its texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import copy_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project("kitchen-sink", tmp_path_factory.mktemp("sharing"))
