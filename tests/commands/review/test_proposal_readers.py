"""The team's readers of a proposal are found by the communes and the categories of its texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placette.commands.review.proposal import readers_of
from placette.engine.base.translation import SettingError
from placette.engine.library.build import Build
from placette.engine.library.memory import open_memory
from placette.engine.library.options import options_from
from placette.engine.library.reading import read_folder
from placette.plugin import load_site
from tests.fixture_kinds import EXTENSIONS, KINDS
from tests.fixture_site import ROOT, copy_site

READERS = {"Clermont-Ferrand": "@jeanne", "63263": "@paul", "nature": "@jeanne", "Fête": "@nadia"}
POST = "---\ntitre: {0}\ndate: 2026-05-02\nauteurs: [lea]\nrubrique: {1}\ncommune: {2}\n---\nÀ lire.\n"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("readers")
    content = copy_site("minimal", folder)
    for name, category, commune in (("a", "Nature", '"63113"'), ("b", "Cuisine", '"63263"'), ("c", "Cuisine", '"*"')):
        (content / "articles/2026" / name).mkdir()
        (content / "articles/2026" / name / "index.md").write_text(POST.format(name, category, commune), "utf-8")
    options = options_from(load_site(ROOT / "pelicanconf.py"), KINDS, EXTENSIONS)
    return read_folder(content, options, open_memory(folder / "memory.sqlite"))


def path(name: str) -> str:
    return f"articles/2026/{name}/index.md"


def test_readers_are_named_once_with_why(build: Build) -> None:
    assert readers_of(build, [path("a")], READERS) == ("@jeanne (Clermont-Ferrand, nature)",)
    assert readers_of(build, [path("b")], READERS) == ("@paul (63263)",)
    assert readers_of(build, [path("c")], READERS) == ()
    assert readers_of(build, [], READERS) == ()
    assert readers_of(replace(build, texts={}), [path("a")], READERS) == ()


@pytest.mark.parametrize(("written", "proposed"), [("Natur", "Nature"), ("Clermont-Ferand", "Clermont-Ferrand")])
def test_a_name_that_is_neither_is_refused_with_the_nearest_one(written: str, proposed: str) -> None:
    settings = {**load_site(ROOT / "pelicanconf.py"), "READING_READERS": {written: "@jeanne"}}
    with pytest.raises(SettingError, match=rf"READING_READERS = {written}\?  →  READING_READERS = {proposed}$"):
        options_from(settings, KINDS, EXTENSIONS)


def test_the_team_may_be_anybody(build: Build) -> None:
    assert readers_of(build, [path("a")], {"Nature": "Paul, à l’accueil"}) == ("Paul, à l’accueil (Nature)",)
