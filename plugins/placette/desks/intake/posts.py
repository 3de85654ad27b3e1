"""Finds the text that a person means by a name, a folder or a file, without reading the whole site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.text import nearest
from placette.engine.library.draft import Draft, draft_text, own_name
from placette.engine.library.kinds import Kinds, find_kind
from placette.engine.library.tree import Gate, is_good_name
from placette.engine.texts.schema import Matter
from placette.features.authors.kind import PROFILE
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter

_TEXT = "index.md"


@dataclass(frozen=True, slots=True)
class FoundTexts:
    """The texts that a name may mean; if there are none, similar names."""

    texts: tuple[Path, ...]
    near: tuple[str, ...] = ()


def find_posts(written: str, content: Path) -> FoundTexts:
    """The posts called ``written``: a short name (that of the folder), the folder or its ``index.md``."""
    texts = sorted(content.glob(f"articles/*/*/{_TEXT}"))
    return _found(written, content, texts, texts)


def find_texts(written: str, content: Path, kinds: Kinds, gate: Gate, suffix: str) -> FoundTexts:
    """The texts called ``written`` that may have a file ending in ``suffix`` beside them.

    Those that have no page of their own, such as answers, are named by their file.
    """
    texts, called = [], []
    for text in sorted(content.rglob("*.md")):
        path = text.relative_to(content).as_posix()
        kind = find_kind(path, kinds)
        if kind and not kind.is_plain and gate.kind_of(f"{path.rpartition('/')[0]}/file{suffix}"):
            texts.append(text)
            called += [text] if kind.address else []
    return _found(written, content, texts, called)


def _found(written: str, content: Path, texts: list[Path], called: list[Path]) -> FoundTexts:
    """Those of ``texts`` that are at the place ``written``, else the ``called`` ones of that short name."""
    wanted = {Path(written).resolve(), (content / written).resolve(), (content.parent / written).resolve()}
    exact = tuple(text for text in texts if _places(text) & wanted)
    names = {text: own_name(text.as_posix()) for text in called}
    found = exact or tuple(text for text in called if names[text] == written.strip("/"))
    return FoundTexts(found, () if found else tuple(nearest(Path(written).name, {*names.values()})))


def _places(text: Path) -> set[Path]:
    """The places by which a text may be named: its file, and its folder where that is its own."""
    return {text.resolve(), *([text.parent.resolve()] if text.name == _TEXT else [])}


def is_ordinary(text: Path, content: Path) -> bool:
    """Whether a text is a real file in a real folder below the content folder (no links), and may be changed."""
    place = content.resolve() / text.relative_to(content)
    return text.resolve() == place and text.is_file() and bool(text.stat().st_mode & 0o222)


def read_text(text: Path, content: Path, kinds: Kinds = (POST,)) -> Draft:
    """The text at ``text``, of one of ``kinds``, as typed values, without the checks that need the whole site.

    Raises ``OSError``.
    """
    path = text.relative_to(content).as_posix()
    return draft_text(path, find_kind(path, kinds) or POST, text.read_bytes())


def first_profile(matter: Matter | None, content: Path) -> Matter | None:
    """The profile of a post's first author, if named by key; None if it can't be read."""
    name = f"{matter.authors[0]}.md" if isinstance(matter, ArticleMatter) and matter.authors else ""
    path = content / "authors" / name
    if not is_good_name(name) or not path.is_file():
        return None
    return draft_text(f"authors/{name}", PROFILE, path.read_bytes()).checkable
