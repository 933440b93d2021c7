"""What others put into a notebook: Markdown, HTML, tables, pictures and formulas, made into blocks of a document."""
