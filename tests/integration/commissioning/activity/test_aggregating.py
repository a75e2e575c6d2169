import ast
import gzip
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.architecture.test_sizes import ROOT
from tests.builders_extract import (
    LINES,
    MAPPING,
    NHS_NUMBER,
    PRACTICES,
    RETURN,
    Line,
    aggregated,
    as_csv,
    counted_plainly,
    returned,
)

SAID = """13 lines read; 6 placed, in 6 rows; 7 unplaced.
            1  Seen on blank
            1  Seen on is no day as [month] formats says, or lies far from the period
            1  Seen on outside 2008-04 to 2008-06
            1  counts as no currency
            1  practice blank
            1  practice not known
            1  service blank
            1  placed, but left out of a currency: Days is no whole number
"""


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "extract.csv"
    path.write_text(as_csv(), encoding="utf-8")
    return path


def _nothing_written(folder: Path) -> bool:
    return not [path for path in folder.iterdir() if "return.csv" in path.name]


def test_counts_an_extract_and_says_what_could_not_be_placed(app: Flask, extract: Path, tmp_path: Path) -> None:
    answer = aggregated(app, tmp_path, extract)
    assert (answer.exit_code, answer.stderr, answer.stdout) == (0, SAID, "")
    assert returned(tmp_path) == RETURN
    assert "943" not in returned(tmp_path)


def test_every_way_to_hold_an_extract_gives_the_same_return(app: Flask, tmp_path: Path) -> None:
    half = len(LINES) // 2
    mixed = ("Ref", "Outcome", "GP", "Seen on", "Kind", "Service", "Days", "Other")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text("\ufeff" + as_csv(LINES[:half]), encoding="utf-8")
    with gzip.open(folder / "b.csv.gz", "wt", encoding="utf-8") as file:
        file.write(as_csv([(o, g, d, k, s, q, "x") for s, g, d, k, o, q in LINES[half:]], header=mixed))  # type: ignore[misc]
    for sources in ([folder], [folder / "*.csv*"], [folder / "b.csv.gz", folder / "a.csv", folder / "a.csv"]):
        assert aggregated(app, tmp_path, *sources, more=["--replace"]).exit_code == 0
        assert returned(tmp_path) == RETURN


def test_reads_other_encodings_and_delimiters(app: Flask, tmp_path: Path) -> None:
    mapping = MAPPING.replace("Physiotherapy", '"Physio – knee"')
    lines = [tuple(cell.replace("Physiotherapy", "Physio – knee") for cell in line) for line in LINES]
    (tmp_path / "e.csv").write_bytes(as_csv(lines, delimiter=";").encode("cp1252"))  # type: ignore[arg-type]
    told = '[source]\nencoding = "windows-1252"\ndelimiter = "semicolon"\n'
    assert aggregated(app, tmp_path, tmp_path / "e.csv", mapping=told + mapping).exit_code == 0
    assert returned(tmp_path) == RETURN
    answer = aggregated(
        app, tmp_path, tmp_path / "e.csv", mapping='[source]\ndelimiter = ";"\n' + mapping, more=["--replace"]
    )
    assert answer.exit_code == 2
    assert answer.stderr == "The extract is not in the encoding that [source] names, or UTF-8 where it names none.\n"


def parquet_of(folder: Path) -> None:
    """The extract in partitions, with days as days and bed days as numbers with gaps."""
    rows = [line for line in LINES if line[2][:2].isdigit() and "31/04" not in line[2] and line[5] != "12.5"]
    for number, (service, practice, day, kind, outcome, days) in enumerate(rows):
        iso = day[:10] if day[4] == "-" else f"{day[6:]}-{day[3:5]}-{day[:2]}"
        part = folder / f"Kind={kind}" / f"part-{number}.parquet"
        part.parent.mkdir(parents=True, exist_ok=True)
        columns = {
            "Ref": pa.array([NHS_NUMBER]),
            "Service": pa.array([service or None], pa.string()),
            "GP": pa.array([practice]),
            "Seen on": pa.array([iso]).cast(pa.timestamp("us")),
            "Outcome": pa.array([outcome]),
            "Days": pa.array([float(days) if days else None], pa.float64()),
        }
        pq.write_table(pa.table(columns), part)


PARQUET_RETURN = RETURN.replace("PHYSIO,X80003,2008-05,contact,1\n", "")


def test_reads_parquet_in_partitions_with_typed_days(app: Flask, tmp_path: Path) -> None:
    parquet_of(tmp_path / "parts")
    answer = aggregated(app, tmp_path, tmp_path / "parts")
    assert answer.exit_code == 0, answer.stderr
    assert returned(tmp_path) == PARQUET_RETURN


