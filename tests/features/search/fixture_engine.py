"""Search as browsers run it, here in Node.js, on small indexes that the tests write in the form of the build's."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from placette.features.search.groups import WEIGHTS, encode_postings
from placette.features.search.words import STOP_WORDS, compounds_in, folded, joined, stem, words_of
from tests.fixture_site import ROOT

MODULES = ROOT / "themes/placette/static/js/search"
Files = dict[str, Any]  # the index: content by the name of a file, or its text when that is no JSON

_SEARCHES = Path(__file__).with_name("searches.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Document:
    """One page that may be found."""

    title: str
    text: str = ""
    kind: str = "post"
    lang: str = "fr"
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """The answers to a row of queries, and for each the names of the files that were asked for at the same time."""

    answers: list[dict[str, Any]]
    waves: list[list[list[str]]]

    def titles(self, at: int = 0) -> list[str]:
        """The titles of an answer's hits."""
        return ["".join(part for part, _ in hit["title"]) for hit in self.answers[at]["hits"]]


def run_node(source: str, given: object) -> Any:
    """Return a module's values (``give(value)``); it may import the theme's modules, and reads ``given``."""
    node = shutil.which("node")
    if not node:
        pytest.fail("Node.js is missing: run «invoke test», which finds or installs it.", pytrace=False)
    frame = (
        'import { readFileSync } from "node:fs";\n'
        'const given = JSON.parse(readFileSync(0, "utf8"));\n'
        "const give = (value) => process.stdout.write(JSON.stringify(value));\n"
    )
    command = [node, "--input-type=module", "--eval", frame + source]
    done = subprocess.run(command, cwd=MODULES, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def search(files: Files, *calls: tuple[object, dict[str, Any]], lang: str = "fr") -> Found:
    """Open an index and ask it, one query after the other."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in files.items()}
    return Found(**run_node(_SEARCHES, {"files": texts, "lang": lang, "calls": calls}))


def index_of(
    documents: Sequence[Document],
    leaves: Sequence[str] = ("",),
    nodes: Sequence[str] = (),
    ends: Sequence[str] = ("",),
    alike: Sequence[Sequence[str]] = (),
    apart: int = 0,
) -> Files:
    """The files of an index: words of titles weigh more than those of texts, whole titles are names.

    So many documents, the last ones, are apart from the groups.
    """
    held: dict[str, dict[int, int]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for part, weight in ((document.text, 4), (document.title, 8)):
            words = [word for word in words_of(part) if word not in STOP_WORDS.get(document.lang, ())]
            for word in (*words, *compounds_in(folded(part))):
                held[stem(word, document.lang)][number] = weight
        for word in STOP_WORDS.get(document.lang, frozenset()).intersection(words_of(document.title)):
            held[word][number] = 4
        held["_" + joined(words_of(document.title))][number] = 15
    first = len(documents) - apart
    halves = [{term: {n: weight for n, weight in found.items() if (n < first) is below} for term, found in held.items()}
              for below in (True, False)]  # fmt: skip
    terms, newest = ({term: postings_of(found) for term, found in sorted(half.items()) if found} for half in halves)
    files: Files = {f"d-{n:x}": _shown(document, n) for n, document in enumerate(documents)}
    files["root"] = {
        "form": 4,
        "docs": len(documents),
        "langs": ["fr", "en"],
        "leaves": leaves,
        "nodes": nodes,
        "ends": ends,
        "years": [],
        "apart": newest,
        "alike": alike,
    }
    for leaf in leaves:
        longer = tuple(other for other in leaves if len(other) > len(leaf))
        files[f"t-{leaf}"] = {t: v for t, v in terms.items() if t.startswith(leaf) and not t.startswith(longer)}
    for node in nodes:
        files[f"s-{node}"] = {term: value for term, value in terms.items() if term.startswith(node)}
    for end in ends:
        ending = [term for term in terms if term[0] != "_" and term[::-1].startswith(end)]
        files[f"e-{end}"] = {"terms": " ".join(ending), "often": "1" * len(ending)}
    return files


def postings_of(found: Mapping[int, int]) -> str:
    """Return the pages of a term, each with its weight, as in the files."""
    return encode_postings(number * WEIGHTS + weight for number, weight in found.items())


def _shown(document: Document, number: int) -> dict[str, str]:
    return {
        "k": document.kind,
        "u": f"{number}/",
        "t": document.title,
        "l": document.lang,
        "x": document.text,
        **document.more,
    }
