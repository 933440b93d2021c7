"""The data dictionary ``README.md`` of a package, written from its description and its rows."""

from carsi_analysis.data.descriptor import Field, Table
from carsi_analysis.data.package import Package
from carsi_analysis.data.summary import TableSummary, summarise

DICTIONARY_FILE = "README.md"


def dictionary(package: Package) -> str:
    """Markdown: the package, a list of its tables, and every column of each, in English and Spanish."""
    summaries = {summary.name: summary for summary in summarise(package)}
    parts = [_heading(package), _overview(package, summaries)]
    parts += [_table(package, table, summaries[table.name]) for table in package.descriptor.tables]
    return "\n\n".join(parts) + "\n"


def _heading(package: Package) -> str:
    descriptor = package.descriptor
    licences = ", ".join(each.get("title") or each.get("name", "") for each in descriptor.licences)
    rows = [
        f"# {descriptor.title}",
        f"*{descriptor.title_es}*",
        "<!-- Written by `make dictionary` from datapackage.json and the tables. Change those, not this file. -->",
        descriptor.description,
        f"*{descriptor.description_es}*" if descriptor.description_es else "",
        f"Version {descriptor.version}, edition of {descriptor.created}. Licence of the selection, arrangement and "
        f"texts: {licences}. Each figure stays under the terms of its publisher, listed for every table below.",
        "Files are CSV: UTF-8, commas, one header line, one row per line, sorted by primary key. An empty cell "
        "means that the value is not known or does not apply. `carsi validate` checks every rule given here.",
    ]
    return "\n\n".join(row for row in rows if row)


def _overview(package: Package, summaries: dict[str, TableSummary]) -> str:
    lines = [
        "## Tables",
        "",
        "| table | title | título | rows | years | countries | sources |",
        "| --- | --- | --- | ---: | --- | ---: | ---: |",
    ]
    for table in package.descriptor.tables:
        words = f"[{table.name}](#{table.name})", _cell(table.title), _cell(table.title_es)
        cells = [*words, *summaries[table.name].cells]
        lines.append(f"| {' | '.join(cells)} |")
    total = sum(summary.rows for summary in summaries.values())
    return "\n".join([*lines, "", f"{len(summaries)} tables, {total:,} rows."])


# One table


def _table(package: Package, table: Table, summary: TableSummary) -> str:
    parts = [
        f"## {table.name}",
        f"**{table.title}** · *{table.title_es}*",
        table.description,
        f"*{table.description_es}*" if table.description_es else "",
        "\n".join(_facts(package, table, summary)),
        "\n".join(_fields(table)),
    ]
    return "\n\n".join(part for part in parts if part)


def _facts(package: Package, table: Table, summary: TableSummary) -> list[str]:
    counted = f"- File `{table.path}`: {summary.rows:,} {'row' if summary.rows == 1 else 'rows'}"
    lines = [f"{counted}, {summary.years_text}." if summary.years_text else f"{counted}."]
    if table.primary_key:
        lines.append(f"- Primary key: {_code(table.primary_key)}.")
    for key in table.foreign_keys:
        lines.append(f"- {_code(key.columns)} points to {_code(key.target_columns)} of `{key.table}`.")
    licences = _licences(package, summary)
    if licences:
        lines.append(f"- Licences of the sources it cites: {licences}.")
    for caveat in table.caveats:
        row = package.row(f"caveats/{caveat}")
        lines.append(f"- Caution: {row['text_en']} *{row['text_es']}*")
    return lines


def _licences(package: Package, summary: TableSummary) -> str:
    """Each licence with the number of sources under it, the most frequent first."""
    counts: dict[str, int] = {}
    for source_id in summary.source_ids:
        licence = package.source(source_id).licence or "not stated"
        counts[licence] = counts.get(licence, 0) + 1
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return "; ".join(f"{licence} ({count})" for licence, count in ranked)


def _fields(table: Table) -> list[str]:
    lines = ["| column | type | unit | rules | meaning | significado |", "| --- | --- | --- | --- | --- | --- |"]
    for field in table.fields:
        cells = [
            f"`{field.name}`",
            field.type,
            _cell(field.unit or ""),
            _cell("; ".join(_rules(field, table))),
            _cell(_meaning(field.title, field.description)),
            _cell(_meaning(field.title_es, field.description_es)),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _meaning(title: str, description: str) -> str:
    return f"**{title}.** {description}" if description else title


def _rules(field: Field, table: Table) -> list[str]:
    rules = []
    if field.required or field.name in table.primary_key:
        rules.append("required")
    if field.unique:
        rules.append("unique")
    if field.enum:
        rules.append("one of " + ", ".join(f"`{value}`" for value in field.enum))
    if field.minimum is not None:
        rules.append(f"at least {field.minimum}")
    if field.maximum is not None:
        rules.append(f"at most {field.maximum}")
    if field.pattern is not None:
        rules.append(f"pattern `{field.pattern}`")
    if field.references:
        listed = f"identifiers separated by `{field.list_separator}`" if field.list_separator else "an identifier"
        rules.append(f"{listed} of `{'.'.join(field.references)}`")
    return rules


def _code(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _cell(text: str) -> str:
    """Text that cannot break out of a table cell."""
    return text.replace("|", "\\|").replace("\n", " ")
