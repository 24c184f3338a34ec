"""Measures, legends, differences and locations: frames in, frames out."""
