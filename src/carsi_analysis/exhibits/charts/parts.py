"""What charts share: the parts of divided money with their looks, and the table of values side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.exhibits.exhibit import Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import ASKED, PART, Break, Entry, Stacks
from carsi_analysis.house.tokens import CONTEXT, REST

LOOK_OF = {"one_account": PART, "parts": PART, "planned": ASKED}
"""How a bar of CARSI's own money stands by its kind (``over_time.OWN_KINDS``); what is known in full is solid."""

OTHERS = "others"
"""The part of all agencies that are not drawn apart."""


def in_parts(amounts: pd.DataFrame, column: str, looks: Mapping[str, Entry], locale: Locale) -> pd.DataFrame:
    """Order amounts by part, the first at the foot of a stack, and give each what its bar needs.

    Args:
        amounts: ``amount_usd``, provenance and the part's column; rows of a part without a look are left out.
        column: the column of the part.
        looks: the parts in order, each with its colour and name.
        locale: the language.

    Returns:
        The rows with ``amount`` in millions, ``said``, ``name`` and ``colour``.
    """
    bars = pd.concat(amounts[amounts[column] == part] for part in looks)
    return bars.assign(
        amount=bars["amount_usd"] / 1e6,
        said=[locale.number(usd / 1e6, 1) for usd in bars["amount_usd"]],
        name=[looks[part].meaning for part in bars[column]],
        colour=[looks[part].colour for part in bars[column]],
    )


def stacks(bars: pd.DataFrame, **roles: Any) -> Stacks:
    """Stack the amounts of each fiscal year, as ``in_parts`` gives them; further roles are those of ``Stacks``."""
    return Stacks(frame=bars, x="fiscal_year", y="amount", part="name", text="said", **roles)


def columns_of(looks: Mapping[str, Entry], digits: int = 1) -> list[Column]:
    """Describe a column of amounts for each part."""
    return [Column(part, look.meaning, digits) for part, look in looks.items()]


def looks_of_agencies(booked: pd.DataFrame, agencies: Sequence[str], locale: Locale) -> dict[str, Entry]:
    """Give some agencies their colours and the names that they have in ``booked``."""
    told = booked.drop_duplicates("agency_id").set_index("agency_id")[["agency_colour", locale.named("agency")]]
    return {agency: Entry("bar", *told.loc[agency]) for agency in agencies if agency in told.index}


def apart_from_others(
    booked: pd.DataFrame, agencies: Sequence[str], by: Sequence[str], others: str, locale: Locale
) -> tuple[pd.DataFrame, dict[str, Entry]]:
    """Add obligations up by some agencies and, as one part, all others.

    Args:
        booked: ``agency_id``, its names, ``amount_usd`` and provenance.
        agencies: the agencies that stand apart.
        by: the columns to add up by besides.
        others: the name of the rest.
        locale: the language.

    Returns:
        ``by``, ``part`` and the columns of ``in_parts``; and the looks of the parts.
    """
    looks = looks_of_agencies(booked, agencies, locale) | {OTHERS: Entry("bar", REST, others)}
    parts = booked.assign(part=booked["agency_id"].where(booked["agency_id"].isin(agencies), OTHERS))
    return in_parts(aggregate(parts, [*by, "part"], "amount_usd"), "part", looks, locale), looks


def later_bars(later: pd.DataFrame, told: set[int], say: ExhibitWords) -> pd.DataFrame:
    """Give the bars of a later file that names no agency: all in one, open where a year is incomplete.

    Args:
        later: ``fiscal_year``, ``amount_usd``, ``partial_year`` and provenance.
        told: the years whose amounts are written above their bars.
        say: the exhibit's words, with ``labels.later``.

    Returns:
        The columns that ``stacks`` draws, with ``top`` and ``hollow``.
    """
    amounts = later["amount_usd"] / 1e6
    return later.assign(
        amount=amounts,
        said=[say.locale.number(amount, 1) for amount in amounts],
        name=say("labels.later"),
        colour=CONTEXT,
        hollow=later["partial_year"],
        top=[say.locale.number(amount, 0) for amount in amounts],
    ).assign(top=lambda bars: bars["top"].where(bars["fiscal_year"].isin(told), ""))


def later_begins(later: pd.DataFrame) -> list[Break]:
    """Mark where a later file begins, where there is one."""
    return [Break(frame=later.head(1), x="fiscal_year")] if len(later) else []


def later_looks(later: pd.DataFrame, say: ExhibitWords) -> list[Entry]:
    """Explain the bars of a later file, where there are any."""
    looks = (Entry("bar", CONTEXT, say("labels.later")), Entry("hollow", CONTEXT, say("labels.partial")))
    return [look for look, holds in zip(looks, (len(later), later["partial_year"].any()), strict=True) if holds]


def side_by_side(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put years down and the values of several series across, by the names of their columns."""
    wide = pd.DataFrame({name: part.set_index("year")["value"] for name, part in parts.items()})
    return wide.sort_index().rename_axis("year").reset_index()
