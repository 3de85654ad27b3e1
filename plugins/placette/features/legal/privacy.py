"""Personal data: who answers for them, on what ground, who else handles them, which rights people have.

GDPR, articles 6, 13, 15 to 22, 28, 37 and 44 to 49; law of 6 January 1978, article 85.
"""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.features.legal.settings import LegalSettings, Processor
from placette.features.legal.views import LineView
from placette.features.legal.wording import Section, items, plain, rows, text
from placette.features.legal.words import GROUNDS

_CONTROLLER = Section(
    "controller",
    N_("Who answers for the data"),
    (
        rows(
            (N_("Controller"), "publisher"),
            (N_("Address"), "address"),
            (N_("Data protection officer"), "officer"),
        ),
    ),
)
_OBLIGATIONS = text(
    N_(
        "Who signs a pseudonym, who asks for a right of reply and who sends a notice are known to the publisher because"
        " the law asks for it (article 6, paragraph 1, point c, of the GDPR)."
    )
)
_PROCESSORS = text(
    N_(
        "Data are neither sold nor matched with others. These bodies handle some of them for the publisher, under"
        " contract (article 28 of the GDPR):"
    )
)
_TRANSFERS = text(
    N_(
        "Where one of them handles data outside the European Economic Area, what frames this stands beside its name"
        " (articles 44 to 49 of the GDPR). What is published can be read from the whole world."
    )
)
_ALWAYS = (
    N_("see the data about you and receive a copy (article 15);"),
    N_("have them corrected (article 16);"),
    N_("have them erased (article 17), within what the history of the texts allows;"),
    N_("limit what is done with them (article 18);"),
    N_("leave instructions for after your death (law of 6 January 1978, article 85);"),
)
_OBJECT = N_("object at any time, for reasons that are your own, to what is done with them (article 21).")
_WITHDRAW = N_("take back your agreement (article 7), and take your data elsewhere (article 20).")
_HOW = text(N_("Write to {officer}: you have an answer within a month, free of charge."))
_COMPLAIN = text(N_("If the answer doesn't satisfy you, you may lodge a complaint with the {cnil}."))

LETTERS = Section(
    "letters",
    N_("The letters that you send"),
    (
        text(
            N_(
                "A letter (a mail, the form, what is handed in) is kept as it came, with the address that it came from;"
                " with it, what you agreed to, in which words and on which day."
            )
        ),
        text(
            N_(
                "All this lies outside the site: neither in its pages nor in the history of its texts. Only the number"
                " of a letter, what it is for and the days of its steps are public: they name nobody. A text that is"
                " published says which letter it came from."
            )
        ),
        text(
            N_(
                "The letter and the address are erased {kept} days after the last step. Where a text of yours is"
                " published, what you agreed to is kept longer, without your address: it proves that the text may be"
                " there. It is erased when you leave the site."
            )
        ),
        text(N_("To have them erased sooner, answer any mail about your letter, or write to {officer}.")),
    ),
)
"""What stands there where the site takes letters."""


def privacy(own: LegalSettings) -> Iterator[Section]:
    """The sections of the page on personal data, but for those of features."""
    yield _CONTROLLER
    yield Section("basis", N_("On what ground"), (text(GROUNDS[own.grounds]), _OBLIGATIONS))
    named = items(*map(_named, own.processors)) if own.processors else text(N_("Nobody is named yet: to be filled in."))
    yield Section("processors", N_("Who else handles them"), (_PROCESSORS, named, _TRANSFERS))
    last = _WITHDRAW if own.grounds == "consentement" else _OBJECT
    yield Section("rights", N_("Your rights"), (text(N_("You may:")), items(*_ALWAYS, last), _HOW, _COMPLAIN))


def _named(one: Processor) -> LineView:
    return plain(" – ".join(filter(None, (f"{one.name} ({one.country})", one.role, one.transfer))))
