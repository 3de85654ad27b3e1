"""What is the same on every page: name, menu, footer, look, security policy."""

from __future__ import annotations

from collections.abc import Mapping, Set

from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.text import nearest
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import list_url, short_lists, site_feeds
from placette.engine.pages.policy import CONTENT_SECURITY_POLICY
from placette.engine.pages.ports import ASSETS, PAGE_URLS, PRESCRIBED, SEARCH
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.views import LinkView, SiteView

_PREVIEW = N_("Preview for those who edit: this is not the public site.")


def site_view(desk: Desk, current: str) -> SiteView:
    """The frame of a page; ``current`` is its address from the site's root, for the menu's mark."""
    base, settings, assets = desk.base, desk.options("VIEWS", ViewsSettings), desk.ask(ASSETS)
    pages = desk.ask(PAGE_URLS)
    return SiteView(
        name=desk.site_name,
        baseline=desk.baseline,
        lang=desk.lang,
        home_url=base,
        write_url=pages.get(settings.write_page, base),
        charter_url=pages.get(settings.charter_page, base),
        urls=desk.once(_urls),
        feed_url=next((feed.url for feed in site_feeds(desk) if feed.type != "text/calendar"), ""),
        menu=_links(settings.menu, desk, current),
        footer=_links(desk.once(_footer), desk, current),
        search=desk.ask(SEARCH),
        notice=desk.say(_PREVIEW) if desk.build.preview else settings.notice,
        preview=desk.build.preview,
        stylesheet_url=assets.stylesheet_url,
        sheets=assets.sheets,
        early_script_url=assets.early_script_url,
        script_url=assets.script_url,
        font_urls=assets.font_urls,
        icon_url=assets.icon_url,
        icon_type=assets.icon_type,
        logo=assets.logo,
        content_security_policy=CONTENT_SECURITY_POLICY,
        theme_color_light=assets.theme_color_light,
        theme_color_dark=assets.theme_color_dark,
        copyright=settings.rights,
    )


def _footer(desk: Desk) -> tuple[tuple[str, str], ...]:
    prescribed = desk.ask(PRESCRIBED)
    footer = desk.options("VIEWS", ViewsSettings).footer
    return tuple((prescribed.get(path.partition("#")[0], label), path) for label, path in footer)


def _urls(desk: Desk) -> Mapping[str, str]:
    return {name: list_url(page, desk) for feature in desk.features for name, page in feature.frame.items()}


def _links(entries: tuple[tuple[str, str], ...], desk: Desk, current: str) -> tuple[LinkView, ...]:
    """Menu entries; the one that leads to the current page, or to a list it belongs to, is marked.

    Those to a text that is left out for now are left out with it, and those to a list that has fewer than two entries.
    """
    away = desk.once(_away)
    shown = ((label, path) for label, path in entries if path.partition("#")[0] not in away)
    return tuple(LinkView(label, desk.base + path, current=_leads_to(path, current)) for label, path in shown)


def _away(desk: Desk) -> frozenset[str]:
    """The addresses that nothing leads to for now: of texts that are not published, and of lists that are too short."""
    build = desk.build
    published = {text.url for texts in (*build.texts.values(), build.gone) for text in texts}
    return (frozenset(filter(None, build.addresses.values())) - published) | short_lists(desk)


def refuse_broken_entries(desk: Desk, made: Set[str]) -> None:
    """Raise ``SettingError`` for entries of the menu or the footer that lead to no page; ``made`` are all addresses."""
    settings, away = desk.options("VIEWS", ViewsSettings), desk.once(_away)
    wrong = [
        (name, label, path)
        for name, entries in (("VIEWS_MENU", settings.menu), ("VIEWS_FOOTER", settings.footer))
        for label, path in entries
        if path.partition("#")[0] not in made | away
    ]
    if wrong:
        near = {path: ", ".join(nearest(path, made, 1)) for _, _, path in wrong}
        lines = (f'{name} = ("{label}", "{path}")?  →  {near[path] or "…"}' for name, label, path in wrong)
        raise SettingError("\n".join(lines))


def _leads_to(path: str, current: str) -> bool:
    return current == path or bool(path and current.startswith(path))
