"""What of a seeded database is asked for: pages, topics and words, spread over the site. Called once for a size."""

import psycopg

from benchmarks.questions.works import Sample
from benchmarks.seeding import COMMON_WORD, RARE_WORDS

PAGES = 50

# Pages that have an image, spread evenly over the years.
_NEWS = """
    SELECT id, url_path, slug FROM (
        SELECT page.id, page.url_path, page.slug, row_number() OVER (ORDER BY news.published_on DESC, page.id) AS place,
            count(*) OVER () AS number
        FROM content_newspage news JOIN wagtailcore_page page ON page.id = news.page_ptr_id
        JOIN wagtailcore_locale locale ON locale.id = page.locale_id AND locale.language_code = 'pt'
        WHERE news.image_id IS NOT NULL AND page.live
    ) numbered
    WHERE (place - 1) %% greatest(number / %(pages)s, 1) = 0 ORDER BY place LIMIT %(pages)s
"""

# The ten topics behind the most frequent one.
_TOPICS = """
    SELECT topic.id, topic.slug
    FROM content_topic topic JOIN wagtailcore_locale locale ON locale.id = topic.locale_id
    JOIN content_newspage_topics link ON link.topic_id = topic.id
    WHERE locale.language_code = 'pt' GROUP BY 1, 2 ORDER BY count(*) DESC, 1 OFFSET 1 LIMIT 10
"""

_PARENTS = """
    SELECT type.model, page.id FROM wagtailcore_page page
    JOIN django_content_type type ON type.id = page.content_type_id
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id
    WHERE locale.language_code = 'pt' AND (type.model = 'homepage' OR type.model LIKE '%%indexpage')
"""


def sample(url: str) -> Sample:
    with psycopg.connect(url) as connection:
        news = tuple(connection.execute(_NEWS, {"pages": PAGES}).fetchall())
        topics = tuple(connection.execute(_TOPICS).fetchall())
        parents: dict[str, int] = dict(connection.execute(_PARENTS).fetchall())
    return Sample(news, topics, tuple(RARE_WORDS), COMMON_WORD, parents)
