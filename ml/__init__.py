"""The food classifier: photos in, a published model file out. Nothing imports it; its product is a file."""
