"""The schema as text: what ``graphql/schema.graphql`` holds and ``GET /graphql/schema.graphql`` answers."""

from functools import lru_cache

from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema


@lru_cache(maxsize=4)
def schema_sdl(schema: GraphQLSchema) -> str:
    """Sorted by name, so that the file's difference between two versions is the difference of the contract."""
    return print_schema(lexicographic_sort_schema(schema)) + "\n"
