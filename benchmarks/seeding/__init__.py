"""Realistic sites of any size for the benchmarks: ``python -m benchmarks.seeding 2000`` makes one."""

from benchmarks.seeding.databases import seeded_database
from benchmarks.seeding.words import (
    COMMON_TOPIC,
    COMMON_WORD,
    DISCONTINUED_TOPIC,
    RARE_WORD,
    RARE_WORDS,
    UNUSED_TOPIC,
)

__all__ = [
    "COMMON_TOPIC",
    "COMMON_WORD",
    "DISCONTINUED_TOPIC",
    "RARE_WORD",
    "RARE_WORDS",
    "UNUSED_TOPIC",
    "seeded_database",
]
