"""The part of a list that is asked for, as stretches of the index that holds its order. Called by ``list_statements``.

A stretch begins and ends where the conditions of an index scan say, so that nothing is read that is not given: not the
half of a list before a cursor, not the thousand pages that bear the same date as the page at it.
"""

from itertools import product
from typing import Any

from published.listing import Column, Listing, Position, Window

Parameters = dict[str, Any]


def limit(window: Window) -> str:
    """One entry more than asked tells whether there are more.

    The number stands in the statement itself: of a parameter the planner would assume a tenth of the whole list, find
    a plan for any value dear and plan for this one at each request, which takes longer than reading.
    """
    return f"LIMIT {window.size + 1}"


def order(listing: Listing, window: Window, alias: str) -> str:
    """The order in which the statement reads; a window from the end is read backwards, the caller turns it round."""
    column, against_index = listing.order.column, listing.order.is_reversed != window.backwards
    descending = column.descending != against_index
    direction, key = "DESC" if descending else "ASC", "DESC" if against_index else "ASC"
    return f"{alias}.{column.name} {direction}, {alias}.key {key}"


def stretches(listing: Listing, window: Window, parameters: Parameters, alias: str) -> list[str]:
    """The conditions of each stretch; together they are the window. Without a cursor it is one without conditions."""
    sides = [
        _beyond(listing.order.column, position, name, alias=alias, in_index_order=in_index_order, parameters=parameters)
        for name, position, in_index_order in (
            ("after", window.after, not listing.order.is_reversed),
            ("before", window.before, listing.order.is_reversed),
        )
        if position is not None
    ]
    return [" AND ".join(conditions) or "true" for conditions in product(*sides)]


def _beyond(
    column: Column, position: Position, name: str, *, alias: str, in_index_order: bool, parameters: Parameters
) -> list[str]:
    """What stands after a position, in the index's order or against it; nulls where the index has them."""
    field, value = f"{alias}.{column.name}", f"%({name}_value)s::{column.cast}"
    parameters[f"{name}_key"] = position.key
    same_value_beyond = f"{alias}.key {'>' if in_index_order else '<'} %({name}_key)s"
    nulls_come_later = in_index_order != column.descending
    if position.value is None:
        nulls = [f"{field} IS NULL AND {same_value_beyond}"]
        return nulls if nulls_come_later else [*nulls, f"{field} IS NOT NULL"]
    parameters[f"{name}_value"] = position.value
    beyond = [f"{field} = {value} AND {same_value_beyond}", f"{field} {'>' if nulls_come_later else '<'} {value}"]
    return [*beyond, f"{field} IS NULL"] if nulls_come_later and column.nullable else beyond
