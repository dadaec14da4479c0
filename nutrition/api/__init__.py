"""The REST side of nutrition: `/api/v1/analyze/text`, `/api/v1/foods/…`, the nutrients and the categories."""
