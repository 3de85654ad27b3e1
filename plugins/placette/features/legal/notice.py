"""The legal notice: who publishes and hosts the site, how to reply to a text, report one, contest a decision.

Law of 21 June 2004 (LCEN), article 1-1; décret n° 2007-1527; Regulation (EU) 2022/2065 (DSA), articles 16 and 17.
"""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.features.legal.required import owes_a_space
from placette.features.legal.settings import NO_SPACE, LegalSettings, PublisherKind
from placette.features.legal.wording import Section, items, rows, steps, text

_PUBLISHED = text(
    N_(
        "Article 1-1 of the law of 21 June 2004 on confidence in the digital economy (loi n° 2004-575, as amended by"
        " the law of 21 May 2024) asks every site to say who publishes it and who hosts it."
    )
)
_PUBLISHER = (
    (N_("Name"), "publisher"),
    (N_("Form"), "kind"),
    (N_("Address"), "address"),
    (N_("Telephone"), "telephone"),
    (N_("E-mail"), "email"),
)
_REGISTERED = (N_("SIREN number"), "registration")
_DIRECTOR = (N_("Director of the publication"), "director")
_EDITOR = (N_("Responsible for the texts"), "editor")
_ANSWERS = text(
    N_(
        "Texts are read before they are published: the director of the publication answers for them, with their authors"
        " (law of 29 July 1982, article 93-3)."
    )
)
_HOST = Section(
    "host",
    N_("Hosting"),
    (rows((N_("Name"), "host"), (N_("Address"), "host_address"), (N_("Telephone"), "host_telephone")),),
)
_REPLY = Section(
    "reply",
    N_("Right of reply"),
    (
        text(
            N_(
                "Anybody who is named or can be recognised in a text may reply to it (law of 21 June 2004, article 1-1;"
                " décret n° 2007-1527 of 24 October 2007)."
            )
        ),
        items(
            N_(
                "The request goes to the director of the publication, {director}, within three months of the day on"
                " which the text went online: by registered letter with acknowledgement of receipt ({address}), or by"
                " any other means that proves who asks and that the request arrived."
            ),
            N_(
                "It says on which page the text is, who signs it if that is known, and whether it is writing, sound or"
                " pictures; it quotes the passages in question and gives the reply that is to be published."
            ),
            N_(
                "The reply is published within three days of the receipt of the request, free of charge, in conditions"
                " similar to those of the text, and stays as long as the text does."
            ),
            N_("It is no longer than the text that it answers, and never longer than two hundred lines."),
        ),
    ),
)
NOTIFY = Section(
    "notify",
    N_("Report illegal content"),
    (
        text(
            N_(
                "Anybody may report a content that they consider illegal (Regulation (EU) 2022/2065, article 16):"
                " {notify}. The notice holds:"
            )
        ),
        steps(
            N_("the reasons why you consider the content illegal;"),
            N_("the exact electronic address of the page (URL) and, if need be, the passage;"),
            N_("your name and your e-mail address;"),
            N_("a statement that you believe in good faith that what the notice says is accurate and complete."),
        ),
        text(
            N_(
                "You receive an acknowledgement without delay, then a decision that a person made with care and without"
                " bias, its reasons, and how to contest it."
            )
        ),
        text(
            N_(
                "Name and address are not asked for when the notice is about the sexual abuse of children (articles 3"
                " to 7 of Directive 2011/93/EU). Such content is also to be reported to {pharos}."
            )
        ),
    ),
)
_STATEMENT = (
    text(
        N_(
            "Whoever wrote a text that is refused, corrected, made less visible or taken down receives a statement of"
            " reasons (Regulation (EU) 2022/2065, article 17). It says:"
        )
    ),
    items(
        N_("what is decided, for which part of the text, and for how long;"),
        N_("on which facts, and whether a notice led to it;"),
        N_("whether automated means were used: here they check the form of texts and never decide alone;"),
        N_("the law that is broken, or the rule of the charter, and why;"),
        N_("how to contest it: with the publisher, with a dispute settlement body, in court."),
    ),
)
_MEDIATED = text(N_("An appeal is examined by {mediation}, who had no part in the decision."))
_DATA = Section(
    "data", N_("Personal data"), (text(N_("Which data are kept, why, and what your rights are: {privacy_page}.")),)
)
_ACCESSIBLE = Section("accessible", N_("Accessibility"), (text(N_("{state} The declaration: {accessibility_page}.")),))
_SPACES: dict[PublisherKind, str] = {
    "commune": N_(
        "Elected members who are not of the majority have a space of their own on this site (code général des"
        " collectivités territoriales, article L. 2121-27-1): {opposition}."
    ),
    "intercommunalite": N_(
        "Elected members who are not of the majority have a space of their own on this site (code général des"
        " collectivités territoriales, articles L. 5211-1 and L. 2121-27-1): {opposition}."
    ),
    "departement": N_(
        "The groups of elected members have a space of their own on this site (code général des collectivités"
        " territoriales, article L. 3121-24-1): {opposition}."
    ),
    "region": N_(
        "The groups of elected members have a space of their own on this site (code général des collectivités"
        " territoriales, article L. 4132-23-1): {opposition}."
    ),
}
_NONE = N_(
    "This site gives no general information on what the council has achieved or how it manages: elected members of all"
    " sides write here on the same terms as residents."
)


def notice(own: LegalSettings) -> Iterator[Section]:
    """The sections of the legal notice."""
    registered = (_REGISTERED,) if own.registration or own.is_public else ()
    yield Section("publisher", N_("Publisher"), (_PUBLISHED, rows(*_PUBLISHER, *registered)))
    people = (_DIRECTOR, _EDITOR) if own.editor else (_DIRECTOR,)
    yield Section("direction", N_("Direction of the publication"), (rows(*people), _ANSWERS))
    yield from (_HOST, _REPLY, NOTIFY)
    yield Section("reasons", N_("Decisions and appeals"), (*_STATEMENT, *((_MEDIATED,) if own.mediation else ())))
    if own.privacy_page:
        yield _DATA
    if own.accessibility_page:
        yield _ACCESSIBLE
    if own.opposition and owes_a_space(own):
        said = _NONE if own.opposition == NO_SPACE else _SPACES[own.publisher_kind]
        yield Section("opposition", N_("Expression of elected members"), (text(said),))
