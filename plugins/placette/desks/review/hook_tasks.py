"""Task: hook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.review.hooks import (
    ForeignHookError,
    folder_in_repository,
    hook_path,
    hook_script,
    remove_hook,
    write_hook,
)
from placette.desks.site_tasks import ROOT, _, what_failed
from placette.engine.base.git import GitError
from placette.engine.base.message import N_


@task(
    help={
        "force": N_("Replace a hook that somebody else wrote."),
        "remove": N_("Remove the hook."),
    }
)
def hook(_context: Context, force: bool = False, remove: bool = False) -> None:
    """Have git check the texts and photos before each commit, so that nothing private enters its history."""
    try:
        path = hook_path(ROOT)
        print(_take_away(path) if remove else _put_in_place(path, force=force))
    except GitError as error:
        raise Exit(_("Git cannot tell where its hooks are: {what}").format(what=error), 2) from error
    except ForeignHookError as error:
        raise Exit(
            _(
                "{path} was written by somebody else. Add this line to it: invoke check --staged"
                " (or replace it: invoke hook --force)."
            ).format(path=error),
            1,
        ) from error
    except OSError as error:
        raise Exit(_("The hook could not be changed: {what}").format(what=what_failed(error)), 2) from error


def _put_in_place(path: Path, *, force: bool) -> str:
    about = _("Checks the texts and photos before each commit; to remove it: invoke hook --remove")
    absent = _("The Python that checks texts and photos is gone. Run invoke hook again.")
    write_hook(path, hook_script(Path(sys.executable), folder_in_repository(ROOT), about, absent), force=force)
    return _("Written: {path}\nGit now checks texts and photos before each commit.").format(path=_shown(path))


def _take_away(path: Path) -> str:
    removed = remove_hook(path)
    return _("Removed: {path}").format(path=_shown(path)) if removed else _("There was no hook.")


def _shown(path: Path) -> str:
    return os.path.relpath(path, ROOT) if path.resolve().is_relative_to(ROOT) else str(path)
