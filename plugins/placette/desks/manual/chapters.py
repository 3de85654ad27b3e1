"""The manual's chapters, as they lie in the repository or in the package, and as texts of a small site.

The door (``README.md``) lists the chapters of each language under a heading of its own: their order, their short names
and the page that opens the manual.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

DOOR = "README.md"
LANGUAGES = ("fr", "en")
PICTURES = frozenset({".webp", ".png", ".jpg"})
_ENTRY = r"^- \[([^\]]+)\]\(({}/[\w-]+\.md)\)"
"""A line of the door: the short name of a chapter, and its file."""
_LINK = re.compile(r'(?s)(```.*?\n```|`[^`\n]+`)|(!?)\[([^\]]*)\]\(([^)\s]+)((?:\s+"[^"]*")?)\)')
"""A link or a picture; code comes first, so that a link in it stays as it is."""
_OUTSIDE = re.compile(r"[a-z]+:|#")


class Chapter(NamedTuple):
    """A chapter: the name that menus give it (empty: part of one), its file from the manual's folder, its text."""

    label: str
    path: str
    text: str

    @property
    def slug(self) -> str:
        """The end of its address."""
        return Path(self.path).stem


class Manual(NamedTuple):
    """The manual in one language: its title, the text of its door, its chapters in order."""

    title: str
    door: str
    chapters: tuple[Chapter, ...]


def is_in_repository(folder: Path) -> bool:
    """Whether the manual lies in a repository, where its references can be written anew."""
    return folder.name == "docs"


def read_manual(folder: Path, lang: str, made: Mapping[str, str]) -> Manual:
    """The manual in a language; ``made`` are the texts of references, by path. Raises ``OSError``."""
    opened = (folder / DOOR).read_text(encoding="utf-8")
    entry = re.compile(_ENTRY.format(lang), re.MULTILINE)
    section = next(part for part in opened.split("\n## ") if entry.search(part))
    title, _, door = section.partition("\n")
    listed = [(label, path) for label, path in entry.findall(section) if path in made or (folder / path).is_file()]
    found = [one for label, path in listed for one in ((label, path), *_parts(folder, path))]
    texts = (made.get(path) or (folder / path).read_text(encoding="utf-8") for _label, path in found)
    return Manual(title.strip(), door, tuple(Chapter(*names, text) for names, text in zip(found, texts, strict=True)))


def _parts(folder: Path, path: str) -> list[tuple[str, str]]:
    """The pages of a chapter that has a folder of its own name; no menu names them."""
    return [("", part.relative_to(folder).as_posix()) for part in sorted((folder / path).with_suffix("").glob("*.md"))]


def page_text(markdown: str, path: str, inside: Mapping[str, str]) -> str:
    """A chapter as a page of a site: its heading and first paragraph become front matter, its links lead there.

    ``inside`` gives the page or picture of each file that the site has. A link to any other file keeps its words.
    """
    heading, summary, body = (f"{markdown.strip()}\n\n\n").split("\n\n", 2)
    title = heading.removeprefix("# ")
    matter = {"title": title, "summary": " ".join(summary.split())}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in matter.items())
    return f"---\n{lines}---\n{_LINK.sub(_relinked(path, inside), body).strip()}\n"


def _relinked(path: str, inside: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        code, picture, words, target, title = found.groups()
        if code or _OUTSIDE.match(target):
            return found[0]
        file, mark, name = target.partition("#")
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        return f"{picture}[{words}]({inside[wanted]}{mark}{name}{title})" if wanted in inside else words

    return replace
