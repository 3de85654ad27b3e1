"""The benchmark's figures are what they say, and a build that did something else is refused, not measured."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from argparse import Namespace
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
from tests.benchmarks.describing import python_build
from tests.benchmarks.figures import (
    SCENARIOS,
    Growth,
    Machine,
    Peaks,
    Point,
    Ratio,
    Results,
    Seconds,
    Serve,
    Versions,
    as_json,
    median_seconds,
    most_of,
    ratios,
)
from tests.benchmarks.limits import Limit, limits_for
from tests.benchmarks.makers import Bench
from tests.benchmarks.measuring import FailedError, Timed, environment_for, time_command
from tests.benchmarks.memory import peak_memory
from tests.benchmarks.plausibility import Counts, ImplausibleError, refuse_implausible
from tests.benchmarks.publishing import LABELS
from tests.benchmarks.sites import write_placette_post
from tests.benchmarks.tables import render_figures, render_results

SECONDS = Seconds(cold=4, unchanged=0.2, edit=0.5, new=1, template=2, pictures=8, hugo=2, hugo_full=5, pelican=10)
MIB = 1024**2
RESULTS = Results(
    posts=1000,
    runs=3,
    day=date(2026, 7, 1),
    seconds=SECONDS,
    idle=0.0725,
    pictures_ms=30.0,
    peaks=Peaks(placette=60 * MIB, hugo=200 * MIB, hugo_full=300 * MIB, pelican=100 * MIB),
    serve=Serve(1000, 0.75),
    growth=None,
    machine=Machine(2, "A processor", 8 * 1024**3, "Linux 6 x86_64"),
    versions=Versions("3.11.7", "with PGO, without LTO", "4.12.0", "0.168.0", "0.1.0"),
    others={"cold": 0.01, "hugo": 0.03},
)
POSTS, FILES = 100, 400
STAND_IN = """\
from pathlib import Path

site = Path.cwd()
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
print(f"Fichiers écrits : {len(put)} ; supprimés : {len(gone)} ; inchangés : {len(pages) - len(put)} (0.1 s)")
"""
"""As much of a site generator as the scenarios need."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Twenty posts and a template, built by a stand-in of fifteen lines; the rivals take no time to speak of."""
    bench = Bench(tmp_path, make_corpus(20))
    for post in bench.corpus.posts:
        write_placette_post(bench.ours, post)
    template = bench.ours / "theme" / "templates" / "base.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>\n", encoding="utf-8")
    let_build(bench, monkeypatch, STAND_IN)
    monkeypatch.setattr(scenarios, "build_cold", lambda _bench, maker: Timed(len(maker.name), "", others=0.01))
    monkeypatch.setattr(scenarios, "measure_pictures", lambda _bench: Timed(8.0, "", processor=60.0))
    return bench


