"""Remarks on letters, as their writers and their editors read them."""

from __future__ import annotations

from collections.abc import Iterator

from placette import N_, Message, Severity, Translate, _
from placette_letters.letter import Letter, Remark


def _advice(what: str, mend: str = "") -> Message:
    """Return a remark for information only: this part of the letter could be used."""
    return Message(what, mend, Severity.ADVICE)


REMARKS = {
    # Of documents and texts.
    "text-empty": Message(
        N_("There are no words to publish."),
        N_("Please send the text itself, in the mail or as a Word or LibreOffice document."),
    ),
    "text-complex": Message(
        N_("The text is written in a way that can’t be read here."),
        N_("Please send it as a plain mail, or as a Word or LibreOffice document."),
    ),
    "text-long": Message(
        N_("The text is too long to be read here, or has too much formatting."),
        N_("Please send it in several letters, or with less formatting."),
    ),
    "document-empty": Message(
        N_("There are no words in “{name}”."),
        N_("Please send the text itself, in the mail or as a Word or LibreOffice document."),
    ),
    "document-macros": Message(
        N_("“{name}” contains programs (macros), which are never opened."),
        N_("Please save it without them: in Word, “Save as” and the type “Word document (.docx)”."),
    ),
    "document-encrypted": Message(
        N_("“{name}” is protected by a password."), N_("Please save it without a password and send it again.")
    ),
    "document-bomb": Message(
        N_("“{name}” would become far too large when it is opened."),
        N_("Please copy the text into the mail, and attach the photos one by one."),
    ),
    "document-damaged": Message(
        N_("“{name}” is damaged and can’t be opened."),
        N_("Please open it, save it under a new name and send that file, or copy the text into the mail."),
    ),
    "document-other": Message(
        N_("“{name}” is not a text that can be read here."),
        N_("Please send a Word or LibreOffice document (.docx, .odt), or copy the text into the mail."),
    ),
    "document-pictures": Message(
        N_("“{name}” contains {count} pictures; {most} can be used."),
        N_("Please send the text with the best of them, and the others in a second mail if they matter."),
    ),
    "document-comments": _advice(
        N_("Comments in the margin were left out: {count}."), N_("If they belong to the text, please write them there.")
    ),
    "document-deleted": _advice(
        N_("Words that are marked as deleted were left out: {count}."),
        N_("If they are to stay, please refuse the change in the document and send it again."),
    ),
    "document-table": _advice(
        N_("Tables of one row or one column, or with long texts in them, became paragraphs: {count}."),
        N_("If one is to stay a table, please give it a row of headings, and short entries."),
    ),
    "matter-ignored": _advice(
        N_("Of the information block at the beginning, only the title was taken."),
        N_("Please write the rest in the mail, in your own words."),
    ),
    "picture-drawing": _advice(
        N_("A drawing or an object of another program was left out."),
        N_("If it matters, please send it as a picture (JPEG or PNG)."),
    ),
    "picture-large": _advice(
        N_("A picture of the text was too large to be used."), N_("Please send it smaller, as an attachment.")
    ),
    "picture-outside": _advice(
        N_("A picture is on another site and was not fetched: {address}"),
        N_("Please send the picture itself as an attachment."),
    ),
    "picture-absent": _advice(
        N_("A picture of the text did not come with it."), N_("Please send the picture itself as an attachment.")
    ),
    # Of mails.
    "mail-too-large": Message(
        N_("The mail is too large: {size} MB. At most {limit} MB are read."),
        N_("Send your photos in several mails, or choose a smaller size when your phone asks."),
    ),
    "mail-unreadable": Message(
        N_("The mail could not be read."), N_("Write a new mail, with the text in it and the photos attached.")
    ),
    "mail-long": Message(
        N_("The text is longer than {limit} characters. The rest was left out."),
        N_("Send it in several mails, one for each part."),
    ),
    "mail-too-deep": Message(
        N_("Mails are nested more than {limit} deep. The deeper ones were left out."),
        N_("Attach the text and the photos directly to a new mail."),
    ),
    "mail-too-many": Message(
        N_("More than {limit} files came with the mail. The others were left out."),
        N_("Choose the photos that matter most, and send them again."),
    ),
    "mail-quoted": _advice(N_("The message that this mail answers was left out (lines: {lines}).")),
    "mail-signature": _advice(N_("Greeting, closing, signature and lines of programs were left out (lines: {lines}).")),
    "mail-note": _advice(N_("What the mail itself said beside its text was left out.")),
    "mail-document-beside": Message(
        N_("The document {name} came with the text of the mail. It was left out."), N_("Send one mail for each text.")
    ),
    "mail-document-other": Message(
        N_("Several documents came. The text was taken from the first, and {name} was left out."),
        N_("Send one mail for each text."),
    ),
    "mail-text-in-pdf": Message(
        N_("If the text to publish is in {name}, it can’t be taken from there."),
        N_("Send it as a Word or OpenDocument file, or copy it into the mail."),
    ),
    "mail-forwarded": _advice(
        N_("The text comes from a mail that was forwarded. Ask who wrote it, and whether they agree.")
    ),
    "mail-nothing": Message(
        N_("The mail contains neither words nor files."), N_("Write the text into the mail, or attach it.")
    ),
    "mail-inner": _advice(N_("A mail that was attached to this one was left out.")),
    "mail-encrypted": Message(N_("The mail is encrypted. Nobody here can read it."), N_("Send it without encryption.")),
    "mail-other": Message(
        N_("{name} could not be used."),
        N_("Send texts as Word, OpenDocument or plain text, and pictures as JPEG or PNG."),
    ),
    # Of proposals.
    "proposal-picture": Message(
        N_("The picture “{name}” could not be used: {reason}."),
        N_("Send it again as JPEG or PNG, as large as you have it."),
    ),
    "proposal-left-out": _advice(
        N_("Left out of the text: “{words}” (characters more: {more}). All of it: invoke letters --show {number}")
    ),
    "proposal-enclosure": Message(
        N_("The document “{name}” could not be used: {reason}."),
        N_("Send it again as PDF, or copy its words into your letter."),
    ),
    "right-page": _advice(
        N_("This right of reply doesn’t say which post it answers."), N_("Look for it, and name it in the draft.")
    ),
    "right-late": _advice(N_("A right of reply is asked for within three months; the text appeared on {day}.")),
    "right-long": _advice(N_("This right of reply has {length} characters; French law allows {limit}.")),
    "proposal-response-page": _advice(
        N_("The text responds to a page that the site does not have: {address}"),
        N_("Write the address of the page, or its title."),
    ),
    "proposal-editor-kept": _advice(
        N_(
            "The writer and an editor changed the same lines of {path}: the editor’s are kept, the writer’s new"
            " version is in the commit {commit}."
        ),
        N_("Compare the two, and take what is missing."),
    ),
    "proposal-merged": _advice(
        N_("The proposal of letter {number} was accepted before this answer: it is not changed any more."),
        N_("Correct the post itself."),
    ),
}
"""By code. ``BLOCKING``: this part of the letter could not be used, and ``mend`` is what to send instead."""


def blocks(code: str) -> bool:
    """Return whether a remark means that a part could not be used at all."""
    return REMARKS[code].severity is Severity.BLOCKING


def facts_of(letter: Letter) -> Iterator[str]:
    """Yield whether a server finds a letter's sender forged, and what the letter says of itself."""
    if letter.forged:
        yield "! " + _("The sender’s domain disowns this mail (dmarc=fail): no mail answers it by itself.")
    if letter.about:
        yield _("About: {url}").format(url=letter.about)
    yield from (f"{name}: {value}" for name, value in letter.fields.items())


def words_of(letter: Letter) -> Iterator[str]:
    """Yield the text of a letter below what was left out of it, with the words."""
    for remark in letter.written.remarks:
        yield "! " + sentence_of(remark, _)
        yield from (f"  | {line}" for line in words_cut(remark).split("\n") if line.strip())
    yield from ("", letter.written.markdown)


def sentence_of(remark: Remark, translate: Translate) -> str:
    """Return the sentence of a remark."""
    return translate(REMARKS[remark.code].what).format_map(dict(remark.values))


def words_cut(remark: Remark) -> str:
    """Return the words that a remark is about, and that are not in the text; may be empty."""
    return dict(remark.values).get("text", "")
