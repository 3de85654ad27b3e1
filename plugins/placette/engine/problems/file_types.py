"""What the check proposes for a file of an unexpected kind: what it is, and how to make something of it here.

Somebody wanted to give this file. No proposal asks to throw it away.
"""

from __future__ import annotations

from collections.abc import Container

from placette.engine.base.message import N_

FOREIGN_PHOTO = N_("Run invoke photo {name}, which makes a JPEG of it to use instead; or send it to the team.")
"""A photo in a format that phones, cameras or scanners write."""
WORDS = N_(
    "This is a text from a word processor. Paste its words into index.md, or send it to the team, who will do that."
    " To offer it as it is, export it as PDF."
)
WORDS_ALONE = N_(
    "This is a text from a word processor. Paste its words into index.md, or send it to the team, who will do that."
)
TABLE = N_("This is a spreadsheet. Export it as CSV, ODS or PDF, or send it to the team.")
TABLE_ALONE = N_("This is a spreadsheet. Put what matters into a table in the text, or send it to the team.")
SLIDES = N_("These are slides. Export them as PDF, or send them to the team.")
SLIDES_ALONE = N_(
    "These are slides. Put their words into index.md and export their pictures as JPEG, or tell the team."
)
MAIL = N_("This is an e-mail, with the addresses of people. Forward it to the team, who will keep those to themselves.")
ARCHIVE = N_("This is an archive. Take the files out of it and propose each by itself, or send it to the team.")
FILM = N_(
    "This is a film or a recording, too heavy for these pages. Put it online elsewhere and link to it, or ask the team."
)
SOUND = N_("This is a recording. Export it as MP3 to offer it beside the text, or send it to the team.")
CALENDAR = N_("This is a calendar. Run invoke import-events {name}, which makes events of it, or send it to the team.")
DOCUMENT = N_("This site offers no documents. Put what matters into the text, or send the document to the team.")
HIDDEN = N_("A computer left this file here for itself, and it belongs to no text: leave it out of the proposal.")
FILE_TYPES = N_(
    "Texts are .md files; photos are .jpg, .png, .webp or .avif files."
    " If this is a photo, export it as JPEG; if not, send it to the team, who will see what can be made of it."
)
"""Any other kind."""
_OFFERED = ".pdf"
"""A site that accepts this one offers documents."""


def _by_suffix(*groups: tuple[str, str, str]) -> dict[str, tuple[str, str]]:
    return {f".{suffix}": (offered, alone) for suffixes, offered, alone in groups for suffix in suffixes.split()}


_PROPOSALS = _by_suffix(
    ("heic heif tif tiff gif bmp", FOREIGN_PHOTO, FOREIGN_PHOTO),
    ("doc docx docm dot dotx odt ott fodt rtf pages wpd wps sxw abw", WORDS, WORDS_ALONE),
    ("xls xlsx xlsm xlsb ods ots fods numbers tsv", TABLE, TABLE_ALONE),
    ("ppt pptx pptm pps ppsx odp otp key", SLIDES, SLIDES_ALONE),
    ("eml msg mbox emlx", MAIL, MAIL),
    ("zip rar 7z tar gz tgz bz2 xz", ARCHIVE, ARCHIVE),
    ("mp4 m4v mov avi mkv webm mpg mpeg wmv 3gp", FILM, FILM),
    ("mp3 m4a aac ogg oga opus wav flac wma amr", SOUND, FILM),
    ("ics ifb vcs", CALENDAR, CALENDAR),
    ("pdf csv odg gpx", FILE_TYPES, DOCUMENT),
)


def proposal_for(suffix: str, accepted: Container[str]) -> str:
    """What to do with a file whose name ends in ``suffix``, on a site that accepts the suffixes ``accepted``."""
    offered, alone = _PROPOSALS.get(suffix, (FILE_TYPES, FILE_TYPES))
    return offered if _OFFERED in accepted else alone
