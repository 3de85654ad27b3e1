"""What the tasks of this desk share: the post that was named, and how a task ends that can't go on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from invoke.exceptions import Exit

from placette.desks.intake.posts import find_posts, is_ordinary, read_post
from placette.desks.site_tasks import ROOT, _
from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.problems.reports import printable
from placette.features.posts.schema import ArticleMatter


def find_post(written: str, content: Path) -> tuple[Path, Draft]:
    """The text of the post that was named; ends the task if there is none, or several, or if it may not be changed."""
    found = find_posts(written, content)
    if len(found.texts) > 1:
        paths = ", ".join(shown(text.parent) for text in found.texts)
        refuse(N_("Several posts are called “{name}”: {paths}"), name=written, paths=paths)
    if not found.texts:
        hint = (
            _("Did you mean {names}?").format(names=", ".join(found.near)) if found.near else _("Check the spelling.")
        )
        refuse(N_("There is no post “{name}”. {hint}"), name=written, hint=hint)
    text = found.texts[0]
    if not is_ordinary(text, content):
        refuse(N_("{path} is a link, or may not be changed."), path=shown(text))
    draft = read_post(text, content)
    if draft.schema is not ArticleMatter:
        refuse(N_("{path} was withdrawn: it shows no photo or document any more."), path=shown(text))
    return text, draft


def refuse(sentence: str, **values: object) -> NoReturn:
    """End the task with a sentence."""
    raise Exit(printable(_(sentence).format(**values)), 2)


def shown(path: Path) -> str:
    """A path as people see it, from the site's folder."""
    return os.path.relpath(path, ROOT)
