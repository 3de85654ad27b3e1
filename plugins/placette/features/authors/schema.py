"""What the front matter of an author's profile may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.features.authors import fields as own
from placette.features.authors.profile import Presence


class ProfileMatter(Matter):
    """The front matter of an author's profile."""

    name: f.ShortText = key(
        "The name, as the person wishes it; a first name or a pseudonym will do.",
        "nom",
        example="Léa Montel",
        min_length=1,
    )
    kind: own.KindName = key(
        "habitant, association, service, élu, école, équipe or invité.", "profil", "qualité", example="habitante"
    )
    office: f.ShortText = key(
        "For an elected official, the office; for a service, the body it belongs to.",
        "fonction",
        "mandat",
        "organisme",
        example="Conseillère municipale",
        default="",
    )
    description: f.ShortText = key(
        "One line.", "présentation", example="Infirmière de nuit, marcheuse du matin.", default=""
    )
    commune: f.Communes = key(
        "Insee code or name of the commune; * for the whole territory.",
        "communes",
        "lieu",
        example='"*"',
        default_factory=list,
    )
    account: f.ShortText = key(
        "The person's account on the forge, so that nobody else proposes in their name.",
        "compte",
        example="lea-m",
        default="",
    )
    since: f.ShortText = key("The year of the first post.", "depuis", example="2024", default="")
    status: own.PresenceName = key(
        "active, or past for someone who no longer writes here.",
        "statut",
        "état",
        example="active",
        default=Presence.ACTIVE,
    )
    languages: f.Tags = key("Languages the person writes in.", "langues", example="[fr, oc]", default_factory=list)
    links: own.Links = key(
        "Addresses: site, mastodon, pixelfed, peertube, mobilizon, bluesky.",
        "liens",
        example="site: https://…",
        default=(),
    )
    licence: f.LicenceName | None = key(
        "The licence of their texts when a post says nothing.", "license", example="CC BY 4.0", default=None
    )
    portrait: f.FileName = key("A picture beside the profile.", example="lea-montel.jpg", default="")
    portrait_alt: f.Sentence = key(
        "What the portrait shows.", "portrait_description", example="Léa de profil.", default=""
    )
    portrait_credit: f.ShortText = key("Who made the portrait.", "portrait_crédit", example="Marc Teyssot", default="")
    portrait_focus: f.Focus = key(
        "What must stay in sight where the portrait is cut: from the left, from the top.",
        "focus",
        "cadrage",
        example="50% 20%",
        default=None,
    )


class WithdrawnProfileMatter(Matter):
    """The front matter of the profile of somebody who has left."""

    status: f.WithdrawnName = key("withdrawn.", "statut", "état", example="withdrawn")
