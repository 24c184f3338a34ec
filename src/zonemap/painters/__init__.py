"""What paints a scene into a kind of file: SVG, matplotlib, PowerPoint. No painter knows a zone."""
