#!/usr/bin/env python3
"""Makes medians.bin anew out of the npm package hanzi-writer-data, version 2.0.1:

    npm pack hanzi-writer-data@2.0.1 && tar xf hanzi-writer-data-2.0.1.tgz
    ./make.py package medians.bin

Of each character it keeps the middle lines of the strokes, in their order, as few points as stay
within TOLERANCE of the line, 8 bits a coordinate. The file: "YZMEDIA1", then per character, sorted
by code point: code point (3 bytes, the high one first), number of strokes, and per stroke its number
of points and x, y of each, y downwards."""
import json
import pathlib
import sys

TOLERANCE = 1.6  # in 255ths of the square


def far_point(line):
    """Index and distance of the point farthest from the straight line between the ends."""
    (ax, ay), (bx, by) = line[0], line[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    best, distance = 0, -1.0
    for i, (x, y) in enumerate(line[1:-1], 1):
        if length == 0:
            d = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        else:
            d = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
        if d > distance:
            best, distance = i, d
    return best, distance


def thin(line):
    if len(line) < 3:
        return line
    i, distance = far_point(line)
    if distance <= TOLERANCE:
        return [line[0], line[-1]]
    return thin(line[:i + 1])[:-1] + thin(line[i:])


def squeeze(median):
    """The package's square is 1024 wide, its top is y = 900."""
    scaled = [(x / 1024 * 255, (900 - y) / 1024 * 255) for x, y in median]
    return [tuple(min(255, max(0, round(v))) for v in point) for point in thin(scaled)]


def is_character(name):
    """Ideographs; the package also has radicals, strokes and kana by themselves."""
    return len(name) == 1 and (0x3400 <= ord(name) <= 0x9FFF or 0xF900 <= ord(name) <= 0x3FFFF)


def main(package, target):
    out = bytearray(b"YZMEDIA1")
    for path in sorted(pathlib.Path(package).glob("*.json"), key=lambda p: p.stem):
        if not is_character(path.stem):
            continue
        medians = json.loads(path.read_text(encoding="utf-8"))["medians"]
        out += ord(path.stem).to_bytes(3, "big") + bytes([len(medians)])
        for median in medians:
            points = squeeze(median)
            out += bytes([len(points)]) + bytes(v for point in points for v in point)
    pathlib.Path(target).write_bytes(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
