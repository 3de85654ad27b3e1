"""The kinds of text that this software knows, and what features read in those of others, in one visible order."""

from __future__ import annotations

from placette.desks.review.advice import advise
from placette.engine.library.folder import Adviser
from placette.engine.library.tree import gate_of
from placette.features.agenda.announcing import ANNOUNCEMENTS
from placette.features.agenda.kind import EVENT
from placette.features.authors.kind import PROFILE
from placette.features.calls.answering import ANSWERS
from placette.features.calls.kind import CALL
from placette.features.communities.joining import MEMBERSHIPS
from placette.features.communities.kind import COMMUNITY
from placette.features.pages.kind import PAGE
from placette.features.posts.kind import POST
from placette.features.series.joining import EPISODES
from placette.features.series.kind import SERIES
from placette.features.walks.kind import WALK

KINDS = (POST, PAGE, PROFILE, SERIES, COMMUNITY, CALL, WALK, EVENT)
EXTENSIONS = (EPISODES, MEMBERSHIPS, ANSWERS, ANNOUNCEMENTS)
GATE = gate_of(KINDS)
"""What may lie in a content folder."""
ADVISER = Adviser(POST, advise)
"""The kind reviewer."""
