"""What a stranger may try: proposals by «mallory» to the demonstration, in a real repository, judged by the task."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.commands.review.fixture_repository import git, write
from tests.fixture_site import ROOT, copy_project, run

_PROFILE = "---\nnom: {name}\nprofil: {kind}\ncompte: mallory{more}\n---\n"
_POST = "---\ntitre: Un mot\ndate: 2026-05-02\nauteurs: [{authors}]\nrubrique: Nature{more}\n---\nUn mot du lavoir.\n"
_REPLY = "---\nnom: {name}{more}\n---\nMerci.\n"
_ANSWERED = "monter-au-puy-de-dome"
FILES = {
    # a mention, accepted by who sends it
    f"mentions/{_ANSWERED}/2026-11-01-x.md": "---\nauteur: Service Eau (fictif)\nurl: https://evil.example/\n"
    "source: web\nacceptée: true\n---\nUn mot.\n",
    # replies that nobody of the team has read
    f"replies/{_ANSWERED}/2026-06-01-a.md": _REPLY.format(name="Le maire", more="\nrelu_par: mallory"),
    f"replies/{_ANSWERED}/2026-06-01-b.md": _REPLY.format(name="Une voisine", more="\nrelu_par: didier"),
    f"replies/{_ANSWERED}/2026-06-01-c.md": _REPLY.format(name="Une voisine", more="\nrelu_par: equipe"),
    # names of office, and names of others
    "authors/m1.md": _PROFILE.format(name="Camille Aubier", kind="habitante", more=""),
    "authors/m2.md": _PROFILE.format(name="Camille Aubier, maire", kind="habitante", more=""),
    "authors/m3.md": _PROFILE.format(name="Service Eau", kind="habitant", more=""),
    "authors/m4.md": _PROFILE.format(name="La rédaction", kind="habitant", more=""),
    "authors/m5.md": _PROFILE.format(name="Mairie de Clermont-Ferrand", kind="habitant", more=""),
    "authors/m6.md": _PROFILE.format(name="Borie Jean", kind="habitant", more=""),
    "authors/m7.md": _PROFILE.format(
        name="Zoé F.", kind="habitante", more="\nprésentation: Compte officiel de la mairie de Vichy"
    ),
    "authors/m8.md": _PROFILE.format(name="Les Lilas", kind="école", more=""),
    "events/mallory.md": "---\ntitre: Bal\ndébut: 2026-12-05 18:30\norganisateur: Mairie de Vichy\n---\n",
    # texts in the names of others
    "articles/2026/m1/index.md": _POST.format(authors="service-parcs, mallory", more=""),
    "articles/2026/m4/index.md": _POST.format(
        authors="mallory", more="\névénement: {début: 2026-12-05 18:30, organisateur: service-eau}"
    ),
    "articles/2026/m2/index.md": _POST.format(authors="didier", more=""),
    "articles/2026/m3/index.md": _POST.format(
        authors="mallory", more="\névénement: {début: 2026-12-05 18:30, organisateur: Mairie de Vichy}"
    ),
    # what the team keeps
    "decisions/2026/11-01-x.md": "---\ntitre: x\n---\n",
    "authors/m10.md": _PROFILE.format(name="Camille Aubier 63", kind="habitante", more=""),
    "pages/x.md": "---\ntitre: x\n---\nx\n",
}
EXPECTED = {
    "proposal-editors": ["mentions"],
    "proposal-reader": ["replies/a", "replies/b", "replies/c"],
    "proposal-reserved": [
        "articles/m3",
        "authors/m2",
        "authors/m3",
        "authors/m4",
        "authors/m5",
        "authors/m7",
        "events",
        "replies/a",
    ],
    "proposal-alike": ["authors/m1", "authors/m10", "authors/m6"],
    "proposal-office": ["authors/m8"],
    "proposal-name": ["articles/m1", "articles/m4"],
    "proposal-unclaimed": ["articles/m2"],
    "proposal-unread": ["articles/m1"],
    "proposal-decisions": ["decisions"],
    "proposal-page": ["pages"],
}
"""By code, the files that it refuses."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration under git, whose member «didier» has no account."""
    made = copy_project("minimal", tmp_path_factory.mktemp("strangers"))
    shutil.rmtree(made / "content")
    shutil.copytree(ROOT / "content", made / "content")
    write(made, "content/authors/didier.md", b"---\nnom: Didier F.\nprofil: habitant\n---\n")
    write(made, "content/authors/mallory.md", _PROFILE.format(name="Mallory", kind="habitante", more="").encode())
    git(made, "init", "-q", "-b", "main")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "base")
    git(made, "switch", "-qc", "proposal")
    return made


def refused(project: Path, submitter: str) -> tuple[int, dict[str, list[str]]]:
    """Commit what was written and judge it: the exit code, and by code the files that are refused."""
    git(project, "add", "-A", "--force", "content")
    git(project, "commit", "-qm", "proposal")
    report = project / "report.json"
    judging = ("check-pr", "--base", "main", "--submitter", submitter, "--form", "json", "--report", str(report))
    done = run(project, "invoke", *judging)
    assert "Traceback" not in done.stderr, done.stderr
    found: dict[str, list[str]] = {}
    for one in json.loads(report.read_bytes()):
        if one["severity"] != "advice":
            found.setdefault(one["code"], []).append(one["path"])
    return done.returncode, found


def short(path: str) -> str:
    """A path as the table above names it."""
    parts = path.removesuffix(".md").removesuffix("/index").split("/")
    return f"{parts[0]}/{parts[-1].rpartition('-')[2]}" if parts[0] in {"authors", "replies", "articles"} else parts[0]


def test_nothing_is_said_in_another_s_name_and_nothing_decided_by_a_stranger(project: Path) -> None:
    for path, text in FILES.items():
        write(project, f"content/{path}", text.encode())
    code, found = refused(project, "mallory")
    own = {name: sorted(short(path.removeprefix("content/")) for path in paths) for name, paths in found.items()}
    assert code == 1
    assert {name: paths for name, paths in own.items() if name.startswith("proposal-")} == EXPECTED
