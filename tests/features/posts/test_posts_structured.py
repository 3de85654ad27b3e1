"""The data of a page for machines are complete, absolute and free of empty values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from placette.engine.content.communes import Commune
from placette.engine.content.options import Term
from placette.engine.rendering.structured import Website, page_json_ld, website_json_ld
from placette.engine.rendering.views import BreadcrumbsView, LinkView, SocialImageView
from placette.engine.texts.values import Body, Licence, Status
from placette.features.authors.profile import AuthorKind, Profile, author_node, profile_json_ld
from placette.features.posts import article_json_ld
from placette.features.posts.kind import Article, ArticleMatter, Role

PARIS = ZoneInfo("Europe/Paris")
ORIGIN = "https://carnets.example/blog/"
SITE = Website("Carnets d’Auvergne", ORIGIN, "fr", "Le blog de ceux qui vivent ici", ("Allier", "Cantal"))
IMAGE = SocialImageView(f"{ORIGIN}cartes/garabit.jpg", 1200, 630, "«\u00a0Garabit\u00a0»")
TRAIL = (LinkView("Accueil", ORIGIN), LinkView("Patrimoine", f"{ORIGIN}rubriques/patrimoine/"))
RUYNES = Commune("15168", "Ruynes-en-Margeride", "15", "Cantal")
BOURG = Commune("01001", "L’Abergement-Clémenciat", "01", "Ain")
CC_BY = Licence("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
ARTICLE = Article(
    path="articles/2026/garabit/index.md",
    slug="garabit",
    url="2026/garabit/",
    title="Garabit, «\u00a0côté rivière\u00a0»",
    summary="On connaît l’arche.",
    lang="fr",
    date=datetime(2026, 9, 28, 8, 0, tzinfo=PARIS),
    modified=None,
    authors=("jean-borie", "amis-de-garabit"),
    roles=((Role.PHOTOGRAPHER, ("lea-montel",)), (Role.WITNESS, ("Mme Roche", "M. Vidal"))),
    category=Term("Patrimoine", "patrimoine"),
    tags=(Term("pont", "pont"), Term("Eiffel", "eiffel")),
    communes=("15168",),
    whole_territory=False,
    licence=CC_BY,
    status=Status.PUBLISHED,
    photo=None,
    body=Body(words=812),
)


def profile(key: str, name: str, kind: AuthorKind) -> Profile:
    """A profile with little more than a name."""
    return Profile(
        path=f"authors/{key}.md",
        key=key,
        url=f"auteurs/{key}/",
        name=name,
        kind=kind,
        office="",
        kind_label=kind.value,
        description="",
        communes=(),
        since="",
        languages=(),
        links=(),
        licence=None,
        photo=None,
    )


def crumbs(kind: str, name: str, path: str, *trail: LinkView) -> BreadcrumbsView:
    """The breadcrumbs of a page, below the home page unless ``trail`` says more."""
    return BreadcrumbsView(kind, name, "", ORIGIN + path, trail or TRAIL[:1])


PEOPLE = {
    "jean-borie": profile("jean-borie", "Jean Borie", AuthorKind.RESIDENT),
    "amis-de-garabit": profile("amis-de-garabit", "Les Amis de Garabit", AuthorKind.ASSOCIATION),
    "lea-montel": profile("lea-montel", "Léa Montel", AuthorKind.RESIDENT),
}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary inside a JSON-LD document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


AGENTS = {key: author_node(person, SITE) for key, person in PEOPLE.items()}
JEAN_BORIE = replace(PEOPLE["jean-borie"], links=(("mastodon", "@jb@piaille.fr"),))
WAY = crumbs("BlogPosting", ARTICLE.title, ARTICLE.url, *TRAIL)


def posting(article: Article = ARTICLE, *communes: Commune) -> dict[str, Any]:
    """The ``BlogPosting`` of an article."""
    node: dict[str, Any] = article_json_ld(article, SITE, AGENTS, communes, IMAGE, WAY)["@graph"][0]
    return node


JEAN = crumbs("CollectionPage", "Jean Borie", "auteurs/jean-borie/")
AMIS = crumbs("CollectionPage", "Les Amis de Garabit", "auteurs/amis-de-garabit/")
DOCUMENTS = {
    "article": article_json_ld(ARTICLE, SITE, AGENTS, (RUYNES,), IMAGE, WAY),
    "list": page_json_ld(crumbs("CollectionPage", "Patrimoine", "rubriques/patrimoine/"), SITE),
    "website": website_json_ld(SITE),
    "bare website": website_json_ld(Website("Carnets", ORIGIN, "fr")),
    "person": profile_json_ld(JEAN_BORIE, SITE, (RUYNES,), JEAN, IMAGE),
    "organisation": profile_json_ld(PEOPLE["amis-de-garabit"], SITE, (RUYNES,), AMIS),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_every_node_is_typed_filled_and_absolute(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document)) == document
    assert document["@context"] == "https://schema.org"
    for node in nodes(document):
        assert "@type" in node or "@graph" in node or set(node) == {"@id"}
        assert not [key for key, value in node.items() if value in ("", None, [])]
        for key in {"url", "@id", "item", "mainEntityOfPage"} & set(node):
            assert node[key].startswith("https://")


def test_a_posting_says_what_when_and_in_which_language() -> None:
    node = posting()
    assert node["@type"] == "BlogPosting"
    assert node["headline"] == ARTICLE.title
    assert node["description"] == ARTICLE.summary
    assert node["datePublished"] == node["dateModified"] == "2026-09-28T08:00:00+02:00"
    assert (node["inLanguage"], node["wordCount"]) == ("fr", 812)
    assert (node["articleSection"], node["keywords"]) == ("Patrimoine", ["pont", "Eiffel"])
    assert node["url"] == node["mainEntityOfPage"] == "https://carnets.example/blog/2026/garabit/"
    assert (node["image"]["width"], node["image"]["height"]) == (1200, 630)
    assert node["isPartOf"]["@id"] == website_json_ld(SITE)["@graph"][0]["@id"]
    assert node["publisher"]["name"] == SITE.name


def test_a_date_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without time zone"):
        posting(replace(ARTICLE, date=datetime(2026, 9, 28)))


def test_authors_are_people_or_organisations_with_their_page() -> None:
    assert [(a["@type"], a["name"], a["url"]) for a in posting()["author"]] == [
        ("Person", "Jean Borie", f"{ORIGIN}auteurs/jean-borie/"),
        ("Organization", "Les Amis de Garabit", f"{ORIGIN}auteurs/amis-de-garabit/"),
    ]


def test_every_role_is_a_key_and_has_words_of_its_own() -> None:
    assert [role.value for role in Role] == [key for key in ArticleMatter.model_fields if key in set(Role)]
    for words in zip(*((role.agent, role.lead, role.part, role.credit) for role in Role), strict=True):
        assert len(set(words)) == len(Role)


def test_each_person_has_their_role() -> None:
    told = [(c["roleName"], c["contributor"]["name"]) for c in posting()["contributor"]]
    assert told == [("photographer", "Léa Montel"), ("witness", "Mme Roche"), ("witness", "M. Vidal")]


def test_a_place_keeps_its_insee_code_as_text() -> None:
    (place,) = posting(ARTICLE, BOURG)["contentLocation"]
    assert place["name"] == "L’Abergement-Clémenciat"
    assert place["identifier"] == {"@type": "PropertyValue", "propertyID": "INSEE", "value": "01001"}
    assert place["containedInPlace"]["name"] == "Ain"


def test_a_post_about_everywhere_is_located_in_the_territory() -> None:
    everywhere = replace(ARTICLE, communes=(), whole_territory=True)
    assert posting(everywhere)["contentLocation"] == [
        {"@type": "AdministrativeArea", "name": name} for name in ("Allier", "Cantal")
    ]


def test_a_licence_has_its_spdx_name_and_reserved_rights_are_a_notice() -> None:
    assert posting()["license"]["identifier"] == "CC-BY-4.0"
    reserved = posting(replace(ARTICLE, licence=Licence("Tous droits réservés")))
    assert reserved["copyrightNotice"] == "Tous droits réservés"
    assert "license" not in reserved


def test_a_profile_page_is_about_its_person() -> None:
    page, way = DOCUMENTS["person"]["@graph"]
    entity = page["mainEntity"]
    assert way["@id"] == page["breadcrumb"]["@id"]
    assert (page["@type"], entity["@type"]) == ("ProfilePage", "Person")
    assert entity["@id"] == posting()["author"][0]["@id"]
    assert entity["sameAs"] == ["https://piaille.fr/@jb"]
    assert entity["homeLocation"][0]["name"] == "Ruynes-en-Margeride"
    assert "location" in DOCUMENTS["organisation"]["@graph"][0]["mainEntity"]
    assert "jobTitle" not in entity


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (AuthorKind.ELECTED, {"jobTitle": "maire"}),
        (AuthorKind.SERVICE, {"parentOrganization": {"@type": "Organization", "name": "maire"}}),
    ],
)
def test_who_speaks_for_others_says_in_what_capacity(kind: AuthorKind, told: dict[str, Any]) -> None:
    somebody = replace(profile("b", "B", kind), office="maire")
    page, _way = profile_json_ld(somebody, SITE, (), crumbs("CollectionPage", "B", "auteurs/b/"))["@graph"]
    entity = page["mainEntity"]
    assert {key: entity[key] for key in told} == told
