"""What machines read in the head of a page, for the tests of cards and linked data."""

from html.parser import HTMLParser


class Head(HTMLParser):
    """The elements of a page that are for machines: ``meta`` by name or property, ``links`` by relation."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := values.get("property") or values.get("name")):
            self.meta.setdefault(name, []).append(values["content"])
        if tag == "link":
            self.links.append(values)

    def one(self, name: str) -> str | None:
        """The content of the only element of a name; None where there is none."""
        found = self.meta.get(name, [])
        assert len(found) <= 1, found
        return found[0] if found else None

    def languages(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    def files(self) -> list[tuple[str, str, str]]:
        return [
            (link["type"], link["title"], link["href"])
            for link in self.links
            if link["rel"] == "alternate" and "type" in link
        ]

    def canonical(self) -> list[str]:
        return [link["href"] for link in self.links if link["rel"] == "canonical"]
