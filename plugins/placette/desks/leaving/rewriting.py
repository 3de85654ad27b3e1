"""One text without the person: their key in the lists of people, their name in credits and captions or everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from placette.desks.leaving.names import Hit, Kind, Traces, hits, names_in, put_label
from placette.desks.leaving.values import Edit, Field, apply_edits, change_people, fields_of, matter_bounds, set_value
from placette.engine.texts.schema import accepted_spellings, canonical_keys, spelling
from placette.features.agenda.schema import HappeningMatter
from placette.features.authors.schema import ProfileMatter
from placette.features.communities.schema import CommunityMatter
from placette.features.posts.article import Role
from placette.features.posts.schema import ArticleMatter

PEOPLE = frozenset({"authors", "organiser", "referents", *(role.value for role in Role)})
_CAPTIONS = frozenset({"image_credit", "image_caption"})
_NAMES_OF_FILES = frozenset({"image", "portrait", "slug"})
"""Values that aren't words: files are renamed, an address stays."""
_WORDS = r"(?:[^\[\]]|\[[^\[\]]*\])*"
_TITLE = r"[ \t\r\n]+(?P<quote>[\"'])(?P<title>(?:(?!(?P=quote)).)*)(?P=quote)"
_PICTURE, _DEFINED = rf"!\[{_WORDS}\]\(\s*(?:<[^>\n]*>|[^\s)]+)", r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*"
_CAPTION = re.compile(rf"(?:{_PICTURE}|{_DEFINED}\S+){_TITLE}", re.MULTILINE | re.DOTALL)
"""The caption and credit of a picture in Markdown, or of one whose file is given elsewhere in the text."""
_LINK = re.compile(rf"(?<!!)\[(?P<words>{_WORDS})\]\(\s*(?P<target><[^>\n]*>|[^\s)]+)[^)\n]*\)")
_ANCHOR = re.compile(
    r"<a\s(?:(?!href)[^<>])*+href\s*+=\s*+[\"']?(?P<target>[^\"'\s<>]++)[^<>]*+>(?P<words>(?:(?!<a\s|</a>).)*+)</a>",
    re.DOTALL | re.IGNORECASE,
)
_INSIDE = re.compile(rf"\]\(\s*<?(?!\w+:|/)(?P<one>[^\s)>]+)|{_DEFINED}<?(?!\w+:|/)(?P<two>\S+)", re.MULTILINE)
"""Where a text leads to another file of the site: not words."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the person: who is meant by a name, the key in its place (empty: none), the label.

    ``everywhere`` puts the label into what others wrote, too.
    """

    is_person: Callable[[str], bool]
    key: str
    label: str
    traces: Traces
    everywhere: bool = False


def rewrite(text: str, change: Change, page: str) -> str:
    """The text without the person; ``page`` is the path of their profile from this text.

    Raises ``ValueError`` for an information block that can't be read.
    """
    edits = [edit for field in fields_of(text) for edit in _field_edits(text, field, change)]
    cut = _body_start(text)
    body = rewrite_body(text[cut:], change, page)
    return apply_edits(text[:cut], edits) + body


def rewrite_body(body: str, change: Change, page: str) -> str:
    """The same for what stands under the information block."""
    body = _CAPTION.sub(lambda found: _relabelled(found, "title", change), body)
    if change.everywhere:
        for pattern in (_LINK, _ANCHOR):
            body = pattern.sub(lambda found: _unlinked(found, change.traces), body)
        body = put_label(body, _said(body, change.traces), change.label)
    return _LINK.sub(lambda found: _told_apart(found, change, page), body)


def mentions(text: str, traces: Traces, *, after: bool) -> list[Hit]:
    """Where a text still tells of the person; before it is rewritten, without what rewriting settles by itself."""
    found = hits(text, traces)
    spans = [*_paths(text), *([] if after else _settled(text))] if found else []
    return [hit for hit in found if not _within(hit, spans)]


def _said(text: str, traces: Traces) -> list[Hit]:
    """The places to put the label at: whole names and addresses, but not where a link leads to a file of the site."""
    return [hit for hit in hits(text, traces) if hit.kind is not Kind.PART and not _within(hit, _paths(text))]


def _field_edits(text: str, field: Field, change: Change) -> list[Edit]:
    name = key_of(field.key)
    if name in PEOPLE:
        return change_people(text, field, change.is_person, change.key)
    if name in _NAMES_OF_FILES or not (name in _CAPTIONS or change.everywhere):
        return []
    new = ((value, put_label(value.text, _said(value.text, change.traces), change.label)) for value in field.values)
    return [set_value(value, said, listed=field.flow) for value, said in new if said != value.text]


def key_of(written: str) -> str:
    """The key of a post, a profile, an event or a community that is meant by its French name, or itself."""
    organisers = {spelling(name): "organiser" for name in accepted_spellings(HappeningMatter, "organiser")}
    known = {**canonical_keys(CommunityMatter), **canonical_keys(ProfileMatter), **organisers}
    known |= canonical_keys(ArticleMatter)
    return known.get(spelling(written), written)


def _relabelled(found: re.Match[str], group: str, change: Change) -> str:
    start, end = (place - found.start() for place in found.span(group))
    said = put_label(found[group], _said(found[group], change.traces), change.label)
    return found[0][:start] + said + found[0][end:]


def _unlinked(found: re.Match[str], traces: Traces) -> str:
    """The words alone of a link that leads to the person outside the site, or to their page by its address."""
    inside = _INSIDE.match(f"]({found['target']}")
    return found[0] if inside or not hits(found["target"], traces) else found["words"]


def _told_apart(found: re.Match[str], change: Change, page: str) -> str:
    """The words alone of a link to the profile that still name the person: it would tell who the label is."""
    leads_there = found["target"].strip("<>").partition("#")[0].removeprefix("./") == page
    return found["words"] if leads_there and names_in(found["words"], change.traces) else found[0]


def _body_start(text: str) -> int:
    try:
        return matter_bounds(text)[1]
    except ValueError:
        return 0


def _paths(text: str) -> list[tuple[int, int]]:
    """Where a text names files: links and pictures of its own, the slug."""
    inside = [found.span("one" if found["one"] else "two") for found in _INSIDE.finditer(text)]
    return [*inside, *_spans(text, _NAMES_OF_FILES)]


def _settled(text: str) -> list[tuple[int, int]]:
    """Where rewriting leaves nothing: people, credits and captions."""
    captions = [found.span("title") for found in _CAPTION.finditer(text)]
    return [*captions, *_spans(text, PEOPLE | _CAPTIONS)]


def _spans(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    try:
        fields = fields_of(text)
    except ValueError:
        return
    for field in fields:
        if key_of(field.key) in names:
            yield field.opens, field.end


def _within(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)
