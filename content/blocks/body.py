"""The body of a page: which blocks there are, under which names."""

from wagtail.blocks import StreamBlock


class BodyBlock(StreamBlock):
    """What an editor can put into a body."""
