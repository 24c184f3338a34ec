"""Rings, repair and topology of polygons, and the counties they lie in."""
