"""Documents get into the output as they lie beside texts: only those that a published text offers."""

from __future__ import annotations

from itertools import chain

from placette.engine.base.files import digest, write_new
from placette.engine.library.attachments import attachment_address
from placette.engine.library.build import Build
from placette.engine.library.kinds import Kinds
from placette.engine.pages.desk import Desk
from placette.engine.pages.workshop import Workshop


def offered_documents(build: Build, kinds: Kinds) -> dict[str, str]:
    """The address of every document to publish, from the site's root, by its path in the content folder."""
    paths = {path for text in chain.from_iterable(build.texts.values()) for path in text.body.files}
    return {path: attachment_address(path, build.addresses, kinds) for path in sorted(paths)}


def write_documents(desk: Desk, workshop: Workshop) -> None:
    """Write those that are not in place. Raises ``OSError`` for one that changed since it was inspected."""
    kinds = tuple(kind for feature in desk.features for kind in feature.kinds)
    for path, address in offered_documents(desk.build, kinds).items():
        known = desk.build.attachments[path].digest
        if workshop.ledger.needs(address, known):
            data = (workshop.content / path).read_bytes()
            if digest(data) != known:
                raise OSError(f"{path}: changed while the site was made")
            write_new(workshop.output, address, data)
            workshop.ledger.note(address, known)
