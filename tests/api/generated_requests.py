"""Asks a running server what schemathesis makes up from the schema: no server error, whatever is asked.

The suite asks a few hundred (test_generated_requests.py). Ten thousand take some minutes, against any server:

    python -m tests.api.generated_requests http://127.0.0.1:8000 --requests 10000
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.strategies import SearchStrategy

SCHEMA = Path(__file__).parents[2] / "graphql" / "schema.graphql"
MEDIA_TYPES = ("application/json", "application/graphql-response+json")
LONGEST_ADDRESS = 6_000  # what servers and proxies take; longer questions are posted
MASKED = "INTERNAL_SERVER_ERROR"

# Half of the questions are made to fit where chance hardly ever does, so that they are executed and not refused.
FITTING = [
    (re.compile(r"\bfirst: (?:-?\d+|null)"), "first: 7"),
    (re.compile(r"\blast: (?:-?\d+|null)"), "last: null"),
    (re.compile(r'\b(after|before): "(?:[^"\\]|\\.)*"'), r"\1: null"),
    (re.compile(r'\bid: "(?:[^"\\]|\\.)*"'), 'id: "{id}"'),
    (re.compile(r'\bpath: "(?:[^"\\]|\\.)*"'), 'path: "{path}"'),
]
PLACES = [("NewsPage:47", "/pt/"), ("HomePage:4", "/pt/noticias/"), ("Topic:1", "/en/news/"), ("Image:1", "/?lang=en")]


@dataclass
class Findings:
    asked: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_question: str = ""

    def __str__(self) -> str:
        told = ", ".join(f"{code} {count}" for code, count in self.codes.most_common())
        return f"{self.asked} requests: {told}; the slowest took {self.slowest:.2f} s; {len(self.failures)} failures"


def scalars() -> None:
    """What the schema's own kinds of values look like: right ones, and texts that are none."""
    text = strategies.text(max_size=20)
    moments = strategies.datetimes(timezones=strategies.timezones())
    kinds: dict[str, SearchStrategy[Any]] = {
        "Date": strategies.dates().map(str) | text,
        "DateTime": moments.map(lambda moment: moment.isoformat()) | text,
        "Decimal": strategies.decimals().map(str) | text,
    }
    for name, strategy in kinds.items():
        schemathesis.graphql.scalar(name, strategy.map(_string_node))


def _string_node(text: str) -> Any:
    from schemathesis.graphql import nodes  # there only once a schema was read

    return nodes.String(text)


def operations() -> list[Any]:
    """Every root field of the schema, as schemathesis sees it."""
    scalars()
    schema = schemathesis.graphql.from_path(str(SCHEMA))
    schema.config.update(base_url="http://127.0.0.1/graphql")
    return [found.ok() for found in schema.get_all_operations()]


def ask_generated(address: str, *, count: int, salt: int = 0) -> Findings:
    """Asks ``count`` questions, as many of every root field; the same ``salt`` asks the same ones."""
    findings = Findings()
    session = requests.Session()
    fields = operations()
    for number, share in enumerate(_shares(count, len(fields))):
        _ask_field(session, address, fields[number].as_strategy(), share, salt + number, findings)
    return findings


def _shares(count: int, parts: int) -> Iterator[int]:
    for number in range(parts):
        yield count // parts + (number < count % parts)


def _ask_field(
    session: requests.Session, address: str, cases: SearchStrategy[Any], count: int, salt: int, findings: Findings
) -> None:
    until = findings.asked + count

    def check(case: Any) -> None:
        if findings.asked < until:
            number = findings.asked
            findings.asked += 1
            _ask(session, address, _fitting(case.body, number) if number % 2 else case.body, number, findings)

    while findings.asked < until:  # one run may end early, when chance has nothing new to say
        salt += 1_000
        seed(salt)(
            settings(
                max_examples=until - findings.asked,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )(given(cases)(check))
        )()


def _fitting(question: str, number: int) -> str:
    key, path = PLACES[number // 2 % len(PLACES)]
    for pattern, words in FITTING:
        question = pattern.sub(words.replace("{id}", key).replace("{path}", path), question)
    return question


def _ask(session: requests.Session, address: str, question: str, number: int, findings: Findings) -> None:
    accept = MEDIA_TYPES[number // 3 % 2]
    by_address = f"{address}/graphql?{urlencode({'query': question}, errors='surrogatepass')}"
    started = time.monotonic()
    if number % 5 == 0 and len(by_address) < LONGEST_ADDRESS:
        response = session.get(by_address, headers={"Accept": accept}, timeout=60)
    else:
        headers = {"Accept": accept, "Content-Type": "application/json"}
        body = json.dumps({"query": question})
        response = session.post(f"{address}/graphql", body, headers=headers, timeout=60)
    took = time.monotonic() - started
    if took > findings.slowest:
        findings.slowest, findings.slowest_question = took, question
    _look_at(response, question, findings)


def _look_at(response: requests.Response, question: str, findings: Findings) -> None:
    try:
        told = response.json()
        codes = [error["extensions"]["code"] for error in told.get("errors", [])]
    except (ValueError, KeyError, AttributeError) as error:
        findings.failures.append(f"{response.status_code} {error!r}: {response.text[:200]!r} for {question}")
        return
    findings.codes[codes[0] if codes else "answered"] += 1
    if response.status_code >= 500 or MASKED in codes or ("data" not in told and not codes):
        findings.failures.append(f"{response.status_code} {response.text[:300]} for {question}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--salt", type=int, default=0, help="another number asks other questions")
    chosen = parser.parse_args()
    findings = ask_generated(chosen.address.rstrip("/"), count=chosen.requests, salt=chosen.salt)
    print(findings)
    print("The slowest:", findings.slowest_question)
    for failure in findings.failures[:20]:
        print(failure)
    raise SystemExit(bool(findings.failures))


if __name__ == "__main__":
    main()
