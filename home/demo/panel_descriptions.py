"""Alternative texts of tile panels, true to what is drawn; the loader stores them with each image."""

from home.panels.plan import AREAS, Panel

SHAPES = {
    "pt": {
        "inovacao": ("quartos de círculo", "arcos duplos", "meios círculos", "quartos de círculo frente a frente"),
        "simplificacao": ("triângulos", "faixas diagonais", "divisas", "ampulhetas"),
        "participacao": ("folhas", "balões de fala", "figuras de pessoas", "folhas com eco"),
    },
    "en": {
        "inovacao": ("quarter circles", "double arcs", "half circles", "facing quarter circles"),
        "simplificacao": ("triangles", "diagonal bands", "chevrons", "hourglasses"),
        "participacao": ("leaves", "speech balloons", "figures of people", "leaves with an echo"),
    },
}
COLOURS = {
    "pt": {"inovacao": "azuis", "simplificacao": "verdes", "participacao": "ocre"},
    "en": {"inovacao": "blue", "simplificacao": "green", "participacao": "ochre"},
}
EXPERIMENTS = {
    "pt": {
        "inovacao": "amarelo com um X azul-escuro",
        "simplificacao": "azul-escuro com um X amarelo",
        "participacao": "azul com um X branco",
    },
    "en": {
        "inovacao": "yellow with a navy X",
        "simplificacao": "navy with a yellow X",
        "participacao": "blue with a white X",
    },
}
ORDINALS = {"pt": ("", "primeiro", "segundo", "terceiro", "quarto"), "en": ("", "first", "second", "third", "fourth")}
ROWS = {"pt": ("", "primeira", "segunda", "terceira"), "en": ("", "first", "second", "third")}


def describe(panel: Panel, language: str) -> str:
    """Return what the panel shows, in "pt" or "en": colours, shapes, place and colours of the experiment tile."""
    if language == "pt":
        return _in_portuguese(panel)
    return _in_english(panel)


def _in_portuguese(panel: Panel) -> str:
    if panel.area:
        first, second = (SHAPES["pt"][panel.area][index] for index in panel.pair)
        wall = f"Painel de azulejos {COLOURS['pt'][panel.area]} com {first} e {second}."
    else:
        wall = f"Painel de azulejos azuis, verdes e ocre com {_mixed(panel, 'pt')}."
    if panel.experiment is None:
        return wall
    column, row = panel.experiment
    sign = EXPERIMENTS["pt"][panel.area_at(column, row)]
    return f"{wall} Um só azulejo difere: o {ORDINALS['pt'][column + 1]} da {ROWS['pt'][row + 1]} fila, {sign}."


def _in_english(panel: Panel) -> str:
    if panel.area:
        first, second = (SHAPES["en"][panel.area][index] for index in panel.pair)
        wall = f"Wall of {COLOURS['en'][panel.area]} tiles with {first} and {second}."
    else:
        wall = f"Wall of blue, green and ochre tiles with {_mixed(panel, 'en')}."
    if panel.experiment is None:
        return wall
    column, row = panel.experiment
    sign = EXPERIMENTS["en"][panel.area_at(column, row)]
    return f"{wall} One tile differs: the {ORDINALS['en'][column + 1]} of the {ROWS['en'][row + 1]} row, {sign}."


def _mixed(panel: Panel, language: str) -> str:
    """Return the shapes of a mixed panel, one of each area."""
    one, two, three = (SHAPES[language][area][panel.pair[0]] for area in AREAS)
    return f"{one}, {two} {'e' if language == 'pt' else 'and'} {three}"
