"""Sources outside the food tables, asked one after the other; each is off until it is configured."""
