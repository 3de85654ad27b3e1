"""Measures one engine on one site: what it finds, what it fetches, how long its script runs.

Searched for are known posts, by three words of their titles, typed in four ways, and every commune.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import brotli
from rjsmin import jsmin

from tests.benchmarks.corpus import AUVERGNE
from tests.benchmarks.measuring import ROOT, FailedError
from tests.benchmarks.search_sessions import Answer, Engine, Step, Visit, ask, ask_pagefind, ask_slowly, typed, weight
from tests.benchmarks.search_sites import Document
from tests.benchmarks.search_texts import fold, longest_words, mistyped, other_number

FIRST = 3
"""The right post must be among so many."""
_WHOLE, _TYPED, _SLOWLY = 130, 40, 10
"""How many new visitors ask at once, letter by letter, and letter by letter on a slowed processor."""

RULES = ("accents dropped", "singular ⇄ plural", "one typing error", "last word half typed")
SEED = 19
_POSTS = 400
"""At most so many posts are looked for …"""
_LEAST = 130
"""… and at least so many times each rule is tried: a small site's titles several times, mistyped differently."""
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, what one in twenty exceeds, and the most."""

    p50: float
    p95: float
    most: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A post that wasn't among the first three."""

    rule: str
    query: str
    wanted: str
    got: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed by which rule, and the addresses of which one has to be found."""

    rule: str
    text: str
    wanted: tuple[str, ...]

    @property
    def typing(self) -> bool:
        """Whether its last word is unfinished."""
        return self.rule == RULES[-1]


@dataclass(frozen=True, slots=True)
class Measured:
    """All of an engine on a site; bytes compressed; milliseconds of script for a keystroke after the first answer."""

    name: str
    rates: dict[str, float]
    first: Spread
    later: Spread
    files: int
    raw: int
    node: Spread | None
    slowed: Spread
    opening: float
    """Milliseconds of script on the slowed processor before the first answer can be looked for."""
    misses: tuple[Miss, ...]


def spread(values: Sequence[float]) -> Spread:
    """How values are spread; none are none."""
    if len(values) < 2:
        return Spread(*(3 * [values[0] if values else 0.0]))
    return Spread(median(values), quantiles(values, n=20, method="inclusive")[-1], max(values))


def measure(engine: Engine, script: Path, queries: Sequence[Query], *, alone: bool) -> Measured:
    """Ask an engine in Node.js, then in a slowed Chromium; ``alone``: its index is one file, opened once."""
    (answered,) = ask(engine, [[Step(query.text, query.typing) for query in queries]])
    keyed = [typed(query.text) for query in sample(queries, _TYPED)]
    slow = keyed[:_SLOWLY]
    if alone:
        keyed, slow = ([[step for steps in sessions for step in steps]] for sessions in (keyed, slow))
    told = ask(engine, keyed)
    if not alone:
        told += ask(engine, [[Step(query.text)] for query in sample(queries, _WHOLE)])
    names = sorted({name for visit in ask(engine, slow) for answer in visit.answers for name in answer.loaded})
    slowly = ask_slowly(engine, slow, names)
    base = len(brotli.compress(jsmin(script.read_bytes())))
    first, later = _bytes(told, base, lambda name: engine.data / f"{name}.json")
    files = [path.stat().st_size for path in engine.data.iterdir()]
    return Measured(
        name=engine.name,
        rates=rates(queries, answered.answers),
        first=spread(first),
        later=spread(later),
        files=len(files) + 1,
        raw=sum(files),
        node=spread(_keystrokes(told)),
        slowed=spread(_keystrokes(slowly)),
        opening=median(visit.opening for visit in slowly),
        misses=tuple(misses(queries, answered.answers)),
    )


def make_pagefind(pages: Sequence[str], output: Path, folder: Path) -> float:
    """Index the built pages of the posts, the text and its head alone; the seconds. Raises ``FailedError``."""
    for page in pages:
        target = folder / "pages" / page / "index.html"
        target.parent.mkdir(parents=True)
        target.write_bytes((output / page / "index.html").read_bytes())
    command = [sys.executable, "-m", "pagefind", "--site", str(folder / "pages"), "--output-path"]
    command += [str(folder / "pagefind"), "--root-selector", "article.article", "--exclude-selectors"]
    command += [".article__side, .article__foot, .quotation, .faces"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise FailedError(f"pagefind ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def measure_pagefind(bundle: Path, queries: Sequence[Query]) -> Measured:
    """Ask Pagefind in Chromium."""
    (answered,) = ask_pagefind(bundle, [[Step(query.text, query.typing) for query in queries]])
    visits = [[Step(query.text)] for query in sample(queries, _WHOLE)]
    keyed = [typed(query.text) for query in sample(queries, _TYPED)]
    told = [Visit(0, tuple(answers)) for answers in ask_pagefind(bundle, visits + keyed)]
    slowly = [Visit(0, tuple(answers)) for answers in ask_pagefind(bundle, keyed[:_SLOWLY], slowed=True)]
    first, later = _bytes(told, 0, bundle.joinpath)
    used = [path for path in bundle.rglob("*") if path.is_file() and "-ui." not in path.name]
    return Measured(
        name="Pagefind",
        rates=rates(queries, answered),
        first=spread(first),
        later=spread(later),
        files=len(used),
        raw=sum(path.stat().st_size for path in used),
        node=None,
        slowed=spread(_keystrokes(slowly)),
        opening=0,
        misses=tuple(misses(queries, answered)),
    )


def rates(queries: Sequence[Query], answers: Sequence[Answer], first: int = FIRST) -> dict[str, float]:
    """The share of each rule's queries whose post is among the first."""
    asked = Counter(query.rule for query in queries)
    missed = Counter(miss.rule for miss in misses(queries, answers, first))
    return {rule: 1 - missed[rule] / asked[rule] for rule in (*RULES, "commune") if asked[rule]}


