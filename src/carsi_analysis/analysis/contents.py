"""What the data package holds: its tables, columns, caveats, corrections and disagreements, as tidy frames.

These rows describe the package itself. Their ``sources`` are empty unless a publisher's figure is shown.
"""

from collections.abc import Collection

import pandas as pd

from carsi_analysis.analysis.names import IN_DATA
from carsi_analysis.analysis.provenance import union, with_provenance
from carsi_analysis.analysis.threats import described_indicators
from carsi_analysis.data import Package
from carsi_analysis.data.summary import summarise


def tables_of(package: Package) -> pd.DataFrame:
    """List the tables of a package.

    Returns:
        One row a table, in the order of the descriptor: ``table``, ``title_en/es``, ``description_en/es``,
        ``number_of_rows``, ``first_year``, ``last_year`` (missing without years), ``countries`` and
        ``number_of_sources`` (zero where rows name none), empty provenance.
    """
    rows = []
    for described, summary in zip(package.descriptor.tables, summarise(package), strict=True):
        first, last = summary.years or (None, None)
        rows.append(
            {
                "table": described.name,
                "title_en": described.title,
                "title_es": described.title_es,
                "description_en": described.description,
                "description_es": described.description_es,
                "number_of_rows": summary.rows,
                "first_year": first,
                "last_year": last,
                "countries": summary.countries,
                "number_of_sources": len(summary.source_ids),
            }
        )
    return _of_the_package(pd.DataFrame(rows).astype({"first_year": "Int64", "last_year": "Int64"}))


def columns_of(package: Package) -> pd.DataFrame:
    """List the columns of all tables.

    Returns:
        One row a column: ``table``, ``column``, ``type`` (of Table Schema), ``unit``, ``required``, ``unique``,
        ``points_to`` (a table; missing for most), ``choices`` (allowed values, joined by commas; empty for most),
        ``title_en/es``, ``description_en/es``, empty provenance.
    """
    rows = []
    for table in package.descriptor.tables:
        targets = {key.columns[0]: key.table for key in table.foreign_keys if len(key.columns) == 1}
        for field in table.fields:
            rows.append(
                {
                    "table": table.name,
                    "column": field.name,
                    "type": field.type,
                    "unit": field.unit,
                    "required": field.required or field.name in table.primary_key,
                    "unique": field.unique,
                    "points_to": field.references[0] if field.references else targets.get(field.name),
                    "choices": ", ".join(field.enum),
                    "title_en": field.title,
                    "title_es": field.title_es,
                    "description_en": field.description,
                    "description_es": field.description_es,
                }
            )
    return _of_the_package(pd.DataFrame(rows))


def indicators_of(package: Package, extents: pd.DataFrame) -> pd.DataFrame:
    """List every indicator, also those whose values stand in tables of their own.

    Args:
        package: the data package.
        extents: as ``coverage.extent`` gives it.

    Returns:
        One row an indicator, by family and label: the columns of ``threats.described_indicators``, ``first_year``,
        ``last_year``, ``values`` (country-years), ``source_en/es`` (short label of the source of most values), all
        missing for an indicator without country-years, empty provenance.
    """
    described = described_indicators(package.indicators, package.units)
    labels = package.sources.set_index("source_id")
    covered = extents[["indicator_id", "first_year", "last_year", "values"]].assign(
        **{
            f"source_{language}": [labels.loc[one[0], f"short_label_{language}"] for one in extents["sources"]]
            for language in IN_DATA
        }
    )
    frame = described.merge(covered, on="indicator_id", how="left", validate="1:1")
    frame = frame.sort_values(["family", "label_en"], ignore_index=True)
    return _of_the_package(frame.astype({"first_year": "Int64", "last_year": "Int64", "values": "Int64"}))


