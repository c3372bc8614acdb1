#!/usr/bin/python3
"""Makes wenkai.bin anew: the shapes of a font that was drawn by others than the templates.

    ./wenkai.py LXGWWenKai-Light.ttf PACKAGE kanjivg.bin wenkai.bin

The font is of the Debian package fonts-lxgw-wenkai. PACKAGE is the npm package hanzi-writer-data,
which says how many strokes a character has, in which order, and roughly where. Each of its strokes
is bent step by step until it lies on the middle line of the font's glyph; a character where that
does not come out clean is left out, and so is one that kanjivg.bin has. Needs the Debian packages
python3-fonttools, python3-numpy, python3-pil, python3-scipy and python3-skimage."""
import json
import pathlib
import sys

import numpy
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw
from scipy.spatial import cKDTree
from skimage.morphology import skeletonize

import strokes as form

SIDE = 256          # pixels of the square a glyph is painted in
TRIES = [(0.2, 0.4), (0.1, 0.3), (0.35, 0.5)]  # what a wrong direction costs, as a distance; how
                                                # wide the first bend is


# ---- the middle line of a glyph ----

def contours(font, name):
    """Polygons in a square of 1, y downwards."""
    glyph = font["glyf"][name]
    points, ends, flags = glyph.getCoordinates(font["glyf"])
    em, top = font["head"].unitsPerEm, font["hhea"].ascent
    begin = 0
    for end in ends:
        ring = [(x, y, flags[i] & 1) for i, (x, y) in enumerate(points[begin:end + 1], begin)]
        begin = end + 1
        flat = [((x + 0.1 * em) / (1.2 * em), (top - y + 0.1 * em) / (1.2 * em))
                for x, y in flatten(ring)]
        if len(flat) > 2:
            yield numpy.array(flat)


def flatten(ring):
    full = []
    for (x, y, on), (x2, y2, on2) in zip(ring, ring[1:] + ring[:1]):
        full.append((x, y, on))
        if not on and not on2:
            full.append(((x + x2) / 2, (y + y2) / 2, 1))
    while full and not full[0][2]:
        full.append(full.pop(0))
    out = []
    for i, (x, y, on) in enumerate(full):
        if on:
            out.append((x, y))
            continue
        ax, ay = full[i - 1][:2]
        bx, by = full[(i + 1) % len(full)][:2]
        out += [((1 - t) ** 2 * ax + 2 * t * (1 - t) * x + t * t * bx,
                 (1 - t) ** 2 * ay + 2 * t * (1 - t) * y + t * t * by) for t in (0.25, 0.5, 0.75)]
    return out


def area(ring):
    x, y = ring[:, 0], ring[:, 1]
    return float(numpy.sum(x * numpy.roll(y, -1) - numpy.roll(x, -1) * y)) / 2


def middle_line(font, name):
    rings = list(contours(font, name))
    if not rings:
        return None
    sign = numpy.sign(area(max(rings, key=lambda r: abs(area(r)))))
    winding = numpy.zeros((SIDE, SIDE), dtype=int)
    for ring in rings:
        picture = Image.new("1", (SIDE, SIDE))
        ImageDraw.Draw(picture).polygon([tuple(p) for p in ring * SIDE], fill=1)
        winding += numpy.array(picture, dtype=int) * int(numpy.sign(area(ring)) * sign)
    ys, xs = numpy.nonzero(skeletonize(winding > 0))
    return numpy.stack([xs, ys], axis=1) / SIDE if len(xs) > 8 else None


def headings(points):
    """Of a cloud of pixels, whichever way round: the cosine and sine of twice the angle."""
    tree = cKDTree(points)
    out = numpy.zeros_like(points)
    for i, near in enumerate(tree.query_ball_point(points, 5.5 / SIDE)):
        d = points[near] - points[near].mean(axis=0)
        xx, yy, xy = (d[:, 0] ** 2).sum(), (d[:, 1] ** 2).sum(), (d[:, 0] * d[:, 1]).sum()
        size = numpy.hypot(xx - yy, 2 * xy)
        if size > 0:
            out[i] = (xx - yy) / size, 2 * xy / size
    return out


# ---- bending the strokes ----

def resample(line, step):
    line = numpy.asarray(line, dtype=float)
    way = numpy.concatenate([[0], numpy.cumsum(numpy.hypot(*numpy.diff(line, axis=0).T))])
    n = max(3, int(way[-1] / step) + 1)
    at = numpy.linspace(0, way[-1], n)
    return numpy.stack([numpy.interp(at, way, line[:, 0]), numpy.interp(at, way, line[:, 1])], axis=1)


