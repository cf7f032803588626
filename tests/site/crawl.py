"""A visitor who follows every link of the site once, and remembers what each address answered."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

STARTS = ["/pt/", "/en/", "/sitemap.xml", "/robots.txt"]
FOLLOWED = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}
# What is not for visitors to follow from a page, and what may be asked for in endless combinations.
NOT_FOLLOWED = ("mailto:", "tel:", "javascript:", "data:")


@dataclass
class Answer:
    """What one address answered; ``fragments`` are the parts of it that other pages point to."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    found_on: str
    fragments: set[str] = field(default_factory=set)

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.headers.get("content-type", "").startswith("text/html")

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")

    def links(self) -> Iterator[str]:
        """Every address that the page names, as it stands there."""
        for name, attribute in FOLLOWED.items():
            for element in self.soup.find_all(name, attrs={attribute: True}):
                yield str(element[attribute])
        for element in self.soup.find_all("img", srcset=True):
            yield from (one.split()[0] for one in str(element["srcset"]).split(",") if one.strip())


def ask(connection: HTTPConnection, path: str, *, found_on: str) -> Answer:
    connection.request("GET", path, headers={"Accept-Language": "pt"})
    response = connection.getresponse()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(path, response.status, headers, response.read(), found_on)


def crawl(address: str, *, most_filtered: int = 60) -> dict[str, Answer]:
    """The answers of the whole site by path. Of lists, only so many filtered views are asked for."""
    host = urlsplit(address).netloc
    waiting: deque[tuple[str, str]] = deque((start, "the start") for start in STARTS)
    answers: dict[str, Answer] = {}
    fragments: dict[str, set[str]] = {}
    filtered = 0
    connection = HTTPConnection(host, timeout=30)
    while waiting:
        path, found_on = waiting.popleft()
        if path in answers:
            continue
        if "?" in path:
            filtered += 1
            if filtered > most_filtered:
                continue
        answer = answers[path] = ask(connection, path, found_on=found_on)
        if not answer.is_page:
            continue
        for link in answer.links():
            if link.startswith(NOT_FOLLOWED):
                continue
            whole, fragment = urldefrag(urljoin(f"http://{host}{path}", link))
            parts = urlsplit(whole)
            if parts.netloc not in (host, "localhost"):
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if fragment:
                fragments.setdefault(target, set()).add(fragment)
            if target not in answers:
                waiting.append((target, path))
    connection.close()
    for path, names in fragments.items():
        if path in answers:
            answers[path].fragments = names
    return answers
