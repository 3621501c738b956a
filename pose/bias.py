"""What the fitted face is known to get wrong, taken off. Pure."""
