"""The tags that write bodies: blocks, index of contents, rich text, figures, files. ``website.py`` registers them."""

from typing import Any

from django.template.context import Context
from django.template.defaultfilters import filesizeformat
from django.template.loader import select_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from home.website.bodies import Body, Heading, within_site
from home.website.bodies import contents as contents_of
from home.website.figures import ABOUT

PROVIDERS = {"YOUTUBE": "YouTube", "VIMEO": "Vimeo"}
# Both hosts in the form that sets no cookie before the video is started.
FRAMES = {"YOUTUBE": "https://www.youtube-nocookie.com/embed/{}", "VIMEO": "https://player.vimeo.com/video/{}?dnt=1"}


def blocks(
    context: Context, body: list[dict[str, Any]] | None, under: int = 1, prefix: str = "", *, primary: bool = True
) -> SafeString:
    """The blocks of a body, each by the template of its type: ``home/blocks/<__typename>.html``.

    ``under`` is the level of the heading above the body, ``prefix`` begins its ids where a page shows several bodies,
    ``primary`` says whether its first call to action may be the button of the page that stands out.
    """
    site_url = context["site"]["url"]
    written = []
    for part in Body(under, prefix).parts(body, site_url=site_url, primary=primary):
        chosen = select_template([f"home/blocks/{part.block['__typename']}.html"])
        with context.push(block=part.block, part=part):
            written.append(chosen.render(context.flatten()))  # type: ignore[arg-type]
    return mark_safe("".join(written))


def contents(body: list[dict[str, Any]] | None, under: int = 1, prefix: str = "") -> list[Heading]:
    """The headings of a body for its index: ``{% contents page.body as headings %}``, each ``anchor`` and ``text``."""
    return contents_of(body, under=under, prefix=prefix)


def rich_text(context: Context, text: dict[str, Any] | None) -> SafeString:
    """A rich text of the answers that has no headings: links within the site as paths."""
    return mark_safe(within_site((text or {}).get("html", ""), context["site"]["url"]))


def provider_name(provider: str) -> str:
    """The name of the host of a video as it writes itself."""
    return PROVIDERS.get(provider, provider)


def video_frame(block: dict[str, Any]) -> str:
    """The address of the frame that plays a video; "" for an address of no known host."""
    address = FRAMES.get(block["provider"])
    return address.format(block["videoId"]) if address and block["videoId"] else ""


def file_facts(document: dict[str, Any]) -> str:
    """Type, size and language of a file in words: “PDF, 2.4 MB, Portuguese”."""
    languages = {
        "PT": pgettext("language of a document", "Portuguese"),
        "EN": pgettext("language of a document", "English"),
    }
    size = document.get("fileSize")
    facts = [
        document["fileType"].upper(),
        filesizeformat(size) if size else "",
        languages.get(document.get("language") or "", ""),
    ]
    return ", ".join(fact for fact in facts if fact)


def is_number(cell: str) -> bool:
    """Whether a cell of a table holds a number, exact or not, with or without unit: such cells stand at the end."""
    digits = ABOUT.sub("", cell.strip()).lstrip("~-\N{MINUS SIGN}").rstrip("%€").strip()
    return bool(digits) and all(sign.isdigit() or sign in " .,\N{NO-BREAK SPACE}" for sign in digits)


def number_columns(block: dict[str, Any]) -> list[bool]:
    """For each column of a table whether all its cells are numbers."""
    rows = [row["cells"] for row in block["rows"]]
    return [bool(rows) and all(is_number(row[index]) for row in rows) for index in range(len(block["headerRow"]))]


def cells(block: dict[str, Any]) -> list[list[tuple[str, bool]]]:
    """The rows of a table, each cell with whether it stands in a column of numbers."""
    numbers = number_columns(block)
    return [list(zip(row["cells"], numbers, strict=False)) for row in block["rows"]]


def headings(block: dict[str, Any]) -> list[tuple[str, bool]]:
    """The headings of the columns of a table, each with whether its column holds numbers."""
    return list(zip(block["headerRow"], number_columns(block), strict=True))
