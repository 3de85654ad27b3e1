"""The status of the site, for its editors."""

from placette.commands.status.asking import Manner, exchange
from placette.commands.status.git_history import day_of_commit
from placette.commands.status.links import WHY, Reply

__all__ = ["WHY", "Manner", "Reply", "day_of_commit", "exchange"]
