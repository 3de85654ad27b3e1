"""Takes the person out of one text: out of its lists of people, and out of credits and captions, or everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from placette.desks.leaving.matter_values import (
    Edit,
    Field,
    apply_edits,
    change_people,
    fields_of,
    matter_bounds,
    set_value,
)
from placette.desks.leaving.names import Hit, TraceKind, Traces, hits, names_in, put_label
from placette.engine.texts.schema import accepted_spellings, canonical_keys, spelling
from placette.features.agenda.schema import HappeningMatter
from placette.features.authors.schema import ProfileMatter
from placette.features.communities.schema import CommunityMatter
from placette.features.posts.schema import ArticleMatter, Role

PEOPLE = frozenset({"authors", "organiser", "referents", *(role.value for role in Role)})
_CAPTIONS = frozenset({"image_credit", "image_caption"})
_NAMES_OF_FILES = frozenset({"image", "portrait", "slug"})
"""Keys whose values aren't words: a file gets a new name, an address stays."""
_WORDS = r"(?:[^\[\]]|\[[^\[\]]*\])*"
_TITLE = r"[ \t\r\n]+(?P<quote>[\"'])(?P<title>(?:(?!(?P=quote)).)*)(?P=quote)"
_PICTURE, _DEFINED = rf"!\[{_WORDS}\]\(\s*(?:<[^>\n]*>|[^\s)]+)", r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*"
_CAPTION = re.compile(rf"(?:{_PICTURE}|{_DEFINED}\S+){_TITLE}", re.MULTILINE | re.DOTALL)
"""The caption and credit of a picture in Markdown, or in the definition of one."""
_LINK = re.compile(rf"(?<!!)\[(?P<words>{_WORDS})\]\(\s*(?P<target><[^>\n]*>|[^\s)]+)[^)\n]*\)")
_ANCHOR = re.compile(
    r"<a\s(?:(?!href)[^<>])*+href\s*+=\s*+[\"']?(?P<target>[^\"'\s<>]++)[^<>]*+>(?P<words>(?:(?!<a\s|</a>).)*+)</a>",
    re.DOTALL | re.IGNORECASE,
)
_INSIDE = re.compile(rf"\]\(\s*<?(?!\w+:|/)(?P<one>[^\s)>]+)|{_DEFINED}<?(?!\w+:|/)(?P<two>\S+)", re.MULTILINE)
"""The target of a link to another file of the site: not words."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What replaces the person: another key in lists of people (empty: none), the label in sentences.

    ``is_person`` says whether a name means the person. ``everywhere`` puts the label into others' sentences too.
    """

    is_person: Callable[[str], bool]
    key: str
    label: str
    traces: Traces
    everywhere: bool = False


def rewrite(text: str, replacement: Replacement, page: str) -> str:
    """The text without the person. ``page`` is the path of their profile, relative to this text.

    Raises ``ValueError`` if the information block can't be read.
    """
    edits = [edit for field in fields_of(text) for edit in _field_edits(text, field, replacement)]
    cut = _body_start(text)
    body = rewrite_body(text[cut:], replacement, page)
    return apply_edits(text[:cut], edits) + body


def rewrite_body(body: str, replacement: Replacement, page: str) -> str:
    """The same for the text below the information block."""
    body = _CAPTION.sub(lambda found: _relabelled(found, "title", replacement), body)
    if replacement.everywhere:
        for pattern in (_LINK, _ANCHOR):
            body = pattern.sub(lambda found: _unlinked(found, replacement.traces), body)
        body = put_label(body, _said(body, replacement.traces), replacement.label)
    return _LINK.sub(lambda found: _without_profile_link(found, replacement, page), body)


def remaining_hits(text: str, traces: Traces, *, after: bool) -> list[Hit]:
    """Where a text identifies the person. With ``after`` false, without what rewriting will remove anyway."""
    found = hits(text, traces)
    spans = [*_paths(text), *([] if after else _settled(text))] if found else []
    return [hit for hit in found if not _within(hit, spans)]


def _said(text: str, traces: Traces) -> list[Hit]:
    """The places for the label: whole names and addresses, but not in the target of a link within the site."""
    return [hit for hit in hits(text, traces) if hit.kind is not TraceKind.PART and not _within(hit, _paths(text))]


def _field_edits(text: str, field: Field, replacement: Replacement) -> list[Edit]:
    name = key_of(field.key)
    if name in PEOPLE:
        return change_people(text, field, replacement.is_person, replacement.key)
    if name in _NAMES_OF_FILES or not (name in _CAPTIONS or replacement.everywhere):
        return []
    new = (
        (value, put_label(value.text, _said(value.text, replacement.traces), replacement.label))
        for value in field.values
    )
    return [set_value(value, said, listed=field.flow) for value, said in new if said != value.text]


def key_of(written: str) -> str:
    """The canonical key of a post, a profile, an event or a community, from its French name or itself."""
    organisers = {spelling(name): "organiser" for name in accepted_spellings(HappeningMatter, "organiser")}
    known = {**canonical_keys(CommunityMatter), **canonical_keys(ProfileMatter), **organisers}
    known |= canonical_keys(ArticleMatter)
    return known.get(spelling(written), written)


def _relabelled(found: re.Match[str], group: str, replacement: Replacement) -> str:
    start, end = (place - found.start() for place in found.span(group))
    said = put_label(found[group], _said(found[group], replacement.traces), replacement.label)
    return found[0][:start] + said + found[0][end:]


def _unlinked(found: re.Match[str], traces: Traces) -> str:
    """A link to one of the person's addresses, reduced to its words."""
    inside = _INSIDE.match(f"]({found['target']}")
    return found[0] if inside or not hits(found["target"], traces) else found["words"]


def _without_profile_link(found: re.Match[str], replacement: Replacement, page: str) -> str:
    """A link to the profile, reduced to its words: the link would reveal who is behind the label."""
    leads_there = found["target"].strip("<>").partition("#")[0].removeprefix("./") == page
    return found["words"] if leads_there and names_in(found["words"], replacement.traces) else found[0]


def _body_start(text: str) -> int:
    try:
        return matter_bounds(text)[1]
    except ValueError:
        return 0


def _paths(text: str) -> list[tuple[int, int]]:
    """Where a text names files: its links and pictures within the site, and its slug."""
    inside = [found.span("one" if found["one"] else "two") for found in _INSIDE.finditer(text)]
    return [*inside, *_spans(text, _NAMES_OF_FILES)]


def _settled(text: str) -> list[tuple[int, int]]:
    """What rewriting always cleans: lists of people, credits and captions."""
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
