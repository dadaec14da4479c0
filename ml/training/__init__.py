"""A pack of photos becomes a checkpoint."""
