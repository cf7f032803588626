"""What editors see of a block before they choose it: its example, as the public website shows it.

The tag ``block_example`` calls this in the frame that Wagtail shows beside its list of blocks. The example stands on a
page that exists only for that moment and goes the way of every draft.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.blocks import BoundBlock
from wagtail.models import Locale

from content.models import StandardPage
from home.website.drafts import draft_visit
from home.website.visit import content_languages

SLUG = "example"


def block_example(bound: BoundBlock, request: HttpRequest) -> SafeString:
    """The HTML of one block with its value, in the language of content that the editor's own is closest to."""
    own = (translation.get_language() or "").partition("-")[0]
    code = own if own in content_languages() else content_languages()[0]
    body = [{"type": bound.block.name, "value": bound.block.get_prep_value(bound.value)}]  # as stored: with defaults
    page = StandardPage(
        title=bound.block.label,
        slug=SLUG,
        locale=Locale.objects.get(language_code=code),
        body=json.dumps(body, cls=DjangoJSONEncoder),
    )
    with translation.override(code):
        visit = draft_visit(page, request)
        answers = visit.ask({"SiteChrome": {"locale": code}, "PageDetail": {"path": visit.path}})
        context = {"visit": visit, "site": answers["SiteChrome"]["site"], "page": answers["PageDetail"]["page"]}
        return render_to_string("home/parts/block_example.html", context)
