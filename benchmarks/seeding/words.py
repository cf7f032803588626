"""The words of the seeded pages: Portuguese and English, a few of them frequent and most of them seldom; known topics.

Called by the other modules of the seeding. Sentences come from a pool that is made once, so that a page costs a few
draws; what the benchmarks search for stands on a known number of pages.
"""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

LANGUAGES = ("pt", "en")

#: Stands on every page.
COMMON_WORD = "LabX"
#: Each stands on ``PAGES_OF_A_RARE_WORD`` pages, whatever the size of the site.
RARE_WORDS = ("Azulejaria", "Ouriversaria", "Caravelão", "Zimbório", "Moliceiro", "Barbacã", "Esfolhada", "Quixotice")
RARE_WORD = RARE_WORDS[0]
PAGES_OF_A_RARE_WORD = 12

TOPICS = 40
#: Slugs, the same in both languages: on every second page; on the oldest news items only; on no page.
COMMON_TOPIC, DISCONTINUED_TOPIC, UNUSED_TOPIC = "tema-1", "tema-39", "tema-40"
PAGES_OF_THE_DISCONTINUED_TOPIC = 50

_FUNCTION_WORDS = {
    "pt": ["de", "a", "o", "que", "e", "do", "da", "em", "um", "para", "com", "uma", "os", "no", "se", "na", "por", "mais", "as", "dos", "como", "ao", "das", "à", "seu", "sua", "ou", "nos", "já"],
    "en": ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not", "at", "from", "this", "are", "or", "an", "which", "have", "has", "its"],
}
_WORDS = {
    "pt": ["serviço", "público", "pessoas", "inovação", "administração", "projeto", "equipa", "cidadãos", "experiência", "solução", "problema", "mudança", "participação", "município", "governo", "processo", "oficina", "laboratório", "protótipo", "teste", "política", "dados", "digital", "acesso", "rede", "parceria", "encontro", "formação", "método", "avaliação", "impacto", "resultado", "simplificação", "atendimento", "desafio", "investigação", "experimentação", "conhecimento", "prática", "relatório", "guia", "caderno", "decisão", "lei", "norma", "regulamento", "orçamento", "compra", "contratação", "gestão", "organização", "direção", "funcionário", "dirigente", "técnico", "utente", "empresa", "associação", "universidade", "escola", "hospital", "saúde", "educação", "habitação", "transporte", "ambiente", "energia", "água", "clima", "território", "região", "freguesia", "aldeia", "cidade", "bairro", "família", "criança", "jovem", "idoso", "deficiência", "inclusão", "igualdade", "emprego", "trabalho", "salário", "pensão", "apoio", "subsídio", "imposto", "registo", "certidão", "licença", "pedido", "formulário", "balcão", "linha", "sítio", "aplicação", "inteligência", "algoritmo", "segurança", "privacidade", "confiança", "transparência", "abertura", "código", "língua", "clareza", "acessibilidade", "desenho", "jornada", "mapa", "entrevista", "inquérito", "observação", "análise", "síntese", "ideia", "cocriação", "colaboração", "facilitação", "conversa", "comunidade", "voluntário", "doação", "cultura", "património", "museu", "biblioteca", "arquivo", "exposição", "festival", "música", "leitura", "história", "memória", "futuro", "cenário", "estratégia", "visão", "missão", "objetivo", "meta", "indicador", "medida", "prazo", "calendário", "fase", "início", "fim", "balanço", "lição", "erro", "aprendizagem", "escala", "difusão", "prémio", "candidatura", "concurso", "júri", "vencedor", "menção", "bolsa", "fundo", "programa", "plano", "iniciativa", "evento", "sessão", "palestra", "painel", "semana", "manhã", "tarde", "inscrição", "vaga", "lugar", "sala", "presença", "distância", "gravação", "transcrição", "legenda"],
    "en": ["service", "public", "people", "innovation", "administration", "project", "team", "citizens", "experience", "solution", "problem", "change", "participation", "municipality", "government", "process", "workshop", "laboratory", "prototype", "test", "policy", "data", "digital", "access", "network", "partnership", "meeting", "training", "method", "evaluation", "impact", "result", "simplification", "care", "challenge", "research", "experiment", "knowledge", "practice", "report", "guide", "notebook", "decision", "law", "rule", "regulation", "budget", "purchase", "procurement", "management", "organisation", "board", "official", "leader", "engineer", "user", "company", "association", "university", "school", "hospital", "health", "education", "housing", "transport", "environment", "energy", "water", "climate", "territory", "region", "parish", "village", "city", "district", "family", "child", "youth", "elder", "disability", "inclusion", "equality", "employment", "work", "wage", "pension", "support", "subsidy", "tax", "register", "certificate", "licence", "request", "form", "counter", "line", "website", "application", "intelligence", "algorithm", "safety", "privacy", "trust", "transparency", "openness", "code", "language", "clarity", "accessibility", "design", "journey", "map", "interview", "survey", "observation", "analysis", "synthesis", "idea", "creation", "collaboration", "facilitation", "conversation", "community", "volunteer", "donation", "culture", "heritage", "museum", "library", "archive", "exhibition", "festival", "music", "reading", "history", "memory", "future", "scenario", "strategy", "vision", "mission", "objective", "target", "indicator", "measure", "deadline", "calendar", "phase", "beginning", "end", "review", "lesson", "mistake", "learning", "scale", "diffusion", "award", "application", "contest", "jury", "winner", "mention", "grant", "fund", "programme", "plan", "initiative", "event", "session", "talk", "panel", "week", "morning", "afternoon", "enrolment", "seat", "place", "room", "presence", "distance", "recording", "transcript", "caption"],
}
_SYLLABLES = (
    ["al", "var", "mon", "te", "ri", "ba", "vi", "la", "pe", "dre", "gui", "ma", "lou", "re", "san", "fi", "gal", "per", "ne", "do", "ca", "bre", "ta", "vo", "sei", "xo", "lim", "ar", "cos", "ti"]
)
_NAMES = 2_000  # of places and people: the long tail of seldom words, the same in both languages
_SENTENCES = 4_000


