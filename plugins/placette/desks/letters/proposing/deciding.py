"""What the front matter of a letter's post says, and what it can't say yet: one decision for each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.desks.intake import licence_named, one_line
from placette.desks.letters.letter import WRITER, YOU_CHOOSE, Case, Consent
from placette.desks.letters.proposing.facts import SiteFacts, words_of
from placette.desks.letters.proposing.phrases import as_title, first_sentence, first_words
from placette.desks.letters.proposing.places import commune_said, name_of
from placette.desks.review import other_language, read_prose
from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten
from placette.engine.base.text import fold
from placette.engine.library.communes import WHOLE

NONE, AGREED = "none", "agreed"
"""What the form writes for “nobody can be recognised” and “all agree”."""
_LONGEST = 120
"""Characters of the longest answer that goes into a line; the schema's limit is 140."""
_SUMMARY = 300
"""The schema's limit for sentences."""
_SHOWN = 40
"""Characters of an unusable answer that a comment repeats."""
_FIRST_WORDS = N_("a title; this one is made of the first words")
_SUMMARY_LACKS = N_("one or two sentences that make people want to read")
_SUMMARY_BEGINS = N_("one or two sentences; the text begins: “{words}”")
_COMMUNE_LACKS = N_("which commune is it about?")
_COMMUNE_GUESSED = N_("the text names this commune; is it right?")
_COMMUNE_UNKNOWN = N_("“{value}” is not one commune of this territory")
_CATEGORY_LACKS = N_("one of the categories: {choices}")
_CATEGORY_UNKNOWN = N_("“{value}” is not a category; choose one of: {choices}")
_LICENCE_LACKS = N_("does the writer agree to a licence?")
_MINORS_LACK = N_("can a child be recognised in the photos, and do the parents agree?")
_PEOPLE_LACK = N_("can somebody be recognised in the photos, and do they agree?")
_CREDIT_LACKS = N_("who took the photos?")


@dataclass(frozen=True, slots=True)
class Decision:
    """A value, what is to be completed about it (empty where nothing is), and whether it is a gap."""

    value: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is a gap."""
        return bool(self.note)


def decide_title(case: Case, facts: SiteFacts) -> Decision:
    """The title that the writer gave: in an answer, the form, the document or the subject; else the first words.

    What a document calls its title stands nowhere else; a subject often only says what is attached.
    """
    written = case.written
    said = shorten(one_line(case.answers.title or case.letter.fields.get("title", "")), _LONGEST)
    found = said or as_title(written.title) or as_title(case.letter.subject)
    if found:
        return Decision(found)
    say = words_of(facts.lang).gettext
    words = first_words(written.markdown) or say(N_("Letter {number}")).format(number=case.number)
    return Decision(words, say(_FIRST_WORDS))


def decide_summary(case: Case, facts: SiteFacts) -> Decision:
    """The writer's summary; never one of ours, but the first sentence is proposed beside it."""
    said = case.answers.summary or case.letter.fields.get("summary", "")
    if said:
        return Decision(shorten(one_line(said), _SUMMARY))
    say = words_of(facts.lang).gettext
    words = first_sentence(case.written.markdown)
    return Decision("", say(_SUMMARY_BEGINS).format(words=words) if words else say(_SUMMARY_LACKS))


def decide_commune(case: Case, facts: SiteFacts) -> Decision:
    """The commune that was said; else the one that the title or the text names, which somebody has to confirm."""
    say, index = words_of(facts.lang).gettext, facts.communes
    said = one_line(case.answers.commune or case.letter.fields.get("commune", ""))
    if said:
        found = index.find(said)
        if said == WHOLE or len(found) == 1:
            return Decision(said if said == WHOLE else name_of(found[0], index))
        return Decision("", say(_COMMUNE_UNKNOWN).format(value=shorten(said, _SHOWN)))
    written = case.written
    title = decide_title(case, facts).value
    guess = commune_said(title, index) or commune_said(written.markdown, index)
    return Decision(name_of(guess, index), say(_COMMUNE_GUESSED)) if guess else Decision("", say(_COMMUNE_LACKS))


def decide_category(case: Case, facts: SiteFacts) -> Decision:
    """The category that was said, if the site has it."""
    say, choices = words_of(facts.lang).gettext, ", ".join(facts.categories.values())
    written = case.answers.category or case.letter.fields.get("category", "")
    said = "" if written == YOU_CHOOSE else one_line(written)
    if found := facts.categories.get(fold(said)):
        return Decision(found)
    if said:
        return Decision("", say(_CATEGORY_UNKNOWN).format(value=shorten(said, _SHOWN), choices=choices))
    return Decision("", say(_CATEGORY_LACKS).format(choices=choices))


def decide_licence(case: Case, facts: SiteFacts) -> Decision:
    """The licence that the writer agreed to by its name, in the form or an answer, and hasn't refused since.

    A yes without a name agrees to nothing that could be written here.
    """
    consent = last_consent(case, "licence")
    chosen = licence_named(case.answers.licence) or licence_named(case.letter.fields.get("licence", ""))
    refused = consent is not None and not consent.agreed
    if chosen and not refused:
        return Decision(chosen)
    return Decision("", words_of(facts.lang).gettext(_LICENCE_LACKS))


def decide_minors(case: Case, facts: SiteFacts) -> Decision:
    """What the post says of children: none, or that the parents agreed, with the letter's number as the reference."""
    said = _settled(case, "minors")
    authorised, nobody = ("autorisation", "aucun") if facts.french else ("authorised", "none")
    if said == NONE:
        return Decision(nobody)
    return Decision(f"{authorised}:{case.number}") if said else Decision("", words_of(facts.lang).gettext(_MINORS_LACK))


def decide_people(case: Case, facts: SiteFacts) -> Decision:
    """Whether those who can be recognised agree; a post has no line for that."""
    said = _settled(case, "people")
    return Decision(said) if said else Decision("", words_of(facts.lang).gettext(_PEOPLE_LACK))


def decide_credit(case: Case, facts: SiteFacts) -> Decision:
    """Who took the photos."""
    written = case.answers.credit or case.letter.fields.get("credit", "")
    said = shorten(one_line(_signature(case, facts) if written == WRITER else written), _LONGEST)
    return Decision(said) if said else Decision("", words_of(facts.lang).gettext(_CREDIT_LACKS))


def _signature(case: Case, facts: SiteFacts) -> str:
    """The name under the text, as far as it is known."""
    fields = case.letter.fields
    known = facts.people.get(case.author, "")
    return known or case.answers.signature or fields.get("signature", "") or fields.get("name", "")


def decide_language(case: Case, facts: SiteFacts) -> str:
    """The language of a text that is clearly in another of the site's languages; else empty."""
    found = other_language(read_prose(case.written.markdown), facts.lang)
    return found if found in facts.languages and found != facts.lang else ""


def last_consent(case: Case, what: str) -> Consent | None:
    """The last word of the writer on a licence, on people or on children."""
    return next((consent for consent in reversed(case.answers.consents) if consent.what == what), None)


def _settled(case: Case, what: str) -> str:
    """``NONE`` or ``AGREED`` where that is known; what was answered since counts more than the form."""
    if consent := last_consent(case, what):
        return (NONE if consent.nobody else AGREED) if consent.agreed else ""
    said: Mapping[str, str] = case.letter.fields
    return said[what] if said.get(what) in {NONE, AGREED} else ""
