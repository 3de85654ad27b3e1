"""A long build reports each piece of its work: how much of how much, up to the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_heard import heard
from tests.fixture_site import SITES, build, copy_site

WORK = (
    "Photos looked at",
    "Texts read",
    "Photos made",
    "Landscapes drawn",
    "Cards drawn",
    "Pages made",
    "Files inspected",
    "Compressed copies made",
)


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, int]]]:
    folder = tmp_path_factory.mktemp("reported")
    content = copy_site("kitchen-sink", folder)
    with heard() as listener:
        build(content, folder, BUILDING_PRECOMPRESS=True, SHARING_CARDS=True)
    return {what: listener.counts(what) for what in listener.whats()}


@pytest.mark.parametrize("what", WORK)
def test_each_piece_of_work_is_counted_to_its_end(what: str, counts: dict[str, list[tuple[int, int]]]) -> None:
    reports = [(done, total) for done, total in counts[what] if total]
    assert reports[-1][0] == reports[-1][1] > 0
    assert [done for done, _total in reports] == sorted(done for done, _total in reports)


def test_a_build_that_has_nothing_to_do_reports_nothing(tmp_path: Path) -> None:
    build(SITES / "minimal/content", tmp_path)
    with heard() as listener:
        build(SITES / "minimal/content", tmp_path)
    assert [report for report in listener.reports if report.total] == []
