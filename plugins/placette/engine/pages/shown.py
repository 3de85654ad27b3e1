"""What a page may be about, for machines and networks."""

from __future__ import annotations

from typing import TypeAlias

from placette.engine.library.models import Commune, Term
from placette.features.agenda.event import Event
from placette.features.authors.profile import Profile
from placette.features.pages.page import Page
from placette.features.posts.article import Article
from placette.features.walks.walk import Walk

Shown: TypeAlias = Article | Event | Page | Profile | Term | Commune | Walk | None
"""None is the site, for pages that have nothing of their own."""
