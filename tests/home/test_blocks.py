"""Every block of a body as visitors get it, from the editor's values through the store to HTML."""

import pytest
from django.template.loader import get_template

from content.blocks.body import BodyBlock
from content.tasks import make_missing_renditions
from home.website.bodies import Body, contents
from home.website.figures import shown
from tests import factories
from tests.home.parsed import body, get, store, words

pytestmark = pytest.mark.django_db

NBSP = "\N{NO-BREAK SPACE}"
VIDEO = {"title": "O laboratório", "url": "https://youtu.be/aqz-KE-bpKQ", "caption": "Por baixo", "transcript": "Olá."}


def page_of(client, *blocks, **fields):
    """The main part of a page with these blocks as its body."""
    page = store(lambda: factories.standard(body=body(*blocks), **fields))
    return get(client, page.url).main


def figure(value, caption="projetos", **fields):
    return {"value": value, "caption": caption, "source": "Avaliação", **fields}


def test_every_block_has_its_template():
    for block in BodyBlock().child_blocks.values():
        get_template(f"home/blocks/{type(block).__name__}.html")


def test_headings_keep_their_anchors_and_skip_no_level(client):
    main = page_of(
        client,
        ("heading", {"text": "Como pedir", "level": 2, "anchor": "como-pedir"}),
        ("heading", {"text": "Em linha", "level": 4, "anchor": "em-linha"}),
        ("heading", {"text": "Menu", "level": 2, "anchor": "menu"}),
    )

    assert [(one.name, one["id"]) for one in main.select(".prose > [id]")] == [
        ("h2", "como-pedir"),
        ("h3", "em-linha"),
        ("h2", "menu-2"),  # the frame of the page has a menu of that name
    ]


def test_a_block_that_occurs_twice_has_its_ids_once(client):
    grid = {"caption": "Quadro", "columns": [{"type": "text", "heading": "A"}], "rows": [{"values": ["b"]}]}
    table = {"table": grid, "header_column": False, "source": ""}

    main = page_of(client, ("table", table), ("table", table), ("figures", {"figures": [figure("1"), figure("2")]}))

    assert len(main.select("table")) == 3


def test_rich_text_links_within_the_site_by_path_and_out_of_it_by_address(client):
    target = store(lambda: factories.standard(title="Alvo"))
    gone = store(lambda: factories.standard(live=False))
    text = (
        f'<h2>Título</h2><p><a linktype="page" id="{target.pk}">cá</a> <a linktype="page" id="{gone.pk}">nada</a> '
        '<a href="https://example.org/">fora</a></p>'
    )

    main = page_of(client, ("text", {"text": text}))

    assert main.select_one("h2")["id"] == "titulo"
    assert [(a.text, a["href"]) for a in main.select(".prose p a")] == [
        ("cá", target.url),
        ("fora", "https://example.org/"),
    ]
    assert words(main.select_one(".prose p")) == "cá nada fora"


def test_the_index_names_a_heading_of_a_text_as_it_is_written():
    text = "<h2>Perguntas &amp; &lt;respostas&gt;</h2>"
    block = {"__typename": "ParagraphsBlock", "richText": {"html": text}}

    assert [(one.text, one.anchor) for one in contents([block])] == [("Perguntas & <respostas>", "perguntas-respostas")]


def test_an_image_has_its_size_its_words_and_its_caption(client):
    picture = factories.image(size=(1600, 900), credit="Arquivo")
    make_missing_renditions(picture)

    main = page_of(
        client,
        ("image", {"image": picture.pk, "caption": "A equipa", "alt_text": ""}),
        ("image", {"image": picture.pk, "alt_text": "Outras palavras"}),
        ("image", {"image": picture.pk, "decorative": True}),
    )

    images = main.select(".prose img")
    assert [one["alt"] for one in images] == ["Um retângulo", "Outras palavras", ""]
    assert {(one["width"], one["height"], one["loading"]) for one in images} == {("1600", "800", "lazy")}
    assert [one.split(" ")[1] for one in images[0]["srcset"].split(", ")] == ["800w", "1200w", "1600w"]
    assert words(main.select_one("figcaption")) == "A equipa Imagem: Arquivo."


