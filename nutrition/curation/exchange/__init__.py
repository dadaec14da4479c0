"""Foods, names, measures and preparations as files that a spreadsheet opens, there and back."""
