"""The bureau's official figures (财政口径数据): what a project was given and spent, as its project list says."""

from perfeval_core.domain.base import Frozen


class OfficialRow(Frozen):
    """One row of a project list (项目清单), and where in the file it stands (``sheet`` is ``""`` in a text file).

    Amounts keep the list's unit and its printed precision (``156.39万元``); ``None`` is blank. The unit has a code, a
    name, or both.
    """

    fiscal_year: int
    unit_code: str | None
    unit_name: str | None
    project_name: str
    initial_compiled: str | None
    full_year: str | None
    executed: str | None
    sheet: str
    row: int


class OfficialFigures(OfficialRow):
    """An official row as it was imported: with the number of its import, and the file that it came from."""

    import_id: int
    file_name: str
    file_sha256: str

    @property
    def cited(self) -> str:
        """The row as a citation (财政口径数据的出处)."""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"财政口径数据《{self.file_name}》{sheet}第{self.row}行"
