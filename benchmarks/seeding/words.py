"""The words of the seeded pages: Portuguese and English, a few of them frequent and most of them seldom; known topics.

Called by the other modules of the seeding. Sentences come from a pool that is made once, so that a page costs a few
draws; what the benchmarks search for stands on a known number of pages.
"""

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
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

_SYLLABLES = (
    *("al", "var", "mon", "te", "ri", "ba", "vi", "la", "pe", "dre", "gui", "ma", "lou", "re", "san", "fi"),
    *("gal", "per", "ne", "do", "ca", "bre", "ta", "vo", "sei", "xo", "lim", "ar", "cos", "ti"),
)
_NAMES = 2_000  # of places and people: the long tail of seldom words, the same in both languages
_SENTENCES = 4_000


@dataclass(frozen=True)
class Speech:
    """One language: sentences to write pages with."""

    code: str
    links: list[str]
    nouns: list[str]
    sentences: list[str]

    def text(self, random: Random, sentences: int) -> str:
        return " ".join(random.choices(self.sentences, k=sentences))

    def title(self, random: Random) -> str:
        """Seven words, with their accents."""
        links = self.links
        first, second, third, fourth, fifth = random.choices(self.nouns, k=5)
        return f"{first.capitalize()} {random.choice(links)} {second} {third}: {fourth} {random.choice(links)} {fifth}"

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
    links, nouns = _words(code)
    vocabulary = [*nouns, *names]
    weights = list(accumulate(1 / rank for rank in range(4, len(vocabulary) + 4)))
    sentences = []
    for _ in range(_SENTENCES):
        words = random.choices(vocabulary, cum_weights=weights, k=random.randrange(5, 9))
        linked = " ".join(f"{word} {random.choice(links)}" for word in words[:-1])
        sentences.append(f"{linked[0].upper()}{linked[1:]} {words[-1]}.")
    return Speech(code, links, nouns, sentences)


def _words(code: str) -> tuple[list[str], list[str]]:
    """Return the words that join others, and the others, each more frequent than the next."""
    text = (Path(__file__).parent / f"words_{code}.txt").read_text(encoding="utf-8")
    links, _, nouns = text.partition("\n\n")
    return links.split(), nouns.split()


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randrange(3, 5))).capitalize()
