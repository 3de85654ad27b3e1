"""A proposal in a real repository is judged by what it changes, and its author gets a kind and harmless answer."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.review.fixture_repository import git, write
from tests.engine.photos.fixture_photos import PLANTED
from tests.features.documents.fixture_documents import MADE
from tests.features.documents.fixture_written import WAY, make_gpx
from tests.fixture_site import copy_project, run

POST = "---\ntitre: {title}\ndate: 2026-05-02\nauteurs: [{author}]\nrubrique: Patrimoine\n---\nLe texte, assez long.\n"
PROFILE = '---\nnom: {name}\nprofil: habitante\ncompte: {account}\ncommune: "63263"\n---\nElle écrit.\n'
NEW_POST = "content/articles/2026/le-lavoir/index.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project under git, on a branch that starts from ``main``; Léa's account is lea-m, Ana's ana63."""
    made = copy_project("minimal", tmp_path)
    write(made, "content/authors/lea.md", PROFILE.format(name="Léa Montel", account="lea-m"))
    write(made, "content/authors/ana.md", PROFILE.format(name="Ana Roux", account="ana63"))
    (made / ".gitignore").write_text("/output/\n/.placette/\n__pycache__/\n", encoding="utf-8")
    git(made, "init", "-q", "-b", "main")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "base")
    git(made, "switch", "-qc", "proposal")
    return made


def judged(project: Path, submitter: str) -> tuple[int, str]:
    """Commit what was written and judge it: exit code and comment."""
    git(project, "add", "-A", "--force", "content")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "proposal")
    done = run(project, "invoke", "check-pr", "--base", "main", "--submitter", submitter)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_a_first_text_that_is_in_order_is_welcomed(project: Path) -> None:
    write(project, "content/authors/zoe.md", PROFILE.format(name="Zoé Faure", account="zoe-f"))
    write(project, NEW_POST, POST.format(title="Le lavoir", author="zoe"))
    code, comment = judged(project, "zoe-f")
    assert code == 0, comment
    assert comment.startswith("Bienvenue")
    assert "✓ `articles/2026/le-lavoir/index.md`" in comment
    assert "✓ `authors/zoe.md`" in comment
    assert "À corriger" not in comment


