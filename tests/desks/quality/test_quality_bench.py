"""The benchmark's figures are what they say, and a build that did something else is refused, not measured."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from invoke import Context
from invoke.exceptions import Exit

from placette.desks.quality import tasks
from tests.benchmarks import bench as command
from tests.benchmarks import scenarios
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.figures import (
    LIMITS,
    SCENARIOS,
    Counts,
    ImplausibleError,
    Limit,
    Machine,
    Peaks,
    Results,
    Seconds,
    Serve,
    Versions,
    as_json,
    median_seconds,
    ratios,
    refuse_implausible,
)
from tests.benchmarks.measuring import FailedError, environment_for, peak_memory, time_command
from tests.benchmarks.sites import write_placette_post
from tests.benchmarks.tables import render_figures, render_results

SECONDS = Seconds(cold=4, unchanged=0.2, edit=0.5, new=1, template=2, hugo=2, pelican=10)
RESULTS = Results(
    posts=1000,
    runs=3,
    day=date(2026, 7, 1),
    seconds=SECONDS,
    peaks=Peaks(placette=60 * 1024**2, hugo=200 * 1024**2),
    serve=Serve(1000, 0.75),
    growth=None,
    machine=Machine(2, "A processor", 8 * 1024**3, "Linux 6 x86_64"),
    versions=Versions("3.11.7", "4.12.0", "0.168.0", "0.1.0"),
)
POSTS, FILES = 100, 400
STAND_IN = """\
import json, sys
from pathlib import Path

site = Path(sys.argv[1])
posts = {p.parent.name: p for p in site.glob("content/articles/*/*/index.md")}
base = (site / "theme/templates/base.html").read_text()
pages = {f"output/{p.parents[1].name}/{name}/index.html": p.read_text() + base for name, p in posts.items()}
pages["output/index.html"] = " ".join(sorted(posts)) + base
gone = [p for p in site.glob("output/*/*/index.html") if p.relative_to(site).as_posix() not in pages]
for page in gone:
    page.unlink()
put = [n for n, text in pages.items() if not (site / n).is_file() or (site / n).read_text() != text]
for name in put:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(pages[name])
print("A warning that some library prints.")
print(json.dumps({"put": len(put), "removed": len(gone), "same": len(pages) - len(put)}))
"""
"""As much of a site generator as the scenarios need."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> scenarios.Bench:
    """Twenty posts and a template, built by a stand-in of fifteen lines; the rivals take no time to speak of."""
    bench = scenarios.Bench(tmp_path, make_corpus(20))
    for post in bench.corpus.posts:
        write_placette_post(bench.ours, post)
    template = bench.ours / "theme" / "templates" / "base.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>\n", encoding="utf-8")
    let_build(bench, monkeypatch, STAND_IN)
    monkeypatch.setattr(scenarios, "measure_hugo", lambda _bench: 1.0)
    monkeypatch.setattr(scenarios, "measure_pelican", lambda _bench: 2.0)
    return bench


