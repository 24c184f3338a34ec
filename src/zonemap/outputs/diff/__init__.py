"""What changed between two data folders, as a text, a table, one map page and one slide."""
