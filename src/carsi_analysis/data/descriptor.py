"""The description of a data package: ``datapackage.json`` (Frictionless Data Package, Table Schema).

It is the only place where a column is described. From it come the dtypes of the loader, the checks and the
dictionary in ``README.md``. Extra properties that the standard allows and this package uses: ``title_es`` and
``description_es`` beside the English, ``unit`` of a field, ``list`` (the separator of a cell that holds several
identifiers) with ``references`` (``table.column`` that they point to), ``formula`` (the field holds formulas, see
``formulas.py``), and of a table ``caveats`` and ``value_column`` (the column that holds its figures).
"""

import difflib
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from carsi_analysis.data.json_place import line_of
from carsi_analysis.data.place import DESCRIPTOR_FILE
from carsi_analysis.data.problems import Problem
from carsi_analysis.dates import is_day

ROW_ID = "row_id"  # the column that every loaded table has besides its own
NUMERIC_TYPES = ("integer", "number", "year")
FIELD_TYPES = ("string", "integer", "number", "boolean", "date", "year", "yearmonth")
CONSTRAINTS = ("required", "unique", "enum", "minimum", "maximum", "pattern")

_Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Field:
    """One column: its name, type, words in both languages, unit and constraints."""

    name: str
    type: str
    title: str
    title_es: str
    description: str
    description_es: str
    unit: str | None
    required: bool
    unique: bool
    enum: tuple[str, ...]
    minimum: str | None
    maximum: str | None
    pattern: str | None
    list_separator: str | None
    references: tuple[str, str] | None
    is_formula: bool


@dataclass(frozen=True)
class ForeignKey:
    """Columns of this table whose values must stand in the columns of another (or the same) table."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One CSV file: path inside the package, words, fields, keys, and the hash and size of its sealed bytes."""

    name: str
    path: str
    title: str
    title_es: str
    description: str
    description_es: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    caveats: tuple[str, ...]
    value_column: str | None
    hash: str | None
    size: int | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names, in the order of the file."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field called ``name``; KeyError when there is none."""
        return {field.name: field for field in self.fields}[name]


@dataclass(frozen=True)
class PackageDescriptor:
    """The whole description: what the package is called, its edition, licences and tables."""

    name: str
    title: str
    title_es: str
    description: str
    description_es: str
    version: str
    created: str
    homepage: str | None
    licences: tuple[dict[str, str], ...]
    contributors: tuple[dict[str, str], ...]
    keywords: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def licence(self) -> str:
        """The address of the first licence that has one."""
        return next((path for licence in self.licences if (path := licence.get("path"))), "")

    def table(self, name: str) -> Table:
        """The table called ``name``; KeyError when there is none."""
        return {table.name: table for table in self.tables}[name]


def read_descriptor(text: str, folder: Path) -> tuple[PackageDescriptor | None, list[Problem]]:
    """Read the text of ``datapackage.json``.

    Returns the description with every table that could be understood, and all problems found; the description
    is None when nothing could be understood. ``folder`` is the package's folder, which no path may leave.
    """
    descriptor, problems = _read(text, folder)
    return descriptor, list(problems)


@lru_cache(maxsize=2)
def _read(text: str, folder: Path) -> tuple[PackageDescriptor | None, list[Problem]]:
    """Read a text, once a process: every report loads the package of the one before."""
    reader = _Reader(text, folder)
    try:
        return reader.package(), reader.problems
    except json.JSONDecodeError as error:
        fault = Problem(
            DESCRIPTOR_FILE,
            f"this is not valid JSON ({error.msg})",
            "JSON; look for a missing or surplus comma, quotation mark or bracket just before this place",
            line=error.lineno,
            column=error.colno,
        )
        return None, [fault]
    except RecursionError:
        wrong = "lists and objects stand inside each other too deeply to be read"
        return None, [Problem(DESCRIPTOR_FILE, wrong, "the few levels of a data package")]
    except UnicodeError:
        wrong = "a text holds half of a character, such as \\ud800, which no file can hold"
        return None, [Problem(DESCRIPTOR_FILE, wrong, "whole characters")]
    except ValueError:  # the only other one: Python reads no integer of thousands of digits
        wrong = "a number has too many digits to be read"
        return None, [Problem(DESCRIPTOR_FILE, wrong, "numbers that a column can hold")]