def let_build(bench: scenarios.Bench, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    script = bench.folder / "stand_in.py"
    script.write_text(program, encoding="utf-8")
    monkeypatch.setattr(scenarios, "_BUILD", (sys.executable, str(script)))


def test_each_figure_has_a_median_of_its_own() -> None:
    runs = [SECONDS, replace(SECONDS, cold=9, edit=0.1), replace(SECONDS, cold=5, edit=0.3, hugo=1)]
    assert median_seconds(runs) == replace(SECONDS, cold=5, edit=0.3)


def test_a_ratio_is_ours_over_a_cold_build_of_the_rival() -> None:
    assert ratios(SECONDS) == {
        "cold": Limit(2, 0.4),
        "unchanged": Limit(0.1, 0.02),
        "edit": Limit(0.25, 0.05),
        "new": Limit(0.5, 0.1),
        "template": Limit(1, 0.2),
    }


@pytest.mark.parametrize(
    ("scenario", "counts"),
    [
        ("cold", Counts(FILES, 0, 0)),
        ("unchanged", Counts(0, 0, FILES)),
        ("edit", Counts(1, 0, FILES - 1)),
        ("new", Counts(60, 0, FILES - 59)),
        ("template", Counts(FILES - 20, 0, 20)),
    ],
)
def test_what_a_scenario_may_change_is_accepted(scenario: str, counts: Counts) -> None:
    refuse_implausible(scenario, counts, POSTS, FILES)


@pytest.mark.parametrize(
    ("scenario", "counts"),
    [
        ("cold", Counts(POSTS - 1, 0, 0)),
        ("unchanged", Counts(1, 0, FILES - 1)),
        ("unchanged", Counts(0, 1, FILES - 1)),
        ("edit", Counts(0, 0, FILES)),
        ("edit", Counts(FILES, 0, 0)),
        ("new", Counts(1, 0, FILES)),
        ("new", Counts(FILES, 0, 1)),
        ("template", Counts(POSTS - 1, 0, FILES - POSTS + 1)),
        ("template", Counts(FILES, 1, 0)),
    ],
)
def test_a_build_that_did_something_else_is_refused_with_its_counts(scenario: str, counts: Counts) -> None:
    with pytest.raises(ImplausibleError, match=f"{scenario}: {counts.put} files written, {counts.removed} removed"):
        refuse_implausible(scenario, counts, POSTS, FILES)


def test_the_json_has_what_programs_look_for() -> None:
    found = json.loads(json.dumps(as_json(RESULTS)))
    assert found["posts"] == 1000
    assert list(found["ratios"]) == list(SCENARIOS) == list(LIMITS)
    assert found["ratios"]["edit"] == {"hugo": 0.25, "pelican": 0.05}
    assert found["memory"] == {"hugo": 0.3}
    assert set(found["seconds"]) == {*SCENARIOS, "hugo", "pelican"}
    assert set(found["machine"]) == {"cores", "cpu", "memory", "platform"}
    assert set(found["versions"]) == {"python", "pelican", "hugo", "placette"}
    assert "growth" not in found
    assert as_json(replace(RESULTS, growth=5.2))["growth"] == 5.2


def test_the_table_shows_which_limits_hold() -> None:
    lines = render_figures(replace(RESULTS, growth=5.25)).splitlines()
    cells = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]] for line in lines[2:9]}
    assert cells["cold"] == ["4.00", "2.000", "✓ ≤ 2", "0.400", "✓ ≤ 0.5"]
    assert cells["one post edited"] == ["0.50", "0.250", "✗ ≤ 0.2", "0.050", "✓ ≤ 0.05"]
    assert cells["Hugo, cold"] == ["2.00", "1.000", "", "0.200", ""]
    assert len({len(line) for line in lines[:9]}) == 1
    assert "60 MiB, Hugo 200 MiB, ratio 0.300 (✓ ≤ 0.4)" in lines[10]
    assert "1,000 posts: 0.75 s" in lines[11]
    assert "5,000 posts take 5.25 × the time of 1,000" in lines[12]


def test_the_results_say_where_when_and_with_what() -> None:
    text = render_results(RESULTS)
    assert "2026-07-01: 1,000 posts, medians of 3 interleaved runs" in text
    assert "2 cores (A processor), 8 GiB, Linux 6 x86_64" in text
    assert "Placette 0.1.0, Python 3.11.7, Hugo 0.168.0, Pelican 4.12.0" in text


