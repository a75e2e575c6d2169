"""What the server writes to its log: one line an entry, to standard error. Never what people typed, no secrets."""

import logging
import sys

from flask import Flask


def prepare_logs(app: Flask) -> None:
    """Send warnings and errors to standard error, with time, place and message."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    app.logger.handlers[:] = [handler]
    app.logger.setLevel(app.config["LOG_LEVEL"])
    app.logger.propagate = False
