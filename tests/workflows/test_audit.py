"""The workflows of three forges: audited, of the shape that each forge wants, without anything worth stealing."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from tests.fixture_site import ROOT
from tests.workflows.running import read

WORKFLOWS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(".*/workflows/*.yml"))
RELEASE = ".github/workflows/release.yml"
FORMS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"))
PRIVILEGED = {"pull_request_target", "workflow_run", "issue_comment"}
SECRET = re.compile(r"\$\{\{ *(?:secrets|github\.token)")


def audit(*paths: str) -> subprocess.CompletedProcess[str]:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or "zizmor"
    command = [zizmor, "--offline", "--quiet", "--no-progress", "--persona=auditor", "--strict-collection", *paths]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def fits(schema: str, *paths: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def jobs(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from read(path)["jobs"].items()


@pytest.mark.whole
def test_an_auditor_finds_nothing() -> None:
    done = audit(*WORKFLOWS, ".github/dependabot.yml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.whole
def test_the_auditor_would_find_a_proposal_that_could_take_the_sites_token(tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/proposal.yml").read_text(encoding="utf-8")
    for old, new in (("  pull_request:", "  pull_request_target:"), ('"$SUBMITTER"', "${{ github.head_ref }}")):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    done = audit(str(tmp_path / "bad.yml"))
    assert done.returncode != 0
    assert [fault for fault in ("dangerous-triggers", "template-injection") if fault not in done.stdout] == []


@pytest.mark.whole
@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.dependabot", [".github/dependabot.yml"]),
        ("vendor.gitlab-ci", ["--data-transform", "gitlab-ci", ".gitlab-ci.yml"]),
    ],
)
def test_files_have_the_shape_that_forges_want(schema: str, paths: list[str]) -> None:
    done = fits(schema, *paths)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS)
def test_a_workflow_has_no_more_rights_than_its_work_needs(path: str) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert not PRIVILEGED & set(workflow["on"])
    for name, job in jobs(path):
        proving = {"id-token": "write"} if path == RELEASE else {"pages": "write", "id-token": "write"}
        allowed = {"deploy": proving, "commit": {"contents": "write"}}.get(name, {"contents": "read"})
        assert job.get("permissions", {}).items() <= allowed.items()
        assert not SECRET.search(str(job)) or (name in {"deploy", "commit"} and "pull_request" not in workflow["on"])
        assert "cache" not in str(job)
        for step in job["steps"]:
            assert re.fullmatch(r"(actions|pypa)/[a-z-]+@[0-9a-f]{40}", step.get("uses", f"actions/none@{'0' * 40}"))
            assert "${{" not in step.get("run", ""), "values of a proposal come through env"


@pytest.mark.parametrize("forge", [".github", ".forgejo"])
def test_who_puts_the_pages_in_place_runs_nothing_of_the_site(forge: str) -> None:
    publication = dict(jobs(f"{forge}/workflows/publish.yml"))
    assert publication["deploy"]["needs"] == "build"
    lines = " ".join(step.get("run", "") for step in publication["deploy"]["steps"])
    assert not re.search(r"invoke|python|pip", lines)
    assert read(f"{forge}/workflows/publish.yml")["concurrency"]["cancel-in-progress"] is False


@pytest.mark.parametrize("forge", [".github", ".forgejo"])
def test_who_commits_what_was_gathered_runs_nothing_of_the_site(forge: str) -> None:
    gathering = dict(jobs(f"{forge}/workflows/gather.yml"))
    assert gathering["commit"]["needs"] == "gather"
    lines = " ".join(step.get("run", "") for step in gathering["commit"]["steps"])
    assert not re.search(r"invoke|python|pip", lines)
    assert not SECRET.search(str(gathering["gather"]))


def test_a_version_is_sent_once_it_was_looked_at_by_a_job_that_runs_nothing_of_ours() -> None:
    release = dict(jobs(RELEASE))
    assert read(RELEASE)["on"]["push"] == {"tags": ["v*"]}
    assert [job.get("needs") for job in release.values()] == [None, "test", "build"]
    assert "tests.tools.release dist" in " ".join(step.get("run", "") for step in release["build"]["steps"])
    deploy = release["deploy"]
    assert (deploy["environment"], deploy["if"]) == ("registry", "github.event_name == 'push'")
    assert [step for step in deploy["steps"] if "run" in step or "password" in step.get("with", {})] == []


def commands() -> set[tuple[str, ...]]:
    """Every ``invoke`` of the workflows: the task and its options."""
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in (*WORKFLOWS, ".gitlab-ci.yml")]
    found = [line for text in texts for line in re.findall(r"\.venv/bin/invoke ((?:[^\n|;]|\n\s+--)*)", text)]
    words = [[word for word in shlex.split(line, comments=True) if re.match(r"[a-z]|--[a-z]", word)] for line in found]
    return {(line[0], *(word for word in line[1:] if word.startswith("--"))) for line in words}


@pytest.mark.parametrize("command", sorted(commands()), ids=" ".join)
def test_tasks_and_options_that_workflows_name_exist(command: tuple[str, ...]) -> None:
    import tasks

    known = dict(tasks.namespace.tasks)
    assert command[0] in known
    task = copy(known[command[0]])
    task.help = dict(task.help)  # Invoke takes out what it has shown
    options = [name.replace("_", "-") for argument in task.get_arguments() for name in argument.names]
    assert [option for option in command[1:] if option.removeprefix("--") not in options] == []
