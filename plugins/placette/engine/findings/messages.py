"""Every message of the check: a stable code, its severity, the problem, the advice.

The sentences are gettext msgids in English; ``engine/base/locale/fr.po`` has the French ones. The names in braces are
the values that a ``Problem`` carries.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from functools import partial

from placette.engine.base.translation import N_, Message, Severity

advice, missing, fine = (
    partial(Message, severity=severity) for severity in (Severity.ADVICE, Severity.MISSING, Severity.FINE)
)
"""Messages that stop no publication."""
unfinished = partial(Message, unfinished=True)
"""A message that stops no publication while its text is a draft, which waits."""

ADDRESSES = {
    "address-lost": Message(N_("“{address}” was published, and nothing is there any more."), N_("{proposal}")),
    "address-merge": Message(
        N_("Git left the marks of a merge here."), N_("Delete this line, and keep the addresses above and below it.")
    ),
    "address-line": Message(N_("This line cannot be understood."), N_("{proposal}")),
    "address-twice": Message(
        N_("“{address}” is declared twice, and differently (line {other})."), N_("Keep one of the two lines.")
    ),
    "address-made": Message(
        N_("“{address}” is declared moved or gone, but the site has a page there, or below it."),
        N_("Take the line out, or the page."),
    ),
    "address-target": Message(N_("“{address}” should lead to “{new}”, where there is nothing."), N_("{proposal}")),
    "address-loop": Message(
        N_("“{address}” loops back to itself, by way of “{new}”."), N_("Write the address where the page is now.")
    ),
}

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

TEXTS = {
    "text-empty": unfinished(N_("There is no text under the information block."), N_("Write the post below it.")),
    "text-scaffold": Message(
        N_("This sentence is where you should write: “{what}”"),
        N_("Put your own words in its place, or delete it."),
    ),
    "withdrawn-rest": Message(
        N_("A withdrawn text keeps nothing but its status and its date; “{what}” would stay readable in the file."),
        N_("Take out every other line, and the text under the information block; photos are deleted."),
    ),
    "text-complex": Message(
        N_("This text nests lists, quotations or HTML too deeply, or crosses them."), N_("Simplify its layout.")
    ),
    "text-dense": Message(
        N_(
            "There are {count} characters “{sign}” in this text, or in one word of it; {limit}"
            " at the most are laid out."
        ),
        N_("Take out those that mark nothing, or split the text in two."),
    ),
    "text-slow": Message(
        N_("The text takes too long or too much memory to lay out."),
        N_("Simplify its marks, or split it in two posts."),
        fleeting=True,
    ),
    "html-removed": Message(
        N_("“{what}” is not accepted in a text: it would be removed."), N_("Use Markdown instead, or delete it.")
    ),
    "html-dropped": advice(
        N_("“{what}” is left out: the site takes care of that itself."), N_("Nothing to do; you may also remove it.")
    ),
    "link-scheme": Message(
        N_("The link “{value}” does not lead to a web page, an e-mail or a phone number."),
        N_("Links begin with https://, http://, mailto: or tel:, or name a file of the site."),
    ),
    "link-space": Message(
        N_("The address “{value}” contains a space: readers see these characters instead of a link or a picture."),
        N_("{proposal}"),
    ),
    "link-beginning": Message(
        N_("The link “{value}” lacks its beginning."),
        N_("Write {better}; or, on your computer, run invoke check --fix."),
    ),
    "link-pelican": Message(
        N_("Links in braces, such as “{value}”, are not used here."),
        N_("Write the path of the file from this one, for instance ../the-wash-house/index.md."),
    ),
    "link-missing": unfinished(N_("The link leads to “{value}”, which does not exist."), N_("{proposal}")),
    "link-elsewhere": Message(
        N_("The document “{value}” is beside another text."),
        N_("Link to that text, or put a copy of the document beside this one."),
    ),
    "link-waiting": advice(
        N_("The link leads to “{value}”, which is not published yet: readers will see its words without the link."),
        N_("Nothing to do if that text is published soon."),
    ),
    "link-gone": advice(
        N_("The link leads to “{value}”, which was withdrawn: readers will see its words without the link."),
        N_("Take the link out when you next change this text."),
    ),
    "anchor-missing": unfinished(
        N_("The link leads to “{value}”, but that page has no such heading."), N_("Check the part after the #.")
    ),
    "photo-missing": unfinished(
        N_("The picture “{value}” is not beside the text."),
        N_("Put the file in the same folder as the text, with exactly this name."),
    ),
    "photo-refused": Message(
        N_("The file “{value}” is there, but it cannot be shown as it is."),
        N_("See the message about that file, and fix it there."),
    ),
    "photo-remote": Message(
        N_("The picture “{value}” is on another site."),
        N_("Put a copy beside the text, if you have the right to: readers must not be tracked."),
    ),
    "photo-alt": unfinished(
        N_("The picture “{value}” has no description for those who cannot see it."),
        N_("Say in a few words what it shows: ![what one sees](photo.jpg)."),
    ),
    "photo-awaited": advice(
        N_("The picture “{value}” came from another site, and its description is still to be written."),
        N_("Write in its place what one sees; invoke status counts those that are left."),
    ),
    "lead-alt": unfinished(
        N_("The picture “{value}” has no description for those who cannot see it."),
        N_("Add a line {missing}: … that says in a few words what it shows; or {missing}: decorative."),
    ),
    "photo-credit": unfinished(
        N_("Nobody is named as the maker of the picture “{value}”."),
        N_(
            'Say who made it: after a dash in its caption, ![…](photo.jpg "The basin — photo by Name"),'
            " with image_credit or portrait_credit, or with photographers for all of a post’s."
        ),
    ),
    "photo-licence": unfinished(
        N_("Nothing says under which licence the picture “{value}” may be shown."),
        N_("Add a line licence: … to the post, or end the picture’s credit with one: photo by Name, CC BY 4.0."),
    ),
    "heading-level": advice(
        N_("A heading of level 1 (#) is the title's own level."), N_("Begin your headings with ##.")
    ),
    "heading-jump": advice(N_("This heading skips a level."), N_("After ## comes ###, never ####.")),
    "summary-missing": advice(
        N_("There is no summary: lists and search engines will show the first words."),
        N_("Add a line summary: … of one or two sentences."),
    ),
}

_FILES = {
    "file-link": Message(
        N_("This is a link to another file; only real files may be proposed."),
        N_("Replace it with a copy of the file."),
    ),
    "file-special": Message(N_("This is neither a file nor a folder."), N_("Remove it.")),
    "file-name": Message(
        N_("The name “{name}” contains characters that some computers or addresses do not accept."),
        N_("Rename it to “{better}”: small letters without accents, digits, hyphens."),
    ),
    "file-type": Message(N_("Files of this kind ({suffix}) are not accepted."), N_("{proposal}")),
    "file-svg": Message(
        N_("SVG drawings may contain programs, so they are not accepted from contributors."),
        N_("Export the drawing as PNG and propose that."),
    ),
    "file-place": Message(
        N_("Nothing is expected at this place."),
        N_("A post goes into articles/<year>/<short-name>/index.md, its photos beside it; an author into authors/."),
    ),
    "file-size": Message(N_("The file weighs {size} kB; the limit is {limit} kB."), N_("{proposal}")),
    "file-unlinked": advice(
        N_("No text beside it links to this document, so readers will not see it."),
        N_("Link to it where it is spoken of: [what it is]({name})."),
    ),
    "file-collision": Message(
        N_("On many computers this name is the same as that of “{other}”."), N_("Rename one of the two.")
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
        N_('If the value contains a colon, put it between quotation marks: title: "Meeting: the budget".'),
    ),
    "matter-feature": Message(
        N_("Anchors, aliases and tags (&, *, !) are not accepted here."), N_("Put the value between quotation marks.")
    ),
    "key-duplicate": Message(N_("“{key}” is given twice."), N_("Keep one of the two.")),
    "key-unknown": Message(N_("“{key}” is not a known piece of information."), N_("{proposal}")),
    "key-missing": unfinished(N_("“{missing}” is missing."), N_("Add a line {missing}: … in the information block.")),
    "value-empty": unfinished(N_("“{key}” is empty."), N_("Fill it in, or remove the line.")),
    "value-shape": unfinished(N_("“{key}” does not have the expected form."), N_("Write: {example}")),
    "value-long": Message(N_("“{key}” has {length} characters; {limit} at the most."), N_("Shorten it.")),
    "value-many": Message(N_("“{key}” has {length} entries; {limit} at the most."), N_("Keep {limit} of them.")),
    "date-format": unfinished(
        N_("“{value}” is not a date."),
        N_("Write it year-month-day, for instance 2026-05-01, with a time if you like: 2026-05-01 18:30."),
    ),
    "date-range": Message(
        N_("The date {value} is not between {earliest} and {latest}."),
        N_("Check the year."),
        fleeting=True,
    ),
    "date-folder": Message(
        N_("The post is dated {year} but is in the folder {folder}."),
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
    "audio-missing": unfinished(
        N_("There is no recording called “{value}” beside this text."),
        N_("Put the MP3 file into the text's folder under that name, or take the line out."),
    ),
    "video-address": Message(
        N_("“{value}” is not the address of a video that this site can show."),
        N_("Give the address of the video's page, without anything behind it, on one of: {hosts}."),
    ),
    "video-untold": unfinished(
        N_("Nothing says “{missing}” of the video."), N_("Add a line {missing}: … in the information block.")
    ),
    "video-awaited": advice(
        N_("The video came from another site, and “{missing}” is still to be said."),
        N_("Add a line {missing}: … in the information block."),
    ),
    "video-transcript": unfinished(
        N_("No heading of this text is called “{value}”."),
        N_("Write what is said in the video below a heading of that name; or none, if nobody speaks in it."),
    ),
    "slug-format": Message(
        N_("“{value}” cannot be an address."),
        N_("Use small letters without accents, digits and hyphens (at most 80), not digits alone."),
    ),
    "slug-taken": Message(N_("“{other}” already has this address."), N_("{proposal}")),
    "address-reserved": Message(N_("The address “{value}” is used by the site itself."), N_("Choose another name.")),
    "choice-unknown": unfinished(
        N_("“{value}” is not one of the possible values of “{key}”."), N_("Possible values: {choices}.")
    ),
    "category-unknown": unfinished(
        N_("“{value}” is not a category of this site."), N_("The categories of this site: {choices}.")
    ),
    "minors-shape": unfinished(
        N_("“{key}: {value}” does not say whether a child can be recognised."),
        N_("Write {key}: none, or {key}: authorised:2026-14, with the reference of the parents’ consent."),
    ),
    "minors-unsaid": unfinished(
        N_("Nothing says whether a child can be recognised: {reason}"),
        N_(
            "If none can be, add a line {key}: none; otherwise take it out, or write {key}: authorised:REFERENCE with"
            " that of both parents’ written consent, kept by the team."
        ),
    ),
    "minors-awaited": advice(
        N_("It came from another site, and nobody has said yet whether a child can be recognised: {reason}"),
        N_("Look at it; then add a line {key}: none, or take it out. invoke status counts those that are left."),
    ),
    "minors-doubt": advice(
        N_("The post says that no child can be recognised: {reason}"),
        N_("If it is a child of today, take the passage out, or write {key}: authorised:REFERENCE."),
    ),
    "author-unknown": unfinished(N_("Nobody is called “{value}” in the authors' folder."), N_("{proposal}")),
    "author-duplicate": Message(
        N_("The name “{name}” reads the same as that of “{other}”."),
        N_("Add something that tells the two apart, such as the commune."),
    ),
    "name-script": Message(
        N_("The name contains a word (“{value}”) whose letters imitate others."),
        N_("Write each word in one alphabet, with ordinary letters."),
    ),
    "badge-missing": Message(
        N_("Readers must know in what capacity a profile “{kind}” speaks, and nothing says so."),
        N_("Say so in a line, for instance: {example}."),
    ),
    "badge-borrowed": Message(
        N_("A profile “{kind}” has no line “{key}”."),
        N_("Remove this line, or say élu or service if the person writes in that capacity."),
    ),
    "portrait-number": Message(
        N_("A profile “{kind}” cannot have the drawn portrait {value}."),
        N_("Choose a number from 1 to {count} (only people have a face), or remove this line."),
    ),
    "commune-unknown": unfinished(N_("“{value}” is not a commune of this territory."), N_("{proposal}")),
    "commune-ambiguous": unfinished(
        N_("Several communes are called “{value}”: {choices}."), N_("Write the code of the right one.")
    ),
    "commune-merged": unfinished(
        N_("“{value}” is no longer a commune: it is part of {choices}."), N_("Write the code of the commune of today.")
    ),
    "place-far": Message(
        N_("The coordinates ({value}) are far from the territory."),
        N_("Write the latitude first, then the longitude, in degrees, for instance: ({example})."),
    ),
    "profile-link": Message(
        N_("“{value}” is not an address for “{key}”."),
        N_("Write a complete address (https://…), or for Mastodon a handle such as @name@instance.example."),
    ),
}

MESSAGES: dict[str, Message] = {**_FILES, **_FRONT_MATTER, **TEXTS, **PHOTOS, **ADDRESSES}


FINDINGS: dict[str, Message] = {}
"""Findings about a whole site (``invoke doctor``), each with its subject."""


def declare_messages(messages: Mapping[str, Message]) -> None:
    """Add a room's own messages, as it is imported; raises ``ValueError`` for a code with another message."""
    _declare(MESSAGES, messages)


def declare_findings(subject: str, messages: Mapping[str, Message]) -> None:
    """Add a room's findings about a whole site, with ``subject`` (a msgid); raises ``ValueError`` likewise."""
    _declare(FINDINGS, {code: replace(message, subject=subject) for code, message in messages.items()})


def _declare(table: dict[str, Message], messages: Mapping[str, Message]) -> None:
    for code, message in messages.items():
        if table.setdefault(code, message) != message:
            raise ValueError(code)


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
KNOWN_KEYS = N_("Possible keys: {names}.")
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
_BY_SUFFIX = (
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
    """Return the advice for a file whose name ends in ``suffix``, on a site that accepts the suffixes ``accepted``."""
    proposals = (texts for suffixes, *texts in _BY_SUFFIX if suffix[1:] in suffixes.split())
    offered, alone = next(proposals, (FILE_TYPES, FILE_TYPES))
    return offered if _OFFERED in accepted else alone
