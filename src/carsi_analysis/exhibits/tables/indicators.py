"""The dictionary of indicators: what each measures, in which unit and direction."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Table
from carsi_analysis.exhibits.locale import Locale


def indicator_dictionary(extents: pd.DataFrame, *, locale: Locale, exhibit_id: str = "indicator-dictionary") -> Table:
    """Define each indicator.

    Args:
        extents: as ``analysis.coverage.extent`` gives it, for the indicators to define.
        exhibit_id: names the table, since a report may show it for several families.
    """
    say = locale.exhibit("indicator-dictionary", exhibit_id)
    return Table(
        **say.head(
            variant={"notes": ["main_source"]}, count=len(extents), series=int((extents["role"] == "main").sum())
        ),
        data=extents.assign(
            reading=locale.scale("direction", extents["direction"]),
            use=locale.scale("role", extents["role"]),
            years=list(map(locale.years, extents["first_year"], extents["last_year"])),
        ),
        columns=say.columns(*map(say.named, ("label", "definition", "unit")), "reading", "use", "years"),
        evidence=extents.drop(columns="indicator_id"),
    )
