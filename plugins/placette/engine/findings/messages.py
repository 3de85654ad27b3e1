"""Every message of the check, of doctor and of reviews: a stable code, its severity, the problem, the advice.

They stand in a ``messages.yml`` beside the code that finds the problem, of the core and of each package. Sentences are
gettext msgids in English; ``engine/base/locale/fr.po`` has the French ones. The names in braces are the values that a
``Problem`` carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from placette.engine.base.installed import folders_of_code
from placette.engine.base.translation import N_, Message, Severity


@cache
def messages() -> Mapping[str, Message]:
    """Return every message by its code, read when the first is needed; raises ``ValueError`` for a code that is twice.

    Those with a subject are findings about a whole site (``invoke doctor``), the others problems of a text.
    """
    table: dict[str, Message] = {}
    files = (file for folder in folders_of_code() for file in sorted(folder.rglob("messages.yml")))
    for file in (*files, *_OF_SITES):
        for code, values in yaml.load(file.read_bytes(), yaml.CSafeLoader).items():
            message = Message(**{**values, "severity": Severity(values.get("severity", Severity.BLOCKING))})
            if table.setdefault(code, message) is not message:
                raise ValueError(code)
    return table


_OF_SITES: list[Path] = []


def declare_messages(file: Path) -> None:
    """Add the messages of a site's own feature, which lie in its folder."""
    if file not in _OF_SITES:
        _OF_SITES.append(file)
        messages.cache_clear()


MOVED_THERE = N_(
    "It probably moved: add the line “{address} -> {near}” to {file}; if it is gone for good, “{address} -> gone”."
)
"""The proposal for a lost address if a similar one is new."""
MOVED_OR_GONE = N_("Add a line to {file}: “{address} -> ” with the address of today, or “{address} -> gone”.")
"""The proposal if none is similar."""
NO_ADDRESS = N_("Delete the line, or write an address without the name of the site: 2026/the-wash-house/.")
"""The proposal for a line in the file of published addresses."""
NO_MOVE = N_("Write “2025/old/ -> 2026/new/”, or “2025/old/ -> gone”, without the name of the site.")
"""The proposal for a line in the file of moved addresses."""
NO_SPACE = N_("Write each space in an address as %20, and “->” between two addresses.")
"""The proposal for an address with a space."""
NO_CHARACTER = N_("An old address with “{character}” cannot be declared: servers could take it for something else.")
"""The proposal for an address with a character that no server's file may have."""
AS_SENT = N_("After “?”, write what browsers send: %C3%A9 for é, %20 for a space.")
"""The proposal for a query with letters that are not sent as they are."""
NO_ENCODING = N_("Write the letters themselves, such as é: the codes after “%” are not UTF-8 here.")
"""The proposal for an address whose encoded letters can't be read."""
TOO_LONG = N_("This address is too long to be declared.")
"""The proposal for an address that files and servers have no room for."""

