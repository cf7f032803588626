"""Words are found however they are typed: without accents, in the plural, in the other language's way."""

import pytest
from django.db import connection

from search.folding import configuration, fold


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("inovacao", "inovação"),
        ("inovações", "inovação"),
        ("inovacao", "inovações"),
        ("serviços", "serviço"),
        ("servico", "serviços"),
        ("cidadao", "cidadãos"),
        ("cidadaos", "cidadão"),
        ("PUBLICA", "públicas"),
        ("laboratório", "laboratorios"),
        ("digitais", "digital"),
        ("móveis", "móvel"),
        ("espanhóis", "espanhol"),
        ("administração", "administrações"),
        ("acessível", "acessíveis"),
        ("simplificar", "simplificação"),
        ("avaliação", "avaliar"),
        ("guias", "guia"),
    ],
)
def test_a_portuguese_word_finds_its_other_spellings(asked: str, written: str) -> None:
    assert _matches(asked, written, "pt")


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "written"), [("services", "service"), ("mentoring", "mentored"), ("cafe", "café")])
def test_english_text_stems_as_english(asked: str, written: str) -> None:
    assert _matches(asked, written, "en")


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "written"), [("lei", "leitura"), ("mais", "mal"), ("depois", "depol")])
def test_words_that_only_look_alike_stay_apart(asked: str, written: str) -> None:
    assert not _matches(asked, written, "pt")


def test_folding_keeps_the_words_in_their_order_and_nothing_else() -> None:
    assert fold("Inovação, serviços & co-criação!", "pt") == "inovação servicos co criação"
    assert fold("e/ou, 2021-2024, labx@exemplo.pt", "pt") == "e ou 2021 2024 labx exemplo pt"
    assert fold(" … ", "pt") == ""
    assert fold("Inovação", "en") == "inovacao"


def _matches(asked: str, written: str, locale: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector(%s::regconfig, %s) @@ plainto_tsquery(%s::regconfig, %s)",
            [configuration(locale), fold(written, locale), configuration(locale), fold(asked, locale)],
        )
        (found,) = cursor.fetchone()
    return bool(found)
