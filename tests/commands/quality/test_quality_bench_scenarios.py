"""A build that did something else than what is measured is refused, not measured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks import makers, scenarios
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.figures import SCENARIOS
from tests.benchmarks.makers import Bench
from tests.benchmarks.measuring import Timed
from tests.benchmarks.plausibility import Counts, ImplausibleError, refuse_implausible
from tests.benchmarks.sites import write_placette_post

POSTS, FILES = 100, 400
STAND_IN = """\
from pathlib import Path

site = Path.cwd()
posts = {p.parent.name: p for p in site.glob("content/articles/*/*/index.md")}
templates = site / "theme/templates"
base = (templates / "base.html").read_text() + (templates / "components/head.html").read_text()
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
    component = template.parent / "components" / "head.html"
    component.parent.mkdir(parents=True)
    template.write_text("<p>\n", encoding="utf-8")
    component.write_text('<meta charset="utf-8">\n', encoding="utf-8")
    let_build(bench, monkeypatch, STAND_IN)
    monkeypatch.setattr(makers, "build_cold", lambda _bench, maker: Timed(len(maker.name), "", others=0.01))
    monkeypatch.setattr(scenarios, "measure_pictures", lambda _bench: Timed(8.0, "", processor=60.0))
    return bench


def let_build(bench: Bench, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    script = bench.folder / "stand_in.py"
    script.write_text(program, encoding="utf-8")
    monkeypatch.setattr(makers, "BUILD", (sys.executable, str(script)))


@pytest.mark.parametrize(
    ("scenario", "counts"),
    [
        ("cold", Counts(FILES, 0, 0)),
        ("unchanged", Counts(0, 0, FILES)),
        ("pictures", Counts(FILES, 0, 0)),
        ("edit", Counts(1, 0, FILES - 1)),
        ("new", Counts(60, 0, FILES - 59)),
        ("template", Counts(FILES - 20, 0, 20)),
        ("component", Counts(FILES - 20, 0, 20)),
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


def test_a_run_goes_through_every_scenario_and_takes_the_new_post_back(site: Bench) -> None:
    for number in (0, 1):
        run = scenarios.measure_run(site, number)
        seconds = run.seconds
        assert min(seconds.cold, seconds.unchanged, seconds.edit, seconds.new, seconds.template, seconds.component) > 0
    assert (seconds.hugo, seconds.hugo_full, seconds.pelican, seconds.pictures) == (4, 9, 7, 8)
    assert run.others.keys() == {*SCENARIOS, "hugo", "hugo_full", "pelican"}
    assert run.others["hugo"] == 0.01
    assert 0 <= run.idle < 1
    assert run.sent.keys() == {"files_new", "bytes_new", "files_title"}
    assert (run.sent["files_new"], run.sent["files_title"]) == (2, 1)  # a page and the home page; a page
    assert run.sent["bytes_new"] > 2000
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
