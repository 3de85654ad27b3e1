"""Keeping the catalogues complete: which sentences the code has, and the files that translate them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po
from fontTools.ttLib import TTFont

from placette.engine.base.dates import Language
from placette.engine.base.installed import packages
from placette.features.sharing.fonts import Face
from tests.tools.quality.references import read_declarations

Msgid = str | tuple[str, ...]
_THEME = "themes/placette/locale"
_SHARING = "plugins/placette/features/sharing/locale"
_OTHERS = "plugins/placette/engine/base/locale"
CATALOGUES = {
    _THEME: ("themes/placette/templates",),
    _SHARING: ("plugins/placette/features/sharing", "plugins/placette/commands/announcing"),
    _OTHERS: ("plugins/placette",),
    **{f"plugins/{package}/locale": (f"plugins/{package}",) for package in packages()},
}
"""Each catalogue's folder, and the folders whose sentences it translates but for those of another catalogue."""
_KEYWORDS = {
    "N_": None,
    "_": None,
    "gettext": None,
    "translate": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "key": (1,),
    "authors_key": (1,),
    "signer_key": (1,),
}

_JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
"""A template that can't be parsed is an error, not a template without sentences."""


def msgids_of(root: Path, catalogue: str) -> set[Msgid]:
    """Return the msgids of one of ``CATALOGUES``. The tasks of the core are in the catalogue that ``invoke`` shows.

    A package has the sentences that the core lacks.
    """
    own = [root / folder for folder in CATALOGUES[catalogue]]
    if catalogue in {_THEME, _SHARING}:
        return spoken(own) - spoken_to_editors(own)
    return spoken(own) - msgids_of(root, _SHARING if catalogue == _OTHERS else _OTHERS)


def spoken(folders: Iterable[Path]) -> set[Msgid]:
    """Every msgid marked in the Python files and templates of the folders; what says tasks, settings and messages."""
    return {msgid for folder in folders for msgid in _spoken_in(folder)}


@cache
def _spoken_in(folder: Path) -> frozenset[Msgid]:
    """Read once: the msgids of the core are taken away from those of each package."""
    methods = [("**.py", "python"), ("**.html", "jinja2"), ("**.xml", "jinja2"), ("**.txt", "jinja2")]
    methods += [(f"**/{name}.yml", f"{__name__}:spoken_in_tables") for name in ("letters", "sections", "words")]
    options = {pattern: _JINJA for pattern, kind in methods if kind == "jinja2"}
    listed = extract_from_dir(str(folder), methods, options, keywords=_KEYWORDS)
    docstrings = (sentence for path in folder.rglob("*.py") for sentence in _task_docstrings(path))
    rows = (row for path in folder.rglob("messages.yml") for row in yaml.safe_load(path.read_bytes()).values())
    messages = {row[part] for row in rows for part in ("subject", "what", "mend") if part in row}
    said = {message for _, _, message, _, _ in listed}
    return frozenset(said | set(docstrings) | messages | _setting_sentences(folder))


