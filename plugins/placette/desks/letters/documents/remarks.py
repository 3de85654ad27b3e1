"""What documents held that couldn't be used, or was left out, in the sentences that writer and editor read."""

from __future__ import annotations

from collections.abc import Mapping

from placette.desks.letters.letter import Manuscript, Remark
from placette.desks.letters.remarks import declare_remarks
from placette.engine.base.message import N_, Message, Severity

_ADVICE = Severity.ADVICE

declare_remarks(
    {
        "text-empty": Message(
            N_("There are no words to publish."),
            N_("Please send the text itself, in the mail or as a Word or LibreOffice document."),
        ),
        "text-complex": Message(
            N_("The text is written in a way that can’t be read here."),
            N_("Please send it as a plain mail, or as a Word or LibreOffice document."),
        ),
        "document-empty": Message(
            N_("There are no words in “{name}”."),
            N_("Please send the text itself, in the mail or as a Word or LibreOffice document."),
        ),
        "document-macros": Message(
            N_("“{name}” holds programs (macros), which are never opened."),
            N_("Please save it without them: in Word, “Save as” and the type “Word document (.docx)”."),
        ),
        "document-doc": Message(
            N_("“{name}” is in an old Word format that can’t be read here."),
            N_("Please open it and save it again as “Word document (.docx)”, or copy the text into the mail."),
        ),
        "document-msg": Message(
            N_("“{name}” is a mail saved by Outlook, which can’t be read here."),
            N_("Please forward the mail itself, or copy its text into yours."),
        ),
        "document-pages": Message(
            N_("“{name}” was written with Pages, whose files can’t be read here."),
            N_("Please export it from Pages as Word (File, Export to), or copy the text into the mail."),
        ),
        "document-rtf": Message(
            N_("“{name}” is in the RTF format, which can’t be read here."),
            N_("Please open it and save it again as “Word document (.docx)”, or copy the text into the mail."),
        ),
        "document-pdf": Message(
            N_("“{name}” is a PDF: it is made to be printed, and its text can’t be taken out safely."),
            N_("Please send the document that it was made from (Word or LibreOffice), or copy the text into the mail."),
        ),
        "document-encrypted": Message(
            N_("“{name}” is protected by a password."),
            N_("Please save it without a password and send it again."),
        ),
        "document-bomb": Message(
            N_("“{name}” would become far too large when it is opened."),
            N_("Please copy the text into the mail, and attach the photos one by one."),
        ),
        "document-damaged": Message(
            N_("“{name}” is damaged and can’t be opened."),
            N_("Please open it, save it under a new name and send that file, or copy the text into the mail."),
        ),
        "document-limits": Message(
            N_("Opening “{name}” took too long."),
            N_("Please copy the text into the mail, and attach the photos one by one."),
        ),
        "document-long": Message(
            N_("“{name}” is too long to be read."),
            N_("Please send the part that is to be published."),
        ),
        "document-other": Message(
            N_("“{name}” is not a text that can be read here."),
            N_("Please send a Word or LibreOffice document (.docx, .odt), or copy the text into the mail."),
        ),
        "document-pictures": Message(
            N_("“{name}” holds {count} pictures; {most} can be used."),
            N_("Please send the text with the best of them, and the others in a second mail if they matter."),
        ),
        "document-comments": Message(
            N_("Comments in the margin were left out: {count}."),
            N_("If they belong to the text, please write them there."),
            _ADVICE,
        ),
        "document-deleted": Message(
            N_("Words that are marked as deleted were left out: {count}."),
            N_("If they are to stay, please refuse the change in the document and send it again."),
            _ADVICE,
        ),
        "document-moved": Message(
            N_("Words that were marked as moved stand in their new place only: {count}."),
            N_("If they are to stay where they were, please refuse the change in the document and send it again."),
            _ADVICE,
        ),
        "document-contents": Message(
            N_("The table of contents was left out: a page on the site needs none."),
            severity=_ADVICE,
        ),
        "matter-ignored": Message(
            N_("Of the information block at the beginning, only the title was taken."),
            N_("Please write the rest in the mail, in your own words."),
            _ADVICE,
        ),
        "picture-drawing": Message(
            N_("A drawing or an object of another program was left out."),
            N_("If it matters, please send it as a picture (JPEG or PNG)."),
            _ADVICE,
        ),
        "picture-large": Message(
            N_("A picture of the text was too large to be used."),
            N_("Please send it smaller, as an attachment."),
            _ADVICE,
        ),
        "picture-outside": Message(
            N_("A picture lies on another site and was not fetched: {address}"),
            N_("Please send the picture itself as an attachment."),
            _ADVICE,
        ),
        "picture-absent": Message(
            N_("A picture of the text did not come with it."),
            N_("Please send the picture itself as an attachment."),
            _ADVICE,
        ),
    }
)


def without_words(name: str = "", *remarks: Remark) -> Manuscript:
    """The manuscript of a text that holds no word; a document has a name."""
    empty = Remark("document-empty", (("name", name),)) if name else Remark("text-empty")
    return Manuscript("", remarks=(*remarks, empty))


def refused(code: str, name: str, **values: str) -> Manuscript:
    """The manuscript of a document that can't be used, and why."""
    return Manuscript("", remarks=(Remark(code, (("name", name), *values.items())),))


def counted(left_out: Mapping[str, int]) -> tuple[Remark, ...]:
    """The remarks about what was left out, each with how often, by code."""
    return tuple(Remark(code, (("count", str(count)),)) for code, count in sorted(left_out.items()) if count)
