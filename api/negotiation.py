"""Which of the two media types a client wants: the ``Accept`` rules of the GraphQL-over-HTTP specification."""

from api.answers import GRAPHQL_JSON, PLAIN_JSON
from api.errors import NotAcceptableError


def media_type(accept: str | None) -> str:
    """The media type to answer in; raises NotAcceptableError. No preference (missing, ``*/*``) means plain JSON."""
    if accept is None or not accept.strip():
        return PLAIN_JSON
    ranges = [_range(part) for part in accept.split(",")]
    # Plain JSON first: at equal quality and equal precision the client gets what it would get without the header.
    best = max(
        (
            (quality, precision, -position, offered)
            for offered in (PLAIN_JSON, GRAPHQL_JSON)
            for quality, precision, position in [_preference(offered, ranges)]
            if quality > 0
        ),
        default=None,
        key=lambda candidate: candidate[:3],
    )
    if best is None:
        raise NotAcceptableError()
    return best[3]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return name, 0.0
    return name, 1.0


def _preference(offered: str, ranges: list[tuple[str, float]]) -> tuple[float, int, int]:
    """Quality, precision and position of the most precise range that matches; quality 0 where none does."""
    matches = [
        (precision, -position, quality)
        for position, (name, quality) in enumerate(ranges)
        for precision, pattern in enumerate(("*/*", "application/*", offered))
        if name == pattern
    ]
    if not matches:
        return 0.0, 0, 0
    precision, position, quality = max(matches)
    return quality, precision, -position