def test_teams_come_from_their_list_and_a_blank_one_is_no_team(app: Flask, tmp_path: Path) -> None:
    lines = [("North", *LINES[0][1:]), ("", *LINES[0][1:]), ("Elsewhere", *LINES[0][1:])]
    (tmp_path / "e.csv").write_text(as_csv(lines), encoding="utf-8")
    mapping = MAPPING.replace('services = ["DIAB-NUR", "PHYSIO"]', 'services = ["DIAB-NUR"]\nteams = ["North"]')
    mapping = mapping.replace(
        'column = "Service"\nvalues = { DN = "DIAB-NUR", Physiotherapy = "PHYSIO" }',
        'value = "DIAB-NUR"\n[team]\ncolumn = "Service"',
    )
    answer = aggregated(app, tmp_path, tmp_path / "e.csv", mapping=mapping)
    assert "1  team not known" in answer.stderr
    assert returned(tmp_path) == (
        "service,team,practice,month,currency,quantity\n"
        "DIAB-NUR,,X80001,2008-04,contact,1\nDIAB-NUR,,X80001,2008-04,first_contact,1\n"
        "DIAB-NUR,North,X80001,2008-04,contact,1\nDIAB-NUR,North,X80001,2008-04,first_contact,1\n"
    )


def test_code_lists_are_files_exported_from_the_system(app: Flask, extract: Path, tmp_path: Path) -> None:
    listed = "code,name,group,joined,left\n" + "".join(f"{code},A practice,DAC,2007-01-01,\n" for code in PRACTICES)
    (tmp_path / "practices.csv").write_text(listed, encoding="utf-8")
    mapping = MAPPING.replace('practices = ["X80001", "X80002", "X80003"]', 'practices = "practices.csv"')
    assert aggregated(app, tmp_path, extract, mapping=mapping).exit_code == 0
    assert returned(tmp_path) == RETURN
    (tmp_path / "practices.csv").write_text("practice\nX80001\n", encoding="utf-8")
    assert "has no column “code”" in aggregated(app, tmp_path, extract, mapping=mapping, more=["--replace"]).stderr


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "has no header in its first line."),
        ("rows.csv", b"\n\n", "has no header in its first line."),
        ("other.csv", b"Ref,Service\n1,DN\n", "has no column “GP”, which the mapping names."),
        (
            "twice.csv",
            b"Service,GP,GP,Outcome,Seen on,Kind,Days\n",
            "has 2 columns called “GP”, which the mapping names.",
        ),
        ("utf16.csv", as_csv().encode("utf-16"), "is in UTF-16. Save it as CSV in UTF-8."),
        ("zip.csv", b"PK\x03\x04" + b"0" * 40, "is a ZIP or XLSX file. Save it as CSV in UTF-8."),
        ("old.csv", as_csv().encode()[:20] + b"\xe9\n", "is not in utf-8. Name its encoding under [source]."),
        (
            "part.csv.gz",
            gzip.compress(as_csv().encode(), mtime=0)[:30],
            "cannot be read: it may be damaged, or not yours to read.",
        ),
        ("p.parquet", b"PAR1 nothing", "cannot be read as Parquet: it may be damaged, or another kind of file."),
        ("x.xlsx", b"PK", "is neither CSV (.csv, .txt, also with .gz) nor Parquet (.parquet) by its name."),
        ("a[1].csv", as_csv().encode(), "has one of the marks * ? [ { in its name, which engines take for a pattern."),
    ],
)
def test_a_damaged_source_ends_in_a_sentence(
    app: Flask, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = aggregated(app, tmp_path, tmp_path / name)
    assert answer.exit_code == 2
    assert sentence in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert _nothing_written(tmp_path)


@pytest.mark.parametrize("row", [f"{NHS_NUMBER},DN,X80001", f"{NHS_NUMBER},DN,X80001,01/04/2008,F,ATT,,{NHS_NUMBER}"])
def test_a_broken_row_is_told_by_its_line_and_never_shown(app: Flask, tmp_path: Path, row: str) -> None:
    (tmp_path / "e.csv").write_text(f"{as_csv()}{row}\n", encoding="utf-8")
    answer = aggregated(app, tmp_path, tmp_path / "e.csv")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Line 15 of a CSV file does not have the cells its header says.")
    assert "943" not in answer.output
    assert _nothing_written(tmp_path)


def test_refuses_a_source_that_is_not_there(app: Flask, tmp_path: Path) -> None:
    assert aggregated(app, tmp_path, "none.csv").stderr == "There is no none.csv.\n"
    assert aggregated(app, tmp_path, tmp_path / "*.csv").stderr == f"Nothing matches {tmp_path / '*.csv'}.\n"
    (tmp_path / "folder").mkdir()
    assert "holds neither Parquet nor CSV files." in aggregated(app, tmp_path, tmp_path / "folder").stderr


def test_nothing_to_place_writes_no_return(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(as_csv([]), encoding="utf-8")
    answer = aggregated(app, tmp_path, tmp_path / "e.csv")
    assert answer.exit_code == 2
    assert "0 lines read" in answer.stderr
    assert "No line could be placed, so no return was written." in answer.stderr
    assert _nothing_written(tmp_path)


def test_an_output_that_is_there_stays_as_it_was(app: Flask, extract: Path, tmp_path: Path) -> None:
    (tmp_path / "return.csv").write_text("mine", encoding="utf-8")
    answer = aggregated(app, tmp_path, extract)
    assert answer.stderr == f"{tmp_path / 'return.csv'} is there already. Name another file, or say --replace.\n"
    assert returned(tmp_path) == "mine"
    aggregated(app, tmp_path, "none.csv", more=["--replace"])
    assert returned(tmp_path) == "mine"
    answer = aggregated(app, tmp_path, extract, more=["--output", str(tmp_path / "no" / "return.csv")])
    assert answer.stderr == f"There is no folder {tmp_path / 'no'} to write the return to.\n"


def test_a_column_full_of_nhs_numbers_is_refused_whatever_it_is_called(
    app: Flask, extract: Path, tmp_path: Path
) -> None:
    answer = aggregated(app, tmp_path, extract, mapping=MAPPING.replace('column = "GP"', 'column = "Ref"'))
    assert (answer.exit_code, answer.stderr) == (
        2,
        "The column “Ref”, which the mapping names, holds what looks like NHS numbers. Nothing was written.\n",
    )
    assert _nothing_written(tmp_path)


def test_a_column_of_postcodes_is_refused(app: Flask, tmp_path: Path) -> None:
    lines = [(service, "WD17 1AA", *rest) for service, _, *rest in LINES]
    (tmp_path / "e.csv").write_text(as_csv(lines), encoding="utf-8")  # type: ignore[arg-type]
    answer = aggregated(app, tmp_path, tmp_path / "e.csv")
    assert answer.stderr == (
        "The column “GP”, which the mapping names, holds what looks like a postcode in most of its cells. "
        "Nothing was written.\n"
    )


def test_refuses_what_it_does_not_know(app: Flask, extract: Path, tmp_path: Path) -> None:
    assert aggregated(app, tmp_path, extract, more=["--engine", "abacus"]).stderr == (
        "The engine abacus is not installed, or is no backend of Ibis.\n"
    )
    assert aggregated(app, tmp_path, extract, more=["--memory", "much"]).stderr == (
        "--memory must be a size such as 2GB or 500MB.\n"
    )
    assert "is no TOML" in aggregated(app, tmp_path, extract, mapping="[service").stderr
    assert _nothing_written(tmp_path)


LINE = st.tuples(
    st.sampled_from(["DN", "DIAB-NUR", "PHYSIO", "Physiotherapy", "", "dn"]),
    st.sampled_from([*PRACTICES, "Q99999", ""]),
    st.dates(date(2008, 3, 15), date(2008, 7, 15)).map(date.isoformat),
    st.sampled_from(["F", "First", "U", "Stay", ""]),
    st.sampled_from(["ATT", "DNA", ""]),
    st.sampled_from(["", "0", "3", "41", "-1", "2.5", "many"]),
)
FOUND = ("DN", "X80001", "2008-04-01", "F", "ATT", "")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, max_size=60))
def test_equals_a_plain_count(app: Flask, tmp_path: Path, lines: list[Line]) -> None:
    lines = [FOUND, *lines]
    (tmp_path / "e.csv").write_text(as_csv(lines), encoding="utf-8")
    answer = aggregated(app, tmp_path, tmp_path / "e.csv", more=["--replace"])
    assert answer.exit_code == 0, answer.stderr
    assert returned(tmp_path) == counted_plainly(lines)


def test_memory_does_not_grow_with_the_extract_nor_with_unknown_codes(app: Flask, tmp_path: Path) -> None:
    """Three million different practices and days, none of them known, within a tenth of what they take."""
    target = tmp_path / "e.parquet"
    rows = duckdb.sql(
        """SELECT 'DN' "Service", 'Q' || i "GP", 'day ' || i "Seen on", 'F' "Kind", 'ATT' "Outcome", '' "Days"
        FROM range(3000000) t(i)"""
    )
    assert rows is not None
    rows.write_parquet(str(target), compression="uncompressed")
    assert target.stat().st_size > 70_000_000
    answer = aggregated(app, tmp_path, target, more=["--memory", "60MB"])
    assert "3,000,000  practice not known" in answer.stderr, answer.stderr


def test_the_application_starts_without_an_engine() -> None:
    script = "import app, sys; app.create_app(); print(sorted(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(ast.literal_eval(answer.stdout))
    assert "commissioning.activity.commands.aggregating" in modules
    assert not {"ibis", "duckdb", "pyspark"} & modules
