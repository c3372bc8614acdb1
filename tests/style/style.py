"""Runs one check of the house rules over a tree:  style.py ROOT CHECK  (or --list).

Before it looks at the tree, the check has to find every mistake that its samples hold, and
nothing in the samples without one.
"""
import sys
import tempfile
from pathlib import Path

from tree import CHECKS, Tree

import form  # noqa: F401  the modules enter their checks into CHECKS
import layers  # noqa: F401
import words  # noqa: F401


def run_on_sample(check, sample):
    with tempfile.TemporaryDirectory(prefix="style-") as folder:
        root = Path(folder)
        for path, text in sample.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return check.find(Tree(root))


def self_test(check):
    complaints = []
    if not check.bad or not check.good:
        complaints.append("the check has no samples of both sorts")
    for sample in check.bad:
        if not run_on_sample(check, sample):
            complaints.append(f"the check finds nothing wrong in {sample}")
    for sample in check.good:
        for problem in run_on_sample(check, sample):
            complaints.append(f"the check complains of a good sample: {problem}")
    return complaints


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(CHECKS))
        return 0
    if len(arguments) != 2 or arguments[1] not in CHECKS:
        print("usage: style.py ROOT CHECK | --list", file=sys.stderr)
        return 2
    check = CHECKS[arguments[1]]
    problems = self_test(check) or check.find(Tree(Path(arguments[0])))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
