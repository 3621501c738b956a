"""Show: Flask pages over the live session and the store."""
