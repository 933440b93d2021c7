"""Tables of money beyond the accounts: stages, official obligations, a country's amounts, related money, gaps."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.money_known import DETAILS, STAGES, as_spans, years_without
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import fiscal_span, millions, qualified, suffix


def obligations_by_period(
    periods: pd.DataFrame, per_head: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Table:
    """Set each recipient's obligations by period beside what they come to for a resident and year.

    Args:
        periods: as ``analysis.obligations.by_country_and_period`` gives it.
        per_head: as ``analysis.obligations.by_country`` gives it, for all years of the periods.
        locale: the language.
        dollars: the price level of the amounts.
    """
    label = f"label_{locale.language}"
    spans = periods[["start_fiscal_year", "end_fiscal_year"]].drop_duplicates().sort_values("start_fiscal_year")
    heads = {int(row.start_fiscal_year): fiscal_span(row, locale) for row in spans.itertuples()}
    wide = periods.pivot(index="country_iso3", columns="start_fiscal_year", values="amount_usd") / 1e6
    names = periods.drop_duplicates("country_iso3").set_index("country_iso3").sort_values("sort_order")
    wide = wide.reindex(names.index)
    people = per_head.set_index("country_iso3")["per_head_usd"].reindex(names.index)
    data = wide.assign(recipient=names[label], total=wide.sum(axis=1, min_count=1), head=people)
    seven = data[names["kind"] == "country"]
    both = {**data.drop(columns=["recipient", "head"]).sum().to_dict(), "head": None}
    data = pd.concat([data, pd.DataFrame([{**both, "recipient": locale(en="All", es="Todos")}])], ignore_index=True)
    data.columns = [str(column) for column in data.columns]
    most = seven["total"].idxmax()
    return Table(
        exhibit_id=f"obligations-by-period{suffix(dollars)}",
        locale=locale,
        title=locale(
            en=f"{names.loc[most, label]} was obligated most, {locale.money(seven.loc[most, 'total'] * 1e6)}; "
            f"{names.loc[people.idxmax(), label]} most for each resident",
            es=f"{names.loc[most, label]} recibió más compromisos, {locale.money(seven.loc[most, 'total'] * 1e6)}; "
            f"{names.loc[people.idxmax(), label]}, más por habitante",
        ),
        measure=locale(
            en="US obligations for every purpose by recipient and period",
            es="Compromisos de Estados Unidos para todo fin por receptor y período",
        ),
        unit=millions(periods, dollars, locale),
        data=data,
        columns=(
            Column("recipient", locale(en="Recipient", es="Receptor")),
            *(Column(str(start), head, 1) for start, head in heads.items()),
            Column("total", locale(en="Sum", es="Suma"), 1),
            Column("head", locale(en="Dollars a resident and year", es="Dólares por habitante y año"), 2),
        ),
        evidence=pd.concat([periods, per_head]),
        notes=(
            locale(
                en="All US assistance, not CARSI alone. Obligations are dated by the year in which they were signed.",
                es="Toda la asistencia de Estados Unidos, no solo la CARSI. Los compromisos llevan el año en que se "
                "firmaron.",
            ),
        ),
    )


def stages_printed(stages: pd.DataFrame, *, locale: Locale) -> Table:
    """List what sources print for CARSI as a whole, stage by stage.

    Args:
        stages: as ``analysis.funding.stages_printed`` gives it.
        locale: the language.
    """
    language = locale.language
    count = stages["measure_id"].nunique()
    return Table(
        exhibit_id="stages-printed",
        locale=locale,
        title=locale(
            en=f"{len(stages)} printed figures of CARSI at {count} stages, which must not be added",
            es=f"{len(stages)} cifras publicadas de la CARSI en {count} etapas, que no deben sumarse",
        ),
        measure=locale(
            en="Amounts of CARSI as a whole by stage, period and source",
            es="Montos de la CARSI en su conjunto por etapa, período y fuente",
        ),
        unit=millions(stages, NOMINAL, locale),
        data=_described(stages, locale).assign(stage=stages[f"measure_{language}"]),
        columns=(
            Column("stage", locale(en="Stage", es="Etapa")),
            Column("period", locale(en="Fiscal years", es="Años fiscales")),
            Column("amount", locale(en="Amount", es="Monto"), figure=True),
            Column("dated", locale(en="As of", es="Con fecha de")),
            Column("source", locale(en="Source", es="Fuente")),
        ),
        evidence=stages,
        row_headers=2,
        grouped=True,
    )


def amounts_stated(stated: pd.DataFrame, *, locale: Locale) -> Table:
    """List the amounts that officials and the press name for one country.

    Args:
        stated: as ``analysis.country_money.amounts_stated`` gives it, not empty.
        locale: the language.
    """
    language = locale.language
    country = str(stated[f"label_{language}"].iloc[0]) if len(stated) else ""
    carsi = stated["relation"].isin(("carsi_only", "carsi_part"))
    code = str(stated["country_iso3"].iloc[0]).lower() if len(stated) else "none"
    return Table(
        exhibit_id=f"amounts-stated-{code}",
        locale=locale,
        title=locale(
            en=f"{country}: {len(stated)} amounts named, {int(carsi.sum())} of them CARSI alone"
            if len(stated) > 1
            else f"{country}: one amount named",
            es=f"{country}: {len(stated)} montos nombrados, {int(carsi.sum())} de ellos solo de la CARSI"
            if len(stated) > 1
            else f"{country}: un monto nombrado",
        ),
        measure=locale(en="Amounts that officials and the press name", es="Montos que nombran funcionarios y prensa"),
        unit=millions(stated, NOMINAL, locale),
        data=_described(stated, locale).assign(
            stage=stated[f"measure_{language}"], scope=stated[f"scope_{language}"], account=stated[f"code_{language}"]
        ),
        columns=(
            Column("period", locale(en="Fiscal years", es="Años fiscales")),
            Column("scope", locale(en="Money counted", es="Dinero que se cuenta")),
            Column("account", locale(en="Account", es="Cuenta")),
            Column("stage", locale(en="Stage", es="Etapa")),
            Column("amount", locale(en="Amount", es="Monto"), figure=True),
            Column("source", locale(en="Source", es="Fuente")),
        ),
        evidence=stated,
        notes=(
            locale(
                en="They count different things over different years and must not be added or chained.",
                es="Se refieren a cosas distintas en años distintos y no deben sumarse ni encadenarse.",
            ),
        )
        if len(stated) > 1
        else (),
    )


def related_money(related: pd.DataFrame, *, locale: Locale) -> Table:
    """List the money beside CARSI, and the totals that contain it.

    Args:
        related: as ``analysis.funding.related_figures`` gives it.
        locale: the language.
    """
    language = locale.language
    outside = int((related["relation"] == "outside").sum())
    return Table(
        exhibit_id="related-money",
        locale=locale,
        title=locale(
            en=f"{len(related)} figures of related money: {outside} outside CARSI, {len(related) - outside} that "
            "contain it",
            es=f"{len(related)} cifras de dinero relacionado: {outside} ajenas a la CARSI, {len(related) - outside} "
            "que la "
            "contienen",
        ),
        measure=locale(
            en="Money beside CARSI by period, item and stage",
            es="Dinero junto a la CARSI por período, concepto y etapa",
        ),
        unit=millions(related, NOMINAL, locale),
        data=_described(related, locale).assign(item=related[f"item_{language}"], stage=related[f"measure_{language}"]),
        columns=(
            Column("item", locale(en="Item", es="Concepto")),
            Column("period", locale(en="Fiscal years", es="Años fiscales")),
            Column("stage", locale(en="Stage", es="Etapa")),
            Column("amount", locale(en="Amount", es="Monto"), figure=True),
            Column("source", locale(en="Source", es="Fuente")),
        ),
        evidence=related,
    )


def money_gaps(known: pd.DataFrame, *, locale: Locale) -> Table:
    """Say for each stage which fiscal years of CARSI's money no source gives, in all, by account and by country.

    Args:
        known: as ``analysis.money_known.known`` gives it.
        locale: the language.
    """
    language = locale.language
    first, last = int(known["fiscal_year"].min()), int(known["fiscal_year"].max())
    stages = known.drop_duplicates("measure_id").set_index("measure_id")[f"measure_{language}"]

    def gap(stage: str, detail: str) -> str:
        spans = as_spans(years_without(known, stage, detail))
        if not spans:
            return locale(en="none", es="ninguno")
        if spans == [(first, last)]:
            return locale(en="all", es="todos")
        return locale.items([locale.years(*span) for span in spans])

    data = pd.DataFrame(
        [
            {"stage": stages[stage], **{detail: gap(stage, detail) for detail in DETAILS}}
            for stage in STAGES
            if stage in stages.index
        ]
    )
    without = [stage for stage in stages.index if len(years_without(known, stage, "country")) == last - first + 1]
    return Table(
        exhibit_id="money-gaps",
        locale=locale,
        title=locale(
            en=f"At {len(without)} of {len(stages)} stages nothing that could be read is split by country",
            es=f"En {len(without)} de {len(stages)} etapas, nada de lo que pudo leerse se reparte por país",
        ),
        measure=locale(
            en=f"Fiscal years without any figure of CARSI alone, {locale.fiscal_years(first, last)}",
            es=f"Años fiscales sin cifra alguna propia de la CARSI, {locale.fiscal_years(first, last)}",
        ),
        unit=locale(en="fiscal years", es="años fiscales"),
        data=data,
        columns=(
            Column("stage", locale(en="Stage", es="Etapa")),
            Column("total", locale(en="In all", es="En total")),
            Column("account", locale(en="By account", es="Por cuenta")),
            Column("country", locale(en="By country", es="Por país")),
        ),
        evidence=known[known["held"] != "none"],
        notes=(
            locale(
                en="A year counts as covered where a source gives any figure of it, also a total of several years, a "
                "part or one country: by country only State-run ESF and NADR.",
                es="Un año cuenta como cubierto si alguna fuente da una cifra, aunque sea un total de varios años, "
                "una parte o un solo país: por país, solo ESF del Departamento de Estado y NADR.",
            ),
        ),
    )


def _described(rows: pd.DataFrame, locale: Locale) -> pd.DataFrame:
    """Add period, amount with the source's own reservation, date and source as readers see them."""
    return rows.assign(
        period=[fiscal_span(row, locale) for row in rows.itertuples()],
        amount=[_amount(row, locale) for row in rows.itertuples()],
        dated=[None if pd.isna(date) else locale.partial_date(str(date)) for date in rows["as_of"]],
        source=rows[f"source_label_{locale.language}"],
    )


def _amount(row: Any, locale: Locale) -> str:
    return qualified(row, locale.number(row.amount_usd / 1e6, 3 if row.amount_usd < 1e7 else 1), locale)
