"""Messages of the kind reviewer: advice on posts, verdicts on proposals. See ``messages.py``."""

from __future__ import annotations

from placette.engine.base.translation import N_, Message
from placette.engine.findings.messages import advice, declare_messages

REVIEW = {
    "link-text": advice(
        N_("The link “{text}” does not say where it leads."),
        N_("Put the link on the words that name what is found there: [the shuttle's timetable](…)."),
    ),
    "link-bare": advice(
        N_("The address “{value}” appears in the text without words for the link."),
        N_("Write the words that name the page, then its address: [the shuttle's timetable](https://…)."),
    ),
    "contact-shown": advice(
        N_("“{value}” will be read by everybody, and collected by robots."),
        N_("Make sure that whoever it belongs to agrees; prefer the number or address of a service."),
    ),
    "mark-foreign": advice(
        N_("“{what}” is a mark of {system}: readers will see it as it is."),
        N_("Take it out, or write in Markdown what it stood for."),
    ),
    "mark-unfinished": advice(N_("Readers will see these characters as they are: “{what}”."), N_("{proposal}")),
    "words-unprinted": advice(N_("Readers will not see these words: “{words}”."), N_("{proposal}")),
    "note-uncalled": advice(
        N_("Nothing in the text refers to the note “{name}”: readers will not see it."),
        N_("Write [^{name}] after the word that it explains, or take the note out."),
    ),
    "lines-joined": advice(
        N_("These lines will run together into one paragraph, from “{start}” on."), N_("{proposal}")
    ),
    "alt-repeats-caption": advice(
        N_("The description of “{value}” repeats its caption: people who listen to the page hear it twice."),
        N_("Describe what one sees; leave the place, the day and the names to the caption."),
    ),
    "alt-file-name": advice(
        N_("The description “{alt}” looks like the name of a file."), N_("Say in a few words what the picture shows.")
    ),
    "alt-long": advice(
        N_("The description of “{value}” has {length} characters: that is long to listen to."),
        N_("Keep the main thing, in {limit} characters; the rest may go into the text."),
    ),
    "picture-none": advice(
        N_("The post has no picture; the site will draw a landscape for it."),
        N_("If you have a photo or a drawing of your own, put it beside the text: ![what one sees](photo.jpg)."),
    ),
    "lang-unsaid": advice(
        N_("This text does not seem to be in the site's language: its spaces and its voice would be wrong."),
        N_("Add a line lang: {lang}, or the right one."),
    ),
    "commune-none": advice(
        N_("The post names no commune, so no commune's page will show it."),
        N_('Add a line commune: … with a name or an Insee code, or commune: "*" for the whole territory.'),
    ),
}
"""Messages of a kind reviewer on a post without blocking problems (``commands/review``)."""

