"""Making a template from another, or the next version of one's own. What exists is never changed."""

import json
from dataclasses import asdict
from datetime import datetime

from budgets.rounds.queries import hold_commissioner
from contracts.specifications.models import OwnTemplate
from contracts.specifications.queries.templates import find_template, list_templates
from contracts.specifications.rules.outlines import sections_from
from contracts.specifications.rules.templates import Template, check_template, key_of
from core import audit
from core.db import db
from core.errors import OutOfDate, Refusal
from core.permissions import Actor, Permission, check_may


def make_template(
    *,
    commissioner_id: int,
    from_code: str,
    from_number: int,
    is_next_version: bool,
    name: str,
    about: str,
    outline: str,
    by: Actor,
    at: datetime,
) -> OwnTemplate:
    """Make a template from an existing one: a new one, or the next version of one that this commissioner made.

    `outline`: its sections as people write them (`rules.outlines`). Specifications started before keep theirs.
    """
    check_may(by, Permission.MAINTAIN_TEMPLATES, commissioner_id=commissioner_id)
    hold_commissioner(commissioner_id)
    base = find_template(commissioner_id, from_code, from_number)
    if base is None:
        raise Refusal("There is no such template to begin from.")
    known = list_templates(commissioner_id)
    code, number = _next_of(base, known) if is_next_version else (_new_code(name, known), 1)
    template = Template(
        code=code,
        number=number,
        name=name.strip(),
        about=about.strip(),
        sections=sections_from(outline, known=base.sections),
        made_from=base.called,
    )
    check_template(template)
    if is_next_version and (template.name, template.about, template.sections) == (base.name, base.about, base.sections):
        raise Refusal("Nothing was changed: this is what the template says already.")
    return _kept(template, commissioner_id, by, at)


def _next_of(base: Template, known: list[Template]) -> tuple[str, int]:
    newest = max(template.number for template in known if template.code == base.code)
    if not base.made_from:
        raise Refusal(f"{base.name} is shipped with the application. Make a new template from it.")
    if newest != base.number:
        raise OutOfDate(f"Version {newest} of {base.name} was made meanwhile. Begin from that one.")
    return base.code, newest + 1


def _new_code(name: str, known: list[Template]) -> str:
    if any(template.name.casefold() == name.strip().casefold() for template in known):
        raise Refusal(f"There is a template called “{name.strip()}” already. Call this one something else.")
    return key_of(name, [template.code for template in known])


def _kept(template: Template, commissioner_id: int, by: Actor, at: datetime) -> OwnTemplate:
    made = OwnTemplate(
        commissioner_id=commissioner_id,
        code=template.code,
        number=template.number,
        name=template.name,
        about=template.about,
        sections=json.dumps([asdict(section) for section in template.sections], ensure_ascii=False),
        made_from=template.made_from,
        content_hash=template.content_hash,
        made_by_id=by.person_id,
        made_at=at,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        db.session(),
        by=by,
        act="specifications.make_template",
        subject="specification_template",
        subject_id=made.id,
        new={"name": template.called, "made_from": template.made_from, "content_hash": template.content_hash},
        commissioner_id=commissioner_id,
    )
    return made
