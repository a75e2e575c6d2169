"""Looking up templates: those that are shipped as data, and those a commissioner made."""

import json
import tomllib
from functools import cache
from pathlib import Path

from sqlalchemy import select

from contracts.specifications.models import OwnTemplate
from contracts.specifications.rules.templates import Template, TemplateSection, template_from
from core.db import db

_SHIPPED = Path(__file__).resolve().parents[1] / "shipped"


@cache
def shipped_templates() -> tuple[Template, ...]:
    """The templates that come with the application, each checked as it is read, by name."""
    found = [template_from(tomllib.loads(path.read_text(encoding="utf-8"))) for path in _SHIPPED.glob("*.toml")]
    return tuple(sorted(found, key=lambda template: (template.name, template.number)))


def list_templates(commissioner_id: int) -> list[Template]:
    """Every version of every template a commissioner can use, shipped ones first, newest version first."""
    return [*shipped_templates(), *(template_of(row) for row in list_own_templates(commissioner_id))]


def list_newest_templates(commissioner_id: int) -> list[Template]:
    """The newest version of each template, from which specifications are started."""
    newest: dict[str, Template] = {}
    for template in list_templates(commissioner_id):
        known = newest.get(template.code)
        newest[template.code] = template if known is None or template.number > known.number else known
    return list(newest.values())


def find_template(commissioner_id: int, code: str, number: int) -> Template | None:
    """A version of a template of that commissioner; None where there is none."""
    wanted = (
        template for template in list_templates(commissioner_id) if (template.code, template.number) == (code, number)
    )
    return next(wanted, None)


def list_own_templates(commissioner_id: int) -> list[OwnTemplate]:
    """The versions a commissioner made, by name, newest first."""
    rows = select(OwnTemplate).where(OwnTemplate.commissioner_id == commissioner_id)
    return list(db.session.scalars(rows.order_by(OwnTemplate.name, OwnTemplate.code, OwnTemplate.number.desc())))


def template_of(row: OwnTemplate) -> Template:
    """What a stored template says."""
    return Template(
        code=row.code,
        number=row.number,
        name=row.name,
        about=row.about,
        sections=tuple(TemplateSection(**each) for each in json.loads(row.sections)),
        made_from=row.made_from,
    )
