"""Charts of money by country: what official files book for each, and what little is known of CARSI's own split."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.obligations import REGIONAL_LINE
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars, Entry
from carsi_analysis.exhibits.money import (
    dollars_per_head,
    draw_key,
    draw_stacks,
    millions,
    suffix,
    thousands,
)
from carsi_analysis.exhibits.panels import (
    SMALL,
    draw_open,
    draw_runs,
    draw_scale,
    draw_years,
    panel_grid,
    runs,
    scale_writer,
    sheet,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import (
    ACCOUNT_COLOURS,
    AGENCY_COLOURS,
    CONTEXT,
    COUNTRY_COLOURS,
    LIGHT,
    PALE,
    TYPE,
    WARM,
)

APART = ("state", "usaid")
"""The two agencies that run CARSI; every other one is drawn as one part."""

ROW_IN = 0.22

LONGEST_TITLE = 110
"""Letters that a title may have; what is less important is left out of a longer one."""


def obligations_by_country(booked: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Chart:
    """Stack obligations by agency and fiscal year, one small panel a country and one for the regional line.

    Args:
        booked: as ``analysis.obligations.by_country_and_agency`` gives it; one or more countries, with the regional
            line or without.
        locale: the language.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("obligations-by-country", f"obligations-by-country{suffix(dollars)}")
    label = locale.named("label")
    grouped = booked.assign(part=booked["agency_id"].where(booked["agency_id"].isin(APART), "others"))
    first, last = int(booked["fiscal_year"].min()), int(booked["fiscal_year"].max())
    wide = grouped.pivot_table(
        index=["country_iso3", "fiscal_year"], columns="part", values="amount_usd", aggfunc="sum"
    ).reindex(columns=[*APART, "others"])
    wide = wide.fillna(0.0) / 1e6
    recipients = booked.drop_duplicates("country_iso3").set_index("country_iso3").sort_values("sort_order")
    totals = wide.sum(axis=1).groupby(level=0).sum()
    seven = recipients.index[recipients["kind"] == "country"]
    countries = totals[totals.index.isin(seven)].sort_values(ascending=False)
    order = [*countries.index, *(iso for iso in recipients.index if iso not in countries.index)]
    named = booked.drop_duplicates("agency_id").set_index("agency_id")[locale.named("agency")]
    words = {**{part: named.get(part, part) for part in APART}, "others": say("labels.others")}
    columns = min(len(order), 4)

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(wide.clip(lower=0).sum(axis=1).max()) * 1.04
        foot = min(float(wide.clip(upper=0).sum(axis=1).min()) * 1.1, 0.0)
        grid = panel_grid(
            height,
            -(-len(order) // columns),
            columns,
            (first - 0.6, last + 0.6),
            (foot, top),
            left=0.36,
            top=0.58,
            bottom=0.2,
            gap_x=0.16,
            gap_y=0.56,
        )
        ticks = value_ticks(0, top, 4)
        begins = range(0, len(order), columns)
        draw_scale(axes, grid[: len(order)], ticks, begins, scale_writer(ticks, locale))
        draw_years(axes, grid[: len(order)], year_ticks(first, last, grid[0].width))
        panels = dict(zip(order, grid, strict=False))
        draw_stacks(axes, panels, {iso: wide.loc[iso] for iso in order}, AGENCY_COLOURS)
        for iso, panel in panels.items():
            name = recipients.loc[iso, label] if iso in seven else say("labels.regional_line")
            axes.text(
                panel.left,
                panel.top + 0.2,
                name,
                size=TYPE.chart,
                weight=600,
                va="center",
                color=COUNTRY_COLOURS.get(iso, LIGHT.ink),
            )
            said = say("labels.in_all", amount=locale.number(totals[iso]))
            axes.text(panel.left, panel.top + 0.06, said, size=SMALL, va="center")
        draw_key(axes, [(AGENCY_COLOURS[part], words[part]) for part in wide.columns], 0.36, height - 0.1)

    ranked = [str(recipients.loc[iso, label]) for iso in countries.index]
    most, variants = countries.index[0], {1: "alone", 2: "two"}
    share = wide["usaid"].groupby(level=0).sum() / totals
    told = [
        say(
            "row",
            country=recipients.loc[iso, label],
            amount=locale.money(totals[iso] * 1e6),
            share=locale.percent(share[iso]),
        )
        for iso in order
    ]
    data = wide.reset_index()
    data["country"] = data["country_iso3"].map(recipients[label])
    data["total"] = wide.sum(axis=1).to_numpy()
    return Chart(
        **say.head(
            variant={
                "title": variants.get(len(ranked), "several"),
                "notes": ("all_purposes",) if set(order) == set(countries.index) else ("all_purposes", "regional_line"),
            },
            country=ranked[0],
            other=ranked[min(1, len(ranked) - 1)],
            count=locale.in_words(len(ranked)),
            amount=locale.money(totals[most] * 1e6),
            years=locale.fiscal_years(first, last),
            told="; ".join(told),
        ),
        unit=millions(booked, dollars, locale),
        data=data,
        columns=(
            say.column("country"),
            say.column("fiscal_year"),
            *(Column(part, words[part], 1) for part in wide.columns),
            say.column("total", 1),
        ),
        evidence=booked,
        draw=draw,
        height_in=3.2 if len(order) > 4 else 1.9,
    )


def obligations_per_head(totals: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Chart:
    """Set each country's obligations beside what they come to for each resident and year.

    Args:
        totals: as ``analysis.obligations.by_country`` gives it.
        locale: the language.
        dollars: the price level of the amounts.
    """
    say, label = locale.exhibit("obligations-per-head", f"obligations-per-head{suffix(dollars)}"), locale.named("label")
    rows = totals[totals["per_head_usd"].notna()].sort_values("amount_usd", ascending=False, ignore_index=True)
    rows = rows.assign(country=rows[label], amount=rows["amount_usd"] / 1e6)
    most, per_head = rows.iloc[0], rows.loc[rows["per_head_usd"].idxmax()]
    halves = (("amount", 0, say("labels.amount_usd")), ("per_head_usd", 1, say("labels.per_head_usd")))
    bars = pd.concat(
        rows.assign(x=rows[column], said=[locale.fixed(value, digits) for value in rows[column]], head=head)
        for column, digits, head in halves
    )
    told = "; ".join(
        f"{row.country} {locale.money(row.amount_usd)}, {locale.fixed(row.per_head_usd, 1)}"
        for row in rows.itertuples()
    )
    return Chart(
        **say.head(
            {"title": "same" if most["country_iso3"] == per_head["country_iso3"] else "different"},
            country=most["country"],
            other=per_head["country"],
            years=locale.fiscal_years(int(rows["start_fiscal_year"].min()), int(rows["end_fiscal_year"].max())),
            millions=millions(rows, dollars, locale),
            per_head=dollars_per_head(rows, dollars, locale),
            told=told,
        ),
        data=rows,
        columns=(say.column("country"), say.column("amount", 1), say.column("per_head_usd", 2)),
        evidence=rows,
        draw=Bars(bars, row="country", x="x", colour="colour", text="said", panel="head", own_scale=True),
    )


def official_totals(series: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Chart:
    """Draw all assistance by country over fiscal years from the later official file; incomplete years stand open.

    Args:
        series: as ``analysis.obligations.totals`` gives it, of one measure (obligated); at least one complete year.
        locale: the language.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("official-totals", f"official-totals{suffix(dollars)}")
    label = locale.named("label")
    recipients = series.drop_duplicates("country_iso3").set_index("country_iso3").sort_values("sort_order")
    first, last = int(series["fiscal_year"].min()), int(series["fiscal_year"].max())
    whole = series[~series["partial_year"]]
    amounts = series.assign(amount=series["amount_usd"] / 1e6).set_index(["country_iso3", "fiscal_year"])["amount"]
    done = whole.assign(amount=whole["amount_usd"] / 1e6).set_index(["country_iso3", "fiscal_year"])["amount"]
    latest = int(whole["fiscal_year"].max())

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(amounts.max()) * 1.12
        foot = min(float(amounts.min()) * 1.05, 0.0)
        span = (first - 0.5, last + 0.5)
        grid = panel_grid(height, 2, 4, span, (foot, top), left=0.36, top=0.28, gap_x=0.16, gap_y=0.46)
        used = grid[: len(recipients)]
        ticks = value_ticks(0, top, 4)
        draw_scale(axes, used, ticks, [0, 4], scale_writer(ticks, locale))
        draw_years(axes, used, year_ticks(first, last, grid[0].width * 0.9))
        for iso, panel in zip(recipients.index, grid, strict=False):
            colour = COUNTRY_COLOURS.get(iso, LIGHT.ink)
            draw_runs(axes, panel, runs(done.loc[iso]), colour)
            late = series[(series["country_iso3"] == iso) & series["partial_year"]]
            draw_open(axes, panel, late.set_index("fiscal_year")["amount_usd"] / 1e6, colour)
            name = (
                recipients.loc[iso, label] if recipients.loc[iso, "kind"] == "country" else say("labels.regional_line")
            )
            axes.text(panel.left, panel.top + 0.08, name, size=TYPE.chart, weight=600, color=colour, va="center")

    partial = sorted(int(year) for year in series.loc[series["partial_year"], "fiscal_year"].unique())
    listed = "; ".join(
        f"{recipients.loc[iso, label]} {locale.money(float(done.loc[(iso, first)]) * 1e6)} → "
        f"{locale.money(float(done.loc[(iso, latest)]) * 1e6)}"
        for iso in recipients.index
        if (iso, first) in done.index and (iso, latest) in done.index
    )
    seven = done[done.index.get_level_values(0) != REGIONAL_LINE].groupby(level=1).sum()
    with_line = done.groupby(level=1).sum()
    peak, line_peak = int(seven.idxmax()), int(with_line.idxmax())
    facts = {
        "most": locale.money(float(seven[peak]) * 1e6),
        "peak": locale.fiscal_year(peak),
        "line_most": locale.money(float(with_line[line_peak]) * 1e6),
        "line_peak": locale.fiscal_year(line_peak),
    }
    if peak == line_peak:
        title = "one_year" if len(seven) == 1 else "peak"
    else:
        roomy = len(say("title.peak_and_line", **facts)) <= LONGEST_TITLE
        title = "peak_and_line" if roomy else "peak_and_line_year"
    return Chart(
        **say.head(
            variant={"title": title, "notes": ("all_purposes", "incomplete") if partial else ("all_purposes",)},
            years=locale.fiscal_years(first, last),
            years_incomplete=locale.fiscal_years(partial[0], partial[-1]) if partial else "",
            first=locale.fiscal_year(first),
            latest=locale.fiscal_year(latest),
            told=listed,
            **facts,
        ),
        unit=millions(series, dollars, locale),
        data=series.assign(
            country=series[label],
            amount=series["amount_usd"] / 1e6,
            status=[say("labels.incomplete" if late else "labels.complete") for late in series["partial_year"]],
        ),
        columns=(
            say.column("country"),
            say.column("fiscal_year"),
            say.column("amount", 1),
            say.column("status"),
        ),
        evidence=series,
        draw=draw,
        height_in=2.6,
    )


def disbursed_by_country(split: pd.DataFrame, undivided: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show what the GAO counts as disbursed in each country, and beside it what it does not split by country.

    Args:
        split: as ``analysis.country_money.disbursed_by_country`` gives it.
        undivided: one row, as ``analysis.country_money.disbursed_undivided`` gives it.
        locale: the language.
    """
    say = locale.exhibit("disbursed-by-country")
    label, code = locale.named("label"), locale.named("code")
    is_country = split["kind"] == "country"
    whole = split.groupby("country_iso3")["amount_usd"].transform("sum")
    bars = split.assign(recipient=split[label], after=~is_country, rank=-whole.where(is_country, 0))
    bars = bars.sort_values(["after", "rank", "sort_order", "account_id"])
    apart = undivided.assign(recipient=say("labels.undivided", account=undivided[code].iloc[0]))
    bars = pd.concat([bars, apart], ignore_index=True)
    bars["amount"] = bars["amount_usd"] / 1e6
    bars["total"] = bars.groupby("recipient")["amount"].transform("sum")
    bars["said"] = [locale.fixed(total, 2) for total in bars["total"]]
    bars["colour"] = bars["account_id"].map(ACCOUNT_COLOURS).fillna(CONTEXT)
    accounts = split.drop_duplicates("account_id").sort_values("account_id").set_index("account_id")[code]
    wide = bars.pivot_table(index="recipient", columns="account_id", values="amount", aggfunc="sum", sort=False)
    data = bars.drop_duplicates("recipient").set_index("recipient")[["total"]].join(wide).reset_index()
    first = split.iloc[0]
    return Chart(
        **say.head(
            country=data["recipient"].iloc[0],
            part=locale.number(data["total"].iloc[0], 1),
            total=locale.money(split["amount_usd"].sum()),
            years=locale.fiscal_years(int(first["start_fiscal_year"]), int(first["end_fiscal_year"])),
            as_of=locale.partial_date(str(first["as_of"])),
            recipients="; ".join(f"{row.recipient} {locale.money(row.total * 1e6, 2)}" for row in data.itertuples()),
        ),
        unit=millions(split, NOMINAL, locale),
        data=data,
        columns=(
            say.column("recipient"),
            *(Column(account, name, 3) for account, name in accounts.items()),
            say.column("total", 3),
        ),
        evidence=bars,
        draw=Bars(
            bars,
            row="recipient",
            x="amount",
            colour="colour",
            part=code,
            text="said",
            key=[Entry("bar", ACCOUNT_COLOURS[account], name) for account, name in accounts.items()],
        ),
    )


PARTITION = {"disbursed": LIGHT.accent, "unliquidated": PALE, "unobligated": WARM}
"""What allocated money is made of, with its colours: paid out, bound but not paid, and not bound."""


def stages_by_year(stages: pd.DataFrame, *, locale: Locale) -> Chart:
    """Divide one country's allocations of each year of appropriation into paid, bound and free.

    Args:
        stages: as ``analysis.country_money.stages_by_year`` gives it, not empty.
        locale: the language.
    """
    iso = str(stages["country_iso3"].iloc[0]).lower()
    say, measure = locale.exhibit("stages-by-year", f"stages-by-year-{iso}"), locale.named("measure")
    amounts = stages.assign(amount=stages["amount_usd"] / 1e3)
    wide = amounts.pivot(index="fiscal_year", columns="measure_id", values="amount")
    names = stages.drop_duplicates("measure_id").set_index("measure_id")[measure]
    allocated, paid = float(wide["allocated"].sum()), float(wide["disbursed"].sum())
    bars = pd.concat(amounts[amounts["measure_id"] == part] for part in PARTITION).sort_values(
        "fiscal_year", kind="stable"
    )
    bars = bars.assign(
        year=lambda frame: [locale.fiscal_year(int(year)) for year in frame["fiscal_year"]],
        said=lambda frame: [locale.number(wide.loc[year, "allocated"]) for year in frame["fiscal_year"]],
        colour=lambda frame: frame["measure_id"].map(PARTITION),
    )
    told = "; ".join(
        f"{locale.fiscal_year(int(year))}: "
        + ", ".join(f"{names[stage].lower()} {locale.number(amount)}" for stage, amount in wide.loc[year].items())
        for year in wide.index
    )
    return Chart(
        **say.head(
            {"title": "share" if allocated else "nothing"},
            country=str(stages[locale.named("label")].iloc[0]),
            share=locale.percent(paid / allocated) if allocated else "",
            years=locale.fiscal_years(int(wide.index.min()), int(wide.index.max())),
            as_of=locale.partial_date(str(stages["as_of"].iloc[0])),
            told=told,
        ),
        unit=thousands(stages, NOMINAL, locale),
        data=wide.reset_index(),
        columns=(say.column("fiscal_year"), *(Column(stage, name, 0) for stage, name in names.items())),
        evidence=stages,
        draw=Bars(
            bars,
            row="year",
            x="amount",
            colour="colour",
            part=measure,
            text="said",
            key=[Entry("bar", colour, names[part]) for part, colour in PARTITION.items()],
        ),
    )
