"""The map page: one HTML file that asks nothing of any network."""
