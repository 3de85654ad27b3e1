"""Finds the post that a person means by a name, a folder or a file, without reading the whole site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.text import nearest
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.tree import is_good_name
from placette.engine.texts.schema import Matter
from placette.features.authors.kind import PROFILE
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter

_TEXT = "index.md"


@dataclass(frozen=True, slots=True)
class FoundPosts:
    """The texts that a name may mean; if there are none, similar names."""

    texts: tuple[Path, ...]
    near: tuple[str, ...] = ()


def find_posts(written: str, content: Path) -> FoundPosts:
    """The posts called ``written``: a short name (that of the folder), the folder or its ``index.md``."""
    texts = sorted(content.glob(f"articles/*/*/{_TEXT}"))
    wanted = {Path(written).resolve(), (content / written).resolve(), (content.parent / written).resolve()}
    exact = tuple(text for text in texts if {text.resolve(), text.parent.resolve()} & wanted)
    found = exact or tuple(text for text in texts if text.parent.name == written.strip("/"))
    names = {text.parent.name for text in texts}
    return FoundPosts(found, () if found else tuple(nearest(Path(written).name, names)))


def is_ordinary(text: Path, content: Path) -> bool:
    """Whether a text is a real file in a real folder below the content folder (no links), and may be changed."""
    place = content.resolve() / text.relative_to(content)
    return text.resolve() == place and text.is_file() and bool(text.stat().st_mode & 0o222)


def read_post(text: Path, content: Path) -> Draft:
    """The post at ``text`` as typed values, without the checks that need the whole site. Raises ``OSError``."""
    return draft_text(text.relative_to(content).as_posix(), POST, text.read_bytes())


def first_profile(matter: Matter | None, content: Path) -> Matter | None:
    """The profile of a post's first author, if named by key; None if it can't be read."""
    name = f"{matter.authors[0]}.md" if isinstance(matter, ArticleMatter) and matter.authors else ""
    path = content / "authors" / name
    if not is_good_name(name) or not path.is_file():
        return None
    return draft_text(f"authors/{name}", PROFILE, path.read_bytes()).checkable
