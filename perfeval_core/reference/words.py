"""The words of project lists, as data: ``data/lexicon/reference.yaml``."""

from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, model_validator

from perfeval_core.datadir import lexicon
from perfeval_core.domain.base import Frozen
from perfeval_core.extraction.lexicon import without_unit

Field = Literal["fiscal_year", "unit_code", "unit_name", "project_name", "initial_compiled", "full_year", "executed"]
FIELDS: tuple[Field, ...] = get_args(Field)
AMOUNTS: tuple[Field, ...] = ("initial_compiled", "full_year", "executed")


class ListWords(Frozen):
    """Names of columns (表头词) of a project list, and what tells its header and its total lines."""

    columns: dict[Field, tuple[str, ...]]
    required: tuple[Field, ...]
    any_of: tuple[Field, ...]
    header_within: Annotated[int, BeforeValidator(int)]
    totals: tuple[str, ...]

    @model_validator(mode="after")
    def _tells_them_apart(self) -> "ListWords":
        names = [name for names in self.columns.values() for name in names]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"columns named twice: {', '.join(twice)}")
        if missing := set(FIELDS) - set(self.columns):
            raise ValueError(f"no names for {', '.join(sorted(missing))}")
        return self

    def field(self, header: str) -> Field | None:
        """What a column holds; ``None`` for one that is not used."""
        name = without_unit(header)
        return next((field for field, names in self.columns.items() if name in names), None)


@cache
def words() -> ListWords:
    """The words of project lists."""
    return ListWords.model_validate(lexicon("reference"))