class _Reader:
    """Turns the JSON into dataclasses and notes every problem with its line."""

    def __init__(self, text: str, folder: Path) -> None:
        self.text = text
        self.folder = folder
        self.problems: list[Problem] = []
        self.declared: set[str] = set()

    # The package

    def package(self) -> PackageDescriptor | None:
        raw = json.loads(self.text, object_pairs_hook=self._object)
        json.dumps(raw, ensure_ascii=False).encode()  # it is written again, when the package is sealed
        if not isinstance(raw, dict):
            self._note((), None, "the file holds no JSON object", "an object with 'name' and 'resources'")
            return None
        tables = self._tables(raw)
        return PackageDescriptor(
            **self._words(raw, ()),
            version=self._text(raw, "version", (), required=True),
            created=self._edition_date(raw),
            homepage=self._text(raw, "homepage", ()) or None,
            licences=tuple(self._objects(raw, "licenses", ())),
            contributors=tuple(self._objects(raw, "contributors", ())),
            keywords=tuple(map(str, self._list(raw, "keywords", ()))),
            tables=self._without_dangling_keys(tables),
        )

    def _edition_date(self, raw: dict[str, Any]) -> str:
        created = self._text(raw, "created", (), required=True)
        if created and not is_day(created[:10]):
            self._note(("created",), created, "is not a date", "the edition date as YYYY-MM-DD")
        edition = self._text(raw, "edition_date", ())
        if edition and edition != created[:10]:
            self._note(("edition_date",), edition, "is not the date in 'created'", created[:10])
        return created[:10]

    def _tables(self, raw: dict[str, Any]) -> list[tuple[_Path, Table]]:
        resources = self._list(raw, "resources", (), required=True)
        self.declared = {str(item.get("name")) for item in resources if isinstance(item, dict)}
        tables: list[tuple[_Path, Table]] = []
        for index, item in enumerate(resources):
            table = self._table(item, ("resources", index))
            if table is not None:
                tables.append((("resources", index), table))
        for key in ("name", "path"):
            counts = Counter(getattr(each, key) for _, each in tables)
            for path, each in tables:
                value = getattr(each, key)
                if counts[value] > 1:
                    self._note((*path, key), value, "stands for more than one table", f"a {key} of its own")
        return tables

    # A table

    def _table(self, raw: Any, path: _Path) -> Table | None:
        before = len(self.problems)
        if not isinstance(raw, dict):
            self._note(path, str(raw), "is not a resource", "an object with 'name', 'path' and 'schema'")
            return None
        words = self._words(raw, path)
        name = words["name"]
        file_path = self._file_path(raw, path)
        schema = raw.get("schema")
        if not isinstance(schema, dict):
            self._note(path, None, f"resource '{name}' has no 'schema'", "an object with 'fields'")
            return None
        schema_path = (*path, "schema")
        if schema.get("missingValues", [""]) != [""]:
            value = json.dumps(schema["missingValues"])
            self._note((*schema_path, "missingValues"), value, "is not supported", 'only the empty cell: [""]')
        raw_fields = self._list(schema, "fields", schema_path, required=True)
        fields = [self._field(item, (*schema_path, "fields", i)) for i, item in enumerate(raw_fields)]
        if len(self.problems) > before:
            return None
        table = Table(
            **words,
            path=file_path,
            fields=tuple(field for field in fields if field is not None),
            primary_key=_names(schema.get("primaryKey")),
            foreign_keys=tuple(self._foreign_keys(schema, schema_path, name)),
            caveats=tuple(map(str, self._list(raw, "caveats", path))),
            value_column=self._text(raw, "value_column", path) or None,
            hash=self._text(raw, "hash", path) or None,
            size=raw["bytes"] if isinstance(raw.get("bytes"), int) else None,
        )
        self._check_own_columns(table, schema_path)
        return table if len(self.problems) == before else None

    def _file_path(self, raw: dict[str, Any], path: _Path) -> str:
        file_path = self._text(raw, "path", path, required=True)
        if not file_path.isprintable():
            self._note(
                (*path, "path"), file_path, "holds a character that cannot be seen", "a name such as 'funding.csv'"
            )
            return file_path
        pure = PurePosixPath(file_path)
        leaves = (
            pure.is_absolute()
            or ".." in pure.parts
            or "\\" in file_path
            or ":" in file_path
            or not (self.folder / pure).resolve().is_relative_to(self.folder.resolve())
        )
        if file_path and leaves:
            expected = "a path inside the folder of datapackage.json, such as 'funding.csv'"
            self._note((*path, "path"), file_path, "leaves the package", expected)
        return file_path

    def _foreign_keys(self, schema: dict[str, Any], path: _Path, own_name: str) -> list[ForeignKey]:
        keys = []
        for index, raw in enumerate(self._list(schema, "foreignKeys", path)):
            here = (*path, "foreignKeys", index)
            reference = raw.get("reference") if isinstance(raw, dict) else None
            columns = _names(raw.get("fields")) if isinstance(raw, dict) else ()
            targets = _names(reference.get("fields")) if isinstance(reference, dict) else ()
            if not isinstance(reference, dict) or not columns or len(columns) != len(targets):
                expected = "'fields' and 'reference' with 'resource' and as many 'fields'"
                self._note(here, json.dumps(raw), "is not a foreign key", expected)
                continue
            keys.append(ForeignKey(columns, str(reference.get("resource") or own_name), targets))
        return keys

    def _check_own_columns(self, table: Table, path: _Path) -> None:
        if ROW_ID in table.columns:
            expected = "another name: the loader adds a column of this one"
            self._note((*path, "fields"), ROW_ID, f"cannot be a field of '{table.name}'", expected)
        for name, count in Counter(table.columns).items():
            if count > 1:
                self._note((*path, "fields"), name, f"names {count} fields of '{table.name}'", "one field")
        for column in table.primary_key:
            if column not in table.columns:
                self._note_unknown_column((*path, "primaryKey"), table, column)
        if table.value_column is not None and table.value_column not in table.columns:
            self._note_unknown_column((*path[:-1], "value_column"), table, table.value_column)
        for index, key in enumerate(table.foreign_keys):
            for column in key.columns:
                if column not in table.columns:
                    self._note_unknown_column((*path, "foreignKeys", index), table, column)

    def _note_unknown_column(self, path: _Path, table: Table, column: str) -> None:
        expected = "one of its fields" + near_miss(column, table.columns)
        self._note(path, column, f"is not a field of '{table.name}'", expected)

    # A field

    def _field(self, raw: Any, path: _Path) -> Field | None:
        if not isinstance(raw, dict):
            self._note(path, str(raw), "is not a field", "an object with 'name' and 'type'")
            return None
        kind = self._text(raw, "type", path, required=True)
        if kind and kind not in FIELD_TYPES:
            expected = "one of " + ", ".join(FIELD_TYPES) + near_miss(kind, FIELD_TYPES)
            self._note((*path, "type"), kind, "is not a type this package uses", expected)
        constraints = raw.get("constraints", {})
        if not isinstance(constraints, dict):
            self._note((*path, "constraints"), str(constraints), "is not a set of constraints", "an object")
            constraints = {}
        for constraint in constraints:
            if constraint not in CONSTRAINTS:
                expected = "one of " + ", ".join(CONSTRAINTS) + near_miss(constraint, CONSTRAINTS)
                self._note((*path, "constraints", constraint), constraint, "is not a constraint", expected)
        return Field(
            **self._words(raw, path),
            type=kind,
            unit=self._text(raw, "unit", path) or None,
            required=bool(constraints.get("required", False)),
            unique=bool(constraints.get("unique", False)),
            enum=tuple(map(_cell, self._list(constraints, "enum", (*path, "constraints")))),
            minimum=self._bound(constraints, "minimum", kind, (*path, "constraints")),
            maximum=self._bound(constraints, "maximum", kind, (*path, "constraints")),
            pattern=self._pattern(constraints, (*path, "constraints")),
            list_separator=self._text(raw, "list", path) or None,
            references=self._references(raw, path),
            is_formula=raw.get("formula") is True,
        )

    def _bound(self, constraints: dict[str, Any], key: str, kind: str, path: _Path) -> str | None:
        bound = constraints.get(key)
        if bound is None:
            return None
        if kind in NUMERIC_TYPES:
            good, expected = isinstance(bound, int | float) and not isinstance(bound, bool), "a number"
        else:
            good, expected = isinstance(bound, str), f"a {kind} in quotation marks"
        if not good:
            self._note((*path, key), json.dumps(bound), f"is no {key} of a {kind}", expected)
        return _cell(bound)

    def _pattern(self, constraints: dict[str, Any], path: _Path) -> str | None:
        pattern = self._text(constraints, "pattern", path)
        if not pattern:
            return None
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            self._note((*path, "pattern"), pattern, f"is no regular expression ({error})", "one that compiles")
        return pattern

    def _references(self, raw: dict[str, Any], path: _Path) -> tuple[str, str] | None:
        text = self._text(raw, "references", path)
        if not text:
            return None
        table, _, column = text.partition(".")
        if not column:
            self._note((*path, "references"), text, "is not a reference", "table.column: caveats.caveat_id")
            return None
        return table, column

    # Keys between tables

    def _without_dangling_keys(self, tables: list[tuple[_Path, Table]]) -> tuple[Table, ...]:
        """Note every key that points nowhere; the tables themselves are kept for the other checks."""
        columns = {table.name: table.columns for _, table in tables}
        for path, table in tables:
            for index, key in enumerate(table.foreign_keys):
                here = (*path, "schema", "foreignKeys", index, "reference")
                for column in key.target_columns:
                    self._check_target(here, f"the foreign key of '{table.name}'", key.table, column, columns)
            for index, field in enumerate(table.fields):
                if field.references:
                    here = (*path, "schema", "fields", index, "references")
                    self._check_target(here, f"'{table.name}.{field.name}'", *field.references, columns)
        return tuple(table for _, table in tables)

    def _check_target(
        self, path: _Path, who: str, table: str, column: str, columns: dict[str, tuple[str, ...]]
    ) -> None:
        if table not in columns:
            if table not in self.declared:  # a table that is itself broken is reported once, there
                expected = "a table of this package" + near_miss(table, columns)
                self._note(path, table, f"is where {who} points, and no such table exists", expected)
        elif column not in columns[table]:
            expected = f"a column of '{table}'" + near_miss(column, columns[table])
            self._note(path, f"{table}.{column}", f"is where {who} points, and it does not exist", expected)

    # Small change

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, count in Counter(key for key, _ in pairs).items():
            if count > 1:
                self._note(None, key, f"stands {count} times in one object", "each key once")
        return dict(pairs)

    def _words(self, raw: dict[str, Any], path: _Path) -> dict[str, str]:
        """Name, titles and descriptions; a title stands in for one in the other language, and the name for both."""
        texts = {key: self._text(raw, key, path) for key in ("title", "title_es", "description", "description_es")}
        texts["name"] = self._text(raw, "name", path, required=True)
        texts["title"] = texts["title"] or texts["name"]
        texts["title_es"] = texts["title_es"] or texts["title"]
        return texts

    def _text(self, raw: dict[str, Any], key: str, path: _Path, required: bool = False) -> str:
        value = raw.get(key)
        if value is None or value == "":
            if required:
                self._note(path, None, f"{self._whose(raw, path)} has no '{key}'", f"'{key}' with a text")
            return ""
        if not isinstance(value, str):
            self._note((*path, key), json.dumps(value), f"is not a text for '{key}'", "a text in quotation marks")
            return ""
        return value

    def _list(self, raw: dict[str, Any], key: str, path: _Path, required: bool = False) -> list[Any]:
        value = raw.get(key)
        if isinstance(value, list):
            return value
        if value is not None or required:
            whose = self._whose(raw, path)
            self._note(path, None, f"{whose} has no list '{key}'", f"'{key}' with a list in brackets")
        return []

    def _objects(self, raw: dict[str, Any], key: str, path: _Path) -> list[dict[str, str]]:
        items = [item for item in self._list(raw, key, path) if isinstance(item, dict)]
        return [{name: text for name, text in item.items() if isinstance(text, str)} for item in items]

    @staticmethod
    def _whose(raw: dict[str, Any], path: _Path) -> str:
        kind = {"resources": "resource", "fields": "field"}.get(str(path[-2]) if len(path) > 1 else "")
        if kind is None:
            return "'schema'" if path and path[-1] == "schema" else "the package"
        return f"{kind} '{raw['name']}'" if raw.get("name") else f"{kind} {int(path[-1]) + 1}"

    def _note(self, path: _Path | None, value: str | None, wrong: str, expected: str) -> None:
        line = None if path is None else line_of(self.text, path)
        self.problems.append(Problem(DESCRIPTOR_FILE, wrong, expected, line=line, value=value))


def near_miss(value: str, choices: Any) -> str:
    """``, perhaps 'allocated'`` when ``value`` resembles one of ``choices``; an empty text otherwise."""
    folded = {str(choice).casefold(): str(choice) for choice in choices}
    close = difflib.get_close_matches(value.strip().casefold(), folded, n=1, cutoff=0.7)
    return f", perhaps '{folded[close[0]]}'" if close else ""


def _names(value: Any) -> tuple[str, ...]:
    """Frictionless writes one column as a text and several as a list."""
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _cell(value: Any) -> str:
    """A JSON value as it is written in a CSV cell."""
    return str(value).lower() if isinstance(value, bool) else str(value)
