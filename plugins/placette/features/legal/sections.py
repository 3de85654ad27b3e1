"""Sections of legal pages above their own text: the notice, personal data, the declaration of accessibility.

Law of 21 June 2004 (LCEN), article 1-1; décret n° 2007-1527; Regulation (EU) 2022/2065 (DSA), articles 16 and 17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from typing import NamedTuple

from placette.engine.base.translation import N_
from placette.engine.rendering.views import HeadingView
from placette.engine.texts.typography import typeset_text
from placette.features.legal.settings import (
    GROUNDS,
    NO_SPACE,
    Accessibility,
    LegalSettings,
    Processor,
    PublisherKind,
    State,
    owes_a_space,
)


class PieceView(NamedTuple):
    """A part of a sentence; a link where it has an address."""

    text: str
    url: str = ""


LineView = tuple[PieceView, ...]


class RowView(NamedTuple):
    """A name and its value."""

    label: str
    line: LineView


class BlockView(NamedTuple):
    """One of a paragraph (``text``), a list (``items``, ``steps``) or names with their values (``rows``)."""

    kind: str
    lines: tuple[LineView, ...] = ()
    rows: tuple[RowView, ...] = ()


class SectionView(NamedTuple):
    """A heading and its blocks."""

    id: str
    title: str
    level: int
    blocks: tuple[BlockView, ...]


class LegalView(NamedTuple):
    """The legal part of a page above its own text. ``lang`` is the language of that text."""

    lang: str
    demonstration: str
    sections: tuple[SectionView, ...]

    @property
    def headings(self) -> tuple[HeadingView, ...]:
        """Return the entries of the table of contents."""
        return tuple(HeadingView(part.id, part.title, part.level) for part in self.sections if part.title)


ANCHOR = "legal-"
"""The prefix of these sections' anchors: those of texts can't have it."""

Values = Mapping[str, PieceView]
"""The values for the names in braces of a sentence."""


class Block(NamedTuple):
    """A block as it is declared: msgids, or lines that are ready; for ``rows``, each msgid with the name of a value."""

    kind: str
    lines: tuple[str | LineView, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


class Section(NamedTuple):
    """A section as it is declared: the end of its anchor, its title (a msgid), its blocks; a msgid is a paragraph."""

    id: str
    title: str
    blocks: tuple[Block | str, ...] = ()
    level: int = 2


def items(*lines: str | LineView) -> Block:
    """Return a list."""
    return Block("items", lines)


def steps(*lines: str) -> Block:
    """Return a numbered list."""
    return Block("steps", lines)


def rows(*named: tuple[str, str]) -> Block:
    """Return names (msgids), each with the name of its value."""
    return Block("rows", rows=named)


def plain(written: str) -> LineView:
    """Return a line as an editor wrote it."""
    return (PieceView(written),)


def put_into_words(section: Section, say: Callable[[str], str], values: Values, lang: str) -> SectionView:
    """Return a section in the site's language; raises ``KeyError`` for a name in braces that nothing gives.

    What the settings say is typeset in ``lang``, as texts are.
    """
    values = {name: _typeset(value, lang) for name, value in values.items()}
    blocks = []
    for declared in section.blocks:
        block = Block("text", (declared,)) if isinstance(declared, str) else declared
        lines = tuple(
            _line(say(line), say, values) if isinstance(line, str) else tuple(_typeset(piece, lang) for piece in line)
            for line in block.lines
        )
        rows = tuple(RowView(say(label), (_value(name, say, values),)) for label, name in block.rows)
        blocks.append(BlockView(block.kind, lines, rows))
    return SectionView(ANCHOR + section.id, say(section.title) if section.title else "", section.level, tuple(blocks))


def _typeset(piece: PieceView, lang: str) -> PieceView:
    return piece._replace(text=typeset_text(piece.text, lang))


def _line(sentence: str, say: Callable[[str], str], values: Values) -> LineView:
    pieces = []
    for words, name, _, _ in Formatter().parse(sentence):
        pieces += [PieceView(words)] if words else []
        pieces += [_value(name, say, values)] if name else []
    return tuple(pieces)


def _value(name: str, say: Callable[[str], str], values: Values) -> PieceView:
    return values[name] if values[name].text else PieceView(say(N_("to be filled in")))


_COMMITMENT = (
    N_(
        "{publisher} is committed to making its websites accessible, in accordance with article 47 of the law"
        " n° 2005-102 of 11 February 2005 and with décret n° 2019-768. To this end it carries out a plan of several"
        " years and a plan of action for each year: {plan}."
    ),
    N_("This declaration of accessibility applies to the site {site}."),
)
_STATES: dict[State, str] = {
    "non": N_(
        "The site {site} does not comply with the RGAA (référentiel général d’amélioration de l’accessibilité),"
        " version 4.1: fewer than half of the criteria are met."
    ),
    "partielle": N_(
        "The site {site} complies in part with the RGAA (référentiel général d’amélioration de l’accessibilité),"
        " version 4.1, because of the failures and the exemptions listed below."
    ),
    "totale": N_(
        "The site {site} complies with the RGAA (référentiel général d’amélioration de l’accessibilité), version 4.1."
    ),
}
_UNKNOWN = N_(
    "The site {site} does not comply with the RGAA (référentiel général d’amélioration de l’accessibilité),"
    " version 4.1: there is no valid audit that would measure how many criteria are met."
)
_AUDITED = N_("The audit of {audit}, made by {auditor}, found that {rate} % of the criteria of RGAA 4.1 are met.")
_NOT_AUDITED = N_("No audit has been made: no rate of compliance can be given.")
_TECHNOLOGIES = ("HTML", "CSS", "SVG")
_SCRIPT = N_("JavaScript, for extras without which the site can still be read")
_PAGES = (N_("home page"), N_("legal notice"), N_("accessibility"), N_("site map"))
_UNLISTED = N_("In the absence of an audit, the criteria that are not met have not been listed. What is known already:")
_UNCHECKED = N_("No page has been checked by an auditor. These are the pages chosen for an audit:")
_CONTACT = (
    N_(
        "If you cannot reach a content or a service, you may ask the publisher to be directed to an accessible"
        " alternative, or to receive the content in another form."
    ),
    items(N_("Send a message: {help}"), N_("Contact: {entity}")),
)
_REMEDIES = (
    N_(
        "This procedure is to be used in the following case: you have told the publisher of a lack of accessibility"
        " that keeps you from a content or a service, and you have not received a satisfactory answer."
    ),
    items(
        N_("Write a message to the {defender}."),
        N_("Contact the delegate of the {delegate} in your region."),
        N_(
            "Send a letter by post, free of charge (no stamp): Défenseur des droits, Libre réponse 71120,"
            " 75342 Paris CEDEX 07."
        ),
    ),
)


def declaration(own: LegalSettings) -> Iterator[Section]:
    """Yield the sections of the declaration, the first without a title."""
    declared = own.accessibility
    yield Section("commitment", "", _COMMITMENT)
    audited = declared.audit is not None and declared.rate is not None
    stated = _STATES[declared.state] if audited else _UNKNOWN
    yield Section("state", N_("State of compliance"), ("{state}", stated))
    yield Section("results", N_("Results of the tests"), (_AUDITED if audited else _NOT_AUDITED,))
    yield Section("inaccessible", N_("Content that is not accessible"))
    none = N_("None is known.")
    failures = _listed(declared.failures, none)
    yield Section("failures", N_("Failures"), failures if audited else (_UNLISTED, *failures), 3)
    yield Section("exemptions", N_("Exemptions for a disproportionate burden"), _listed(declared.exemptions, none), 3)
    excluded = _listed(declared.excluded, none)
    yield Section("excluded", N_("Content to which the obligation does not apply"), excluded, 3)
    yield from _made(declared, audited=audited)
    yield Section("contact", N_("Feedback and contact"), _CONTACT)
    yield Section("remedies", N_("Remedies"), _REMEDIES)


def _made(declared: Accessibility, *, audited: bool) -> Iterator[Section]:
    """Yield how the declaration was made."""
    day = N_("This declaration was made on {day}.")
    yield Section("made", N_("How this declaration was made"), (day,))
    technologies = items(*map(plain, _TECHNOLOGIES), _SCRIPT)
    yield Section("technologies", N_("Technologies that the site is made with"), (technologies,), 3)
    tests = _listed(declared.tests, N_("No assistive technology was tried."))
    yield Section("tests", N_("Where it was tested"), tests, 3)
    tools = _listed(declared.tools, N_("No tool was used."))
    yield Section("tools", N_("Tools used to assess accessibility"), tools, 3)
    sample = items(*_PAGES, *map(plain, declared.sample))
    pages = (sample,) if audited else (_UNCHECKED, sample)
    yield Section("sample", N_("Pages of the site whose compliance was checked"), pages, 3)


def _listed(written: tuple[str, ...], otherwise: str) -> tuple[Block | str, ...]:
    return (items(*map(plain, written)) if written else otherwise,)


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
_AGREED = N_(
    "The agreement asked for before a text or a picture appears is another matter: it is about copyright and about the"
    " right to one's own image (code civil, articles 9 and 372-1). Nothing appears without it, and you may take it back"
    " at any time, for what comes after."
)
_OBLIGATIONS = N_(
    "Who asks for a right of reply and who sends a notice are known to the publisher because the law asks for it"
    " (article 6, paragraph 1, point c, of the GDPR)."
)
_PROCESSORS = N_(
    "Data are neither sold nor matched with others. These bodies handle some of them for the publisher, under"
    " contract (article 28 of the GDPR):"
)
_TRANSFERS = N_(
    "Where one of them handles data outside the European Economic Area, the safeguards"
    " are given beside its name (articles 44 to 49 of the GDPR). What is published can be"
    " read from the whole world."
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
_HOW = N_("Write to {officer}: you have an answer within a month, free of charge.")
_COMPLAIN = N_("If the answer doesn't satisfy you, you may lodge a complaint with the {cnil}.")

LETTERS = Section(
    "letters",
    N_("The letters that you send"),
    (
        N_(
            "A letter (a mail, the form, what is handed in) is kept as it came, with the address that it came from;"
            " with it, what you agreed to, in which words and on which day."
        ),
        N_(
            "All this is kept outside the site: neither in its pages nor in the history of its"
            " texts. Only the number of a letter, what it is for and the days of its steps are"
            " public: they name nobody. A text that is published says which letter it came from."
        ),
        N_(
            "The letter and the address are erased {kept} days after the last step. Where a text of yours is"
            " published, what you agreed to is kept longer, without your address: it proves that the text may be"
            " there. It is erased when you leave the site."
        ),
        N_("To have them erased sooner, answer any mail about your letter, or write to {officer}."),
    ),
)
"""The section where the site takes letters."""
_OF_PUBLIC_BODIES = (
    N_(
        "You may write by electronic means to a public body, and it acknowledges receipt (code des relations entre le"
        " public et l’administration, articles L. 112-8 and L. 112-11)."
    ),
    N_(
        "What it has received may be asked for by anybody; what touches a person's private life is only given to that"
        " person (same code, articles L. 311-1 and L. 311-6)."
    ),
    N_(
        "{publisher} is a public body, and these letters are public archives: they are erased once the archives have"
        " signed for it, and the archives keep some of them (code du patrimoine, articles L. 211-4 and L. 212-2)."
    ),
)


def letters(own: LegalSettings) -> Section:
    """Return the section on letters, with the duties of a public body for one."""
    return LETTERS._replace(blocks=LETTERS.blocks + _OF_PUBLIC_BODIES) if own.is_public else LETTERS


def privacy(own: LegalSettings) -> Iterator[Section]:
    """Yield the sections of the page on personal data, but for those of features."""
    yield _CONTROLLER
    agreed = () if own.grounds == "consentement" else (_AGREED,)
    yield Section("basis", N_("On what ground"), (GROUNDS[own.grounds], *agreed, _OBLIGATIONS))
    processors = items(*map(_named, own.processors)) if own.processors else N_("Nobody is named yet: to be filled in.")
    yield Section("processors", N_("Who else handles them"), (_PROCESSORS, processors, _TRANSFERS))
    last = _WITHDRAW if own.grounds == "consentement" else _OBJECT
    yield Section("rights", N_("Your rights"), (N_("You may:"), items(*_ALWAYS, last), _HOW, _COMPLAIN))


def _named(one: Processor) -> LineView:
    return plain(" – ".join(filter(None, (f"{one.name} ({one.country})", one.role, one.transfer))))


_PUBLISHED = N_(
    "Article 1-1 of the law of 21 June 2004 on confidence in the digital economy (loi n° 2004-575, as amended by"
    " the law of 21 May 2024) asks every site to say who publishes it and who hosts it."
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
_ANSWERS = N_(
    "Texts are read before they are published: the director of the publication answers for them, with their authors"
    " (law of 29 July 1982, article 93-3)."
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
        N_(
            "Anybody who is named or can be recognised in a text may reply to it (law of 21 June 2004, article 1-1;"
            " décret n° 2007-1527 of 24 October 2007)."
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
        N_(
            "Anybody may report content that they consider illegal (Regulation (EU) 2022/2065,"
            " article 16): {notify}. The notice contains:"
        ),
        steps(
            N_("the reasons why you consider the content illegal;"),
            N_("the exact electronic address of the page (URL) and, if need be, the passage;"),
            N_("your name and your e-mail address;"),
            N_("a statement that you believe in good faith that what the notice says is accurate and complete."),
        ),
        N_(
            "You receive an acknowledgement without delay, then a decision that a person made with care and without"
            " bias, its reasons, and how to contest it."
        ),
        N_(
            "Name and address are not asked for when the notice is about the sexual abuse of children (articles 3"
            " to 7 of Directive 2011/93/EU). Such content is also to be reported to {pharos}."
        ),
    ),
)
_STATEMENT = N_(
    "Whoever wrote a text that is refused, corrected, made less visible or taken down receives a statement of"
    " reasons (Regulation (EU) 2022/2065, article 17). It says:"
)
_STATED = (
    N_("what is decided, for which part of the text, and for how long;"),
    N_("on which facts, and whether a notice led to it;"),
    N_("whether automated means were used: here they check the form of texts and never decide alone;"),
    N_("the law that is broken, or the rule of the charter, and why;"),
)
_CONTESTED = {
    True: N_("how to contest it: with the publisher, with a dispute settlement body, in court."),
    False: N_("how to contest it: with the publisher, in court."),
}
"""How, by whether the settings name such a body."""
_MEDIATED = N_("An appeal is examined by {mediation}, who had no part in the decision.")
_DATA = Section(
    "data", N_("Personal data"), (N_("Which data are kept, why, and what your rights are: {privacy_page}."),)
)
_ACCESSIBLE = Section("accessible", N_("Accessibility"), (N_("{state} The declaration: {accessibility_page}."),))
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
    " sides may write here."
)
_TWICE = N_(
    "A text of a service or an elected official is read by two people who did not write it: the one whom it names, and"
    " the one who accepts it."
)
_HELD = N_(
    "Before an election, from the first day of the sixth month before that of the vote until the end of that month, the"
    " posts of services and of elected members of the majority wait (code électoral, articles L. 52-1 and L. 52-8)."
    " Those of members who are not of the majority don't."
)


_MINING = {
    "licence": N_(
        "Texts whose licence reserves all rights may not be mined, as to train artificial intelligence (code de la"
        " propriété intellectuelle, article L. 122-5-3, III; Directive (EU) 2019/790, article 4). The others may, as"
        " their licence says. Search engines and scientific research are not concerned."
    ),
    "reserve": N_(
        "Nothing on this site may be mined, as to train artificial intelligence: all rights are reserved for that (code"
        " de la propriété intellectuelle, article L. 122-5-3, III; Directive (EU) 2019/790, article 4). Search engines"
        " and scientific research are not concerned."
    ),
}


def mining(rights: str) -> Iterator[Section]:
    """Yield the section on what is reserved, where something is."""
    if sentence := _MINING.get(rights):
        yield Section("mining", N_("Text and data mining"), (sentence,))


def notice(own: LegalSettings) -> Iterator[Section]:
    """Yield the sections of the legal notice."""
    registered = (_REGISTERED,) if own.registration or own.is_public else ()
    yield Section("publisher", N_("Publisher"), (_PUBLISHED, rows(*_PUBLISHER, *registered)))
    people = (_DIRECTOR, _EDITOR) if own.editor else (_DIRECTOR,)
    yield Section("direction", N_("Direction of the publication"), (rows(*people), _ANSWERS))
    yield from (_HOST, _REPLY, NOTIFY)
    stated = items(*_STATED, _CONTESTED[bool(own.mediation)])
    yield Section(
        "reasons", N_("Decisions and appeals"), (_STATEMENT, stated, *((_MEDIATED,) if own.mediation else ()))
    )
    if own.privacy_page:
        yield _DATA
    if own.accessibility_page:
        yield _ACCESSIBLE
    if own.is_public:
        yield Section("offices", N_("Services and elected officials"), (_TWICE, *((_HELD,) if own.election else ())))
    if own.opposition and owes_a_space(own):
        sentence = _NONE if own.opposition == NO_SPACE else _SPACES[own.publisher_kind]
        yield Section("opposition", N_("Expression of elected members"), (sentence,))
