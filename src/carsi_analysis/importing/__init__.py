"""Official releases into the data package: reading publishers' files, reviewing what they change, applying it whole."""
