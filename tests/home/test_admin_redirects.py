"""The admin's screens for redirects: who finds them, and in which words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests import factories

pytestmark = pytest.mark.django_db


def sign_in(client, *groups):
    user = factories.user(*groups)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "pt-pt"})
    client.force_login(user)


def test_a_moderator_writes_redirects_and_an_editor_does_not(client):
    form = {
        "old_path": "/velha",
        "site": "",
        "redirect_page": factories.standard(slug="pagina").pk,
        "redirect_link": "",
    }

    sign_in(client, "Moderators")
    assert reverse("wagtailredirects:index") in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.post(reverse("wagtailredirects:add"), form)["Location"] == reverse("wagtailredirects:index")
    assert client.get("/velha")["Location"] == "/pt/pagina/"

    sign_in(client, "Editors")
    assert client.get(reverse("wagtailredirects:index"))["Location"] == reverse("wagtailadmin_home")


def test_the_screens_are_in_portuguese(client):
    sign_in(client, "Moderators")

    index = client.get(reverse("wagtailredirects:index")).content.decode()
    assert "Adicionar redirecionamento" in index
    assert "Importar redirecionamentos" in index
    refused = client.post(reverse("wagtailredirects:add"), {"old_path": "/"}).content.decode()
    assert "leva os visitantes à sua língua" in refused
    assert "Escolha a página a que leva ou escreva abaixo um endereço." in refused
    assert "Go to the first error" not in refused
    chosen = client.get(reverse("wagtailredirects:start_import")).content.decode()
    assert "Escolha um ficheiro com um redirecionamento por linha" in chosen
    wrong = SimpleUploadedFile("velhas.csv", b"de,para\r\n/\xff\xfe,x\r\n")
    answer = client.post(reverse("wagtailredirects:start_import"), {"import_file": wrong}, follow=True)
    assert "não está em UTF-8" in answer.content.decode()
