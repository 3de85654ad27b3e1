"""What ``invoke doctor`` says of short replies."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import LETTERBOX
from placette.engine.problems.findings import CONTACT, TEXTS, Diagnosis, Level, SiteFinding
from placette.features.replies.kind import REPLY
from placette.features.replies.threads import settings_of

_NOWHERE = Diagnosis(
    "replies-nowhere",
    CONTACT,
    Level.MISSING,
    N_("Posts take short replies, but no page says how to send one."),
    N_("Write LETTERBOX_ADDRESS, or LETTERBOX_FORM."),
)
_CLOSED = Diagnosis(
    "replies-closed",
    TEXTS,
    Level.ADVICE,
    N_("Short replies lie in the content folder ({count}), and no page shows them."),
    N_("Write REPLIES_OPEN = True, or take them away."),
)
_WAITING = Diagnosis(
    "replies-waiting",
    TEXTS,
    Level.ADVICE,
    N_("Short replies that nobody has read yet: {count}"),
    N_("Read them; whoever has read one writes read_by: …"),
)


def examine_replies(desk: Desk) -> Iterator[SiteFinding]:
    """Whether somebody can reply, and what waits."""
    is_open, build = settings_of(desk).open, desk.build
    if is_open and desk.ask(LETTERBOX) is None:
        yield _NOWHERE.found()
    shown, waiting = len(build.of(REPLY)), len(build.drafts(REPLY))
    if not is_open and shown + waiting:
        yield _CLOSED.found(count=shown + waiting)
    elif waiting:
        yield _WAITING.found(count=waiting)
