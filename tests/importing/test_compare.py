"""Added, revised, vanished, confirmed; and files that may not be compared."""

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import BANK_PLACES, held, write_csv


def changes(review):
    return {(each.kind, each.country, each.year): (each.old, each.new) for each in review.changes}


def test_a_file_that_says_what_is_held_changes_nothing(reviewed, bank_file, package):
    review = reviewed("worldbank", bank_file(), release="2025-10-07")
    assert review.changes == [] and not review.renews and review.contents == {}
    assert review.confirmed == {"hom_rate_wdi": len(held(package, "hom_rate_wdi"))}


def test_added_revised_and_vanished_values_are_told_apart(reviewed, bank_file, package):
    values = held(package, "hom_rate_wdi")
    new = {("SLV", 2023): "2.4", ("HND", 2022): "36.5", ("CRI", 2001): None}
    review = reviewed("worldbank", bank_file(new))
    assert changes(review) == {
        ("added", "SLV", 2023): ("", "2.4"),
        ("revised", "HND", 2022): (values["HND", 2022], "36.5"),
        ("vanished", "CRI", 2001): (values["CRI", 2001], ""),
    }
    (revised,) = review.of_kind("revised")
    assert revised.percent == pytest.approx((36.5 / float(values["HND", 2022]) - 1) * 100)


def test_more_digits_of_the_same_number_are_no_revision(reviewed, bank_file, package):
    value = held(package, "hom_rate_wdi")["HND", 2022]
    assert changes(reviewed("worldbank", bank_file({("HND", 2022): value + "049"}))) == {}
    moved = changes(reviewed("worldbank", bank_file({("HND", 2022): value + "6"})))
    assert list(moved) == [("revised", "HND", 2022)]


def test_a_zero_and_a_missing_value_are_not_the_same(reviewed, bank_file):
    review = reviewed("worldbank", bank_file({("BLZ", 2022): "0", ("BLZ", 2021): ".."}))
    assert {key[0] for key in changes(review)} == {"revised", "vanished"}
    (revised,) = review.of_kind("revised")
    assert (revised.new, revised.percent) == ("0", -100)


@pytest.fixture
def people_file(tmp_path, package):
    """``people_file({(country, year): persons})``: the Bank's population as held, changed as told."""

    def make(new):
        frame = package.population[package.population["basis"] == "seen"]
        held_now = {(each.country_iso3, each.year): each.persons for each in frame.itertuples()}
        rows = [[country, "SP.POP.TOTL", year, value] for (country, year), value in (held_now | new).items() if value]
        return write_csv(tmp_path / "people.csv", [["Country Code", "Indicator Code", "Year", "Value"], *rows])

    return make


def test_countries_and_years_beyond_the_series_are_left_aside(reviewed, bank_file):
    review = reviewed("worldbank", bank_file({("BLZ", 1999): "12.3"}))
    assert review.changes == []
    assert review.incoming.left_aside["years before the series begins"] == 1
    assert review.incoming.left_aside["countries that the series does not have"] == 2 * 28


def test_another_unit_is_refused(reviewed, bank_file, package):
    ten = {key: str(float(value) * 10) for key, value in held(package, "hom_rate_wdi").items()}
    with pytest.raises(
        ImportRefused, match="typically 10 times those held; expected about the same values: the unit may"
    ):
        reviewed("worldbank", bank_file(ten))


def test_a_file_that_ends_early_is_refused_and_taken_as_an_extract_when_told(reviewed, bank_file, package):
    early = {key: None for key in held(package, "hom_rate_wdi") if key[1] > 2018}
    with pytest.raises(
        ImportRefused, match=r"\d+ of the \d+ values .*hom_rate_wdi.*it ends in 2018, the package in 2023"
    ):
        reviewed("worldbank", bank_file(early))
    assert reviewed("worldbank", bank_file(early), partial=True).changes == []


def test_a_country_that_is_missing_is_refused(reviewed, tmp_path, package):
    rows = [["Country Name", "Country Code", "Indicator Code", "Year", "Value"]]
    for (code, year), value in held(package, "hom_rate_wdi").items():
        name = "El Salvadore" if code == "SLV" else BANK_PLACES[code]
        rows.append([name, "XSV" if code == "SLV" else code, "VC.IHR.PSRC.P5", year, value])
    said = "no value of hom_rate_wdi for SLV, where the package holds 23; expected .* perhaps 'El Salvadore'"
    with pytest.raises(ImportRefused, match=said):
        reviewed("worldbank", write_csv(tmp_path / "long.csv", rows))


def test_a_key_that_comes_twice_is_refused_even_with_one_value(reviewed, tmp_path):
    rows = [["Country Code", "Indicator Code", "Year", "Value"], *[["PAN", "VC.IHR.PSRC.P5", 2023, 12]] * 2]
    with pytest.raises(ImportRefused, match="hom_rate_wdi PAN 2023 main stands twice, on line 2 and on line 3"):
        reviewed("worldbank", write_csv(tmp_path / "long.csv", rows), partial=True)


def test_a_value_corrected_on_judgement_is_not_overwritten(reviewed, tmp_path, folder):
    path = folder / "corrections.csv"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("world-bank-panama-2023,"))
    path.write_text(text.replace(line, line.replace("kept_suspect", "corrected")), encoding="utf-8")
    rows = [["Country Code", "Indicator Code", "Year", "Value"], ["PAN", "VC.IHR.PSRC.P5", 2023, 12.5]]
    review = reviewed("worldbank", write_csv(tmp_path / "long.csv", rows), partial=True, release="2027-01-01")
    assert review.changes == [] and not review.renews
    assert [(each.row_id, each.new) for each in review.kept] == [("observations/hom_rate_wdi/PAN/2023/main", "12.5")]


def test_values_of_another_publisher_stay(folder, reviewed, tmp_path):
    rows = [["Nation", "When", "Score"], ["Guatemala", 2025, "99"]]
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'indicator = "ti_cpi"\nunit = "cpi_score"\n[source]\nid = "ti-cpi-hist"\ntitle = "x"\npublisher = "x"\n'
        'licence = "x"\nlabel_en = "x"\nlabel_es = "x"\n[columns]\ncountry = "Nation"\nyear = "When"\nvalue = "Score"\n'
    )
    from carsi_analysis.importing.incoming import Request
    from carsi_analysis.importing.publishers import IMPORTERS
    from carsi_analysis.importing.review import review

    folder = tmp_path / "data"
    request = Request(write_csv(tmp_path / "t.csv", rows), folder, release="2027-01-01", mapping=mapping)
    result = review(request.package, IMPORTERS["table"].read(request), partial=True)
    assert result.changes == [] and [each.new for each in result.foreign] == ["99"]


@pytest.mark.parametrize("countries", [["GTM"], ["BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV"]])
def test_the_sum_of_the_region_goes_with_a_country_and_is_told(reviewed, people_file, package, countries):
    review = reviewed("worldbank", people_file({(country, 2023): None for country in countries}), release="2027-02-14")
    region = package.row("population/CA7/2023")
    (followed,) = [each for each in review.of_kind("follows") if each.table == "population"]
    assert (followed.row_id, followed.old, followed.new) == ("population/CA7/2023", str(region["persons"]), "")
    assert b"CA7,2023," not in review.contents["population.csv"]


def test_a_fraction_of_a_person_is_refused(reviewed, people_file):
    with pytest.raises(ImportRefused, match=r"population BLZ 2023 is 320245.5, on line \d+; expected a whole number"):
        reviewed("worldbank", people_file({("BLZ", 2023): "320245.5"}), release="2027-02-14")
