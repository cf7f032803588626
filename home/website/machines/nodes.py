"""The parts that linked data is made of: organisations, people, moments, pictures."""

from typing import Any

from home.website.machines.text import one_line

Node = dict[str, Any]


def bare(node: Any) -> Any:
    """A node without what is not known: empty texts, empty lists, nothing."""
    if isinstance(node, dict):
        return {name: bare(value) for name, value in node.items() if value not in (None, "", [], {})}
    return [bare(value) for value in node] if isinstance(node, list) else node


def reference(site: Node, name: str) -> Node:
    """A thing of the site that is described once and referred to elsewhere."""
    return {"@id": f"{site['url']}/#{name}"}


def organisation(of: Node, kind: str = "Organization") -> Node:
    return {
        "@type": kind,
        "name": one_line(of["name"]),
        "alternateName": one_line(of.get("acronym")),
        "url": of["website"],
    }


def person(of: Node, locale: str) -> Node:
    """Somebody, with their role in the language of the page."""
    role = of["roleEn"] if locale == "en" else of["role"]
    return {"@type": "Person", "name": one_line(of["name"]), "jobTitle": one_line(role or of["role"])}


def audience(of: Node) -> Node:
    return {"@type": "Audience", "audienceType": one_line(of["name"])}


def hours(number: int | None) -> str | None:
    """A duration as ISO 8601 writes it."""
    return f"PT{number}H" if number else None


def minutes(number: int | None) -> str | None:
    """A duration as ISO 8601 writes it."""
    return f"PT{number}M" if number else None
