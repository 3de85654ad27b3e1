"""Moved: the theme's contract is plugins/core/views.py (edit it there)."""

from plugins.core.views import *  # noqa: F403
