"""A small schema of our own, so that the door's tests say nothing about the product's types."""

from graphql import GraphQLObjectType, GraphQLSchema, build_schema

from api.errors import BadUserInputError

SDL = """
enum Colour { RED GREEN }
input Filter { topics: [String!], colour: Colour, when: String, more: Filter }
interface Thing { id: ID!, title: String!, self: Thing, many(first: Int = 20, last: Int): ThingConnection! }
type News implements Thing {
  id: ID!, title: String!, self: Thing, many(first: Int = 20, last: Int): ThingConnection!
  topics: [Topic!]!, words: [String!]!, body: [Block!]!
}
type Event implements Thing {
  id: ID!, title: String!, self: Thing, many(first: Int = 20, last: Int): ThingConnection!
  topics: [Topic!]!, place: Topic
}
type Topic { id: ID!, name: String!, parent: Topic }
type Quote { id: ID!, text: String! }
type Steps { id: ID!, items: [Topic!]! }
union Block = Quote | Steps
type Value { value: String!, count: Int! }
type Facet { name: String!, values: [Value!]! }
type ThingEdge { cursor: String!, node: Thing! }
type ThingConnection { totalCount: Int!, nodes: [Thing!]!, edges: [ThingEdge!]!, facets: [Facet!]! }
type Query {
  hello(name: String = "world"): String!
  broken: String
  brokenAlways: String!
  refused: String
  echo(int: Int, float: Float, yes: Boolean, colour: Colour, id: ID, texts: [String!], filter: Filter): String!
  thing(id: ID): Thing
  things(first: Int = 20, last: Int, filter: Filter): ThingConnection!
}
type Mutation { greet(name: String!): String! }
"""


def stand_in_schema() -> GraphQLSchema:
    schema = build_schema(SDL)
    query, mutation = schema.query_type, schema.mutation_type
    assert query is not None
    assert mutation is not None
    query.fields["hello"].resolve = lambda _root, _info, name: f"Hello {name}"
    query.fields["broken"].resolve = _broken
    query.fields["brokenAlways"].resolve = _broken
    query.fields["refused"].resolve = _refused
    query.fields["echo"].resolve = lambda _root, _info, **arguments: repr(arguments)
    query.fields["things"].resolve = lambda *_, **__: {"nodes": [], "edges": [], "totalCount": 0, "facets": []}
    mutation.fields["greet"].resolve = lambda _root, _info, name: f"Greeted {name}"
    for type_ in (schema.type_map["Thing"], schema.type_map["Block"]):
        type_.resolve_type = lambda *_: "News"  # type: ignore[union-attr]
    assert isinstance(query, GraphQLObjectType)
    return schema


def _broken(*_: object) -> str:
    raise RuntimeError("SELECT secret FROM somewhere")


def _refused(*_: object) -> str:
    raise BadUserInputError("The cursor is not one of ours.", field="after")