@pytest.mark.parametrize(("posts", "kept"), [(1000, True), (999, False)])
def test_results_are_written_down_from_a_thousand_posts_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posts: int, kept: bool
) -> None:
    kept_in, figures, where = tmp_path / "RESULTS.md", tmp_path / "figures.json", []
    monkeypatch.setattr(command, "RESULTS", kept_in)

    def measured(folder: Path, posts: int, runs: int, *, growth: bool) -> Results:
        where.append(folder)
        return replace(RESULTS, posts=posts, runs=runs, growth=5.0 if growth else None)

    monkeypatch.setattr(command, "measure", measured)
    monkeypatch.setattr(command, "find_spec", lambda _name: True)
    assert command.main(["--posts", str(posts), "--growth", "--json", str(figures)]) == 0
    assert kept_in.is_file() is kept
    assert (json.loads(figures.read_text(encoding="utf-8"))["posts"], where[0].exists()) == (posts, False)


def test_what_is_not_installed_is_named_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "psutil" else True)
    assert command.main(["--posts", "100"]) == 2
    assert f"{sys.executable} -m pip install psutil" in capsys.readouterr().err


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


def test_the_task_passes_its_options_on_and_ends_as_the_benchmark_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exit) as ended:
        tasks.bench(Context(), posts=1, json="figures.json")
    assert ended.value.code == 2
    assert "1 is too few" in capfd.readouterr().err


def test_a_command_is_timed_with_what_it_prints(tmp_path: Path) -> None:
    timed = time_command([sys.executable, "-c", "import os; print(os.getcwd())"], tmp_path, {})
    assert timed.seconds > 0
    assert Path(timed.printed.strip()) == tmp_path.resolve()


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match=r"ended with 1:\nno room"):
        time_command([sys.executable, "-c", "raise SystemExit('no room')"], tmp_path, {})


def test_the_memory_of_workers_counts_too(tmp_path: Path) -> None:
    pytest.importorskip("psutil")
    hold = "import time; held = b'.' * 64_000_000; time.sleep(0.5)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    assert peak_memory([sys.executable, "-c", start], tmp_path, {}) > 64_000_000


def test_a_failed_command_has_no_peak(tmp_path: Path) -> None:
    pytest.importorskip("psutil")
    with pytest.raises(FailedError, match="no room"):
        peak_memory([sys.executable, "-c", "raise SystemExit('no room')"], tmp_path, {})


def test_the_clock_is_set_only_when_posts_lie_in_its_future(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert "SOURCE_DATE_EPOCH" not in environment_for(datetime(2020, 1, 1))
    future = datetime(2199, 1, 1)
    assert int(environment_for(future)["SOURCE_DATE_EPOCH"]) > future.timestamp()


def test_a_run_goes_through_every_scenario_and_takes_the_new_post_back(site: scenarios.Bench) -> None:
    for run in (0, 1):
        seconds = scenarios.measure_run(site, run)
        assert min(seconds.cold, seconds.unchanged, seconds.edit, seconds.new, seconds.template) > 0
    assert (seconds.hugo, seconds.pelican) == (1.0, 2.0)
    assert len(list(site.ours.glob("content/articles/*/*/index.md"))) == 20
    edited = [p for p in site.ours.glob("output/*/*/index.html") if "Une phrase de plus" in p.read_text("utf-8")]
    assert len(edited) == 2


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("p.read_text() + base", "'A page ' + name", "edit: 0 files written"),
        ("p.read_text() + base", "p.read_text()[:90] + str(p.stat().st_mtime_ns)", "does not say what was added"),
        ("articles/*/*/index.md", "articles/*/*1/index.md", "cold: 3 files written"),
        ("len(gone)", "0", "the page of the post was not removed"),
        ("+ base for", "for", "template: 1 files written"),
        ("or (site / n)", "or n == 'output/index.html' or (site / n)", "unchanged: 1 files written"),
    ],
)
def test_a_builder_that_cheats_is_refused(
    site: scenarios.Bench, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, says: str
) -> None:
    assert right in STAND_IN
    let_build(site, monkeypatch, STAND_IN.replace(right, wrong))
    with pytest.raises(ImplausibleError, match=says):
        scenarios.measure_run(site, 0)
