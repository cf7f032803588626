"""How many pages of each kind there are, and where they stand in the tree. Called by the seeding of the pages."""

from dataclasses import dataclass

from benchmarks.seeding.words import PAGES_OF_A_RARE_WORD, RARE_WORDS

CHAPTERS = 4  # of a guide
SMALLEST = 200  # pages: fewer have no guide
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Plan:
    """How many pairs of pages (a page and its translation) there are of each kind."""

    news: int
    services: int
    guides: int
    events: int
    projects: int

    @property
    def pairs(self) -> int:
        """Return the number of pairs, chapters included."""
        return self.news + self.services + self.guides * (CHAPTERS + 1) + self.events + self.projects

    def rare_words(self) -> dict[int, str]:
        """Return which pair carries which rare word, spread over the site."""
        turns = PAGES_OF_A_RARE_WORD // 2
        step = self.pairs // turns
        return {turn * step + offset: word for offset, word in enumerate(RARE_WORDS) for turn in range(turns)}


def plan(pages: int) -> Plan:
    """Return what `pages` pages are: 85% news, 5% guides with their chapters, 5% events, 3% services, 2% projects."""
    if pages < SMALLEST or pages % 2:
        raise ValueError(f"An even number of pages, {SMALLEST} or more; {pages} is not.")
    pairs = pages // 2
    guides, events, services, projects = pairs // 100, pairs // 20, pairs * 3 // 100, pairs // 50
    return Plan(pairs - guides * (CHAPTERS + 1) - events - services - projects, services, guides, events, projects)


@dataclass(frozen=True)
class Place:
    """Where a page stands: its treebeard path and the path of its address."""

    path: str
    url_path: str

    @property
    def depth(self) -> int:
        return len(self.path) // 4

    def child(self, position: int, slug: str) -> "Place":
        """Return the place of a child, counted from 1."""
        digits = ""
        while position:
            position, digit = divmod(position, 36)
            digits = _DIGITS[digit] + digits
        return Place(self.path + digits.rjust(4, "0"), f"{self.url_path}{slug}/")
