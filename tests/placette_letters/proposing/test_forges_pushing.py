"""A branch becomes one proposal on a forge: real repositories, whose real hooks record what they get."""

from __future__ import annotations

import os
import select
from dataclasses import replace
from pathlib import Path

import pytest

from placette_letters import LettersSettings
from placette_letters.letter import Gap
from placette_letters.proposing import branches, forges
from placette_letters.proposing.branches import ProposingError, write_branch
from placette_letters.proposing.forges import push
from tests.fixture_site import git
from tests.placette_letters.proposing.fixture_repositories import (
    BRANCH,
    MATTER,
    PROC_RECEIVE,
    editors_state,
    make_clone,
    make_forge,
    make_proposal,
)

pytestmark = pytest.mark.whole

POST_RECEIVE = r"""#!/usr/bin/env python3
import os, sys
options = [os.environ["GIT_PUSH_OPTION_%d" % n] for n in range(int(os.environ.get("GIT_PUSH_OPTION_COUNT", 0)))]
with open("told", "a", encoding="utf-8") as told:
    told.write(repr((sys.stdin.read().split()[2], options)) + "\n")
print("To view: https://gitlab.example/mairie/carnets/-/merge_requests/9")
"""
DEAF = """#!/bin/sh
exec </dev/null
exec git receive-pack --http-backend-info-refs "$1"
"""
"""A forge that prints its output, and closes its end before it has read anything."""
NASTY = "Le «lavoir»\n-o merge_request.merge_when_pipeline_succeeds\r\x00\x1b[31m $(touch x) `id` ;"


def pushes(forge: Path) -> list[tuple[str, list[str]]]:
    """Return what the forge's hook got, push by push."""
    lines = (forge / "told").read_text(encoding="utf-8").splitlines() if (forge / "told").exists() else []
    return [eval(line) for line in lines]


def make_deaf(clone: Path) -> None:
    program = clone.parent / "deaf"
    program.write_text(DEAF, encoding="utf-8")
    program.chmod(0o755)
    git(clone, "config", "remote.origin.receivepack", str(program))


@pytest.fixture
def agit(tmp_path: Path) -> Path:
    forge = make_forge(tmp_path, "proc-receive", PROC_RECEIVE)
    git(forge, "config", "receive.procReceiveRefs", "refs/for")
    return forge


