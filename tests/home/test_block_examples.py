"""What editors see of each block before they choose it: the website's own way of showing it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from content.blocks.body import BodyBlock
from tests import factories
from tests.home.parsed import faults, words

pytestmark = pytest.mark.django_db

BLOCKS = {name: block for name, block in BodyBlock().child_blocks.items() if block.is_previewable}


def example(client, block):
    client.force_login(factories.administrator())
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html.parser")


@pytest.mark.parametrize("name", BLOCKS)
def test_the_example_of_a_block_stands_as_on_the_website(client, name):
    page = example(client, BLOCKS[name])

    assert words(page.select_one("main .prose"))
    assert [fault for fault in faults(page) if fault not in ("0 h1", "h2 after h0")] == []
    assert [link["href"].rsplit("/", 1)[1] for link in page.select("link")] == ["tokens.css", "site.css"]


def test_blocks_that_need_a_choice_from_the_library_have_no_example():
    assert set(BodyBlock().child_blocks) - set(BLOCKS) == {"image", "gallery", "downloads", "related_pages"}
