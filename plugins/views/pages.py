"""From what Pelican asks for to the view of that page: one entry a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.models import Article
from plugins.core.views import PaginationView
from plugins.views import lists, texts
from plugins.views.desk import Desk


@dataclass(frozen=True, slots=True)
class Request:
    """One page to write: its template's name, file and address, Pelican's values, the posts of its list.

    ``articles`` are source paths; ``siblings`` are the addresses of all pages of the list.
    """

    kind: str
    save_as: str
    path: str
    values: Mapping[str, Any]
    articles: tuple[str, ...] = ()
    number: int = 1
    siblings: tuple[str, ...] = ()


def compose(request: Request, desk: Desk) -> Any:
    """The view of a page; raises ``KeyError`` for a template that has none."""
    return _VIEWS[request.kind](request, desk)


def _posts(request: Request, desk: Desk) -> list[Article]:
    return [desk.build.published[desk.positions[path]] for path in request.articles]


def _pagination(request: Request, desk: Desk) -> PaginationView:
    base, at, siblings = desk.build.base, request.number, request.siblings
    previous = base + siblings[at - 2] if at > 1 else ""
    following = base + siblings[at] if at < len(siblings) else ""
    return PaginationView(at, max(1, len(siblings)), previous, following)


def _article(request: Request, desk: Desk) -> Any:
    path = request.values["article"].relative_source_path
    return texts.article_view(desk.build.published[desk.positions[path]], desk)


def _page(request: Request, desk: Desk) -> Any:
    path = request.values["page"].relative_source_path
    return texts.page_view(next(p for p in desk.build.pages if p.path == path), desk)


def _author(request: Request, desk: Desk) -> Any:
    key = request.values["author"].slug
    profile = next(p for p in desk.build.profiles if p.key == key)
    return texts.author_view(profile, _posts(request, desk), _pagination(request, desk), request.path, desk)


def _term(kind: str, request: Request, desk: Desk) -> Any:
    articles = _posts(request, desk)
    slug = request.values[kind.lower()].slug
    candidates = [t for a in articles for t in ((a.category,) if kind == "CATEGORY" else a.tags)]
    term = next(t for t in candidates if t.slug == slug)
    return lists.list_view(kind, term, articles, _pagination(request, desk), request.path, desk)


def _period(request: Request, desk: Desk) -> Any:
    numbers = request.values["period_num"]
    first = datetime(*[*numbers, 1, 1][:3])
    return lists.period_view(
        first, len(numbers) > 1, _posts(request, desk), _pagination(request, desk), request.path, desk
    )


_VIEWS: dict[str, Callable[[Request, Desk], Any]] = {
    "404": lambda _, desk: texts.not_found_view(desk),
    "archives": lambda request, desk: lists.archives_view(request.path, desk),
    "article": _article,
    "author": _author,
    "authors": lambda request, desk: lists.authors_view(request.path, desk),
    "categories": lambda request, desk: lists.terms_view("CATEGORY", request.path, desk),
    "category": lambda request, desk: _term("CATEGORY", request, desk),
    "index": lambda _, desk: lists.home_view(desk),
    "page": _page,
    "period_archives": _period,
    "plan": lambda request, desk: texts.plan_view(request.path, desk),
    "robots": lambda _, desk: texts.addresses_view(desk),
    "sitemap": lambda _, desk: texts.addresses_view(desk),
    "tag": lambda request, desk: _term("TAG", request, desk),
    "tags": lambda request, desk: lists.terms_view("TAG", request.path, desk),
}