def let_build(bench: Bench, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    script = bench.folder / "stand_in.py"
    script.write_text(program, encoding="utf-8")
    monkeypatch.setattr(scenarios, "BUILD", (sys.executable, str(script)))


def test_each_figure_has_a_median_of_its_own() -> None:
    runs = [SECONDS, replace(SECONDS, cold=9, edit=0.1), replace(SECONDS, cold=5, edit=0.3, hugo=1)]
    assert median_seconds(runs) == replace(SECONDS, cold=5, edit=0.3)


def test_a_ratio_is_ours_over_a_cold_build_of_the_rival() -> None:
    assert ratios(SECONDS) == {
        "cold": Ratio(2, 0.8, 0.4),
        "unchanged": Ratio(0.1, 0.04, 0.02),
        "edit": Ratio(0.25, 0.1, 0.05),
        "new": Ratio(0.5, 0.2, 0.1),
        "template": Ratio(1, 0.4, 0.2),
        "pictures": Ratio(4, 1.6, 0.8),
    }


def test_large_sites_are_held_to_stricter_limits() -> None:
    small, large = limits_for(2000), limits_for(10_000)
    assert [limits["cold"].hugo_full for limits in (small, large)] == [Limit(0.9), Limit(0.6)]
    assert [limits["template"].hugo_full for limits in (small, large)] == [Limit(0.5), Limit(0.3)]
    assert small["cold"].hugo == large["cold"].hugo == Limit(3, then=2)
    assert list(small) == list(large) == list(SCENARIOS)


def test_of_each_build_the_run_that_was_disturbed_most_counts() -> None:
    assert most_of([{"cold": 0.01, "edit": 0.2}, {"cold": 0.04}]) == {"cold": 0.04, "edit": 0.2}


@pytest.mark.parametrize(
    ("scenario", "counts"),
    [
        ("cold", Counts(FILES, 0, 0)),
        ("unchanged", Counts(0, 0, FILES)),
        ("pictures", Counts(FILES, 0, 0)),
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
        ("pictures", Counts(2 * POSTS - 1, 0, 0)),
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
    assert list(found["ratios"]) == list(SCENARIOS)
    assert found["ratios"]["edit"] == {"hugo": 0.25, "hugo_full": 0.1, "pelican": 0.05}
    assert found["memory"] == {"hugo": 0.3}
    assert (found["pictures_ms"], found["idle"], found["repeat"]) == (30.0, 0.0725, 3)
    assert set(found["seconds"]) == {*SCENARIOS, "hugo", "hugo_full", "pelican"}
    assert set(found["machine"]) == {"cores", "cpu", "memory", "platform"}
    assert set(found["versions"]) == {"python", "python_build", "pelican", "hugo", "placette"}
    assert "growth" not in found
    assert as_json(replace(RESULTS, growth=Growth(5.1, 2.4)))["growth"] == {"cold": 5.1, "edit": 2.4}
    point = as_json(replace(RESULTS, points=[Point(100, {"astro": 3.0}, {"astro": 9.0})]))["points"]
    assert point == [{"posts": 100, "seconds": {"astro": 3.0}, "peaks": {"astro": 9.0}}]


def test_the_table_shows_which_limits_hold() -> None:
    lines = render_figures(replace(RESULTS, growth=Growth(5.25, 2.4))).splitlines()
    cells = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]] for line in lines[2:11]}
    assert cells["cold"] == ["4.00", "2.000", "✓ ≤ 3, then 2", "0.800", "✓ ≤ 0.9", "0.400", "✓ ≤ 0.5"]
    assert cells["one post edited"] == ["0.50", "0.250", "✗ ≤ 0.15", "0.100", "", "0.050", "✓ ≤ 0.05"]
    assert cells["cold, landscapes and cards drawn"] == ["8.00", "4.000", "", "1.600", "", "0.800", ""]
    assert cells["Hugo, the same work, cold"] == ["5.00", "2.500", "", "1.000", "", "0.500", ""]
    assert len({len(line) for line in lines[:11]}) == 1
    assert lines[12:] == [
        "- peak memory of a cold build, workers included: 60 MiB, Hugo 200 MiB, ratio 0.300 (✓ ≤ 0.35)",
        "- cores idle while the template of every page changes: 7.2 % (✓ ≤ 8 %)",
        "- a post's landscape and cards: 30.0 ms of processor (✗ ≤ 25 ms)",
        "- `invoke serve`, 1,000 posts: 0.75 s from saving a post to its page (✗ ≤ 0.25 s)",
        "- growth: 5,000 posts take 5.25 × (✗ ≤ 5.2) the time of 1,000 from nothing, 2.40 × (✓ ≤ 2.5) after an edit",
    ]


def test_the_results_say_where_when_and_with_what() -> None:
    point = Point(100, {"placette": 5.0, "astro": 3.0}, {"placette": 60 * MIB, "astro": 500 * MIB})
    text = render_results(replace(RESULTS, points=[point]), LABELS, "")
    assert "2026-07-01: 1,000 posts, medians of 3 interleaved runs" in text
    assert "2 cores (A processor), 8 GiB, Linux 6 x86_64" in text
    assert "Placette 0.1.0, Python 3.11.7 (with PGO, without LTO), Hugo 0.168.0, Pelican 4.12.0" in text
    assert "others used at most 3.0 % of its processors" in text
    assert "stock Pelican's 10.0 s" in text
    assert re.search(r"\| Astro [\d.]+ +\|    3.00 \| 500 \|", text)


