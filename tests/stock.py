"""Stock tools as a user starts them, without the seconds that one optional import of theirs takes each time."""

import sys

WITHOUT_GRAMMAR = "import sys; sys.modules['rfc3987_syntax'] = None"
"""What ``carsi_analysis.batch`` says for our own commands: jsonschema then leaves one check of URLs out."""

NBCONVERT = (sys.executable, "-c", f"{WITHOUT_GRAMMAR}; from nbconvert.nbconvertapp import main; main()")
