"""What a build that stopped, or that something is wrong with, says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from invoke.exceptions import Exit

from placette.commands import building
from placette.commands.building import attempt, for_some_servers, warning
from placette.engine.building.building import GateError, Outcome
from placette.engine.building.inspection import Fault
from placette.engine.building.settling import Settlement
from placette.engine.library.build_summary import BuildSummary
from placette.engine.problems.problems import problem
from tests.fixture_site import copy_project, run

LOST = problem("address-merge", ".moved.txt", 1)


def test_what_the_gate_found_is_said_in_the_language_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise GateError((Fault("a/index.html", "leads nowhere: /b/"), Fault("c.html", "<iframe>")))

    monkeypatch.setattr(building, "build_site", refuse)
    with pytest.raises(Exit) as stopped:
        attempt({})
    assert str(stopped.value.message).splitlines()[1:] == ["a/index.html: ne mène nulle part: /b/", "c.html: <iframe>"]


@pytest.mark.parametrize(("refused", "says"), [(0, "Rien ne sera publié"), (1, "Corrigez d’abord les textes laissés")])
def test_what_is_said_of_lost_addresses_holds_when_texts_were_left_out(refused: int, says: str) -> None:
    build_summary = BuildSummary(1 + refused, refused, 0, {"post": 1}, {}, {})
    outcome = Outcome(None, build_summary, Settlement((), (), 0, tuple), {}, (LOST,))
    assert says in warning(outcome)
    assert ("Rien ne sera publié" in warning(outcome)) is (not refused)


@pytest.mark.parametrize(
    ("asked", "says"), [(0, ""), (1, "1 ancienne adresse contient un"), (3, "3 anciennes adresses contiennent un")]
)
def test_how_many_old_addresses_only_some_servers_answer_is_said_once(asked: int, says: str) -> None:
    outcome = Outcome(None, BuildSummary(0, 0, 0, {}, {}, {}), Settlement((), (), 0, tuple), {}, asked=asked)
    said = for_some_servers(outcome)
    assert said.startswith(says)
    assert said.count("\n") == bool(asked)


@pytest.mark.parametrize(
    ("count", "last"), [(1, "  0.html"), (10, "  9.html"), (11, "  et 1 de plus"), (40, "  et 30 de plus")]
)
def test_what_could_not_be_removed_is_listed_as_far_as_anybody_reads(count: int, last: str) -> None:
    lines = building._what_stays([Path(f"{number}.html") for number in range(count)]).splitlines()
    assert lines[0].startswith("Ceci ne peut pas être supprimé")
    assert lines[1:11] == [f"  {number}.html" for number in range(min(count, 10))]
    assert (lines[-1], len(lines)) == (last, min(count, 10) + 1 + (count > 10))


def test_what_lies_behind_a_link_is_not_cleared(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    assert run(project, "invoke", "build").returncode == 0
    away = tmp_path / "away"
    (project / "output/2026").rename(away)
    (project / "output/2026").symlink_to(away, target_is_directory=True)
    there = sorted(away.rglob("*"))
    assert run(project, "invoke", "clean").returncode == 0
    assert sorted(away.rglob("*")) == there
    assert not (project / "output/index.html").exists()
