"""Before a commit, the tests of the rooms that change are run, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fixture_site import ROOT, git, make_repository, write_file
from tests.tools.changed_tests import choose_tests, run_tests, staged_files

LAYERS, COMPONENTS, SINK = "tests/test_layers.py", "tests/test_components.py", "tests/test_kitchen_sink.py"
WALKS, TRACKS = "tests/features/walks/test_walks.py", "tests/features/walks/test_tracks.py"
MESSAGES, ROOT_TASKS = "tests/engine/texts/test_messages.py", "tests/test_tasks.py"
CHAPTERS = "tests/commands/test_manual_chapters.py"
MENTIONS = "tests/placette_mentions/test_files.py"
TESTS = [LAYERS, COMPONENTS, SINK, WALKS, TRACKS, MESSAGES, ROOT_TASKS, CHAPTERS, MENTIONS]
CASES = {
    "a module": ("plugins/placette/features/walks/tracks.py", [TRACKS, WALKS, LAYERS]),
    "a module deep in a room": ("plugins/placette/features/walks/maps/planes.py", [TRACKS, WALKS, LAYERS]),
    "a module of a room without tests": ("plugins/placette/engine/findings/messages.py", [MESSAGES, LAYERS]),
    "a module that is a room": ("plugins/placette/commands/manual.py", [CHAPTERS, LAYERS]),
    "a module above the rooms": ("plugins/placette/plugin.py", [LAYERS]),
    "a test": (WALKS, [WALKS]),
    "a test that is gone": ("tests/features/walks/test_lost.py", []),
    "a table of cases": ("tests/features/walks/walks.yml", [TRACKS, WALKS]),
    "a template": ("themes/placette/templates/walk.html", [COMPONENTS, SINK]),
    "a module of a package": ("plugins/placette_mentions/files.py", [MENTIONS, LAYERS]),
    "a template of a package": ("plugins/placette_mentions/templates/components/mentions.html", [COMPONENTS, SINK]),
    "an example of its components": ("tests/placette_mentions/components/mentions.yml", [COMPONENTS, SINK]),
    "a chapter of a package": ("plugins/placette_mentions/manual/fr/ailleurs.md", [CHAPTERS]),
    "a style": ("themes/placette/static/css/walk.css", [COMPONENTS, SINK]),
    "a catalogue": ("plugins/placette/engine/base/locale/fr.po", [COMPONENTS, SINK]),
    "a fixture site": ("tests/sites/kitchen-sink/content/walks/eau.md", [COMPONENTS, SINK]),
    "a fixture of all": ("tests/fixture_site.py", [COMPONENTS, SINK]),
    "a post": ("content/articles/2026/bonjour/index.md", []),
    "a chapter of the manual": ("docs/fr/ecrire.md", [CHAPTERS]),
    "a document": ("README.md", []),
}


@pytest.mark.parametrize(("path", "expected"), CASES.values(), ids=CASES)
def test_each_kind_of_file_has_its_tests(path: str, expected: list[str]) -> None:
    assert choose_tests([path], TESTS) == expected


def test_what_several_files_ask_for_is_run_once() -> None:
    changed = [WALKS, "plugins/placette/features/walks/tracks.py", "README.md"]
    assert choose_tests(changed, TESTS) == [TRACKS, WALKS, LAYERS]


@pytest.mark.parametrize("path", [LAYERS, COMPONENTS, SINK])
def test_the_tests_that_are_named_exist(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.whole
def test_what_is_staged_is_found_under_its_old_name_and_its_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    write_file(tmp_path / "été.py", "un texte\n")
    git(make_repository(tmp_path), "mv", "été.py", "hiver.py")
    (tmp_path / "printemps.py").write_text("", encoding="utf-8")
    assert sorted(staged_files(tmp_path)) == ["hiver.py", "été.py"]


ENDINGS = {
    "passes, knowing nothing of the repository": (
        "import os\ndef test_it(): assert not [name for name in os.environ if name.startswith('GIT_')]\n",
        0,
    ),
    "fails": ("def test_it(): assert False\n", 1),
    "needs a browser": ("import pytest\npytestmark = pytest.mark.browser\ndef test_it(): assert False\n", 0),
}


@pytest.mark.whole
@pytest.mark.parametrize(("test", "code"), ENDINGS.values(), ids=ENDINGS)
def test_the_exit_code_is_that_of_the_tests(test: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(test, encoding="utf-8")
    assert run_tests(tmp_path, ["test_it.py"], {**os.environ, "GIT_DIR": "elsewhere"}) == code
