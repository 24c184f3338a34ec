"""Write the pages of the public names, from their docstrings, into docs/api (make docs)."""

from pathlib import Path

import pdoc

import zonemap

# pdoc looks into the module's own dictionary, where a public name stands only once it has been used.
for name in zonemap.__all__:
    setattr(zonemap, name, getattr(zonemap, name))

pdoc.render.configure(docformat="numpy", footer_text="zonemap")
pdoc.pdoc("zonemap", output_directory=Path(__file__).parent / "api")