@dataclass(frozen=True)
class Speech:
    """One language: sentences to write pages with."""

    code: str
    sentences: list[str]
    nouns: list[str]

    def text(self, random: Random, sentences: int) -> str:
        return " ".join(random.choices(self.sentences, k=sentences))

    def title(self, random: Random) -> str:
        """Five to eight words, with their accents."""
        links = _FUNCTION_WORDS[self.code]
        first, second, third, fourth = random.choices(self.nouns, k=4)
        return (
            f"{first.capitalize()} {links[random.randrange(8)]} {second} {third}: {fourth} {random.choice(links)} LabX"
        )

    def summary(self, random: Random) -> str:
        """About 180 characters."""
        text = self.text(random, 3)[:180]
        return text[: text.rfind(" ")].rstrip(".,") + "."


def speeches(random: Random) -> dict[str, Speech]:
    """Make both languages, each word about as frequent as its rank lets expect."""
    names = sorted({_name(random) for _ in range(_NAMES)})
    random.shuffle(names)
    return {code: _speech(code, names, random) for code in LANGUAGES}


def _speech(code: str, names: list[str], random: Random) -> Speech:
    vocabulary = [*_WORDS[code], *names]
    weights = list(accumulate(1 / rank for rank in range(4, len(vocabulary) + 4)))
    links = _FUNCTION_WORDS[code]
    sentences = []
    for _ in range(_SENTENCES):
        words = random.choices(vocabulary, cum_weights=weights, k=random.randrange(5, 9))
        linked = " ".join(f"{word} {random.choice(links)}" for word in words[:-1])
        sentences.append(f"{linked[0].upper()}{linked[1:]} {words[-1]}.")
    return Speech(code, sentences, _WORDS[code])


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randrange(3, 5))).capitalize()