def stroke_headings(points, strokes):
    before = numpy.concatenate([numpy.maximum(s - 1, s[0]) for s in strokes])
    after = numpy.concatenate([numpy.minimum(s + 1, s[-1]) for s in strokes])
    d = points[after] - points[before]
    angle = 2 * numpy.arctan2(d[:, 1], d[:, 0])
    return numpy.stack([numpy.cos(angle), numpy.sin(angle)], axis=1)


def bend(rest, strokes, line, line_headings, turn, widest):
    """Moves the points until they lie on the line; how far, is smooth, at first over the whole
    character, in the end over a short piece of one stroke."""
    target = numpy.hstack([line, turn * line_headings])
    tree = cKDTree(target)
    owner = numpy.concatenate([numpy.full(len(s), i) for i, s in enumerate(strokes)])
    same = owner[:, None] == owner[None, :]
    gap = ((rest[:, None, :] - rest[None, :, :]) ** 2).sum(axis=2)
    points = rest
    for width in numpy.concatenate([numpy.geomspace(widest, 0.04, 20), numpy.full(4, 0.03)]):
        here = numpy.hstack([points, turn * stroke_headings(points, strokes)])
        _, nearest = tree.query(here)
        pull = line[nearest] - rest
        weight = numpy.ones(len(points))
        _, back = cKDTree(here).query(target)
        numpy.add.at(pull, back, 0.5 * (line - rest[back]))
        numpy.add.at(weight, back, 0.5)
        kernel = numpy.exp(-gap / (2 * width * width)) * numpy.where(same, 1, min(1, 2.5 * width))
        points = points * 0.3 + 0.7 * (rest + (kernel @ pull) / (kernel @ weight)[:, None])
    return points


def settle(points, strokes, line):
    distance, nearest = cKDTree(line).query(points)
    out = numpy.where((distance < 0.03)[:, None], line[nearest], points)
    for s in strokes:
        for _ in range(2):
            middle = out[s][1:-1] * 0.5 + (out[s][:-2] + out[s][2:]) * 0.25
            out[s[1:-1]] = middle
    return out


def turned(before, after):
    """How far the pieces of a stroke turned, in the middle, as an angle."""
    a, b = numpy.gradient(before, axis=0), numpy.gradient(after, axis=0)
    angle = numpy.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(axis=1))
    return numpy.abs(angle).mean()


def is_clean(before, after, strokes, line):
    distance, _ = cKDTree(line).query(after)
    covered, _ = cKDTree(after).query(line)
    length = lambda p: numpy.hypot(*numpy.diff(p, axis=0).T).sum()
    ratios = [length(after[s]) / max(length(before[s]), 1e-6) for s in strokes]
    turns = [turned(before[s], after[s]) for s in strokes]
    return (distance.mean() < 0.006 and numpy.percentile(distance, 98) < 0.025
            and (covered < 0.025).mean() > 0.955 and min(ratios) > 0.45 and max(ratios) < 2
            and max(turns) < 0.7 and numpy.mean(turns) < 0.3)


def fit(medians, line):
    lines = [resample([(x / 1024, (900 - y) / 1024) for x, y in m], 0.028) for m in medians]
    strokes, n = [], 0
    for one in lines:
        strokes.append(numpy.arange(n, n + len(one)))
        n += len(one)
    points = numpy.concatenate(lines)
    low, size = points.min(axis=0), numpy.ptp(points, axis=0)
    line_low, line_size = line.min(axis=0), numpy.ptp(line, axis=0)
    scale = numpy.where(size > 0.15, line_size / size.clip(1e-6),
                        (line_size / size.clip(1e-6)).min())
    points = (points - low - size / 2) * scale + line_low + line_size / 2
    line_headings = headings(line)
    for turn, widest in TRIES:
        after = settle(bend(points, strokes, line, line_headings, turn, widest), strokes, line)
        if is_clean(points, after, strokes, line):
            return [after[s] for s in strokes]
    return None


# ---- the file ----

def main(font_path, package, others, target):
    font = TTFont(font_path)
    names = font.getBestCmap()
    entries, failed, known = [], [], form.characters_in(others)
    for character in form.common_characters():
        path = pathlib.Path(package) / f"{character}.json"
        if character in known or ord(character) not in names or not path.exists():
            continue
        line = middle_line(font, names[ord(character)])
        if line is None:
            continue
        strokes = fit(json.loads(path.read_text(encoding="utf-8"))["medians"], line)
        if strokes is None:
            failed.append(character)
        else:
            entries.append(form.entry(character, [[tuple(p) for p in s] for s in strokes]))
    form.write(target, entries)
    print(f"{len(entries)} characters; not clean: {len(failed)} {''.join(failed)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
