"""Messages about photos in the content folder: what they reveal, weigh or pretend to be. See ``messages.py``."""

from __future__ import annotations

from placette.engine.base.message import N_, Message

FIXES = N_("Replace it with a copy without this data, or tell the team; or, on your computer, run invoke check --fix.")
REDUCES = N_("Replace it with a smaller copy, or tell the team; or, on your computer, run invoke check --fix.")

PHOTOS = {
    "photo-position": Message(
        N_(
            "The photo says to within metres where it was taken, often somebody’s home,"
            " and whoever downloads it can read that."
        ),
        FIXES,
    ),
    "photo-private": Message(N_("The file also contains {kinds}: whoever downloads it can read that."), FIXES),
    "photo-large": Message(
        N_(
            "The picture measures {size}. {limit} pixels on the longer side are enough for every screen,"
            " and each file is kept for ever."
        ),
        REDUCES,
    ),
    "photo-heavy": Message(
        N_("The photo weighs {size} kB. {limit} kB are enough for every screen, and each file is kept for ever."),
        REDUCES,
    ),
    "photo-suffix": Message(
        N_("The name ends in {suffix}, but the photo is in the format {form}: not every program will open it."),
        N_("Save it again in the format of its name, or tell the team; or, on your computer, run invoke check --fix."),
    ),
    "photo-broken": Message(N_("The picture cannot be used: {reason}."), N_("Export it again as JPEG or PNG.")),
}
