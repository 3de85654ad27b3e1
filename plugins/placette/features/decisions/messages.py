"""What the check says of decisions."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "decision-body": Message(
        N_("A decision holds no text: everybody can read it, and so can those who come later."),
        N_("Put the reasons into “reasons”, and take out all that stands below the second line ---."),
    ),
    "decision-year": Message(
        N_("The decision of {day} lies in the folder of another year."),
        N_("Move the file into decisions/{year}/."),
    ),
    "decision-article": Message(
        N_("The charter has no article “{value}”."),
        N_("Choose one of its anchors: {choices}. In the charter, an anchor is written {{#name}} behind a title."),
    ),
    "decision-article-none": Message(
        N_("A text is only refused, changed or removed for a reason that the charter gives."),
        N_("Add “article” with the anchor of that reason."),
    ),
    "decision-short": Message(
        N_("“{value}” is too short to be a reason."),
        N_("Say in two sentences what the text holds, and why the article speaks of it."),
    ),
    "decision-contact": Message(
        N_("“{key}” holds an e-mail address or a telephone number ({value})."),
        N_("Take it out: the register names nobody, and its history stays readable."),
    ),
    "decision-names": Message(
        N_("“{key}” names somebody: {value}."),
        N_("Write “its author” or “a resident”; only who wants to be named stands under “named”, with “consent”."),
    ),
    "decision-consent": Message(
        N_("“{value}” is named, and nothing says that this person agrees."),
        N_("Ask, then write the day of the answer under “consent”; without an answer, take the name out."),
    ),
    "decision-days": Message(
        N_("“{key}” says {value}, which is before {day}."),
        N_("A text arrives, a decision is taken, then somebody appeals, then the appeal is settled: correct the day."),
    ),
    "decision-future": Message(
        N_("“{key}” says {value}, a day that hasn’t come."),
        N_("Write down what has been decided, once it is."),
    ),
    "decision-outcome": Message(
        N_("Something is missing for an outcome of an appeal to be understood."),
        N_("Give all three: “appealed” and “outcome_date”, the two days, and “outcome”."),
    ),
    "decision-post": Message(
        N_("There is no post “{value}” of this year or of the year before."),
        N_("Write the name of the post’s folder; for an older one with its year: 2024/le-lavoir."),
    ),
    "decision-secret": Message(
        N_("The post is named, although it was refused or removed: whoever wrote it can be recognised."),
        N_("Take “post” out, unless its author wants it to be known."),
        Severity.ADVICE,
    ),
}
declare_messages(_MESSAGES)
