"""The slides of the deck, one module for each kind of slide."""
