"""The types of the GraphQL schema, made of what models and blocks declare (``published.catalogue``).

``declared`` makes object types of declarations; the other modules add what no declaration says.
"""
