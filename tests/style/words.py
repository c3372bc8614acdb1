"""Words that must not stand in C: calls, Chinese, programmes' names, notes to self."""
import re

from tree import check

BANNED = ("strcpy strcat sprintf vsprintf gets atoi atol atof strtok localtime rand alloca system"
          .split())


@check("calls",
       bad=[{"src/base/a.c": f"void f(void)\n{{\n    {name}(x);\n}}\n"} for name in BANNED]
       + [{"tests/x/a.c": "int n = atoi (text);\n"}],
       good=[{"src/base/a.c": "/* strcpy(a, b) */\nconst char *a = \"system(1)\";\n"
                              "void my_system(void);\nint filesystem(int);\n"
                              "int c = snprintf(0, 0, \"\");\n"}])
def calls(tree):
    pattern = r"(?<!\w)(" + "|".join(BANNED) + r")\s*\("
    return [source.says(line, f"{m[1]} is banned") for source in tree.c()
            for line, m in source.find(pattern, source.bare)]


# Ideographs, their punctuation, kana, full-width forms.
CJK = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef" \
      r"\U00020000-\U0003ffff]"


@check("chinese",
       bad=[{"src/kiosk/a.c": "const char *a = \"返回\";\n"},
            {"src/ui/a.h": "#define STOP \"。\"\n"},
            {"src/ui/a.c": "const char *a = \"\\u8fd4\\u56de\";\n"}],
       good=[{"src/domain/a.h": "/* shifted working days (调休) */\nint a;\n",
              "tests/x/a.c": "const char *a = \"张\";\n",
              "src/ui/a.c": "const char *dots = \"…\";\n"}])
def chinese(tree):
    """Chinese stands in content and catalogues; in C only a comment may name a Chinese term."""
    pattern = CJK + r"|\\u[2-9f][0-9a-fA-F]{3}(?<!\\u20[0-9a-fA-F]{2})"
    return [source.says(line, f"Chinese in C: {m[0]}") for source in tree.c("src")
            for line, m in source.find(pattern, source.code)]


SECTION = re.compile(r"^([a-z_-]+):")
ENTRY = re.compile(r"^ {0,4}-\s+(?:\{\s*)?id:\s*[\"']?([a-z0-9-]+)")
PROGRAMMES = {"services", "series", "rooms", "requests"}


def programme_ids(tree):
    """Ids of services, series, rooms and request kinds: the entries of a section, or of a file, of
    that name."""
    ids = set()
    for file in tree.files("kiosk-config/**/*.yaml"):
        section = file.stem
        for line in file.read_text(encoding="utf-8").splitlines():
            if SECTION.match(line):
                section = SECTION.match(line)[1]
            if section in PROGRAMMES and ENTRY.match(line):
                ids.add(ENTRY.match(line)[1])
    return ids


def vocabulary(tree):
    """Words that both content and C use by right: kinds of rows and of ops."""
    return {text for source in tree.c("src/domain") if source.path.endswith(("content.h", "op.h"))
            for _, text in source.strings}


@check("programmes",
       bad=[{"kiosk-config/requests.yaml": "requests:\n  - id: errand-shop\n    title: x\n",
             "src/kiosk/a.c": "bool b = str_equal(id, \"errand-shop\");\n"},
            {"kiosk-config/demo/series.yaml": "- id: fair\n",
             "src/kiosk/a.c": "const char *a = \"fair\";\n"},
            {"kiosk-config/demo/all.yaml": "rooms:\n- {id: dance-room}\n",
             "src/hub/a.c": "const char *a = \"room.dance-room\";\n"},
            {"kiosk-config/demo/menu.yaml": "menu:\n  - id: book\n"}],
       good=[{"kiosk-config/demo/series.yaml": "series:\n  - id: fair\n  - id: road\n"
                                               "menu:\n  - id: home\n",
              "src/domain/content.h": "#define A \"road\"\n",
              "src/kiosk/a.c": "const char *a = \"affair\", *b = \"road\", *c = \"home\";\n"}])
