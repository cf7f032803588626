import threading
import time

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from published.middleware import PublicationMiddleware
from published.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def handle(view, method="post", path="/admin/pages/1/edit/"):
    middleware = PublicationMiddleware(lambda request: HttpResponse())
    return middleware.process_view(getattr(RequestFactory(), method)(path), view, (), {})


def test_what_a_view_publishes_is_flushed_once_at_its_end(stored):
    seen = []

    def view(request):
        page = factories.standard()
        seen.append((page, stored(page)))
        return HttpResponse("done")

    response = handle(view)

    page, entry_inside = seen[0]
    assert response.content == b"done"
    assert entry_inside is None
    assert stored(page) is not None


def test_an_exception_in_a_view_undoes_everything():
    before = Entry.objects.count()

    def view(request):
        factories.standard()
        raise LookupError

    with pytest.raises(LookupError):
        handle(view)

    assert Entry.objects.count() == before


def test_an_answer_commits_whatever_its_status(stored):
    pages = []

    def view(request):
        pages.append(factories.standard())
        return HttpResponse(status=400)

    assert handle(view).status_code == 400
    assert stored(pages[0]) is not None


@pytest.mark.parametrize(("method", "path"), [("get", "/admin/"), ("head", "/admin/"), ("post", "/graphql")])
def test_reading_requests_and_other_doors_are_not_wrapped(method, path):
    assert handle(lambda request: pytest.fail("called by the middleware"), method, path) is None


@pytest.mark.django_db(transaction=True)
def test_a_save_that_began_before_a_publication_does_not_take_it_back(stored):
    page = factories.standard(title="Sobre", slug="sobre", live=False)
    revision = page.save_revision()
    editor = Client()
    editor.force_login(factories.administrator())
    form = {
        "title": "Sobre",
        "slug": "sobre",
        "summary": "Em resumo.",
        "body": streamfield([]),
        "change_notes": inline_formset([]),
        "comments": inline_formset([]),
    }
    answers = []

    def save():
        answers.append(editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form)))
        connections.close_all()

    saving = threading.Thread(target=save)

    def publish(request, page_id):
        revision.publish()
        saving.start()
        time.sleep(2)  # time enough to read the page as it was before this commits
        return HttpResponse()

    middleware = PublicationMiddleware(lambda request: HttpResponse())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    middleware.process_view(RequestFactory().post(address), publish, (), {"page_id": page.pk})
    saving.join()

    assert answers[0].status_code == 302
    page.refresh_from_db()
    assert page.live
    assert stored(page) is not None
