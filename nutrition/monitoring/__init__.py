"""How names were resolved, how long it took and what it cost: counted by day, without who asked for what."""
