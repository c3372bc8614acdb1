"""Who may know whom: folders, libraries, and the doors to the outside world."""
import re

from tree import INCLUDE, check

# The picture of the house: a folder of src and the folders it may include and link.
MAY_USE = {
    "base": set(),
    "domain": {"base"},
    "lang": {"base", "domain"},
    "store": {"base", "domain"},
    "trust": {"base", "domain"},
    "content": {"base", "domain", "speech"},
    "entry": {"base"},
    "face": {"base"},
    "ui": {"base", "face"},
    "slip": {"base"},
    "speech": {"base"},
    "sync": {"base", "domain", "store", "trust"},
    # Alone (no --hub) a terminal is hub and kiosk in one process.
    "kiosk": {"base", "domain", "lang", "store", "trust", "sync", "content", "entry", "slip", "speech", "ui",
              "hub"},
    "hub": {"base", "domain", "lang", "store", "trust", "sync", "content"},
    "ctl": {"base", "domain", "lang", "store", "trust", "sync", "content", "face"},
}
# A slip is laid out by the screen's text engine and recorded as a display list.
SINGLE_HEADERS = {"slip": {"ui/text.h", "ui/draw.h"}}
LINKS_BESIDES = {("slip", "ui")}


@check("layers",
       bad=[{"src/domain/a.c": '#include "store/store.h"\n'},
            {"src/base/a.h": '#include "domain/op.h"\n'},
            {"src/store/a.c": '#include "trust/keys.h"\n'},
            {"src/store/a.c": '#include "content/content.h"\n'},
            {"src/ui/a.c": '#include "domain/op.h"\n'},
            {"src/slip/a.c": '#include "ui/widget.h"\n'},
            {"src/hub/a.c": '#include "kiosk/app.h"\n'},
            {"src/store/a.c": '#  include   "sync/client.h"\n'},
            {"src/base/a.c": '#include "str.h"\n'},
            {"src/base/a.c": '#include "../domain/op.h"\n'},
            {"src/extra/a.c": '#include "base/str.h"\n'}],
       good=[{"src/sync/a.c": '#include "trust/keys.h"\n#include "sync/client.h"\n',
              "src/slip/a.c": '#include "ui/text.h"\n#include <string.h>\n',
              "src/base/a.c": '/* #include "kiosk/app.h" */\n'}])
def layers(tree):
    problems = []
    for source in tree.c("src"):
        folder = source.path.split("/")[1]
        if folder not in MAY_USE:
            problems.append(source.says(1, f"src/{folder} is not in the picture of the house"))
            continue
        for line, quote, name in source.includes:
            target = name.split("/")[0]
            if quote == "<" or name in SINGLE_HEADERS.get(folder, ()):
                continue
            if name.count("/") != 1 or target not in MAY_USE:
                problems.append(source.says(line, f"“{name}” is not FOLDER/FILE.h below src"))
            elif target != folder and target not in MAY_USE[folder]:
                problems.append(source.says(line, f"{folder} may not know {target} ({name})"))
    return problems


LIBRARY = re.compile(r"yizhan_library\s*\(\s*(\w+)(.*?)\)", re.DOTALL)
LINKING = re.compile(r"target_link_libraries\s*\(\s*(\w+)(.*?)\)", re.DOTALL)


@check("links",
       bad=[{"src/base/CMakeLists.txt": "yizhan_library(base SOURCES a.c)\n",
             "src/domain/CMakeLists.txt": "yizhan_library(domain SOURCES b.c)\n",
             "src/ui/CMakeLists.txt": "yizhan_library(ui\n  SOURCES c.c\n  LINKS base domain)\n"},
            {"src/store/CMakeLists.txt": "yizhan_library(store SOURCES b.c)\n",
             "src/ui/CMakeLists.txt": "yizhan_library(ui SOURCES c.c)\n"
                                      "target_link_libraries(ui PRIVATE store)\n"}],
       good=[{"src/base/CMakeLists.txt": "yizhan_library(base SOURCES a.c)\n",
              "src/ui/CMakeLists.txt": "yizhan_library(ui SOURCES c.c LINKS base PkgConfig::SDL)\n",
              "src/slip/CMakeLists.txt": "yizhan_library(slip SOURCES d.c LINKS base ui)\n"}])
