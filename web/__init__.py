"""What a person sees: the pages, over the API."""
