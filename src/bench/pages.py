"""The parts of table.md that pages of the project repeat.

A page marks each place by the title of a section, or by `first paragraph`, and the line with which the part ends:

    <!-- table.md: To reach -->
    <!-- end -->
"""
import re

PAGES = ("README.md", "src/docs/guide/speed.md")
PLACE = re.compile(r"(<!-- table\.md: ([^\n]+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
SECTION = re.compile(r"^### (.+)\n\n((?:.+\n)+)", re.MULTILINE)


def write(root, table):
    """Writes the parts of this table.md into the pages below the root; a place whose part was not measured stays as it is."""
    parts = {"first paragraph": table.partition("\n\n")[0] + "\n"} | dict(SECTION.findall(table))

    def filled(place):
        start, title, end = place.groups()
        return f"{start}\n{parts[title]}\n{end}" if title in parts else place[0]

    for page in PAGES:
        text = (root / page).read_text()
        (root / page).write_text(PLACE.sub(filled, text))
