"""What every app's API shares and that belongs to none of them. Imports no app."""
