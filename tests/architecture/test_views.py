"""Every view states a policy, has an address that reads well, and a GET changes nothing."""

import re

from flask import Flask

from core.permissions import Permission
from core.web import PUBLIC, SIGNED_IN, asked_again
from tests.architecture.test_sizes import PYTHON, ROOT

_PART = re.compile(r"\.well-known|[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
_PARAMETER = re.compile(r"<(int|string|path|date|any\([a-z, ]+\)):[a-z_]+>(\.[a-z]+)?")


def _own_rules(app: Flask) -> list[tuple[str, str]]:
    return [(str(rule), rule.endpoint) for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_view_states_a_policy(app: Flask) -> None:
    policies = {endpoint: getattr(app.view_functions[endpoint], "policy", None) for _, endpoint in _own_rules(app)}
    wrong = [e for e, p in policies.items() if p not in {PUBLIC, SIGNED_IN} and not isinstance(p, Permission)]
    assert not wrong, f"mark these with public, signed_in or requires(…): {wrong}"


def test_addresses_are_kebab_case_with_typed_parameters(app: Flask) -> None:
    wrong = [
        path
        for path, _ in _own_rules(app)
        for part in path.strip("/").split("/")
        if part and not _PART.fullmatch(part) and not _PARAMETER.fullmatch(part)
    ]
    untyped = [path for path, _ in _own_rules(app) if re.search(r"<[a-z_]+>", path)]
    assert not wrong + untyped, f"kebab-case nouns, typed parameters, the act last: {wrong + untyped}"


def test_a_view_is_named_as_its_endpoint(app: Flask) -> None:
    wrong = [
        endpoint
        for _, endpoint in _own_rules(app)
        if endpoint.rpartition(".")[2] != app.view_functions[endpoint].__name__
    ]
    assert not wrong, f"endpoint, view and template bear one name: {wrong}"


def test_an_address_asks_for_a_record_by_a_number_that_a_database_can_hold() -> None:
    pages = ROOT / "core" / "web.py"
    wrong = [
        str(file.relative_to(ROOT))
        for file in PYTHON
        if file != pages and re.search(r"args\.get\([^)\n]*type=int", file.read_text(encoding="utf-8"))
    ]
    assert not wrong, f"asked_number of core/web.py refuses what no record can have: {wrong}"


def test_a_page_repeats_its_query_without_the_names_that_url_for_takes(app: Flask) -> None:
    with app.test_request_context("/contracts/kpis?status=off&endpoint=x&_external=1&_scheme=ftp"):
        assert asked_again() == {"status": "off"}


def test_only_the_kernel_takes_a_query_whole() -> None:
    rooms = {"budgets", "commissioning", "contracts", "les"}
    found = [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] in rooms and "request.args.to_dict(" in path.read_text(encoding="utf-8")
    ]
    assert not found, f"a query may hold names of url_for itself: give pages asked_again() of core.web: {found}"
