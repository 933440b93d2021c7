"""CARSI money over all its fiscal years: what is printed, what was only planned, and what contains it."""

import pandas as pd

from carsi_analysis.analysis.over_time import OWN_KINDS
from carsi_analysis.exhibits.charts.funding import STACK_ORDER
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Entry, Head, Lines, Points, Stacks, Unknown, Years
from carsi_analysis.exhibits.money import qualified
from carsi_analysis.house.tokens import CONTEXT, LIGHT

MILLION = 1e6
BOUNDS = {"at_most": "≤", "at_least": "≥"}
"""Before an amount above a bar that is a bound."""

UNLIKE = ("planned", "parts")
"""Kinds whose bars are white: not appropriated, or not the whole of it."""

OWN, WIDER = "own", "wider"
"""The panels: CARSI itself, on a scale of its own, and the totals that contain it."""


def carsi_over_time(by_year: pd.DataFrame, known: pd.DataFrame, *, locale: Locale) -> Chart:
    """Stack CARSI by account where it is printed; plans are hollow, other years hatched, wider totals lie below.

    Args:
        by_year: as ``analysis.over_time.carsi_by_year`` gives it; without its wider totals, their panel is left out.
        known: as ``analysis.over_time.known_years`` gives it, of the same span.
        locale: the language.
    """
    say = locale.exhibit("carsi-over-time")
    code = locale.named("code")
    rows = by_year.assign(
        value=by_year["amount_usd"] / MILLION,
        what=by_year["kind"].map({kind: say(f"labels.{kind}") for kind in by_year["kind"].unique()}),
        said=[qualified(row, locale.money(row.amount_usd), locale) for row in by_year.itertuples()],
        hollow=by_year["kind"].isin([*UNLIKE, "one_account"]),
        year=by_year["fiscal_year"],
    )
    rows["told"] = rows["what"] + ": " + rows[code]
    order = {account: place for place, account in enumerate(STACK_ORDER)}
    bars = rows[rows["kind"].isin(OWN_KINDS)].sort_values(
        ["year", "account_id"], key=lambda column: column if column.name == "year" else column.map(order).fillna(9)
    )
    bars = bars[bars["value"] > 0]
    bars.loc[bars["kind"] == "planned", "colour"] = CONTEXT
    sums_of_years = bars.groupby("year")["value"].transform("sum")
    bound = bars["qualifier"].map(BOUNDS).fillna("")  # a bound is not rounded past itself
    whole = bound + [locale.number(value, 1 if sign else 0) for value, sign in zip(sums_of_years, bound, strict=True)]
    bars = bars.assign(top=whole.where(~bars["year"].duplicated(keep="last"), ""), panel=OWN)
    sums = bars[bars["kind"] == "printed"].groupby("year")["amount_usd"].sum()
    acts = rows[rows["kind"] == "act"].assign(colour=LIGHT.muted, panel=WIDER)
    acts["short"] = acts["qualifier"].map(BOUNDS).fillna("") + acts["value"].map(lambda value: locale.number(value, 1))
    line = rows[rows["kind"] == "line"].groupby("year", as_index=False).agg({"value": "sum", "rows": "sum"})
    line = line[line["value"] * MILLION >= line["year"].map(sums).fillna(0)]  # a year without its supplemental laws
    line = line.assign(colour=CONTEXT, panel=WIDER, said=[locale.money(value * MILLION) for value in line["value"]])
    one = known.iloc[0]
    first, last = int(rows["year"].min()), int(rows["year"].max())
    coded = bars.drop_duplicates("account_id").set_index("account_id")
    accounts = {account: coded.loc[account, code] for account in STACK_ORDER if account in coded.index}
    part = rows["kind"].isin(["one_account", "parts"])
    alone, planned = rows["kind"] == "one_account", rows["kind"].isin(UNLIKE)
    wider = [*line["rows"], *acts["rows"]]
    return Chart(
        **say.head(
            {
                "title": "largest" if len(sums) > 1 else "known",
                "measure": "wider" if wider else "own",
                "notes": [
                    *(["wider"] if wider else []),
                    "names",
                    *(["asked"] if planned.any() else []),
                    *(["alone"] if alone.any() else []),
                ],
            },
            **_highest(sums, locale),
            known=locale.number(int(one["known"])),
            years=locale.number(int(one["years"])),
            span=locale.fiscal_years(first, last),
            listed="; ".join(
                say("row", year=locale.fiscal_year(int(year)), amount=locale.money(amount))
                for year, amount in sums.items()
            ),
            asked=_listed(rows[planned], say),
            alone=_listed(rows[alone], say),
            names=". ".join(
                f"{name}: {coded.loc[account, locale.named('label')]}" for account, name in accounts.items()
            ),
        ),
        data=rows.sort_values(["year", "what", code], ignore_index=True),
        columns=(
            say.column("year"),
            say.column("what"),
            say.named("code"),
            say.column("said", figure=True),
        ),
        evidence=by_year,
        draw=Years(
            [
                Lines(frame=line, panel="panel", text="said", width=1.4),
                Points(frame=acts, panel="panel", look="diamond", text="short", label_at=("peak", "last")),
                Stacks(frame=bars, panel="panel", part="told", text="said", hollow="hollow", top="top", width=0.7),
            ],
            panels=[Head(panel, say(f"heads.{panel}")) for panel in (OWN, WIDER)] if wider else [Head(OWN, "")],
            write=locale.fixed,
            columns=1,
            high=0.8,
            own_scale=True,
            unknown=Unknown.between(bars["year"], (first, last), say("labels.blank"), OWN),
            key=[
                *(Entry("bar", coded.loc[account, "colour"], name) for account, name in accounts.items()),
                *([Entry("hollow", rows.loc[part, "colour"].iloc[0], say("key.part"))] if part.any() else []),
                *([Entry("hollow", CONTEXT, say("key.planned"))] if rows["kind"].eq("planned").any() else []),
                *([Entry("diamond", LIGHT.muted, say("labels.act"))] if len(acts) else []),
                *([Entry("thin", CONTEXT, say("labels.line"))] if len(line) else []),
            ],
        ),
    )


def _highest(sums: pd.Series, locale: Locale) -> dict[str, str]:
    """Name the highest year printed by account, where there is one."""
    if sums.empty:
        return {"top": "", "top_year": ""}
    return {"top": locale.money(sums.max()), "top_year": locale.fiscal_year(int(sums.idxmax()))}


def _listed(rows: pd.DataFrame, say: ExhibitWords) -> str:
    """Name year, amount and account of bars that are not CARSI by account: not two of them mean the same."""
    return "; ".join(
        say(
            "row",
            year=say.locale.fiscal_year(int(row.year)),
            amount=f"{row.said} ({say.locale.inside(getattr(row, say.locale.named('code')))})",
        )
        for row in rows.sort_values("year").itertuples()
    )
