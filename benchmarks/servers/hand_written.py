"""The statements of an expert who wants speed: each builds the whole JSON in PostgreSQL, over Wagtail's own tables.

Called by ``bare_views``. They give what our endpoint gives to the same question, value for value (a test compares
them), and nothing else: nobody asks here whether a page or a collection is restricted. The indexes that such an expert
adds are made by ``benchmarks.preparing``.
"""

from typing import LiteralString

# Wagtail's tables have every index that these need but the ones by date.
INDEXES: tuple[LiteralString, ...] = (
    "CREATE INDEX IF NOT EXISTS benchmark_news_by_date ON content_newspage (published_on DESC, page_ptr_id)",
    "CREATE INDEX IF NOT EXISTS benchmark_events_by_start ON content_eventpage (starts_at, page_ptr_id)",
    "CREATE INDEX IF NOT EXISTS benchmark_page_address ON wagtailcore_page (url_path)",
)

# The site's address and how much of a page's path is the tree's own: `url_path` of the home page ends with "/".
_PLACE = """
    SELECT root.url_path AS root_path, locale.id AS locale_id, locale.language_code,
        CASE site.port WHEN 80 THEN 'http://' || site.hostname WHEN 443 THEN 'https://' || site.hostname
        ELSE 'http://' || site.hostname || ':' || site.port END AS address
    FROM wagtailcore_site site
    JOIN wagtailcore_page base ON base.id = site.root_page_id
    JOIN wagtailcore_locale locale ON locale.language_code = 'pt'
    JOIN wagtailcore_page root ON root.translation_key = base.translation_key AND root.locale_id = locale.id
    WHERE site.is_default_site
"""

_URL = "place.address || '/' || place.language_code || '/' || substr({0}.url_path, length(place.root_path) + 1)"

_IMAGE = """
    LEFT JOIN LATERAL (
        SELECT json_build_object(
            'alt', CASE WHEN image.is_decorative THEN '' ELSE image.alt_pt END,
            'rendition', (
                SELECT json_build_object(
                    'url', place.address || %(media)s || made.file, 'width', made.width, 'height', made.height
                )
                FROM content_rendition made
                WHERE made.image_id = image.id AND made.filter_spec = 'fill-800x533|format-webp'
                ORDER BY made.id LIMIT 1
            )
        ) AS json
        FROM content_image image WHERE image.id = found.image_id
    ) picture ON true
"""

_TOPICS = """
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object('name', topic.name, 'slug', topic.slug) ORDER BY topic.id), '[]')
            AS json
        FROM {table} link JOIN content_topic topic ON topic.id = link.topic_id AND topic.live
        WHERE link.{key} = found.id
    ) topics
"""

_NEWS_ITEM = f"""
    json_build_object(
        'title', found.title,
        'url', {_URL.format("found")},
        'summary', found.summary,
        'publishedOn', found.published_on,
        'image', picture.json,
        'topics', topics.json,
        'author', (
            SELECT json_build_object('name', person.name) FROM content_person person
            WHERE person.id = found.author_id AND person.live
        ),
        'organisations', organisations.json
    )
"""

_NEWS_PARTS = (
    _IMAGE
    + _TOPICS.format(table="content_newspage_topics", key="newspage_id")
    + """
    CROSS JOIN LATERAL (
        SELECT coalesce(
            json_agg(json_build_object('name', body.name, 'slug', body.slug) ORDER BY body.id), '[]'
        ) AS json
        FROM content_newspage_organisations link
        JOIN content_organisation body ON body.id = link.organisation_id AND body.live
        WHERE link.newspage_id = found.id
    ) organisations
"""
)

_NEWS_COLUMNS = "page.id, page.title, page.url_path, news.summary, news.published_on, news.image_id, news.author_id"

LIST = f"""
    WITH place AS MATERIALIZED ({_PLACE})
    SELECT json_build_object('data', json_build_object('news', json_build_object(
        'nodes', coalesce(json_agg({_NEWS_ITEM} ORDER BY found.published_on DESC, found.id), '[]')
    )))::text
    FROM place
    CROSS JOIN LATERAL (
        SELECT {_NEWS_COLUMNS}
        FROM content_newspage news JOIN wagtailcore_page page ON page.id = news.page_ptr_id
        WHERE page.live AND page.locale_id = place.locale_id AND page.alias_of_id IS NULL
        ORDER BY news.published_on DESC, news.page_ptr_id LIMIT %(first)s
    ) found
    {_NEWS_PARTS}
"""

