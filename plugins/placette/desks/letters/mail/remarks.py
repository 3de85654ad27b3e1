"""What a mail leaves out or is suspected of, in the sentences that its writer and the editor read."""

from __future__ import annotations

from placette.desks.letters.remarks import declare_remarks
from placette.engine.base.message import N_, Message, Severity

_ADVICE = Severity.ADVICE

BOUNDS = {
    "mail-too-large": Message(
        N_("The mail is too large: {size} MB. At most {limit} MB are read."),
        N_("Send your photos in several mails, or choose a smaller size when your phone asks."),
    ),
    "mail-unreadable": Message(
        N_("The mail could not be read."),
        N_("Write a new mail, with the text in it and the photos attached."),
    ),
    "mail-long": Message(
        N_("The text is longer than {limit} characters. The rest was left out."),
        N_("Send it in several mails, one for each part."),
    ),
    "mail-too-deep": Message(
        N_("Mails lie inside one another, more than {limit} deep. What lies deeper was left out."),
        N_("Attach the text and the photos directly to a new mail."),
    ),
    "mail-too-many": Message(
        N_("More than {limit} files came with the mail. The others were left out."),
        N_("Choose the photos that matter most, and send them again."),
    ),
}
"""What passes a bound."""

TEXTS = {
    "mail-quoted": Message(N_("The message that this mail answers was left out ({lines} lines)."), severity=_ADVICE),
    "mail-signature": Message(N_("What stood below the signature was left out ({lines} lines)."), severity=_ADVICE),
    "mail-note": Message(N_("What the mail said beside its document: “{text}”"), severity=_ADVICE),
    "mail-document-beside": Message(
        N_("The document {name} came beside the text of the mail. It was not read."),
        N_("Send one mail for each text."),
    ),
    "mail-document-other": Message(
        N_("Several documents came. The text was taken from the first, and {name} was not read."),
        N_("Send one mail for each text."),
    ),
    "mail-document-limits": Message(
        N_("The document {name} takes too long to read, or needs too much memory."),
        N_("Save it again, without its pictures, and attach these to the mail."),
    ),
    "mail-text-in-pdf": Message(
        N_("If the text to publish is in {name}, it can’t be taken from there."),
        N_("Send it as a Word or OpenDocument file, or copy it into the mail."),
    ),
    "mail-forwarded": Message(
        N_("The text comes from a mail that was forwarded. Ask who wrote it, and whether they agree."),
        severity=_ADVICE,
    ),
    "mail-nothing": Message(
        N_("The mail holds neither words nor files."), N_("Write the text into the mail, or attach it.")
    ),
    "mail-inner": Message(N_("A mail that was attached to this one was left out."), severity=_ADVICE),
}
"""Which text was taken, and what stood around it."""

FILES = {
    "mail-archive": Message(
        N_("{name} is an archive. It was not opened."), N_("Attach the files that it holds, one by one.")
    ),
    "mail-program": Message(N_("{name} is a program. It was not opened."), N_("Send texts and photos only.")),
    "mail-outlook": Message(
        N_("{name} is in a format that only Outlook reads."),
        N_("Send the mail again in the format HTML or plain text, or from a phone."),
    ),
    "mail-encrypted": Message(N_("The mail is encrypted. Nobody here can read it."), N_("Send it without encryption.")),
    "mail-media": Message(
        N_("{name} is a film or a recording. These aren’t published."), N_("Send photos, or tell what is to be heard.")
    ),
    "mail-other": Message(
        N_("{name} could not be used."),
        N_("Send texts as Word, OpenDocument or plain text, and pictures as JPEG or PNG."),
    ),
    "mail-empty": Message(N_("{name} arrived empty."), N_("Send it again.")),
}
"""Files that can't be used."""

AUTOMATIC = {
    "mail-automatic-reply": Message(N_("This is an automatic answer, such as one sent on holiday."), severity=_ADVICE),
    "mail-automatic-list": Message(N_("This mail was sent to many people: a newsletter or a list."), severity=_ADVICE),
    "mail-automatic-report": Message(N_("A mail server reports that a mail was not delivered."), severity=_ADVICE),
    "mail-automatic-receipt": Message(N_("This only says that a mail has been read."), severity=_ADVICE),
    "mail-automatic-own": Message(N_("This mail claims to come from the letterbox itself."), severity=_ADVICE),
    "mail-automatic-sender": Message(N_("This mail comes from an address that reads no answers."), severity=_ADVICE),
}
"""Why a letter must never be answered (RFC 3834): the values of ``Letter.automatic``."""

declare_remarks(BOUNDS | TEXTS | FILES | AUTOMATIC)
