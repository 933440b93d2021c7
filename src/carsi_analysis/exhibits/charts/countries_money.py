"""Charts of money by country: what official files book for each, and what little is known of CARSI's own split."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.parts import apart_from_others, columns_of, in_parts, stacks
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Bars, Entry, Head, Lines, Points, Years
from carsi_analysis.exhibits.money import (
    dollars_per_head,
    fiscal_span,
    millions,
    suffix,
    telling_unpriced,
    thousands,
    years_of,
)
from carsi_analysis.house.tokens import (
    LIGHT,
    PALE,
    WARM,
)

APART = ("state", "usaid")
"""The two agencies that run CARSI; every other one is drawn as one part."""


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
    keys = ["country_iso3", "fiscal_year"]
    bars, looks = apart_from_others(booked, APART, keys, say("labels.others"), locale)
    wide = bars.pivot(index=keys, columns="part", values="amount_usd").reindex(columns=list(looks)).fillna(0.0) / 1e6
    recipients = booked.drop_duplicates("country_iso3").set_index("country_iso3").sort_values("sort_order")
    totals = wide.sum(axis=1).groupby(level=0).sum()
    is_country = recipients["kind"] == "country"
    countries = totals[recipients.index[is_country]].sort_values(ascending=False).index
    order = [*countries, *recipients.index[~is_country]]
    names, amounts = recipients[label], {iso: locale.money(total * 1e6) for iso, total in totals.items()}
    share = wide["usaid"].groupby(level=0).sum() / totals
    told = [say("row", country=names[iso], amount=amounts[iso], share=locale.percent(share[iso])) for iso in order]
    data = wide.assign(total=wide.sum(axis=1)).reset_index()
    return Chart(
        **say.head(
            {
                "title": {1: "alone", 2: "two"}.get(len(countries), "several"),
                "notes": ("all_purposes",) if is_country.all() else ("all_purposes", "regional_line"),
            },
            country=names[countries[0]],
            other=names[countries[:2][-1]],
            count=locale.in_words(len(countries)),
            amount=amounts[countries[0]],
            years=years_of(booked["fiscal_year"], locale),
            told="; ".join(told),
        ),
        unit=millions(booked, dollars, locale),
        data=data.assign(country=data["country_iso3"].map(names)),
        columns=say.columns("country", "fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=booked,
        draw=Years(
            [stacks(bars, panel="country_iso3")],
            write=locale.fixed,
            panels=[
                head._replace(note=say("labels.in_all", amount=locale.number(totals[head.key])))
                for head in _heads(recipients.loc[order], say)
            ],
            high=0.9,
            key=list(looks.values()),
        ),
    )


def _heads(recipients: pd.DataFrame, say: ExhibitWords) -> list[Head]:
    """Head a panel a recipient; money without a country goes by a short name."""
    line, label = say("labels.regional_line"), say.locale.named("label")
    return [
        Head(row.Index, getattr(row, label) if row.kind == "country" else line, row.colour)
        for row in recipients.itertuples()
    ]


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
    in_all, per_resident = millions(rows, dollars, locale), dollars_per_head(rows, dollars, locale)
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
            years=years_of(rows[["start_fiscal_year", "end_fiscal_year"]].stack(), locale),
            millions=in_all,
            per_head=per_resident,
            told=told,
        ),
        data=rows,
        columns=say.columns(
            "country",
            say.column("amount", 1, unit=in_all),
            say.column("per_head_usd", 2, unit=per_resident),
        ),
        evidence=rows,
        draw=Bars(bars, row="country", x="x", colour="colour", text="said", panel="head", own_scale=True),
    )


def official_totals(
    series: pd.DataFrame, unpriced: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Chart:
    """Draw all assistance by country over fiscal years from the later official file; incomplete years stand open.

    Args:
        series: as ``analysis.obligations.totals`` gives it, of one measure (obligated); at least one complete year.
        unpriced: its rows that constant dollars leave out, as ``Study.unpriced`` gives them.
        locale: the language.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("official-totals", f"official-totals{suffix(dollars)}")
    label = locale.named("label")
    recipients = series.drop_duplicates("country_iso3").set_index("country_iso3").sort_values("sort_order")
    rows = series.assign(
        country=series[label],
        amount=series["amount_usd"] / 1e6,
        said=[locale.number(amount / 1e6, 1) for amount in series["amount_usd"]],
        status=[say("labels.incomplete" if late else "labels.complete") for late in series["partial_year"]],
    )
    done, late = rows[~rows["partial_year"]], rows[rows["partial_year"]]
    first, latest = int(rows["fiscal_year"].min()), int(done["fiscal_year"].max())
    ends = done.pivot(index="country_iso3", columns="fiscal_year", values="amount_usd")[sorted({first, latest})]
    told = "; ".join(
        f"{recipients.loc[iso, label]} {locale.money(ends.loc[iso, first])} → {locale.money(ends.loc[iso, latest])}"
        for iso in recipients.index
        if ends.loc[iso].notna().all()
    )
    title, facts = _peaks(rows, locale)
    told_notes = {"line": facts["line_peak"] != facts["peak"], "incomplete": not late.empty}
    chart = Chart(
        **say.head(
            {"title": title, "notes": ["all_purposes", *(note for note, holds in told_notes.items() if holds)]},
            **facts,
            years=years_of(rows["fiscal_year"], locale),
            years_incomplete=years_of(late["fiscal_year"], locale),
            first=locale.fiscal_year(first),
            latest=locale.fiscal_year(latest),
            told=told,
        ),
        unit=millions(series, dollars, locale),
        data=rows,
        columns=say.columns("country", "fiscal_year", ("amount", 1), "status"),
        evidence=series,
        draw=Years(
            [
                Lines(frame=done, x="fiscal_year", y="amount", panel="country_iso3", text="said"),
                Points(frame=late, x="fiscal_year", y="amount", panel="country_iso3", text="said", look="open"),
            ],
            write=locale.fixed,
            panels=_heads(recipients, say),
            high=0.85,
        ),
    )
    return telling_unpriced(chart, unpriced)


