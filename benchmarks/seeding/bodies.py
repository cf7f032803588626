"""Bodies of about 3 kB, as a StreamField's column holds them. Called by the seeding for each page."""

from random import Random
from uuid import UUID

import orjson

from benchmarks.seeding.words import COMMON_WORD, Speech


def body(
    speech: Speech,
    random: Random,
    *,
    related: list[int],
    image: int | None = None,
    rare: str = "",
    has_links: bool = False,
) -> str:
    """Return the JSON of two sections with a quotation, perhaps an image, and the pages that are ``related``."""
    lead = f"<p>{COMMON_WORD}: {speech.text(random, 3)} {rare}</p>"
    blocks = [
        _block(random, "text", {"text": lead + _paragraph(speech, random, links=related[:1] if has_links else [])}),
        _heading(speech, random),
        _block(random, "text", {"text": _paragraph(speech, random) + _list(speech, random)}),
        _block(random, "quote", {"text": speech.text(random, 1), "who": "Exemplo", "source": "", "source_url": ""}),
        _heading(speech, random),
        _block(random, "text", {"text": _paragraph(speech, random) + _paragraph(speech, random)}),
    ]
    if image is not None:
        picture = {"image": image, "caption": speech.text(random, 1), "alt_text": "", "decorative": False}
        blocks.insert(3, _block(random, "image", picture))
    pages = [{"type": "item", "value": page, "id": _identifier(random)} for page in related]
    blocks.append(_block(random, "related_pages", {"title": "", "pages": pages}))
    return orjson.dumps(blocks).decode()


def rich_text(speech: Speech, random: Random) -> str:
    """Return one paragraph, as fields of rich text hold it."""
    return _paragraph(speech, random)


def _block(random: Random, kind: str, value: dict[str, object]) -> dict[str, object]:
    return {"type": kind, "value": value, "id": _identifier(random)}


def _heading(speech: Speech, random: Random) -> dict[str, object]:
    words = " ".join(random.choices(speech.nouns, k=3)).capitalize()
    return _block(random, "heading", {"text": words, "level": 2, "anchor": ""})


def _paragraph(speech: Speech, random: Random, *, links: list[int] | tuple[()] = ()) -> str:
    text = speech.text(random, 4)
    for page in links:
        first, _, rest = text.partition(" ")
        text = f'<a linktype="page" id="{page}">{first}</a> {rest}'
    return f'<p data-block-key="{random.getrandbits(30):x}">{text}</p>'


def _list(speech: Speech, random: Random) -> str:
    return "<ul>" + "".join(f"<li>{one}</li>" for one in random.choices(speech.sentences, k=4)) + "</ul>"


def _identifier(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
