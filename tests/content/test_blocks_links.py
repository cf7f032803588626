"""The blocks that lead elsewhere: what they demand of editors."""

import pytest
from wagtail.blocks import StructBlockValidationError

from content.blocks.body import BodyBlock
from tests import factories


@pytest.mark.parametrize(
    ("page", "url", "code"), [(None, "", "no_target"), ("page", "https://example.org/", "two_targets")]
)
@pytest.mark.django_db
def test_a_call_to_action_has_exactly_one_target(page, url, code):
    block = BodyBlock().child_blocks["call_to_action"]
    target = factories.standard().pk if page else None
    value = block.to_python({"title": "", "text": "", "action": "Peça", "page": target, "url": url})

    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)

    (problem,) = caught.value.block_errors.values()
    assert problem.code == code
