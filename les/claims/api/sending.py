"""`POST /api/v1/les-claims`: claims checked, or submitted, by the same rules as on the pages."""

from contextlib import suppress

from flask import jsonify, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core import clock
from core.api.answering import stored
from core.api.asking import is_true, parameters
from core.audit import events_of
from core.canonical import hash_of_bytes
from core.db import transaction
from core.errors import Refusal
from core.permissions import Actor, Permission
from core.problem_details import problem
from core.web import requires
from les.claims.actions.storing import Submission
from les.claims.actions.submitting import Entry, made_before, submit_many
from les.claims.api.blueprint import api, desk_for, practice_acting
from les.claims.api.body import Sent, sent_in_request
from les.claims.api.reading import as_values, quarter_in
from les.claims.api.told import Unfit, Values, finding_of, found, would_claim_values
from les.claims.imports.workbook import read_claims
from les.claims.models.claims import Claim
from les.claims.queries.workbooks import WouldClaim, known_schemes, would_claim
from les.claims.rules.kinds import Route
from les.schemes.rules.quarters import Quarter


@api.post("/les-claims")
@requires(Permission.CLAIM)
def send_les_claims() -> Response:
    """Submit claims of a quarter, or with `dry_run` only say what they would come to.

    The practice is that of the token. The same rules hold as for the workbook on the pages: all claims are taken or
    none, one that differs from what counts replaces it, and one that claims the same is left alone.
    """
    by = practice_acting()
    given = parameters("quarter", "dry_run")
    if "quarter" not in given:
        raise BadRequest("Say in the address for which quarter you claim, such as quarter=2008/09 Q1.")
    quarter, is_dry = quarter_in(given["quarter"]), is_true(given, "dry_run")
    try:
        sent = sent_in_request()
        return _tell(sent, by, quarter) if is_dry else _submit(sent, by, quarter)
    except Unfit as refusal:
        return problem(422, str(refusal), **found(refusal.findings))


class _OnlyAsked(Exception):
    """Nothing is to be stored: whatever was done is undone."""


def _read(sent: Sent, by: Actor, quarter: Quarter) -> list[WouldClaim]:
    """What is claimed of each scheme; refused with all that is wrong with it."""
    desk = desk_for(by, quarter)
    read, problems = read_claims(sent.upload, quarter=quarter, practice=desk.practice.code, schemes=known_schemes(desk))
    claimed, refused = would_claim(desk, read, file_name=sent.upload.name)
    if problems or refused:
        raise Unfit([finding_of(each) for each in (*problems, *refused)])
    return claimed


def _tell(sent: Sent, by: Actor, quarter: Quarter) -> Response:
    """What would be claimed, and whether it would be taken. Nothing is stored."""
    claims, findings, why_not = list[Values](), list[Values](), ""
    try:
        claims = [would_claim_values(each) for each in _read(sent, by, quarter)]
        with suppress(_OnlyAsked), transaction():
            _send(sent, by, quarter)
            raise _OnlyAsked
    except Unfit as refusal:
        findings, why_not = list(refusal.findings), str(refusal)
    except Refusal as refusal:
        why_not = str(refusal)
    return jsonify({"claims": claims, **found(findings), "would_be_taken": not why_not, "why_not": why_not})


def _submit(sent: Sent, by: Actor, quarter: Quarter) -> Response:
    """Submit them: 201 where this made claims, 200 where the same key had made them before."""
    with transaction() as session:
        made = _send(sent, by, quarter)
        is_new = bool(events_of(session))
        told = as_values(made)
    return stored({"claims": told}, is_new=is_new, at=url_for("claims_api.show_les_claim", claim_id=told[0]["id"]))


def _send(sent: Sent, by: Actor, quarter: Quarter) -> list[Claim]:
    file_hash = hash_of_bytes(sent.upload.content)
    if sent.request_key and (before := made_before(by.organisation_id, sent.request_key, file_hash)):
        return before
    claimed = _read(sent, by, quarter)
    return submit_many(
        practice_id=by.organisation_id,
        quarter=quarter,
        entries=[
            Entry(scheme_id=each.scheme.id, quantities=each.rows.quantities, is_nil=each.rows.is_nil)
            for each in claimed
        ],
        way=Submission(
            by=by,
            on=clock.today(),
            at=clock.now(),
            route=Route.API,
            file_hash=file_hash,
        ),
        address=_address,
        request_key=sent.request_key,
    )


def _address(claim: Claim) -> str:
    return url_for("claims.show_claim", claim_id=claim.id)