@pytest.mark.parametrize(
    ("configured", "says"),
    [
        ("'--enable-shared' '--prefix=/somewhere'", "without PGO, without LTO"),
        ("'--enable-optimizations' '--with-lto'", "with PGO, with LTO"),
        (None, "build unknown"),
    ],
)
def test_how_python_was_made_is_said(configured: str | None, says: str) -> None:
    assert python_build(configured) == says


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that results are written into, below a README with a place for the plots."""
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    readme = tmp_path / "README.md"
    readme.write_text("# Us\n\n<!-- plots of invoke bench -->\n<!-- end of plots -->\n\nMore.\n", encoding="utf-8")
    monkeypatch.setattr(command, "RESULTS", folder)
    monkeypatch.setattr(command, "README", readme)
    monkeypatch.setattr(command, "find_spec", lambda _name: True)
    return folder


def let_measure(monkeypatch: pytest.MonkeyPatch, results: Results) -> list[Path]:
    where: list[Path] = []

    def measured(folder: Path, options: Namespace) -> Results:
        where.append(folder)
        growth = Growth(5.0, 2.0) if options.growth else None
        return replace(results, posts=options.posts, runs=options.repeat, growth=growth)

    monkeypatch.setattr(command, "measure", measured)
    return where


@pytest.mark.parametrize(("posts", "kept"), [(1000, True), (999, False)])
def test_results_are_written_down_from_a_thousand_posts_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: Path, posts: int, kept: bool
) -> None:
    figures, where = tmp_path / "figures.json", let_measure(monkeypatch, RESULTS)
    assert command.main(["--posts", str(posts), "--growth", "--json", str(figures)]) == 0
    assert (published / "RESULTS.md").is_file() is kept
    assert (json.loads(figures.read_text(encoding="utf-8"))["posts"], where[0].exists()) == (posts, False)


def test_results_that_others_disturbed_are_not_published_and_it_is_said_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    let_measure(monkeypatch, replace(RESULTS, others={"cold": 0.05, "hugo": 0.051, "edit": 0.2}))
    assert command.main(["--json", str(tmp_path / "figures.json")]) == 3
    assert "others used more than 5 % of the processors during these builds: hugo (5 %), edit (20 %)" in (
        capsys.readouterr().err
    )
    assert not (published / "RESULTS.md").exists()
    assert (tmp_path / "figures.json").is_file()


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


def test_the_task_ends_as_the_benchmark_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exit) as ended:
        tasks.bench(Context(), posts=1, json="figures.json")
    assert ended.value.code == 2
    assert "1 is too few" in capfd.readouterr().err


def test_the_task_passes_its_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(given: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        ran.append(given)
        return subprocess.CompletedProcess(given, 0)

    monkeypatch.setattr(subprocess, "run", run)
    tasks.bench(Context(), posts=50, repeat=4, rivals=True, plot="20,50", growth=True)
    options = command._parser().parse_args(ran[0][3:])
    assert (options.posts, options.repeat, options.plot) == (50, 4, [20, 50])
    assert (options.rivals, options.growth, options.keep) == (True, True, False)


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


def test_a_run_goes_through_every_scenario_and_takes_the_new_post_back(site: Bench) -> None:
    for number in (0, 1):
        run = scenarios.measure_run(site, number)
        seconds = run.seconds
        assert min(seconds.cold, seconds.unchanged, seconds.edit, seconds.new, seconds.template) > 0
    assert (seconds.hugo, seconds.hugo_full, seconds.pelican, seconds.pictures) == (4, 9, 7, 8)
    assert run.others.keys() == {*SCENARIOS, "hugo", "hugo_full", "pelican"}
    assert run.others["hugo"] == 0.01
    assert 0 <= run.idle < 1
    assert 2900 < run.pictures_ms <= 3000  # 60 s for 20 posts, without what the same build takes undrawn
    assert len(list(site.ours.glob("content/articles/*/*/index.md"))) == 20
    edited = [p for p in site.ours.glob("output/*/*/index.html") if "Une phrase de plus" in p.read_text("utf-8")]
    assert len(edited) == 2


def test_an_edit_alone_is_measured_as_in_a_run(site: Bench) -> None:
    scenarios.measure_cold(site)
    assert scenarios.measure_edit(site, 3).seconds > 0


@pytest.mark.parametrize(
    "said",
    [
        "12 files written, 0 removed, 3 unchanged (1.2\u00a0s)",
        "Fichiers écrits\u00a0: 12\u202f; supprimés : 0 ; inchangés : 3 (1.2\u00a0s)",
    ],
)
def test_what_a_build_did_is_read_in_any_language(said: str) -> None:
    assert scenarios.read_counts(f"20 posts published, 1 page.\n{said}\nMore.\n") == Counts(12, 0, 3)
    with pytest.raises(ImplausibleError, match="doesn't say"):
        scenarios.read_counts("20 posts published, 1 page.\n")


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
    site: Bench, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, says: str
) -> None:
    assert right in STAND_IN
    let_build(site, monkeypatch, STAND_IN.replace(right, wrong))
    with pytest.raises(ImplausibleError, match=says):
        scenarios.measure_run(site, 0)
