"""What evaluations found, study by study, with those who dispute it. Effects of different studies are never pooled."""

import pandas as pd

from carsi_analysis.analysis.names import IN_DATA
from carsi_analysis.analysis.provenance import union, with_provenance

COMMUNITY_STUDY = "lapop-2014"
"""The evaluation of community prevention, the only one with a comparison group that measured crime."""

REPORTED_CRIMES = ("lapop-extortion", "lapop-murders", "lapop-drug-sales", "lapop-robberies")
"""Of its results, what residents reported of crimes."""

SURVEY_REPORTS = "percent_vs_expected"
"""Unit of effects on what residents report in a survey, against the level expected without the programme."""


def effects(
    evaluations: pd.DataFrame, evaluation_results: pd.DataFrame, units: pd.DataFrame, caveats: pd.DataFrame
) -> pd.DataFrame:
    """List the effects that evaluations report.

    Args:
        evaluations, evaluation_results, units, caveats: the tables of these names.

    Returns:
        One row an effect: ``result_id``, ``evaluation_id``, ``study_en/es``, ``start_year``, ``design_en/es``,
        ``outcome_en/es``, ``value``, ``std_error`` (missing where none is printed), ``unit_id``, ``unit_en/es``,
        ``headline``, ``caution_en/es`` (what belongs to the study wherever it is shown; may be empty), provenance of
        the result and its study.
    """
    found = with_provenance(evaluation_results[evaluation_results["kind"] == "effect"])
    studies = with_provenance(evaluations).rename(columns={"label_en": "study_en", "label_es": "study_es"})
    texts = caveats.set_index("caveat_id")
    for language in IN_DATA:
        studies[f"caution_{language}"] = [
            " ".join(texts.loc[key, f"text_{language}"] for key in keys.split(";") if key)
            for keys in studies["caveats"].fillna("")
        ]
    wanted = ["evaluation_id", "study_en", "study_es", "start_year", "design_en", "design_es"]
    wanted += ["caution_en", "caution_es"]
    frame = found.merge(studies[[*wanted, "sources", "rows"]], on="evaluation_id", suffixes=("", "_study"))
    named = units[["unit_id", "label_en", "label_es"]].rename(columns={"label_en": "unit_en", "label_es": "unit_es"})
    frame = frame.merge(named, on="unit_id", validate="m:1")
    for column in ("sources", "rows"):
        frame[column] = [union(pair) for pair in zip(frame[column], frame[f"{column}_study"], strict=True)]
    columns = ["result_id", *wanted, "outcome_en", "outcome_es", "value", "std_error", "unit_id", "unit_en", "unit_es"]
    return frame[[*columns, "headline", "sources", "rows"]].sort_values(
        ["evaluation_id", "unit_id", "value"], ignore_index=True
    )


def samples(evaluation_results: pd.DataFrame, evaluation_id: str) -> pd.DataFrame:
    """Take the sizes of one study's samples: ``result_id``, ``value``, ``unit_id``, ``qualifier``, provenance."""
    kept = evaluation_results[
        (evaluation_results["evaluation_id"] == evaluation_id) & (evaluation_results["kind"] == "sample")
    ]
    return with_provenance(kept)[["result_id", "value", "unit_id", "qualifier", "sources", "rows"]]


def studies(evaluations: pd.DataFrame) -> pd.DataFrame:
    """List the evaluations, each followed by those that answer it.

    Returns:
        The columns of the table ``evaluations``, with ``answers_en/es`` (the study it answers; missing for most) and
        provenance, in the order of their years; a study without a year last.
    """
    frame = with_provenance(evaluations)
    names = evaluations.set_index("evaluation_id")[["label_en", "label_es"]]
    for language in IN_DATA:
        frame[f"answers_{language}"] = frame["answers_evaluation_id"].map(names[f"label_{language}"])
    years = frame.set_index("evaluation_id")["start_year"]
    first = frame["answers_evaluation_id"].fillna(frame["evaluation_id"])
    frame["_year"] = first.map(years)
    frame["_own"] = frame["start_year"]
    ordered = frame.assign(_first=first).sort_values(["_year", "_first", "_own"], na_position="last")
    return ordered.drop(columns=["_year", "_first", "_own"]).reset_index(drop=True)


DESIGNS = ("trial", "comparison", "before_after", "audit", "self_report", "reply", "unstated")
"""Kinds of design, those that can tell most of an effect first."""


def by_design(listed: pd.DataFrame) -> pd.DataFrame:
    """Order studies by the kind of their design, as ``DESIGNS`` does; those of one kind stay in their order.

    Args:
        listed: as ``studies`` gives it.
    """
    return listed.sort_values("design", key=lambda kinds: kinds.map(DESIGNS.index), kind="stable", ignore_index=True)


def apart_from(listed: pd.DataFrame, evaluation_id: str) -> pd.DataFrame:
    """Leave out one study, and the papers that were written against another or for it.

    Args:
        listed: as ``studies`` gives it.
        evaluation_id: the study that is told elsewhere, with the dispute over it.
    """
    told = (listed["evaluation_id"] == evaluation_id) | (listed["design"] == "reply")
    return listed[~told].reset_index(drop=True)


def audits(listed: pd.DataFrame) -> pd.DataFrame:
    """Keep the audits and reviews, which say how a program was run and measure no effect.

    Args:
        listed: as ``studies`` gives it.
    """
    return listed[listed["design"] == "audit"].reset_index(drop=True)


def critics_of(listed: pd.DataFrame, evaluation_id: str) -> pd.DataFrame:
    """List the studies that dispute one study, with their findings and provenance; empty where none does.

    Args:
        listed: as ``studies`` gives it.
        evaluation_id: the study that they dispute.
    """
    return listed[listed["answers_evaluation_id"] == evaluation_id].reset_index(drop=True)


