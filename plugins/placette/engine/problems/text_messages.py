"""Messages about the body of a text: its HTML, links, pictures, headings."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity

TEXTS = {
    "text-empty": Message(N_("There is no text under the information block."), N_("Write the post below it.")),
    "text-scaffold": Message(
        N_("This sentence stands where you are to write: “{what}”"),
        N_("Put your own words in its place, or delete it."),
    ),
    "withdrawn-rest": Message(
        N_("A withdrawn text keeps nothing but its status and its date; “{what}” would stay readable in the file."),
        N_("Take out every other line, and the text under the information block; photos are deleted."),
    ),
    "text-complex": Message(
        N_("This text nests lists, quotations or HTML too deeply, or crosses them."),
        N_("Simplify its layout."),
    ),
    "text-slow": Message(
        N_("The text takes too long or too much memory to lay out."),
        N_("Simplify its marks, or split it in two posts."),
    ),
    "html-removed": Message(
        N_("“{what}” is not accepted in a text: it would be removed."), N_("Use Markdown instead, or delete it.")
    ),
    "html-dropped": Message(
        N_("“{what}” is left out: the site looks after that itself."),
        N_("Nothing to do; you may also remove it."),
        Severity.ADVICE,
    ),
    "link-scheme": Message(
        N_("The link “{value}” does not lead to a web page, an e-mail or a phone number."),
        N_("Links begin with https://, http://, mailto: or tel:, or name a file of the site."),
    ),
    "link-space": Message(
        N_("The address “{value}” holds a space: readers see these signs instead of a link or a picture."),
        N_("{proposal}"),
    ),
    "link-beginning": Message(
        N_("The link “{value}” lacks its beginning."),
        N_("Write {better}; or, on your computer, run invoke check --fix."),
    ),
    "link-pelican": Message(
        N_("Links in braces, such as “{value}”, are not used here."),
        N_("Write the path of the file from this one, for instance ../the-wash-house/index.md."),
    ),
    "link-missing": Message(N_("The link leads to “{value}”, which does not exist."), N_("{proposal}")),
    "link-elsewhere": Message(
        N_("The document “{value}” lies beside another text."),
        N_("Link to that text, or put a copy of the document beside this one."),
    ),
    "link-waiting": Message(
        N_("The link leads to “{value}”, which is not published yet: readers will see its words without the link."),
        N_("Nothing to do if that text comes out soon."),
        Severity.ADVICE,
    ),
    "link-gone": Message(
        N_("The link leads to “{value}”, which was withdrawn: readers will see its words without the link."),
        N_("Take the link out when you next change this text."),
        Severity.ADVICE,
    ),
    "anchor-missing": Message(
        N_("The link leads to “{value}”, but that page has no such heading."), N_("Check the part after the #.")
    ),
    "photo-missing": Message(
        N_("The picture “{value}” is not beside the text."),
        N_("Put the file in the same folder as the text, with exactly this name."),
    ),
    "photo-refused": Message(
        N_("The file “{value}” is there, but it cannot be shown as it is."),
        N_("Look at what is said of that file, and fix it there."),
    ),
    "photo-remote": Message(
        N_("The picture “{value}” lies on another site."),
        N_("Put a copy beside the text, if you have the right to: readers must not be tracked."),
    ),
    "photo-alt": Message(
        N_("The picture “{value}” has no description for those who cannot see it."),
        N_("Say in a few words what it shows: ![what one sees](photo.jpg)."),
    ),
    "lead-alt": Message(
        N_("The picture “{value}” has no description for those who cannot see it."),
        N_("Add a line {missing}: … that says in a few words what it shows; or {missing}: decorative."),
    ),
    "photo-credit": Message(
        N_("Nobody is named as the maker of the picture “{value}”."),
        N_(
            "Say who made it: after a dash in its caption, ![…](photo.jpg “The basin — photo by Name”),"
            " with image_credit or portrait_credit, or with photographers for all of a post’s."
        ),
    ),
    "photo-licence": Message(
        N_("Nothing says under which licence the picture “{value}” may be shown."),
        N_("Add a line licence: … to the post, or end the picture’s credit with one: photo by Name, CC BY 4.0."),
    ),
    "heading-level": Message(
        N_("A heading of level 1 (#) is the title's own level."),
        N_("Begin your headings with ##."),
        Severity.ADVICE,
    ),
    "heading-jump": Message(N_("This heading skips a level."), N_("After ## comes ###, never ####."), Severity.ADVICE),
    "summary-missing": Message(
        N_("There is no summary: lists and search engines will show the first words."),
        N_("Add a line summary: … of one or two sentences."),
        Severity.ADVICE,
    ),
}
