"""The map as one SVG drawing, with the placement of its labels."""