def caveats_of(package: Package) -> pd.DataFrame:
    """List the caveats with what carries them.

    Returns:
        One row a caveat, in the order of its identifier: ``caveat_id``, ``text_en/es``, ``carried_en/es`` (short labels
        of indicators and titles of tables), ``number_carried``, empty provenance. Caveats of single sources are carried
        by none of these.
    """
    carriers: dict[str, list[tuple[str, str]]] = {}
    for row in package.indicators.itertuples():
        for key in _keys(row.caveats):
            carriers.setdefault(key, []).append((row.short_label_en, row.short_label_es))
    for table in package.descriptor.tables:
        for key in table.caveats:
            carriers.setdefault(key, []).append((table.title, table.title_es))
    frame = package.caveats[["caveat_id", "text_en", "text_es"]].sort_values("caveat_id", ignore_index=True)
    held = [list(dict.fromkeys(carriers.get(key, []))) for key in frame["caveat_id"]]
    for place, name in enumerate(("carried_en", "carried_es")):
        frame[name] = [tuple(pair[place] for pair in pairs) for pairs in held]
    frame["number_carried"] = [len(pairs) for pairs in held]
    return _of_the_package(frame)


def corrections_of(corrections: pd.DataFrame) -> pd.DataFrame:
    """Gather the values that were placed, inferred, corrected or kept although doubtful, those of one reason together.

    Args:
        corrections: the table.

    Returns:
        One row a table, column, status and reason: ``table``, ``column``, ``status``, ``reason_en/es``,
        ``number_of_values``, ``in_source`` (what the sources print, each once), ``used`` (each row and the value used
        in it), provenance.
    """
    keys = ["table", "column", "status", "reason_en", "reason_es"]
    rows = []
    for key, group in with_provenance(corrections).sort_values("row").groupby(keys, sort=True):
        pairs = zip(group["row"], group["value_used"], strict=True)
        rows.append(
            {
                **dict(zip(keys, key, strict=True)),
                "number_of_values": len(group),
                "in_source": "; ".join(dict.fromkeys(group["value_in_source"])),
                "used": "; ".join(f"{row}: {value}" for row, value in pairs),
                "sources": union(group["sources"]),
                "rows": union(group["rows"]),
            }
        )
    return pd.DataFrame(rows)


def further_conflicts(
    conflicts: pd.DataFrame, conflict_series: pd.DataFrame, indicators: pd.DataFrame, told: Collection[str]
) -> pd.DataFrame:
    """List the disagreements that are not told as amounts of money: those between series, and on dates and wordings.

    Args:
        conflicts, conflict_series, indicators: the tables of these names.
        told: identifiers of the conflicts told elsewhere.

    Returns:
        One row a conflict, open ones first: the columns of ``conflicts``, ``series_en/es`` (short labels, those
        preferred first), ``first_year``, ``last_year`` (missing where no series is concerned), empty provenance.
    """
    named = conflict_series.merge(
        indicators[["indicator_id", "short_label_en", "short_label_es"]], on="indicator_id", validate="m:1"
    ).sort_values(["preferred", "indicator_id"], ascending=[False, True])
    groups = named.groupby("conflict_id", sort=True)
    series = groups.agg(first_year=("start_year", "min"), last_year=("end_year", "max"))
    for language in IN_DATA:
        labels = groups[f"short_label_{language}"]
        series[f"series_{language}"] = labels.agg(lambda texts: "; ".join(dict.fromkeys(texts)))
    left = conflicts[~conflicts["conflict_id"].isin(told)]
    frame = left.merge(series.reset_index(), on="conflict_id", how="left", validate="1:1")
    frame["_order"] = pd.Categorical(frame["state"], ["open", "explained", "confirmed"], ordered=True)
    return _of_the_package(frame.sort_values(["_order", "conflict_id"], ignore_index=True).drop(columns="_order"))


def _of_the_package(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(sources=[()] * len(frame), rows=[()] * len(frame))


def _keys(cell: object) -> list[str]:
    return cell.split(";") if isinstance(cell, str) else []
