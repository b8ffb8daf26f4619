"""How log lines are written: never with the values that a traceback's variables held."""

import sys

import structlog


def configure() -> None:
    """Print a line per entry and tracebacks plainly: local variables hold passwords and phones."""
    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ]
    )
