"""The atlas: cover map, a page a county, evidence in footnotes, index."""