def test_an_image_whose_sizes_are_not_made_yet_is_shown_itself(client):
    picture = factories.image(size=(64, 48))

    (image,) = page_of(client, ("image", {"image": picture.pk})).select(".prose img")

    assert (image["width"], image["height"], image.get("srcset")) == ("64", "48", None)
    assert image["src"].endswith(".png")


def test_a_gallery_is_a_list_of_figures(client):
    picture = factories.image()
    images = [{"image": picture.pk, "caption": "Um"}, {"image": picture.pk, "caption": "Dois"}]

    main = page_of(client, ("gallery", {"title": "Retratos", "images": images}))

    assert words(main.select_one(".prose h2")) == "Retratos"
    assert [words(one) for one in main.select("ul.gallery > li > figure > figcaption")] == ["Um", "Dois"]


def test_a_video_loads_nothing_and_leads_to_its_host_without_a_script(client):
    main = page_of(client, ("video", VIDEO))

    assert main.select("iframe, img, video, [src]") == []
    link, button = main.select_one(".video a"), main.select_one(".video button")
    assert (link["href"], words(link)) == ("https://youtu.be/aqz-KE-bpKQ", "Ver no YouTube: O laboratório")
    assert button.has_attr("hidden")  # until the script is there
    assert button["data-video"] == "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
    assert "alojado no YouTube" in words(main.select_one(".video .hint"))
    assert words(main.select_one(".video details > div")) == "Olá."
    assert words(main.select_one(".video figcaption")) == "Por baixo"


def test_a_quotation_names_who_said_it_and_where(client):
    quote = {"text": "Palavras", "who": "Alguém", "source": "Ata", "source_url": "https://example.org/ata"}

    main = page_of(client, ("quote", quote))

    assert words(main.select_one("blockquote > p")) == "Palavras"
    assert words(main.select_one("blockquote footer")) == "Alguém, Ata"
    assert main.select_one("blockquote cite a")["href"] == "https://example.org/ata"


def test_steps_are_counted_and_stand_below_their_title(client):
    steps = [{"title": "Pedir", "text": "<p>Já.</p>"}, {"title": "Esperar", "text": ""}]

    main = page_of(
        client, ("heading", {"text": "Como", "level": 2, "anchor": "como"}), ("steps", {"title": "", "steps": steps})
    )

    assert [words(one) for one in main.select("ol.steps > li > h3")] == ["Pedir", "Esperar"]


def test_an_accordion_opens_without_a_script(client):
    panels = [{"title": "Quem?", "text": "<p>Todos.</p>"}]

    main = page_of(client, ("accordion", {"title": "Perguntas", "panels": panels}))

    assert words(main.select_one(".acc > details > summary")) == "Quem?"
    assert words(main.select_one(".acc > details > div")) == "Todos."


def test_a_table_has_a_caption_heading_cells_and_can_be_scrolled_with_keys(client):
    grid = {
        "caption": "Participação",
        "columns": [{"type": "text", "heading": "Grupo"}, {"type": "number", "heading": "Pessoas"}],
        "rows": [{"values": ["Jovens", "1 520"]}, {"values": ["Formação", "25"]}],
    }

    main = page_of(client, ("table", {"table": grid, "header_column": True, "source": "Relatório"}))

    region = main.select_one(".scroll")
    assert region["tabindex"] == "0"
    assert region["aria-labelledby"] == main.select_one("caption")["id"]
    assert [words(one) for one in main.select("thead th[scope=col]")] == ["Grupo", "Pessoas"]
    assert [words(one) for one in main.select("tbody th[scope=row]")] == ["Jovens", "Formação"]
    assert [words(one) for one in main.select("tbody td.num")] == ["1 520", "25"]
    assert "Fonte: Relatório" in words(main)


def test_figures_are_drawn_named_and_told_again_as_a_table(client):
    figures = [figure("14"), figure(f"cerca de 7{NBSP}000", "participantes")]

    main = page_of(client, ("figures", {"title": "Números", "figures": figures}))

    assert [words(one) for one in main.select(".figs dd")] == ["14", "cerca de ~7 000"]
    assert [str(one["d"]).count("M") for one in main.select(".figs svg path")] == [14, 70]
    assert "Cada peça vale um; em «participantes», vale 100. Fonte: Avaliação." in words(main)
    rows = [[words(cell) for cell in row.select("th, td")] for row in main.select("details tbody tr")]
    assert rows == [["Projetos", "14"], ["Participantes", "cerca de 7 000"]]


