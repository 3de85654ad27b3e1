"""A build that did something else than what is measured is refused, not measured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks import makers, scenarios
from tests.benchmarks.corpus import CHANGES, make_corpus
from tests.benchmarks.makers import OURS, PLAIN, Bench, Maker
from tests.benchmarks.measuring import ImplausibleError, Timed
from tests.benchmarks.scenarios import Counts, changed, refuse_implausible, snapshot

POSTS, FILES = 100, 400
STAND_IN = """\
from pathlib import Path

site = Path.cwd()
posts = {p.parent.name: p for p in site.glob("content/articles/*/*/index.md")}
templates = site / "theme/templates"
base = (templates / "base.html").read_text() + (templates / "components/head.html").read_text()
pages = {f"output/{p.parents[1].name}/{name}/index.html": p.read_text() + base for name, p in posts.items()}
pages |= {f"output/cards/{name}/card.png": p.read_text().split("---")[1] for name, p in posts.items()}
pages["output/index.html"] = " ".join(sorted(posts)) + base
gone = [p for p in site.glob("output/*/*/*.*") if p.relative_to(site).as_posix() not in pages]
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
    """Twenty posts and a template, built by a stand-in of twenty lines."""
    bench = Bench(tmp_path, make_corpus(20))
    for post in bench.corpus.posts:
        OURS.form.add(bench.ours, post)
    template = bench.ours / "theme" / "templates" / "base.html"
    component = template.parent / "components" / "head.html"
    component.parent.mkdir(parents=True)
    template.write_text("<p>\n", encoding="utf-8")
    component.write_text('<meta charset="utf-8">\n', encoding="utf-8")
    let_build(bench, monkeypatch, STAND_IN)
    makers.build_cold(bench, OURS)
    return bench


def let_build(bench: Bench, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    script = bench.folder / "stand_in.py"
    script.write_text(program, encoding="utf-8")
    monkeypatch.setattr(makers, "BUILD", (sys.executable, str(script)))


@pytest.mark.parametrize(
    ("scenario", "counts"),
    [
        ("title", Counts(1, 0, FILES - 1)),
        ("title", Counts(40, 40, FILES - 40)),
        ("unchanged", Counts(1, 0, FILES - 1)),
        ("unchanged", Counts(0, 1, FILES - 1)),
        ("edit", Counts(0, 0, FILES)),
        ("template", Counts(POSTS - 1, 0, FILES - POSTS + 1)),
        ("template", Counts(FILES, 1, 0)),
    ],
)
def test_a_build_that_did_something_else_is_refused_with_its_counts(scenario: str, counts: Counts) -> None:
    with pytest.raises(ImplausibleError, match=f"{scenario}: {counts.put} files written, {counts.removed} removed"):
        refuse_implausible(scenario, counts, POSTS, FILES)


def test_a_site_that_draws_nothing_is_refused() -> None:
    with pytest.raises(ImplausibleError, match="199 files for 100 posts"):
        refuse_implausible("unchanged", Counts(0, 0, 199), POSTS, 199)


@pytest.mark.whole
def test_our_builds_go_through_every_change_and_the_new_post_is_taken_back(site: Bench) -> None:
    for number in (0, 1):
        steps = scenarios.measure_steps(site, number, look=number == 0)
        assert list(steps) == ["unchanged", *CHANGES, "template", "component"]
        assert min(step.timed.seconds for step in steps.values()) > 0
        if number == 0:
            touched = {name: step.files for name, step in steps.items()}
            assert touched == {"unchanged": 0, "new": 3, "edit": 1, "title": 2, "template": 0, "component": 0}
            assert min(steps[name].bytes for name in CHANGES) > 100
    assert len(list(site.ours.glob("content/articles/*/*/index.md"))) == 20
    edited = [p for p in site.ours.glob("output/*/*/index.html") if "Une phrase de plus" in p.read_text("utf-8")]
    assert len(edited) == 2


def test_everyone_builds_in_turns_and_rivals_after_each_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rivals' sites are what a change wrote: their sources are copied to their output."""
    built: list[tuple[str, int]] = []

    def build(bench: Bench, maker: Maker, *, more: int = 0) -> Timed:
        built.append((maker.name, more))
        output, content = bench.site(maker) / maker.output, bench.site(maker) / "content"
        makers.forget(bench.site(maker), [maker.output])
        for path in content.rglob("*.*"):
            target = output / path.relative_to(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        return Timed(0.5, "", processor=2.0 if maker == OURS else 1.0, peak=7, others=0.01)

    monkeypatch.setattr(makers, "build_cold", build)
    steps = {name: scenarios.Step(Timed(0.5, "", others=0.02)) for name in ("template", "component")}
    monkeypatch.setattr(scenarios, "measure_steps", lambda *_given, **_options: steps)
    size = scenarios.measure_size(tmp_path, 20, 3, node=False)
    assert [name for name, _more in built] == [maker.name for maker in makers.MAKERS] * 4
    assert [more for name, more in built if name == "hugo"] == [0, 1, 1, 1]
    assert {more for name, more in built if name in {OURS.name, PLAIN.name}} == {0}
    assert {name: change.files for name, change in size.changes["pelican"].items()} == {"new": 1, "edit": 1, "title": 1}
    assert size.changes["pelican"]["new"].bytes > 100
    assert (size.costs["hugo"].seconds, size.costs["hugo"].peak) == (0.5, 7)
    assert size.drawing == 50
    assert size.others == {**dict.fromkeys(size.costs, 0.01), "after: template": 0.02, "after: component": 0.02}


def test_large_sites_are_built_once() -> None:
    assert scenarios.planned(10_000, 1) == [None]
    assert scenarios.planned(10_000, 2) == [None, "new"]
    assert scenarios.planned(1000, 3) == [None, *CHANGES]
    assert scenarios.planned(1000, 5) == [None, *CHANGES, None]


def test_what_a_change_touches_is_what_was_added_removed_or_is_another(tmp_path: Path) -> None:
    for name in ("same", "other", "gone"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = snapshot(tmp_path)
    (tmp_path / "gone").unlink()
    (tmp_path / "other").write_text("OTHER!", encoding="utf-8")
    (tmp_path / "new").write_text("four", encoding="utf-8")
    assert changed(before, snapshot(tmp_path)) == (3, 10)


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


@pytest.mark.whole
@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("p.read_text() + base", "'A page ' + name", "edit: 0 files written"),
        ("p.read_text() + base", "p.read_text()[:90] + str(p.stat().st_mtime_ns)", "does not say what was added"),
        ("len(gone)", "0", "the page of the post was not removed"),
        ("+ base for", "for", "template: 1 files written"),
        ('p.read_text().split("---")[1]', "''", "title: 1 files written"),
        ("or (site / n)", "or n == 'output/index.html' or (site / n)", "unchanged: 1 files written"),
    ],
)
def test_a_builder_that_cheats_is_refused(
    site: Bench, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, says: str
) -> None:
    assert right in STAND_IN
    let_build(site, monkeypatch, STAND_IN.replace(right, wrong))
    makers.build_cold(site, OURS)
    with pytest.raises(ImplausibleError, match=says):
        scenarios.measure_steps(site, 0, look=False)
