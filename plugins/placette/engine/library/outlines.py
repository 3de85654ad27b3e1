"""What the texts of a site know of each other, from the outline of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from placette.engine.library.attachments import attachment_address
from placette.engine.library.draft import Draft, own_name
from placette.engine.library.kinds import AnyKind
from placette.engine.library.naming import names_of
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.texts.surroundings import Offered, Surroundings


def outline_of(draft: Draft, options: ReadingOptions) -> Outline[Any]:
    """The outline of a typed text."""
    kind = draft.kind
    url = options.addresses.pattern(kind).format(date=kind.day(draft), slug=draft.slug)
    title = getattr(draft.matter, kind.called.key, "") if kind.called else ""
    usable, gone = draft.matter is not None, draft.is_withdrawn
    known: Outline[Any] = Outline(
        draft.path, kind.name, draft.slug, url, usable, gone=gone, title=title, address_line=draft.address_line
    )
    return kind.outline(draft, known)


def outline_ahead(path: str, kind: AnyKind) -> Outline[Any]:
    """All that others may know of a text that stands apart (``TextKind.is_apart``): it needn't be opened for that."""
    return Outline(path, kind.name, own_name(path), "", usable=True)


def neighbours_of(outlines: Sequence[Outline[Any]], options: ReadingOptions, refused: frozenset[str]) -> Neighbours:
    """What each text may learn of the others; ``refused`` ones are nobody's neighbours."""
    waiting = frozenset(outline.path for outline in outlines if _waits(outline, options))
    gone = frozenset(outline.path for outline in outlines if outline.gone)
    around = Surroundings(
        lang=options.lang,
        base=options.base,
        origin=options.origin,
        addresses={outline.path: outline.url for outline in outlines},
        paths={outline.url: outline.path for outline in reversed(outlines) if outline.url},
        photos=options.photos,
        unshown=options.unshown,
        withheld=waiting | refused | options.left_out,
        gone=gone,
        previewed=waiting - gone - refused if options.preview else frozenset(),
        points={outline.path: outline.point for outline in outlines if outline.point},
        beside={path: found.digest for path, found in options.beside.items()},
        offered=_offered({outline.path: outline.url for outline in outlines}, options),
        labels=options.labels,
        own=options.addresses.own,
        lists=options.addresses.lists,
    )
    named: dict[str, list[tuple[str, str]]] = {kind.name: [] for kind in options.kinds if kind.called}
    for outline in outlines:
        if outline.kind in named and not outline.gone and outline.path not in refused:
            named[outline.kind].append((outline.slug, outline.title))
    licences = {(outline.kind, outline.slug): outline.licence for outline in outlines if outline.licence}
    return Neighbours({kind: names_of(texts) for kind, texts in named.items()}, licences, around)


def _offered(addresses: Mapping[str, str], options: ReadingOptions) -> dict[str, Offered]:
    return {
        path: Offered(attachment_address(path, addresses, options.kinds), found.note)
        for path, found in options.attachments.items()
    }


def _waits(outline: Outline[Any], options: ReadingOptions) -> bool:
    late = outline.date is not None and outline.date.replace(tzinfo=options.now.tzinfo) > options.now
    return outline.draft or outline.gone or late or outline.path in options.held
