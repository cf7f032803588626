"""Pages of the site as trees of elements, for the tests that look into them."""

import json

from bs4 import BeautifulSoup
from django.core.management import call_command

from published.publication import publication

REFERENCES = ("aria-labelledby", "aria-describedby", "for", "popovertarget")


def get(client, path):
    """The page at an address; it is there, and its structure is sound."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    found = faults(page)
    assert not found, (path, found)
    return page


def faults(page):
    """What no page may have: skipped levels, several titles, ids that repeat, references to no id."""
    found = []
    levels = [int(heading.name[1]) for heading in page.select("main :is(h1, h2, h3, h4, h5, h6)")]
    found += [f"h{now} after h{before}" for before, now in zip([0, *levels], levels, strict=False) if now > before + 1]
    found += [f"{levels.count(1)} h1"] if levels.count(1) != 1 else []
    ids = [one["id"] for one in page.select("[id]")]
    found += [f"id {one} repeats" for one in sorted(set(ids)) if ids.count(one) > 1]
    for name in REFERENCES:
        found += [f"{name}={one[name]}" for one in page.select(f"[{name}]") if not set(one[name].split()) <= set(ids)]
    found += [f"#{one['href'][1:]}" for one in page.select('a[href^="#"]') if one["href"][1:] not in ids]
    found += [f"{one.name} inline" for one in page.select("[style], style, script:not([src], [type*=json])")]
    return found


def words(element):
    """The words that a reader sees, white space squeezed."""
    return " ".join(element.get_text().split())


def body(*blocks):
    """A body as a body field stores it, of pairs of a kind and its value."""
    return json.dumps([{"type": kind, "value": value, "id": f"b{index}"} for index, (kind, value) in enumerate(blocks)])


def store(make):
    """What `make` gives, published; the site itself is older than the store."""
    with publication():
        made = make()
    call_command("rebuild_published", verbosity=0)
    return made
