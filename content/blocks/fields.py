"""The model field for a body of blocks; its definition stays out of migrations."""

from typing import Any

from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from content.blocks.body import BodyBlock


class BodyField(StreamField):
    """A StreamField of `BodyBlock` unless told otherwise.

    Migrations do not record the blocks: they are JSON to the database, and a new block would otherwise be a migration.
    """

    def __init__(self, block_types: type[StreamBlock] | StreamBlock | list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(BodyBlock if block_types is None else block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _arguments, keywords = super().deconstruct()
        keywords.pop("block_lookup", None)
        return name, path, [], keywords
