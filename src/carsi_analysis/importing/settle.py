"""Judgements that a release settles, and those that it breaks.

The checks of the package say flatly when a judgement is over: an exception to a reconciliation whose two sides now
agree, a correction of a value that the publisher has changed since. Those are taken out with the release and named in
the review. A comparison that did hold and no longer does is a new disagreement of sources: it stops the import until a
person accepts it by name, and then becomes an exception.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.declared_bounds import EXCEPTIONS, RULES, alarms
from carsi_analysis.data.formulas import Values
from carsi_analysis.data.reconcile import RECONCILIATIONS, Outcome, reconcile
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.draft import Draft


@dataclass
class Settled:
    """What was settled.

    Attributes:
        corrections: Corrections taken out, because the value that they speak of changed.
        exceptions: Exceptions taken out, ``reconciliation: group``, because both sides now agree or a side is gone.
        accepted: Exceptions added, because the user accepted the disagreement.
    """

    corrections: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """One reconciliation outcome in words and numbers, with the rows of both sides."""

    outcome: Outcome
    rows: frozenset[str]


def settle(draft: Draft, changes: Iterable[Change], accepted: Collection[str]) -> Settled:
    """Settle corrections and exceptions in the draft; ``accepted`` names reconciliations that may newly disagree."""
    settled = Settled()
    if "corrections" in draft.held:
        _settle_corrections(draft, changes, settled)
    if RECONCILIATIONS in draft.held:
        _settle_exceptions(draft, accepted, settled)
    if {RULES, EXCEPTIONS} <= draft.held.keys():
        _settle_bounds(draft, changes, accepted, settled)
    return settled


def _settle_corrections(draft: Draft, changes: Iterable[Change], settled: Settled) -> None:
    changed = {change.row_id for change in changes if change.kind in ("revised", "vanished", "follows")}
    rows = draft.rows("corrections")
    for row in list(rows):
        figure = row["column"] == draft.value_column(row["table"])
        if figure and f"{row['table']}/{row['row']}" in changed:
            rows.remove(row)
            settled.corrections.append(row["correction_id"])


def _settle_exceptions(draft: Draft, accepted: Collection[str], settled: Settled) -> None:
    agreeing: dict[str, dict[str, bool]] = {}
    for comparison in comparisons(draft.texts()):
        outcome = comparison.outcome
        agreeing.setdefault(outcome.reconciliation_id, {})[outcome.group] = outcome.agrees
    for row in draft.rows(RECONCILIATIONS):
        name, groups = row["reconciliation_id"], agreeing.get(row["reconciliation_id"], {})
        listed = [each for each in row["exceptions"].split(";") if each]
        kept = [group for group in listed if groups.get(group) is False]
        added = [group for group, agrees in groups.items() if not agrees and group not in listed]
        settled.exceptions += [f"{name}: {group}" for group in listed if group not in kept]
        if name in accepted and added and all(added):  # a sum of terms has no group that could be excepted
            settled.accepted += [f"{name}: {group}" for group in added]
            kept += added
        row["exceptions"] = ";".join(kept)


def _settle_bounds(draft: Draft, changes: Iterable[Change], accepted: Collection[str], settled: Settled) -> None:
    """A value outside its bounds was looked up once; its successor is looked up too, or its series is accepted."""
    table = draft.column_by_key(RULES, "table")
    changed = {change.row_id for change in changes if change.kind in ("revised", "vanished", "follows")}
    rows = draft.rows(EXCEPTIONS)
    for row in list(rows):
        if f"{table[row['rule_id']]}/{row['row']}" in changed:
            rows.remove(row)
            settled.exceptions.append(f"{row['rule_id']}: {row['row']}")
    for alarm in alarms(draft.texts()):
        key = alarm.row_id.partition("/")[2]
        if set(key.split("/")) & set(accepted):
            rows.append(draft.empty_row(EXCEPTIONS) | {"rule_id": alarm.rule, "row": key, "value": alarm.value})
            settled.accepted.append(f"{alarm.rule}: {key}")


def comparisons(texts: dict[str, TableText]) -> list[Comparison]:
    """Every comparison that the package declares, as if it had no exceptions."""
    if RECONCILIATIONS not in texts:
        return []
    declared = texts[RECONCILIATIONS]
    blank = replace(declared, columns=declared.columns | {"exceptions": [""] * len(declared.lines)})
    without = texts | {RECONCILIATIONS: blank}
    outcomes, _ = reconcile(without, Values(without))
    return [
        Comparison(
            outcome, frozenset(texts[name].row_ids[row] for name, row in (*outcome.left_rows, *outcome.right_rows))
        )
        for outcome in outcomes
    ]
