"""Messages about documents: what they do, what they reveal, what would help who can't see them. See ``messages.py``."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

DOCUMENTS = {
    "document-broken": Message(
        N_("The document cannot be offered: {reason}."), N_("Export it again, or send it to the team.")
    ),
    "document-locked": Message(
        N_("The document is encrypted or protected by a password: nobody can look at what it holds."),
        N_("Export it again without a password or restrictions."),
    ),
    "document-unread": Message(
        N_("PDFs are looked into before they are published, and the computer that checks can’t do that yet."),
        N_("Whoever runs the check installs one more library, then checks again: {command}"),
    ),
    "document-active": Message(
        N_("The document holds {kinds}: it could do something on the computer of whoever opens it."),
        N_("Print it into a PDF (“Save as PDF” in the print window) and propose that one, or send it to the team."),
    ),
    "document-acts": Message(
        N_("The document holds {kinds}: the device of whoever opens it would act on that."), N_("{proposal}")
    ),
    "document-private": Message(
        N_("Beside what it shows, the document says {kinds}: whoever downloads it can read that."), N_("{proposal}")
    ),
    "document-formula": Message(
        N_("The cell “{value}” begins like a formula, which a spreadsheet would run."),
        N_("Export the values instead of the formulas, or begin the cell with a word."),
    ),
    "document-title": Message(
        N_("The document has no title: screen readers and browser tabs only say the name of its file."),
        N_("In the program that made it, fill in the title (File, Properties), then export it again."),
        Severity.ADVICE,
    ),
    "document-language": Message(
        N_("The document does not say in which language it is written: a screen reader may read it in another."),
        N_("In the program that made it, choose the language of the text, then export it again."),
        Severity.ADVICE,
    ),
    "document-untagged": Message(
        N_("The document is not tagged: a screen reader finds neither its headings nor the order of its text."),
        N_("Export it as “Tagged PDF” or “PDF/UA”; if it is a scan, say in the text of the page what it holds."),
        Severity.ADVICE,
    ),
}
FIXES = N_("Run invoke check --fix, which takes that out and leaves the pages as they are, or send it to the team.")
"""The proposal for private data, like the next."""
CLEANS = N_("Run invoke check --fix, which takes that out and leaves the rest as it is, or send it to the team.")
SIGNED = N_(
    "It is signed, so nothing may be taken out of it: ask for a copy without signature, or send it to the team."
)
DAMAGED = N_("the file is damaged or incomplete")
"""A reason for ``document-broken``, like those below."""
OTHER = N_("it is not what the end of its name says")
EMPTY = N_("it has no page")
EMPTY_TABLE = N_("it is empty")
LARGE = N_("it unfolds into far too much")
DEEP = N_("it is nested too deeply")
COSTLY = N_("opening it takes too much time or memory")
LETTERS = N_("its letters are not encoded in UTF-8: choose “CSV UTF-8” where you export it")
CONTROLS = N_("it holds characters that cannot be seen, at line {at}")
SEPARATOR = N_("its first line sets what separates the cells (sep=): leave that line out")
UNSEEN = N_("it holds characters that cannot be seen")
DECLARES = N_("the file holds declarations (DOCTYPE) that no GPX file needs")
MANY_POINTS = N_("the file holds more than 20,000 points")
NOWHERE = N_("it holds neither a way nor a place")
NO_DATE = N_("it holds no event")
OFTEN = N_("one of its events repeats several times a day")
STRANGE = N_("it is written in a way that not every program reads")
declare_messages(DOCUMENTS)
