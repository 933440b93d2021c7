"""CARSI money over all its fiscal years: what is printed, what was only planned, and what contains it."""

import pandas as pd

from carsi_analysis.analysis.over_time import OWN_KINDS
from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.exhibits.charts.funding import STACK_ORDER
from carsi_analysis.exhibits.charts.parts import LOOK_OF, OTHERS
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import ASKED, PART, Entry, Head, Lines, Points, Stacks, Unknown, Years
from carsi_analysis.exhibits.money import qualified
from carsi_analysis.house.tokens import CONTEXT, LIGHT, REST

MILLION = 1e6
BOUNDS = {"at_most": "≤", "at_least": "≥"}
"""Before an amount above a bar that is a bound."""

SLIVER = 0.05
"""Part of what is printed below which an account is a sliver in its bars; several of them are drawn as one part."""

OWN, WIDER = "own", "wider"
"""The panels: CARSI itself, on a scale of its own, and the totals that contain it."""


def carsi_over_time(by_year: pd.DataFrame, known: pd.DataFrame, *, locale: Locale) -> Chart:
    """Stack CARSI by account where it is printed, its small accounts as one part; wider totals lie below.

    Parts are pale, plans white with a dashed edge, years without any amount hatched.

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
        look=by_year["kind"].map(LOOK_OF),
        year=by_year["fiscal_year"],
    )
    rows["told"] = rows["what"] + ": " + rows[code]
    printed = rows[rows["kind"].eq("printed") & rows["value"].gt(0)]
    slivers = _slivers(printed)
    bars = _bars(rows, slivers, say)
    sums = printed.groupby("year")["amount_usd"].sum()
    acts = rows[rows["kind"] == "act"].assign(colour=LIGHT.muted, panel=WIDER)
    acts["short"] = acts["qualifier"].map(BOUNDS).fillna("") + acts["value"].map(lambda value: locale.number(value, 1))
    line = rows[rows["kind"] == "line"].assign(asked=lambda frame: frame["measure_id"].eq("requested"))
    line = line.groupby(["year", "asked"], as_index=False).agg({"value": "sum", "rows": "sum"})
    line = line[line["value"] * MILLION >= line["year"].map(sums).fillna(0)]  # a year without its supplemental laws
    line = line.assign(colour=CONTEXT, panel=WIDER, said=[locale.money(value * MILLION) for value in line["value"]])
    one = known.iloc[0]
    first, last = int(rows["year"].min()), int(rows["year"].max())
    own = rows[rows["kind"].isin(OWN_KINDS) & rows["value"].gt(0)]
    coded = own.drop_duplicates("account_id").set_index("account_id")
    accounts = {account: coded.loc[account, code] for account in STACK_ORDER if account in coded.index}
    part, planned = rows["look"].eq(PART), rows["look"].eq(ASKED)
    wider = [*line["rows"], *acts["rows"]]
    return Chart(
        **say.head(
            {
                "title": "largest" if len(sums) > 1 else "known",
                "measure": "wider" if wider else "own",
                "notes": [
                    *(["wider"] if wider else []),
                    "names",
                    *(["part"] if part.any() else []),
                    *(["asked"] if planned.any() else []),
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
            part=_listed(rows[part], say),
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
                Lines(frame=line[~line["asked"]], panel="panel", text="said", width=1.4),
                Points(frame=line[line["asked"]], panel="panel", look="open", text="said"),
                Points(frame=acts, panel="panel", look="diamond", text="short", label_at=("peak", "last")),
                Stacks(frame=bars, panel="panel", part="told", text="said", look="look", top="top", width=0.7),
            ],
            panels=[Head(panel, say(f"heads.{panel}")) for panel in (OWN, WIDER)] if wider else [Head(OWN, "")],
            write=locale.fixed,
            columns=1,
            high=0.8,
            own_scale=True,
            unknown=Unknown.between(bars["year"], (first, last), say("labels.blank"), OWN),
            key=[
                *(
                    Entry("bar", coded.loc[account, "colour"], name)
                    for account, name in accounts.items()
                    if account not in slivers
                ),
                *([Entry("bar", REST, say("key.others", accounts=_codes(slivers, coded, code)))] if slivers else []),
                *([Entry(PART, rows.loc[part, "colour"].iloc[0], say("key.part"))] if part.any() else []),
                *([Entry(ASKED, LIGHT.muted, say("key.planned"))] if planned.any() else []),
                *([Entry("diamond", LIGHT.muted, say("labels.act"))] if len(acts) else []),
                *(
                    [Entry("thin", CONTEXT, say("key.line_asked" if line["asked"].any() else "labels.line"))]
                    if len(line)
                    else []
                ),
            ],
        ),
    )


def _codes(slivers: list[str], coded: pd.DataFrame, code: str) -> str:
    return ", ".join(coded.loc[account, code] for account in slivers)


def _slivers(printed: pd.DataFrame) -> list[str]:
    """Find the accounts that no reader could tell in the bars; a single one needs no other name."""
    share = printed.groupby("account_id")["value"].sum() / printed["value"].sum()
    found = [account for account in STACK_ORDER if share.get(account, 1.0) < SLIVER]
    return found if len(found) > 1 else []


def _bars(rows: pd.DataFrame, slivers: list[str], say: ExhibitWords) -> pd.DataFrame:
    """Put CARSI's own money in the order of its stacks, small accounts in one part, sums or bounds on top."""
    locale, code = say.locale, say.locale.named("code")
    own = rows[rows["kind"].isin(OWN_KINDS) & rows["value"].gt(0)]
    small = own["kind"].eq("printed") & own["account_id"].isin(slivers)
    listed = own[small]
    listed = listed.assign(said=listed[code] + " " + listed["said"])
    together = aggregate(listed, ["year"], "value").assign(
        kind="printed",
        account_id=OTHERS,
        colour=REST,
        told=say("labels.printed") + ": " + say("labels.others"),
        said=listed.groupby("year")["said"].agg(lambda each: locale.items(list(each))).to_numpy(),
    )
    order = {account: place for place, account in enumerate([*STACK_ORDER, OTHERS])}
    bars = pd.concat([own[~small], together], ignore_index=True).sort_values(
        ["year", "account_id"], key=lambda column: column if column.name == "year" else column.map(order).fillna(9)
    )
    bars.loc[bars["look"] == ASKED, "colour"] = LIGHT.muted
    qualifier = bars["qualifier"].mask(bars["look"] == PART, "at_least")  # one account is at least that much of CARSI
    bound = qualifier.map(BOUNDS).fillna("")  # a bound is not rounded past itself
    sums = bars.groupby("year")["value"].transform("sum")
    whole = bound + [locale.number(value, 1 if sign else 0) for value, sign in zip(sums, bound, strict=True)]
    return bars.assign(top=whole.where(~bars["year"].duplicated(keep="last"), ""), panel=OWN)


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
