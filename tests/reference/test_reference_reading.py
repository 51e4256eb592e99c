"""A project list becomes rows, or says of every line what is wrong with it and what to do."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from perfeval_core.reference import sheets
from perfeval_core.reference.reading import read_list
from perfeval_core.reference.sheets import ListUnreadable
from tests.reference.lists import HEADER, ROW, csv_list, xlsx_list


def changed(**cells: str) -> tuple[str, ...]:
    """``ROW`` with other cells, named by the beginning of their header."""
    return tuple(
        next((text for name, text in cells.items() if head.startswith(name)), cell)
        for head, cell in zip(HEADER, ROW, strict=True)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_as_text_in_every_usual_encoding(encoding: str) -> None:
    found = read_list(csv_list(ROW, encoding=encoding))
    (row,) = found.rows
    assert found.faults == ()
    assert (row.fiscal_year, row.unit_code, row.unit_name, row.project_name) == (
        2024,
        "102001",
        "某某局",
        "信访维稳工作经费",
    )
    assert (row.initial_compiled, row.full_year, row.executed) == ("2500000.00元", "1563900.00元", "1563900.00元")
    assert (row.sheet, row.row) == ("", 2)


def test_a_workbook_with_a_note_a_title_a_unit_above_and_a_total_line() -> None:
    header = ("序号", "预算年度", "预算单位", "项目名称", "年初批复数", "调整预算数", "支出数", "备注")
    rows = [
        ("2024年度项目清单",),
        ("", "", "", "", "", "", "单位：万元"),
        header,
        (1, 2024, "102001-某某局", "信访 维稳工作经费", 250, 156.39, 156.39),
        (None,),
        (2, "2024年", "（103002）某某中心", "“平安”巡查", 10, None, "—", "新增"),
        ("合计", None, None, None, 260, 156.39, 156.39),
    ]
    found = read_list(xlsx_list(("说明", [("本表由预算科提供",)]), ("清单", rows)))
    assert found.faults == ()
    first, second = found.rows
    assert (first.unit_code, first.unit_name, first.project_name) == ("102001", "某某局", "信访维稳工作经费")
    assert (first.initial_compiled, first.full_year, first.executed) == ("250万元", "156.39万元", "156.39万元")
    assert (second.unit_code, second.unit_name, second.fiscal_year) == ("103002", "某某中心", 2024)
    assert (second.initial_compiled, second.full_year, second.executed) == ("10万元", None, None)
    assert [(row.sheet, row.row) for row in found.rows] == [("清单", 4), ("清单", 6)]
    assert found.unused == ("序号", "备注")


def test_an_amount_has_the_precision_of_its_column() -> None:
    header = ("单位名称", "项目名称", "年初预算数(万元)", "全年执行数(元)")
    rows = [("某局", "甲", 250, 1), ("某局", "乙", 156.39, 2.5), ("某局", "丙", "2.6亿元", None)]
    found = read_list(xlsx_list(("清单", [header, *rows])), 2024).rows
    assert [row.initial_compiled for row in found] == ["250.00万元", "156.39万元", "2.6亿元"]
    assert [row.executed for row in found] == ["1.0元", "2.5元", None]


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
@settings(max_examples=50, deadline=None)
def test_what_excel_keeps_as_a_binary_number_is_what_it_shows(value: Decimal) -> None:
    header = ("单位名称", "项目名称", "年初预算数(元)")
    (row,) = read_list(xlsx_list(("清单", [header, ("某局", "甲", float(value))])), 2024).rows
    assert row.initial_compiled is not None
    assert Decimal(row.initial_compiled.removesuffix("元")) == value


def test_a_code_of_zeros_and_digits_keeps_its_zeros() -> None:
    book = Workbook()
    for row in (("单位编码", "项目名称"), (1001, "甲")):
        book.active.append(row)
    book.active["A2"].number_format = "000000"
    stream = io.BytesIO()
    book.save(stream)
    (row,) = read_list(stream.getvalue(), 2024).rows
    assert (row.unit_code, row.unit_name) == ("001001", None)


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"年度": ""}, "年度", "没有年度"),
        ({"年度": "去年"}, "年度", "不是年度"),
        ({"年度": "1024"}, "年度", "不是年度"),
        ({"单位编码": "A1"}, "单位编码", "不是单位编码"),
        ({"单位编码": "", "单位名称": "/"}, "单位名称", "没有单位"),
        ({"单位名称": "102002-某某局"}, "单位名称", "单位名称里的编码与单位编码 102001 不同"),
        ({"项目名称": ""}, "项目名称", "没有项目名称"),
        ({"年初": "约250万"}, "年初预算数(元)", "不是金额"),
        ({"年初": "1,23"}, "年初预算数(元)", "不是金额"),
        ({"年初": "1e5"}, "年初预算数(元)", "不是金额"),
        ({"全年执行": "-1"}, "全年执行数(元)", "金额是负数"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_with_its_place(cells: dict[str, str], column: str, why: str) -> None:
    found = read_list(csv_list(ROW, changed(**cells)))
    assert len(found.rows) == 1
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.why) == (3, column, why)
    assert fault.todo


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    found = read_list(csv_list(changed(年度="x", 项目名称="", 年初="y")))
    assert [fault.column for fault in found.faults] == ["年度", "项目名称", "年初预算数(元)"]
    assert (found.rows, found.bad_rows) == ((), 1)


def test_the_second_row_about_one_project_is_refused() -> None:
    same = changed(单位名称="某某局（本级）", 项目名称="“信访维稳”工作经费")
    other_unit = changed(单位编码="102002")
    found = read_list(csv_list(ROW, same, other_unit))
    assert [row.row for row in found.rows] == [2, 4]
    (fault,) = found.faults
    assert (fault.row, fault.why) == (3, "与第2行是同一年度、同一单位、同一项目")


def test_the_year_from_the_command_fills_in_but_does_not_overrule() -> None:
    assert read_list(csv_list(changed(年度="")), 2024).rows[0].fiscal_year == 2024
    (fault,) = read_list(csv_list(ROW), 2023).faults
    assert fault.why == "与 --year 2023 不同"


def test_a_formula_that_was_never_calculated_is_not_a_blank() -> None:
    header = ("单位名称", "项目名称", "年初预算数(元)")
    found = read_list(xlsx_list(("清单", [header, ("某局", "甲", "=1+2")])), 2024)
    (fault,) = found.faults
    assert (fault.column, fault.why) == ("年初预算数(元)", "公式没有计算结果")


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    for title in ("清单", "旧清单"):
        sheet = book.create_sheet(title)
        sheet.append(("单位名称", "项目名称"))
        sheet.append(("某局", f"{title}的项目"))
    book["旧清单"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert [row.project_name for row in read_list(stream.getvalue(), 2024).rows] == ["清单的项目"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版 Excel"),
        (b"PK\x03\x04 and then nothing", "损坏"),
        ("单位名称,项目名称\n某局,甲".encode("utf-16"), "另存为"),
        (b"\x89PNG\r\n\x1a\n\0\0", "另存为"),
        (b"a,b\n1,2\n", "没有找到表头"),
        ("项目名称\n甲\n".encode(), "没有找到表头"),
        ("单位名称,项目名称\n".encode(), "没有数据"),
        ("单位名称,项目名称,年初预算数\n某局,甲,1\n".encode(), "金额单位"),
        ("单位:元,单位:万元\n单位名称,项目名称,年初预算数\n某局,甲,1\n".encode(), "金额单位"),
        ("单位名称,项目名称,全年预算数(元),调整预算数(元)\n某局,甲,1,1\n".encode(), "同一项"),
        ('单位名称,项目名称\n"某局,甲\n'.encode(), "CSV"),
    ],
)
def test_what_is_no_list_says_why_and_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(ListUnreadable, match=words):
        read_list(data, 2024)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value, words in (("MAX_BYTES", 10, "MB"), ("MAX_ROWS", 1, "行"), ("MAX_UNPACKED", 100, "解压后")):
        with monkeypatch.context() as patch:
            patch.setattr(sheets, name, value)
            with pytest.raises(ListUnreadable, match=words):
                read_list(xlsx_list(("清单", [HEADER, ROW])))


def repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with other bytes in its first sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, content.replace(old, new) if part.filename.endswith("sheet1.xml") else content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row r="99999999999"'),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
        (b"</sheetData>", b""),
        (b'r="A2"', b'r="2"'),
    ],
)
def test_a_workbook_that_was_tampered_with_is_refused(old: bytes, new: bytes) -> None:
    data = repacked(xlsx_list(("清单", [HEADER, ROW])), old, new)
    with pytest.raises(ListUnreadable):
        read_list(data)


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)), max_size=7),
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_workbook_is_rows_faults_or_a_refusal(rows: list[list[Any]]) -> None:
    try:
        data = xlsx_list(("清单", [HEADER, *rows]))
    except IllegalCharacterError:
        return
    try:
        found = read_list(data)
    except ListUnreadable:
        return
    assert found.rows or found.faults


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_rows_faults_or_a_refusal(data: bytes) -> None:
    for content in (data, csv_list() + b"\n" + data):
        try:
            found = read_list(content)
        except ListUnreadable:
            continue
        assert found.rows or found.faults
