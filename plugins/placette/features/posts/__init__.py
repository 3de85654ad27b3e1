"""Posts: their pages, their cards on every list, categories, key words, archives, the home page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from placette.engine.base.geography import Point
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.communes import Commune
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering import structured
from placette.engine.rendering.entries import FeedEntry, Searched, Subject, places_line, shot_of
from placette.engine.rendering.features import (
    PEOPLE,
    Feature,
    FileKind,
    InPost,
    Listing,
    Lookup,
    MapSection,
    PageKind,
    Request,
    SharedKind,
    Single,
    Site,
    Slot,
)
from placette.engine.rendering.lists import ENTRIES, TERMS, compose_terms
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.searched import searched_text
from placette.engine.rendering.views import BreadcrumbsView, LinkView, SocialImageView, SocialView
from placette.engine.texts.values import Status
from placette.features.posts import lists
from placette.features.posts.article_page import (
    OEMBED,
    category_above,
    compose_article,
    compose_home,
    compose_not_found,
    credits_of,
    home_request,
    language_name,
    latest_content,
    lead_in,
    post_requests,
    write_oembed,
)
from placette.features.posts.kind import POST, RECORDING_TYPE, Article, ArticleMatter, Role, Ties
from placette.features.posts.lists import (
    CATEGORY_LISTS,
    MONTH_LISTS,
    TAG_LISTS,
    YEAR_LISTS,
    archives_above,
    archives_content,
    article_of,
    articles,
    by_key,
    calendar_url,
    card_of,
    cards_of,
    categories,
    categories_content,
    category_term,
    company_of,
    compose_archives,
    compose_list,
    feed_url,
    of_areas,
    of_communes,
    post_marks,
    published,
    tags,
    tags_content,
    written,
)
from placette.features.posts.motifs import motifs_of
from placette.features.posts.videos import film_at, policy_of, video_node, with_link

__all__ = [
    "FEATURE",
    "POST",
    "Article",
    "ArticleMatter",
    "Role",
    "Ties",
    "article_of",
    "articles",
    "by_key",
    "calendar_url",
    "card_of",
    "cards_of",
    "categories",
    "category_term",
    "credits_of",
    "feed_url",
    "film_at",
    "language_name",
    "lead_in",
    "motifs_of",
    "of_areas",
    "of_communes",
    "points_of",
    "published",
    "register",
    "written",
]


def describe_post(
    article: Article, crumbs: BreadcrumbsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Return Open Graph and JSON-LD of a post, with the additions of features."""
    site = look.site
    parts_of = [feature.in_post(article, site) for feature in site.features if feature.in_post]
    for key in {*article.authors, *(key for _, keys in article.roles for key in keys)}:
        look.note(f"person {key}")
    for part in (part for one in parts_of for part in one.parts):
        look.note(part)
    look.note(f"card {article.path}")  # its photo
    people, handles = site.ask(PEOPLE), site.ask(Ports.HANDLES)
    authors = [people[key] for key in article.authors if key in people]
    return SocialView(
        type="article",
        images=images,
        locale=structured.open_graph_locale(article.lang),
        json_ld=article_json_ld(
            article,
            structured.website_of(site),
            site.ask(Ports.AGENTS),
            [site.build.communes.by_code[code] for code in article.communes],
            images[0] if images else None,
            crumbs,
            parts_of,
        ),
        published=article.date.isoformat(),
        modified=(article.modified or article.date).isoformat(),
        section=article.category.name,
        tags=tuple(tag.name for tag in article.tags),
        authors=tuple(author.name for author in authors),
        author_urls=tuple(site.absolute(author.url.removeprefix(site.base)) for author in authors),
        fediverse_creators=tuple(handle for author in authors for handle in handles.get(author.key, ())),
    )


