"""Formats of the language ``pt`` and of ``pt-pt``."""
