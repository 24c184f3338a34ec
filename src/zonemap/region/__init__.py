"""A geodata folder, read, checked and joined: the zones of a region on a given day."""
