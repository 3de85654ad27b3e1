"""A proposal passes through each forge's own workflow: it is answered, and nothing that it brings is run or obeyed."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.features.documents.fixture_written import STAMPED, make_gpx
from tests.fixture_site import ROOT, commit, copy_project, git, invoke, make_repository, run, write_file, write_setting
from tests.workflows.running import Ran, fill, keep_compiled, read, run_gitlab, run_job

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

PROFILE = '---\nnom: {name}\nprofil: habitante\ncompte: {account}\ncommune: "63263"\n---\nElle écrit.\n'
POST = (
    '---\ntitre: Le lavoir\ndate: 2026-05-02\nauteurs: [ana]\nrubrique: {category}\ncommune: "63113"\n---\nLe texte.\n'
)
LAVOIR = "content/articles/2026/le-lavoir"
SHOUTED = "x ::error::y ##[add-mask]z @equipe <img src=x>"
"""Return text that would be a command, a mention or an image if it were obeyed."""
CODE = (
    "tasks.py",
    "pelicanconf.py",
    "sitecustomize.py",
    "conftest.py",
    "plugins/__init__.py",
    "plugins/placette/engine/content/folder.py",
    "invoke/__init__.py",
    ".venv/bin/invoke",
    "content/sitecustomize.py",
)


@dataclass(frozen=True)
class Forge:
    """A bare repository with three proposals, as forges keep them, and the file that code of theirs would make."""

    repository: Path
    marker: Path


def propose(project: Path, number: int, forge: Path) -> None:
    """Commit what lies there and offer it under the names that GitHub, Forgejo and GitLab give to proposals."""
    commit(project, f"proposal {number}", "-A", "--force")
    git(project, "push", "-q", str(forge), f"HEAD:refs/pull/{number}/head", f"HEAD:refs/merge-requests/{number}/head")
    git(project, "switch", "-q", "--detach", "main")
    git(project, "merge", "-q", "--no-ff", "-m", "merge", f"proposal-{number}")
    git(project, "push", "-q", str(forge), f"HEAD:refs/pull/{number}/merge")


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """1 is a good first text of Ana's, 2 tries everything, 3 was mended. The site went on since they began."""
    room = tmp_path_factory.mktemp("forge")
    project, bare, marker = copy_project("minimal", room), room / "town" / "site.git", room / "ran"
    shutil.copytree(ROOT / ".github", project / ".github")
    write_file(project / "content/authors/ana.md", PROFILE.format(name="Ana Roux", account="ana63"))
    write_setting(project, 'READING_READERS = {"Clermont-Ferrand": "@jeanne", "Nature": "@paul"}')
    git(room, "init", "-q", "--bare", "-b", "main", str(bare))
    make_repository(project)
    for number, draw in ((1, draw_good), (2, draw_hostile), (3, draw_mended)):
        git(project, "switch", "-qc", f"proposal-{number}", "main")
        draw(project, marker)
        propose(project, number, bare)
        git(project, "switch", "-qf", "main")
    commit(project, "the site goes on")
    git(project, "push", "-q", str(bare), "main")
    return Forge(bare, marker)


def draw_good(project: Path, _marker: Path) -> None:
    write_file(project / f"{LAVOIR}/index.md", POST.format(category="Patrimoine"))


def draw_mended(project: Path, marker: Path) -> None:
    """What an earlier commit revealed is no longer there, two commits later."""
    track = project / "content/walks/trace.gpx"
    write_file(project / "content/walks/trace.gpx", make_gpx(STAMPED).decode())
    commit(project, "track", "-A", "--force")
    track.unlink()
    git(project, "commit", "-qam", "no track")
    draw_good(project, marker)


