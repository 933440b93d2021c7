"""One report: the notebook is run in a kernel of its own and exported; a job goes in, the bytes of files come out."""
