"""Work reports its progress to its caller alone."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count, pairwise
from pathlib import Path

import pytest

from placette.engine.base import progress
from placette.engine.base.processes import Limits, run_bounded
from placette.engine.base.progress import (
    ProgressLine,
    follow,
    progress_shown,
    report,
    reporting,
    time_left,
)
from placette.engine.base.translation import load_catalogue
from tests.fixture_heard import Report, heard


def test_a_report_reaches_whoever_listens_with_its_values() -> None:
    with heard() as listener:
        report("Pushing to {host}", 2, 7, host="a.example")
        report("Waiting")
    assert listener.reports == [Report("Pushing to {host}", 2, 7, {"host": "a.example"}), Report("Waiting", 0, 0, {})]


def test_results_are_counted_once_they_are_used_and_up_to_the_total() -> None:
    with heard() as listener:
        used = [(result, listener.reports[-1].done) for result in follow("Photos", iter("abc"), 3)]
    assert used == [("a", 0), ("b", 1), ("c", 2)]
    assert listener.counts("Photos") == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_nothing_to_do_is_not_worth_a_word() -> None:
    with heard() as listener:
        assert list(follow("Photos", (), 0)) == []
    assert listener.reports == []


def _report_from_here(item: int, _shared: None) -> int:
    report("of one item", item, 9)
    return os.getpid()


@pytest.mark.whole
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


PHOTOS, WAITING = "Photos made", "Waiting for the repository “{remote}”; Ctrl+C stops"


class Terminal(io.StringIO):
    """A terminal that has no file of its own."""

    def isatty(self) -> bool:
        return True


@dataclass
class Scene:
    """A line on a stream, and the clock that it looks at."""

    columns: int = 0
    lang: str = "en"
    now: float = 100.0
    stream: io.StringIO = field(default_factory=Terminal)
    line: ProgressLine = field(init=False)

    def __post_init__(self) -> None:
        self.line = ProgressLine(self.stream, load_catalogue(self.lang), self.columns, lambda: self.now)

    def at(self, seconds: float, what: str, done: int = 0, total: int = 0, /, **values: object) -> str:
        """Report something so many seconds after the beginning; what is written then."""
        self.now, before = 100.0 + seconds, len(self.stream.getvalue())
        self.line(what, done, total, **values)
        return self.stream.getvalue()[before:]

    def screen(self) -> list[str]:
        """The lines that a person sees now."""
        rows = [""]
        column = 0
        for sign in self.stream.getvalue():
            if sign == "\n":
                rows.append("")
            column = 0 if sign in "\r\n" else column
            if sign not in "\r\n":
                rows[-1] = rows[-1][:column] + sign + rows[-1][column + 1 :]
                column += 1
        return [row.rstrip(" ") for row in rows]


@pytest.mark.parametrize("columns", [0, 80])
def test_short_work_shows_nothing(columns: int) -> None:
    scene = Scene(columns)
    for step in range(10):
        scene.at(step / 10.5, PHOTOS, step, 10)
    scene.at(1.6, PHOTOS, 10, 10)
    assert scene.stream.getvalue() == ""


def test_a_terminal_shows_one_line_that_renews_itself() -> None:
    scene = Scene(80)
    scene.at(0, PHOTOS, 0, 200)
    scene.at(1.5, PHOTOS, 10, 200)
    assert scene.screen() == ["Photos made: 10 of 200 (5 %)"]
    scene.at(5, PHOTOS, 50, 200)
    assert scene.screen() == ["Photos made: 50 of 200 (25 %), 15 s left"]
    scene.at(19, PHOTOS, 199, 200)
    assert scene.screen() == ["Photos made: 199 of 200 (99 %), 5 s left"]
    scene.at(20, PHOTOS, 200, 200)
    assert scene.screen() == [""]


def test_the_line_speaks_french() -> None:
    scene = Scene(80, "fr")
    scene.at(0, PHOTOS, 0, 40)
    scene.at(100, PHOTOS, 20, 40)
    assert scene.screen() == ["Photos préparées\u00a0: 20 sur 40 (50\u00a0%), encore 2\u00a0min"]


def test_a_terminal_is_written_to_ten_times_a_second_at_most() -> None:
    scene = Scene(80)
    written = [scene.at(step / 1000, PHOTOS, step, 10_000) for step in range(5000)]
    shown = [step for step, text in enumerate(written) if text]
    assert shown[0] == 1000
    assert 30 < len(shown) <= 41
    assert min(later - sooner for sooner, later in pairwise(shown)) >= 100


def test_a_pipe_gets_a_line_now_and_then_and_no_sign_of_a_terminal() -> None:
    scene = Scene()
    written = [scene.at(second, PHOTOS, second, 600) for second in range(600)]
    shown = [second for second, text in enumerate(written) if text]
    assert shown == [5, 65, 125, 185, 245, 305, 365, 425, 485, 545]
    assert written[65] == "Photos made: 65 of 600 (10 %), 9 min left\n"
    assert "\r" not in scene.stream.getvalue()


@pytest.mark.parametrize("columns", [0, 80])
def test_what_cannot_be_counted_is_a_line_of_its_own_after_seconds(columns: int) -> None:
    scene = Scene(columns, "en")
    written = [scene.at(second, WAITING, remote="origin") for second in range(130)]
    assert {second: text for second, text in enumerate(written) if text} == {
        second: f"Waiting for the repository “origin”; Ctrl+C stops. {second} s so far.\n" for second in (5, 65, 125)
    }


def test_a_sentence_takes_the_place_of_the_line() -> None:
    scene = Scene(80, "fr")
    scene.at(0, PHOTOS, 0, 9)
    scene.at(2, PHOTOS, 3, 9)
    scene.at(3, WAITING, remote="origin")
    scene.at(9, WAITING, remote="origin")
    assert scene.screen() == [
        "En attente du dépôt «\u00a0origin\u00a0»\u202f; Ctrl+C arrête tout. Déjà 6\u00a0s.",
        "",
    ]


@pytest.mark.parametrize(("made", "total"), [(0, 10), (1, 1211)])
def test_work_that_has_made_next_to_nothing_yet_promises_nothing(made: int, total: int) -> None:
    """The first of 1,211 texts took eight seconds, for processes began meanwhile: no two hours and a half are left."""
    scene = Scene(80)
    scene.at(0, PHOTOS, 0, total)
    scene.at(8, PHOTOS, made, total)
    assert scene.screen() == [f"Photos made: {made} of {total} (0 %)"]


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (41, "45 s left", "encore 45 s"),
        (55.1, "1 min left", "encore 1 min"),
        (3541, "1 h 00 min left", "encore 1 h 00"),
        (7500, "2 h 05 min left", "encore 2 h 05"),
    ],
)
def test_the_time_left_is_told_as_people_do(seconds: float, english: str, french: str) -> None:
    assert time_left(seconds, load_catalogue("en")) == english
    assert time_left(seconds, load_catalogue("fr")).replace("\u00a0", " ") == french


class ClosedPipe(io.StringIO):
    """A pipe without reader."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize("columns", [0, 80])
