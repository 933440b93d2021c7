"""How to cite the data package, or one of its tables with the sources behind it: plain and BibTeX."""

from carsi_analysis.bibtex import braced, corporate, entry, escaped
from carsi_analysis.data.package import Package
from carsi_analysis.data.sources import Source
from carsi_analysis.data.summary import summary_of
from carsi_analysis.dates import written_date


def cite(package: Package, table: str | None = None) -> str:
    """A citation in plain text and BibTeX of the package, or of one table and every source that it rests on.

    Raises:
        UsageError: there is no such table.
    """
    if table is None:
        return f"{plain_citation(package)}\n\n{bibtex(package)}\n"
    package.table(table)  # an unknown table is refused here, with the near miss
    described = package.descriptor.table(table)
    sources = [package.source(each) for each in summary_of(package, described).source_ids]
    parts = [plain_citation(package, f"Table “{described.title}” ({described.path})")]
    if sources:
        heading = "Its figures were published by others; cite the source of the rows you use:"
        parts.append("\n".join([heading, *(f"- {source.citation('en')}" for source in sources)]))
    parts += [bibtex(package), *map(_source_bibtex, sources)]
    return "\n\n".join(parts) + "\n"


def _authors(package: Package) -> list[str]:
    return [each["title"] for each in package.descriptor.contributors if each.get("title")]


def _licences(package: Package) -> str:
    return ", ".join(each.get("name") or each.get("title", "") for each in package.descriptor.licences)


def plain_citation(package: Package, part: str = "") -> str:
    """The citation of the package, or of a part of it, as plain text."""
    descriptor = package.descriptor
    date = written_date(descriptor.created, "en")
    sentences = [
        "; ".join(_authors(package)),
        f"{part}, in: {descriptor.title}" if part else descriptor.title,
        f"Data set, version {descriptor.version}, {date}",
        f"Licence {_licences(package)}" if descriptor.licences else "",
        f"SHA-256 {package.sha256}",
    ]
    text = " ".join(f"{sentence}." for sentence in sentences if sentence)
    return f"{text} {descriptor.homepage}" if descriptor.homepage else text


def bibtex(package: Package) -> str:
    """The citation of the package as BibTeX."""
    descriptor = package.descriptor
    return entry(
        f"{descriptor.name}-{descriptor.version}",
        {
            "author": corporate(_authors(package)),
            "title": braced(descriptor.title),
            "year": descriptor.created[:4],
            "version": escaped(descriptor.version),
            "howpublished": f"Data set, version {escaped(descriptor.version)}, {descriptor.created}",
            "note": escaped(f"Licence {_licences(package)}; SHA-256 {package.sha256}"),
            "url": descriptor.homepage or "",
        },
    )


def _source_bibtex(source: Source) -> str:
    author = source.author or source.publisher
    return entry(
        source.source_id,
        {
            "author": corporate([author]) if author else "",
            "title": braced(source.title),
            "year": source.release_date[:4],
            "publisher": escaped(source.publisher) if source.publisher != author else "",
            "note": escaped(source.licence),
            "url": source.url,
        },
    )
