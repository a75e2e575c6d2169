"""What is on record of a visit, as the rules of its standing take it. Pure reading of what is loaded."""

from les.verification.models.visits import Visit
from les.verification.rules.standing import Facts


def facts_of(visit: Visit) -> Facts:
    """The facts of a visit."""
    return Facts(
        visit_on=visit.visit_on,
        has_findings=bool(visit.findings),
        answer_by=visit.report.answer_by if visit.report else None,
        answer=visit.answer.answer if visit.answer else None,
        verdict=visit.appeal.verdict if visit.appeal else None,
        is_recovered=visit.recovery is not None,
    )
