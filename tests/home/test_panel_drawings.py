"""The panels of the pages: what the rule of the visual design fixes, in the SVG that visitors get."""

import re
from gzip import compress
from time import process_time
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from home.panels.plan import AREAS, Panel
from home.panels.svg import drawn, lost_sign

TITLES = [f"Título {number}" for number in range(40)]
SHAPE = "{http://www.w3.org/2000/svg}path"


def elements(svg):
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def classes(svg):
    return [element.get("class") for element in elements(svg).iter(SHAPE)]


def test_a_panel_is_hidden_from_those_who_do_not_see_and_styled_by_classes_alone():
    svg = drawn(Panel("Rede de Inovadores", "participacao", 12, 6))

    assert elements(svg).attrib == {
        "class": "painel",
        "viewBox": "0 0 96 48",
        "preserveAspectRatio": "xMinYMin slice",
        "aria-hidden": "true",
        "focusable": "false",
    }
    assert not re.search(r"style=|fill=|<text|<title", svg)


@pytest.mark.parametrize("area", ["", *AREAS])
def test_exactly_one_tile_carries_the_x(area):
    for title in TITLES:
        svg = drawn(Panel(title, area))

        assert classes(svg).count("x t") == 1
        assert classes(svg).count("y") == 1
        (sign,) = (element.get("d") for element in elements(svg).iter(SHAPE) if element.get("class") == "y")
        assert sign.count("M") == 4


def test_the_x_stands_where_the_rule_puts_it():
    panel = Panel("Criar um laboratório de experimentação", "inovacao", 6, 4)

    assert panel.experiment == (1, 2)
    assert '<path class="x t" d="M8 16h8v8h-8z"/>' in drawn(panel)


def test_pieces_and_calls_to_action_have_no_x():
    assert "x t" not in classes(drawn(Panel("LabX", "inovacao", 2, 2)))
    assert "x t" not in classes(drawn(Panel("LabX", "inovacao", 8, 4, sign="none")))


def test_on_the_page_of_what_is_not_found_the_place_is_empty_and_the_x_lies_alone():
    svg = drawn(Panel("Falta uma peça neste painel", "inovacao", 6, 6, sign="away"))

    assert classes(svg).count("v") == 1
    assert not {"x t", "y"} & set(classes(svg))
    assert classes(lost_sign()) == ["x", "y"]


def test_a_mixed_panel_has_a_group_of_each_area():
    groups = [group.get("class") for group in elements(drawn(Panel("LabX")))]

    assert groups == [f"area-{area}" for area in sorted(AREAS)]


def test_the_panel_of_a_page_head_weighs_at_most_fourteen_hundred_bytes_on_its_way():
    panels = [drawn(Panel(title, area, 12, 6)) for title in TITLES for area in ("", *AREAS)]

    assert max(len(compress(panel.encode())) for panel in panels) <= 1_400


def test_a_panel_seen_before_costs_nothing():
    panel = Panel("Centro de Inovação no Setor Público")
    first = drawn(panel)
    begin = process_time()
    for _again in range(1000):
        assert drawn(Panel("Centro de Inovação no Setor Público")) is first

    assert process_time() - begin < 0.1


@pytest.mark.parametrize("area", ["area-inovacao", "INOVACAO", "inovacao"])
def test_a_template_names_the_area_as_it_comes(area):
    template = Template("{% load website %}{% panel title area 6 4 %}")

    assert template.render(Context({"title": "LabX", "area": area})) == drawn(Panel("LabX", "inovacao", 6, 4))


@pytest.mark.parametrize("area", [None, "", "OUTRA"])
def test_an_area_that_is_not_drawn_gives_the_mixed_panel(area):
    template = Template("{% load website %}{% panel title area 6 4 %}")

    assert template.render(Context({"title": "LabX", "area": area})) == drawn(Panel("LabX", "", 6, 4))
