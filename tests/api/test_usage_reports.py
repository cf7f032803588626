"""The reports of what apps ask: who may see them, what they count and say in both languages, what they export."""

import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from api.keys.models import ApiKey
from api.usage import reports
from api.usage.models import ErrorCount, FieldCount, OperationCount
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db

ADDRESSES = ["api_usage_operations", "api_usage_errors", "api_usage_fields"]


@pytest.fixture
def administrator(client, django_user_model, settings):
    settings.GRAPHQL_USAGE_SECONDS = 2.5  # as where something is recorded; no request for /graphql is made here
    user = django_user_model.objects.create_superuser("chefe", "chefe@example.org", "chefe-chefe")

    def look(name, language="en", **parameters):
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client.force_login(user)
        return client.get(reverse(name), parameters)

    look.user = user
    return look


@pytest.fixture
def counted():
    """A week of two apps and of readers without a key."""
    today = timezone.localdate()
    evora = ApiKey.objects.create(name="Guia de Évora", digest="x", scopes=["read"])
    for days, count in ((0, 3), (10, 40), (95, 1_000)):
        day = today - timedelta(days=days)
        OperationCount.objects.create(
            day=day, key=evora.pk, operation="NewsList", count=count, cost=count * 100, highest_cost=150 + days,
            errors=1, not_modified=1,
        )  # fmt: skip
        ErrorCount.objects.create(day=day, key=evora.pk, code="BUDGET_EXCEEDED", count=count)
        FieldCount.objects.create(day=day, key=evora.pk, name="NewsPage.title", count=count)
    OperationCount.objects.create(
        day=today, key=0, operation="*", count=7, cost=70, highest_cost=10, errors=0, not_modified=0
    )
    OperationCount.objects.create(
        day=today, key=999, operation="#0123abcd", count=1, cost=5, highest_cost=5, errors=0, not_modified=0
    )
    FieldCount.objects.create(day=today, key=0, name="NewsPage.old", count=7)
    return evora


def rows(response):
    """The table as texts."""
    table = response.content.decode().rpartition("<tbody")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in found
    ]


@pytest.mark.parametrize("name", ADDRESSES)
def test_reports_are_for_administrators(client, name):
    client.force_login(factories.user("Moderators"))

    assert client.get(reverse(name)).status_code == 302
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "api_usage" not in menu
    assert reverse(name) not in menu


@pytest.mark.parametrize("name", ADDRESSES)
def test_administrators_find_them_in_the_menu(administrator, name):
    assert reverse(name) in administrator("wagtailadmin_home").content.decode()


def test_operations_are_told_with_their_cost(administrator, counted):
    assert rows(administrator("api_usage_operations")) == [
        ["NewsList", "Guia de Évora", "43", "2", "2", "4,300", "105", "160"],
        ["Not stored, not told apart", "Without a key", "7", "0", "0", "70", "10", "10"],
        ["Without a name #0123abcd", "Deleted key 999", "1", "0", "0", "5", "5", "5"],
    ]
    in_portuguese = rows(administrator("api_usage_operations", "pt-pt"))
    assert in_portuguese[0][5] == "4.300"
    assert [row[:2] for row in in_portuguese[1:]] == [
        ["Não guardadas, sem distinção", "Sem chave"],
        ["Sem nome #0123abcd", "Chave eliminada 999"],
    ]


def test_operations_are_filtered_by_period_and_key_searched_and_ordered(administrator, counted):
    assert rows(administrator("api_usage_operations", period="7", key=counted.pk))[0][2:5] == ["3", "1", "1"]
    assert [row[0] for row in rows(administrator("api_usage_operations", q="News"))] == ["NewsList"]
    by_name = rows(administrator("api_usage_operations", ordering="questions"))
    assert [row[2] for row in by_name] == ["1", "7", "43"]


def test_errors_are_told_with_what_to_do(administrator, counted):
    ((code, key, answers, _day, to_do),) = rows(administrator("api_usage_errors"))

    assert (code, key, answers) == ("BUDGET_EXCEEDED", "Guia de Évora", "43")
    assert to_do.startswith("The app asks too much in a minute")
    assert "A aplicação pergunta demais num minuto" in rows(administrator("api_usage_errors", "pt-pt"))[0][4]


