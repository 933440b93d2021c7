"""The house style, written once: matplotlib, the CSS and the Typst theme all read it from here."""
