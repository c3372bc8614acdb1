"""Puts all icons of this folder on one SVG sheet, one a row: the fill layer left, the line layer
right; a mark (a picture that keeps its colours) left only. Also writes the list of names.
Usage: sheet.py FOLDER SHEET.svg NAMES"""

import pathlib
import re
import sys

CELL = 192


def layers(svg):
    """The two groups of an icon: (fill, line); either may be empty."""
    fill = line = ""
    for group in re.findall(r"<g\b.*?</g>", svg, re.S):
        if re.match(r'<g\b[^>]*\bfill="none"', group):
            line += group
        else:
            fill += group
    return fill, line


def cell(view_box, content, column, row):
    return (
        f'<svg x="{column * CELL}" y="{row * CELL}" width="{CELL}" height="{CELL}" '
        f'viewBox="{view_box}">{content}</svg>\n'
    )


def main(folder, sheet_path, names_path):
    files = sorted(pathlib.Path(folder).glob("*.svg"), key=lambda path: path.stem)
    cells, names = [], []
    for row, path in enumerate(files):
        svg = path.read_text(encoding="utf-8")
        view_box = re.search(r'viewBox="([^"]*)"', svg).group(1)
        if path.stem.startswith("mark-"):
            names.append(f"picture {path.stem}")
            content = re.sub(r"^.*?<svg\b[^>]*>|</svg>\s*$", "", svg, flags=re.S)
            cells.append(cell(view_box, content, 0, row))
        else:
            names.append(f"layers {path.stem}")
            for column, layer in enumerate(layers(svg)):
                cells.append(cell(view_box, layer, column, row))
    height = CELL * len(files)
    pathlib.Path(sheet_path).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * CELL}" height="{height}">\n'
        + "".join(cells)
        + "</svg>\n",
        encoding="utf-8",
    )
    pathlib.Path(names_path).write_text("\n".join(names) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
