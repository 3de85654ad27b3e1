"""``invoke ask`` takes in a question that the check accepts, and writes no person's name or contact."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from placette.commands import exchanges
from tests.fixture_site import copy_project, invoke, run

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

SERVICE = "---\nname: Service de l'eau\nkind: service\noffice: mairie\n---\n"
ASKED = ("--title", "Pourquoi l'eau est-elle trouble ?", "--to", "eau", "--consent", "courriel", "--day", "2026-05-04")
FILE = "content/questions/pourquoi-l-eau-est-elle-trouble/index.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = copy_project("minimal", tmp_path)
    (made / "content/authors/eau.md").write_text(SERVICE, encoding="utf-8")
    (made / "question.txt").write_text("Elle est verte.\nEst-ce normal ?\n", encoding="utf-8")
    return made


def test_a_question_is_written_answered_and_asked_further(project: Path) -> None:
    made = invoke(project, "ask", *ASKED, "--text", "question.txt")
    written = (project / FILE).read_text(encoding="utf-8")
    assert "destinataire: eau\naccord: courriel\n" in written
    assert "ne sont pas reconnus" in made.stdout
    assert "statut: brouillon" in written
    invoke(project, "ask", *ASKED, "--text", "question.txt", code=2)
    slug = "pourquoi-l-eau-est-elle-trouble"
    (project / "answer.txt").write_text("Oui, en mai.\n", encoding="utf-8")
    source = ("--source", "Analyse de mai = https://eau.example/analyse")
    signed = ("--author", "eau", "--text", "answer.txt", "--day", "2026-05-06", *source)
    own = run(project, "invoke", "answer", slug, *signed, "--reader", "eau")
    assert (own.returncode, own.stderr) == (2, "Une réponse est relue par quelqu’un d’autre que qui la signe.\n")
    invoke(project, "answer", slug, *signed)
    twice = run(project, "invoke", "answer", slug, *signed)
    there = "content/questions/pourquoi-l-eau-est-elle-trouble/answer.md"
    assert (twice.returncode, twice.stderr) == (2, f"Ce brouillon existe\u00a0: modifiez-le ({there}).\n")
    further = ("--further", slug, "--consent", "papier", "--day", "2026-05-07", "--text", "question.txt")
    invoke(project, "ask", *further)
    assert (project / FILE).with_name("follow-up-1.md").is_file()
    invoke(project, "check")
    (project / "rose.txt").write_text("Et en juin ?\n", encoding="utf-8")
    hasty = run(project, "invoke", "ask", *further[:-1], "rose.txt")
    assert "follow-up-gap" in hasty.stdout, "a follow-up before the answer is written, and needs fixing"
    invoke(project, "ask", *further, code=2)
    assert (project / FILE).with_name("follow-up-2.md").read_text(encoding="utf-8").endswith("Et en juin ?\n")


def test_where_nobody_can_be_asked_the_task_says_how_to_make_such_a_profile(project: Path) -> None:
    (project / "content/authors/eau.md").unlink()
    for options in (ASKED, ("--title", "Pourquoi ?")):
        refused = run(project, "invoke", "ask", *options, "--text", "question.txt")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.rstrip("\n").endswith("invoke new-author --kind service")
    assert not (project / "content/questions").exists()


def test_a_text_that_betrays_somebody_is_kept_outside_the_site(project: Path) -> None:
    text = "Léa Montel le sait, son numéro est le 04 73 00 00 00.\n"
    (project / "question.txt").write_text(text, encoding="utf-8")
    before = sorted((project / "content").rglob("*"))
    refused = invoke(project, "ask", *ASKED, "--text", "question.txt", code=1)
    assert "04 73 00 00 00" in refused.stdout
    assert "Léa Montel" in refused.stdout
    assert sorted((project / "content").rglob("*")) == before
    (kept,) = (project / ".placette/questions").rglob("*.md")
    assert kept.read_text(encoding="utf-8").endswith(text)


@pytest.mark.parametrize(
    ("task", "options", "says"),
    [
        ("ask", ("--title", "!!!", "--to", "eau", "--consent", "mail"), "--title"),
        ("ask", ("--title", "Pourquoi ?", "--to", "lea", "--consent", "mail"), "eau"),
        ("ask", ("--title", "Pourquoi ?", "--to", "eau", "--consent", "fax"), "mail"),
        ("ask", ("--further", "nulle-part"), "nulle-part"),
        ("answer", ("nulle-part", "--author", "eau"), "nulle-part"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    project: Path, task: str, options: tuple[str, ...], says: str
) -> None:
    done = invoke(project, task, *options, code=2)
    assert says in done.stderr
    assert not (project / "content/questions").exists()


def test_while_the_check_reads_it_the_text_is_nowhere_in_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, seen = tmp_path / "content", list[list[Path]]()
    content.mkdir()

    def interrupted(_settings: object, files: Mapping[str, bytes], _adviser: object) -> None:
        assert files == {"questions/x/index.md": b"private"}
        seen.append(list(tmp_path.rglob("*")))
        raise KeyboardInterrupt

    monkeypatch.setattr(exchanges, "read_with", interrupted)
    settings = {"PATH": str(content), "CACHE_PATH": str(tmp_path / "cache")}
    with pytest.raises(KeyboardInterrupt):
        exchanges.write_checked(content / "questions/x/index.md", "private", settings)
    assert [*seen, list(tmp_path.rglob("*"))] == [[content], [content]]
