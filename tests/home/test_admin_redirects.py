"""The admin's screens for redirects: who finds them, and in which words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
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


def upload(client, rows):
    """The answers of the two steps of an import: which columns, and what became of each row."""
    file = SimpleUploadedFile("velhas.csv", rows.encode())
    asked = client.post(reverse("wagtailredirects:start_import"), {"import_file": file})
    form = asked.context["form"]
    chosen = {name: form[name].value() for name in ("import_file_name", "input_format", "from_index", "to_index")}
    done = client.post(reverse("wagtailredirects:process_import"), {**chosen, "permanent": "on"}, follow=True)
    return asked.content.decode(), done


def test_a_file_of_redirects_is_imported_row_by_row(client):
    rows = ("de,para", "/?lang=en,/en/", "/index.php?id=3,/pt/pagina/", "/fora,https://www.example.org/x?y=1")
    page = factories.standard(slug="pagina")
    sign_in(client, "Moderators")

    asked, done = upload(client, "\r\n".join(rows))

    assert "Coluna do endereço antigo" in asked
    assert "Coluna do endereço a que leva" in asked
    assert "Permanente" in asked
    assert "Importados 3 redirecionamentos" in done.content.decode()
    found = Redirect.objects.order_by("old_path").values_list("old_path", "redirect_page_id", "redirect_link")
    assert list(found) == [
        ("/?lang=en", factories.home_page("en").pk, ""),
        ("/fora", None, "https://www.example.org/x?y=1"),
        ("/index.php?id=3", page.pk, ""),
    ]
    assert client.get("/?lang=en")["Location"] == "/en/"
    assert client.get("/index.php?id=3")["Location"] == "/pt/pagina/"


def test_the_rows_that_are_refused_are_told_with_why_and_the_others_are_made(client):
    rows = (
        "de,para",
        "/a,/b",
        "/b,/a",
        "/mau,javascript:alert(1)",
        "/nada,nada",
        ",/pt/",
        "/,/pt/",
        "/a,/pt/",
        "/c,/pt/",
    )
    sign_in(client, "Moderators")

    _, done = upload(client, "\r\n".join(rows))

    nowhere = "Nenhum navegador segue esse endereço. Escreva um que comece por “https://”, “http://” ou “/”."
    assert done.context["import_summary"] == {
        "total": 8,
        "successes": 2,
        "errors_count": 6,
        "errors": [
            ["/b", "/a", "Andaria em círculo: “/a” leva de volta ao início. Escreva outro endereço."],
            ["/mau", "javascript:alert(1)", nowhere],
            ["/nada", "nada", nowhere],
            ["", "/pt/", "Este campo é obrigatório."],
            ["/", "/pt/", "“/” leva os visitantes à sua língua. Escreva um endereço mais longo."],
            ["/a", "/pt/", "Já existe um redirecionamento com esse caminho."],
        ],
    }
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == ["/a", "/c"]