def test_agit_opens_one_proposal_and_an_update_finds_it_by_its_topic(agit: Path, tmp_path: Path) -> None:
    clone = make_clone(tmp_path, agit)
    before = editors_state(clone)
    there = LettersSettings(forge="agit")
    first = write_branch(make_proposal(), clone, "main")
    assert push(make_proposal(), clone, first.commit, there, "") == "https://forge.example/mairie/carnets/pulls/7"
    done = make_proposal(MATTER + "\nAutre.\n", gaps=())
    second = write_branch(done, clone, "main")
    push(done, clone, second.commit, there, "")
    assert pushes(agit) == [
        (
            "refs/for/main",
            [
                f"topic={BRANCH}",
                "title=[à compléter] Le lavoir",
                "description=Lettre 2026-0042, proposée par la boîte aux lettres. Il manque encore\u00a0: un résumé.",
            ],
        ),
        (
            "refs/for/main",
            [
                f"topic={BRANCH}",
                "title=Le lavoir",
                "description=Lettre 2026-0042, proposée par la boîte aux lettres.",
            ],
        ),
    ]
    assert git(agit, "rev-parse", "refs/pull/lettres-2026-0042/head") == second.commit
    assert git(agit, "for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"
    assert editors_state(clone) == before
    assert not (tmp_path / "hook-ran").exists()


def test_gitlab_is_told_by_options_and_nothing_is_pushed_twice(tmp_path: Path) -> None:
    forge = make_forge(tmp_path, "post-receive", POST_RECEIVE)
    clone, there = make_clone(tmp_path, forge), LettersSettings(forge="gitlab")
    (forge / "told").unlink()
    written = write_branch(make_proposal(), clone, "main")
    address = "https://gitlab.example/mairie/carnets/-/merge_requests/9"
    assert push(make_proposal(), clone, written.commit, there, "", "en") == address
    push(make_proposal(), clone, written.commit, there, "", "en")
    assert pushes(forge) == [
        (
            f"refs/heads/{BRANCH}",
            [
                "merge_request.create",
                "merge_request.target=main",
                "merge_request.title=[to complete] Le lavoir",
                "merge_request.description=Letter 2026-0042, proposed by the letterbox. Still missing: a summary.",
            ],
        )
    ]
    assert git(forge, "rev-parse", BRANCH) == written.commit


@pytest.mark.parametrize("kind", ["agit", "gitlab"])
def test_nothing_of_a_title_becomes_another_option(kind: str, agit: Path, tmp_path: Path) -> None:
    if kind == "gitlab":
        (agit / "hooks/post-receive").write_text(POST_RECEIVE, encoding="utf-8")
        (agit / "hooks/post-receive").chmod(0o755)
    clone = make_clone(tmp_path, agit)
    proposal = replace(make_proposal(title=NASTY), gaps=(Gap("alt", "a\n-o x"), Gap("minors")))
    push(proposal, clone, write_branch(proposal, clone, "main").commit, LettersSettings(forge=kind), "")
    options = pushes(agit)[-1][1]
    assert len(options) == (3 if kind == "agit" else 4)
    assert all(option.isprintable() for option in (one.replace("\u00a0", " ") for one in options))
    (title,) = [option for option in options if "title=" in option]
    assert title.endswith("Le «lavoir» -o merge_request.merge_when_pipeline_succeeds [31m $(touch x) `id` ;") or (
        "Le «lavoir» -o merge_request" in title
    )


@pytest.mark.parametrize("deaf", [False, True])
def test_what_was_changed_on_the_forge_is_never_replaced(deaf: bool, tmp_path: Path) -> None:
    clone = make_clone(tmp_path, make_forge(tmp_path))
    first = write_branch(make_proposal(), clone, "main")
    git(clone, "-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", f"main:refs/heads/{BRANCH}")
    tree = git(clone, "rev-parse", f"{first.commit}^{{tree}}")
    other = git(clone, "commit-tree", tree, "-p", "main", "-m", "Edit")
    git(clone, "-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", f"{other}:refs/heads/{BRANCH}")
    if deaf:
        make_deaf(clone)
    with pytest.raises(ProposingError, match="changed on the forge since"):
        push(make_proposal(), clone, first.commit, LettersSettings(forge="gitlab"), "")
    assert git(tmp_path / "forge.git", "rev-parse", BRANCH) == other


def test_a_forge_that_lets_go_before_it_is_told_anything(tmp_path: Path) -> None:
    clone, there = make_clone(tmp_path, make_forge(tmp_path)), LettersSettings(forge="gitlab")
    written = write_branch(make_proposal(), clone, "main")
    push(make_proposal(), clone, written.commit, there, "")
    make_deaf(clone)
    assert push(make_proposal(), clone, written.commit, there, "") == "", "it is there already"
    other = make_proposal(MATTER + "\nAutre.\n")
    git(tmp_path / "forge.git", "update-ref", "-d", f"refs/heads/{BRANCH}")
    with pytest.raises(ProposingError, match="did not accept"):
        push(other, clone, write_branch(other, clone, "main").commit, there, "")


def test_github_names_the_page_where_the_proposal_is_opened(tmp_path: Path) -> None:
    page = "https://github.com/mairie/carnets/pull/new/lettres/2026-0042"
    forge = make_forge(
        tmp_path, "post-receive", f"#!/bin/sh\necho 'Create a pull request by visiting:'\necho '  {page}'\n"
    )
    clone = make_clone(tmp_path, forge)
    written = write_branch(make_proposal(), clone, "main")
    assert push(make_proposal(), clone, written.commit, LettersSettings(forge="github"), "") == page
    assert git(forge, "rev-parse", BRANCH) == written.commit


@pytest.mark.parametrize(
    ("remote", "target", "says"),
    [
        ("--upload-pack=touch x", "main", "cannot be reached"),
        ("ext::sh -c touch% x", "main", "cannot be reached"),
        ("origin", "main:refs/heads/x", "cannot be the name of a branch"),
        ("origin", "-f", "cannot be the name of a branch"),
        ("origin", "a..b", "cannot be the name of a branch"),
        ("absent", "main", "did not accept"),
    ],
)
def test_odd_places_are_refused_in_a_sentence(remote: str, target: str, says: str, tmp_path: Path) -> None:
    clone = make_clone(tmp_path, make_forge(tmp_path))
    there = LettersSettings(forge="agit", remote=remote, target=target)
    with pytest.raises(ProposingError, match=says):
        push(make_proposal(), clone, "HEAD", there, "")
    assert not (clone / "x").exists()


def test_a_forge_that_does_not_answer_is_given_up_and_what_was_begun_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = make_clone(tmp_path, make_forge(tmp_path))
    alive, hook = tmp_path / "alive", tmp_path / "forge.git/hooks/pre-receive"
    os.mkfifo(alive)
    hook.write_text(f"#!/bin/sh\nexec 3> '{alive}'\nexec sleep 600\n", encoding="utf-8")
    hook.chmod(0o755)
    written = write_branch(make_proposal(), clone, "main")
    monkeypatch.setattr(forges, "PATIENCE", 2.0)
    held = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(ProposingError, match="did not answer within 2 seconds"):
        push(make_proposal(), clone, written.commit, LettersSettings(forge="gitlab"), "")
    watching = select.poll()
    watching.register(held, select.POLLIN)
    assert watching.poll(30_000) == [(held, select.POLLHUP)], "the hook let go of the pipe: it is dead"
    os.close(held)


def test_the_token_is_for_its_server_alone_and_shown_nowhere(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    git(clone, "remote", "add", "origin", "https://forge.example/mairie/carnets.git")
    there = LettersSettings(forge="github")
    known = forges._credentials(clone, there, "SECRET-token")
    asked = b"protocol=https\nhost=forge.example\n\n"
    answer = branches.run_git_bounded(clone, "credential", "fill", given=asked, extra=known)
    assert b"username=x-access-token\npassword=SECRET-token\n" in answer.stdout
    elsewhere = branches.run_git_bounded(
        clone,
        "-c",
        "credential.helper=",
        "credential",
        "fill",
        given=b"protocol=https\nhost=evil.example\n\n",
        extra=known,
    )
    assert b"SECRET" not in elsewhere.stdout + elsewhere.stderr
    for address in ("http://forge.example/x/y.git", "git@forge.example:x/y.git", str(tmp_path)):
        assert forges._credentials(clone, replace(there, remote=address), "SECRET-token") == {}


def test_messages_hold_no_password(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    remote = "https://name:SECRET@127.0.0.1:9/mairie/carnets.git"
    there = LettersSettings(forge="gitlab", remote=remote)
    with pytest.raises(ProposingError) as caught:
        push(make_proposal(), clone, "HEAD", there, "SECRET-token")
    assert "SECRET" not in str(caught.value)
    with pytest.raises(ProposingError) as caught:
        write_branch(make_proposal(), clone, "main", remote=remote)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("name", ["gogs", ""])
def test_the_settings_name_a_forge(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProposingError, match=f"LETTERS_FORGE = '{name}'"):
        push(make_proposal(), tmp_path, "HEAD", LettersSettings(forge=name), "")
