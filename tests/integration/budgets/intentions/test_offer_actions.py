"""Offers built from posts, pay scales and percentages: done, refused, by whom not, and what the audit trail says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from budgets.intentions.actions.offers import OfferAsked, PostAsked, change_offer, withdraw_offer
from budgets.intentions.actions.pay_scales import decide_setting, import_pay_scale
from budgets.intentions.models.offers import Offer
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.queries.offers import get_offer, list_usable_offers, offer_total
from budgets.intentions.queries.pay_scales import find_scale_on, list_scales, settings_on
from budgets.intentions.rules.kinds import LeaveWay, SettingKey
from budgets.intentions.rules.pay_scales import PointLine
from commissioning.organisations.rules.values import HasProblems
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders_intentions import Willing, a_pay_scale, an_offer, opened, terms
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")
APRIL = date(2008, 4, 1)


def asked(scale: PayScale, **changes: Any) -> OfferAsked:
    posts = [PostAsked(title="Matron", point_id=scale.points[1].id, wte=Decimal("1.6"))]
    return replace(OfferAsked(name="Matrons", terms=terms(), posts=posts), **changes)


def changed(offer: Offer, by: Actor, what: OfferAsked) -> Offer:
    with transaction():
        return change_offer(offer_id=offer.id, asked=what, by=by, at=AT)


def decided(field: Willing, percent: str = "16", from_on: date = APRIL, **more: Any) -> None:
    values = {"key": SettingKey.LEAVE_COMMUNITY, "source": "Decision of the board", "by": field.finance, **more}
    with transaction():
        decide_setting(commissioner_id=field.pct, percent=Decimal(percent), from_on=from_on, at=AT, **values)


def test_an_offer_costs_what_its_posts_cost() -> None:
    field = opened()
    offer = an_offer(field, field.provider, a_pay_scale(field.finance), line_code="PHYSIO", words="With cover.")
    assert offer_total(offer.id) == 75_992_74
    kept = get_offer(offer.id)
    assert (kept.line_name, kept.words, kept.party_id) == ("Physiotherapy", "With cover.", field.prov)
    assert [(post.title, post.wte, post.number) for post in kept.posts] == [("Matron", Decimal("1.6"), 1)]
    assert history_of("offer", offer.id)[0].did == "made the offer Matrons: 1.6 WTE, £75,992.74"


def test_an_offer_is_changed_with_its_posts_and_its_version_moves_on() -> None:
    field = opened()
    scale = a_pay_scale(field.commissioner)
    offer = an_offer(field, field.lead, scale)
    before = offer.version
    posts = [
        PostAsked(title="Nurse", point_id=scale.points[0].id, wte=Decimal("0.5"), number=3),
        PostAsked(title="Matron", point_id=scale.points[1].id, wte=Decimal(1)),
    ]
    after = changed(offer, field.colleague, asked(scale, posts=posts, terms=terms(way=LeaveWay.TAKE_OFF)))
    assert (after.version > before, [post.title for post in after.posts]) == (True, ["Nurse", "Matron"])
    assert history_of("offer", offer.id)[0].did == (
        "changed the offer Matrons: 2.5 WTE, £98,230.59, before 1.6 WTE, £75,992.74"
    )
    version = after.version
    assert changed(after, field.lead, asked(scale, posts=posts)).version > version


def test_a_withdrawn_offer_stays_and_can_no_longer_be_used() -> None:
    field = opened()
    offer = an_offer(field, field.provider, a_pay_scale(field.commissioner))
    assert [each.id for each in list_usable_offers(field.round_id, field.daccom)] == [offer.id]
    with transaction():
        withdraw_offer(offer_id=offer.id, by=field.second_manager, at=AT)
    assert list_usable_offers(field.round_id, field.daccom) == []
    assert history_of("offer", offer.id)[0].did == "withdrew the offer Matrons"
    with pytest.raises(Refusal, match=r"^The offer “Matrons” is withdrawn\. Make a new one\.$"):
        changed(offer, field.provider, asked(get_offer(offer.id).scale))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, r"^The name of the offer is missing\.$"),
        ({"posts": []}, r"^An offer is built from posts: fill in at least one line\.$"),
        ({"terms": terms(leave="100", way=LeaveWay.TAKE_OFF)}, r"^With 100% taken off nobody would ever be at work"),
        (
            {"posts": [PostAsked(title="Matron", point_id=0, wte=Decimal(1))]},
            r"^Matron: choose a pay point of Agenda for Change 2008/09\.$",
        ),
        ({"line_code": "NOTHING"}, r"^There is no service line and no must-do NOTHING in the calculation"),
        ({"words": "Seen 943 476 5919"}, r"^The description holds a number that passes the NHS number check\."),
    ],
)
def test_refuses_an_offer_in_words(changes: dict[str, Any], sentence: str) -> None:
    field = opened()
    with pytest.raises(Refusal, match=sentence):
        an_offer(field, field.provider, a_pay_scale(field.commissioner), **changes)


def test_refuses_posts_below_zero_and_a_second_offer_of_one_name() -> None:
    field = opened()
    scale = a_pay_scale(field.commissioner)
    posts = [PostAsked(title="Matron", point_id=scale.points[0].id, wte=Decimal(-1))]
    with pytest.raises(Refusal, match=r"^Matron: a post has a whole-time equivalent above 0, not -1\.$"):
        an_offer(field, field.provider, scale, posts=posts)
    an_offer(field, field.provider, scale)
    with pytest.raises(Refusal, match=r"^Your organisation has an offer called “matrons” already\."):
        an_offer(field, field.provider, scale, name="matrons")
    an_offer(field, field.lead, scale)


def test_only_those_who_cost_posts_make_offers_and_only_for_their_own_organisation() -> None:
    field = opened()
    scale = a_pay_scale(field.commissioner)
    for actor in (field.member, field.auditor, field.lead_elsewhere):
        with pytest.raises(NotAllowed):
            an_offer(field, actor, scale)
    offer = an_offer(field, field.lead, scale)
    with pytest.raises(NotAllowed, match=r"^You act for WatCom\. This offer belongs to DacCom\.$"):
        changed(offer, field.lead_of_watcom, asked(scale))
    with pytest.raises(NotAllowed), transaction():
        withdraw_offer(offer_id=offer.id, by=field.commissioner, at=AT)


def test_a_pay_scale_of_another_trust_is_refused() -> None:
    field = opened()
    with pytest.raises(Refusal, match=r"^This pay scale belongs to another primary care trust\.$"):
        an_offer(field, field.provider, a_pay_scale(field.stranger))


def test_a_pay_scale_is_kept_as_it_came() -> None:
    field = opened()
    scale = a_pay_scale(field.finance)
    assert (scale.name, scale.from_on, scale.source, scale.file_name) == (
        "Agenda for Change 2008/09",
        APRIL,
        "The circular of the year",
        "pay.csv",
    )
    assert [(point.code, point.amount) for point in scale.points] == [
        ("5-MAX", Decimal("23442.00")),
        ("7-MAX", Decimal("34417.00")),
    ]
    assert history_of("pay scale", scale.id)[0].did == (
        "imported the pay scale Agenda for Change 2008/09 with 2 points, which holds from 1 April 2008: "
        "The circular of the year"
    )


def test_refuses_a_pay_scale_without_name_source_or_good_points_and_a_name_twice() -> None:
    field = opened()
    good = [PointLine(code="5", name="Band 5", amount=100, row=2)]

    def scale(
        name: str = "New", source: str = "A circular", points: list[PointLine] = good, by: Actor = field.finance
    ) -> None:
        with transaction():
            import_pay_scale(
                commissioner_id=field.pct,
                name=name,
                from_on=APRIL,
                source=source,
                file_name="pay.csv",
                points=points,
                by=by,
                at=AT,
            )

    with pytest.raises(Refusal, match=r"^The name of the pay scale is missing\.$"):
        scale(name="")
    with pytest.raises(Refusal, match=r"^Say where the pay scale comes from"):
        scale(source=" ")
    with pytest.raises(HasProblems, match=r"Nothing was stored: 1 problem was found"):
        scale(points=[PointLine(code="5", name="Band 5", amount=0, row=2)])
    scale()
    with pytest.raises(Refusal, match=r"^There is a pay scale called “New” already, which holds from 1 April 2008\."):
        scale()
    for actor in (field.lead, field.provider, field.auditor, field.stranger):
        with pytest.raises(NotAllowed):
            scale(name="Other", by=actor)


def test_the_scale_that_holds_on_a_day_is_the_latest_begun() -> None:
    field = opened()
    old, new = a_pay_scale(field.finance, "2007/08", date(2007, 4, 1)), a_pay_scale(field.finance)
    a_pay_scale(field.stranger, "Elsewhere", date(2008, 4, 1))
    assert [each.id for each in list_scales([field.pct])] == [new.id, old.id]
    found = {on: find_scale_on(field.pct, on) for on in (date(2007, 3, 31), date(2008, 3, 31), APRIL)}
    assert [scale.id if scale else None for scale in found.values()] == [None, old.id, new.id]


def test_a_percentage_holds_from_its_day_with_who_approved_it() -> None:
    field = opened()
    decided(field)
    before, after = (settings_on(field.pct, on)[SettingKey.LEAVE_COMMUNITY] for on in (date(2008, 3, 31), APRIL))
    assert before is not None
    assert after is not None
    assert (before.percent, before.approved_by) == (Decimal(15), "")
    assert (after.percent, after.source, after.approved_by) == (Decimal(16), "Decision of the board", "PCT finance")
    assert history_of("party", field.pct)[0].did == (
        "decided Leave cover, community services: 16% from 1 April 2008 on, before 15%: Decision of the board"
    )


def test_refuses_a_percentage_that_cannot_be_or_stands_already() -> None:
    field = opened()
    decided(field)
    with pytest.raises(Refusal, match=r"^Leave cover, community services is decided just so already\.$"):
        decided(field)
    with pytest.raises(Refusal, match=r"from 0% to 99%, not 100%\.$"):
        decided(field, "100")
    with pytest.raises(Refusal, match=r"^Say where the percentage comes from"):
        decided(field, "17", source="")
    for actor in (field.lead, field.provider, field.auditor, field.stranger):
        with pytest.raises(NotAllowed):
            decided(field, "17", by=actor)
