"""What the system refuses, in words of the site's language: its own come in that of the computer, with a number."""

from __future__ import annotations

import errno
from collections.abc import Callable

from placette.engine.base.message import N_

_NAMED = N_("{names}: {reason}")
_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("you have no right to it"),
    errno.EPERM: N_("you have no right to it"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the room that you were given is full"),
    errno.EEXIST: N_("it is there already"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is no folder"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ELOOP: N_("links lead round in a circle"),
    errno.EBUSY: N_("another program uses it"),
    errno.EMFILE: N_("too many files are open"),
    errno.EIO: N_("the disk cannot be read there"),
    errno.EADDRINUSE: N_("another program uses it"),
    errno.ECONNREFUSED: N_("nobody answers there"),
    errno.ETIMEDOUT: N_("no answer came in time"),
}


def reason_of(error: BaseException, say: Callable[[str], str], *, named: bool = True) -> str:
    """Why an error of the system came, with the file that it names unless that is said already (not ``named``).

    Of any other error what it says itself: a library's own kinds too, whose numbers mean something else.
    """
    if not isinstance(error, OSError) or type(error).__module__ != OSError.__module__:
        return str(error)
    reason = _REASONS.get(error.errno or 0)
    if reason is None:
        return str(error)
    names = ", ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    return say(_NAMED).format(names=names, reason=say(reason)) if names and named else say(reason)
