"""The food classifier: photos in, a published model file out. Nothing imports this app; its product is a file."""
