"""What stands between the parts of a text, in the manner of each language."""

from zonemap.core.text import Text

LIST = Text("、", ", ")
"""Between the items of a list."""

COMMA = Text("，", ", ")
"""Between the parts of a sentence."""

SEMICOLON = Text("；", "; ")
"""Between notes, and between items that hold commas themselves."""

CITATIONS = Text("、", "; ")
"""Between the sources in a list of them."""

COLON = Text("：", ": ")
"""After a heading."""

TITLE = Text("《{text}》", " “{text}”")
"""Round the title of a document, after its publisher."""

BRACKETS = Text("（{text}）", " ({text})")
"""Round what is said by the way."""

SENTENCE = Text("。", ". ")
"""Between sentences."""

DOT = Text("·", " · ")
"""Between things said side by side."""

SPACE = Text("", " ")
"""Between words: Chinese has none."""
