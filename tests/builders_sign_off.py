"""Builders of sign-offs: five groups, their providers, a proposal to all of them, and what each says to it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from budgets.agreement.actions.decisions import decide_over_dissent, mark_of
from budgets.agreement.actions.positions import take_position
from budgets.agreement.actions.proposals import issue_proposal
from budgets.agreement.actions.sign_off import open_sign_off, sign_budget
from budgets.agreement.actions.unlocking import answer_unlocking, ask_to_unlock
from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import Decision, SignOff
from budgets.agreement.models.unlocking import Unlocking, UnlockingAnswer
from budgets.agreement.queries.positions import find_standing
from budgets.agreement.queries.sign_off_state import SignOffState, content_hash_of, find_state
from budgets.agreement.rules.items import SPLIT, TOTAL, Item
from budgets.agreement.rules.stances import CONSENT, Reason, Stance
from budgets.agreement.rules.unlocking import AnswerKind
from budgets.method.methods import method_from
from budgets.method.workbook import Activity, CostCentre, Group, Membership, MustDo, Population, Service, Workbook
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.scenarios import change_methods
from budgets.rounds.queries import get_round, list_scenarios
from commissioning.catalogue.actions.arrangements import record_arrangements
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.rules import ArrangementKind, ArrangementLine, ServiceLine
from commissioning.organisations.actions.groups import place_group
from commissioning.organisations.actions.localities import add_locality
from core.db import transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from core.signatures.models import Signature
from tests.builders_rounds import AT, DAY, OPENED, Field, a_party, a_policy, a_round, a_workbook, an_actor

GROUPS = {"DAC": "DacCom", "WAT": "WatCom", "STA": "StAHCom", "HER": "Hertsmere", "RED": "Red House"}
PLACES = {"DAC": "Dacorum", "WAT": "Watford", "STA": "St Albans", "HER": "Hertsmere", "RED": "Hertsmere"}
PEOPLE = {"DAC": 140_000, "WAT": 170_000, "STA": 130_000, "HER": 85_000, "RED": 9_000}
REPLY_BY = date(2008, 3, 17)
LATER = date(2008, 3, 20)
LATER_AT = datetime(2008, 3, 20, 9, 30, tzinfo=UTC)
REASONS = "The activity was counted for twelve months and checked with the provider; the deadline does not move."
_RESERVE = {"risk_reserve__percent": "1", "risk_reserve__held_by": "commissioner"}
WORDS = "Our own figures differ."


def a_workbook_of_five() -> Workbook:
    """Five groups of a practice each; physiotherapy, podiatry, beds pooled for all, and a must-do."""
    return replace(
        a_workbook(),
        groups=tuple(Group(code=code, name=name) for code, name in GROUPS.items()),
        practices=tuple(
            Membership(practice=f"X0000{n}", name=f"Practice {n}", group=code) for n, code in enumerate(GROUPS, start=1)
        ),
        populations=tuple(
            Population(
                practice=f"X0000{n}",
                on=date(2008, 1, 1),
                registered=Fraction(people),
                weighted={"weighted": Fraction(people)},
            )
            for n, people in enumerate(PEOPLE.values(), start=1)
        ),
        services=(
            Service(code="PHYSIO", name="Physiotherapy", method=method_from("capitation"), row=2),
            Service(code="PODIATRY", name="Podiatry", method=method_from("equal"), row=3),
            Service(code="BEDS", name="Rehabilitation beds", method=method_from("pooled"), row=4),
        ),
        cost_centres=tuple(
            CostCentre(code=f"C{n}", service=code, amount=amount)
            for n, (code, amount) in enumerate(
                {"PHYSIO": 2_000_000_00, "PODIATRY": 500_000_00, "BEDS": 300_000_00}.items()
            )
        ),
        activity=Activity(),
        must_dos=(
            MustDo(code="MATRONS", name="Community matrons", amount=80_000_00, method=method_from("capitation")),
        ),
    )


class SigningOff(Field):
    """A round of five groups, put to them as proposal 1 on 3 March 2008, to be answered by 17 March.

    Provider services provide physiotherapy and podiatry but in Dacorum, where podiatry is with the clinic; the acute
    trust has the beds. Nobody provides podiatry in Watford.
    """

    def __init__(self, *, shares_words: bool = True) -> None:
        super().__init__()
        self.ids = {"DAC": self.lead.organisation_id}
        self.leads = {"DAC": self.lead}
        for code, name in list(GROUPS.items())[1:]:
            self.ids[code] = a_party(PartyKind.PBC_GROUP, code, name, self.pct)
            self.leads[code] = an_actor(self.ids[code], Role.PBC_LEAD, f"PbC lead of {name}")
        self.second = an_actor(self.pct, Role.COMMISSIONER, "Second commissioner")
        self.member = an_actor(self.ids["DAC"], Role.PBC_MEMBER, "PbC member of DacCom")
        providers = {"PROV": "Provider services", "CLIN": "GP-led clinic", "ACU": "Local acute trust"}
        parties = {code: a_party(PartyKind.PROVIDER, code, name, self.pct) for code, name in providers.items()}
        self.managers = {
            code: an_actor(parties[code], Role.PROVIDER_MANAGER, f"Manager of {name}")
            for code, name in providers.items()
        }
        idle = a_party(PartyKind.PROVIDER, "IDLE", "Idle provider", self.pct)
        self.idle = an_actor(idle, Role.PROVIDER_MANAGER, "Manager of an idle provider")
        self._arrange()
        self.round_id = a_round(self.commissioner).id
        with transaction():
            upload_inputs(
                round_id=self.round_id,
                workbook=a_workbook_of_five(),
                policy=a_policy(**{"growth__amount": "100000.00", "growth__uncommitted": "reserve", **_RESERVE}),
                notices=(),
                file_name="budget.xlsx",
                file=b"the file",
                by=self.commissioner,
                at=AT,
            )
        self.proposal_id = self.propose(shares_words=shares_words).id

    def _arrange(self) -> None:
        by, trust = self.commissioner, self.pct
        with transaction():
            places = {name: add_locality(commissioner_id=trust, name=name, by=by).id for name in set(PLACES.values())}
            for code, place in PLACES.items():
                place_group(group_id=self.ids[code], locality_id=places[place], by=by)
            names = {"PHYSIO": "Physiotherapy", "PODIATRY": "Podiatry", "BEDS": "Rehabilitation beds"}
            services = [ServiceLine(code=code, name=name) for code, name in names.items()]
            record_services(commissioner_id=trust, lines=services, by=by)
            lines = [_arranged(code, place) for code in names for place in sorted(places)]
            record_arrangements(commissioner_id=trust, lines=lines, by=by)

    def propose(self, *, shares_words: bool = True, on: date = DAY, **methods: str) -> Proposal:
        """The working budget, on demand by other methods, put to the groups as the next proposal."""
        scenario_id = list_scenarios(self.round_id)[0].id
        if methods:
            with transaction():
                change_methods(scenario_id=scenario_id, written=methods, seen={}, by=self.commissioner, at=AT)
        with transaction():
            calculation_id = calculate_scenario(scenario_id=scenario_id, by=self.commissioner, at=AT)[0].id
        with transaction():
            return issue_proposal(
                calculation_id=calculation_id,
                note="Please say what you think of the total and of its split.",
                reply_by=max(REPLY_BY, on),
                deadline=date(2008, 3, 31),
                shares_words=shares_words,
                by=self.commissioner,
                at=AT,
                on=on,
                address_of=lambda proposal_id: f"/budgets/proposals/{proposal_id}",
            )

    def say(self, code: str, item: Item, stance: Stance, *, words: str = WORDS, at: datetime = AT) -> Position:
        """A group's lead says something to the total or the split of the newest proposal."""
        proposal_id = self.state().proposal.id
        before = find_standing(proposal_id, party_id=self.ids[code], item=item)
        with transaction():
            return take_position(
                proposal_id=proposal_id,
                group_id=self.ids[code],
                item=item,
                stance=stance,
                reason=Reason.WRONG_ACTIVITY if stance is Stance.DISPUTED else None,
                words="" if stance in CONSENT else words,
                claimed=None,
                claimed_method="",
                seen_id=before.id if before else None,
                by=self.leads[code],
                at=at,
                on=at.date(),
            )

    def consent(self, *codes: str) -> None:
        """These groups (all, where none is named) agree the total and do not challenge the split."""
        for code in codes or GROUPS:
            self.say(code, TOTAL, Stance.AGREED)
            self.say(code, SPLIT, Stance.NOT_CHALLENGED)

    def dissent(self) -> None:
        """DacCom disputes the split, Red House withholds the total; the others consent."""
        self.consent("WAT", "STA", "HER")
        self.say("DAC", TOTAL, Stance.NOT_CHALLENGED)
        self.say("DAC", SPLIT, Stance.DISPUTED)
        self.say("RED", TOTAL, Stance.WITHHELD)
        self.say("RED", SPLIT, Stance.NOT_CHALLENGED)

    def withhold(self, code: str) -> None:
        """A group withholds its agreement to the split, the day after the others spoke."""
        self.say(code, SPLIT, Stance.WITHHELD, at=LATER_AT)

    def state(self, on: date = LATER) -> SignOffState:
        """Where the sign-off stands."""
        found = find_state(get_round(self.round_id), on=on)
        assert found is not None
        return found

    def decide(self, by: Actor | None = None, *, reasons: str = REASONS, seen: str = "", on: date = LATER) -> Decision:
        """The commissioner decides over the dissent."""
        mark = seen or mark_of(self.state(on))
        with transaction():
            return decide_over_dissent(
                round_id=self.round_id, reasons=reasons, seen=mark, by=by or self.commissioner, at=LATER_AT, on=on
            )

    def open(self, by: Actor | None = None, *, proposal_id: int | None = None, on: date = LATER) -> SignOff:
        """The commissioner opens the sign-off of the first proposal, or of that one."""
        with transaction():
            return open_sign_off(
                round_id=self.round_id,
                proposal_id=proposal_id or self.proposal_id,
                seen_hash=content_hash_of(self.state(on).content),
                by=by or self.commissioner,
                at=LATER_AT,
                on=on,
                href="/sign-off",
            )

    def sign(self, by: Actor, sign_off_id: int, *, on: date = LATER) -> Signature:
        """Somebody signs."""
        with transaction():
            return sign_budget(
                sign_off_id=sign_off_id,
                by=by,
                at=LATER_AT,
                on=on,
                href="/sign-off",
                notice_href="/decision-notice",
            )

    def sign_all(self) -> int:
        """All consent, the sign-off is opened and signed by all: the round is locked; the sign-off's id."""
        self.consent()
        sign_off_id = self.open().id
        for signer in (self.commissioner, *self.leads.values()):
            self.sign(signer, sign_off_id)
        return sign_off_id

    def ask(self, by: Actor, reason: str = "The uplift was wrong: the operating framework says 2.5%.") -> Unlocking:
        """Somebody asks to unlock the round."""
        with transaction():
            return ask_to_unlock(round_id=self.round_id, reason=reason, by=by, at=LATER_AT, on=LATER, href="/sign-off")

    def answer(self, unlocking_id: int, by: Actor, kind: AnswerKind, words: str = "Agreed.") -> UnlockingAnswer:
        """Somebody answers a request to unlock."""
        with transaction():
            return answer_unlocking(
                unlocking_id=unlocking_id,
                kind=kind,
                words=words,
                by=by,
                at=LATER_AT,
                on=LATER,
                href="/sign-off",
                notice_href="/decision-notice",
            )


def _arranged(service: str, place: str) -> ArrangementLine:
    if (service, place) == ("PODIATRY", "Watford"):
        return ArrangementLine(service=service, locality=place, kind=ArrangementKind.NONE, starts=OPENED)
    provider = "ACU" if service == "BEDS" else "PROV"
    provider = "CLIN" if (service, place) == ("PODIATRY", "Dacorum") else provider
    kind = ArrangementKind.OWN if provider == "PROV" else ArrangementKind.SUBCONTRACTED
    return ArrangementLine(service=service, locality=place, kind=kind, starts=OPENED, provider=provider)
