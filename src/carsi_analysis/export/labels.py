"""The few words that the exporters themselves print, in the languages of the house."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """Words of one language; fields with braces are filled by ``str.format``."""

    figure: str
    table: str
    contents: str
    notes: str
    references: str
    reference: str
    skip: str
    back: str
    back_to: str
    data: str
    download: str
    description: str
    facts: str
    facts_intro: str
    fact_columns: tuple[str, str, str, str, str, str]
    page_of: str
    edition: str
    formula: str
    picture: str
    no_alt: str
    widget: str
    script_only: str
    failed: str
    image_missing: str
    annexed_table: str
    annexed_sources: str


ENGLISH = Labels(
    figure="Figure",
    table="Table",
    contents="Contents",
    notes="Notes",
    references="References",
    reference="Reference {number}",
    skip="Skip to content",
    back="Back to the text, note {number}",
    back_to="Back to the text",
    data="Data",
    download="Download as CSV",
    description="Description",
    facts="Figures cited",
    facts_intro="Each number in the text, with the data rows and sources it rests on.",
    fact_columns=("As shown", "Value", "Unit", "Sources", "Where in the source", "Data rows"),
    page_of="page {page} of {pages}",
    edition="Edition of {date}",
    formula="Formula",
    picture="Picture",
    no_alt="{label}; no description available",
    widget="An interactive control of the notebook is left out here.",
    script_only="An interactive output of the notebook cannot be shown here.",
    failed="This cell of the notebook stopped with an error.",
    image_missing="A picture of the notebook could not be included.",
    annexed_table="The {count} rows of this table are in the HTML version of this report.",
    annexed_sources="The HTML version of this report also lists the {count} sources that are not cited here.",
)

SPANISH = Labels(
    figure="Gráfico",
    table="Cuadro",
    contents="Índice",
    notes="Notas",
    references="Referencias",
    reference="Referencia {number}",
    skip="Saltar al contenido",
    back="Volver al texto, nota {number}",
    back_to="Volver al texto",
    data="Datos",
    download="Descargar como CSV",
    description="Descripción",
    facts="Cifras citadas",
    facts_intro="Cada cifra del texto, con las filas de datos y las fuentes en que se apoya.",
    fact_columns=("En el texto", "Valor", "Unidad", "Fuentes", "Lugar en la fuente", "Filas de datos"),
    page_of="página {page} de {pages}",
    edition="Edición del {date}",
    formula="Fórmula",
    picture="Imagen",
    no_alt="{label}; sin descripción disponible",
    widget="Aquí se omite un control interactivo del cuaderno.",
    script_only="Una salida interactiva del cuaderno no se puede mostrar aquí.",
    failed="Esta celda del cuaderno se detuvo con un error.",
    image_missing="No se pudo incluir una imagen del cuaderno.",
    annexed_table="Las {count} filas de este cuadro están en la versión HTML de este informe.",
    annexed_sources="La versión HTML de este informe enumera además las {count} fuentes que aquí no se citan.",
)


def labels_of(language: str) -> Labels:
    """Give the words for a language tag such as ``es`` or ``es-419``; English where there are none."""
    return SPANISH if language.lower().startswith("es") else ENGLISH
