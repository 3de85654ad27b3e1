"""Takes the person out of one text: out of its lists of people, and out of credits and captions, or everywhere."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import unescape
from typing import Any

import yaml

from placette.engine.base.text import fold
from placette.engine.content.kinds import PERSON, Kinds, draft_text, find_kind
from placette.engine.texts.front_matter import Matter, accepted_spellings, canonical_keys, quoted, spelling
from placette.features.agenda.event import AnnouncingKeys, HappeningMatter
from placette.features.authors.profile import ProfileMatter
from placette.features.communities import CommunityMatter
from placette.features.posts.kind import ArticleMatter

_FENCE = re.compile(r"(?:\A\ufeff?|(?<=[\r\n]))---[ \t]*(?=[\r\n]|\Z)")
_LINE_END = re.compile(r"\r\n?|\n")
_BETWEEN = re.compile(r"(\s*[;,]\s*)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A range of a text, and what replaces it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """One scalar of a front matter: its range, its text, its style (YAML's quotation mark, or empty)."""

    start: int
    end: int
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Field:
    """A key as it was written, with the scalars of its value; ``flow`` means a list in brackets."""

    key: str
    start: int
    end: int
    values: tuple[Value, ...]
    is_list: bool
    flow: bool
    opens: int
    """The column where the value begins."""


def matter_bounds(text: str) -> tuple[int, int]:
    """Return where the content of the information block begins and ends; raises ``ValueError`` if there is none."""
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if not opening or not closing:
        raise ValueError("no front matter")
    line_end = _LINE_END.match(text, opening.end())
    return (line_end.end() if line_end else opening.end()), closing.start()


def fields_of(text: str) -> list[Field]:
    """Return the fields of a text's front matter, in order; raises ``ValueError`` if it can't be read."""
    start, end = matter_bounds(text)
    try:
        return list(_fields(text[start:end], start))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _fields(matter: str, offset: int) -> Iterator[Field]:
    # PyYAML's own parser: libyaml counts line ends differently
    events: Iterator[Any] = iter(list(yaml.parse(matter, Loader=yaml.BaseLoader))[2:])
    if not isinstance(next(events, None), yaml.MappingStartEvent):
        return
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            return
        first = next(events)
        inside = [first, *_rest(first, events)]
        values = tuple(
            Value(e.start_mark.index + offset, e.end_mark.index + offset, str(e.value).strip(), e.style or "")
            for e in _scalars(inside)
        )
        is_list = isinstance(first, yaml.SequenceStartEvent)
        flow = bool(getattr(first, "flow_style", False))
        last = inside[-1].end_mark.index + offset if flow or not values else values[-1].end
        start, opens = key.start_mark.index + offset, first.start_mark.index + offset
        yield Field(str(key.value).strip(), start, last, values, is_list, flow, opens)


def _rest(first: Any, events: Iterator[Any]) -> list[Any]:
    """Return the remaining events of a value that begins with ``first``."""
    depth, found = int(isinstance(first, yaml.CollectionStartEvent)), []
    while depth:
        event = next(events)
        found.append(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
    return found


def _scalars(inside: list[Any]) -> Iterator[Any]:
    """Yield the scalars that are values, not keys of a nested mapping."""
    key_next: list[bool | None] = []  # for each open collection, whether a key comes next; None in a list
    for event in inside:
        if isinstance(event, yaml.CollectionEndEvent):
            key_next.pop()
            continue
        is_key = bool(key_next and key_next[-1])
        if key_next and key_next[-1] is not None:
            key_next[-1] = not key_next[-1]
        if isinstance(event, yaml.CollectionStartEvent):
            key_next.append(True if isinstance(event, yaml.MappingStartEvent) else None)
        elif not is_key:
            yield event


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with every edit made. Edits must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def set_value(value: Value, new: str, *, listed: bool = False) -> Edit:
    """Return an edit that replaces a scalar, in the old style if possible; ``listed`` if in a list in brackets."""
    if value.style == "'":
        quoted_value = "'" + new.replace("'", "''") + "'"
    elif not value.style and _reads_back(new, listed=listed):
        quoted_value = new
    else:
        quoted_value = quoted(new) + ("\n" if value.style in {"|", ">"} else "")
    return Edit(value.start, value.end, quoted_value)


def change_people(text: str, field: Field, is_person: Callable[[str], bool], new: str) -> list[Edit]:
    """Return edits that replace a person in a list; without ``new`` they are removed, as is an empty list."""
    if not field.is_list:
        return [edit for value in field.values for edit in _change_line(text, field, value, is_person, new)]
    persons = [value for value in field.values if is_person(value.text)]
    if new:
        return [Edit(value.start, value.end, new) for value in persons]
    others = [value for value in field.values if value not in persons]
    if not persons or not others:
        return [_whole_lines(text, field.start, field.end)] if persons else []
    if field.flow:
        return [Edit(field.opens, field.end, f"[{', '.join(text[value.start : value.end] for value in others)}]")]
    return [_whole_lines(text, value.start, value.end) for value in persons]


def _change_line(text: str, field: Field, value: Value, is_person: Callable[[str], bool], new: str) -> Iterator[Edit]:
    """Yield the same for a list written on one line without brackets."""
    parts = _BETWEEN.split(value.text)
    people, marks = parts[0::2], [*parts[1::2], ""]
    if not any(map(is_person, people)):
        return
    pairs = [(new if is_person(person) else person, mark) for person, mark in zip(people, marks, strict=True)]
    pairs = [(person, mark) for person, mark in pairs if person]
    joined = "".join(person + mark for person, mark in pairs[:-1]) + (pairs[-1][0] if pairs else "")
    yield set_value(value, joined) if pairs else _whole_lines(text, field.start, field.end)


def add_line(text: str, field: Field, line: str) -> Edit:
    """Return an edit that adds a line after a field."""
    end = _whole_lines(text, field.start, field.end).end
    found = _LINE_END.search(text)
    return Edit(end, end, line + (found[0] if found else "\n"))


def _whole_lines(text: str, start: int, end: int) -> Edit:
    """Return an edit that removes the lines from that of ``start`` to that of the last character before ``end``."""
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    after = _LINE_END.search(text, end)
    return Edit(begin, after.end() if after else len(text), "")


def _reads_back(text: str, *, listed: bool) -> bool:
    """Return whether YAML reads a plain text back unchanged."""
    try:
        value = yaml.load(f"[{text}]" if listed else f"a: {text}", Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    except yaml.YAMLError:
        return False
    return bool(value == ([text] if listed else {"a": text}))


_TOKEN = re.compile(r"&#?\w{1,30};|.", re.DOTALL)
_ALIKE = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("‐‑–—", "-"), **dict.fromkeys("\n\r\t", " ")})
_NAMES_BETWEEN = r"(?:[ '*_\\-]|\.(?=\w)){0,8}"
"""What may be between the words of a name; nothing, as in a handle, will do. «Anna. Paul» are two people."""
_TURNED = r"(?:[ ,'*_\\-]|\.(?=\w)){0,8}"
_PART = 4
"""The fewest letters of a part of a name that may identify a person by itself."""
_ADDRESS = (
    r"(?:https?://[^\s<>()\[\]\"']{{0,200}}?|www\.|[\w.+-]{{0,64}}@)?(?<![\w-])(?:{places})"
    r"(?:[/?#](?:[^\s<>()\[\]\"']*[^\s<>()\[\]\"'.,;:!?])?)?(?![\w-])"
)
"""An address, with its scheme and host before it, and the pages below it."""
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?@?")
_LETTER = r"[^\W_]"


class TraceKind(StrEnum):
    """What was found: the whole name, an address of the person, or a part of the name that may mean them."""

    NAME = "name"
    ADDRESS = "address"
    PART = "part"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A range of a text, from ``start`` up to ``end`` (excluded)."""

    start: int
    end: int
    kind: TraceKind = TraceKind.NAME


@dataclass(frozen=True, slots=True)
class Traces:
    """Patterns that identify a person: in folded texts (name, part of a name), and in texts as written (addresses)."""

    name: re.Pattern[str]
    part: re.Pattern[str] | None
    address: re.Pattern[str] | None
    words: tuple[str, ...]
    people: frozenset[str]
    """The keys whose values are people, in every spelling."""


def person_keys(kinds: Kinds) -> frozenset[str]:
    """Return the keys by which texts of these kinds name people, in every spelling that a front matter may have."""
    keys: set[str] = set()
    for kind in kinds:
        schema: type[Matter] = kind.schema
        roles = {reference.key for reference in kind.refers if reference.kind == PERSON}
        keys |= {spelling for spelling, canonical in canonical_keys(schema).items() if canonical in roles}
    return frozenset(keys)


def traces_of(name: str, addresses: Iterable[str], people: frozenset[str]) -> Traces:
    """Return the traces of a person with this name. ``addresses`` are pages and handles, with or without ``https://``."""
    variants = dict.fromkeys(filter(None, (_words(name), _words(name.partition("(")[0]))))
    turned = dict.fromkeys((words[turn:], words[:turn]) for words in variants for turn in range(len(words)))
    orders = (_TURNED.join(_NAMES_BETWEEN.join(map(re.escape, part)) for part in ends if part) for ends in turned)
    parts = [word for word in next(iter(variants), ()) if len(word) >= _PART]
    links = {_SCHEME.sub("", address.strip().lower()).rstrip("/") for address in addresses}
    bare = sorted(links - {""}, key=lambda text: (-len(text), text))
    places = "|".join(map(re.escape, bare))
    return Traces(
        name=_whole("|".join(orders)),
        part=_whole("|".join(map(re.escape, parts))) if parts else None,
        address=re.compile(_ADDRESS.format(places=places), re.IGNORECASE) if bare else None,
        words=tuple(max(words, key=len) for words in variants),
        people=people,
    )


def hits(text: str, traces: Traces) -> list[Hit]:
    """Return every place in a text that identifies the person, in order; of two that overlap, the first."""
    addresses = traces.address.finditer(text) if traces.address else ()
    candidates = [Hit(*match.span(), TraceKind.ADDRESS) for match in addresses]
    folded = _plain(text)
    if any(word in folded for word in traces.words):  # quick: whether it contains the longest word of the name
        candidates += _named(text, traces)
    disjoint: list[Hit] = []
    for hit in sorted(candidates, key=lambda hit: (hit.kind is TraceKind.PART, hit.start)):
        if not any(hit.start < other.end and other.start < hit.end for other in disjoint):
            disjoint.append(hit)
    return sorted(disjoint)


def names_in(text: str, traces: Traces) -> list[Hit]:
    """Return the places with the whole name."""
    return [hit for hit in hits(text, traces) if hit.kind is TraceKind.NAME]


_ARTICLES = frozenset({"un", "une", "le", "la", "les", "des", "a", "an", "the", "someone", "quelqu’un", "quelqu'un"})
"""They become lower-case in the middle of a sentence."""


def put_label(text: str, found: Iterable[Hit], label: str) -> str:
    """Return the text with the label at these places, fitted into its sentence («photo d’une habitante»)."""
    for hit in sorted(found, reverse=True):
        before, after = text[: hit.start], text[hit.end :]
        inside = before.strip() and not re.search(r"[.!?…«\"\n][\s\u00a0\u202f\[(*_]*$", before)
        has_article = fold(label.split(maxsplit=1)[0]) in _ARTICLES
        fitted = label[0].lower() + label[1:] if inside and has_article else label
        if preposition := re.search(r"\b([dD])(?:e\s|['’])$", before):
            before = before[: preposition.start()] + preposition[1] + ("’" if fold(fitted)[0] in "aeiou" else "e ")
        text = before + fitted + after
    return text


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(f"{_LETTER}+", _plain(name)))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?<!{_LETTER})(?:{pattern or '(?!)'})(?!{_LETTER})")


