from hashlib import sha256
from io import BytesIO
from time import process_time

import pytest
from PIL import Image

from home.demo.panel_descriptions import describe
from home.demo.panels import COLOURS, experiment_box, png
from home.panels.plan import AREAS, Panel

TITLES = [f"Título {number}" for number in range(60)]


def pixels(panel, *, width, height):
    return Image.open(BytesIO(png(panel, width=width, height=height)))


def colours(picture):
    return {colour for _count, colour in picture.getcolors(maxcolors=1 << 20)}


def rgb(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def test_the_same_title_gives_the_same_bytes():
    first, second = (png(Panel("Rede de Inovadores", "participacao"), width=240, height=160) for _ in range(2))

    assert sha256(first).hexdigest() == sha256(second).hexdigest()


def test_spaces_around_a_title_change_nothing():
    assert png(Panel(" LabX \n"), width=240, height=160) == png(Panel("LabX"), width=240, height=160)


def test_another_title_gives_another_panel():
    panels = {png(Panel(title, "inovacao", 6, 4), width=120, height=80) for title in TITLES}

    assert len(panels) > 50  # two titles may choose the same primitives, turning and glaze


def test_a_panel_is_a_png_of_the_size_asked_for():
    picture = pixels(Panel("LabX"), width=300, height=201)

    assert (picture.format, picture.size) == ("PNG", (300, 201))


@pytest.mark.parametrize("title", TITLES)
def test_the_two_primitives_differ(title):
    first, second = Panel(title).pair

    assert first != second


@pytest.mark.parametrize(("columns", "rows"), [(12, 6), (8, 4), (6, 4), (6, 6), (4, 4)])
def test_exactly_one_tile_is_the_experiment_and_none_on_the_edge(columns, rows):
    for title in TITLES:
        panel = Panel(title, "inovacao", columns, rows)
        experiments = [(column, row) for column, row, tile in panel.tiles() if tile.primitive is None]

        assert experiments == [panel.experiment]
        column, row = panel.experiment
        assert 0 < column < columns - 1
        assert 0 < row < rows - 1


def test_a_piece_of_four_tiles_has_no_experiment():
    panel = Panel("LabX", "inovacao", 2, 2)

    assert panel.experiment is None
    assert experiment_box(panel) is None
    assert [tile.primitive is None for _column, _row, tile in panel.tiles()] == [False] * 4


@pytest.mark.parametrize("area", AREAS)
def test_the_experiment_carries_the_contrast_pair_of_its_area(area):
    panel = Panel("Criar um laboratório", area, 6, 4)
    x, y, width, height = experiment_box(panel, width=600, height=400)
    tile = pixels(panel, width=600, height=400).crop((x - width // 2, y - height // 2, x + width // 2, y + height // 2))

    ground, sign = COLOURS[area]["ground"], COLOURS[area]["sign"]
    assert {rgb(ground), rgb(sign)} <= colours(tile)
    assert tile.getpixel((width // 4, height // 4)) == rgb(sign)  # in the middle of a leaf
    assert tile.getpixel((width // 2, 2)) == rgb(ground)  # between two leaves


@pytest.mark.parametrize("area", AREAS)
def test_the_tiles_of_an_area_have_its_colours_only(area):
    for title in TITLES[:10]:
        panel = Panel(title, area, 6, 4)

        assert {tile.area for _column, _row, tile in panel.tiles()} == {area}
        assert rgb(COLOURS[area]["solid"]) in colours(pixels(panel, width=300, height=200))


def test_a_panel_without_an_area_has_all_three():
    panel = Panel("Sobre o LabX")

    assert {tile.area for _column, _row, tile in panel.tiles()} == set(AREAS)


def test_a_large_panel_is_drawn_in_less_than_three_tenths_of_a_second():
    begin = process_time()
    png(Panel("Centro de Inovação no Setor Público"), width=1600, height=1067)

    assert process_time() - begin < 0.3


def test_the_alternative_text_says_what_is_drawn():
    panel = Panel("Criar um laboratório de experimentação", "inovacao", 6, 4)

    assert panel.experiment == (1, 2)
    assert describe(panel, "pt") == (
        "Painel de azulejos azuis com quartos de círculo frente a frente e quartos de círculo. "
        "Um só azulejo difere: o segundo da terceira fila, amarelo com um X azul-escuro."
    )
    assert describe(panel, "en") == (
        "Wall of blue tiles with facing quarter circles and quarter circles. "
        "One tile differs: the second of the third row, yellow with a navy X."
    )


def test_the_alternative_text_of_a_mixed_panel_names_the_colours_of_the_experiment_where_it_stands():
    panel = Panel("LabX")

    assert panel.area_at(*panel.experiment) == "participacao"
    assert describe(panel, "en") == (
        "Wall of blue, green and ochre tiles with half circles, chevrons and figures of people. "
        "One tile differs: the second of the second row, blue with a white X."
    )


def test_no_alternative_text_is_longer_than_its_field():
    panels = [Panel(title, area, 12, 8) for title in TITLES for area in ("", *AREAS)]

    assert max(len(describe(panel, language)) for panel in panels for language in ("pt", "en")) <= 255
