"""One module for each file format that planners hold."""
