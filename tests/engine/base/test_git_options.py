"""No value from settings, commands or contents is an option of a program that is run with it."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from placette.commands.publishing import releases
from placette.engine.base.git import run_git
from tests.fixture_site import ROOT

RUNNERS = dict.fromkeys(("run_git", "run_git_bounded", "git", "_git", "_ask_git", "ask"), 1)
"""What gives its arguments to a program, and how many of them come first that it doesn't give."""
METHODS = {"commands/publishing/branches.py": {"_asked": 0}, "_letters/proposing/branches.py": {"_asked": 2}}
"""Those of one module."""
ELSEWHERE = {"ask": "placette_letters/proposing/"}
"""Where a usual word is such a function."""
ENDS = ("--end-of-options", "--")
TAKES = ("-m", "-p", "-o", "-F", "-c", "-e", "--output")
"""Options that take what follows, whatever it is."""
OWN = {
    "before": "-p before each",
    "(word for option in forge.options for word in ('-o', option.format(**values)))": "-o before each",
    "form": "an option with its value",
    "identity_for(folder, name)": "-c before each",
    "line": "behind the host",
    "options": "options",
    "parents": "-p before",
    "prefix": "an option with its value",
    "question": "an option of the caller's, which is in this module",
    "revisions": "the end of options, revisions, and the end of these",
    "self._identity()": "-c before each",
    "self.host": "refused by its form",
    "there": "the end of options and a remote",
    "wanted": "the end of options, or after it",
}
"""Names of arguments that were looked at: each is made of options in the same function, or ends them."""


def commands(tree: ast.AST, runners: dict[str, int]) -> Iterator[tuple[str, str, list[ast.expr]]]:
    """What gives arguments to a program: the function that it stands in, what is called, the arguments.

    A variable ``command`` is such a list, which begins with the program.
    """
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and (name := _name(node.func)) in runners:
                    yield function.name, name, node.args[runners[name] :]
                elif isinstance(node, ast.Assign) and _name(node.targets[0]) == "command":
                    yield function.name, "command", [*_flat([node.value])][1:]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _flat(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    for node in arguments:
        inner = node.value if isinstance(node, ast.Starred) else node
        yield from _flat(inner.elts) if isinstance(inner, ast.Tuple | ast.List) else (inner,)


def values(arguments: list[ast.expr]) -> Iterator[str]:
    """The arguments that may begin with a hyphen and are read as options."""
    taken = False
    for node in _flat(arguments):
        text = node.value if isinstance(node, ast.Constant) else None
        first = node.values[0] if isinstance(node, ast.JoinedStr) else None
        if text in ENDS:
            return
        if not (taken or text is not None or isinstance(first, ast.Constant) or _name(node).isupper()):
            yield ast.unparse(node)
        taken = text in TAKES


def test_a_value_stands_behind_the_end_of_options_or_its_own_sign() -> None:
    seen, found = set(), set()
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        place = path.relative_to(ROOT / "plugins").as_posix()
        methods = next((own for end, own in METHODS.items() if place.endswith(end)), {})
        for function, name, arguments in commands(ast.parse(path.read_text(encoding="utf-8")), RUNNERS | methods):
            for value in values(arguments) if place.startswith(ELSEWHERE.get(name, "")) else ():
                is_passed_on = value == "arguments" and function in {*RUNNERS, *methods, "_answers", "_ask"}
                if value in OWN:
                    seen.add(value)
                elif not is_passed_on:
                    found.add(f"{place}: {function}: {value}")
    assert found == set()
    assert seen == set(OWN)


def test_no_call_of_git_begins_without_the_option_that_leaves_the_index_alone() -> None:
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = [*map(ast.unparse, node.elts)] if isinstance(node, ast.List | ast.Tuple) else []
            assert words[:1] != ["'git'"] or words[1] == "'--no-optional-locks'", f"{path}: {words}"


@pytest.mark.whole
def test_a_question_to_git_leaves_the_index_alone(tmp_path: Path) -> None:
    """A program that is killed while git renews the index leaves a lock there, and nobody can commit any more."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "a.md").write_text("a", encoding="utf-8")
    subprocess.run(["git", "-C", tmp_path, "add", "."], check=True)
    index = (tmp_path / ".git" / "index").read_bytes()
    os.utime(tmp_path / "a.md", (0, 0))
    for ask in (lambda: run_git(tmp_path, "status"), lambda: releases.git(tmp_path, "status")):
        ask()
        assert (tmp_path / ".git" / "index").read_bytes() == index
