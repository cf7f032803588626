"""Links in rich text as the plain templates print them: without an address where they lead to something not public."""

from django.utils.html import escape
from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from content.visibility import is_public_member, public_pages


class PublicPageLinkHandler(PageLinkHandler):
    """Leads to the page itself, in its own language; Wagtail's would lead to that of the active language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        pages = cls.get_many(attrs_list)
        public = {page.pk: page.url for page in public_pages(pages)}
        addresses = [public.get(page.pk) if page is not None else None for page in pages]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in addresses]


class PublicDocumentLinkHandler(DocumentLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        documents = cls.get_many(attrs_list)
        return [
            f'<a href="{escape(document.url)}">' if document is not None and is_public_member(document) else "<a>"
            for document in documents
        ]


@hooks.register("register_rich_text_features", order=100)
def keep_addresses_of_what_is_not_public(features: FeatureRegistry) -> None:
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)
