"""The table of what rules take, and the page that shows it."""

import pytest

from memgen.declared.declaration import Table
from memgen.stepping.rules import Stepped
from memgen.stepping.table import BEGIN, END, PAGE, keep, markdown, read, write_page

RULES = ["a_first", "a_second"]
FIRST = Stepped("a_first", 3, 1800.0, 3600.0, 2500.0, 4.0, "2 of 400 draws")
SECOND = Stepped("a_second", 1, 0.5, 0.5, 300.0, 0.5, "")


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / PAGE).write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    return tmp_path


@pytest.fixture
def declared():
    return [
        Table(source="a", name="first", says="", mem_mb=4000, minutes=120, gpu=1),
        Table(source="a", name="second", says="", minutes=5),
        Table(source="a", name="third", says=""),
    ]


def test_rules_stand_in_the_order_of_the_run_each_once(checkout):
    for stepped in (SECOND, FIRST, SECOND):
        keep(checkout, "paper", stepped, RULES)
    keep(checkout, "other", FIRST, RULES)
    known = read(checkout)
    assert known["rule"].tolist() == ["a_first", "a_first", "a_second"]
    assert known["run"].tolist() == ["other", "paper", "paper"]
    assert known["counts"].tolist() == ["2 of 400 draws", "2 of 400 draws", ""]


def test_rules_that_are_gone_go(checkout):
    keep(checkout, "paper", SECOND, RULES)
    keep(checkout, "paper", FIRST, ["a_first"])
    assert read(checkout)["rule"].tolist() == ["a_first"]


def test_the_page_shows_what_is_known(checkout, declared):
    for stepped in (FIRST, SECOND):
        keep(checkout, "paper", stepped, RULES)
    write_page(checkout, "paper", declared)
    text = (checkout / PAGE).read_text()
    assert text.startswith(f"before\n{BEGIN}\n|")
    assert text.endswith(f"{END}\nafter\n")
    rows = markdown(read(checkout), "paper", declared).splitlines()[2:]
    assert rows == [
        "| `a_first` | 3 | 1 | 2 | 1.5 | 2.5 | 4 | yes | 2 of 400 draws |",
        "| `a_second` | 1 | < 0.01 | 0.083 | < 0.01 | 0.3 | 1 |  | all |",
    ]


def test_a_page_without_marks_is_refused(checkout, declared):
    (checkout / PAGE).write_text("no marks\n")
    with pytest.raises(ValueError, match="has no marks for the table"):
        write_page(checkout, "paper", declared)
