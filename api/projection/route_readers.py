"""How the fields of a route that is no page are read. A route is the value of a root field: graphql-core reads it."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.projection.readers import Reader


@dataclass(frozen=True)
class OfRoute(Reader):
    """An attribute of what ``api.route_root`` found. It stands below no stored document, so nothing compiles it."""

    name: str

    def resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return getattr(source, self.name)