_ONE_COMMIT = N_("Tell the team, who can squash and merge; or make one commit of all of them (CONTRIBUTING says how).")
PROPOSALS = {
    "proposal-outside": Message(
        N_("This file is not in the content folder: a proposal of texts changes nothing but content/."),
        N_("Take this file out of your proposal. To improve the site itself, make a proposal of its own."),
    ),
    "proposal-history": Message(
        N_(
            "An earlier commit of this proposal ({commit}) contains this file with {reason}; git"
            " would keep it for ever."
        ),
        _ONE_COMMIT,
    ),
    "proposal-history-outside": Message(
        N_("An earlier commit of this proposal ({commit}) changes this file, which is not in the content folder."),
        _ONE_COMMIT,
    ),
    "proposal-history-contact": advice(
        N_(
            "An earlier commit of this proposal ({commit}) contains {reason} in this file that"
            " the last one doesn't show; git would keep it for ever."
        ),
        _ONE_COMMIT,
    ),
    "proposal-message": advice(
        N_("The message of a commit ({commit}) contains {reason}; git would keep it for ever."), _ONE_COMMIT
    ),
    "proposal-mode": Message(
        N_("This is not an ordinary file ({reason})."), N_("Replace it with an ordinary file, not executable.")
    ),
    "proposal-page": Message(
        N_("The site's own pages are kept by the team."),
        N_("Take it out of your proposal, and tell the team what to change."),
    ),
    "proposal-series": Message(
        N_("Series are opened and described by the team."),
        N_("Take the file out of your proposal, and tell the team about the series you have in mind."),
    ),
    "proposal-editors": Message(
        N_("Only the team adds or changes this file."),
        N_("Take the file out of your proposal, and tell the team what you have in mind."),
    ),
    "proposal-letters": Message(
        N_("Receipts of letters are written by the team."),
        N_("Take the file out of your proposal, and tell the team what is wrong with it."),
    ),
    "proposal-decisions": Message(
        N_("The register of decisions is kept by the team."),
        N_("Take the file out of your proposal; whoever disagrees with a decision may appeal, as the register says."),
    ),
    "proposal-others": Message(
        N_("This belongs to somebody else ({names})."),
        N_("Take it out of your proposal, or ask its author to propose it."),
    ),
    "proposal-name": Message(
        N_("This text is signed by {names}, whose account is not yours ({account})."),
        N_("Sign with your own key, or ask that person to propose the text."),
    ),
    "proposal-asked": advice(
        N_("This text also speaks for {names}."), N_("Ask them before it is published, and say here that they agree.")
    ),
    "proposal-translation": advice(
        N_("This text says that it translates a post by {names}, whose page will lead to it."),
        N_("Ask them before it is published, and say here that they agree."),
    ),
    "proposal-unclaimed": Message(
        N_("Nothing shows that {names} proposes this text: the profile names no account."),
        N_("Ask the team: they make sure who proposes it, and add a line account: … to the profile."),
    ),
    "proposal-reserved": Message(
        N_("“{value}” contains a word of office ({word}): readers would take it for the voice of an institution."),
        N_("Sign as yourself and say it in the text; or ask the team, who will add the institution."),
    ),
    "proposal-alike": Message(
        N_("“{value}” consists of the same words as the name of {names}, who writes here."),
        N_("If it is the same person, ask the team; otherwise have another name chosen."),
    ),
    "proposal-reader": Message(
        N_("Only those who read for the team say so, each of themselves and from their own account: {names}."),
        N_("Take this line out: whoever reads your text for the team adds it."),
    ),
    "proposal-unread": Message(
        N_("Another reader must have read a text of a service or an elected official as it now is."),
        N_("Ask the team: the person who reads it adds “{key}: [their key]” and proposes the text."),
    ),
    "proposal-electoral": advice(
        N_("An elected official signs this text, and it speaks of elections: {words}."),
        N_("Read it again: nothing here calls for a vote or praises a list (article L. 52-1 of the electoral code)."),
    ),
    "proposal-accounts": advice(
        N_("No profile names an account: only the team can sign texts."),
        N_("Add a line account: … to the profiles of those who have an account on the forge."),
    ),
    "proposal-account": Message(
        N_("This profile names the account {value}, which is not yours ({account})."),
        N_("Write your own account, or let the team propose this profile."),
    ),
    "proposal-office": Message(
        N_("This profile speaks as “{value}”, and only the team can confirm that."),
        N_("Propose another kind of profile, or ask the team, who will propose this one."),
    ),
    "proposal-imported": Message(
        N_("Only the import of another site writes this line, and the team proposes what it made."),
        N_("Take the line out; describe your pictures."),
    ),
    "proposal-gone": Message(
        N_("This address is that of a withdrawn text: only an editor may make one, change it or bring a text back."),
        N_("Take it out of your proposal, and ask the team."),
    ),
    "proposal-withdraw": Message(
        N_("Other people wrote this text too ({names}), so it cannot be withdrawn by one of them."),
        N_("Take your name out of “authors”, or ask the team, who will ask them."),
    ),
    "proposal-deletions": Message(
        N_("This proposal removes {count} texts; more than {limit} at once need the team's agreement."),
        N_("Bring the texts back, or tell the team why they should go."),
    ),
    "proposal-many": Message(
        N_("This proposal adds or changes {count} texts; {limit} at the most can be read with care at a time."),
        N_("Send the others in another proposal, or ask the team to add them."),
    ),
}

declare_messages(REVIEW)
declare_messages(PROPOSALS)
