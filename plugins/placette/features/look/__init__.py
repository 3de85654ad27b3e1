"""Colours from two hues, letters, one style sheet, one script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from placette.engine.base.settings import load_settings
from placette.engine.pages.assets import AssetsView, LogoDrawing
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.pages.ports import ASSETS, COLOURS, LOGO
from placette.features.look.files import plan_look, write_look
from placette.features.look.settings import IdentitySettings

__all__ = ["FEATURE", "register"]


def _check(desk: Desk) -> None:
    """Colours, a logo or letters that can't be had are told before photos are prepared, which may take minutes."""
    plan_look(desk)


def _assets(desk: Desk) -> AssetsView:
    return plan_look(desk).assets


def _colours(desk: Desk) -> Mapping[str, str]:
    return plan_look(desk).colours


def _logo(desk: Desk) -> LogoDrawing | None:
    return plan_look(desk).logo


def _logos(settings: Mapping[str, Any]) -> Iterable[Path]:
    own = load_settings(IdentitySettings, "IDENTITY", settings)
    return (file for _, file in own.logos(Path(settings["PATH"]).parent))


FEATURE = Feature(
    name="look",
    order=140,
    settings={"IDENTITY": IdentitySettings},
    offers={ASSETS: _assets, COLOURS: _colours, LOGO: _logo},
    check=_check,
    files=write_look,
    reads=_logos,
)
register = FEATURE.register
