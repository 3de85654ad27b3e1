"""What the tasks of this desk share: the text that was named, and how a task ends that can't go on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from invoke.exceptions import Exit

from placette.desks.intake.posts import FoundTexts, find_posts, find_texts, is_ordinary, read_text
from placette.desks.site_tasks import ROOT, _
from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Kinds
from placette.engine.library.tree import Gate
from placette.engine.problems.reports import printable
from placette.features.posts.kind import POST


def find_post(written: str, content: Path) -> tuple[Path, Draft]:
    """The text of the post that was named; ends the task if there is none, or several, or if it may not be changed."""
    found = find_posts(written, content)
    if len(found.texts) > 1:
        refuse(N_("Several posts are called “{name}”: {paths}"), name=written, paths=_listed(found.texts))
    if not found.texts:
        refuse(N_("There is no post “{name}”. {hint}"), name=written, hint=_hint(found))
    return _usable(found.texts[0], content, (POST,))


def find_place(written: str, content: Path, kinds: Kinds, gate: Gate, suffix: str) -> Path:
    """The folder of the text that was named, of any kind that may have a file of that ``suffix`` beside it.

    Ends the task as ``find_post`` does.
    """
    found = find_texts(written, content, kinds, gate, suffix)
    if len(found.texts) > 1:
        refuse(N_("Several texts are called “{name}”: {paths}"), name=written, paths=_listed(found.texts))
    if not found.texts:
        refuse(N_("There is no text “{name}”. {hint}"), name=written, hint=_hint(found))
    return _usable(found.texts[0], content, kinds)[0].parent


def _listed(texts: Iterable[Path]) -> str:
    return ", ".join(shown(text.parent if text.name == "index.md" else text) for text in texts)


def _hint(found: FoundTexts) -> str:
    return _("Did you mean {names}?").format(names=", ".join(found.near)) if found.near else _("Check the spelling.")


def _usable(text: Path, content: Path, kinds: Kinds) -> tuple[Path, Draft]:
    if not is_ordinary(text, content):
        refuse(N_("{path} is a link, or may not be changed."), path=shown(text))
    draft = read_text(text, content, kinds)
    if draft.is_withdrawn:
        refuse(N_("{path} was withdrawn: it shows no photo or document any more."), path=shown(text))
    return text, draft


def refuse(sentence: str, **values: object) -> NoReturn:
    """End the task with a sentence."""
    raise Exit(printable(_(sentence).format(**values)), 2)


def shown(path: Path) -> str:
    """A path as people see it, from the site's folder."""
    return os.path.relpath(path, ROOT)