def spoken_in_tables(
    file: BinaryIO, _keywords: object, _tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the sentences of a table as Babel wants them: all texts but names of values and conditions."""
    aside = {*"id if each plain level setting pages words subject lines fields bodies mentions".split(), "rows"}
    stack: list[Any] = [yaml.safe_load(file)]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            yield 1, "", part, []
        elif isinstance(part, dict):
            stack += [value for key, value in part.items() if key not in aside]
            stack += [label for label, *_ in part.get("rows", ())]
        else:
            stack += part


def spoken_to_editors(folders: Iterable[Path]) -> set[Msgid]:
    """The msgids of the tasks and the settings below the folders."""
    found: set[Msgid] = {sentence for folder in folders for sentence in _setting_sentences(folder)}
    for path in (path for folder in folders for path in folder.rglob("*tasks.py")):
        found |= {message for _, message, _, _ in extract_from_file("python", str(path), keywords=_KEYWORDS)}
        found |= set(_task_docstrings(path))
    return found


def _task_docstrings(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and any("task" in ast.unparse(d) for d in node.decorator_list):
            yield " ".join((ast.get_docstring(node) or "").split())


def _setting_sentences(folder: Path) -> set[Msgid]:
    """Return the sentences of settings' declarations."""
    sources = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    found = (declared for source in sources for declared in read_declarations(source).values())
    return {sentence for one in found for sentence in (one.sentence, *one.fields.values())}


def merge(path: Path, msgids: set[Msgid], lang: str, others: Iterable[Path] = ()) -> bytes:
    """The catalogue at ``path`` with exactly ``msgids``: known translations kept, the rest empty.

    A sentence that it lacks may have moved from one of the ``others``. English sentences are their own translation.
    """
    known = [_read_catalogue(one, lang) for one in (path, *others) if one.exists()]
    new = Catalog(locale=lang, fuzzy=False)
    for msgid in sorted(msgids, key=str):
        said = (old.get(msgid if isinstance(msgid, str) else msgid[0]) for old in known)
        string = next((one.string for one in said if one and any(one.string or ())), None)
        new.add(msgid, string=string or (msgid if lang == "en" else ""))
    return _render(new, lang)


def _read_catalogue(path: Path, lang: str) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def untranslated(path: Path, msgids: set[Msgid]) -> list[str]:
    """The msgids that the catalogue lacks or leaves empty, sorted."""
    with path.open("rb") as source:
        catalogue = read_po(source)
    missing = []
    for msgid in msgids:
        known = catalogue.get(msgid if isinstance(msgid, str) else msgid[0])
        strings = known.string if known else ""
        if not (all(strings) if isinstance(strings, tuple | list) else strings):
            missing.append(str(msgid))
    return sorted(missing)


def _render(catalogue: Catalog, lang: str) -> bytes:
    """The file, with no more header than gettext needs: dates and names would change at every run."""
    target = BytesIO()
    write_po(target, catalogue, omit_header=True, no_location=True, width=0)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {lang}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + target.getvalue()


def render_cldr(langs: Iterable[str]) -> bytes:
    """The file for these languages; the same bytes for the same Babel."""
    known = {lang: read_language(lang) for lang in sorted(langs)}
    codes = {code for language in known.values() for code in language.languages}
    own = {code: name for code in sorted(codes) if (name := read_own_name(code))}
    held = {"known": {code: asdict(language) for code, language in known.items()}, "own": own}
    return f"{json.dumps(held, ensure_ascii=False, indent=0)}\n".encode()


_OF_FRANCE = {
    "gsw": ("alsacien", "Alsatian", "elsässisch"),
    "gcf": ("créole des Antilles", "Antillean Creole", "kréyòl"),
    "gcr": ("créole guyanais", "Guianese Creole", "kriyòl"),
    "rcf": ("créole réunionnais", "Réunion Creole", "kréol rényoné"),
    "swb": ("mahorais", "Shimaore", "shimaore"),
    "buc": ("kibushi", "Kibushi", "kibushi"),
    "wls": ("wallisien", "Wallisian", "fakaʻuvea"),
    "fud": ("futunien", "Futunian", "fakafutuna"),
    "dhv": ("drehu", "Drehu", "drehu"),
    "frp": ("francoprovençal", "Arpitan", "arpetan"),
    "pcd": ("picard", "Picard", "picard"),
    "ty": ("tahitien", "Tahitian", "reo tahiti"),
}
"""Languages that CLDR lacks or names by another country's: in French, in English, by themselves."""


def read_language(lang: str) -> Language:
    """Return CLDR's data of a language."""
    locale = Locale.parse(lang)
    months, days = locale.months["format"], locale.days["format"]
    own = {code: names[lang != "fr"] for code, names in _OF_FRANCE.items()} if lang in {"fr", "en"} else {}
    return Language(
        months=tuple(months["wide"][number] for number in range(1, 13)),
        short_months=tuple(months["abbreviated"][number] for number in range(1, 13)),
        days=tuple(days["wide"][number] for number in range(7)),
        short_days=tuple(days["abbreviated"][number] for number in range(7)),
        decimal=locale.number_symbols["latn"]["decimal"],
        group=locale.number_symbols["latn"]["group"],
        plurals=Catalog(locale=lang).plural_forms,
        languages=dict(sorted({**locale.languages, **own}.items())),
    )


def read_own_name(code: str) -> str:
    """Return a language's name for itself; empty where CLDR has no name."""
    if code in _OF_FRANCE:
        return _OF_FRANCE[code][2]
    try:
        return str(Locale.parse(code).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""


def render_drawn() -> bytes:
    """The text of the list; the same fonts give the same bytes."""
    drawn = {face.name: drawn_by(face) for face in Face}
    return f"{json.dumps(drawn, separators=(',', ':'))}\n".encode()


def drawn_by(face: Face) -> list[list[int]]:
    """The characters that a face can draw: the first and the last of each run of code points."""
    runs: list[list[int]] = []
    with TTFont(face.path, lazy=True) as font:
        for code in sorted(font.getBestCmap()):
            if runs and code == runs[-1][1] + 1:
                runs[-1][1] = code
            else:
                runs.append([code, code])
    return runs
