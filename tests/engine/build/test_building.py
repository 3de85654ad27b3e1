"""Building as a person does it: ``invoke build``, ``pelican``, in a terminal, with exit codes and plain words."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from placette.engine.base.files import locked, walk_files
from placette.engine.build.building import BusyError
from placette.engine.build.up_to_date import places_of
from tests.fixture_site import EPOCH, build, complaints, copy_project, invoke, run, settings_of, write_setting

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

_PLUGIN = """
from pelican import signals


def fail(*_arguments, **_values):
    raise RuntimeError("a fault of the plugin")


def register():
    signals.{signal}.connect(fail)
"""
_SIGNALS = ["initialized", "all_generators_finalized", "finalized"]


def test_the_build_tells_what_became_of_every_text(tmp_path: Path) -> None:
    project = copy_project("kitchen-sink", tmp_path, "SHARING_CARDS = PICTURES_ON_PAGES = False")
    built = run(project, "invoke", "build")
    assert (built.returncode, complaints(built)) == (0, "")
    said = built.stdout.splitlines()[1]
    assert said.startswith("3 billets publiés, 3 pages, 5 profils, 2 séries, 3 événements, ")
    assert said.endswith(". 1 programmé, 1 brouillon.")
    assert "6 accusés de réception" in said
    assert sum(map(int, re.findall(r"\d+", said))) == 42


def test_pelican_itself_builds_the_same_site(project: Path) -> None:
    invoke(project, "build")
    command = ["pelican", "content", "-s", "pelicanconf.py", "-o", "by-pelican", "-D", "--fatal", "errors"]
    built = run(project, *command)
    assert built.returncode == 0, built.stderr
    ours, theirs = project / "output", project / "by-pelican"
    assert walk_files(ours) == walk_files(theirs)
    assert [p for p in walk_files(ours) if (ours / p).read_bytes() != (theirs / p).read_bytes()] == []


def test_problems_of_contents_end_with_1_and_all_of_them(tmp_path: Path) -> None:
    project = copy_project("broken", tmp_path)
    for command in (["build"], ["check"]):
        refused = run(project, "invoke", *command)
        said = refused.stdout + refused.stderr
        assert refused.returncode == 1
        assert [c for c in ("author-unknown", "link-missing", "commune-unknown") if f"[{c}," not in said] == []
        assert "Traceback" not in said
        assert not (project / "output").exists()


def test_pelican_itself_refuses_them_too(tmp_path: Path) -> None:
    refused = run(copy_project("broken", tmp_path), "pelican", "content", "-s", "pelicanconf.py", "-o", "output")
    assert refused.returncode == 1
    assert "author-unknown" in refused.stdout + refused.stderr


@pytest.mark.parametrize("command", ["build", "check", "clean"])
def test_a_misspelt_setting_ends_with_2_and_the_right_name(project: Path, command: str) -> None:
    write_setting(project, 'READING_LANGUAGE = ("fr",)')
    refused = invoke(project, command, code=2)
    assert "READING_LANGUAGE?  →  READING_LANGUAGES" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("signal", _SIGNALS)
def test_a_fault_of_a_plugin_is_never_a_success(project: Path, signal: str) -> None:
    (project / "faulty.py").write_text(_PLUGIN.format(signal=signal), encoding="utf-8")
    write_setting(project, "PLUGINS = (*PLUGINS, 'faulty')")
    built = invoke(project, "build", code=2)
    assert "Traceback" not in built.stderr
    assert not (project / "output").exists()
    with_pelican = ["pelican", "content", "-s", "pelicanconf.py", "-o", "output", "--fatal", "errors"]
    assert run(project, *with_pelican).returncode != 0


def test_two_builds_at_once_both_end_with_a_whole_site(project: Path, tmp_path: Path) -> None:
    command, env = [sys.executable, "-m", "invoke", "build"], {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    builds = [subprocess.Popen(command, cwd=project, env=env, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    assert [(b.communicate()[1], b.returncode) for b in builds] == [(b"", 0), (b"", 0)]
    assert walk_files(project / "output") == build(project / "content", tmp_path / "alone").files()


def test_a_build_that_waits_in_vain_is_told(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(content, tmp_path)
    with locked(places_of(settings_of(content, tmp_path)).lock, 0):
        monkeypatch.setattr(time, "monotonic", itertools.count(step=30.0).__next__)
        with pytest.raises(BusyError):
            build(content, tmp_path)


def test_clean_removes_what_builds_made_and_nothing_else(project: Path) -> None:
    invoke(project, "build")
    (project / "output" / "CNAME").write_text("site.example")
    invoke(project, "clean")
    assert walk_files(project / "output") == ["CNAME"]
    assert not (project / ".placette").exists()
    invoke(project, "clean")


def test_clean_tells_what_it_could_not_remove(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / ".placette").symlink_to(tmp_path / "elsewhere", target_is_directory=True)  # no folder of ours
    cleaned = invoke(project, "clean", code=2)
    assert ".placette" in cleaned.stderr
    assert "cannot be removed" in cleaned.stderr or "ne peut pas être supprimé" in cleaned.stderr
