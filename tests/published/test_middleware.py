import pytest
from django.http import HttpResponse
from django.test import RequestFactory

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
