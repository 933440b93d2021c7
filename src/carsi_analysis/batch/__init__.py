"""Everything that runs notebooks and builds documents."""

import sys

# jsonschema, which nbformat imports, takes seconds to compile this optional grammar of URLs. No notebook needs it, and
# without it jsonschema leaves that one check out. What only reads or analyses data does not come this way.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
