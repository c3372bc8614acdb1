"""The files of a tree, C text without its comments, and the register of checks."""
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Callable

CHECKS = {}


@dataclass
class Check:
    find: Callable  # Tree → list of "path:line: what is wrong"
    bad: list       # trees {path: text} in which it must find something
    good: list      # trees in which it must find nothing


def check(name, bad, good):
    def register(find):
        CHECKS[name] = Check(find, bad, good)
        return find
    return register


# In this order, so that quotes in comments and comments in quotes are left alone.
C_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""", re.DOTALL)
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


class Source:
    """One C file; every view of it has the same lines."""

    def __init__(self, root, file):
        self.path = file.relative_to(root).as_posix()
        self.text = file.read_text(encoding="utf-8")

    @cached_property
    def code(self):
        """Without comments."""
        return C_TOKEN.sub(lambda m: blank(m[0]) if m["comment"] else m[0], self.text)

    @cached_property
    def bare(self):
        """Without comments and what stands in quotes."""
        return C_TOKEN.sub(lambda m: blank(m[0]), self.text)

    @cached_property
    def strings(self):
        """(line, what stands between double quotes)."""
        return [(self.line_of(m.start()), m[0][1:-1]) for m in C_TOKEN.finditer(self.text)
                if m["string"] and m[0][0] == '"']

    @cached_property
    def includes(self):
        """(line, '<' or '"', name)."""
        return [(self.line_of(m.start(1)), m[1], m[2]) for m in INCLUDE.finditer(self.code)]

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def find(self, pattern, text):
        """(line, match) of a pattern in one of the views."""
        return [(self.line_of(m.start()), m) for m in re.finditer(pattern, text, re.MULTILINE)]

    def says(self, line, what):
        return f"{self.path}:{line}: {what}"


class Tree:
    def __init__(self, root):
        self.root = root

    def files(self, *patterns):
        return sorted(f for p in patterns for f in self.root.glob(p) if f.is_file())

    def c(self, *folders):
        """The C files below src and tests, or below the folders given."""
        return [Source(self.root, f) for folder in folders or ("src", "tests")
                for f in self.files(f"{folder}/**/*.c", f"{folder}/**/*.h")]

    def path(self, file):
        return Path(file).relative_to(self.root).as_posix()