def article_json_ld(
    article: Article,
    site: structured.Website,
    agents: Mapping[str, structured.JsonLd],
    communes: Sequence[Commune],
    image: SocialImageView | None,
    crumbs: BreadcrumbsView,
    found: Sequence[InPost] = (),
) -> structured.JsonLd:
    """Return a post and its breadcrumbs as JSON-LD. Raises ``ValueError`` for a date without time zone.

    ``found`` are the additions of features. An author or a role without profile (``agents``) is named as written.
    """
    url = site.url + article.url
    wholes = [structured.reference(site, "WebSite", "website"), *(whole for one in found for whole in one.wholes)]
    video, recording = article.video, article.recording
    address = site.url + recording.url if recording else ""
    audio = {"@type": "AudioObject", "contentUrl": address, "encodingFormat": RECORDING_TYPE} if recording else None
    posting = structured.filled(
        {
            "@type": "BlogPosting",
            "@id": f"{url}#article",
            "url": url,
            "mainEntityOfPage": url,
            "headline": article.title,
            "description": article.summary,
            "datePublished": structured.moment_of(article.date),
            "dateModified": structured.moment_of(article.modified or article.date),
            "inLanguage": article.lang,
            "articleSection": article.category.name,
            "keywords": [tag.name for tag in article.tags],
            "wordCount": article.body.words,
            "author": [structured.agent(key, agents) for key in article.authors],
            "contributor": list(_contributors(article, agents)),
            "contentLocation": _locations(article, communes, site.territory),
            "image": structured.image_node(image) if image else None,
            "audio": audio,
            "video": video and video_node(video, article.summary, article.date, image.url if image else ""),
            "isPartOf": wholes if len(wholes) > 1 else wholes[0],
            "position": next((one.position for one in found if one.position), None),
            "publisher": structured.publisher_node(site),
            **structured.licence_of(article.licence),
        }
    )
    for one in found:
        posting |= one.properties
    return structured.graph(posting, structured.breadcrumbs(crumbs), *(node for one in found for node in one.nodes))


def _contributors(article: Article, agents: Mapping[str, structured.JsonLd]) -> Iterable[structured.JsonLd]:
    """Yield roles in the pattern of schema.org/Role: the property is repeated inside the role."""
    for role, keys in article.roles:
        for key in keys:
            yield {"@type": "Role", "roleName": role.agent, "contributor": structured.agent(key, agents)}


def _locations(article: Article, communes: Sequence[Commune], territory: tuple[str, ...]) -> list[structured.JsonLd]:
    if article.whole_territory and territory:
        return [{"@type": "AdministrativeArea", "name": name} for name in territory]
    places = [structured.place_node(commune) for commune in communes]
    if not article.spot:
        return places
    around, at = places[0] if len(places) == 1 else None, structured.geo_node(article.spot.point)
    spot = {"@type": "Place", "name": article.spot.name, "geo": at, "containedInPlace": around}
    return [*places, structured.filled(spot)]


def points_of(article: Article, site: Site) -> list[Point]:
    """Return a post's points, in degrees: the place that it names, or its communes as far as they are known."""
    if article.spot and article.spot.point:
        return [article.spot.point]
    by_code = site.build.communes.by_code
    return [point for code in article.communes if (point := by_code[code].point)]


def post_entry(path: str, look: Lookup) -> FeedEntry | None:
    """Return a post's entry in a feed; None for an unknown ``path``."""
    if path not in articles(look.site):
        return None
    article = article_of(path, look)
    video, recording = article.video, article.recording
    size = look.site.build.attachments[recording.path].size if recording else 0
    helpers = ((role.agent, person) for role, keys in article.roles for person in look.people(keys))
    series = look.site.ask(Ports.EPISODE)(article, look)
    return FeedEntry(
        url=article.url,
        title=article.title,
        summary=article.summary,
        lang=article.lang,
        date=article.date,
        modified=article.modified or article.date,
        html=(lambda: with_link(look.html(article), video, look.site)) if video else partial(look.html, article),
        licence=article.licence,
        people=look.people(article.authors),
        helpers=tuple(helpers),
        subjects=(article.category.name, *(tag.name for tag in article.tags)),
        communes=article.communes,
        spot=(article.spot.name, article.spot.point) if article.spot else None,
        points=tuple(points_of(article, look.site)),
        series=series,
        files=((look.site.absolute(recording.url), size, RECORDING_TYPE),) if recording else (),
        picture=lambda: card_of(path, look).picture,
    )


_SHORT_NAME = 30  # characters of the longest name that stays on one line


def article_subject(article: Article, site: Site) -> Subject:
    """Return a post: who wrote it, with their faces, and where it takes place."""
    people, faces = site.ask(PEOPLE), site.ask(Ports.FACES)
    keys = [key for key in article.authors if key in people]
    names = tuple(people[key].name for key in keys)
    return Subject(
        slug=article.slug,
        title=article.title,
        place=places_line(site.build.communes.by_code[code] for code in article.communes),
        note=", ".join(name.replace(" ", "\u00a0") if len(name) <= _SHORT_NAME else name for name in names),
        authors=names,
        sitters=tuple(faces[key] for key in keys),
        drawing=site.ask(Ports.DRAWING)(article),
        photo=shot_of(article.photo, site.build) if article.photo else None,
        work=True,
    )


_POST = SearchedKind("post", N_("Post"), N_("Posts"), 30)


