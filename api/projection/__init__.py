"""The compiled projection: a selection becomes nested callables over stored documents (docs/decisions/0004).

``compiler`` turns a selection into them, ``loading`` reads what they need level by level, ``readers`` say how each
field of the schema is read, ``projecting`` puts the three together for ``api.execution_context``.
"""
