"""Markdown that somebody wrote themselves is taken as it is; of its front matter only the title is."""

from __future__ import annotations

import re

from placette.desks.letters.documents.escaping import clean_characters
from placette.desks.letters.documents.remarks import without_words
from placette.desks.letters.letter import Manuscript, Remark
from placette.engine.texts.characters import has_visible

_MATTER = re.compile(
    r"\A\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<lines>.*?)^(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TITLE = re.compile(r"^(?:title|titre)[ \t]*[:=][ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
_KEY = re.compile(r"^[\w-]+[ \t]*[:=]", re.MULTILINE)
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t#]*(?:\n|\Z)")
_OTHER_HEADING = re.compile(r"^#[ \t]", re.MULTILINE)
_FENCES = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_LONGEST_TITLE = 200


def read_markdown(text: str) -> Manuscript:
    """A Markdown text without its front matter; its title is the front matter's, or its only first heading."""
    body = clean_characters(text)
    title, remarks = "", tuple[Remark, ...]()
    if found := _MATTER.match(body):
        body = body[found.end() :]
        named = _TITLE.search(found["lines"])
        title = named[1].strip().strip("\"'“”").strip() if named else ""
        remarks = (Remark("matter-ignored"),) if len(_KEY.findall(found["lines"])) > bool(named) else ()
    heading = _HEADING.match(body)
    if heading and not title and not _OTHER_HEADING.search(_FENCES.sub("", body[heading.end() :])):
        title, body = heading[1].strip(), body[heading.end() :]
    if not has_visible(title + body):
        return without_words("", *remarks)
    return Manuscript(body.strip("\n").rstrip(), title[:_LONGEST_TITLE], remarks=remarks)
