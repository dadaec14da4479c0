"""Photos of published data sets with their labels, brought into one pack.

`readers/` tell layouts apart, `labels.csv` says which food each label means, `decode` opens what may be
broken, `prepare` puts it together, `pack` is what training and judging read, `report` shows it.
"""
