"""Rows of Wagtail's own tables, gathered by model and copied into PostgreSQL together. Called by the seeding."""

from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from psycopg import sql
from wagtail.models import Page

Row = dict[str, Any]


class Rows:
    """Gathers rows by model; ``write`` copies them. What a row does not say has the default of its field."""

    def __init__(self) -> None:
        self._tables: dict[type[models.Model], _Table] = {}

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Add a row; return its primary key, the next one unless it is given."""
        return self._table(model).add(values)

    def add_page(self, model: type[Page], **values: Any) -> None:
        """Add the two rows of a page, whose ``id`` has to be given."""
        base, own = self._table(Page), self._table(model)
        base.add({name: value for name, value in values.items() if name in base.positions})
        own.add(
            {"page_ptr_id": values["id"], **{name: value for name, value in values.items() if name in own.positions}}
        )

    def last_key(self, model: type[models.Model]) -> int:
        """Return the largest primary key that is taken."""
        return self._table(model).last

    def link(self, model: type[models.Model], field: str, owner: int, targets: list[int]) -> None:
        """Add the rows of a many-to-many relation of ``model``."""
        relation = model._meta.get_field(field)
        through = relation.remote_field.through  # type: ignore[union-attr]
        source, target = relation.m2m_column_name(), relation.m2m_reverse_name()  # type: ignore[union-attr]
        for one in targets:
            self.add(through, **{source: owner, target: one})

    def write(self) -> int:
        """Copy what was gathered; return how many rows that were."""
        return sum(table.write() for table in self._tables.values())

    def finish(self) -> None:
        """Write the rest; let the primary keys of rows to come begin behind those written."""
        self.write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._tables)):
                cursor.execute(statement)

    def _table(self, model: type[models.Model]) -> "_Table":
        table = self._tables.get(model)
        if table is None:
            table = self._tables[model] = _Table(model)
        return table


class _Table:
    """The rows of one model, as PostgreSQL takes them."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.local_concrete_fields
        self.key = model._meta.pk.attname
        self.positions = {field.attname: position for position, field in enumerate(fields)}
        # Where the default is another one each time (an identifier, the present moment), a row has to say its own.
        self.defaults = {field.attname: field.get_default() for field in fields if not _varies(field)}
        self.last: int = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
        self.copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
        self.rows: list[list[Any]] = []

    def add(self, values: Row) -> int:
        key: int = values.setdefault(self.key, self.last + 1)
        self.last = max(self.last, key)
        known = self.defaults | values
        self.rows.append([known[name] for name in self.positions])
        return key

    def write(self) -> int:
        with connection.cursor() as cursor, cursor.cursor.copy(self.copy) as copy:
            for row in self.rows:
                copy.write_row(row)
        written = len(self.rows)
        self.rows.clear()
        return written


def _varies(field: "models.Field[Any, Any]") -> bool:
    return field.has_default() and callable(field.default)
