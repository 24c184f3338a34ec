"""The map as one drawing, and the zones as one table, for readers without scripts."""
