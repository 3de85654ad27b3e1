"""The body of a letter's post: the writer's Markdown with prepared pictures, and nothing of it reaches further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt

from placette.desks.intake import in_markdown

_MARKDOWN = MarkdownIt("commonmark").disable("inline")
"""Only blocks are parsed: a stranger's brackets could keep the rest busy for minutes."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SENTINEL = "fin-du-texte-du-courrier"
"""A paragraph that is put after a text to see whether the text swallows what comes next."""
_LARGE = 200_000
"""Characters from which on that isn't tried: no text of a site may be so long."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of a letter as the post shows it, or a note in its place: a line of Markdown."""

    name: str
    markdown: str


def is_named(name: str, markdown: str) -> bool:
    """Whether a text shows the picture of that name."""
    return any(found["name"] == name for found in _pictures([name]).finditer(markdown))


def words_about(name: str, markdown: str) -> str:
    """What a text itself says that the picture of that name shows, without escapes; may be empty."""
    found = _pictures([name]).search(markdown)
    return _ESCAPE.sub(r"\1", found["alt"]).strip() if found else ""


def with_pictures(markdown: str, shown: Iterable[ShownPicture]) -> str:
    """The text with each picture in the place that the writer gave it; the others after the text, together."""
    listed = list(shown)
    lines = {one.name: one.markdown for one in listed}
    if not lines:
        return markdown
    placed: set[str] = set()

    def show(found: re.Match[str]) -> str:
        placed.add(found["name"])
        return lines[found["name"]]

    text = _pictures(lines).sub(show, markdown)
    return with_end(text, "\n".join(one.markdown for one in listed if one.name not in placed))


def with_links(markdown: str, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """The text whose links to enclosures lead to their new names; a list links those that it doesn't.

    ``labels`` are the words of these links, by old name.
    """
    if not names:
        return markdown
    placed: set[str] = set()

    def link(found: re.Match[str]) -> str:
        placed.add(found["name"])
        return f"]({names[found['name']]})"

    text = re.sub(rf"\]\(\s*<?(?P<name>{_either(names)})>?\s*\)", link, markdown)
    rest = [f"- [{in_markdown(labels[old])}]({new})" for old, new in names.items() if old not in placed]
    return with_end(text, "\n".join(rest))


def with_end(markdown: str, end: str) -> str:
    """A text and what comes after it. What would be swallowed there (an open fence, comment or tag) comes first."""
    body = markdown.strip("\n")
    if not (end and body):
        return body or end
    return f"{end}\n\n{body}" if _swallows(body) else f"{body}\n\n{end}"


def _swallows(markdown: str) -> bool:
    """Whether a paragraph after this text would be part of something that the text leaves open."""
    if len(markdown) > _LARGE:
        return True
    tokens = _MARKDOWN.parse(f"{markdown}\n\n{_SENTINEL}\n")
    last = [(token.type, token.level, token.content) for token in tokens[-3:]]
    return last[1:2] != [("inline", 1, _SENTINEL)]


def _pictures(names: Iterable[str]) -> re.Pattern[str]:
    """Matches the pictures of these names in Markdown, whatever their words."""
    return re.compile(
        r"!\[(?P<alt>(?:\\.|[^\[\]\\]){0,1000})\]"
        rf"\(\s*<?(?P<name>{_either(names)})>?(?:\s+\"(?:\\.|[^\"\\]){{0,1000}}\")?\s*\)"
    )


def _either(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