def searched_posts(site: Site) -> Iterator[Searched]:
    """Yield every post that the public may read: in a preview too, no drafts and none that are to come."""
    now = site.build.now
    extensions = (own for feature in site.features for own in feature.extensions if own.kind == POST.name)
    belonging = [one.fills for own in extensions for one in own.refers if one.finds]
    for article in published(site):
        if article.date <= now and article.status is not Status.DRAFT:
            yield searched_text(
                _POST,
                article,
                site,
                date=article.date,
                category=article.category.name,
                communes=article.communes,
                authors=article.authors,
                helpers=[key for _, keys in article.roles for key in keys],
                also=_also(article, belonging),
            )


def _also(article: Article, belonging: Iterable[str]) -> list[str]:
    """Return the tags, the named place and the groups of a post: an address has its words."""
    names = [tag.name for tag in article.tags]
    if article.spot:
        names.append(article.spot.name)
    if article.video:
        names.append(article.video.title)
    for name in belonging:
        slugs = getattr(article, name)
        names += ([slugs] if slugs else []) if isinstance(slugs, str) else slugs
    return names


_POSTS_ON_PLAN = 300  # posts that the site map lists one by one; a larger site's map leads to the years


def _requests(site: Site) -> Iterator[Request]:
    yield from post_requests(site)
    if site.addresses[lists.INDEX]:
        yield home_request(site)


def _listed(site: Site) -> Iterator[Listing]:
    if site.addresses[lists.INDEX]:
        yield Listing(0, "")
    alternates = site.ask(Ports.ALTERNATES)
    for article in published(site):
        changed = (article.modified or article.date).isoformat()
        yield Listing(200, article.url, changed, alternates(article, site))


def _sections(site: Site) -> Iterator[MapSection]:
    articles_of = published(site)
    if len(articles_of) <= _POSTS_ON_PLAN:
        links = [LinkView(article.title, site.base + article.url) for article in articles_of]
    else:
        links = [LinkView(term.name, term.url) for term, _, _ in archives_content(site)]
    yield MapSection(300, site.say(N_("Posts")), links)


def _moments(build: Build) -> Iterator[datetime]:
    """Yield when scheduled posts appear, the newest one did (clocks are turned back), and a featured one ends."""
    posts = build.of(POST)
    yield from (article.date for article in (*build.scheduled(POST), *posts[:1]))
    yield from (article.featured for article in posts if article.featured)


FEATURE = Feature(
    name="posts",
    order=10,
    kinds=(POST,),
    addresses=(
        *(lists.ARTICLE, lists.OEMBED_FILE, lists.INDEX, lists.NOT_FOUND, lists.ARCHIVES),
        *(lists.CATEGORY, lists.CATEGORY_FEED, lists.CATEGORIES, lists.TAG, lists.TAGS),
        *(lists.YEAR, lists.MONTH),
    ),
    pages=(
        PageKind("404", compose_not_found, "WebSite"),
        PageKind("archives", compose_archives),
        PageKind(
            "article",
            compose_article,
            above=category_above,
            places=("overline", "joined", "after", "aside", "foot", "below"),
        ),
        PageKind(TERMS, compose_terms, places=("below",)),
        PageKind("category", compose_list, above=lists.CATEGORIES),
        PageKind("index", compose_home, "WebSite", places=("shelf", "after", "beside", "calls")),
        PageKind("period_archives", compose_list, above=archives_above),
        PageKind("tag", compose_list, above=lists.TAGS),
        PageKind("tags", compose_terms),
        FileKind(OEMBED, write_oembed),
    ),
    collections=(CATEGORY_LISTS, TAG_LISTS, YEAR_LISTS, MONTH_LISTS),
    slots=(Slot(TERMS, "below", "terms", "company", company_of),),
    singles=(
        Single(
            *(lists.ARCHIVES, "archives", archives_content, N_("All posts"), 10, 30),
            entries=lambda site: len(published(site)),
            frame="archives",
            finds=N_("The latest posts."),
        ),
        Single(
            *(lists.CATEGORIES, TERMS, categories_content, N_("Categories"), 40, 40),
            entries=lambda site: len(categories(site)),
            frame="categories",
        ),
        Single(lists.TAGS, "tags", tags_content, N_("Tags"), 60, 60, entries=lambda site: len(tags(site))),
        Single(lists.NOT_FOUND, "404", latest_content, fed=False, file="404.html"),
    ),
    requests=_requests,
    entry=post_entry,
    offers={
        Ports.NEWEST: lambda site: tuple(article.path for article in published(site)[:ENTRIES]),
        Ports.POLICIES: lambda site: {post.url: policy_of(post.video) for post in published(site) if post.video},
    },
    marks=post_marks,
    listed=_listed,
    sections=_sections,
    shared=(SharedKind(Article, describe_post, article_subject, published),),
    moments=_moments,
    searched=searched_posts,
)
register = FEATURE.register
