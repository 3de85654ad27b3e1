"""The blocks of a document and its pictures become one manuscript: names, remarks, title, Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from placette.desks.letters.documents.blocks import (
    Blocks,
    DocumentBlock,
    DocumentTree,
    Paragraph,
    RunKind,
    WordRun,
    mapped,
    paragraphs,
)
from placette.desks.letters.documents.picture_files import (
    LARGEST_PICTURE,
    MOST_PICTURES,
    described,
    embedded,
    is_speck,
    picture_name,
    suffix_of,
)
from placette.desks.letters.documents.remarks import counted, refused, without_words
from placette.desks.letters.documents.shaping import shape
from placette.desks.letters.documents.writing import to_markdown
from placette.desks.letters.letter import Manuscript, Picture, Remark
from placette.engine.texts.characters import has_visible

_MOST_REMARKS = 5
"""Pictures from outside that are listed one by one."""


@dataclass(slots=True)
class _Album:
    """The pictures of a document while they get their names."""

    given: Mapping[str, bytes]
    names: dict[bytes, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    specks: set[bytes] = field(default_factory=set)
    remarks: dict[Remark, None] = field(default_factory=dict)


def bound(tree: DocumentTree, given: Mapping[str, bytes], name: str = "") -> Manuscript:
    """The manuscript of a document called ``name``; blocked when it has no words, or too many pictures."""
    album = _Album({key.removeprefix("cid:").strip("<>"): data for key, data in given.items()})
    blocks = mapped(tree.blocks, lambda sequence: _named(sequence, album))
    notes = {label: _unpictured(note) for label, note in tree.notes.items()}
    for key, data in album.given.items():
        _take(album, key, data, "")
    if len(album.pictures) > MOST_PICTURES:
        return refused("document-pictures", name, count=str(len(album.pictures)), most=str(MOST_PICTURES))
    shaped = shape(blocks)
    markdown = to_markdown(shaped.blocks, notes)
    codes = {remark.code for remark in album.remarks}
    remarks = (*album.remarks, *(remark for remark in counted(tree.left_out) if remark.code not in codes))
    captions = dict(shaped.captions)
    pictures = tuple(replace(one, caption=captions.get(one.name, "")) for one in album.pictures.values())
    if not has_visible(shaped.title) and not has_words(blocks):
        return replace(without_words(name, *remarks), pictures=pictures)
    return Manuscript(markdown, shaped.title, pictures, (), remarks)


def has_words(blocks: Blocks) -> bool:
    """Whether there is anything to read."""
    return any(has_visible(paragraph.words) for paragraph in paragraphs(blocks))


def _named(sequence: Blocks, album: _Album) -> Blocks:
    return tuple(_named_block(block, album) for block in sequence)


def _named_block(block: DocumentBlock, album: _Album) -> DocumentBlock:
    if not isinstance(block, Paragraph):
        return block
    runs = (_named_run(run, album) if run.kind is RunKind.PICTURE else run for run in block.runs)
    return replace(block, runs=tuple(run for run in runs if run is not None))


def _named_run(run: WordRun, album: _Album) -> WordRun | None:
    """A picture with the name that its file has from now on; None for one that isn't shown."""
    key = run.text.removeprefix("cid:").strip("<>")
    data = album.given.get(key) or album.given.get(run.text) or embedded(run.text)
    alt = described(run.alt)
    if data is None:
        _remark_absent(album, run.text)
        return None
    name = _take(album, run.text, data, alt)
    return replace(run, text=name, alt=alt, href="", marks=frozenset()) if name else None


def _take(album: _Album, source: str, data: bytes, alt: str) -> str:
    """The name of a picture, which is kept once however often it is shown; empty for what is no photo."""
    if data in album.specks or is_speck(data):
        album.specks.add(data)
        return ""
    if name := album.names.get(data):
        if alt and not album.pictures[name].alt:
            album.pictures[name] = replace(album.pictures[name], alt=alt)
        return name
    suffix = suffix_of(data)
    if not suffix or len(data) > LARGEST_PICTURE:
        album.remarks[Remark("picture-drawing" if not suffix else "picture-large")] = None
        return ""
    name = picture_name(source, suffix, len(album.pictures) + 1, album.pictures)
    album.names[data] = name
    album.pictures[name] = Picture(name, data, alt)
    return name


def _remark_absent(album: _Album, source: str) -> None:
    outside = source.lower().startswith(("http:", "https:", "//", "file:", "ftp:"))
    listed = sum(remark.code == "picture-outside" for remark in album.remarks)
    if not outside:
        album.remarks[Remark("picture-absent")] = None
    elif listed < _MOST_REMARKS:
        album.remarks[Remark("picture-outside", (("address", source[:120]),))] = None


def _unpictured(blocks: Blocks) -> Blocks:
    """A note without pictures: there is no place for them at the end of a text."""

    def change(sequence: Blocks) -> Blocks:
        return tuple(
            replace(b, runs=tuple(r for r in b.runs if r.kind is not RunKind.PICTURE))
            if isinstance(b, Paragraph)
            else b
            for b in sequence
        )

    return mapped(blocks, change)
