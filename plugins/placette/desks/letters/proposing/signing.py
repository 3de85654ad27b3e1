"""Who signs a letter's post: somebody whom the site knows, or a new profile under the name that the writer wants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from placette.desks.intake import one_line
from placette.desks.letters.letter import Case
from placette.desks.letters.proposing.facts import SiteFacts, words_of
from placette.desks.writing import NewAuthor, author_source
from placette.engine.base.message import N_
from placette.engine.base.text import slugify
from placette.engine.texts.fields import is_slug
from placette.features.authors.checking import same_to_the_eye
from placette.features.authors.profile import AuthorKind

_LONGEST = 80
"""Characters of the longest name that is taken for one."""
_LACKS = N_("under which name should the text appear? A first name or a pseudonym will do")
_ALIKE = N_("“{name}” reads the same as “{other}”, who writes here: is it the same person?")
_NO_NAME = N_("“{name}” is too long for a name")


@dataclass(frozen=True, slots=True)
class Signing:
    """The key of the author (empty while unknown), what is to be completed, and the profile of somebody new."""

    key: str = ""
    note: str = ""
    profile: str = ""


def decide_signature(case: Case, facts: SiteFacts) -> tuple[str, str]:
    """The free name under a reply, or what is to be completed: one that reads like somebody's here isn't used."""
    say, fields = words_of(facts.lang).gettext, case.letter.fields
    name = one_line(case.answers.signature or fields.get("signature", "") or fields.get("name", ""))
    if not any(character.isalpha() for character in name) or "@" in name:
        return "", say(_LACKS)
    if len(name) > _LONGEST:
        return "", say(_NO_NAME).format(name=f"{name[:30]}…")
    alike = [known for known in facts.people.values() if same_to_the_eye(known, name)]
    return ("", say(_ALIKE).format(name=name, other=one_line(alike[0]))) if alike else (name, "")


def decide_author(case: Case, facts: SiteFacts, folder: PurePosixPath | None = None) -> Signing:
    """Who signs. The name in the mail's ``From`` is nobody's signature until they say so: a profile is public.

    A name that reads like that of somebody who writes here makes no profile, since it may be theirs or an imitation:
    unless they sign the case's own post in ``folder`` already, as the desk or an editor wrote it.
    """
    if case.author:
        return Signing(case.author)
    say, fields = words_of(facts.lang).gettext, case.letter.fields
    name = one_line(case.answers.signature or fields.get("signature", "") or fields.get("name", ""))
    if not any(character.isalpha() for character in name) or "@" in name:
        return Signing(note=say(_LACKS))
    if len(name) > _LONGEST:
        return Signing(note=say(_NO_NAME).format(name=f"{name[:30]}…"))
    profile = author_source(NewAuthor(name, AuthorKind.RESIDENT), french=facts.french)
    alike = {key: known for key, known in facts.people.items() if same_to_the_eye(known, name)}
    own = [key for key in facts.bylines.get(f"{folder}/index.md", ()) if key in alike]
    if own:
        return Signing(own[0], profile=profile)
    if alike:
        return Signing(note=say(_ALIKE).format(name=name, other=one_line(next(iter(alike.values())))))
    return Signing(_free_key(name, case.number, facts), profile=profile)


def _free_key(name: str, number: str, facts: SiteFacts) -> str:
    """A key that nobody has, made of the name; of the letter's number where the name has no Latin letter."""
    own = slugify(name)
    stem = own if is_slug(own) else f"auteur-{number}"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if key not in facts.keys)
