"""The tables of the data package as plain rows, for programs that know neither pandas nor CSV."""

from datetime import date
from typing import Any

import pandas as pd

from carsi_analysis.blocks import Value
from carsi_analysis.data import Package
from carsi_analysis.data.descriptor import Field, PackageDescriptor, Table


def plain_rows(package: Package, table: Table) -> list[list[Value | date]]:
    """Give the rows of a table: text, whole numbers, numbers, True or False, and dates; None where a cell is empty."""
    frame = package.table(table.name)
    columns = [[_plain(value, field) for value in frame[field.name]] for field in table.fields]
    return [list(row) for row in zip(*columns, strict=True)]


def _plain(value: Any, field: Field) -> Value | date:
    if pd.isna(value):
        return None
    if field.type == "date":
        return pd.Timestamp(value).date()
    plain: Value = value.item() if hasattr(value, "item") else value
    return plain


def in_language(described: Field | Table | PackageDescriptor, name: str, language: str) -> str:
    """Give the title or description of a package, table or column; English where it has no other."""
    return str(getattr(described, f"{name}_{language}", "") or getattr(described, name))
