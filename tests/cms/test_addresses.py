import pytest
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["pt", "pt-pt", "en", "fr", None])
def test_a_page_has_one_address_whichever_language_is_spoken(language):
    with translation.override(language):
        assert factories.home_page("pt").url == "/pt/"
        assert factories.home_page("en").url == "/en/"


def test_the_variant_of_the_admin_is_no_public_address(client):
    assert client.get("/pt/").status_code == 200
    assert client.get("/pt-pt/").status_code == 404
