"""Outside judges of what the project makes: veraPDF for PDF, axe-core in Chromium for HTML."""
