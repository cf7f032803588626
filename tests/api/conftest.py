"""Fixtures of the door's tests: a client and a door over the stand-in schema."""

import json

import pytest

from api import freshness, views
from api.door import Door
from api.persisted import persisted_queries
from tests.api.stand_in import stand_in_schema


@pytest.fixture
def stand_in_door(monkeypatch):
    door = Door(stand_in_schema(), introspection=False)
    monkeypatch.setattr(views, "door", lambda **_: door)
    monkeypatch.setattr(freshness, "store_state", lambda **_: freshness.StoreState((1, 7)))
    persisted_queries.clear()
    return door


@pytest.fixture
def post(client, stand_in_door):
    """Posts a question to the stand-in schema; keywords with underscores are headers."""

    def ask(query=None, *, accept="application/graphql-response+json", body=None, **rest):
        headers = {"accept": accept, **rest.pop("headers", {})}
        if body is None:
            body = json.dumps({"query": query, **rest})
        return client.post("/graphql", body, content_type="application/json", headers=headers)

    return ask


@pytest.fixture
def get(client, stand_in_door):
    def ask(path="/graphql", *, accept="application/graphql-response+json", headers=None, **parameters):
        return client.get(path, parameters, headers={"accept": accept, **(headers or {})})

    return ask