def _named(text: str, traces: Traces) -> Iterator[Hit]:
    folded, starts, ends = _mapped(text)
    for kind, pattern in ((TraceKind.NAME, traces.name), (TraceKind.PART, traces.part)):
        for match in pattern.finditer(folded) if pattern else ():
            start, end = starts[match.start()], ends[match.end() - 1]
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if kind is TraceKind.NAME or text[start].isupper() or text[start] == "&":
                yield Hit(start, end, kind)


def _mapped(text: str) -> tuple[str, list[int], list[int]]:
    """Return the folded text, and for each of its characters the start and end of what it comes from."""
    pieces, starts, ends = [], [], []
    for token in _TOKEN.finditer(text):
        piece = _plain_character(token[0]) if len(token[0]) == 1 else _plain(token[0])
        pieces.append(piece)
        starts += [token.start()] * len(piece)
        ends += [token.end()] * len(piece)
    return "".join(pieces), starts, ends


def _plain(text: str) -> str:
    return fold(unescape(text).replace("\u00ad", "")).translate(_ALIKE)


_plain_character = cache(_plain)


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

    ``is_person`` returns whether a name means the person. ``everywhere`` puts the label into others' sentences too.
    """

    is_person: Callable[[str], bool]
    key: str
    label: str
    traces: Traces
    everywhere: bool = False


def rewrite(text: str, replacement: Replacement, page: str) -> str:
    """Return the text without the person. ``page`` is the path of their profile, relative to this text.

    Raises ``ValueError`` if the information block can't be read.
    """
    edits = [edit for field in fields_of(text) for edit in _field_edits(text, field, replacement)]
    try:
        cut = matter_bounds(text)[1]
    except ValueError:
        cut = 0
    body = rewrite_body(text[cut:], replacement, page)
    return apply_edits(text[:cut], edits) + body


def rewrite_body(body: str, replacement: Replacement, page: str) -> str:
    """Return the same for the text below the information block."""
    body = _CAPTION.sub(lambda found: _recaptioned(found, replacement), body)
    if replacement.everywhere:
        for pattern in (_LINK, _ANCHOR):
            body = pattern.sub(lambda found: _unlinked(found, replacement.traces), body)
        body = _relabelled(body, replacement)
    return _LINK.sub(lambda found: _without_profile_link(found, replacement, page), body)


def remaining_hits(text: str, traces: Traces, *, after: bool) -> list[Hit]:
    """Return where a text identifies the person. With ``after`` false, without what rewriting will remove anyway."""
    candidates = hits(text, traces)
    spans = _paths(text) if candidates else []
    if candidates and not after:  # what rewriting always cleans: lists of people, credits and captions
        spans += [*(match.span("title") for match in _CAPTION.finditer(text)), *_spans(text, _CAPTIONS, traces.people)]
    return [hit for hit in candidates if not _within(hit, spans)]


def _field_edits(text: str, field: Field, replacement: Replacement) -> list[Edit]:
    name = key_of(field.key)
    if spelling(field.key) in replacement.traces.people:
        return change_people(text, field, replacement.is_person, replacement.key)
    if name in _NAMES_OF_FILES or not (name in _CAPTIONS or replacement.everywhere):
        return []
    new = ((value, _relabelled(value.text, replacement)) for value in field.values)
    return [set_value(value, words, listed=field.flow) for value, words in new if words != value.text]


def key_of(written: str) -> str:
    """Return the canonical key of a post, a profile, an event or a community, from its French name or itself."""
    organisers = {spelling(name): "organiser" for name in accepted_spellings(HappeningMatter, "organiser")}
    canonical = {**canonical_keys(CommunityMatter), **canonical_keys(ProfileMatter), **organisers}
    canonical |= {**canonical_keys(ArticleMatter), **canonical_keys(AnnouncingKeys)}
    return canonical.get(spelling(written), written)


def _relabelled(text: str, replacement: Replacement) -> str:
    """Return the text with the label in every place for it: names and addresses, but not targets within the site."""
    paths = _paths(text)
    names = (hit for hit in hits(text, replacement.traces) if hit.kind is not TraceKind.PART)
    return put_label(text, [hit for hit in names if not _within(hit, paths)], replacement.label)


def _recaptioned(found: re.Match[str], replacement: Replacement) -> str:
    start, end = (place - found.start() for place in found.span("title"))
    return found[0][:start] + _relabelled(found["title"], replacement) + found[0][end:]


def _unlinked(found: re.Match[str], traces: Traces) -> str:
    """Return a link to one of the person's addresses, reduced to its words."""
    inside = _INSIDE.match(f"]({found['target']}")
    return found[0] if inside or not hits(found["target"], traces) else found["words"]


