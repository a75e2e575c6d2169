"""A person at a browser without script: the test client as pages see it. Every page visited must be valid HTML
with one `h1`, labelled inputs and captioned tables.
"""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

XHTML = "{http://www.w3.org/1999/xhtml}"
_BENIGN = {"expected-doctype-but-got-end-tag"}


class Person:
    """Visits, reads, fills in, presses. `page` is the tree of the page in sight, `path` its address."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.path = self.address = "/"
        self.status = 0
        self.page: Element = Element("html")

    def visit(self, path: str, status: int = 200) -> "Person":
        """Go to an address and follow where it leads."""
        return self._arrive(self.client.get(path, follow_redirects=True), status)

    def send(self, fields: dict[str, Any] | None = None, button: str = "", status: int = 200) -> "Person":
        """Fill in the form that has all these fields (or that button) and send it; the rest stays as it stands."""
        fields = fields or {}
        form = self._form(set(fields), button)
        typed = {**_standing(form), **fields}
        action = urljoin(self.path, form.get("action") or self.address)
        if (form.get("method") or "get").lower() == "get":
            return self._arrive(self.client.get(action, query_string=typed, follow_redirects=True), status)
        answer = self.client.post(action, data=typed, follow_redirects=True, content_type="multipart/form-data")
        return self._arrive(answer, status)

    def follow(self, text: str, status: int = 200, *, within: str = "html") -> "Person":
        """Press the first link with this text; `within` an element, such as `main`, where the bar has one too."""
        places = self.page.iter(f"{XHTML}{within}")
        links = [a for place in places for a in place.iter(f"{XHTML}a") if _text(a) == text]
        assert links, f"no link “{text}” on {self.path}; there are {[_text(a) for a in self.page.iter(f'{XHTML}a')]}"
        return self.visit(urljoin(self.path, links[0].get("href") or ""), status)

    @property
    def heading(self) -> str:
        """The text of the page's h1."""
        return _text(next(self.page.iter(f"{XHTML}h1")))

    @property
    def words(self) -> str:
        """All text in the main part of the page."""
        return _text(next(m for m in self.page.iter(f"{XHTML}main")))

    def table(self, caption: str) -> list[list[str]]:
        """The rows of the table with this caption, header first, as text."""
        for table in self.page.iter(f"{XHTML}table"):
            named = table.find(f"{XHTML}caption")
            if named is not None and _text(named).startswith(caption):
                rows = table.iter(f"{XHTML}tr")
                return [[_text(c) for c in row if c.tag in {f"{XHTML}td", f"{XHTML}th"}] for row in rows]
        raise AssertionError(f"no table “{caption}” on {self.path}")

    def _form(self, names: set[str], button: str) -> Element:
        for form in self.page.iter(f"{XHTML}form"):
            fields = {e.get("name") for e in form.iter() if e.get("name")}
            buttons = {_text(b) for b in form.iter(f"{XHTML}button")}
            if names <= fields and (not button or button in buttons) and (names or button):
                return form
        raise AssertionError(f"no form with {names} {button!r} on {self.path}")

    def _arrive(self, answer: Any, status: int) -> "Person":
        self.status = answer.status_code
        assert self.status == status, f"{answer.request.path}: {self.status}, not {status}\n{answer.text[:3000]}"
        parts = urlsplit(answer.request.url)
        self.path, self.address = parts.path, f"{parts.path}?{parts.query}"
        if answer.mimetype == "text/html":
            self.page = checked_html(answer.text, self.path)
        return self


def checked_html(text: str, path: str) -> Element:
    """The tree of a page; fails when it is not valid HTML or misses what every page must have."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    page: Element = parser.parse(text)
    errors = [(place, code, text.splitlines()[place[0] - 1][:200]) for place, code, _ in parser.errors]
    assert not [e for e in errors if e[1] not in _BENIGN], f"{path}: {errors[:3]}"
    assert len(list(page.iter(f"{XHTML}h1"))) == 1, f"{path}: a page has one h1"
    heading = _text(next(page.iter(f"{XHTML}h1")))
    title = _text(next(page.iter(f"{XHTML}title"))).removeprefix("Error: ")
    assert title.split(" – ")[0] in heading, f"{path}: the title begins with the h1: {title!r}, {heading!r}"
    labelled = {label.get("for") for label in page.iter(f"{XHTML}label")}
    for kind in ("input", "select", "textarea"):
        for field in page.iter(f"{XHTML}{kind}"):
            named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
            assert field.get("type") == "hidden" or named, f"{path}: {field.get('name')} has no label"
    for table in page.iter(f"{XHTML}table"):
        assert table.find(f"{XHTML}caption") is not None, f"{path}: a table without a caption"
    shown = re.search(r"<(?:/?p|a href=\"/[^>]*|span class=[^>]*)>", _text(page))
    assert shown is None, f"{path}: markup is shown as text: {shown}"
    ids = [str(e.get("id")) for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), f"{path}: an id stands twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    return page


def _standing(form: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or kind in {"file", "submit"}:
            continue
        if field.tag == f"{XHTML}select":
            options = list(field.iter(f"{XHTML}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            values[name] = chosen[0].get("value", "") if chosen else ""
        elif kind in {"radio", "checkbox"}:
            if field.get("checked") is not None:
                values[name] = field.get("value", "on")
        elif field.tag == f"{XHTML}textarea":
            values[name] = "".join(field.itertext())
        elif field.tag == f"{XHTML}input":
            values[name] = field.get("value", "")
    return values


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
