"""What keeps a public site from being published, and posts from appearing before an election."""

from __future__ import annotations

from placette.engine.base.message import N_, Message, Severity
from placette.engine.problems.messages import declare_messages

LEGAL = {
    "legal-missing": Message(N_("{setting} is not filled in."), N_("{proposal}")),
    "legal-fictitious": Message(
        N_("{setting} says “{value}”, which only stands in for the real value."), N_("{proposal}")
    ),
    "legal-director": Message(
        N_("LEGAL_DIRECTOR says “{value}”: the law asks for the name of a person."),
        N_("Write first name and name, then the office."),
    ),
    "legal-page": Message(
        N_("{setting} names the page “{value}”, and the site publishes no such page."),
        N_("Write content/pages/{value}.md (title, summary, and what is special to your site)."),
    ),
    "legal-footer": Message(
        N_("No entry of VIEWS_FOOTER leads to “{value}”: the page must be found from every other."),
        N_('Add ("{label}", "{value}").'),
    ),
    "legal-audit": Message(
        N_("The audit of {value} is more than three years old: its result no longer counts."),
        N_("Have another one made, or declare the state “non” in LEGAL_ACCESSIBILITY."),
    ),
    "election-held": Message(
        N_("This post waits until {until}: {reason}"),
        N_(
            "An editor who judges that it promotes nobody adds “{post}” to LEGAL_RELEASED"
            " (articles L. 52-1 and L. 52-8 of the electoral code)."
        ),
        Severity.ADVICE,
    ),
}
BY_ELECTED = N_("an elected official signs it, and an election is near.")
PROMOTION = N_("“{term}” is where achievements are praised, and an election is near.")
declare_messages(LEGAL)
"""A problem's ``proposal`` and ``reason`` are msgids too: ``required.py`` and this file."""
