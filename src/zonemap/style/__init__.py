"""How everything looks: one file, `style.toml`, and what reads it."""
