"""Reads ESC/POS as a printer does: in pieces, as bytes come. Keeps what was printed as slips.

A slip is everything between two cuts. Its picture is rows of 1-bit dots, as GS v 0 gives them: the
highest bit is the left dot, 1 is black. (Source: Epson's ESC/POS reference.)
"""

import os
import subprocess
import tempfile

# Pairs that some printers execute even inside picture data: DLE EOT, DLE ENQ, DLE DC4.
REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


class Slip:
    def __init__(self):
        self.width_bytes = 0
        self.rows = []
        self.is_cut = False
        self.largest_band_rows = 0

    def __bool__(self):
        return bool(self.rows)

    @property
    def width_dots(self):
        return self.width_bytes * 8

    @property
    def height_dots(self):
        return len(self.rows)

    def is_black(self, x, y):
        return bool(self.rows[y][x // 8] & 0x80 >> x % 8)

    def ink_rows(self):
        """Bands of neighbouring rows with ink, as (first, rows): the lines of text, roughly."""
        bands = []
        first = None
        for y, row in enumerate(self.rows + [bytes(self.width_bytes)]):
            if any(row) and first is None:
                first = y
            elif not any(row) and first is not None:
                bands.append((first, y - first))
                first = None
        return bands

    def pbm(self, margin_dots=40):
        """A PBM with white around it, so that a QR at the paper's edge has its quiet zone."""
        side = bytes((margin_dots + 7) // 8)
        width = self.width_bytes + 2 * len(side)
        blank = [bytes(width)] * margin_dots
        rows = blank + [side + row + side for row in self.rows] + blank
        return b"P4\n%d %d\n" % (width * 8, len(rows)) + b"".join(rows)

    def qr_texts(self):
        """What a scanner reads in it, by zbarimg."""
        with tempfile.TemporaryDirectory(prefix="yizhan-slip-") as folder:
            path = os.path.join(folder, "slip.pbm")
            with open(path, "wb") as file:
                file.write(self.pbm())
            answer = subprocess.run(
                ["zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", path],
                capture_output=True, text=True, timeout=180, check=False)
        return answer.stdout.split()


class Reader:
    """Feed it bytes. on_status(n) is called for DLE EOT n outside pictures, at once."""

    def __init__(self, on_status=None):
        self.slips = []      # finished by a cut
        self.partial = []    # what a lost connection left on the paper
        self.current = Slip()
        self.problems = []   # what no sane printer understands, and pairs a printer may execute
        self.jobs = 0        # ESC @
        self._on_status = on_status
        self._held = b""

    def feed(self, data):
        self._held += data
        while self._held:
            used = self._step(self._held)
            if used == 0:
                return
            self._held = self._held[used:]

    def lose_connection(self):
        """The next byte starts a command, on paper of its own."""
        if self.current:
            self.partial.append(self.current)
        self.current = Slip()
        self._held = b""

    @property
    def is_between_commands(self):
        return not self._held

    def _step(self, held):
        """Handles one command at the start; 0 when bytes are missing."""
        if held[:2] == b"\x1b\x40":
            self.jobs += 1
            return 2
        if held[:2] == b"\x10\x04":
            if len(held) < 3:
                return 0
            if self._on_status is not None:
                self._on_status(held[2])
            return 3
        if held[:3] == b"\x1dv0":
            return self._raster(held)
        if held[:2] == b"\x1dV":
            return self._cut(held)
        if held[:2] in (b"\x1bd", b"\x1bJ"):
            return 3 if len(held) >= 3 else 0
        if held[:1] in (b"\n", b"\r"):
            return 1
        if held in (b"\x1b", b"\x1d", b"\x10", b"\x1dv"):
            return 0
        self.problems.append("unknown bytes " + held[:4].hex(" "))
        return 1

    def _raster(self, held):
        if len(held) < 8:
            return 0
        width = held[4] | held[5] << 8
        height = held[6] | held[7] << 8
        end = 8 + width * height
        if len(held) < end:
            return 0
        data = held[8:end]
        for pair in REAL_TIME:
            if pair in data:
                self.problems.append("picture data holds " + pair.hex(" "))
        slip = self.current
        if held[3] != 0:
            self.problems.append("a picture of mode %d" % held[3])
        if slip.rows and width != slip.width_bytes:
            self.problems.append("bands of %d and %d bytes" % (slip.width_bytes, width))
        slip.width_bytes = width
        slip.largest_band_rows = max(slip.largest_band_rows, height)
        slip.rows += [data[y * width:(y + 1) * width] for y in range(height)]
        return end

    def _cut(self, held):
        if len(held) < 3:
            return 0
        with_feed = held[2] in (65, 66)
        if with_feed and len(held) < 4:
            return 0
        self.current.is_cut = True
        self.slips.append(self.current)
        self.current = Slip()
        return 4 if with_feed else 3


def read_file(path):
    """All of a file: printer's slips; complains about what is left over."""
    reader = Reader()
    try:
        with open(path, "rb") as file:
            reader.feed(file.read())
    except FileNotFoundError:
        pass
    return reader
