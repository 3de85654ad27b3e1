"""Every message of the check: a stable code, its severity, what is wrong, how to mend it.

The sentences are gettext msgids in English; ``engine/base/locale/fr.po`` holds the French ones. The names in braces are
the values that a ``Problem`` carries.
"""

from __future__ import annotations

from collections.abc import Mapping

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.address_messages import ADDRESSES
from placette.engine.problems.photo_messages import PHOTOS
from placette.engine.problems.text_messages import TEXTS

_FILES = {
    "file-link": Message(
        N_("This is a link to another file; only real files may be proposed."),
        N_("Replace it with a copy of the file."),
    ),
    "file-special": Message(N_("This is neither a file nor a folder."), N_("Remove it.")),
    "file-name": Message(
        N_("The name “{name}” holds characters that some computers or addresses do not accept."),
        N_("Rename it to “{better}”: small letters without accents, digits, hyphens."),
    ),
    "file-type": Message(N_("Files of this kind ({suffix}) are not accepted."), N_("{proposal}")),
    "file-svg": Message(
        N_("SVG drawings may hold programs, so they are not accepted from contributors."),
        N_("Export the drawing as PNG and propose that."),
    ),
    "file-place": Message(
        N_("Nothing is expected at this place."),
        N_("A post goes into articles/<year>/<short-name>/index.md, its photos beside it; an author into authors/."),
    ),
    "file-size": Message(
        N_("The file weighs {size} kB; the limit is {limit} kB."),
        N_("{proposal}"),
    ),
    "file-unlinked": Message(
        N_("No text beside it links to this document, so readers will not see it."),
        N_("Link to it where it is spoken of: [what it is]({name})."),
        Severity.ADVICE,
    ),
    "file-collision": Message(
        N_("On many computers this name is the same as that of “{other}”."),
        N_("Rename one of the two."),
    ),
    "not-utf8": Message(
        N_("The text is not encoded in UTF-8 (first wrong byte at line {at})."),
        N_("In your editor, choose “Save with encoding: UTF-8”."),
    ),
    "control-character": Message(
        N_("There is a character here that cannot be published ({name})."),
        N_("Delete the words around it and type them again."),
    ),
    "invisible-character": Message(
        N_("There is an invisible character here ({name}) that can hide or reverse what is written."),
        N_("Delete the words around it and type them again; or, on your computer, run invoke check --fix."),
    ),
    "conflict-marker": Message(
        N_("Git left two versions of this passage here ({mark})."),
        N_("Keep the right one, then remove the lines <<<<<<<, ======= and >>>>>>>."),
    ),
    "direction-unbalanced": Message(
        N_("A change of writing direction is opened on this line and never closed."),
        N_("Close it on the same line, or type the line again."),
    ),
}