REQUIRED_KEYS = (
    *(N_("title"), N_("date"), N_("authors"), N_("category"), N_("name"), N_("kind"), N_("summary")),
    *(N_("referents"), N_("deadline"), N_("steps"), N_("start")),
)
"""Keys that ``key-missing`` may ask for, in the reader's language if the schema knows that name too."""
OTHER_FOLDER = N_("Rename this post's folder.")
OTHER_ADDRESS = N_("Change the line “{key}: {value}”.")
"""The proposals for an address that is taken: it comes from the folder, or from a line."""
SHORTER_TEXT = N_("Shorten the text, or make two of it.")
LIGHTER_DOCUMENT = N_("Export the document with lighter pictures or in several parts, or send it to the team.")
LIGHTER_PHOTO = N_(
    "Run invoke photo content/{path}: it makes a smaller copy, to put in its place; or send the photo to the team."
)
"""The proposals for a file that weighs too much."""
PHOTO_WEIGHT = N_("The photo weighs {whole}.{tenth} MB; {most} MB at the most.")
PHOTO_UNKNOWN = N_("it is not in one of the formats JPEG, PNG, WebP or AVIF, whatever its name says")
"""A reason for ``photo-broken``, like the next five."""
PHOTO_DAMAGED = N_("the file is damaged or incomplete")
PHOTO_ANIMATED = N_("it is animated")
PHOTO_BOMB = N_("it unpacks into far too many pixels")
PHOTO_NARROW = N_("one of its sides is more than twenty times the other: cut it first")
PHOTO_COSTLY = N_("opening it takes too much time or memory")
PHOTO_CLOSED = N_(
    "it is not a photo that can be opened here (JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC), whatever its name says"
)
"""A reason why an original can't be prepared, like those above and below."""
PHOTO_HEIC = N_('it is in HEIC, the format of many phones, which needs one more library: pip install "placette[heic]"')
PHOTO_DRAWING = N_("it is an SVG drawing, which may contain programs: export it as PNG")
PHOTO_PAGE = N_("it is a web page, not a photo: open that page and save the picture itself")
PHOTO_PAGES = N_("it has several pages: export the right one as JPEG")
PHOTO_RAW = N_("it is a camera’s raw file: export it as JPEG")
PHOTO_HUGE = N_("it has more pixels than can be opened here: export it smaller")
NEAR = N_("Did you mean {names}?")
"""The proposal if something similar exists."""
OUTSIDE = N_("The communes of the territory are those of {names}.")
"""The proposal for a commune's code from a département outside the territory."""
NOTHING_NEAR = N_("Check the spelling.")
"""The proposal if nothing is similar."""
PAGELESS = N_("This text has no page of its own: write the address of the page that shows it.")
"""The proposal for a link to a reply, an answer, a mention."""
KEYS_LISTED = N_("Take this line out. CONTRIBUTING.md lists the lines that a text may have.")
"""The proposal for a key that isn't similar to any known one."""
NEW_AUTHOR = N_("Create the profile first, in the folder authors/.")

VIDEO_INSTEAD = N_(
    "For a video, write a link to its page: [Watch the film](https://…)."
    " In a post, a line video: … at the top shows it."
)
SOUND_INSTEAD = N_("Put the MP3 file beside the text, and add a line audio: … with its name.")
"""What to do instead of embedding a video or a recording."""
FOREIGN_PHOTO = N_("Run invoke photo {name}, which makes a JPEG of it to use instead; or send it to the team.")
"""A photo in a format that phones, cameras or scanners write."""
WORDS = N_(
    "This is a text from a word processor. Paste its words into index.md, or send it to the team, who will do that."
)
TABLE = N_("This is a spreadsheet. Put what matters into a table in the text, or send it to the team.")
SLIDES = N_("These are slides. Put their words into index.md and export their pictures as JPEG, or tell the team.")
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
_BY_SUFFIX = {
    "heic heif tif tiff gif bmp": FOREIGN_PHOTO,
    "doc docx docm dot dotx odt ott fodt rtf pages wpd wps sxw abw": WORDS,
    "xls xlsx xlsm xlsb ods ots fods numbers tsv": TABLE,
    "ppt pptx pptm pps ppsx odp otp key": SLIDES,
    "eml msg mbox emlx": MAIL,
    "zip rar 7z tar gz tgz bz2 xz": ARCHIVE,
    "mp4 m4v mov avi mkv webm mpg mpeg wmv 3gp": FILM,
    "mp3 m4a aac ogg oga opus wav flac wma amr": SOUND,
    "ics ifb vcs": CALENDAR,
    "pdf csv": DOCUMENT,
}


def proposal_for(suffix: str) -> str:
    """Return the advice for a file whose name ends in ``suffix``, which a site doesn't accept."""
    return next((text for suffixes, text in _BY_SUFFIX.items() if suffix[1:] in suffixes.split()), FILE_TYPES)
