"""A product in which nobody published a site yet: every address is answered, by a page without the site's frame."""

import pytest
from wagtail.models import Site

from published.publication import publication

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        *("/pt/", "/en/", "/pt/pesquisa/?q=a", "/en/search/", "/pt/temas/", "/en/topics/x/", "/pt/_util/login/"),
        *("/pt/rss.xml", "/pt/calendar.ics", "/pt/event.ics", "/pt/guia/imprimir/", "/sitemap.xml", "/robots.txt"),
    ],
)
def test_every_address_is_not_found(client, address):
    with publication():
        Site.objects.all().delete()

    assert client.get(address).status_code == 404
