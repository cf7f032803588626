"""What the demonstration does not hold and a visitor may still meet: a withdrawn page, a page behind a password.

``python -m tests.site.rare_states``, in the environment of the demonstration; demonstration.py calls it.
"""

import django

WITHDRAWN, LOCKED = "withdrawn-page", "page-behind-a-password"
PASSWORD = "sardinha"


def add() -> None:
    from wagtail.models import Locale, PageViewRestriction

    from content.models import NewsIndexPage, NewsPage
    from published.publication import publication

    for locale in Locale.objects.all():
        for slug in (WITHDRAWN, LOCKED):
            index = NewsIndexPage.objects.get(locale=locale)
            page = NewsPage(title=slug, slug=slug, summary=slug, locale=locale)
            with publication():
                index.add_child(instance=page)
                page.save_revision().publish()
            with publication():
                if slug == WITHDRAWN:
                    page.unpublish()
                else:
                    PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)


if __name__ == "__main__":
    django.setup()
    add()