def draw_hostile(project: Path, marker: Path) -> None:
    for path in CODE:
        write_file(project / path, f"#!/bin/sh\n''''touch {marker}; exit # '''\nopen({str(marker)!r}, 'w')\n")
    (project / ".venv/bin/invoke").chmod(0o755)
    write_file(project / ".gitattributes", "* filter=x diff=x\n")
    write_file(project / ".gitmodules", '[submodule "x"]\n\tpath = x\n\turl = ../x\n')
    write_file(project / f"{LAVOIR}/index.md", POST.format(category=f'"{SHOUTED}"'))
    write_file(project / f"{LAVOIR}/a\n::stop-commands::x.md", "x")
    (project / LAVOIR / "photo.jpg").symlink_to("/etc/passwd")


def values_of(number: int, *, member: bool = False) -> dict[str, str]:
    """What GitHub and Forgejo say of a proposal to who asks."""
    return {
        "github.ref": f"refs/pull/{number}/merge",
        "github.base_ref": "main",
        "github.server_url": "",
        "github.repository": "town/site",
        "github.event.pull_request.number": str(number),
        "github.event.pull_request.user.login": "ana63",
        "github.event.pull_request.head.repo.full_name": "town/site" if member else "ana63/site",
    }


def on_github(forge: Forge, number: int, folder: Path, job: str = "check") -> Ran:
    return run_job(".github/workflows/proposal.yml", job, folder, forge.repository, values_of(number))


def on_forgejo(forge: Forge, number: int, folder: Path) -> Ran:
    server = {"github.server_url": forge.repository.parents[1].as_uri()}
    return run_job(".forgejo/workflows/proposal.yml", "check", folder, forge.repository, values_of(number) | server)


def on_gitlab(forge: Forge, number: int, folder: Path) -> Ran:
    variables = {
        "CI_MERGE_REQUEST_PROJECT_URL": forge.repository.with_suffix("").as_uri(),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_REF_PATH": f"refs/merge-requests/{number}/head",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "ana63/site",
    }
    return run_gitlab("Vérification", folder, variables)


def commands(log: str) -> list[str]:
    """The lines that GitHub's runner obeys: it looks behind spaces, and finds its older ones anywhere in a line."""
    return [line.strip() for line in log.split("\n") if line.strip().startswith("::") or "##[" in line]


def test_github_answers_a_good_proposal_and_names_who_reads_it(forge: Forge, tmp_path: Path) -> None:
    ran = on_github(forge, 1, tmp_path / "job")
    assert (ran.code, [line for line in commands(ran.log) if "::error" in line]) == (0, []), ran.log
    assert all(line.startswith("::notice file=content/articles/2026/le-lavoir/index.md,") for line in commands(ran.log))
    assert "✓ `articles/2026/le-lavoir/index.md`" in ran.summary
    assert ran.summary.index("Ce texte serait signé\u00a0: Ana Roux.") < ran.summary.index("### Rien à corriger")
    assert "À lire par\u00a0: @jeanne (Clermont-Ferrand)." in ran.summary


def test_github_tells_a_hostile_proposal_line_by_line_and_runs_nothing_of_it(forge: Forge, tmp_path: Path) -> None:
    ran = on_github(forge, 2, tmp_path / "job")
    assert (ran.code, forge.marker.exists()) == (1, False), ran.log
    assert len(ran.log.strip().split("\n")) == len(commands(ran.log))
    for line in commands(ran.log):
        assert re.match(r"::(error|notice) file=[^:,]+,line=\d+,title=[a-z-]+(,col=\d+)?::", line), line
    for file in (*CODE, ".gitattributes", f"{LAVOIR}/photo.jpg", f"{LAVOIR}/index.md,line=5"):
        assert f"::error file={file}," in ran.log
    assert "À corriger avant la publication" in ran.summary
    assert "@equipe" not in re.sub(r"`[^`\n]*`", "", ran.summary)
    assert "<img" not in re.sub(r"`[^`\n]*`", "", ran.summary).replace("\\<", "")
    assert "À lire par" not in ran.summary


@pytest.mark.parametrize("path", [".github/workflows/proposal.yml", ".forgejo/workflows/proposal.yml"])
@pytest.mark.parametrize(("member", "submitter"), [(False, "ana63"), (True, "")])
def test_who_may_push_to_the_site_may_change_what_others_wrote(path: str, member: bool, submitter: str) -> None:
    (step,) = [step for step in read(path)["jobs"]["check"]["steps"] if "SUBMITTER" in step.get("env", {})]
    assert fill(step["env"]["SUBMITTER"], values_of(1, member=member)) == submitter
    assert '--submitter "$SUBMITTER"' in step["run"]


