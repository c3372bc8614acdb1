"""The outer form of files: lengths, guards, order of includes, format, catalogues."""
import re
import subprocess
from pathlib import Path

from tree import check

LINES_MAX = 600
FUNCTION_MAX = 60


@check("size",
       bad=[{"src/base/a.c": "int a;\n" * (LINES_MAX + 1)},
            {"tests/x/a.py": "a = 1\n" * (LINES_MAX + 1)},
            {"src/base/a.c": "void f(void)\n{\n" + "    g();\n" * FUNCTION_MAX + "}\n"}],
       good=[{"src/base/a.c": "int a;\n" * LINES_MAX},
             {"src/base/a.c": "void f(void)\n{\n" + "    g();\n" * (FUNCTION_MAX - 1) + "}\n",
              "src/base/b.c": "static const int a[] = {\n" + "    1,\n" * 300 + "};\n"}])
def size(tree):
    """Files of at most 600 lines, functions that fit a screen."""
    problems = []
    for file in tree.files(*(f"{top}/**/*{end}" for top in ("src", "tests")
                             for end in (".c", ".h", ".py", ".sh"))):
        lines = file.read_text(encoding="utf-8").splitlines()
        if len(lines) > LINES_MAX:
            problems.append(f"{tree.path(file)}: {len(lines)} lines, at most {LINES_MAX}")
        start = None
        for number, line in enumerate(lines, 1) if file.suffix == ".c" else ():
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                if number - start > FUNCTION_MAX:
                    problems.append(f"{tree.path(file)}:{start}: a function of "
                                    f"{number - start - 1} lines, fewer than {FUNCTION_MAX}")
                start = None
    return problems


def guards_of(path):
    name = re.sub(r"\W", "_", path).upper()
    whole = name.removeprefix("SRC_")
    return {whole, whole.removeprefix("TESTS_")}


@check("guards",
       bad=[{"src/base/a.h": "int a;\n"},
            {"src/base/a.h": "#pragma once\nint a;\n"},
            {"src/base/a.h": "#ifndef BASE_B_H\n#define BASE_B_H\n#endif\n"},
            {"src/base/a.h": "#ifndef BASE_A_H\n#define BASE_A_X\n#endif\n"},
            {"src/base/a.h": "#include <a.h>\n#ifndef BASE_A_H\n#define BASE_A_H\n#endif\n"},
            {"src/base/a.h": "#ifndef BASE_A_H\n#define BASE_A_H\n#endif\nint a;\n"}],
       good=[{"src/base/a_b.h": "/* A manual. */\n#ifndef BASE_A_B_H\n#define BASE_A_B_H\n\n"
                                "#ifdef X\nint a;\n#endif\n\n#endif\n",
              "tests/check.h": "#ifndef TESTS_CHECK_H\n#define TESTS_CHECK_H\n#endif\n",
              "tests/sim/a.h": "#ifndef SIM_A_H\n#define SIM_A_H\n#endif\n"}])
def guards(tree):
    problems = []
    for source in tree.c():
        if not source.path.endswith(".h"):
            continue
        m = re.match(r"\s*#ifndef (\w+)\n#define (\w+)\n.*#endif\s*\Z", source.code, re.DOTALL)
        if m is None or m[1] != m[2] or m[1] not in guards_of(source.path):
            names = " or ".join(sorted(guards_of(source.path)))
            problems.append(source.says(1, f"the whole header stands in a guard {names}"))
    return problems


@check("includes",
       bad=[{"src/base/a.h": "", "src/base/a.c": '#include <stdio.h>\n\n#include "base/a.h"\n'},
            {"src/base/a.h": "", "src/base/a.c": '#include "base/b.h"\n'},
            {"src/base/a.c": '#include "base/b.h"\n#include <sodium.h>\n'}],
       good=[{"src/base/a.h": "",
              "src/base/a.c": '#include "base/a.h"\n\n#include <stdio.h>\n\n#include "base/b.h"\n',
              "src/base/c.c": '#include <stdio.h>\n\n#include "base/b.h"\n',
              "src/base/d.c": '#include "base/b.h"\n\n#include <stdio.h>\n\n#include "base/c.h"\n'}])
