"""The clause on what most countries did: grammatical for any number of indicators, in both languages."""

import pandas as pd
import pytest

from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.turns import turned

KNOWN = {
    "homicide": ("homicide", "homicidios"),
    "cocaine": ("cocaine", "cocaína"),
    "corruption": ("corruption", "corrupción"),
}
SCORED = {"cocaine", "corruption", "courts"}
"""What experts score: the score moves, and a sentence calls it one."""


def board(**verdicts: str) -> pd.DataFrame:
    """One row an indicator and country, as the scoreboard has it; names without a harm are read as ratings."""
    rows = [
        {
            "indicator_id": name,
            "verdict": verdict,
            "harm_en": KNOWN.get(name, (None, None))[0],
            "harm_es": KNOWN.get(name, (None, None))[1],
            "expert_score": True if name in SCORED else None,
            "short_label_en": f"{name.title()} rating",
            "short_label_es": f"Nivel de {name}",
        }
        for name, verdict in verdicts.items()
    ]
    return pd.DataFrame(rows * 2)


@pytest.mark.parametrize(
    ("verdicts", "english", "spanish"),
    [
        (
            {"homicide": "better", "cocaine": "worse", "corruption": "worse"},
            "homicide fell; expert scores for cocaine and corruption worsened",
            "menos homicidios, pero los expertos califican peor cocaína y corrupción",
        ),
        (
            {"homicide": "better", "cocaine": "mixed"},
            "homicide fell; nothing worsened",
            "menos homicidios; nada empeoró",
        ),
        ({"cocaine": "worse"}, "expert scores for cocaine worsened", "los expertos califican peor cocaína"),
        (
            {"courts": "better", "homicide": "mixed"},
            "expert scores for courts rating improved; nothing worsened",
            "los expertos califican mejor nivel de courts; nada empeoró",
        ),
        (
            {"homicide": "worse", "trafficking": "worse"},
            "homicide grew; trafficking rating worsened",
            "más homicidios; peor nivel de trafficking",
        ),
        (
            {"trafficking": "better", "homicide": "mixed"},
            "trafficking rating improved; nothing worsened",
            "mejor nivel de trafficking; nada",
        ),
        (
            {"homicide": "better", "cocaine": "better", "corruption": "worse"},
            "two of three indicators improved and one worsened",
            "mejora en dos y deterioro en uno de tres indicadores",
        ),
        (
            {"cocaine": "better", "corruption": "worse"},
            "one of two indicators improved and one worsened",
            "mejora en uno y deterioro en uno de dos indicadores",
        ),
        (
            {"homicide": "better", "cocaine": "worse", "corruption": "worse", "courts": "better"},
            "two of four indicators improved and two worsened",
            "mejora en dos y deterioro en dos de cuatro indicadores",
        ),
        (
            {"homicide": "worse", "cocaine": "worse", "corruption": "worse", "courts": "worse", "police": "mixed"},
            "none of five indicators improved and four worsened",
            "mejora en ninguno y deterioro en cuatro de cinco indicadores",
        ),
    ],
)
def test_what_moved_is_named_once_with_its_verb_and_counted_where_it_is_too_much_to_name(verdicts, english, spanish):
    assert turned(board(**verdicts), Locale("en")) == english
    assert turned(board(**verdicts), Locale("es")).startswith(spanish)
