"""What the check says of questions and answers."""

from __future__ import annotations

from placette.engine.base.message import N_, Message
from placette.engine.problems.messages import declare_messages

_MESSAGES = {
    "question-recipient": Message(
        N_("“{value}” is asked, whose profile does not say in what capacity they could answer."),
        N_("Ask a service or an elected official: their profiles say so with kind: and office:."),
    ),
    "question-person": Message(
        N_("The question names somebody else: {value}."),
        N_("Write the function instead (“the mayor”, “a neighbour”), or ask the person with “to:”. Nothing is lost."),
    ),
    "question-contact": Message(
        N_("The question holds a telephone number or an e-mail address: {value}."),
        N_("Take it out: whoever asks is answered on this page, and by letter if they sent one. Nothing is lost."),
    ),
    "question-days": Message(
        N_("“{key}” says {value}, which is before the question was asked ({day})."),
        N_("Correct the day."),
    ),
    "question-closed": Message(
        N_("The question was closed on {day}: nothing is asked or answered after it."),
        N_("Take “closed” out of the question to open it again, or ask a new one. Nothing is lost."),
    ),
    "question-missing": Message(
        N_("There is no question beside this text that could be shown."),
        N_("The question is the file index.md of the same folder. If it was withdrawn, remove this text too."),
    ),
    "follow-up-early": Message(
        N_("This was asked further on {value}, before there was an answer ({day})."),
        N_("Correct the day; while nobody has answered, complete the question itself."),
    ),
    "follow-up-gap": Message(
        N_("What is asked further has the number {number}, but number {gap} is missing, or has no answer."),
        N_("Each follow-up comes after the answer to the one before: follow-up-1.md, answer-1.md, follow-up-2.md …"),
    ),
    "follow-up-many": Message(
        N_("More is asked further than this site allows ({limit})."),
        N_("Close the question: write “closed: {day}” into {question}. Then ask this as a new one. Nothing is lost."),
    ),
    "answer-capacity": Message(
        N_("“{value}” signs the answer, whose profile does not say in what capacity they answer."),
        N_("An answer is signed by a service or an elected official: their profiles say so with kind: and office:."),
    ),
    "answer-early": Message(
        N_("The answer is dated {value}, before its question was asked ({day})."), N_("Correct one of the two days.")
    ),
    "answer-contact": Message(
        N_("The answer holds a telephone number or an e-mail address: {value}."),
        N_("Take it out, and link to the page of the service that gives it: an answer stays, numbers change."),
    ),
    "answer-person": Message(
        N_("The answer names somebody else: {value}."),
        N_("Whoever asked stays unnamed, and so do others: write “you”, or the function (“the deputy for roads”)."),
    ),
    "answer-sources": Message(
        N_("The answer gives no source."),
        N_("Say what it rests on below “sources:”, one a line: what it is, then its address or a document’s path."),
    ),
    "answer-source": Message(
        N_("“{value}” is no source that readers could open."),
        N_("Give an address that begins with https://, or the path of a document or a text from this file."),
    ),
    "answer-reader": Message(
        N_("“{value}” signs this answer and cannot be the one who read it over."), N_("Name somebody else of the team.")
    ),
    "answer-days": Message(
        N_("“{key}” says {value}, which is before the day of the answer ({day})."), N_("Correct the day.")
    ),
}
declare_messages(_MESSAGES)