def misses(queries: Sequence[Query], answers: Sequence[Answer], first: int = FIRST) -> Iterator[Miss]:
    """The queries that failed."""
    for query, answer in zip(queries, answers, strict=True):
        if not set(query.wanted) & set(answer.found[:first]):
            yield Miss(query.rule, query.text, query.wanted[0], answer.found[:first])


def _bytes(visits: Sequence[Visit], base: int, path_of: Callable[[str], Path]) -> tuple[list[int], list[int]]:
    """What first answers and later keystrokes fetch; a visitor fetches a file once."""
    first: list[int] = []
    later: list[int] = []
    for visit in visits:
        known: set[str] = set()
        for number, answer in enumerate(visit.answers):
            new = set(answer.loaded) - known
            known |= new
            (later if number else first).append((0 if number else base) + sum(weight(path_of(name)) for name in new))
    return first, later


def _keystrokes(visits: Sequence[Visit]) -> list[float]:
    return [answer.milliseconds for visit in visits for answer in visit.answers[1:]]


def known_items(documents: Sequence[Document]) -> list[Query]:
    """Four queries, one by each rule, for every post, or for 400 of them."""
    dice = random.Random(SEED)
    chosen = dice.sample(documents, _POSTS) if len(documents) > _POSTS else documents
    return [
        Query(rule, text, (document.url,))
        for document in chosen
        for _ in range(max(1, _LEAST // len(documents)))
        for rule, text in zip(RULES, _typed(longest_words(document.title), dice), strict=True)
    ]


def commune_names(output: Path) -> list[Query]:
    """The name of each commune that has a page, without accents and hyphens; namesakes are as good as it."""
    pages = {path.name for path in (output / "communes").iterdir() if path.is_dir()}
    listed = json.loads((ROOT / AUVERGNE).read_text(encoding="utf-8"))["communes"]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, name, *_ in listed:
        if (page := f"{code}-{_SIGNS.sub('-', fold(name))}") in pages:
            found[_SIGNS.sub(" ", fold(name))].append(f"communes/{page}/")
    return [Query("commune", name, tuple(addresses)) for name, addresses in sorted(found.items())]


def sample(queries: Sequence[Query], count: int) -> list[Query]:
    """Some of the finished queries, always the same ones."""
    whole = [query for query in queries if not query.typing]
    return random.Random(SEED).sample(whole, min(count, len(whole)))


def _typed(words: list[str], dice: random.Random) -> tuple[str, str, str, str]:
    plain, other, wrong = words, map(other_number, words), mistyped(words, dice)
    half = [*words[:-1], words[-1][: max(2, (len(words[-1]) + 1) // 2)]]
    return fold(" ".join(plain)), " ".join(other), " ".join(wrong), fold(" ".join(half))
