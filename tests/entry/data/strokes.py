"""The form of assets/strokes/medians.bin, for the scripts that make test strokes."""
import math
import pathlib

MAGIC = b"YZMEDIA1"
TOLERANCE = 1.0  # in 255ths, when points are left out


def common_characters():
    """GB 2312 level 1, by code point."""
    out = []
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                out.append(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return sorted(out)


def thin(line):
    """Leaves out points that lie on the straight line between others, all but TOLERANCE."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = math.hypot(bx - ax, by - ay)
    gaps = [abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length > 0
            else math.hypot(x - ax, y - ay) for x, y in line[1:-1]]
    most = max(gaps)
    i = gaps.index(most) + 1
    return [line[0], line[-1]] if most <= TOLERANCE else thin(line[:i + 1])[:-1] + thin(line[i:])


def entry(character, strokes):
    """Strokes are lists of (x, y) in a square of 1, y downwards."""
    out = bytearray(ord(character).to_bytes(3, "big") + bytes([len(strokes)]))
    for stroke in strokes:
        points = thin([(min(max(x, 0), 1) * 255, min(max(y, 0), 1) * 255) for x, y in stroke])
        out += bytes([len(points)]) + bytes(int(round(v)) for p in points for v in p)
    return bytes(out)


def write(path, entries):
    pathlib.Path(path).write_bytes(MAGIC + b"".join(entries))


def characters_in(path):
    data, at, out = pathlib.Path(path).read_bytes(), len(MAGIC), set()
    while at < len(data):
        out.add(chr(int.from_bytes(data[at:at + 3], "big")))
        strokes, at = data[at + 3], at + 4
        for _ in range(strokes):
            at += 1 + 2 * data[at]
    return out
