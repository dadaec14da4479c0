"""Loading a release of the food tables without overwriting what a curator did."""
