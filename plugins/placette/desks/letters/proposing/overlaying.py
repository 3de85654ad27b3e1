"""What the check says of a proposal before it lies anywhere: the site is read with it laid over."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from placette.desks.letters.letter import LetterProposal
from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.review import ADVISER
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.processes import executor_of, using
from placette.engine.base.setting_errors import SettingError
from placette.engine.problems.problems import Problem
from placette.plugin import read_planned, reader_of

_UNREAD = N_("The proposal could not be checked: {what}")


def problems_of(proposal: LetterProposal, settings: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What ``invoke check`` would say of the proposal's own files, advice too. Raises ``ProposingError``.

    Nothing is written into the content folder.
    """
    content, cache = Path(settings["PATH"]), Path(settings["CACHE_PATH"])
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="letters-", dir=cache) as folder, using(executor_of(settings)):
            copy = Path(folder) / content.name
            _lay(content, copy)
            for path, data in proposal.files.items():
                (copy / path).unlink(missing_ok=True)  # it may be one file with the site's own
                write_atomic(copy / path, data)
            build = read_planned(settings, reader_of(settings, ADVISER), copy)
    except (SettingError, OSError) as error:
        raise ProposingError(_UNREAD, what=error) from error
    return tuple(problem for problem in build.problems if problem.path in proposal.files)


def _lay(content: Path, copy: Path) -> None:
    """The regular files of a content folder once more, sharing their bytes where the disk can.

    Links and special files stay behind: the gate refuses them, and none of them is the proposal's.
    """
    copy.mkdir()
    for folder, _folders, names in os.walk(content):
        target = copy / Path(folder).relative_to(content)
        target.mkdir(exist_ok=True)
        for name in names:
            source = Path(folder) / name
            if stat.S_ISREG(source.lstat().st_mode):
                _share(source, target / name)


def _share(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # another disk, or one that knows no such links
        shutil.copyfile(source, target)
