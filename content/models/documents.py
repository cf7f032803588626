"""Our documents: files to download, with their language and licence.

Editors meet them in the document library; the published store reads ``graphql_fields``.
"""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLInt, GraphQLString
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument

from content.licences import Licence


def document_path(instance: models.Model, filename: str) -> str:
    """Return a place of its own for every upload, under the editor's file name.

    A new version of a document keeps its public address, which ends with that name. The place cannot be guessed: a
    server that hands out the media folder as it is does not hand out documents of private collections.
    """
    return f"documents/{secrets.token_hex(12)}/{filename}"


class Document(AbstractDocument):
    """A file of the library. Its address holds its id and file name: a new version under the same name keeps it."""

    file = models.FileField(upload_to=document_path, max_length=255, verbose_name=_("file"))
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        help_text=_("The language the document is written in; leave empty if it has none or several."),
    )
    licence = models.CharField(_("licence"), max_length=32, blank=True, choices=Licence)
    # As in Wagtail's abstract document, under reverse names of our own: Wagtail's own model takes the default ones.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="content_documents",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("tags"), related_name="content_documents")

    admin_form_fields = ("title", "file", "language", "licence", "collection", "tags")

    graphql_fields = [
        GraphQLString("title", required=True, description="Title of the document."),
        GraphQLString("url", required=True, description="Address to download it from; the path, without a host."),
        GraphQLString("file_name", required=True, source="filename", description="Name of the file."),
        GraphQLInt("file_size", description="Size in bytes."),
        GraphQLString("file_type", required=True, description="Extension in lower case without a dot, e.g. “pdf”."),
        GraphQLString("language", description="Language of the text; null if it has none or several."),
        GraphQLString("licence", description="What others may do with the document."),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    @property
    def file_type(self) -> str:
        return str(self.file_extension).lower()

    def clean(self) -> None:
        """Check the extension, unless the form refused the file already and there is none to check."""
        if self.file:
            super().clean()
