"""Reference systems: which one numbers are in, and what GCJ-02 and BD-09 do to them."""
