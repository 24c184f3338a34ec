"""The deck: native shapes, charts and tables, a slide a zone, evidence in the notes."""
