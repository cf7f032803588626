"""From the click to the answer that shows it: a news item is published while its readers ask.

Called by ``benchmarks.publishing``.

``python -m benchmarks.seeing <port>``: the server that is asked runs over the same database. What the admin does when
“Publish” is clicked is done here, in a transaction that commits; then the server is asked until it shows the new title.
"""

import json
import statistics
import sys
import time

import django

from benchmarks import load
from benchmarks.questions.ours import got

ROUNDS = 7
QUESTION = "query($id: ID!) { page(id: $id) { title } }"


def main(port: int) -> None:
    django.setup()
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # queued, as in production
    from content.models import NewsPage
    from published.publication import publication

    page = NewsPage.objects.live().filter(locale__language_code="pt").order_by("pk").last()
    assert page is not None
    title = page.title
    request = got(QUESTION, {"id": f"NewsPage:{page.pk}"})
    committed, seen, asked = [], [], []
    for number in range(ROUNDS + 1):
        page.title = f"{title} {number}" if number < ROUNDS else title  # as it was, at the end
        revision = page.save_revision()
        begin = time.perf_counter()
        with publication():
            revision.publish()
        committed.append((time.perf_counter() - begin) * 1000)
        tries = 0
        while True:
            tries += 1
            answer = json.loads(load.fetch(port, request).body or b"")
            if answer["data"]["page"]["title"] == page.title:
                break
        seen.append((time.perf_counter() - begin) * 1000)
        asked.append(tries)
        page.refresh_from_db()
    figures = {"committed_ms": statistics.median(committed), "seen_ms": statistics.median(seen), "asked": max(asked)}
    print(json.dumps({name: round(value, 1) for name, value in figures.items()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
