"""Photos of published data sets with their labels, brought into one pack."""