def test_work_goes_on_when_nobody_reads_any_more(columns: int) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (ClosedPipe(), closed):
        now = count(0.0, 7.0)
        line = ProgressLine(stream, load_catalogue("en"), columns, partial(next, now))
        for done in range(11):
            line(PHOTOS, done, 10)
        line.clear()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """One terminal for both streams; the line's clock gains two seconds at each look."""
    terminal, looks = Terminal(), count(0.0, 2.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "ProgressLine", partial(ProgressLine, clock=lambda: next(looks)))
    return terminal


@contextmanager
def shown_on(terminal: Terminal) -> Iterator[None]:
    """Work that is shown on a terminal, where all else is printed too."""
    with redirect_stdout(terminal), redirect_stderr(terminal), progress_shown(load_catalogue("en")):
        yield


def seen(terminal: Terminal) -> list[str]:
    """The lines of a terminal."""
    return Scene(stream=terminal).screen()


def test_what_is_printed_meanwhile_comes_where_the_line_was(terminal: Terminal) -> None:
    shown = []
    with shown_on(terminal):
        for name in follow(PHOTOS, "abc", 4):
            print(f"warning about {name}", file=sys.stderr if name == "b" else sys.stdout)
            shown.append(seen(terminal))
        shown.append(seen(terminal))
    assert shown == [
        ["warning about a", ""],
        ["warning about a", "warning about b", ""],
        ["warning about a", "warning about b", "warning about c", ""],
        ["warning about a", "warning about b", "warning about c", "Photos made: 3 of 4 (75 %), 5 s left"],
    ]
    assert seen(terminal) == ["warning about a", "warning about b", "warning about c", ""]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit, OSError])
def test_an_interruption_finds_the_line_cleared(terminal: Terminal, fault: type[BaseException]) -> None:
    with suppress(fault), shown_on(terminal):
        report(PHOTOS, 2, 3)
        assert seen(terminal) == ["Photos made: 2 of 3 (66 %)"]
        raise fault
    assert seen(terminal) == [""]
    report(PHOTOS, 1, 3)
    assert seen(terminal) == [""]