def test_forgejo_tells_all_in_its_log(forge: Forge, tmp_path: Path) -> None:
    good, hostile = on_forgejo(forge, 1, tmp_path / "good"), on_forgejo(forge, 2, tmp_path / "hostile")
    assert (good.code, "✓ `articles/2026/le-lavoir/index.md`" in good.log) == (0, True), good.log
    assert (hostile.code, forge.marker.exists()) == (1, False), hostile.log
    assert "À corriger avant la publication" in hostile.log
    obeyed = [line for line in hostile.log.split("\n") if line.startswith(("::", "##["))]
    assert [line for line in obeyed if not line.startswith(("::error file=", "::notice file="))] == []
    assert any(line.startswith("::error file=tasks.py,line=1,") for line in obeyed)


def test_gitlab_gets_a_report_beside_the_answer(forge: Forge, tmp_path: Path) -> None:
    ran = on_gitlab(forge, 2, tmp_path / "job")
    assert (ran.code, forge.marker.exists()) == (1, False), ran.log
    assert "À corriger avant la publication" in ran.log
    issues = json.loads((tmp_path / "job/site/quality.json").read_text(encoding="utf-8"))
    places = {(issue["location"]["path"], issue["location"]["lines"]["begin"]) for issue in issues}
    assert {("tasks.py", 1), (f"{LAVOIR}/index.md", 5), (f"{LAVOIR}/photo.jpg", 1)} <= places


def test_each_forge_finds_what_an_earlier_commit_revealed(forge: Forge, tmp_path: Path) -> None:
    for name, ask in (("github", on_github), ("forgejo", on_forgejo), ("gitlab", on_gitlab)):
        ran = ask(forge, 3, tmp_path / name)
        assert (ran.code, "proposal-history" in ran.log + ran.summary) == (1, True), (name, ran.log)


def test_github_shows_a_good_proposal(forge: Forge, tmp_path: Path) -> None:
    ran = on_github(forge, 1, tmp_path / "job", "preview")
    assert ran.code == 0, ran.log
    page = (tmp_path / "job/site/preview/2026/le-lavoir/index.html").read_text(encoding="utf-8")
    assert "noindex" in page
    assert "L’aperçu est prêt" in ran.summary
    stopped = re.search(r"^::stop-commands::(\w{40,})$(.*)^::\1::$", ran.log, re.MULTILINE | re.DOTALL)
    assert stopped
    assert "publié" in stopped[2]


def test_a_proposal_is_shown_as_data_and_only_from_a_folder_of_its_own(forge: Forge, tmp_path: Path) -> None:
    for name, ref in (("site", "main"), ("proposal", "refs/pull/1/merge")):
        git(tmp_path, "init", "-q", name)
        git(tmp_path / name, "fetch", "-q", str(forge.repository), ref)
        git(tmp_path / name, "checkout", "-q", "FETCH_HEAD")
        keep_compiled(tmp_path / name)
    site, proposal = tmp_path / "site", tmp_path / "proposal"
    write_file(proposal / "tasks.py", f"open({str(forge.marker)!r}, 'w')\n")
    invoke(site, "build", "--proposal", "../proposal", "--output", "shown")
    assert (site / "shown/2026/le-lavoir/index.html").is_file()
    assert not forge.marker.exists()
    shutil.rmtree(proposal / "content")
    (proposal / "content").symlink_to(site / "content")
    refused = run(site, "invoke", "build", "--proposal", "../proposal", "--output", "refused")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "n’a pas de vrai dossier content" in refused.stderr
    assert not (site / "refused").exists()
    published = run(site, "invoke", "build", "--production", "--proposal", "../proposal")
    assert (published.returncode, "--production" in published.stderr) == (2, True)
