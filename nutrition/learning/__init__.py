"""What was not understood or put right by people, counted without them, and the mends proposed from it."""
