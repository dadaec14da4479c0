"""The REST side of the diary: `/api/v1/meals/…` and `/api/v1/days/…`."""
