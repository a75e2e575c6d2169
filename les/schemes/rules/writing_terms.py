"""Terms of payment as people write them and as they are kept: what is paid for line by line, and the caps.

A line says what is paid for, its unit, a number and a condition, with semicolons between: `Joint injection; injection;
40`. The number is the plan of a year with instalments, the level of provider with prices by level, and else the most a
practice is paid for in a year. A condition stands in schemes on the list: what has it is paid once, when it is met.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from core.canonical import canonical_text
from core.errors import Refusal
from core.identifiers import has_identifier
from core.record_numbers import whole_number
from les.schemes.rules.terms import FORM_NAMES, Basis, Cap, Element, Form, SchemeTerms, Whose

MOST_ELEMENTS = 12
MOST_OF_NAME = 80
_MOST_COUNTED = 10**7 - 1
_NOT_IN_CODE = re.compile(r"[^a-z0-9]+")
_LEAST: dict[Form, int] = {Form.STAGED: 2, Form.BY_LEVEL: 2, Form.RETAINER_AND_ITEM: 2}
_MOST: dict[Form, int] = {Form.INSTALMENTS: 1, Form.BLOCK: 1, Form.POINTS: 1}
_NUMBER_NEEDED: dict[Form, str] = {
    Form.INSTALMENTS: "how many are planned a year",
    Form.BY_LEVEL: "for which level of provider it is",
    Form.POINTS: "how many points a practice can reach in a year",
}


def terms_written(
    *,
    form: Form,
    written: str,
    list_on: date | None = None,
    weighting: str = "",
    practice_cap: int | None = None,
    scheme_cap: int | None = None,
    scheme_counts: str = "",
) -> SchemeTerms:
    r"""The terms that somebody wrote; refuses what cannot be, with all that is wrong. Caps are pence a year.

    `scheme_counts`: the most of a thing that all practices are paid for in a year, one a line: `Joint injection; 400`.

    >>> terms = terms_written(form=Form.RETAINER_AND_ITEM, written="Retainer; year\nHome visit; visit; 200")
    >>> [(each.code, each.basis.value, each.unit) for each in terms.elements]
    [('retainer', 'fixed', 'year'), ('home-visit', 'each', 'visit')]
    >>> [(cap.element, cap.count) for cap in terms.caps]
    [('home-visit', 200)]
    """
    rows = [[part.strip() for part in line.split(";")] for line in written.splitlines() if line.strip()]
    problems = _problems_in_rows(form, rows)
    if problems:
        raise Refusal(" ".join(problems))
    elements, caps = _elements(form, rows)
    caps += _scheme_counts(elements, scheme_counts)
    if practice_cap is not None:
        caps.append(Cap(whose=Whose.PRACTICE, pence=practice_cap))
    if scheme_cap is not None:
        caps.append(Cap(whose=Whose.SCHEME, pence=scheme_cap))
    is_on_list = form is Form.PER_LIST
    terms = SchemeTerms(
        form=form,
        elements=tuple(elements),
        caps=tuple(caps),
        list_on=list_on if is_on_list else None,
        weighting=weighting.strip() if is_on_list else "",
    )
    check_terms(terms)
    return terms


def check_terms(terms: SchemeTerms) -> None:
    """Refuse terms that cannot be worked with."""
    found = []
    if terms.form is Form.PER_LIST and terms.list_on is None:
        found.append("Say on which day the list is frozen.")
    if any(cap.pence is not None and cap.pence <= 0 for cap in terms.caps):
        found.append("A cap is more than nothing. Leave it blank where there is none.")
    if found:
        raise Refusal(" ".join(found))


def written_of(terms: SchemeTerms) -> str:
    """What is paid for, as people write it: `terms_written` reads it back."""
    return "\n".join(_line_of(terms, element) for element in terms.elements)


def money_cap(terms: SchemeTerms, whose: Whose) -> int | None:
    """The cap on all the money of a practice or of the scheme, in pence; None where there is none."""
    return next((cap.pence for cap in terms.caps if cap.whose is whose and not cap.element), None)


def count_cap(terms: SchemeTerms, element: str, whose: Whose) -> int | None:
    """The cap on how many of an element a practice, or all of them together, are paid for; None where there is none."""
    found = (cap.count for cap in terms.caps if cap.whose is whose and cap.element == element and cap.count)
    return next(found, None)


def scheme_counts_of(terms: SchemeTerms) -> str:
    """The caps on how many all practices are paid for, as people write them: `terms_written` reads them back."""
    counts = [(each.name, count_cap(terms, each.code, Whose.SCHEME)) for each in terms.elements]
    return "\n".join(f"{name}; {count}" for name, count in counts if count)


def kept(terms: SchemeTerms) -> str:
    """Terms as canonical JSON, without prices: those have a history of their own."""
    values = asdict(terms)
    del values["prices"]
    values["list_on"] = terms.list_on.isoformat() if terms.list_on else None
    return canonical_text(values)


def terms_from(text: str) -> SchemeTerms:
    """The terms that a kept text holds, without prices."""
    values: dict[str, Any] = json.loads(text)
    return SchemeTerms(
        form=Form(values["form"]),
        elements=tuple(Element(**{**each, "basis": Basis(each["basis"])}) for each in values["elements"]),
        caps=tuple(Cap(**{**each, "whose": Whose(each["whose"])}) for each in values["caps"]),
        list_on=date.fromisoformat(values["list_on"]) if values["list_on"] else None,
        weighting=values["weighting"],
    )


def terms_in_words(terms: SchemeTerms) -> list[tuple[str, str]]:
    """What terms say beside their elements: form, frozen list and caps."""
    said = [("Form of payment", FORM_NAMES[terms.form])]
    if terms.list_on is not None:
        day = f"{terms.list_on.day} {terms.list_on:%B %Y}"
        said.append(
            ("List", f"{f'weighted by {terms.weighting}' if terms.weighting else 'registered patients'} on {day}")
        )
    return said


def _problems_in_rows(form: Form, rows: Sequence[Sequence[str]]) -> list[str]:
    name, found = FORM_NAMES[form], []
    least, most = _LEAST.get(form, 1), _MOST.get(form, MOST_ELEMENTS)
    if not least <= len(rows) <= most:
        many = f"{least}" if least == most else f"{least} to {most}"
        found.append(
            f"“{name}” pays for {many} thing{'' if most == 1 else 's'}, one a line, and {len(rows)} stand here."
        )
    for row in rows:
        found += _problems_in_row(form, row)
    codes = [_code(row[0]) for row in rows]
    found += [f"“{rows[place][0]}” stands here twice." for place, code in enumerate(codes) if code in codes[:place]]
    return found


def _problems_in_row(form: Form, row: Sequence[str]) -> list[str]:
    name, found = row[0], []
    if not _code(name) or len(name) > MOST_OF_NAME:
        found.append(f"What is paid for has a name of at most {MOST_OF_NAME} characters.")
    if has_identifier(" ".join(row)):
        return ["A number here passes the NHS number check. Take it out: nothing about a patient is kept here."]
    number = row[2] if len(row) > 2 else ""
    if number and not whole_number(number, _MOST_COUNTED):
        found.append(f"The number of “{name}” must be a whole number above 0, such as 40.")
    if not number and form in _NUMBER_NEEDED:
        found.append(f"Say {_NUMBER_NEEDED[form]}: {name}; unit; number.")
    if len(row) > 4:
        found.append(f"“{name}” has more than a name, a unit, a number and a condition.")
    return found


def _elements(form: Form, rows: Sequence[Sequence[str]]) -> tuple[list[Element], list[Cap]]:
    elements, caps = [], []
    for place, row in enumerate(rows):
        name, unit, number, condition = [*row, "", "", ""][:4]
        basis = _basis(form, place, condition)
        count = int(number) if number else 0
        element = Element(
            code=_code(name),
            name=name,
            basis=basis,
            unit=unit or "item",
            planned=count if basis is Basis.PLANNED else 0,
            level=count if form is Form.BY_LEVEL else 0,
            condition=condition if basis is Basis.LIST_ONCE else "",
        )
        elements.append(element)
        if count and basis is Basis.EACH and form is not Form.BY_LEVEL:
            caps.append(Cap(whose=Whose.PRACTICE, element=element.code, count=count))
    return elements, caps


def _scheme_counts(elements: Sequence[Element], written: str) -> list[Cap]:
    """The caps of all practices together on how many there are of each; refuses what cannot be, with all of it."""
    counted = {each.code: each for each in elements if each.basis is Basis.EACH}
    caps, found = list[Cap](), list[str]()
    for line in filter(str.strip, written.splitlines()):
        name, _, number = (part.strip() for part in line.rpartition(";"))
        code = _code(name)
        if has_identifier(line):
            found.append(
                "A number here passes the NHS number check. Take it out: nothing about a patient is kept here."
            )
        elif code not in counted:
            found.append(f"“{name or number}” is not counted one by one here: write a name from above; a number.")
        elif any(cap.element == code for cap in caps):
            found.append(f"“{name}” has two caps for all practices.")
        elif not whole_number(number, _MOST_COUNTED):
            found.append(f"The most of “{name}” for all practices must be a whole number above 0, such as 400.")
        else:
            caps.append(Cap(whose=Whose.SCHEME, element=code, count=int(number)))
    if found:
        raise Refusal(" ".join(found))
    return caps


def _basis(form: Form, place: int, condition: str) -> Basis:
    if form is Form.PER_LIST:
        return Basis.LIST_ONCE if condition else Basis.LIST_A_YEAR
    if form is Form.RETAINER_AND_ITEM:
        return Basis.FIXED if place == 0 else Basis.EACH
    others = {
        Form.PER_PATIENT_YEAR: Basis.A_YEAR,
        Form.PER_BED: Basis.A_YEAR,
        Form.BLOCK: Basis.FIXED,
        Form.INSTALMENTS: Basis.PLANNED,
    }
    return others.get(form, Basis.EACH)


def _line_of(terms: SchemeTerms, element: Element) -> str:
    cap = count_cap(terms, element.code, Whose.PRACTICE)
    number = element.planned or element.level or cap or ""
    parts = [element.name, element.unit, str(number), element.condition]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return "; ".join(parts)


def _code(name: str) -> str:
    return _NOT_IN_CODE.sub("-", name.lower()).strip("-")[:40].strip("-")
