"""The region as a GeoPackage with styles for QGIS."""
