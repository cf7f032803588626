"""What an anonymous visitor may see of the things a block refers to; for the plain block templates.

The public website and the API read the published store instead, where nothing else exists.
"""

from collections.abc import Iterable

from wagtail.models import Collection, CollectionMember, CollectionViewRestriction, Page


def public_pages(pages: Iterable[Page | None]) -> list[Page]:
    """Return those of `pages` that are live, below a site and in no restricted branch, in their order."""
    chosen = [page for page in pages if page is not None]
    if not chosen:
        return []
    visible = set(Page.objects.live().public().filter(pk__in=[page.pk for page in chosen]).values_list("pk", flat=True))
    return [page for page in chosen if page.pk in visible and page.url]  # outside every site there is no address


def is_public_member(member: CollectionMember) -> bool:
    """Say whether an image or document is in no restricted collection, ancestors counted."""
    collection: Collection = member.collection
    ancestors = collection.get_ancestors(inclusive=True)
    return not CollectionViewRestriction.objects.filter(collection__in=ancestors).exists()
