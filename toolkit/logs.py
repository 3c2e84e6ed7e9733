"""Logging by structlog: readable lines in development, JSON where a machine collects them; ids, never answers."""

import logging.config
import re
from typing import Any

import structlog

# What stands in an address behind one of these is a secret; a log names the route and leaves the secret out.
SECRET_ROUTES = (
    # The longer first, or its second word would be taken for the secret.
    r"shared(?:/|%2F)document",
    *("calendar", "score", "shared", "invitation", "account/email", r"account/password/new/[^/\s]+"),
    "answer",
    "reminders/stop",
)
_SECRET = re.compile(rf"((?:/|%2F)(?:{'|'.join(SECRET_ROUTES)})(?:/|%2F))[^/\s\"'?&<>]+", re.IGNORECASE)


def without_secrets(line: str) -> str:
    """Return the line of a log without the secrets of addresses, wherever in it they stand."""
    return _SECRET.sub(r"\1***", line)


def keep_secrets(_logger: Any, _name: str, line: str) -> str:
    """Take the secrets out of a finished line, tracebacks too."""
    return without_secrets(line)


def configure(options: dict[str, Any]) -> None:
    """Set up the standard library's logging and structlog; Django calls it with `settings.LOGGING`."""
    # The plain formatter, because the rich one prints local variables, and with them what people wrote.
    readable = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    if options.get("json"):
        # The traceback as one text of the line, without the values of variables.
        rendering: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        rendering = [readable]
    rendering.append(keep_secrets)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": "INFO"},
            "loggers": {
                "weasyprint": {"level": "ERROR"},
                "fontTools": {"level": "ERROR"},
                # A request that waits for a thread is nothing to tell of.
                "waitress.queue": {"level": "ERROR"},
                "django_tasks": {"level": "WARNING"},
                "django_tasks_db": {"level": "ERROR"},
                # A line for each request is the proxy's to write; what goes wrong in one is Django's `django.request`.
                "django.server": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
