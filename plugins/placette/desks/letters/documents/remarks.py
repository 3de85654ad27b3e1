"""What documents held that couldn't be used, or was left out, in the sentences that writer and editor read."""

from __future__ import annotations

from collections.abc import Mapping

from placette.desks.letters.letter import Manuscript, Remark
from placette.desks.letters.remarks import declare_remarks
from placette.engine.base.message import N_, Message, Severity

_ADVICE = Severity.ADVICE

declare_remarks(
    {
        "document-empty": Message(
            N_("There are no words in “{name}”."),
            N_("Please send the text itself, in the mail or as a Word or LibreOffice document."),
        ),
        "document-pictures": Message(
            N_("“{name}” holds {count} pictures; {most} can be used."),
            N_("Please send the text with the best of them, and the others in a second mail if they matter."),
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
    """The manuscript of a document that holds no word."""
    return Manuscript("", remarks=(*remarks, Remark("document-empty", (("name", name),))))


def refused(code: str, name: str, **values: str) -> Manuscript:
    """The manuscript of a document that can't be used, and why."""
    return Manuscript("", remarks=(Remark(code, (("name", name), *values.items())),))


def counted(left_out: Mapping[str, int]) -> tuple[Remark, ...]:
    """The remarks about what was left out, each with how often, by code."""
    return tuple(Remark(code, (("count", str(count)),)) for code, count in left_out.items() if count)
