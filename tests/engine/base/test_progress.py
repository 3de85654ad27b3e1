"""What works says how far it has come, to the one who asked for it and to nobody else."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from placette.engine.base.processes import Limits, run_bounded
from placette.engine.base.progress import be_silent, follow, report, reporting
from tests.fixture_heard import Listener, Report, heard


def test_a_report_reaches_whoever_listens_with_its_values() -> None:
    with heard() as listener:
        report("Pushing to {host}", 2, 7, host="a.example")
        report("Waiting")
    assert listener.reports == [Report("Pushing to {host}", 2, 7, {"host": "a.example"}), Report("Waiting", 0, 0, {})]


def test_the_one_within_listens_until_it_ends_even_by_an_interruption() -> None:
    with heard() as outer:
        report("before")
        with suppress(KeyboardInterrupt), heard() as inner:
            report("within")
            raise KeyboardInterrupt
        report("after")
    report("to nobody")
    assert (outer.whats(), inner.whats()) == (["before", "after"], ["within"])


def test_results_are_counted_once_they_are_used_and_up_to_the_total() -> None:
    with heard() as listener:
        used = [(result, listener.reports[-1].done) for result in follow("Photos", iter("abc"), 3)]
    assert used == [("a", 0), ("b", 1), ("c", 2)]
    assert listener.counts("Photos") == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_batches_go_on_counting_where_the_last_one_ended() -> None:
    with heard() as listener:
        for start, batch in ((0, "ab"), (2, "cd"), (4, "e")):
            assert list(follow("Texts", batch, 5, start)) == list(batch)
    assert [done for done, _total in listener.counts("Texts")] == [0, 1, 2, 2, 3, 4, 4, 5]


def test_nothing_to_do_is_not_worth_a_word() -> None:
    with heard() as listener:
        assert list(follow("Photos", (), 0)) == []
    assert listener.reports == []


def test_what_is_followed_within_what_is_followed_is_heard_too() -> None:
    with heard() as listener:
        for name in follow("Boxes", "ab", 2):
            list(follow(f"Things of {name}", "x", 1))
    ended = [(report.what, report.done) for report in listener.reports if report.done == report.total]
    assert ended == [("Things of a", 1), ("Things of b", 1), ("Boxes", 2)]


def test_results_that_are_left_in_the_middle_are_not_called_done() -> None:
    with heard() as listener:
        for result in follow("Photos", "abc", 3):
            if result == "b":
                break
    assert listener.counts("Photos") == [(0, 3), (1, 3)]


def test_silence_lasts_as_long_as_nobody_asks_again() -> None:
    later = Listener()
    with heard() as outer:
        be_silent()
        report("unheard")
        with reporting(later):
            report("asked for")
    assert (outer.whats(), later.whats()) == ([], ["asked for"])


def _report_from_here(item: int, _shared: None) -> int:
    report("of one item", item, 9)
    return os.getpid()


def test_processes_for_work_are_silent_though_they_inherit_who_listens(tmp_path: Path) -> None:
    said = tmp_path / "said"

    def note(what: str, _done: int = 0, _total: int = 0, /, **_values: object) -> None:
        with said.open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")

    with reporting(note):
        report("of the parent")
        found = run_bounded(_report_from_here, [1, 2], None, Limits(cpu=10.0, wall=60.0, memory=500_000_000))
    assert os.getpid() not in found
    assert said.read_text(encoding="utf-8") == "of the parent\n"
