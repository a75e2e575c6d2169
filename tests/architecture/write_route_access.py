"""Writes the table of routes and roles anew: `python -m tests.architecture.write_route_access`. Read the difference."""

import csv
import shutil
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from tests.architecture.route_access import PEOPLE, TABLE, access_of, demo_application, routes_of
from tests.conftest import make_app


def main() -> None:
    """Ask for every route as everybody and write down what they get."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "access.sqlite"
    with make_app(f"sqlite:///{path}").app_context():
        upgrade()
    app = demo_application(path)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", *PEOPLE])
        for route in routes_of(app):
            writer.writerow([route.rule, route.method, *(access_of(app, who, route) for who in PEOPLE)])
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
