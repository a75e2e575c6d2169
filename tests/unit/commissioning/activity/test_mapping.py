import tomllib
from typing import Any

import pytest

from commissioning.activity.aggregation.days import check_format, month_number, texts_of_days
from commissioning.activity.aggregation.identifying import is_identifying_column, shape_of
from commissioning.activity.aggregation.lookups import BLANK, plan_of
from commissioning.activity.aggregation.mapping import ReturnMapping, read_mapping
from commissioning.activity.aggregation.reading import mapping_in
from core.errors import Refusal
from tests.architecture.test_sizes import ROOT
from tests.builders_extract import MAPPING, PRACTICES

LISTS = {"practices": PRACTICES, "services": ("DIAB-NUR", "PHYSIO")}


def _told(before: str = "", after: str = "") -> dict[str, Any]:
    assert before in MAPPING
    return tomllib.loads(MAPPING.replace(before, after, 1))


def _read(before: str = "", after: str = "") -> ReturnMapping:
    return read_mapping(_told(before, after), LISTS)


def test_reads_what_each_word_stands_for() -> None:
    mapping = _read()
    assert mapping.service.codes == {
        "DIAB-NUR": "DIAB-NUR",
        "PHYSIO": "PHYSIO",
        "DN": "DIAB-NUR",
        "Physiotherapy": "PHYSIO",
    }
    assert mapping.columns() == ("Service", "GP", "Outcome", "Seen on", "Kind", "Days")
    assert (mapping.first, mapping.last) == (month_number("2008-04"), month_number("2008-06"))


def test_months_of_the_command_go_before_those_of_the_file() -> None:
    mapping = read_mapping(_told(), LISTS, first="2008-05", last="2008-05")
    assert mapping.first == mapping.last == month_number("2008-05")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('column = "GP"', 'column = "NHS number"', "[practice] names the column “NHS number”, which by its heading"),
        ('column = "GP"', 'column = "PostCode"', "[practice] names the column “PostCode”, which by its heading"),
        ('column = "Seen on"', 'column = "DateOfBirth"', "[month] names the column “DateOfBirth”"),
        ('sum = "Days"', 'sum = "NHSNo"', "[[count]] 3 names the column “NHSNo”"),
        ("Kind = [", "Surname = [", "[[count]] 2 where names the column “Surname”"),
        ("DN =", '"943 476 5919" =', "[service], entry 1, looks like an NHS number. Take it out"),
        ('"DIAB-NUR", Phy', '"NOBODY", Phy', "[service] stands for “NOBODY”, which is not in the list of services"),
        ('currency = "contact"', 'currency = "Contact"', "[[count]] 1 must name its currency in small letters"),
        ('currency = "first_contact"', 'currency = "contact"', "[[count]] gives the currency contact twice."),
        ('from = "2008-04"', 'from = "April"', "Say with [period] from, or --from, a month, such as 2008-04."),
        ('to = "2008-06"', 'to = "2008-01"', "The period must end in its first month or later"),
        ("formats", "format", "[month] knows no “format”. It may say column, formats."),
        ('"dd/mm/yyyy"', '"dd/mm"', "“dd/mm” is no way to write a day."),
        ('"dd/mm/yyyy"', '"%d"', "“%d” is no way to write a day."),
        ('[practice]\ncolumn = "GP"', "[practice]", "[practice] must name either the column it is read from, or one"),
        ('["ATT"]', '"ATT"', "[[count]] 1 where Outcome must be texts"),
        ("[period]", "[source]\nencoding = 'ebcdic'\n[period]", "[source] encoding must be one of utf-8"),
        ("[period]", "[source]\ndelimiter = 'x'\n[period]", "[source] delimiter must be comma, semicolon, tab or bar."),
    ],
)
def test_refuses_a_mapping_in_words(before: str, after: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        _read(before, after)
    assert str(refusal.value).startswith(sentence)
    assert "943" not in str(refusal.value)


def test_refuses_codes_that_look_like_persons() -> None:
    with pytest.raises(Refusal) as refusal:
        read_mapping(_told(), {**LISTS, "practices": ("X80001", "9434765919")})
    assert str(refusal.value) == (
        "[codes] practices, entry 2, looks like an NHS number. Take it out, or write it in another way."
    )


def test_refuses_a_mapping_without_known_codes() -> None:
    with pytest.raises(Refusal, match=r"^\[codes\] must list the practices that are known"):
        read_mapping(_told(), {"services": LISTS["services"]})


def test_a_day_is_read_in_every_format_and_a_day_that_is_none_in_none() -> None:
    months = {"first": month_number("2008-02"), "last": month_number("2008-02")}
    texts = texts_of_days(["dd-MON-yyyy", "d/m/yy", "yyyymm"], **months)
    said = {text: month for found in texts.values() for text, month in found.items()}
    assert said["29-FEB-2008"] == said["29/2/08"] == said["200802"] == said["1/2/08 "] == month_number("2008-02")
    assert not {"30-FEB-2008", "29-FEB-2007", "29/02/08", "2008021"} & set(said)


def test_refuses_formats_that_contradict_each_other() -> None:
    month = month_number("2008-02")
    with pytest.raises(Refusal, match="read the same text as different months"):
        texts_of_days(["dd/mm/yyyy", "mm/dd/yyyy"], first=month, last=month)


@pytest.mark.parametrize("form", ["", "yyyy", "mm-yyyy-mm", "yy yyyy mm", "dd/mm/yyyy HH"])
def test_refuses_what_is_no_format(form: str) -> None:
    with pytest.raises(Refusal, match="is no way to write a day"):
        check_format(form)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("seen 9434765919", "an NHS number"),
        ("WD17 1AA", "a postcode"),
        ("7-Nov-51", "a date"),
        ("19511107", "a date"),
        ("Mrs A", "the name of a person"),
        ("Watford and Three Rivers", ""),
        ("X80001", ""),
        ("5PV-COM-NURS", ""),
        ("Team 12/3", ""),
    ],
)
def test_knows_the_shapes_of_persons(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize("heading", ["Patient name", "HomeAddress", "postcode", "NHS_NUMBER", "date of birth", "DOB"])
def test_knows_columns_about_persons(heading: str) -> None:
    assert is_identifying_column(heading)


@pytest.mark.parametrize("heading", ["Service", "GP practice", "Team name", "Contact date", "Outcome", "address_type_"])
def test_other_columns_may_be_named(heading: str) -> None:
    assert is_identifying_column(heading) is heading.startswith("address")


def test_words_are_looked_up_as_they_look_in_their_encoding() -> None:
    mapping = read_mapping(
        _told("Physiotherapy =", '"Physio – knee" =') | {"source": {"encoding": "windows-1252", "blank": ["NULL"]}},
        LISTS,
    )
    plan = plan_of(mapping, encoding="cp1252")
    numbers = plan.lookups[0].numbers
    assert plan.words["Service"][numbers["Physio \x96 knee"]] == "Physio – knee"
    assert numbers["NULL"] == numbers[""] == numbers["    "] == BLANK


def test_the_mapping_of_the_guide_is_one() -> None:
    mapping = mapping_in(ROOT / "examples" / "activity-mapping.toml")
    assert [count.day for count in mapping.counts] == ["Seen on", "Seen on", "Seen on", "Referred on"]