def links(tree):
    """CMake's link lines mirror the picture."""
    texts = {f.parent.name: re.sub(r"#[^\n]*", "", f.read_text(encoding="utf-8"))
             for f in tree.files("src/*/CMakeLists.txt")}
    home = {m[1]: folder for folder, text in texts.items() for m in LIBRARY.finditer(text)}
    problems = []
    for folder, text in texts.items():
        linked = [word for m in LIBRARY.finditer(text)
                  for word in m[2].partition("LINKS")[2].split()]
        linked += [word for m in LINKING.finditer(text) for word in m[2].split()]
        for word in linked:
            target = home.get(word, folder)
            if target != folder and target not in MAY_USE.get(folder, ()) \
                    and (folder, target) not in LINKS_BESIDES:
                problems.append(f"src/{folder}/CMakeLists.txt: {folder} may not link {word}")
    return problems


# A library, the names by which it shows in C, and the only files that may know it.
LIBRARIES = [
    ("SQLite", r"\bsqlite3\w*", r"src/store/(db\w*|\w+_sqlite)\.[ch]$"),
    ("SDL", r"\bSDL_\w+|<SDL[^>]*>", r"src/(ui/render\w*|kiosk/(shell\w*|main))\.[ch]$"),
    ("FreeType", r"\bFT_\w+|<ft2build[^>]*>", r"src/(face/faces\.[ch]|ui/render_type\.c)$"),
    ("HarfBuzz", r"\bhb_\w+|<hb[^>]*>", r"src/ui/render_type\.c$"),
    ("libsodium", r"\b(?:sodium|crypto|randombytes)_\w+|<sodium[^>]*>", r"src/trust/\w+\.[ch]$"),
    ("libmicrohttpd", r"\bMHD_\w+|<microhttpd[^>]*>", r"src/hub/http\w*\.[ch]$"),
    ("libcurl", r"\bcurl_\w+|\bCURL\w*|<curl/[^>]*>", r"src/kiosk/(link|shell|main)\w*\.[ch]$"),
    ("libqrencode", r"\bQRcode\w*|<qrencode[^>]*>", r"src/(slip|ui)/\w+\.[ch]$"),
    ("libyaml", r"\byaml_(?:parser|event|token)\w*|<yaml[^>]*>", r"src/content/\w+\.[ch]$"),
    ("libpinyin", r"\bpinyin_\w+_t\b|<pinyin[^>]*>", r"src/entry/\w+\.[ch]$"),
    ("zinnia", r"\bzinnia_\w+|<zinnia[^>]*>", r"src/entry/\w+\.[ch]$"),
    ("espeak-ng", r"\b(?:espeak|EE)_\w+|<espeak[^>]*>", r"src/speech/voice\.[ch]$"),
    ("libopusenc", r"\b(?:ope|OPE)_\w+|<opusenc[^>]*>", r"src/speech/opus\.[ch]$"),
    ("libunibreak", r"\bset_linebreaks\w*|<linebreak[^>]*>", r"src/ui/text\w*\.[ch]$"),
]


@check("libraries",
       bad=[{"src/store/apply.c": "static sqlite3_stmt *statement;\n"},
            {"src/hub/db.c": "#include <sqlite3.h>\n"},
            {"src/ui/widget.c": "void f(void)\n{\n    SDL_Delay(1);\n}\n"},
            {"src/kiosk/app.c": "#include <SDL2/SDL.h>\n"},
            {"src/sync/merge.c": "#include <sodium.h>\n"},
            {"src/store/due.c": "void f(void)\n{\n    crypto_generichash(0);\n}\n"},
            {"src/sync/client.c": "#include <curl/curl.h>\n"},
            {"src/kiosk/form.c": "#include <pinyin.h>\n"},
            {"src/kiosk/form.c": "zinnia_recognizer_t *recognizer;\n"},
            {"src/hub/step.c": "#include <microhttpd.h>\n"},
            {"src/kiosk/app.c": "#include <espeak-ng/speak_lib.h>\n"},
            {"src/kiosk/note.c": "#include <opusenc.h>\n"}],
       good=[{"src/store/db.c": "#include <sqlite3.h>\nsqlite3 *db;\n",
              "src/store/views_sqlite.c": "sqlite3 *db;\n",
              "src/store/apply.c": "/* sqlite3 */ const char *a = \"sqlite3\";\n",
              "src/ui/render_text.c": "#include <SDL2/SDL.h>\n",
              "src/kiosk/shell.c": "SDL_Event event;\n",
              "src/trust/keys.c": "#include <sodium.h>\n"}])
