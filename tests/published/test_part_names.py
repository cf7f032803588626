"""No two parts of the published content share an id, so that clients may keep what they read by type and id."""

import pytest

from published.models import Entry
from published.projection import project
from tests import factories

pytestmark = pytest.mark.django_db

TABLE = {
    "caption": "Participação",
    "columns": [{"type": "text", "heading": "Grupo"}],
    "rows": [{"values": ["Jovens"]}, {"values": ["Formação"]}],
}
BODY = [
    {"type": "text", "id": "p", "value": {"text": "<p>Um</p>"}},
    {"type": "table", "id": "t", "value": {"table": TABLE, "header_column": False, "source": ""}},
    {"type": "table", "id": "u", "value": {"table": TABLE, "header_column": False, "source": ""}},
]


def parts(value):
    if isinstance(value, list):
        return [part for item in value for part in parts(item)]
    if not isinstance(value, dict):
        return []
    own = [(value["__typename"], value["id"])] if "id" in value else []
    return own + [part for item in value.values() for part in parts(item)]


def test_the_id_of_a_part_begins_with_what_it_stands_in():
    page = factories.news(body=BODY)

    names = parts(project(page).body)

    assert names == [
        ("ParagraphsBlock", f"NewsPage:{page.pk}:p"),
        ("TableBlock", f"NewsPage:{page.pk}:t"),
        ("TableRowBlock", f"NewsPage:{page.pk}:t:1"),
        ("TableRowBlock", f"NewsPage:{page.pk}:t:2"),
        ("TableBlock", f"NewsPage:{page.pk}:u"),
        ("TableRowBlock", f"NewsPage:{page.pk}:u:1"),
        ("TableRowBlock", f"NewsPage:{page.pk}:u:2"),
    ]


def test_a_copied_and_a_translated_page_share_no_id_with_their_original():
    page = factories.news(body=BODY)
    copy = page.copy(recursive=False, update_attrs={"slug": "copia"})
    page.get_parent().specific.copy_for_translation(factories.locale("en"))
    translation = page.copy_for_translation(factories.locale("en"))

    names = [name for one in (page, copy, translation) for name in parts(project(one.specific).body)]

    assert len(names) == 21
    assert len(set(names)) == 21
    assert Entry.objects.filter(key=f"NewsPage:{page.pk}").count() == 1
