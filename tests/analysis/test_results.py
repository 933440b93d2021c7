import pandas as pd

from carsi_analysis.analysis import results
from carsi_analysis.data import load


def effects() -> pd.DataFrame:
    package = load()
    return results.effects(package.evaluations, package.evaluation_results, package.units, package.caveats)


def test_sample_sizes_are_no_effects():
    assert 29000 not in effects()["value"].tolist()
    assert len(effects()) == (load().evaluation_results["kind"] == "effect").sum()


def test_a_result_rests_on_its_study_too_and_carries_its_cautions():
    murders = effects().set_index("result_id").loc["lapop-murders"]
    assert {"evaluation_results/lapop-murders", "evaluations/lapop-2014"} <= set(murders["rows"])
    assert "not police data" in murders["caution_en"]
    assert "policiales" in murders["caution_es"]


def test_an_answer_follows_the_study_it_answers():
    listed = results.studies(load().evaluations)["evaluation_id"].tolist()
    assert listed.index("cepr-2016") == listed.index("lapop-2014") + 1


def test_critics_are_found_by_what_they_answer():
    critics = results.critics_of(results.studies(load().evaluations), "lapop-2014")
    assert "cepr-2016" in critics["evaluation_id"].tolist()
    assert results.critics_of(results.studies(load().evaluations), "gao-13-771").empty


def test_every_activity_is_listed_once():
    package = load()
    outputs = results.outputs(package.programmes, package.funding_areas, package.countries, package.units)
    assert sorted(outputs["programme_id"]) == sorted(package.programmes["programme_id"])


def test_a_study_told_elsewhere_goes_with_the_dispute_over_it():
    listed = results.studies(load().evaluations)
    rest = results.apart_from(listed, results.COMMUNITY_STUDY)
    assert not {"lapop-2014", "cepr-2016", "cepr-2017", "lapop-response-2016"} & set(rest["evaluation_id"])
    assert len(rest) == len(listed) - 4


def test_samples_are_sizes_and_no_effects():
    found = results.samples(load().evaluation_results, results.COMMUNITY_STUDY).set_index("result_id")["value"]
    assert found["lapop-neighborhoods"] == 127
    assert "lapop-murders" not in found.index


def test_every_study_stands_once_on_the_map_and_every_kind_of_aid_has_a_row():
    package = load()
    listed = results.studies(package.evaluations)
    kinds = results.by_kind_of_aid(package.evaluations, package.funding_areas)
    placed = results.evidence_map(listed, kinds)
    assert sorted(placed["evaluation_id"].dropna()) == sorted(package.evaluations["evaluation_id"])
    assert placed["area_id"].dropna().drop_duplicates().tolist() == kinds["area_id"].tolist()
    assert placed["area_id"].isna().tolist() == sorted(placed["area_id"].isna())
    bare = placed[placed["evaluation_id"].isna()]
    assert set(bare["area_id"]) == set(kinds.loc[kinds["studies"] == 0, "area_id"])
    assert all(rows == (f"funding_areas/{area}",) for area, rows in zip(bare["area_id"], bare["rows"], strict=True))
    order = {design: place for place, design in enumerate(results.DESIGNS)}
    for _, own in placed.dropna(subset="design").groupby("area_id", dropna=False):
        assert own["design"].map(order).is_monotonic_increasing


def test_an_audit_that_criticizes_is_no_adverse_finding_of_an_effect():
    package = load()
    listed = results.studies(package.evaluations)
    placed = results.evidence_map(listed, results.by_kind_of_aid(package.evaluations, package.funding_areas))
    assert placed.loc[placed["reading"] == "critical", "design"].ne("audit").all()
    faulted = placed[placed["reading"] == "faulted"]
    assert len(faulted) > 5 and set(faulted["design"]) == {"audit"}


def test_audits_are_told_apart_by_their_design():
    listed = results.studies(load().evaluations)
    audits = results.audits(listed)
    assert set(audits["design"]) == {"audit"} and len(audits) == listed["design"].eq("audit").sum()
    assert audits["brief_en"].notna().all() and audits["brief_es"].notna().all()
