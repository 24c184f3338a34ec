"""Attribute tables as people keep them, checked against their schemas and each other."""