# Each facet is counted under the filters of all others, as ours are: organisations of what has the topic, all topics.
FILTERED = f"""
    WITH place AS MATERIALIZED ({_PLACE}),
    chosen AS MATERIALIZED (
        SELECT {_NEWS_COLUMNS}
        FROM place
        JOIN content_topic topic ON topic.slug = %(topic)s AND topic.locale_id = place.locale_id AND topic.live
        JOIN content_newspage_topics link ON link.topic_id = topic.id
        JOIN content_newspage news ON news.page_ptr_id = link.newspage_id
        JOIN wagtailcore_page page ON page.id = news.page_ptr_id
        WHERE page.live AND page.locale_id = place.locale_id AND page.alias_of_id IS NULL
    )
    SELECT json_build_object('data', json_build_object('news', json_build_object(
        'totalCount', (SELECT count(*) FROM chosen),
        'nodes', (
            SELECT coalesce(json_agg({_NEWS_ITEM} ORDER BY found.published_on DESC, found.id), '[]')
            FROM place
            CROSS JOIN LATERAL (SELECT * FROM chosen ORDER BY published_on DESC, id LIMIT %(first)s) found
            {_NEWS_PARTS}
        ),
        'facets', json_build_array(
            json_build_object('name', 'topics', 'values', (
                SELECT json_agg(json_build_object('value', topic.slug, 'label', topic.name, 'count', counted.number)
                    ORDER BY counted.number DESC, topic.id::text COLLATE "C")
                FROM (
                    SELECT link.topic_id, count(*) AS number
                    FROM place
                    JOIN wagtailcore_page page
                        ON page.live AND page.locale_id = place.locale_id AND page.alias_of_id IS NULL
                    JOIN content_newspage_topics link ON link.newspage_id = page.id GROUP BY 1
                ) counted
                JOIN content_topic topic ON topic.id = counted.topic_id AND topic.live
            )),
            json_build_object('name', 'organisations', 'values', (
                SELECT json_agg(json_build_object('value', body.slug, 'label', body.name, 'count', counted.number)
                    ORDER BY counted.number DESC, body.id::text COLLATE "C")
                FROM (
                    SELECT link.organisation_id, count(*) AS number
                    FROM chosen JOIN content_newspage_organisations link ON link.newspage_id = chosen.id GROUP BY 1
                ) counted
                JOIN content_organisation body ON body.id = counted.organisation_id AND body.live
            ))
        )
    )))::text
"""

EVENTS = f"""
    WITH place AS MATERIALIZED ({_PLACE})
    SELECT json_build_object('data', json_build_object('events', json_build_object(
        'nodes', coalesce(json_agg(json_build_object(
            'title', found.title,
            'url', {_URL.format("found")},
            'summary', found.summary,
            'startsAt', found.starts_at,
            'endsAt', found.ends_at,
            'status', found.status,
            'placeName', found.place_name,
            'image', picture.json,
            'topics', topics.json
        ) ORDER BY found.starts_at, found.id), '[]')
    )))::text
    FROM place
    CROSS JOIN LATERAL (
        SELECT page.id, page.title, page.url_path, event.summary, event.image_id, event.starts_at, event.ends_at,
            upper(replace(event.status, '-', '_')) AS status, event.place_name
        FROM content_eventpage event JOIN wagtailcore_page page ON page.id = event.page_ptr_id
        WHERE page.live AND page.locale_id = place.locale_id AND page.alias_of_id IS NULL
            AND coalesce(event.ends_at, event.starts_at) >= now()
        ORDER BY event.starts_at, event.page_ptr_id LIMIT %(first)s
    ) found
    {_IMAGE}
    {_TOPICS.format(table="content_eventpage_topics", key="eventpage_id")}
"""

ROUTE = """
    SELECT json_build_object('data', json_build_object('route', (
        SELECT json_build_object(
            '__typename', (
                SELECT CASE kind.model WHEN 'newspage' THEN 'NewsPage' ELSE kind.model END
                FROM django_content_type kind WHERE kind.id = page.content_type_id
            ),
            'id', 'NewsPage:' || page.id,
            'locale', locale.language_code,
            'path', page.url_path
        )
        FROM wagtailcore_page page JOIN wagtailcore_locale locale ON locale.id = page.locale_id
        WHERE page.url_path = %(path)s AND page.live
    )))::text
"""

# How many are wanted stands in the text: with a parameter there, the server would plan a list anew every time.
STATEMENTS = {
    "list_20": LIST.replace("%(first)s", "20"),
    "list_100": LIST.replace("%(first)s", "100"),
    "filtered": FILTERED.replace("%(first)s", "20"),
    "events": EVENTS.replace("%(first)s", "20"),
    "route": ROUTE,
}