def _without_profile_link(found: re.Match[str], replacement: Replacement, page: str) -> str:
    """Return a link to the profile, reduced to its words: the link would reveal who is behind the label."""
    leads_there = found["target"].strip("<>").partition("#")[0].removeprefix("./") == page
    return found["words"] if leads_there and names_in(found["words"], replacement.traces) else found[0]


def _paths(text: str) -> list[tuple[int, int]]:
    """Return where a text names files: its links and pictures within the site, and its slug."""
    inside = [match.span("one" if match["one"] else "two") for match in _INSIDE.finditer(text)]
    return [*inside, *_spans(text, _NAMES_OF_FILES)]


def _spans(text: str, names: frozenset[str], spellings: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    try:
        fields = fields_of(text)
    except ValueError:
        return
    for field in fields:
        if key_of(field.key) in names or spelling(field.key) in spellings:
            yield field.opens, field.end


def _within(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


_BEFORE, _LENGTH = 60, 140
"""How many characters of a long line are shown before the match, and in all."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that identifies the person. Line 0 is the file's own name, which shows in its address."""

    path: str
    line: int
    excerpt: str
    kind: TraceKind


def search(texts: Mapping[str, bytes], traces: Traces, kinds: Kinds, *, after: bool = True) -> Iterator[Mention]:
    """Yield every mention of the person, in order. With ``after`` false, only those that rewriting won't remove."""
    for path in sorted(texts):
        place = posixpath.dirname(path) if path.endswith("/index.md") else path.removesuffix(".md")
        if names_in(place, traces):
            kind = find_kind(path, kinds)
            if not (kind and draft_text(path, kind, texts[path]).is_withdrawn):  # a tombstone goes on answering
                yield Mention(path, 0, path, TraceKind.NAME)
        text = texts[path].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        for hit in remaining_hits(text, traces, after=after):
            line = text.count("\n", 0, hit.start)
            begins = text.rfind("\n", 0, hit.start) + 1
            yield Mention(path, line + 1, _excerpt(text.split("\n")[line], hit.start - begins), hit.kind)


def _excerpt(line: str, column: int) -> str:
    start = max(0, column - _BEFORE)
    excerpt = line[start : start + _LENGTH].strip()
    return ("…" if start else "") + excerpt + ("…" if len(line) > start + _LENGTH else "")
