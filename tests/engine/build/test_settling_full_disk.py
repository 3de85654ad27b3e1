"""A disk without room, a real one: the site of before stays whole, and once there is room the next build is right."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.fixture_small_disk import run_on_small_disk

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives anybody a disk"),
    pytest.mark.whole,
]


def test_a_full_disk_leaves_the_site_of_before(tmp_path: Path) -> None:
    tries = [line.split() for line in run_on_small_disk("tests.engine.build.fixture_full", tmp_path / "disk", 4000)]
    assert {(how, site) for _room, how, site, _after in tries} == {("28", "old"), ("done", "new")}  # 28: ENOSPC
    assert {after for *_, after in tries} == {"right"}
