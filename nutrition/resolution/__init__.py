"""From words to nutrients, deterministically: parse, match, measure, resolve. Nothing here imports Django."""
