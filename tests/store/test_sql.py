#!/usr/bin/env python3
"""Every SQL text of src/store is prepared against a fresh database, and none walks through a whole
table that grows with every visitor, but for the few that say why they may.

usage: test_sql.py MAKE_STORE SOURCE_FOLDER
"""
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

GROWING = {"op", "booking", "request", "envelope", "feed", "ticket_event", "pool", "session"}

# (file, words of the text): why it may look at everything.
MAY_SCAN = [
    ("rebuild.c", "ORDER BY turn", "a rebuild reads every op"),
    ("publish_ops.c", "FROM session WHERE starts_at > ?1", "a new revision is rare"),
    ("merge.c", "", "a snapshot replaces everything; rare"),
    ("outbox.c", "DELETE FROM", "forgetting what is old, once at a hello"),
    ("fleet_ops.c", "owner = ?1", "retiring a kiosk is rare"),
    ("fleet_ops.c", "returned = returned +", "retiring a kiosk is rare"),
    ("figures.c", "", "figures for a person who asks"),
]

# Indexes that hold only the few rows in question.
PARTIAL = re.compile(r"USING (COVERING )?INDEX (op_outbox|op_waits|request_open|envelope_erase)\b")

CALL = re.compile(r"\b(db_run|db_query|db_int)\s*\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def sql_texts(path):
    """The first run of string literals in each call; what is not a literal there is reported."""
    text = without_comments(path.read_text(encoding="utf-8"))
    for call in CALL.finditer(text):
        rest = text[call.end():]
        start = LITERAL.search(rest)
        head = rest[:start.start()] if start else rest[:80]
        if start is None or ";" in head or "{" in head:
            continue  # the function itself, or a call that hands a text on
        sql, end = "", start.start()
        while True:
            piece = re.compile(r'\s*"((?:[^"\\]|\\.)*)"').match(rest, end)
            if piece is None:
                break
            sql += piece.group(1).replace('\\"', '"').replace("\\'", "'")
            end = piece.end()
        yield sql


def may_scan(file, sql, used):
    found = [entry for entry in MAY_SCAN if file == entry[0] and entry[1] in sql]
    used.update(found)
    return bool(found)


def scans(database, sql):
    aliases = dict(re.findall(r"(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(?!ON|SET|WHERE|JOIN)(\w))?",
                              sql))
    tables = {alias: table for table, alias in aliases.items() if alias}
    values = [None] * max([int(n) for n in re.findall(r"\?(\d+)", sql)] or [0])
    for row in database.execute("EXPLAIN QUERY PLAN " + sql, values):
        found = re.match(r"SCAN (\w+)(.*)", row[3])
        if found:
            table = tables.get(found.group(1), found.group(1))
            if table in GROWING and not PARTIAL.search(found.group(2)):
                yield table, row[3]


def own_schema(path):
    """What a file lays out in a database of its own, or nothing."""
    text = without_comments(path.read_text(encoding="utf-8"))
    start = re.search(r"char schema_sql\[\] =(.*?\");\n", text, re.S)
    pieces = LITERAL.findall(start.group(1)) if start else []
    return "".join(piece.replace('\\"', '"') for piece in pieces)


def check(make_store, folder):
    problems, count, used = [], 0, set()
    with tempfile.TemporaryDirectory(prefix="yizhan-sql-") as where:
        path = Path(where) / "hub.db"
        subprocess.run([make_store, "hub", path], check=True)
        database = sqlite3.connect(path)
        database.execute("CREATE TEMP TABLE incoming(kind TEXT, id TEXT, PRIMARY KEY(kind, id))")
        database.execute("CREATE TEMP TABLE resized(id TEXT PRIMARY KEY, delta INTEGER)")
        database.execute("CREATE TEMP TABLE diff(n INTEGER)")
        database.execute("SAVEPOINT one_op")
        shared = database
        for source in sorted(Path(folder).glob("*.c")):
            schema = own_schema(source)
            database = sqlite3.connect(":memory:") if schema else shared
            if schema:
                database.executescript(schema)
            for sql in sql_texts(source):
                count += 1
                try:
                    if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)", sql):
                        continue
                    for table, plan in scans(database, sql):
                        if not may_scan(source.name, sql, used):
                            problems.append(f"{source.name}: {plan}: {sql}")
                except sqlite3.Error as error:
                    problems.append(f"{source.name}: {error}: {sql}")
    if count < 80:
        problems.append(f"only {count} texts found; the search is wrong")
    else:
        problems += [f"not needed any more: {entry}" for entry in MAY_SCAN if entry not in used]
    return problems


def self_test(make_store):
    with tempfile.TemporaryDirectory(prefix="yizhan-sql-") as where:
        bad = Path(where) / "bad.c"
        bad.write_text('x = db_int(db, 0, "SELECT count(*) FROM op"\n   " WHERE wall = 3", "");'
                       'db_run(db, "SELECT nothing FROM op", "");\n')
        problems = check(make_store, where)
        return [] if len(problems) == 3 else [f"the test is blind: {problems}"]


def main():
    problems = self_test(sys.argv[1]) or check(sys.argv[1], sys.argv[2])
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
