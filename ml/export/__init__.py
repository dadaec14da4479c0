"""A checkpoint becomes a bundle, and a bundle a release."""