def includes(tree):
    """A file's own header comes first, then the system's, then the house's."""
    problems = []
    for source in tree.c("src"):
        if not source.path.endswith(".c") or not source.includes:
            continue
        own = source.path.removeprefix("src/")[:-2] + ".h"
        if (tree.root / "src" / own).exists() and source.includes[0][2] != own:
            problems.append(source.says(source.includes[0][0], f"“{own}” comes first"))
        text = source.code.splitlines()
        for (first, quote, _), (second, later, name) in zip(source.includes, source.includes[1:]):
            same_group = all(line.strip() for line in text[first:second])
            if same_group and quote == '"' and later == "<":
                problems.append(source.says(second, f"<{name}> belongs before the house's headers"))
    return problems


@check("tabs",
       bad=[{"src/base/a.c": "\tint a;\n"}, {"tests/x/a.py": "if a:\n\tb()\n"},
            {"kiosk-config/a.yaml": "a:\t1\n"}, {"src/base/a.c": "int a; \n"},
            {"src/base/a.c": "int a;\r\n"}, {"src/base/a.c": "int a;"}],
       good=[{"src/base/a.c": "int a;\n", "README.md": "a\tb\n", "src/base/b.c": ""}])
def tabs(tree):
    """No tabs, no blanks at a line's end, one newline kind, and one at the end."""
    problems = []
    for file in tree.files(*(f"{top}/**/*{end}" for top in ("src", "tests", "assets/lang",
                                                            "kiosk-config")
                             for end in (".c", ".h", ".py", ".sh", ".txt", ".yaml", ".po")),
                           "CMakeLists.txt", "yizhan"):
        data = file.read_bytes()
        for number, line in enumerate(data.split(b"\n"), 1):
            if b"\t" in line or b"\r" in line or line.endswith(b" "):
                problems.append(f"{tree.path(file)}:{number}: a tab, or blanks at the end")
        if data and not data.endswith(b"\n"):
            problems.append(f"{tree.path(file)}: does not end with a newline")
    return problems


def run(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return [f"{command[0]} is not installed"]
    said = [line for line in (done.stdout + done.stderr).splitlines() if re.search(r":\d+: ?", line)]
    return (said or [f"{command[0]} failed"]) if done.returncode != 0 else []


FORMAT = Path(__file__).resolve().parents[2] / ".clang-format"


@check("format",
       bad=[{"src/base/a.c": "int  a;\n"}, {"tests/x/a.c": "void f(void) { }\n"},
            {"src/base/a.h": "int a;\n\n\n\nint b;\n"}],
       good=[{"src/base/a.c": "int a;\n\nvoid f(void)\n{\n    a = 1;\n}\n"}])
def format_(tree):
    files = [tree.root / source.path for source in tree.c()]
    if not files:
        return ["no C files"]
    return run(["clang-format", f"--style=file:{FORMAT}", "--dry-run", "-Werror",
                *map(str, files)])


PO = "\n".join(['msgid ""', 'msgstr ""'] + [f'"{line}\\n"' for line in (
    "Project-Id-Version: a", "PO-Revision-Date: 2026-01-01 12:00+0800", "Last-Translator: a",
    "Language-Team: a", "Language: zh_CN", "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit")]) + "\n\n"


@check("catalogues",
       bad=[{"assets/lang/zh.po": PO + 'msgid "a"\nmsgstr "b\n'},
            {"assets/lang/zh.po": 'msgid "a"\nmsgstr "b"\n'},
            {"assets/lang/zh.po": PO + 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'},
            {"assets/lang/zh.po": PO + '#, c-format\nmsgid "%d a"\nmsgstr "%s a"\n'}],
       good=[{"assets/lang/zh.po": PO + 'msgid "a"\nmsgstr "返回"\n'}, {"src/base/a.c": ""}])
def catalogues(tree):
    return [problem for file in tree.files("assets/lang/*.po")
            for problem in run(["msgfmt", "--check", "-o", "/dev/null", str(file)])]
