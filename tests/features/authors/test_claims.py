"""Names drawn by chance: what claims something is blocked on every site, what a resident may bear passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from placette.commands.intake import known_names
from placette.commands.review.proposal import registry_of
from placette.engine.content.communes import load_communes, read_communes
from placette.engine.content.kinds import AnyKind, draft_text
from placette.features.authors.claims import KnownNames
from placette.features.authors.profile import PROFILE
from placette.features.territory.national import make_reference, render_reference
from placette_network.sources import SOURCE
from tests.features.territory.fixture_territories import choice_of, the_france
from tests.fixture_kinds import KINDS
from tests.fixture_site import ROOT

COUNT, MOST_BLOCKED = 500, 10
LISTS = {
    key: [name.replace("_", " ") for name in names.split()]
    for key, names in yaml.safe_load(Path(__file__).with_name("claims.yml").read_text(encoding="utf-8")).items()
}
SITES = {"demonstration": "", "village": "63430", "epci": "243500741", "overseas": "974"}
"""Thiers alone, redon Agglomération with two régions, La Réunion; the demonstration has its own territory."""


def claims_of(site: str) -> KnownNames:
    """What a site knows: of the demonstration what it has, else a territory of the official list and a few people."""
    if site == "demonstration":
        kinds: dict[str, AnyKind] = {"authors": PROFILE, "sources": SOURCE}
        texts = [
            draft_text(f"{folder}/{path.name}", kind, path.read_bytes())
            for folder, kind in kinds.items()
            for path in (ROOT / "content" / folder).glob("*.md")
        ]
        settings: dict[str, Any] = {"SITENAME": "Carnets d’Auvergne", "LEGAL_PUBLISHER": "Syndicat (fictif)"}
        communes = load_communes(ROOT / "territory.json")
    else:
        people = {"habitante": "Perrine Aubrelin", "élu": "Jean-Luc Vauzelle", "service": "Service Voirie"}
        people |= {"équipe": "La bande du Sémaphore", "association": "Les Amis de la tourbière"}
        texts = [
            draft_text(f"authors/p{at}.md", PROFILE, f"---\nname: {name}\nkind: {kind}\noffice: x\n---\n".encode())
            for at, (kind, name) in enumerate(people.items())
        ]
        settings = {"SITENAME": "Le Sémaphore bleu", "LEGAL_PUBLISHER": "Association des Veilleurs du Sémaphore"}
        communes = read_communes(render_reference(make_reference(the_france(), choice_of(SITES[site]))).encode())
    return registry_of(texts, KINDS, folders=(), known_names=known_names(settings, communes)).known_names


SLIPS: tuple[Callable[[str, Random], str], ...] = (
    lambda name, _: name,
    lambda name, _: name.upper(),
    lambda name, _: name.lower().replace(" ", ""),
    lambda name, _: name.translate(str.maketrans("aeo", "аео")),
    lambda name, _: name.translate(str.maketrans("éèêôç", "eeeoc")),
    lambda name, chance: f"{name[: (at := chance.randrange(1, len(name)))]} {name[at:]}",
    lambda name, _: f"{name} 63",
)
"""Other ways to write a name that an eye takes for it."""
OFFICES = (
    "CAF|CPAM|SDIS 63|Trésor public|Préfecture|CCAS de {place}|Gendarmerie de {place}|Le webmestre|Hôtel de Ville"
    "|Direction de l’eau|Mairesse de {place}|Monsieur le Maire|La rédaction|L’équipe|Madame la préfète|Le sous-préfet"
    "|{first} {surname} maire de {place}|{first} {surname} (adjointe)|Au nom de {place}|Collège {place}"
    "|{place} officiel|L’équipe de {place}|Police municipale|Conseil de quartier|École {surname}"
).split("|")


def claiming(claims: KnownNames, chance: Random) -> str:
    """A name that claims something: a place, a body, a person that the site knows, an office."""
    plain = {name: name.partition(" (")[0].partition(",")[0] for name in (*claims.people, *claims.bodies)}
    place = chance.choice(claims.places)
    match chance.randrange(4):
        case 0:
            name = chance.choice(("", "Ville de ", "Commune de ", "Mairie de ", "Région ", "Mairie ")) + place
        case 1:
            name = plain[chance.choice(claims.bodies)]
        case 2:
            person = plain[chance.choice([name for name in claims.people if plain[name].count(" ") == 1])]
            first, _, surname = person.rpartition(" ")
            slips = (person, f"{first[0]}. {surname}", surname, f"Mr {surname}", f"{surname} {first}")
            slip = chance.choice((*slips, f"{person} de {place}"))
            return slip if slip not in (person, f"{surname} {first}") else chance.choice(SLIPS)(slip, chance)
        case _:
            words = {key: chance.choice(names) for key, names in LISTS.items()}
            return chance.choice(OFFICES).format(place=place, **words)
    return chance.choice(SLIPS)(name, chance)


def bearable(claims: KnownNames, chance: Random) -> str:
    """A name that a resident may bear; a commune's is a surname, too."""
    first, (surname, other) = chance.choice(LISTS["first"]), chance.sample(LISTS["surname"], 2)
    surname = chance.choice((surname, surname, surname, chance.choice(claims.places)))
    forms = (f"{first} {surname}", f"{surname.upper()} {first}", f"{first} {surname}-{other}", f"Mme {first} {surname}")
    return chance.choice((*forms, f"{first} {surname}", f"{first} {chance.choice(LISTS['first'])} {surname}"))


@pytest.mark.whole
@pytest.mark.parametrize("site", SITES)
def test_what_claims_something_is_blocked_and_residents_pass(site: str) -> None:
    claims, chance = claims_of(site), Random(f"claims of {site}")
    passing = [name for _ in range(COUNT) if not claims.judge(name := claiming(claims, chance))]
    assert not passing
    blocked = {name: claim for _ in range(COUNT) if (claim := claims.judge(name := bearable(claims, chance)))}
    assert len(blocked) <= MOST_BLOCKED, blocked
    for _ in range(COUNT // 10):
        voice, body = chance.choice(VOICES), chance.choice((*OFFICES[:12], "la ville de {place}", "{place}"))
        words = {key: chance.choice(names) for key, names in LISTS.items()}
        text = f"{words['first']} vit ici. {voice} {body}.".format(place=chance.choice(claims.places))
        assert claims.judge_description(text), text
        assert claims.judge_description(f"Bonjour. Je suis {chance.choice(OFFICES[2:6])}.".format(place="Royat"))
        assert not claims.judge_description(chance.choice(LIVES).format(place=chance.choice(claims.places), **words))


VOICES = ("J’écris pour", "Au nom de", "Porte-parole de", "Je représente", "La voix de", "Le compte de")
LIVES = (
    "Infirmière à l’école de {place}.",
    "Né à {place}, travaille à la mairie, écrit pour ses petits-enfants.",
    "Agent de la préfecture à la retraite. Lit {first} {surname}.",
    "Je suis de {place}, née {surname}, et la mairie n’en sait rien.",
    "J’écris sur la région et ses maires, sous mon nom, pour qui veut.",
)
"""What people say of their work and their place, in nobody else’s name."""
