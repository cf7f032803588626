"""``/sitemap.xml`` and ``/robots.txt``: what search engines read first. Both tell of the site of the host.

The sitemap is an index of files, of each language one per part of its pages and one for the pages of its vocabularies;
each takes two statements, however many pages it names.
"""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from home.website.addresses import address
from home.website.caching import may_be_kept
from home.website.visit import Visit, content_languages
from published.public_addresses import PublicAddress, addresses, extents

PART = 50_000  # the most addresses that a file may hold, after sitemaps.org,
PARTS = 50_000  # and the most files that an index may name
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
VOCABULARIES = {"topic": "topics", "audience": "audiences", "organisation": "organisations", "series": "eventSeries"}
NAMESPACES = f'{NAMESPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files of the sitemap, with the last change in each language."""
    visit, site, root = _place(request)
    found = []
    for extent in extents(visit.context.store, site=site):
        for number in range(1, -(-extent.number // PART) + 1):
            found.append(_entry("sitemap", root, f"/sitemap-{extent.locale}-{number}.xml", extent.updated))
        if extent.locale in content_languages():
            found.append(_entry("sitemap", root, f"/sitemap-{extent.locale}-terms.xml", None))
    return _xml(request, "sitemapindex", NAMESPACE, found)


@require_safe
def part(request: HttpRequest, locale: str, number: int) -> HttpResponse:
    """Up to 50,000 pages in one language, each with the same page in other languages."""
    visit, site, root = _place(request)
    if not 1 <= number <= PARTS:
        raise Http404
    listed = addresses(visit.context.store, site=site, locale=locale, first=PART, skip=(number - 1) * PART)
    found = [_page(root, page) for page in listed]
    if not found:
        raise Http404
    return _xml(request, "urlset", NAMESPACES, found)


@require_safe
def terms(request: HttpRequest, locale: str) -> HttpResponse:
    """The pages of the terms of every vocabulary that a page carries, and the overviews of the vocabularies."""
    visit, _site, root = _place(request)
    if locale not in content_languages():
        raise Http404
    answer = visit.ask({"Vocabularies": {"locale": locale}})["Vocabularies"]
    found = []
    for name, field in VOCABULARIES.items():
        slugs = [term["slug"] for term in answer[field]["nodes"] if term["pageCount"]]
        found += [_entry("url", root, address(name, locale, slug), None) for slug in ["", *slugs]]
    return _xml(request, "urlset", NAMESPACE, found)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the admin is nobody's business."""
    _visit, _site, root = _place(request)
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}", "", f"Sitemap: {root}/sitemap.xml", ""]
    return may_be_kept(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


def _place(request: HttpRequest) -> tuple[Visit, int, str]:
    """The visit, the site of the host and its public address."""
    visit = Visit.of(request)
    site = visit.context.site_of_host(None)
    if site is None or site.site is None:
        raise Http404
    return visit, site.site, visit.context.root_of(site.site)


def _page(root: str, page: PublicAddress) -> str:
    translations = page.translations if len(page.translations) > 1 else {}
    links = [(locale, path) for locale, path in translations.items()]
    default = translations.get(str(settings.WAGTAIL_CONTENT_LANGUAGES[0][0]))
    if default is not None:
        links.append(("x-default", default))
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(locale)} href={quoteattr(iri_to_uri(root + path))}/>'
        for locale, path in links
    )
    return _entry("url", root, page.path, page.updated, alternates)


def _entry(name: str, root: str, path: str, changed: datetime | str | None, more: str = "") -> str:
    moment = changed.isoformat(timespec="seconds") if isinstance(changed, datetime) else changed
    last_change = f"<lastmod>{escape(moment)}</lastmod>" if moment else ""
    return f"<{name}><loc>{escape(iri_to_uri(root + path))}</loc>{last_change}{more}</{name}>"


def _xml(request: HttpRequest, name: str, namespaces: str, found: Iterable[str]) -> HttpResponse:
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{name} {namespaces}>", *found, f"</{name}>", ""])
    return may_be_kept(request, HttpResponse(text, content_type="application/xml; charset=utf-8"))
