"""What scripts read is at hand in an archive: a page opened from a disk may fetch nothing, but it may run a script.

So each JSON file of the folders that features declare is kept as a script that gives its value to a function.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePosixPath

from placette.engine.pages.features import ScriptedFolder


def in_place(path: str, folders: Iterable[ScriptedFolder]) -> str:
    """The path of a file in the archive."""
    return f"{path.removesuffix('.json')}.js" if _folder_of(path, folders) else path


def scripted(path: str, data: bytes, folders: Iterable[ScriptedFolder]) -> bytes:
    """The file at a path of the site, as the archive holds it."""
    found = _folder_of(path, folders)
    if not found:
        return data
    name = json.dumps(PurePosixPath(path).stem)
    return b"%s(%s,%s);\n" % (found.call.encode(), name.encode(), data)


def _folder_of(path: str, folders: Iterable[ScriptedFolder]) -> ScriptedFolder | None:
    return next((one for one in folders if path.startswith(one.folder) and path.endswith(".json")), None)
