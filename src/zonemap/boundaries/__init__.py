"""Boundary files as planners hold them, to polygons in EPSG:4490."""
