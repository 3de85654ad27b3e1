"""What was left out while a letter became a proposal, in sentences for its writer and the editor."""

from __future__ import annotations

from placette.desks.letters.remarks import declare_remarks
from placette.engine.base.message import N_, Message, Severity

PICTURE_UNUSABLE = "proposal-picture"
PICTURES_REPLACED = "proposal-pictures-replaced"
ENCLOSURE_UNUSABLE = "proposal-enclosure"
RESPONSE_UNKNOWN = "proposal-response-page"
EDITOR_KEPT = "proposal-editor-kept"
ALREADY_MERGED = "proposal-merged"

declare_remarks(
    {
        PICTURE_UNUSABLE: Message(
            N_("The picture “{name}” could not be used: {reason}."),
            N_("Send it again as JPEG or PNG, as large as you have it."),
        ),
        PICTURES_REPLACED: Message(
            N_("The pictures of the first version were left out, since the new one has its own: {names}."),
            severity=Severity.ADVICE,
        ),
        ENCLOSURE_UNUSABLE: Message(
            N_("The document “{name}” could not be used: {reason}."),
            N_("Send it again as PDF, or copy its words into your letter."),
        ),
        RESPONSE_UNKNOWN: Message(
            N_("The text responds to a page that the site does not have: {address}"),
            N_("Write the address of the page, or its title."),
            Severity.ADVICE,
        ),
        EDITOR_KEPT: Message(
            N_(
                "The writer and an editor changed the same lines of {path}: the editor’s are kept, the writer’s new"
                " version is in the commit {commit}."
            ),
            N_("Compare the two, and take what is missing."),
            Severity.ADVICE,
        ),
        ALREADY_MERGED: Message(
            N_("The proposal of letter {number} was accepted before this answer: it is not changed any more."),
            N_("Correct the post itself."),
            Severity.ADVICE,
        ),
    }
)