_FRONT_MATTER = {
    "matter-missing": Message(
        N_("The text does not begin with its information block (between two lines ---)."),
        N_("Begin the file with ---, then title: …, date: …, authors: …, category: …, then --- again."),
    ),
    "matter-open": Message(
        N_("The information block opened at the first line is never closed."),
        N_("Add a line --- after the last piece of information."),
    ),
    "matter-size": Message(N_("The information block is too large or too deep."), N_("Write one simple line per key.")),
    "matter-syntax": Message(
        N_("The information block cannot be understood here."),
        N_('If the value holds a colon, put it between quotation marks: title: "Meeting: the budget".'),
    ),
    "matter-feature": Message(
        N_("Anchors, aliases and tags (&, *, !) are not accepted here."),
        N_("Put the value between quotation marks."),
    ),
    "key-duplicate": Message(N_("“{key}” is given twice."), N_("Keep one of the two.")),
    "key-unknown": Message(N_("“{key}” is not a known piece of information."), N_("{proposal}")),
    "key-missing": Message(N_("“{missing}” is missing."), N_("Add a line {missing}: … in the information block.")),
    "value-empty": Message(N_("“{key}” is empty."), N_("Fill it in, or remove the line.")),
    "value-shape": Message(N_("“{key}” does not have the expected form."), N_("Write: {example}")),
    "value-long": Message(N_("“{key}” has {length} characters; {limit} at the most."), N_("Shorten it.")),
    "value-many": Message(N_("“{key}” has {length} entries; {limit} at the most."), N_("Keep {limit} of them.")),
    "date-format": Message(
        N_("“{value}” is not a date."),
        N_("Write it year-month-day, for instance 2026-05-01, with a time if you like: 2026-05-01 18:30."),
    ),
    "date-range": Message(
        N_("The date {value} is outside what is accepted (from 1990 to one year from today)."), N_("Check the year.")
    ),
    "date-folder": Message(
        N_("The post is dated {year} but lies in the folder {folder}."),
        N_("Move the post's folder into articles/{year}/, or correct the date."),
    ),
    "featured-early": Message(
        N_("The post appears on {day}, but would lead the home page until {value} only."),
        N_("Give a later day, or take the line out."),
    ),
    "audio-format": Message(
        N_("“{value}” is no MP3 file."),
        N_("Export the recording as MP3, put it beside the text, and give the name of that file."),
    ),
    "audio-missing": Message(
        N_("There is no recording called “{value}” beside this text."),
        N_("Put the MP3 file into the text's folder under that name, or take the line out."),
    ),
    "slug-format": Message(
        N_("“{value}” cannot be an address."),
        N_("Use small letters without accents, digits and hyphens (at most 80), not digits alone."),
    ),
    "slug-taken": Message(N_("“{other}” already has this address."), N_("{proposal}")),
    "address-reserved": Message(N_("The address “{value}” is used by the site itself."), N_("Choose another name.")),
    "choice-unknown": Message(
        N_("“{value}” is not one of the possible values of “{key}”."), N_("Possible values: {choices}.")
    ),
    "category-unknown": Message(
        N_("“{value}” is not a category of this site."), N_("The categories of this site: {choices}.")
    ),
    "minors-shape": Message(
        N_("“{key}” does not have the expected form."),
        N_("Can a child be recognised? If not: {key}: none; if so: {key}: authorised:REFERENCE."),
    ),
    "author-unknown": Message(N_("Nobody is called “{value}” in the authors' folder."), N_("{proposal}")),
    "author-duplicate": Message(
        N_("The name “{name}” reads the same as that of “{other}”."),
        N_("Add something that tells the two apart, such as the commune."),
    ),
    "name-script": Message(
        N_("The name holds a word (“{value}”) in which letters pass for others."),
        N_("Write each word in one alphabet, with ordinary letters."),
    ),
    "badge-missing": Message(
        N_("Readers must know in what capacity a profile “{kind}” speaks, and nothing says so."),
        N_("Add the office, or the body that the service belongs to, for instance: {example}."),
    ),
    "badge-borrowed": Message(
        N_("A profile “{kind}” speaks for nobody else: it may not say that it does."),
        N_("Remove this line, or say élu or service if the person writes in that capacity."),
    ),
    "commune-unknown": Message(N_("“{value}” is not a commune of this territory."), N_("{proposal}")),
    "commune-ambiguous": Message(
        N_("Several communes are called “{value}”: {choices}."), N_("Write the code of the right one.")
    ),
    "commune-merged": Message(
        N_("“{value}” is no longer a commune: it is part of {choices}."), N_("Write the code of the commune of today.")
    ),
    "place-far": Message(
        N_("The coordinates ({value}) lie far from the territory."),
        N_("Write the latitude first, then the longitude, in degrees, for instance: ({example})."),
    ),
    "profile-link": Message(
        N_("“{value}” is not an address for “{key}”."),
        N_("Write a complete address (https://…), or for Mastodon a handle such as @name@instance.example."),
    ),
}

MESSAGES: dict[str, Message] = {
    **_FILES,
    **_FRONT_MATTER,
    **TEXTS,
    **PHOTOS,
    **ADDRESSES,
}


def declare_messages(messages: Mapping[str, Message]) -> None:
    """Add a room's own messages, as it is imported; raises ``ValueError`` for a code that says something else."""
    for code, message in messages.items():
        if MESSAGES.setdefault(code, message) != message:
            raise ValueError(code)


REQUIRED_KEYS = (
    *(N_("title"), N_("date"), N_("authors"), N_("category"), N_("name"), N_("kind"), N_("summary")),
    *(N_("referents"), N_("deadline"), N_("steps"), N_("start")),
)
"""Keys that ``key-missing`` may ask for, in the reader's language if the schema knows that name too."""
OTHER_FOLDER = N_("Rename this post's folder.")
OTHER_ADDRESS = N_("Change the line “{key}: {value}”.")
"""The proposals for an address that is taken: it comes from the folder, or from a line."""
SHORTER_TEXT = N_("Shorten the text or reduce the photo.")
LIGHTER_DOCUMENT = N_("Export the document with lighter pictures or in several parts, or send it to the team.")
"""The proposals for a file that weighs too much."""
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
PHOTO_HEIC = N_("it is in HEIC, the format of many phones, which needs one more package: pip install pillow-heif")
PHOTO_DRAWING = N_("it is an SVG drawing, which may hold programs: export it as PNG")
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
"""The proposal if no series is similar: only editors may declare one."""
KNOWN_KEYS = N_("Possible keys: {names}.")
"""The proposal for a key that isn't similar to any known one."""
NEW_AUTHOR = N_("Create the profile first, in the folder authors/.")
