"""Visitors fetch search as one script: the theme's modules, in the order of their imports, inside one function.

What it says is given to that function as ``SAID``: no page has to carry words that few ask for.

Only the simple forms of ``import`` and ``export`` that the modules use are taken; another form stops the build.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from rjsmin import jsmin

ENTRY = "main.js"
"""The module that begins search; all others are there because it imports them."""
_IMPORT = re.compile(r'^import \{([\w\s,$]+)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) )", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async function|function|class|const|let) ([\w$]+)", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:export )?(?:async function|function|class|const|let|var) ([\w$]+|[\[{][^=]*)", re.MULTILINE
)
_LEFT = re.compile(r"^\s*(?:import|export)\b|\bimport\s*[(.]", re.MULTILINE)
_NAME = re.compile(r"[\w$]+")


def join_modules(folder: Path, said: Mapping[str, str]) -> bytes:
    """Join ``main.js`` and what it imports into one classic script that defines no name outside itself.

    ``said`` are its words.

    Raises ``ValueError`` for a form of import or export that isn't known, an import of what isn't exported, modules
    that import each other in a circle, and a name that two modules declare.
    """
    sources: dict[str, str] = {}
    _gather(folder, ENTRY, sources, ())
    _refuse_twins(sources)
    bodies = (_untied(name, source) for name, source in sources.items())
    words = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return (str(jsmin('(SAID=>{"use strict";\n' + "\n".join(bodies) + "\n})(")) + f"{words});").encode()


def _gather(folder: Path, name: str, sources: dict[str, str], above: tuple[str, ...]) -> None:
    """Add a module to the sources, after all that it imports."""
    if name in above:
        raise ValueError(f"{name} imports itself by way of {', '.join(above[above.index(name) + 1 :]) or 'itself'}")
    if name in sources:
        return
    source = (folder / name).read_text(encoding="utf-8")
    for names, other in _IMPORT.findall(source):
        _gather(folder, other, sources, (*above, name))
        if absent := set(_NAME.findall(names)) - set(_EXPORTED.findall(sources[other])):
            raise ValueError(f"{name} imports {', '.join(sorted(absent))}, which {other} doesn't export")
    sources[name] = source


def _refuse_twins(sources: Mapping[str, str]) -> None:
    """All modules share one function (names are most of the script's weight), so that none may repeat another's."""
    counts = Counter(name for source in sources.values() for name in set(_declared(source)))
    if twins := sorted(name for name, count in counts.items() if count > 1):
        raise ValueError(f"declared by more than one module: {', '.join(twins)}")


def _declared(source: str) -> Iterator[str]:
    """The names that a module declares for itself: those that begin a line."""
    for target in _DECLARED.findall(source):
        yield from _NAME.findall(target)


def _untied(name: str, source: str) -> str:
    """A module without its imports and the word export."""
    bare = _EXPORT.sub("", _IMPORT.sub("", source))
    if left := _LEFT.search(bare):
        line = bare[left.start() :].strip().splitlines()[0]
        raise ValueError(f"{name}: this form can't be joined: {line}")
    return bare
