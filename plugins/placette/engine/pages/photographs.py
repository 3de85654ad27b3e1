"""The photos that pages show: which files each becomes, and how these get into the output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path

from placette.engine.base.files import digest, write_new
from placette.engine.base.message import N_
from placette.engine.base.processes.workers import bounded_out
from placette.engine.base.progress import follow
from placette.engine.base.store import Store
from placette.engine.library.build import Build
from placette.engine.pages.desk import Desk
from placette.engine.pages.workshop import Workshop
from placette.engine.photos.encoding import ENCODING, encode_renditions
from placette.engine.texts.renditions import Rendition, plan_renditions
from placette.engine.texts.values import Photo

_AT_ONCE = 64
"""Jobs that are given out together: each holds its photo, up to 1.5 MB."""
_MAKING = N_("Photos made")

Wanted = tuple[str, Rendition]
"""A photo's path in the content folder, and a file to make of it."""


def wanted_renditions(build: Build) -> list[Wanted]:
    """Every file to make: only what the published texts and people show, in order of photo, format and width."""
    places = {(photo.path, photo.place) for photo in _shown(build)}
    plan = {r.url: (path, r) for path, place in places for r in plan_renditions(build.photos[path], place)}
    return sorted(plan.values(), key=lambda wanted: (wanted[0], wanted[1].format, wanted[1].width))


def _shown(build: Build) -> Iterator[Photo]:
    """The photos of the published texts and of people."""
    for text in chain.from_iterable(build.texts.values()):
        yield from text.body.photos
        if own := getattr(text, "photo", None):  # not every kind of text has one above it
            yield own


def put_renditions(desk: Desk, workshop: Workshop, least: Mapping[str, int]) -> None:
    """Write the renditions that are not in place; those that are not in the store either are encoded in workers.

    ``least`` are the qualities, by format, below which none is encoded.
    Raises ``OSError`` for a photo that passed the gate and can't be encoded.
    """
    store, ledger = Store(workshop.cache / "photos"), workshop.ledger
    wanted = wanted_renditions(desk.build)
    keys = {rendition: _key(rendition, least) for _, rendition in wanted}
    for key in keys.values():
        store.keep(key)
    stale = [(path, r) for path, r in wanted if ledger.needs(r.url, keys[r])]
    missing = [(path, r) for path, r in stale if store.get(keys[r]) is None]
    for rendition, data in follow(_MAKING, _encode(missing, workshop.content, least), len(missing)):
        store.put(keys[rendition], data)
    store.prune()
    for path, rendition in stale:
        kept = store.get(keys[rendition])
        if kept is None:
            raise OSError(f"{path}: {rendition.url}")
        write_new(workshop.output, rendition.url, kept)
        ledger.note(rendition.url, digest(kept))


def _encode(missing: Sequence[Wanted], content: Path, least: Mapping[str, int]) -> Iterator[tuple[Rendition, bytes]]:
    """What is missing, a photo at a time: what was made is kept at once, and isn't lost if the rest fails."""
    groups = [tuple(group) for _, group in groupby(missing, lambda wanted: wanted[0])]
    for start in range(0, len(groups), _AT_ONCE):
        batch = groups[start : start + _AT_ONCE]
        jobs = [((content / group[0][0]).read_bytes(), tuple(r for _, r in group)) for group in batch]
        made = bounded_out(encode_renditions, jobs, least, ENCODING, per_worker=1)
        for group, files in zip(batch, made, strict=True):
            for (_, rendition), data in zip(group, files or (), strict=bool(files)):
                yield rendition, data


def _key(rendition: Rendition, least: Mapping[str, int]) -> str:
    return digest(rendition.url.encode(), rendition.format.encode(), str(least.get(rendition.format, 0)).encode())
