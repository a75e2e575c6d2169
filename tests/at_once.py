"""Acts at the same moment, each in a session of its own, as two people press at once."""

import threading
from collections.abc import Callable

from flask import Flask

from core.db import db, transaction
from core.errors import Refusal


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Run acts at the same moment, each in a transaction of its own; what came of each, sorted: `done` or a refusal."""
    ready, came = threading.Barrier(len(acts)), list[str]()

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    act()
                came.append("done")
            except Refusal as refusal:
                came.append(str(refusal))
            except Exception as fault:  # noqa: BLE001 whatever a thread meets is shown by the assertion
                came.append(f"{type(fault).__name__}: {fault}")
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came)