def outputs(
    programmes: pd.DataFrame, funding_areas: pd.DataFrame, countries: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """List what was done with the money: activities, and the scattered counts of what they produced.

    Args:
        programmes, funding_areas, countries, units: the tables of these names.

    Returns:
        One row an activity: the columns of ``programmes``, ``group_en/es`` (the editorial's funding area, by
        judgement), ``country_en/es``, ``unit_en/es``, provenance; by area and country.
    """
    areas = funding_areas[["area_id", "label_en", "label_es", "sort_order"]].rename(
        columns={"label_en": "group_en", "label_es": "group_es", "sort_order": "area_order"}
    )
    places = countries[["country_iso3", "label_en", "label_es", "sort_order"]].rename(
        columns={"label_en": "country_en", "label_es": "country_es", "sort_order": "country_order"}
    )
    named = units[["unit_id", "label_en", "label_es"]].rename(columns={"label_en": "unit_en", "label_es": "unit_es"})
    frame = with_provenance(programmes).merge(areas, on="area_id", validate="m:1")
    frame = frame.merge(places, on="country_iso3", validate="m:1").merge(named, on="unit_id", how="left")
    ordered = frame.sort_values(["area_order", "country_order", "programme_id"], ignore_index=True)
    return ordered.drop(columns=["area_order", "country_order"])


UNREAD = ("pending", "not_read")
"""Verdicts on studies that are still to come, or of which no text could be had."""


READINGS = {
    "positive": "favorable",
    "mixed": "mixed",
    "critical": "critical",
    "adverse": "critical",
    "disputes": "reply",
    "defends": "reply",
    "pending": "unread",
    "not_read": "unread",
}
"""How a map of studies reads their verdicts."""


def evidence_map(listed: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Place each study by the kind of aid that it speaks to, by its design and by our reading of it.

    Args:
        listed: as ``studies`` gives it.
        kinds: as ``by_kind_of_aid`` gives it.

    Returns:
        One row a study, and one for each kind of aid without any: ``area_id`` and ``kind_en/es`` (missing for a study
        of several kinds of aid or of all), ``evaluation_id``, ``study_en/es``, ``start_year``, ``design`` (missing for
        a kind without a study) and ``reading`` (``favorable``, ``mixed``, ``critical``, ``faulted`` where an audit
        criticizes how a program was run, which says nothing of its effect, ``reply``, ``unread``), provenance of the
        study, or of the kind. The kinds stand in their order, studies of several last; in a kind the
        designs that can tell most of an effect stand first.
    """
    names = {f"label_{language}": f"kind_{language}" for language in IN_DATA}
    named = kinds[["area_id", *names]].rename(columns=names)
    own = listed.rename(columns={f"label_{language}": f"study_{language}" for language in IN_DATA})
    readings = own["verdict"].map(READINGS)
    audited = own["design"].eq("audit") & readings.eq("critical")
    own = own.assign(reading=readings.mask(audited, "faulted")).merge(named, on="area_id", how="left", validate="m:1")
    empty = kinds[kinds["studies"].eq(0)].rename(columns=names)
    columns = ["area_id", *names.values(), "evaluation_id", "study_en", "study_es", "start_year", "design", "reading"]
    columns += ["sources", "rows"]
    frame = pd.concat([own[columns], empty.reindex(columns=columns)], ignore_index=True)
    places = dict(zip(kinds["area_id"], range(len(kinds)), strict=True))
    order = {reading: place for place, reading in enumerate([*dict.fromkeys(READINGS.values()), "faulted"])}
    frame = frame.assign(
        _kind=frame["area_id"].map(places).fillna(len(kinds)),
        _design=frame["design"].map({design: place for place, design in enumerate(DESIGNS)}),
        _reading=frame["reading"].map(order),
    )
    frame = frame.sort_values(["_kind", "_design", "_reading"], kind="stable", ignore_index=True)
    return frame.drop(columns=["_kind", "_design", "_reading"])


def by_kind_of_aid(evaluations: pd.DataFrame, funding_areas: pd.DataFrame) -> pd.DataFrame:
    """Say for each kind of aid how many studies were found of it, and what would show an effect.

    Args:
        evaluations, funding_areas: the tables of these names.

    Returns:
        One row a kind of aid, those with most studies first, else in the editorial's order: ``area_id``,
        ``label_en/es``, ``evidence_en/es``, ``studies`` (how many speak to it), provenance of the kind.
    """
    frame = with_provenance(funding_areas).sort_values("sort_order", ignore_index=True)
    frame["studies"] = frame["area_id"].map(evaluations["area_id"].value_counts()).fillna(0).astype(int)
    columns = ["area_id", "label_en", "label_es", "evidence_en", "evidence_es", "studies"]
    ordered = frame.sort_values("studies", ascending=False, kind="stable", ignore_index=True)
    return ordered[[*columns, "sources", "rows"]]


def kinds_counted(kinds: pd.DataFrame, funding_areas: pd.DataFrame) -> pd.DataFrame:
    """Count the kinds of aid, and those of which no study was found.

    Args:
        kinds: as ``by_kind_of_aid`` gives it.
        funding_areas: the table, which says what the kinds are.

    Returns:
        One row: ``kinds`` and ``unexamined`` (counts), provenance of the kinds.
    """
    listed = with_provenance(funding_areas)
    told = {"kinds": [len(kinds)], "unexamined": [int(kinds["studies"].eq(0).sum())]}
    return pd.DataFrame(told | {name: [union(listed[name])] for name in ("sources", "rows")})
