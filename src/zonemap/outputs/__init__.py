"""Everything that is written for a region; one package for each kind of file."""
