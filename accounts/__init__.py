"""Who: user, profile, devices. Imports no other app."""
