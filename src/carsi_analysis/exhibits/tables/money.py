"""Tables of money beyond the accounts: stages, official obligations, a country's amounts, related money, gaps."""

from types import SimpleNamespace

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.money_known import DETAILS, STAGES, years_without
from carsi_analysis.dates import as_spans
from carsi_analysis.exhibits.exhibit import Column, ExhibitError, Table
from carsi_analysis.exhibits.locale import Locale, how_many
from carsi_analysis.exhibits.money import dollars_per_head, fiscal_span, millions, qualified, signed, suffix


def obligations_by_period(
    periods: pd.DataFrame, per_head: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Table:
    """Set each recipient's obligations by period beside what they come to for a resident and year.

    Args:
        periods: as ``analysis.obligations.by_country_and_period`` gives it.
        per_head: as ``analysis.obligations.by_country`` gives it, for all years of the periods.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("obligations-by-period", f"obligations-by-period{suffix(dollars)}")
    spans = periods.drop_duplicates("start_fiscal_year").sort_values("start_fiscal_year")
    wide = periods.pivot(index="country_iso3", columns="start_fiscal_year", values="amount_usd") / 1e6
    names = periods.drop_duplicates("country_iso3").set_index("country_iso3").sort_values("sort_order")
    wide = wide.reindex(names.index)
    label = names[locale.named("label")]
    data = wide.assign(total=wide.sum(axis=1, min_count=1))
    countries = data.loc[names["kind"] == "country", "total"]
    sums = {**data.sum(), "recipient": say("labels.all"), "head": None}
    data = data.assign(recipient=label, head=per_head.set_index("country_iso3")["per_head_usd"])
    return Table(
        **say.head(
            most=label[countries.idxmax()],
            amount=locale.money(countries.max() * 1e6),
            most_per_head=label[data["head"].idxmax()],
            millions=millions(periods, dollars, locale),
        ),
        data=pd.concat([data, pd.DataFrame([sums])]).rename(columns=str),
        columns=say.columns(
            "recipient",
            *(Column(str(span.start_fiscal_year), fiscal_span(span, locale), 1) for span in spans.itertuples()),
            ("total", 1),
            say.column("head", 2, unit=dollars_per_head(per_head, dollars, locale)),
        ),
        evidence=pd.concat([periods, per_head]),
    )


def stages_printed(stages: pd.DataFrame, *, locale: Locale) -> Table:
    """List what sources print for CARSI as a whole, stage by stage.

    Args:
        stages: as ``analysis.funding.stages_printed`` gives it.
    """
    say = locale.exhibit("stages-printed")
    return Table(
        **say.head(
            count=len(stages), stages=stages["measure_id"].nunique(), millions=millions(stages, NOMINAL, locale)
        ),
        data=_described(stages, locale),
        columns=say.columns("stage", "period", say.column("amount", figure=True), "dated", "source"),
        evidence=stages,
        row_headers=2,
        grouped=True,
    )


def amounts_stated(stated: pd.DataFrame, *, locale: Locale) -> Table:
    """List the amounts that officials and the press name for one country.

    Args:
        stated: as ``analysis.country_money.amounts_stated`` gives it, not empty.

    Raises:
        ExhibitError: no amount is named for the country.
    """
    if stated.empty:
        raise ExhibitError("exhibit amounts-stated: no data to show; choose a country for which amounts are named")
    country = stated.iloc[0]
    say = locale.exhibit("amounts-stated", f"amounts-stated-{country['country_iso3'].lower()}")
    return Table(
        **say.head(
            variant={"title": how_many(len(stated)), "notes": ["apart"] if len(stated) > 1 else []},
            country=country[locale.named("label")],
            count=len(stated),
            carsi=int(stated["relation"].isin(("carsi_only", "carsi_part")).sum()),
            millions=millions(stated, NOMINAL, locale),
        ),
        data=_described(stated, locale).assign(
            scope=stated[locale.named("scope")], account=stated[locale.named("code")]
        ),
        columns=say.columns("period", "scope", "account", "stage", say.column("amount", figure=True), "source"),
        evidence=stated,
    )


def related_money(related: pd.DataFrame, *, locale: Locale) -> Table:
    """List the money beside CARSI, and the totals that contain it.

    Args:
        related: as ``analysis.funding.related_figures`` gives it.
    """
    say = locale.exhibit("related-money")
    outside = int((related["relation"] == "outside").sum())
    return Table(
        **say.head(
            count=len(related),
            outside=outside,
            inside=len(related) - outside,
            millions=millions(related, NOMINAL, locale),
        ),
        data=_described(related, locale).assign(item=related[locale.named("item")]),
        columns=say.columns("item", "period", "stage", say.column("amount", figure=True), "source"),
        evidence=related,
    )


def cumulative_counts(counts: pd.DataFrame, *, locale: Locale) -> Table:
    """Set together what officials and contractors counted since the start, with what each covers.

    Args:
        counts: as ``analysis.over_time.cumulative_counts`` gives it.
    """
    say = locale.exhibit("cumulative-counts")
    covered = counts[locale.named("scope")] + " · " + counts[locale.named("code")]
    noted = counts.rename(columns={"note": "note_en"})
    lowest, highest = locale.money_pair(counts["amount_usd"].min(), counts["amount_usd"].max())
    return Table(
        **say.head(
            count=locale.in_words(len(counts)),
            lowest=lowest,
            highest=qualified(counts.loc[counts["amount_usd"].idxmax()], highest, locale),
            millions=millions(counts, NOMINAL, locale),
        ),
        data=_described(counts, locale).assign(covers=covered, note=noted[locale.named("note")]),
        columns=say.columns("period", say.column("amount", figure=True), "covers", "note", "source"),
        evidence=counts,
    )


def funding_shares(ratios: pd.DataFrame, *, locale: Locale) -> Table:
    """List the shares of the money: how far it got, what was left, what was moved elsewhere.

    Args:
        ratios: as ``analysis.funding.ratios`` gives it.
    """
    say = locale.exhibit("funding-shares")
    return Table(
        **say.head(count=locale.in_words(len(ratios))),
        data=ratios.assign(
            what=ratios[locale.named("label")],
            period=[fiscal_span(row, locale) for row in ratios.itertuples()],
            percent=[qualified(row, locale.percent(row.ratio), locale) for row in ratios.itertuples()],
            basis_name=[say(f"labels.{basis}") for basis in ratios["basis"]],
            source=ratios[locale.named("source_label")],
        ),
        columns=say.columns("what", "period", say.column("percent", figure=True), "basis_name", "source"),
        evidence=ratios,
    )


def set_asides(parts: pd.DataFrame, *, locale: Locale) -> Table:
    """List what acts and their statements set aside of CARSI for a country or a purpose.

    Args:
        parts: as ``analysis.country_money.set_aside`` gives it.
    """
    say = locale.exhibit("set-asides")
    place, purpose = parts[locale.named("place")], parts[locale.named("purpose")]
    told = place.fillna(say("labels.region")) + (", " + purpose).fillna("")
    per_place = parts[place.notna()].groupby(locale.named("place"))["amount_usd"].max()
    return Table(
        **say.head(
            count=len(parts),
            places=locale.in_words(per_place.size),
            most=str(per_place.idxmax()),
            largest=locale.money(per_place.max()),
            millions=millions(parts, NOMINAL, locale),
        ),
        data=_described(parts, locale).assign(what=told, account=parts[locale.named("code")]),
        columns=say.columns("what", "period", "account", say.column("amount", figure=True), "source"),
        evidence=parts,
        grouped=True,
    )


def set_asides_by_country(parts: pd.DataFrame, by_year: pd.DataFrame, *, locale: Locale) -> Table:
    """Show what was set aside for each country year by year, in all and for what; all countries together at the foot.

    Args:
        parts: as ``analysis.country_money.set_aside_by_country`` gives it.
        by_year: as ``analysis.country_money.set_aside_by_year`` gives it, of the same parts.
    """
    say = locale.exhibit("set-asides-by-country")
    place, purpose = locale.named("place"), locale.named("purpose")
    most, unit = parts.iloc[0], millions(parts, NOMINAL, locale)
    sums = _all_places(by_year, ["start_fiscal_year"], place, say("labels.all"))
    whole = _all_places(parts, [], place, say("labels.all"))
    cells = pd.concat([by_year, sums], ignore_index=True)
    rows = pd.concat([parts, whole], ignore_index=True).rename(columns={place: "country"})
    years = sorted(int(year) for year in by_year["start_fiscal_year"].unique())
    columns = []
    for year in years:
        own = rows["country"].map(cells[cells["start_fiscal_year"] == year].set_index(place)["amount_usd"])
        bounds = rows["country"].map(cells[cells["start_fiscal_year"] == year].set_index(place)["qualifier"])
        rows[f"usd_{year}"], rows[str(year)] = own / 1e6, _bounded(own, bounds, locale)
        number = Column(f"usd_{year}", locale.fiscal_year(year), 1, unit)
        columns.append(Column(str(year), locale.fiscal_year(year), figure=True, parts=(number,)))
    rows["amount"] = _bounded(rows["amount_usd"], rows["qualifier"], locale)
    told = [
        say("labels.for", country=row[place], purposes=locale.items([one or say("labels.no_purpose") for one in said]))
        for (_, row), said in zip(parts.iterrows(), parts[purpose], strict=True)
    ]
    return Table(
        **say.head(
            country=most[place],
            amount=qualified(most, locale.money(most["amount_usd"]), locale),
            millions=unit,
            told="; ".join(told),
        ),
        data=rows,
        columns=say.columns("country", *columns, say.column("amount", figure=True)),
        evidence=parts,
    )


def _all_places(amounts: pd.DataFrame, by: list[str], place: str, name: str) -> pd.DataFrame:
    """Add the amounts of all places up; a sum is at least that much where one of its parts is."""
    groups = amounts.assign(**{place: name}).groupby([place, *by])
    sums = groups["amount_usd"].sum().to_frame()
    at_least = groups["qualifier"].agg(lambda said: said.eq("at_least").any())
    return sums.assign(qualifier=at_least.map({True: "at_least", False: None})).reset_index()


def _bounded(amounts: pd.Series, bounds: pd.Series, locale: Locale) -> list[str | None]:
    """Write amounts in millions with the reservation of each; a gap stays one."""
    return [
        None if pd.isna(amount) else signed(SimpleNamespace(qualifier=bound), locale.fixed(amount / 1e6, 1))
        for amount, bound in zip(amounts, bounds, strict=True)
    ]


def money_gaps(known: pd.DataFrame, *, locale: Locale) -> Table:
    """Say for each stage which fiscal years of CARSI's money no source gives, in all, by account and by country.

    Args:
        known: as ``analysis.money_known.known`` gives it.
    """
    say = locale.exhibit("money-gaps")
    whole = (int(known["fiscal_year"].min()), int(known["fiscal_year"].max()))
    names = known.drop_duplicates("measure_id").set_index("measure_id")[locale.named("measure")]
    gaps = {
        stage: {detail: as_spans(years_without(known, stage, detail)) for detail in DETAILS}
        for stage in STAGES
        if stage in names.index
    }

    def written(spans: list[tuple[int, int]]) -> str:
        if not spans or spans == [whole]:
            return say("labels.all" if spans else "labels.none")
        return locale.items([locale.years(*span) for span in spans])

    return Table(
        **say.head(
            without=sum(spans["country"] == [whole] for spans in gaps.values()),
            count=len(names),
            years=locale.fiscal_years(*whole),
        ),
        data=pd.DataFrame(
            [
                {"stage": names[stage], **{detail: written(own) for detail, own in spans.items()}}
                for stage, spans in gaps.items()
            ]
        ),
        columns=say.columns("stage", "total", "account", "country"),
        evidence=known[known["held"] != "none"],
    )


def _described(rows: pd.DataFrame, locale: Locale) -> pd.DataFrame:
    """Add stage, period, amount with the source's own reservation, date and source as readers see them."""
    amounts = [locale.number(amount / 1e6, 3 if amount < 1e7 else 1) for amount in rows["amount_usd"]]
    return rows.assign(
        stage=rows[locale.named("measure")],
        period=[fiscal_span(row, locale) for row in rows.itertuples()],
        amount=[qualified(row, text, locale) for row, text in zip(rows.itertuples(), amounts, strict=True)],
        dated=rows["as_of"].map(locale.partial_date, na_action="ignore"),
        source=rows[locale.named("source_label")],
    )
