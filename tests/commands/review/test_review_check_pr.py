"""A proposal in a real repository is judged by what it changes, and its author gets a kind and harmless answer."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.engine.photos.fixture_photos import PLANTED
from tests.fixture_site import BUILT, commit, copy_project, git, invoke, make_repository, run, write_file

pytestmark = pytest.mark.whole

POST = "---\ntitre: {title}\ndate: 2026-05-02\nauteurs: [{author}]\nrubrique: Patrimoine\n---\nLe texte, assez long.\n"
PROFILE = '---\nnom: {name}\nprofil: habitante\ncompte: {account}\ncommune: "63263"\n---\nElle écrit.\n'
NEW_POST = "content/articles/2026/le-lavoir/index.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project under git, on a branch that starts from ``main``; Léa's account is lea-m, Ana's ana63."""
    authors = copy_project("minimal", tmp_path) / "content/authors"
    write_file(authors / "lea.md", PROFILE.format(name="Léa Montel", account="lea-m"))
    write_file(authors / "ana.md", PROFILE.format(name="Ana Roux", account="ana63"))
    return make_repository(tmp_path / "project", BUILT, "proposal")


def judged(project: Path, submitter: str) -> tuple[int, str]:
    """Commit what was written and judge it: exit code and comment."""
    git(project, "add", "-A", "--force", "content")
    commit(project, "proposal")
    done = run(project, "invoke", "check-pr", "--base", "main", "--submitter", submitter)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_a_first_text_that_is_in_order_is_welcomed(project: Path) -> None:
    write_file(project / "content/authors/zoe.md", PROFILE.format(name="Zoé Faure", account="zoe-f"))
    write_file(project / NEW_POST, POST.format(title="Le lavoir", author="zoe"))
    code, comment = judged(project, "zoe-f")
    assert code == 0, comment
    assert comment.startswith("Bienvenue")
    assert "Tout ce qui peut être vérifié est en ordre" not in comment
    headings = re.findall(r"^### (.*)$", comment, re.MULTILINE)
    assert headings[:2] == ["Ce que cela changerait en public", "Rien à corriger"]
    assert "première fois\u00a0: Zoé Faure" in comment
    assert "✓ `articles/2026/le-lavoir/index.md`" in comment
    assert "✓ `authors/zoe.md`" in comment
    assert "À corriger" not in comment


def test_a_beginner_is_told_three_mistakes_with_their_lines_and_how_to_mend_them(project: Path) -> None:
    text = POST.format(title="Le lavoir", author="leo").replace("2026-05-02", "2 mai 2026")
    write_file(project / NEW_POST, text.replace("Patrimoine", "Patrimone"))
    code, comment = judged(project, "lea-m")
    assert code == 1
    assert comment.startswith("Merci")
    for line in ("ligne 3", "ligne 4", "ligne 5"):
        assert line in comment
    assert comment.count("→") >= 3
    assert "articles/2026/le-lavoir/index.md" in comment


def test_a_base_that_does_not_exist_is_said_and_ends_with_2(project: Path) -> None:
    done = run(project, "invoke", "check-pr", "--base", "nowhere")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "nowhere" in done.stderr


def test_a_link_in_the_place_of_the_content_is_judged_and_nothing_behind_it_is_told(
    project: Path, tmp_path: Path
) -> None:
    write_file(tmp_path / "secrets" / "cle-privee.txt", "x")
    shutil.move(project / "content", tmp_path / "before")
    (project / "content").symlink_to(tmp_path / "secrets")
    commit(project, "link")
    done = run(project, "invoke", "check-pr", "--base", "main", "--submitter", "ana63")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "quelqu’un d’autre" in done.stdout
    assert "cle-privee" not in done.stdout


def test_removing_everything_is_answered_too(project: Path, tmp_path: Path) -> None:
    proposal = tmp_path / "proposal"
    git(project, "clone", "-q", str(project), str(proposal))
    git(proposal, "rm", "-rq", "content")
    git(proposal, "commit", "-qm", "nothing left")
    options = ("--base", "origin/main", "--submitter", "lea-m", "--proposal", str(proposal))
    done = run(project, "invoke", "check-pr", *options)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "authors/ana.md" in done.stdout


def test_a_proposal_is_data_its_own_settings_and_code_do_not_run(project: Path, tmp_path: Path) -> None:
    proposal = tmp_path / "proposal"
    git(project, "clone", "-q", str(project), str(proposal))
    for path in ("pelicanconf.py", "tasks.py", "plugins/placette/__init__.py", "plugins/placette/plugin.py"):
        write_file(proposal / path, f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    write_file(proposal / NEW_POST, POST.format(title="Le lavoir", author="ana"))
    commit(proposal, "proposal")
    answer = tmp_path / "answer.md"
    options = ("--base", "origin/main", "--submitter", "ana63", "--proposal", str(proposal), "--output", str(answer))
    done = run(project, "invoke", "check-pr", *options)
    assert (done.returncode, done.stdout.strip()) == (1, ""), done.stderr
    comment = answer.read_text(encoding="utf-8")
    assert "✓ `articles/2026/le-lavoir/index.md`" in comment
    assert "`../plugins/placette/plugin.py`" in comment
    assert not (tmp_path / "ran").exists()


PICTURE = '\n![Le bassin.](lavoir.jpg "-- Ana, CC BY 4.0")\n'


@pytest.fixture
def with_position(project: Path) -> Path:
    """A proposal whose only commit holds a photo that says where it was taken."""
    text = POST.format(title="Le lavoir", author="ana").replace("---\n", "---\nminors: none\n", 1)
    post = write_file(project / NEW_POST, text + PICTURE)
    write_file(post.with_name("lavoir.jpg"), PLANTED["exif-gps"][1])
    return project


def test_what_was_committed_is_judged_not_what_was_mended_since(with_position: Path) -> None:
    commit(with_position, "proposal")
    invoke(with_position, "check", "--fix")
    done = run(with_position, "invoke", "check-pr", "--base", "main", "--submitter", "ana63")
    assert (done.returncode, "où elle a été prise" in done.stdout) == (1, True), done.stdout
