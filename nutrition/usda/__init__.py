"""USDA's tables as the publisher ships them: one small reader a format, and the import into SourceFood."""
