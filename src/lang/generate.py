#!/usr/bin/env python3
"""Turns assets/lang/*.po into the tables behind text_get.

Usage: generate.py OUT_DIR zh.po en.po …   (the order is enum lang's)
Every catalogue must have the same identifiers, no empty text, and the same placeholders {1} … {9}
in each; anything else stops the build with the file and the line.
"""
import os
import re
import sys

STRING = re.compile(r'^(msgid|msgstr)?\s*"((?:[^"\\]|\\.)*)"\s*$')
IDENTIFIER = re.compile(r'^[a-z0-9_]+(\.[a-z0-9_]+)+$')
PLACEHOLDER = re.compile(r'\{([1-9])\}')


def fail(path, line, what):
    sys.exit(f'{path}:{line}: {what}')


def read_po(path):
    """{id: (text, line)} in the file's order; the header entry is left out."""
    entries, key, target, line_of_key = {}, None, None, 0
    parts = {'msgid': '', 'msgstr': ''}

    def store():
        if parts['msgid']:
            if parts['msgid'] in entries:
                fail(path, line_of_key, f'{parts["msgid"]} stands twice')
            entries[parts['msgid']] = (parts['msgstr'], line_of_key)

    with open(path, encoding='utf-8') as file:
        for number, raw in enumerate(file, 1):
            line = raw.strip()
            if not line or line.startswith('#'):
                continue
            match = STRING.match(line)
            if not match:
                fail(path, number, 'expected msgid, msgstr or a string')
            word, text = match.groups()
            if word == 'msgid':
                if key is not None:
                    store()
                key, line_of_key = number, number
                parts = {'msgid': '', 'msgstr': ''}
            target = word or target
            parts[target] += text.replace('\\n', '\n').replace('\\"', '"').replace('\\\\', '\\')
    store()
    return entries


def check(paths, catalogues):
    base = catalogues[0]
    for path, entries in zip(paths, catalogues):
        for key, (text, line) in entries.items():
            if not IDENTIFIER.match(key):
                fail(path, line, f'{key}: expected an identifier such as home.greeting')
            if not text:
                fail(path, line, f'{key}: the text is empty')
            if key not in base:
                fail(path, line, f'{key} is not in {paths[0]}')
            used = sorted(set(PLACEHOLDER.findall(text)))
            if used != sorted(set(PLACEHOLDER.findall(base[key][0]))):
                fail(path, line, f'{key}: other placeholders than in {paths[0]}')
            if used != [str(i + 1) for i in range(len(used))]:
                fail(path, line, f'{key}: placeholders must count up from {{1}}')
        for key in base:
            if key not in entries:
                fail(path, 1, f'{key} is missing')


def c_string(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"'


def symbol(key):
    return 'MSG_' + key.upper().replace('.', '_')


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def main():
    out, paths = sys.argv[1], sys.argv[2:]
    catalogues = [read_po(path) for path in paths]
    check(paths, catalogues)
    keys = list(catalogues[0])
    header = ['/* Made from assets/lang; do not edit. */', '#ifndef LANG_MSG_H', '#define LANG_MSG_H',
              '', 'enum msg {']
    header += [f'    {symbol(key)},' for key in keys]
    header += ['    MSG_COUNT', '};', '', '#endif', '']
    source = ['/* Made from assets/lang; do not edit. */', '#include "lang/table.h"', '',
              'const char *const lang_table[LANG_COUNT][MSG_COUNT] = {']
    for entries in catalogues:
        source.append('    {')
        source += [f'        {c_string(entries[key][0])},' for key in keys]
        source.append('    },')
    source += ['};', '', 'const char *const lang_keys[MSG_COUNT] = {']
    source += [f'    {c_string(key)},' for key in keys]
    source += ['};', '', 'const unsigned char lang_holes[MSG_COUNT] = {']
    source += [f'    {len(set(PLACEHOLDER.findall(catalogues[0][key][0])))},' for key in keys]
    source += ['};', '']
    os.makedirs(os.path.join(out, 'lang'), exist_ok=True)
    write(os.path.join(out, 'lang', 'msg.h'), '\n'.join(header))
    write(os.path.join(out, 'lang', 'msg.c'), '\n'.join(source))


main()
