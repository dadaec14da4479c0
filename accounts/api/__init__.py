"""The REST side of accounts: `/api/v1/auth/…` and `/api/v1/profile/`."""