def programmes(tree):
    """A new programme is a YAML file: C knows none by name."""
    ids = programme_ids(tree)
    if not ids and tree.files("kiosk-config/**/*.yaml"):
        return ["kiosk-config: no ids of programmes found; has the form of the files changed?"]
    ids -= vocabulary(tree)
    long_ids = {i for i in ids if "-" in i}
    problems = []
    for source in tree.c("src"):
        for line, text in source.strings:
            parts = set(re.split(r"[^a-z0-9-]", text))
            for name in ({text} & ids) | (parts & long_ids):
                problems.append(source.says(line, f"names the programme “{name}”"))
    return problems


# Written in halves, so that this file does not name what it looks for.
UNFINISHED = r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK|WIP)\b|\bstub\b|not implemented yet"
BANNER = r"/\*\s*[-=*~#]{6,}|[-=~#*]{10,}\s*\*/|//\s*[-=~#*]{6,}"
OWN_MACHINE = r"(?<![\w.])/(?:home|work|Users)/[\w.]+"


@check("notes",
       bad=[{"src/base/a.c": "/* TO" "DO: finish */\n"},
            {"src/base/a.c": "/* a stub */\n"},
            {"src/base/a.c": "/*--------------------*/\n"},
            {"src/base/a.c": "/* =========== parts =========== */\n"},
            {"tests/x/a.c": "// FIX" "ME\n"},
            {"src/base/a.c": "const char *a = \"/home/someone/yizhan\";\n"},
            {"README.md": "see /home/someone/yizhan\n"}],
       good=[{"src/base/a.c": "/* ---- settings ---- */\nint stubborn; /* a → b */\n",
              "README.md": "see src/base, https://x.invalid/home/page\n"}])
def notes(tree):
    problems = []
    for source in tree.c():
        problems += [source.says(line, f"unfinished: {m[0]}")
                     for line, m in source.find(UNFINISHED, source.text)]
        problems += [source.says(line, "a banner") for line, m in source.find(BANNER, source.text)]
    for file in tree.files("*.md", "yizhan", ".ci/*", "CMakeLists.txt", "src/**/*", "tests/**/*",
                           "kiosk-config/**/*.yaml", "assets/lang/*"):
        if file.suffix in (".png", ".ppm", ".bin", ".pyc") or file.parent.name == "style":
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for m in re.finditer(OWN_MACHINE, text):
            line = text.count("\n", 0, m.start()) + 1
            problems.append(f"{tree.path(file)}:{line}: a path of one machine: {m[0]}")
    return problems


# A setting of the process that is set once at start: declared, not forgotten.
GLOBALS_ALLOWED = {("src/base/log.c", "threshold")}
GLOBAL = (r"^[ \t]*static\s+(?!const\b|inline\b|_Noreturn\b|void\b[^*]*\()"
          r"(?![^;={(]*\bconst\s+\**\w+\s*(?:\[|=|;))"
          r"[^;={()]*?\b(\w+)\s*(?:\[[^;=]*\])?\s*(?:=|;)")


@check("globals",
       bad=[{"src/base/a.c": "static int count;\n"},
            {"src/base/a.c": "static int count = 3;\n"},
            {"src/base/a.c": "static struct thing things[4];\n"},
            {"src/base/a.c": "static const char *name;\nstatic char *other = NULL;\n"},
            {"src/base/a.c": "int f(void)\n{\n    static int calls = 0;\n    return calls++;\n}\n"}],
       good=[{"src/base/a.c": "static const int a = 3;\nstatic int f(int x);\n"
                              "static const char *const words[] = {\"a\"};\n"
                              "static const struct thing x = {1};\n"
                              "static inline int g(void)\n{\n    return 1;\n}\n"
                              "static struct thing *h(int x)\n{\n    int y = 1;\n}\n"
                              "static struct thing *\nlong_name(int x)\n{\n    return 0;\n}\n",
              "src/base/log.c": "static _Atomic int threshold = 1;\n"}])
def globals_(tree):
    """No state of the process: what changes has an owner who passes it on."""
    return [source.says(line, f"{m[1]} can change and belongs to nobody")
            for source in tree.c("src") for line, m in source.find(GLOBAL, source.bare)
            if (source.path, m[1]) not in GLOBALS_ALLOWED]
