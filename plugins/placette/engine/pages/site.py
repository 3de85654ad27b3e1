"""What is the same on every page: name, menu, footer, look, security policy."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.policy import CONTENT_SECURITY_POLICY
from placette.engine.pages.views import LinkView, SiteView
from placette.features.pages.kind import PAGE

_PREVIEW = N_("Preview for those who edit: this is not the public site.")


def site_view(desk: Desk, current: str) -> SiteView:
    """The frame of a page; ``current`` is its address from the site's root, for the menu's mark."""
    base, urls, settings, assets = desk.build.base, desk.urls, desk.settings, desk.assets
    pages = {page.slug: base + page.url for page in desk.build.of(PAGE)}
    return SiteView(
        name=desk.site_name,
        baseline=desk.baseline,
        lang=desk.lang,
        home_url=base,
        write_url=pages.get(settings.write_page, base),
        charter_url=pages.get(settings.charter_page, base),
        agenda_url=base + urls.settings["AGENDA_URL"] if urls.settings.get("AGENDA_SAVE_AS") else "",
        archives_url=base + urls.settings["ARCHIVES_URL"],
        authors_url=base + urls.settings["AUTHORS_URL"],
        categories_url=base + urls.settings["CATEGORIES_URL"],
        communes_url=base + urls.settings["COMMUNES_URL"] if urls.settings.get("COMMUNES_SAVE_AS") else "",
        feed_url=base + urls.settings["FEED_ALL_ATOM"] if urls.settings["FEED_ALL_ATOM"] else "",
        sitemap_url=base + urls.settings["PLAN_URL"],
        menu=_links(settings.menu, base, current),
        footer=_links(settings.footer, base, current),
        notice=desk.say(_PREVIEW) if desk.build.preview else settings.notice,
        stylesheet_url=assets.stylesheet_url,
        list_stylesheet_url=assets.list_stylesheet_url,
        script_url=assets.script_url,
        font_urls=assets.font_urls,
        icon_url=assets.icon_url,
        content_security_policy=CONTENT_SECURITY_POLICY,
        theme_color_light=assets.theme_color_light,
        theme_color_dark=assets.theme_color_dark,
        copyright=settings.rights,
        map_url=urls.of_index("MAP"),
    )


def _links(entries: tuple[tuple[str, str], ...], base: str, current: str) -> tuple[LinkView, ...]:
    """Menu entries; the one that leads to the current page, or to a list it belongs to, is marked."""
    return tuple(LinkView(label, base + path, current=_leads_to(path, current)) for label, path in entries)


def _leads_to(path: str, current: str) -> bool:
    return current == path or bool(path and current.startswith(path))
