"""Logging: one event a line on standard error, as text for people or as JSON for machines (LOG_FORMAT=json)."""

from typing import Any

import structlog

from api.previews.tokens import PATTERN, PREFIX


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. One handler for structlog's loggers and the standard library's.

    ``level`` is that of our own rooms; libraries are heard from WARNING on.
    """
    common: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=None),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *common,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    if form != "json":
        last = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": common,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last, without_tokens],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            **{room: {"level": level} for room in ("cms", "home", "api", "search", "published", "content")},
            "django.request": {"level": "ERROR"},  # a refused request is no reason to wake anybody
            # Django's own handlers would say everything twice.
            **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
        },
    }


def without_tokens(_logger: Any, _method: str, line: str) -> str:
    """The line without the tokens of preview links: addresses have them, and an error names the address it met."""
    return PATTERN.sub(f"{PREFIX}…", line)
