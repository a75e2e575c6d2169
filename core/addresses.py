"""Whole addresses of our pages, as they stand in what leaves this system: invitations, calendars, sign-in services."""

from typing import Any

from flask import current_app, url_for


def whole_address(endpoint: str, **values: Any) -> str:
    """The address of a page with its host, which is that of SITE_ADDRESS and never what a request says.

    Where nothing is served to others there may be no SITE_ADDRESS (the demo, development): there the host that was
    asked stands in its place.
    """
    site = str(current_app.config["SITE_ADDRESS"]).rstrip("/")
    return f"{site}{url_for(endpoint, **values)}" if site else url_for(endpoint, _external=True, **values)