def test_fields_in_use_are_told_by_key_and_the_deprecated_ones_alone(administrator, counted, monkeypatch):
    reason = "Use title. Removed after 2027-06-30."
    monkeypatch.setattr(reports, "deprecated_fields", lambda: {"NewsPage.old": reason})
    today = f"{timezone.localdate():%d/%m/%Y}"

    every = rows(administrator("api_usage_fields"))
    assert [(row[0], row[1], row[2], row[4]) for row in every] == [
        ("NewsPage.old", "Without a key", "7", reason),
        ("NewsPage.title", "Guia de Évora", "43", ""),
    ]
    assert rows(administrator("api_usage_fields", "pt-pt"))[0][3] == today
    assert [row[0] for row in rows(administrator("api_usage_fields", deprecated="yes"))] == ["NewsPage.old"]


def test_nothing_found_says_what_to_do(administrator, settings):
    empty = administrator("api_usage_operations").content.decode()
    assert "No app has asked anything yet. What apps ask at /graphql is here some seconds later, for 90 days." in empty
    filtered = administrator("api_usage_errors", "pt-pt", period="1").content.decode()
    assert "Nenhum erro desses neste período. Escolha outro período ou outra chave." in filtered
    assert (
        "what is past its date may be removed" in administrator("api_usage_fields", deprecated="yes").content.decode()
    )
    settings.GRAPHQL_USAGE_SECONDS = 0
    assert "GRAPHQL_USAGE_SECONDS is 0" in administrator("api_usage_fields").content.decode()


def test_a_spreadsheet_holds_what_the_table_shows(administrator, counted):
    text = b"".join(administrator("api_usage_operations", export="csv").streaming_content).decode()
    today = timezone.localdate().isoformat()
    assert text.splitlines()[0] == (
        "Operation,Key,Asked,Not modified,With errors,Cost,Average cost,Highest cost,Last asked"
    )
    assert text.splitlines()[1] == f"NewsList,Guia de Évora,43,2,2,4300,105,160,{today}"

    answer = administrator("api_usage_fields", export="xlsx", key=counted.pk)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == ["Field", "Key", "Asked", "Last time", "Deprecated"]
    assert [cell.value for cell in sheet[2]][:3] == ["NewsPage.title", "Guia de Évora", 43]
    assert f"api-usage-fields-{today}.xlsx" in answer["Content-Disposition"]


def test_a_spreadsheet_executes_nothing_that_somebody_wrote(administrator, counted):
    counted.name = '=HYPERLINK("https://evil.example","Évora")'
    counted.save()

    text = b"".join(administrator("api_usage_operations", export="csv").streaming_content).decode()

    assert text.splitlines()[1].startswith("NewsList,\"'=HYPERLINK(")


def test_what_is_older_than_ninety_days_is_deleted_when_a_day_begins(counted):
    call_command("work", "--once")

    oldest = timezone.localdate() - timedelta(days=89)
    for model in (OperationCount, ErrorCount, FieldCount):
        assert model.objects.filter(day__lt=oldest).count() == 0
    assert OperationCount.objects.filter(operation="NewsList").count() == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_administrator_walks_through_the_reports(page: "Page", counted, django_user_model) -> None:
    user = django_user_model.objects.create_superuser("chefe", "chefe@example.org", "chefe-chefe")
    UserProfile.objects.create(user=user, preferred_language="pt-pt")
    page.goto("/admin/login/")
    page.fill("#id_username", "chefe")
    page.fill("#id_password", "chefe-chefe")
    page.click("button[type=submit]")

    page.get_by_role("button", name="Relatórios").click()
    page.get_by_role("link", name="API: operações").click()
    page.get_by_role("heading", name="API: operações").wait_for()
    assert page.locator("#listing-results tbody tr").count() == 3

    page.get_by_role("button", name="Mostrar filtros").click()
    page.get_by_role("button", name="Chave").click()
    page.get_by_label("Guia de Évora").check()
    page.locator("#listing-results tbody tr").nth(1).wait_for(state="detached")
    assert page.locator("#listing-results tbody tr").count() == 1

    page.get_by_role("button", name="Ações").click()
    page.get_by_role("link", name="API: campos em uso").click()
    page.get_by_role("heading", name="API: campos em uso").wait_for()
    assert "NewsPage.title" in page.locator("#listing-results tbody").inner_text()
