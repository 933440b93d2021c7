"""What can be explored: every indicator with values for the seven countries, and the money that has a series.

Each subject belongs to groups, by which it is found: its theme, and the threats and goals that its indicator measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from carsi_analysis.analysis.study import Study
from carsi_analysis.catalogue import folded
from carsi_analysis.data import Package
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.words import languages

APPROPRIATIONS = "appropriations_by_account"
OBLIGATIONS = "obligations_by_country"
MONEY_THEME = "money"


@dataclass(frozen=True)
class Group:
    """Subjects that belong together: a theme, or what measures one threat or goal.

    Attributes:
        kind: ``theme``, ``threat`` or ``goal``.
        group_id: the family of the indicators, or the identifier of the threat or goal.
        order: its place among those of its kind.
        described: the row of ``threats`` or ``goals``; themes are named by the words of ``scale.theme``.
    """

    kind: str
    group_id: str
    order: int = 0
    described: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def label(self, locale: Locale) -> str:
        """Give the name of the group alone."""
        if named := self.described.get(locale.named("label")):
            return str(named)
        theme = f"scale.theme.{self.group_id}"
        # An analyst's own family of indicators is no word of ours.
        return locale.words(theme) if locale.words.has(theme) else self.group_id.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Subject:
    """One thing to look at.

    Attributes:
        subject_id: an identifier of ``indicators``, or one of the names of money above.
        described: the row of ``indicators``; money is described by the words of ``explore``.
        groups: its theme, then the threats and goals that it measures.
        in_dollars: whether it is money whose price level can be chosen.
        by_country: whether countries can be chosen.
    """

    subject_id: str
    described: Mapping[str, Any] = field(default_factory=dict, compare=False)
    groups: tuple[Group, ...] = field(default=(), compare=False)
    in_dollars: bool = False
    by_country: bool = True

    def label(self, locale: Locale) -> str:
        """Give the short name for a list."""
        return str(self.described.get(locale.named("short_label")) or self._words("label", locale))

    def definition(self, locale: Locale) -> str:
        """Say what is counted, in a sentence."""
        return str(self.described.get(locale.named("definition")) or self._words("definition", locale))

    def is_called(self, text: str, *, by_groups: bool = True) -> bool:
        """Tell whether its names, or those of its groups, hold every word of a text, in whichever language."""
        names = []
        for locale in map(Locale, languages()):
            names += [self.label(locale), str(self.described.get(locale.named("label"), ""))]
            names += [group.label(locale) for group in self.groups if by_groups]
        held = folded(" ".join(names))
        return all(word in held for word in folded(text).split())

    def _words(self, name: str, locale: Locale) -> str:
        return locale.words(f"explore.{self.subject_id}.{name}")


def subjects(package: Package) -> dict[str, Subject]:
    """List what can be explored, by identifier: indicators in the order of families and names, then money."""
    held = set(Study(package).measured_ever["indicator_id"])
    described = package.indicators[package.indicators["indicator_id"].isin(held)]
    ordered = described.sort_values(["family", "short_label_en"], kind="stable")
    measured = {kind: _groups_by_indicator(package, kind) for kind in ("threat", "goal")}
    themes = {family: Group("theme", family) for family in [*ordered["family"].unique(), MONEY_THEME]}
    indicators = [
        Subject(
            str(row["indicator_id"]),
            row,
            (themes[row["family"]], *(one for of in measured.values() for one in of.get(row["indicator_id"], ()))),
        )
        for row in ordered.to_dict("records")
    ]
    money = themes[MONEY_THEME]
    listed = (
        *indicators,
        Subject(APPROPRIATIONS, groups=(money,), in_dollars=True, by_country=False),
        Subject(OBLIGATIONS, groups=(money,), in_dollars=True),
    )
    return {subject.subject_id: subject for subject in listed}


def _groups_by_indicator(package: Package, kind: str) -> dict[str, list[Group]]:
    """Give the threats, or the goals, that each indicator measures, in the order of their table."""
    key, order = f"{kind}_id", {"threat": "sort_order", "goal": "number"}[kind]
    rows: pd.DataFrame = package.table(f"{kind}s").sort_values(order)
    links = package.table(f"indicator_{kind}s")
    groups: dict[str, list[Group]] = {}
    for row in rows.to_dict("records"):
        for indicator_id in links.loc[links[key] == row[key], "indicator_id"]:
            groups.setdefault(indicator_id, []).append(Group(kind, str(row[key]), int(row[order]), row))
    return groups