def libraries(tree):
    problems = []
    for source in tree.c("src"):
        text = source.bare
        for name, pattern, home in LIBRARIES:
            if not re.match(home, source.path):
                problems += [source.says(line, f"{name} does not belong here: {m[0].strip()}")
                             for line, m in source.find(pattern, text)]
    return problems


# What reaches for a clock, chance, a file, a socket or a thread.
OUTSIDE_HEADERS = re.compile(
    r"<(time|sys/.*|pthread|threads|stdatomic|fcntl|unistd|dirent|poll|netdb|netinet/.*|arpa/.*"
    r"|signal|spawn|semaphore|mqueue|termios)\.h>|\"base/file\.h\"")
OUTSIDE_CALLS = (r"(?<![\w.>])(" + "|".join("""
    time clock clock_gettime gettimeofday timespec_get nanosleep clock_nanosleep sleep usleep
    rand srand rand_r random srandom drand48 getrandom getentropy arc4random\\w*
    fopen fdopen freopen fclose fread fwrite fgets fputs fputc fgetc getc putc getline fprintf printf
    puts putchar perror scanf fscanf fflush fseek tmpfile remove rename open openat creat close read
    write pread pwrite stat fstat lstat unlink mkdir rmdir opendir readdir mmap fsync ftruncate
    socket connect bind listen accept send sendto recv recvfrom select poll epoll_\\w+ getaddrinfo
    pthread_\\w+ thrd_\\w+ mtx_\\w+ cnd_\\w+ fork exec[lv]\\w* popen getenv setenv signal sigaction
    """.split()) + r")\s*\(")


@check("purity",
       bad=[{"src/domain/a.c": "int f(void)\n{\n    return (int)time(NULL);\n}\n"},
            {"src/sync/a.c": "#include <pthread.h>\n"},
            {"src/ui/a.c": "#include <sys/socket.h>\n"},
            {"src/ui/a.c": '#include "base/file.h"\n'},
            {"src/domain/a.c": "int f(void)\n{\n    return random ();\n}\n"},
            {"src/sync/a.c": "void f(void)\n{\n    pthread_mutex_lock(0);\n}\n"},
            {"src/ui/text.c": "void f(void)\n{\n    fopen(0, 0);\n}\n"}],
       good=[{"src/sync/a.c": "void f(void)\n{\n    env->random(env->ctx, out, 4);\n}\n",
              "src/domain/a.c": "/* time(NULL) */ int due_time(int t);\n",
              "src/ui/render.c": "#include <time.h>\n",
              "src/hub/a.c": "#include <pthread.h>\n"}])
def purity(tree):
    """No clock, chance, file, socket or thread in domain, sync and ui but for its renderer."""
    problems = []
    for source in tree.c("src/domain", "src/sync", "src/ui"):
        if re.match(r"src/ui/render\w*\.[ch]$", source.path):
            continue
        for m in INCLUDE.finditer(source.code):
            if OUTSIDE_HEADERS.search(m[0]):
                problems.append(source.says(source.line_of(m.start(1)), f"{m[0]} leads outside"))
        problems += [source.says(line, f"{m[1]} leads outside")
                     for line, m in source.find(OUTSIDE_CALLS, source.bare)]
    return problems


# What stands beside the sources (design: layout), and what git and the build keep there.
TOP = set("""src assets fonts kiosk-config tests CMakeLists.txt README.md yizhan LICENSE
    CMakePresets.json .gitignore .clang-format .clang-tidy .ci build .git""".split())


@check("top",
       bad=[{"src/a.c": "", "--help/home.png": ""}, {"notes.md": ""}],
       good=[{"src/a.c": "", "README.md": "", ".ci/run": "", "build/bench.json": ""}])
def top(tree):
    """Nothing in the checkout's top folder but what the layout names."""
    return [f"{entry.name}: stands in the top folder, where only the layout's parts belong"
            for entry in sorted(tree.root.iterdir()) if entry.name not in TOP]
