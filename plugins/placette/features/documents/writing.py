"""Documents get into the output as they lie beside texts: only those that a published text offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath

from placette.engine.base.files import digest, write_new
from placette.engine.library.attachments import attachment_address
from placette.engine.library.build import Build
from placette.engine.library.kinds import Kinds
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import DEPARTED
from placette.engine.pages.workshop import Workshop


def offered_documents(build: Build, kinds: Kinds) -> dict[str, str]:
    """The address of every document to publish, from the site's root, by its path in the content folder."""
    paths = {path for text in chain.from_iterable(build.texts.values()) for path in text.body.files}
    return {path: attachment_address(path, build.addresses, kinds) for path in sorted(paths)}


def document_addresses(desk: Desk) -> Iterable[str]:
    """The addresses of all documents to publish."""
    return desk.once(_offered).values()


def _offered(desk: Desk) -> dict[str, str]:
    return offered_documents(desk.build, tuple(kind for feature in desk.features for kind in feature.kinds))


def _places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each document with each of its addresses: of one that moved the old ones too, for people kept them."""
    offered = desk.once(_offered)
    yield from offered.items()
    paths = {f"{desk.base}{address}": path for path, address in offered.items()}
    for old, new in desk.ask(DEPARTED).moved if offered else ():
        if new in paths and PurePosixPath(old).suffix == PurePosixPath(new).suffix:
            yield paths[new], old.removeprefix(desk.base)


def places_of_documents(desk: Desk) -> frozenset[str]:
    """The addresses of all documents to publish, from the site's root, the old ones of those that moved too."""
    return frozenset(address for _, address in _places(desk))


def write_documents(desk: Desk, workshop: Workshop) -> None:
    """Write those that are not in place. Raises ``OSError`` for one that changed since it was inspected."""
    for path, address in _places(desk):
        known = desk.build.attachments[path].digest
        if workshop.ledger.needs(address, known):
            data = (workshop.content / path).read_bytes()
            if digest(data) != known:
                raise OSError(f"{path}: changed while the site was made")
            write_new(workshop.output, address, data)
            workshop.ledger.note(address, known)