def _peaks(rows: pd.DataFrame, locale: Locale) -> tuple[str, dict[str, str]]:
    """Find the year of most money for the countries, and with the regional line: the title's variant and its facts.

    An incomplete year that holds the most already goes before the complete ones.
    """
    done = rows[~rows["partial_year"]]
    alone = rows[rows["kind"] == "country"].groupby("fiscal_year")["amount_usd"].sum()
    with_line = rows.groupby("fiscal_year")["amount_usd"].sum()
    peak, line_peak = int(alone.idxmax()), int(with_line.idxmax())
    facts = {
        "count": locale.in_words(done.loc[done["kind"] == "country", "country_iso3"].nunique()),
        "most": locale.money(alone[peak]),
        "peak": locale.fiscal_year(peak),
        "line_most": locale.money(with_line[line_peak]),
        "line_peak": locale.fiscal_year(line_peak),
    }
    kind = "one_year" if len(alone) == 1 else "peak" if peak in set(done["fiscal_year"]) else "incomplete"
    return kind, facts


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
    bars["colour"] = bars["account_colour"].fillna(bars["colour"])
    told = split.drop_duplicates("account_id").sort_values("account_id")
    looks = {row.account_id: Entry("bar", row.account_colour, getattr(row, code)) for row in told.itertuples()}
    wide = bars.pivot_table(index="recipient", columns="account_id", values="amount", aggfunc="sum", sort=False)
    data = bars.drop_duplicates("recipient").set_index("recipient")[["total"]].join(wide).reset_index()
    first = split.iloc[0]
    return Chart(
        **say.head(
            country=data["recipient"].iloc[0],
            part=locale.number(data["total"].iloc[0], 1),
            total=locale.money(split["amount_usd"].sum()),
            years=fiscal_span(first, locale),
            as_of=locale.partial_date(str(first["as_of"])),
            recipients="; ".join(f"{row.recipient} {locale.money(row.total * 1e6, 2)}" for row in data.itertuples()),
        ),
        unit=millions(split, NOMINAL, locale),
        data=data,
        columns=say.columns("recipient", *columns_of(looks, 3), ("total", 3)),
        evidence=bars,
        draw=Bars(bars, row="recipient", x="amount", colour="colour", part=code, text="said", key=list(looks.values())),
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
    wide = stages.pivot(index="fiscal_year", columns="measure_id", values="amount_usd") / 1e3
    names = stages.drop_duplicates("measure_id").set_index("measure_id")[measure]
    allocated, paid = float(wide["allocated"].sum()), float(wide["disbursed"].sum())
    looks = {part: Entry("bar", colour, names[part]) for part, colour in PARTITION.items()}
    bars = in_parts(stages, "measure_id", looks, locale).sort_values("fiscal_year", kind="stable")
    bars["year"] = [locale.fiscal_year(int(year)) for year in bars["fiscal_year"]]
    bars["allocated"] = [locale.number(wide.loc[year, "allocated"]) for year in bars["fiscal_year"]]
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
            years=years_of(wide.index, locale),
            as_of=locale.partial_date(str(stages["as_of"].iloc[0])),
            told=told,
        ),
        unit=thousands(stages, NOMINAL, locale),
        data=wide.reset_index(),
        columns=say.columns("fiscal_year", *(Column(stage, name, 0) for stage, name in names.items())),
        evidence=stages,
        draw=Bars(
            bars, row="year", x="amount", colour="colour", part="name", text="allocated", key=list(looks.values())
        ),
    )
