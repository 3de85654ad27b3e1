"""Messages of the checks about answers and short replies."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

_ANSWERS = {
    "answer-unknown": Message(N_("No post has a folder called “{value}”."), N_("{proposal}")),
    "answer-ambiguous": Message(
        N_("Several posts have a folder called “{value}”."), N_("Write the year too, one of: {names}.")
    ),
    "answer-itself": Message(
        N_("“{key}” names this very post."),
        N_("Name the folder of the post that this one answers, or remove this line."),
    ),
    "answer-circle": Message(
        N_("This post and “{value}” each say that they answer the other, at once or by way of others."),
        N_("Remove this line from the one that was written first."),
    ),
    "answer-draft": Message(
        N_("“{value}”, which this post answers, is a draft: nobody could read it."),
        N_("Publish that post first, or make this one a draft too."),
    ),
    "answer-before": Message(
        N_("“{value}”, which this post answers, appears later, on {day}."),
        N_("Correct the date of this post, or the name."),
    ),
    "right-of-reply-alone": Message(
        N_("“{key}” says that this is a right of reply, but not to which post."),
        N_("Add a line answers: … with the name of that post's folder."),
    ),
    "right-of-reply-days": Message(
        N_("The right of reply was asked for on {day}: before the post that it answers, or after its own publication."),
        N_("Correct the day on which it arrived."),
    ),
    "right-of-reply-late": Message(
        N_("A right of reply that arrived on {day} is due by {due}: French law gives three days."),
        N_("Publish it without delay, or ask whoever is responsible for the site why it may wait."),
        Severity.ADVICE,
    ),
    "right-of-reply-long": Message(
        N_("This right of reply has {length} signs; French law gives it {limit}."),
        N_("Have it shortened by whoever wrote it, or publish it whole of your own will."),
        Severity.ADVICE,
    ),
}
_REPLIES = {
    "reply-date": Message(
        N_("The name of this file does not begin with a day."),
        N_("Call it by its day and a word: 2026-05-04-merci.md."),
    ),
    "reply-signature": Message(
        N_("A reply is signed once: with a free name, or with the key of somebody who writes here."),
        N_("Keep one of the two lines name: … and author: …"),
    ),
    "reply-reader": Message(
        N_("“{value}” signs this reply and cannot be the one who read it."), N_("Name somebody else of the team.")
    ),
    "reply-long": Message(
        N_("This reply has {length} signs; {limit} at the most."),
        N_("Shorten it with its writer, or make it a post with a line answers: …"),
    ),
    "reply-links": Message(
        N_("This reply holds more links than words of its own."),
        N_("Ask for a sentence or two, and keep up to three links."),
    ),
    "reply-marks": Message(
        N_("A reply is plain text with links: readers would see “{value}” as it stands here."),
        N_("Write it without marks: no titles, pictures, emphasis, HTML."),
    ),
    "reply-contact": Message(
        N_("This reply shows an e-mail address or a telephone number ({value}): everybody will read it."),
        N_("Take it out; link to a page that gives it, if it is a public one."),
    ),
    "reply-named": Message(
        N_("This reply names {name}, who wrote neither it nor the post."),
        N_("Ask whether they agree; then add a line people: [{key}]. Otherwise take the name out."),
    ),
    "reply-alike": Message(
        N_("“{value}” reads the same as {name}, who writes here."),
        N_("If it is the same person, write author: {key} in place of the name; otherwise have another name chosen."),
    ),
    "reply-unknown": Message(N_("No post has a folder called “{value}”, to which this would reply."), N_("{proposal}")),
    "reply-ambiguous": Message(
        N_("Several posts have a folder called “{value}”."), N_("Add a line answers: … with one of: {names}.")
    ),
    "reply-draft": Message(
        N_("“{value}” was not public on the day of this reply."), N_("Publish that post first, or correct the day.")
    ),
    "reply-closed": Message(
        N_("Replies to “{value}” were closed after {day}."),
        N_("Make it a post with a line answers: …, or give that post a later day (replies: …)."),
    ),
    "reply-many": Message(
        N_("“{value}” has {limit} replies, as many as a post may have."),
        N_("Make it a post with a line answers: …, or raise REPLIES_MOST."),
    ),
}
FOLDER_NAME = N_("Write the name of that post's folder: “le-lavoir” for articles/2026/le-lavoir/.")
"""The proposal when no name is close."""
declare_messages(_ANSWERS | _REPLIES)
