"""What is taken out of an edition or of the data package for other programs: pictures, a workbook, a database."""
