"""Which inputs the page of must-dos stands on: groups and providers see none that were not opened to them."""

from dataclasses import replace

from budgets.method.methods import method_from
from budgets.method.workbook import MustDo
from budgets.rounds.actions.inputs import upload_inputs
from core.db import transaction
from tests.builders_positions import Talks, a_policy_to_agree, a_workbook_to_agree
from tests.builders_rounds import AT
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

UNSHOWN = "Stroke beds"


def test_must_dos_of_inputs_that_nobody_was_shown_stay_with_the_commissioner(person: Person) -> None:
    talks = Talks()
    workbook = a_workbook_to_agree()
    added = MustDo(code="STROKE", name=UNSHOWN, amount=1_000_00, method=method_from("capitation"))
    with transaction():
        upload_inputs(
            round_id=talks.round_id,
            workbook=replace(workbook, must_dos=(*workbook.must_dos, added)),
            policy=a_policy_to_agree(),
            notices=(),
            file_name="newer.xlsx",
            file=b"newer",
            by=talks.commissioner,
            at=AT,
        )
    address = f"/budgets/rounds/{talks.round_id}/must-dos"
    for actor in (talks.lead, talks.provider):
        sign_in_as(person, actor).visit(address)
        assert "Community matrons" in person.words
        assert UNSHOWN not in person.words
        assert UNSHOWN not in person.client.get(f"{address}/must-dos.csv").text
    assert UNSHOWN in sign_in_as(person, talks.commissioner).visit(address).words