def test_figures_that_count_no_things_are_not_drawn():
    assert [one.squares for one in shown([figure("14"), figure("40", unit="%")])] == [0, 0]
    assert [one.squares for one in shown([figure("14")])] == [0]


def test_figures_of_several_sources_name_each_in_the_table(client):
    figures = [figure("1"), figure("2", "pessoas", source="Outra", date="2026-03-01")]

    main = page_of(client, ("figures", {"figures": figures}))

    assert [words(one) for one in main.select("details tbody td")] == [
        "1",
        "",
        "Avaliação",
        "2",
        "1 de março de 2026",
        "Outra",
    ]


def test_a_call_to_action_leads_there_and_only_the_first_stands_out(client):
    target = store(lambda: factories.standard(topics=[factories.topic(area="simplificacao")]))
    call = {"title": "Um desafio?", "text": "Diga.", "action": "Falar", "page": target.pk, "url": ""}
    away = {"title": "", "text": "", "action": "Sair", "page": None, "url": "https://example.org/"}

    main = page_of(client, ("call_to_action", call), ("call_to_action", away))

    assert [(words(one), one["href"], one["class"]) for one in main.select(".callout a")] == [
        ("Falar", target.url, ["btn", "primary"]),
        ("Sair", "https://example.org/", ["btn"]),
    ]
    assert main.select_one(".callout")["class"] == ["callout", "area-simplificacao"]


def test_a_call_to_action_to_a_page_that_is_gone_is_not_made(client):
    draft = store(lambda: factories.standard(live=False))

    assert page_of(client, ("call_to_action", {"action": "Falar", "page": draft.pk})).select(".callout") == []


@pytest.mark.parametrize(("code", "facts"), [("pt", "TXT, 5 bytes, português"), ("en", "TXT, 5 bytes, Portuguese")])
def test_downloads_say_type_size_and_language_in_words(client, code, facts):
    document = factories.document("Relatório", language="pt")
    blocks = body(("downloads", {"title": "Ficheiros", "documents": [document.pk]}))
    page = store(lambda: factories.standard(parent=factories.home_page(code), body=blocks))

    main = get(client, page.url).main

    assert words(main.select_one(".files a")) == "Relatório"
    assert main.select_one(".files a")["hreflang"] == "pt"
    assert words(main.select_one(".files span")).replace(NBSP, " ") == facts


def test_related_pages_are_rows_in_the_colour_of_their_area(client):
    topic = factories.topic(area="participacao")
    other = store(lambda: factories.standard(title="Outra", topics=[topic]))

    main = page_of(client, ("related_pages", {"title": "Ver também", "pages": [other.pk]}))

    (row,) = main.select("ul.rows > li")
    assert row["class"] == ["area-participacao"]
    assert (words(row.select_one("h3")), row.select_one("a")["href"]) == ("Outra", other.url)


def test_code_is_shown_as_it_is(client):
    main = page_of(client, ("code", {"language": "html", "code": "<b>\n  x</b>"}))

    assert main.select_one("pre code").text == "<b>\n  x</b>"
    assert main.select_one("pre")["aria-label"] == "Código (html)"


def test_a_body_below_another_heading_starts_deeper_and_keeps_its_ids_apart():
    block = {"__typename": "HeadingBlock", "level": 2, "anchor": "passos", "text": "Passos"}

    (part,) = Body(under=2, prefix="um-").parts([block])

    assert (part.level, part.id) == (3, "um-passos")
    assert [one.anchor for one in contents([block], under=2, prefix="um-")] == ["um-passos"]


def test_an_index_stands_on_top_of_a_long_page(client):
    def main_with(number):
        parts = [{"text": f"Parte {n}", "level": 2, "anchor": f"parte-{n}"} for n in range(number)]
        return page_of(client, *[("heading", one) for one in parts])

    assert main_with(2).select("nav.toc") == []
    links = main_with(4).select("nav.toc a")
    assert [one["href"] for one in links] == ["#parte-0", "#parte-1", "#parte-2", "#parte-3"]