def test_only_an_editor_brings_a_withdrawn_text_back(project: Path) -> None:
    git(project, "switch", "-q", "main")
    write(project, NEW_POST, "---\nstatut: retiré\ndate: 2026-05-02\n---\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "withdrawn")
    git(project, "switch", "-qC", "proposal")
    write(project, NEW_POST, POST.format(title="Le lavoir", author="lea"))
    code, comment = judged(project, "lea-m")
    assert (code, "celle d’un texte retiré" in comment) == (1, True), comment


def test_a_beginner_is_told_three_mistakes_with_their_lines_and_how_to_mend_them(project: Path) -> None:
    text = POST.format(title="Le lavoir", author="leo").replace("2026-05-02", "2 mai 2026")
    write(project, NEW_POST, text.replace("Patrimoine", "Patrimone"))
    code, comment = judged(project, "lea-m")
    assert code == 1
    assert comment.startswith("Merci")
    for line in ("ligne 3", "ligne 4", "ligne 5"):
        assert line in comment
    assert comment.count("→") >= 3
    assert "articles/2026/le-lavoir/index.md" in comment


OTHERS = {
    "content/articles/2026/bonjour/index.md": "quelqu’un d’autre",
    "content/articles/2026/bonjour/photo.jpg": "quelqu’un d’autre",
    "content/authors/lea.md": "quelqu’un d’autre",
    "content/pages/charte.md": "tenues par l’équipe",
    "plugins/evil.py": "dossier des contenus",
    "README.md": "dossier des contenus",
    ".github/workflows/x.yml": "dossier des contenus",
    "content/.schema/article.json": "dossier des contenus",
}


def test_what_belongs_to_others_is_named(project: Path) -> None:
    for path in OTHERS:
        write(project, path, "---\ntitle: Autre\n---\nAutre.\n")
    code, comment = judged(project, "ana63")
    assert code == 1
    parts = re.split(r"\*\*`(\S+)`\*\*", comment)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    for path, says in OTHERS.items():
        inside = path.removeprefix("content/") if path.startswith("content/") else f"../{path}"
        assert says in sections.get(inside, ""), (path, comment)


def test_an_author_may_correct_their_own_text_and_profile(project: Path) -> None:
    for path in ("content/articles/2026/bonjour/index.md", "content/authors/lea.md"):
        write(project, path, (project / path).read_text(encoding="utf-8") + "\nUne phrase de plus.\n")
    assert judged(project, "LEA-M")[0] == 0


def test_a_text_cannot_be_signed_with_another_persons_name(project: Path) -> None:
    write(project, NEW_POST, POST.format(title="Le lavoir", author="lea"))
    code, comment = judged(project, "ana63")
    assert code == 1
    assert "n’est pas le vôtre" in comment


def test_links_programs_and_other_repositories_are_refused(project: Path) -> None:
    write(project, NEW_POST, POST.format(title="Le lavoir", author="ana"))
    (project / "content/articles/2026/le-lavoir/photo.jpg").symlink_to("/etc/passwd")
    program = project / "content/articles/2026/le-lavoir/plan.jpg"
    program.write_bytes(b"#!/bin/sh\n")
    program.chmod(0o755)
    git(project, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/articles/2026/sous-depot")
    git(project, "add", "content/articles/2026/le-lavoir")
    git(project, "commit", "-qm", "proposal")
    done = run(project, "invoke", "check-pr", "--base", "main", "--submitter", "ana63")
    assert done.returncode == 1
    for word in ("un raccourci", "un programme", "un autre dépôt"):
        assert word in done.stdout, done.stdout


def test_removing_many_texts_needs_the_team(project: Path) -> None:
    for number in range(5):
        post = POST.format(title=f"Billet {number}", author="lea")
        write(project, f"content/articles/2026/billet-{number}x/index.md", post)
    git(project, "switch", "-q", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "five posts")
    git(project, "switch", "-qC", "proposal")
    git(project, "rm", "-rq", *(f"content/articles/2026/billet-{number}x" for number in range(5)))
    code, comment = judged(project, "lea-m")
    assert code == 1
    assert "retire 5 textes" in comment


def test_the_answer_holds_nothing_that_the_forge_would_obey(project: Path) -> None:
    hostile = "@equipe <img src=x onerror=alert(1)> [lien](https://mal.example) `x` #12"
    write(project, NEW_POST, POST.format(title="Le lavoir", author="ana").replace("Patrimoine", f'"{hostile}"'))
    write(project, "content/articles/2026/le-lavoir/a`b\n::error::x.jpg", "x")
    code, comment = judged(project, "ana63")
    assert code == 1
    outside_code = "".join(part for number, part in enumerate(comment.split("`")) if number % 2 == 0)
    assert "\n::error" not in comment
    assert "<img" not in outside_code.replace("\\<", "")
    assert "](https" not in outside_code.replace("\\", "\\\\").replace("\\\\](", "")
    assert "@equipe" not in outside_code


def test_a_base_that_does_not_exist_is_said_and_ends_with_2(project: Path) -> None:
    done = run(project, "invoke", "check-pr", "--base", "nowhere")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "nowhere" in done.stderr


def test_an_editor_without_account_may_change_any_text(project: Path) -> None:
    path = "content/articles/2026/bonjour/index.md"
    write(project, path, (project / path).read_text(encoding="utf-8") + "\nUne phrase de plus.\n")
    git(project, "commit", "-qam", "edit")
    assert run(project, "invoke", "check-pr", "--base", "main").returncode == 0


def test_a_link_in_the_place_of_the_content_is_judged_and_nothing_behind_it_is_told(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "cle-privee.txt").write_text("x", encoding="utf-8")
    shutil.move(project / "content", tmp_path / "before")
    (project / "content").symlink_to(tmp_path / "secrets")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "link")
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
        write(proposal, path, f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    write(proposal, NEW_POST, POST.format(title="Le lavoir", author="ana"))
    git(proposal, "add", "-A")
    git(proposal, "commit", "-qm", "proposal")
    answer = tmp_path / "answer.md"
    options = ("--base", "origin/main", "--submitter", "ana63", "--proposal", str(proposal), "--output", str(answer))
    done = run(project, "invoke", "check-pr", *options)
    assert (done.returncode, done.stdout.strip()) == (1, ""), done.stderr
    comment = answer.read_text(encoding="utf-8")
    assert "✓ `articles/2026/le-lavoir/index.md`" in comment
    assert "`../plugins/placette/plugin.py`" in comment
    assert not (tmp_path / "ran").exists()


def commit(project: Path, message: str) -> str:
    git(project, "add", "-A", "--force", "content")
    git(project, "commit", "-qm", message)
    named = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=project, check=True, capture_output=True)
    return named.stdout.decode().strip()


PICTURE = '\n![Le bassin.](lavoir.jpg "-- Ana, CC BY 4.0")\n'


@pytest.fixture
def with_position(project: Path) -> Path:
    """A proposal whose only commit holds a photo that says where it was taken."""
    write(
        project,
        NEW_POST,
        POST.format(title="Le lavoir", author="ana").replace("---\n", "---\nminors: none\n", 1) + PICTURE,
    )
    photo = project / NEW_POST.replace("index.md", "lavoir.jpg")
    photo.write_bytes(PLANTED["exif-gps"][1])
    return project


def test_what_was_committed_is_judged_not_what_was_mended_since(with_position: Path) -> None:
    commit(with_position, "proposal")
    assert run(with_position, "invoke", "check", "--fix").returncode == 0
    done = run(with_position, "invoke", "check-pr", "--base", "main", "--submitter", "ana63")
    assert (done.returncode, "où elle a été prise" in done.stdout) == (1, True), done.stdout


def test_a_position_in_an_earlier_commit_blocks_until_the_commits_are_one(with_position: Path) -> None:
    first = commit(with_position, "proposal")
    assert run(with_position, "invoke", "check", "--fix").returncode == 0
    commit(with_position, "mended")
    done = run(with_position, "invoke", "check-pr", "--base", "main", "--submitter", "ana63")
    assert (done.returncode, f"commit antérieur de cette proposition ({first})" in done.stdout) == (1, True), (
        done.stdout
    )
    assert "squash and merge" in done.stdout
    git(with_position, "reset", "-q", "--soft", "main")
    code, comment = judged(with_position, "ana63")
    assert (code, "antérieur" in comment) == (0, False), comment


def test_an_event_in_a_post_is_announced_in_nobody_else_s_name(project: Path) -> None:
    event = "event:\n  start: 2026-05-12\n  organiser: lea\n---\n"
    write(project, NEW_POST, POST.format(title="Le lavoir", author="ana").replace("---\nLe", f"{event}Le"))
    code, comment = judged(project, "ana63")
    assert (code, "signé Léa Montel" in comment) == (1, True), comment


def test_a_document_that_an_earlier_commit_reveals_is_told_though_the_last_one_is_clean(project: Path) -> None:
    write(project, NEW_POST, POST.format(title="Le lavoir", author="lea") + "\n[Le règlement](reglement.pdf)\n")
    document = (project / NEW_POST).with_name("reglement.pdf")
    document.write_bytes(MADE["author"]())
    code, comment = judged(project, "lea-m")
    assert (code, "dit qui l’a écrit" in comment) == (1, True), comment
    document.write_bytes(MADE["plain"]())
    code, comment = judged(project, "lea-m")
    assert (code, "contient ce fichier avec des données privées" in comment) == (1, True), comment


def test_an_earlier_track_of_a_walk_blocks_no_more_than_the_last_one(project: Path) -> None:
    steps = "étapes:\n  - Le lavoir (45.1, 3.1)\n  - Le pont (45.11, 3.1)\ntrace: tour.gpx\n"
    head = POST.format(title="Un tour", author="ana").replace("rubrique: Patrimoine\n", f"résumé: Un tour.\n{steps}")
    write(project, "content/walks/tour.md", head)
    track = project / "content/walks/tour.gpx"
    track.write_bytes(make_gpx(f"<metadata><time>2026-05-01T07:12:00Z</time></metadata>{WAY}"))
    code, comment = judged(project, "ana63")
    assert code == 0, comment
    track.write_bytes(make_gpx())
    code, comment = judged(project, "ana63")
    assert (code, "antérieur" in comment) == (0, False), comment


def test_a_document_that_a_walk_of_somebody_else_links_to_is_theirs(project: Path) -> None:
    git(project, "switch", "-q", "main")
    steps = "étapes:\n  - Le lavoir (45.78, 3.08)\n  - Le pont (45.79, 3.09)\n"
    head = POST.format(title="Un tour", author="ana").replace("rubrique: Patrimoine\n", f"résumé: Un tour.\n{steps}")
    write(project, "content/walks/tour.md", f"{head}\n[Le plan](plan.pdf)\n")
    (project / "content/walks/plan.pdf").write_bytes(MADE["plain"]())
    git(project, "add", "-A")
    git(project, "commit", "-qm", "walk")
    git(project, "switch", "-qC", "proposal")
    (project / "content/walks/plan.pdf").write_bytes(MADE["web link"]())
    assert judged(project, "ana63")[0] == 0
    code, comment = judged_again(project, "lea-m")
    assert (code, "walks/plan.pdf" in comment) == (1, True), comment


def judged_again(project: Path, submitter: str) -> tuple[int, str]:
    done = run(project, "invoke", "check-pr", "--base", "main", "--submitter", submitter)
    return done.returncode, done.stdout


def test_what_an_earlier_commit_reveals_blocks_whatever_it_is_called_and_wherever_it_lay(project: Path) -> None:
    stamped = make_gpx(f"<metadata><time>2026-05-01T07:12:00Z</time></metadata>{WAY}")
    gone = {
        "content/articles/2026/lavoir/photo.heic": PLANTED["exif-gps"][1],
        "photos/lavoir.jpg": PLANTED["exif-date"][1],
        "content/walks/trace.gpx": stamped,
    }
    for path, data in gone.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(data)
    git(project, "add", "--force", *gone)
    git(project, "commit", "-qm", "added")
    git(project, "rm", "-q", *gone)
    git(project, "commit", "-qm", "removed")
    code, comment = judged_again(project, "lea-m")
    assert (code, "squash and merge" in comment) == (1, True), comment
    for path in ("articles/2026/lavoir/photo.heic", "../photos/lavoir.jpg", "walks/trace.gpx"):
        assert f"**`{path}`**" in comment


MISNAMED = {
    "Jardin.JPG": "content/articles/2026/le-lavoir/",
    "ici.heic": "content/articles/2026/le-lavoir/",
    "ou.jpg": "content/",
    "la.jpg": "content/articles/2026/Chez Nous/",
    "nulle-part.jpg": "content/lieux/",
    "racine.jpg": "",
}


def test_where_a_photo_was_taken_is_said_first_whatever_else_is_wrong_with_it(project: Path) -> None:
    write(project, NEW_POST, PLANTED["exif-gps"][1])
    for name, folder in MISNAMED.items():
        write(project, f"{folder}{name}", PLANTED["exif-gps"][1] + name.encode())
    done = run(project, "invoke", "check", "--all")
    code, comment = judged(project, "lea-m")
    assert (done.returncode, code) == (1, 1), (done, comment)
    for path in (NEW_POST, *(f"{folder}{name}" for name, folder in MISNAMED.items())):
        own = path.removeprefix("content/") if path.startswith("content/") else f"../{path}"
        part = comment.partition(f"**`{own}`**\n")[2].partition("\n**")[0]
        assert part.lstrip().startswith("- La photo dit, à quelques mètres près"), (own, comment)
        assert own.startswith("../") or f"{own}\n  1  La photo dit" in done.stdout, (own, done.stdout)


def test_a_workflow_and_a_photo_that_were_added_and_removed_are_refused_with_what_to_do(project: Path) -> None:
    gone = {"\np.jpg": PLANTED["exif-gps"][1], ".github/workflows/x.yml": b"on: pull_request_target\n"}
    text = POST.format(title="Le lavoir", author="ana")
    for path, data in gone.items():
        write(project, path, data)
    write(project, NEW_POST, f"{text}\nAppelez-moi au 06 00 00 00 00.\n")
    commit(project, "added")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "added too, call 06 00 00 00 00")
    for path in gone:
        (project / path).unlink()
    write(project, NEW_POST, text)
    code, comment = judged(project, "ana63")
    assert code == 1, comment
    blocking, _, advice = comment.partition("### Quelques conseils")
    assert "contient ce fichier avec le lieu de la prise de vue" in blocking, comment
    workflow = blocking.partition("**`../.github/workflows/x.yml`**")[2]
    assert "change ce fichier, qui n’est pas dans le dossier des contenus" in workflow, comment
    for said in ("un numéro de téléphone ou une adresse électronique que le dernier", "Le message d’un commit ("):
        assert said in advice, comment
    assert "06 00 00 00 00" not in comment


def test_an_unfinished_draft_is_told_as_waiting_and_what_may_harm_blocks_in_it_too(project: Path) -> None:
    draft = POST.format(title="Le lavoir", author="").replace("rubrique: Patrimoine", "rubrique:\nstatut: brouillon")
    write(project, NEW_POST, draft)
    code, comment = judged(project, "lea-m")
    assert code == 0, comment
    assert "À compléter avant que ce brouillon paraisse" in comment
    assert "✓ `articles/2026/le-lavoir/index.md`" not in comment
    write(project, NEW_POST, draft.replace("Le texte", "<script>alert(1)</script>\n\nLe texte"))
    code, comment = judged(project, "lea-m")
    assert (code, "html-removed" in comment) == (1, True), comment
    write(project, NEW_POST, draft.replace("auteurs: []", "auteurs: [ana]"))
    code, comment = judged(project, "lea-m")
    assert (code, "proposal-name" in comment) == (1, True), comment
