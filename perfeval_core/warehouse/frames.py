"""Rows to Arrow tables. Types come from the live table, so that the SQL files are the only place that names them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import pyarrow as pa

Value = object
Row = Mapping[str, Value]


def arrow_table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """``rows`` as an Arrow table of exactly the columns of ``schema``.

    A number that its DECIMAL type cannot hold exactly becomes NULL; its text stands in the column beside it.

    Raises:
        KeyError: a row lacks a column, or has one that the table does not have.
    """
    names = set(schema.names)
    for row in rows:
        if set(row) != names:
            raise KeyError(f"columns differ from the table's: {sorted(set(row) ^ names)}")
    columns = [pa.array(_stored([row[field.name] for row in rows], field.type), field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _stored(values: list[Value], kind: pa.DataType) -> list[Value]:
    if not pa.types.is_decimal(kind):
        return values
    return [exactly(one, kind.precision, kind.scale) if isinstance(one, Decimal) else one for one in values]


@lru_cache(maxsize=4096)  # weights, points and rates are the same few numbers
def exactly(value: Decimal, precision: int, scale: int) -> Decimal | None:
    """``value`` at ``scale`` decimals if it fits ``DECIMAL(precision, scale)`` without loss, else ``None``."""
    scaled = Fraction(value) * 10**scale
    if scaled.denominator != 1 or abs(scaled.numerator) >= 10**precision:
        return None
    return Decimal(scaled.numerator).scaleb(-scale)
