"""Charts of money by country: what official files book for each, and what little is known of CARSI's own split."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.obligations import REGIONAL_LINE
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import (
    dollars_per_head,
    draw_boxes,
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
    text_width,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import (
    AGENCY_COLOURS,
    CHART_WIDTH_IN,
    CONTEXT,
    COUNTRY_COLOURS,
    LIGHT,
    TYPE,
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
    say = locale.exhibit("obligations-per-head", f"obligations-per-head{suffix(dollars)}")
    label = locale.named("label")
    rows = totals[totals["per_head_usd"].notna()].sort_values("amount_usd", ascending=False).reset_index(drop=True)
    start, end = int(rows["start_fiscal_year"].min()), int(rows["end_fiscal_year"].max())
    most, per_head = rows.iloc[0], rows.loc[rows["per_head_usd"].idxmax()]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        left = max(text_width(name, TYPE.chart) for name in rows[label]) + 0.12
        half = (CHART_WIDTH_IN - left) / 2
        middles = [height - 0.24 - ROW_IN * (place + 0.5) for place in range(len(rows))]
        for x, column, factor, digits in ((left, "amount_usd", 1e6, 0), (left + half, "per_head_usd", 1, 1)):
            shown = rows[column] / factor
            scale = (half - 0.62) / float(shown.max())
            axes.text(x, height - 0.1, say(f"labels.{column}"), size=SMALL, weight=600, va="center")
            boxes = [(x, y, value * scale, 0.16) for y, value in zip(middles, shown, strict=True)]
            draw_boxes(axes, boxes, [COUNTRY_COLOURS[iso] for iso in rows["country_iso3"]])
            for y, value in zip(middles, shown, strict=True):
                text = locale.fixed(value, digits)
                axes.text(x + value * scale + 0.05, y, text, va="center", size=TYPE.chart, weight=600)
        for y, name in zip(middles, rows[label], strict=True):
            axes.text(left - 0.07, y, name, ha="right", va="center", size=TYPE.chart)

    listed = "; ".join(
        f"{getattr(row, label)} {locale.money(row.amount_usd)}, {locale.fixed(row.per_head_usd, 1)}"
        for row in rows.itertuples()
    )
    same = most["country_iso3"] == per_head["country_iso3"]
    return Chart(
        **say.head(
            variant={"title": "same" if same else "different"},
            country=most[label],
            other=per_head[label],
            years=locale.fiscal_years(start, end),
            millions=millions(rows, dollars, locale),
            per_head=dollars_per_head(rows, dollars, locale),
            told=listed,
        ),
        data=rows.assign(country=rows[label], amount=rows["amount_usd"] / 1e6),
        columns=(
            say.column("country"),
            say.column("amount", 1),
            say.column("per_head_usd", 2),
        ),
        evidence=rows,
        draw=draw,
        height_in=0.3 + ROW_IN * len(rows),
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
    wide = split.pivot_table(index="country_iso3", columns="account_id", values="amount_usd", aggfunc="sum") / 1e6
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    names = split.drop_duplicates("country_iso3").set_index("country_iso3")
    accounts = split.drop_duplicates("account_id").set_index("account_id")
    colours = {"esf_state": LIGHT.accent, "nadr_ct": "#d9822b"}
    countries = wide[wide.index.isin(names.index[names["kind"] == "country"])]
    most = countries.index[0]
    total = float(wide.sum().sum())
    start, end = int(split["start_fiscal_year"].iloc[0]), int(split["end_fiscal_year"].iloc[0])
    as_of = locale.partial_date(str(split["as_of"].iloc[0]))
    border = float(undivided["amount_usd"].iloc[0]) / 1e6
    border_name = say("labels.undivided", account=undivided[code].iloc[0])
    rows = [
        *((names.loc[iso, label], wide.loc[iso].dropna()) for iso in countries.index),
        *((names.loc[iso, label], wide.loc[iso].dropna()) for iso in wide.index.difference(countries.index)),
        (border_name, pd.Series({"border": border})),
    ]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        breaks = {name: _two_lines(name) for name, _ in rows}
        left = max(text_width(part, SMALL) for text in breaks.values() for part in text.split("\n")) + 0.1
        scale = (CHART_WIDTH_IN - left - 0.45) / max(float(parts.sum()) for _, parts in rows)
        boxes, faces = [], []
        for place, (name, parts) in enumerate(rows):
            y = height - 0.24 - 0.25 * (place + 0.5)
            axes.text(left - 0.07, y, breaks[name], ha="right", va="center", size=SMALL, linespacing=1.0)
            x = left
            for account, amount in parts.items():
                boxes.append((x, y, amount * scale, 0.17))
                faces.append(colours.get(str(account), CONTEXT))
                x += amount * scale
            axes.text(x + 0.05, y, locale.fixed(parts.sum(), 2), va="center", size=TYPE.chart, weight=600)
        draw_boxes(axes, boxes, faces)
        key = [(colours[account], accounts.loc[account, code]) for account in wide.columns]
        draw_key(axes, key, left, height - 0.1)

    listed = "; ".join(f"{name} {locale.money(parts.sum() * 1e6, 2)}" for name, parts in rows)
    return Chart(
        **say.head(
            country=names.loc[most, label],
            part=locale.number(countries.loc[most].sum(), 1),
            total=locale.money(total * 1e6),
            years=locale.fiscal_years(start, end),
            as_of=as_of,
            recipients=listed,
        ),
        unit=millions(split, NOMINAL, locale),
        data=pd.DataFrame(
            [
                {
                    "recipient": name,
                    **{account: parts.get(account) for account in wide.columns},
                    "total": float(parts.sum()),
                }
                for name, parts in rows
            ]
        ),
        columns=(
            say.column("recipient"),
            *(Column(account, accounts.loc[account, code], 3) for account in wide.columns),
            say.column("total", 3),
        ),
        evidence=pd.concat([split, undivided]),
        draw=draw,
        height_in=0.3 + 0.25 * len(rows),
    )


def _two_lines(name: str) -> str:
    """Break a long name once, near its middle."""
    if len(name) < 26:
        return name
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


PARTITION = ("disbursed", "unliquidated", "unobligated")
"""What allocated money is made of: paid out, bound but not paid, and not bound."""


def stages_by_year(stages: pd.DataFrame, *, locale: Locale) -> Chart:
    """Divide one country's allocations of each year of appropriation into paid, bound and free.

    Args:
        stages: as ``analysis.country_money.stages_by_year`` gives it, not empty.
        locale: the language.
    """
    iso = str(stages["country_iso3"].iloc[0]).lower()
    say = locale.exhibit("stages-by-year", f"stages-by-year-{iso}")
    wide = stages.pivot(index="fiscal_year", columns="measure_id", values="amount_usd") / 1e3
    names = stages.drop_duplicates("measure_id").set_index("measure_id")[locale.named("measure")]
    country = str(stages[locale.named("label")].iloc[0])
    as_of = locale.partial_date(str(stages["as_of"].iloc[0]))
    first, last = int(wide.index.min()), int(wide.index.max())
    allocated, paid = float(wide["allocated"].sum()), float(wide["disbursed"].sum())
    colours = {"disbursed": LIGHT.accent, "unliquidated": "#9cc3d9", "unobligated": "#e8c39b"}

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        scale = (CHART_WIDTH_IN - 0.7 - 0.6) / float(wide["allocated"].max())
        boxes, faces = [], []
        for place, year in enumerate(wide.index):
            y = height - 0.24 - ROW_IN * (place + 0.5)
            axes.text(0.62, y, locale.fiscal_year(int(year)), ha="right", va="center", size=TYPE.chart)
            x = 0.7
            for part in PARTITION:
                boxes.append((x, y, wide.loc[year, part] * scale, 0.16))
                faces.append(colours[part])
                x += wide.loc[year, part] * scale
            text = locale.number(wide.loc[year, "allocated"])
            axes.text(x + 0.05, y, text, va="center", size=TYPE.chart, weight=600)
        draw_boxes(axes, boxes, faces)
        draw_key(axes, [(colours[part], names[part]) for part in PARTITION], 0.7, height - 0.1)

    listed = "; ".join(
        f"{locale.fiscal_year(int(year))}: "
        + ", ".join(f"{names[stage].lower()} {locale.number(value)}" for stage, value in wide.loc[year].items())
        for year in wide.index
    )
    return Chart(
        **say.head(
            variant={"title": "share" if allocated else "nothing"},
            country=country,
            share=locale.percent(paid / allocated) if allocated else "",
            years=locale.fiscal_years(first, last),
            as_of=as_of,
            told=listed,
        ),
        unit=thousands(stages, NOMINAL, locale),
        data=wide.reset_index(),
        columns=(
            say.column("fiscal_year"),
            *(Column(stage, names[stage], 0) for stage in names.index if stage in wide.columns),
        ),
        evidence=stages,
        draw=draw,
        height_in=0.3 + ROW_IN * len(wide),
    )
