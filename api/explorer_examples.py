"""What the explorer has ready to be tried: the stored operations, and the examples of ``graphql/README.md``.

Each comes with variables that find something: paths and slugs are those of the newest published entries. Called by
``api.explorer``.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import orjson
from django.conf import settings
from graphql import GraphQLObjectType, OperationDefinitionNode, get_named_type, parse
from graphql.language import FieldNode

from api.operations import StoredOperation, StoredOperations
from published.models import Entry

GUIDE = Path(settings.BASE_DIR) / "graphql" / "README.md"
# A heading; or a GraphQL example, with its variables where a JSON example follows at once.
IN_GUIDE = re.compile(
    r"^#+ (?P<heading>[^\n]+)$|^```graphql\n(?P<query>.*?)^```\n(?:\s*```json\n(?P<variables>.*?)^```)?",
    re.MULTILINE | re.DOTALL,
)
WORDS = {"query": "inovação", "prefix": "ino", "token": "draft_"}  # what a reader would write
FEW = 5
HOME = "HomePage"


class Example(TypedDict):
    name: str
    about: str
    query: str
    variables: dict[str, Any]


def stored_examples(operations: StoredOperations) -> list[Example]:
    """Every stored operation; ``about`` is the first line of its file."""
    stored = [operations.get(name) for name in sorted(operations.files)]
    subjects = {operation.name: _type_of_subject(operation, operations) for operation in stored}
    newest = _newest({*subjects.values(), HOME})
    return [
        {
            "name": operation.name,
            "about": operation.text.splitlines()[0].removeprefix("# "),
            "query": operation.text,
            "variables": _variables(operation, newest.get(subjects[operation.name]), newest.get(HOME)),
        }
        for operation in stored
    ]


@cache
def guide_examples() -> list[Example]:
    """The operations of the guide in their order; ``about`` is the heading they stand below."""
    found: list[Example] = []
    heading = ""
    for part in IN_GUIDE.finditer(GUIDE.read_text(encoding="utf-8")):
        heading = part["heading"] or heading
        if part["query"]:
            [operation] = [one for one in parse(part["query"]).definitions if isinstance(one, OperationDefinitionNode)]
            name = operation.name.value if operation.name else heading
            variables = orjson.loads(part["variables"] or "{}")
            found.append({"name": name, "about": heading, "query": part["query"], "variables": variables})
    return found


def _type_of_subject(operation: StoredOperation, operations: StoredOperations) -> str:
    """The type of what the operation is asked about: that of the terms with its slug, or of the page at its path."""
    schema = operations.schema
    if "slug" in operation.variables:
        node = operation.document.operation(operation.name).node
        first = next(field for field in node.selection_set.selections if isinstance(field, FieldNode))
        assert schema.query_type is not None
        connection = get_named_type(schema.query_type.fields[first.name.value].type)
        assert isinstance(connection, GraphQLObjectType)
        return get_named_type(connection.fields["nodes"].type).name
    if "path" in operation.variables and "parent" not in operation.variables:
        types = [name for name in re.findall(r"\.\.\. on (\w+Page)\b", operation.text) if name != HOME]
        return types[0] if types else HOME
    return HOME


def _newest(types: set[str]) -> dict[str, Entry]:
    """The newest entry of each type, in the first language."""
    entries = Entry.objects.filter(type__in=types, listed=True, locale__in=["", _locale()])
    return {entry.type: entry for entry in entries.order_by("type", "-sort_at", "key").distinct("type")}


def _variables(operation: StoredOperation, about: Entry | None, home: Entry | None) -> dict[str, Any]:
    """Values for what the operation needs, and for the language and the size of its list."""
    values: dict[str, Any] = {**WORDS, "locale": _locale(), "first": FEW}
    if home is not None:
        values |= {"path": home.path, "parent": home.key}
    if about is not None:
        values |= {"path": about.path, "slug": about.card.get("slug")}
    return {name: values[name] for name in operation.variables if values.get(name) is not None}


def _locale() -> str:
    """The first language of content."""
    code: str = settings.WAGTAIL_CONTENT_LANGUAGES[0][0]
    return code
