#!/usr/bin/env python3
"""Makes the table of tones behind reading.c from Unicode's Unihan database.

Usage: tones.py Unihan_Readings.txt.bz2 OUT.c
libpinyin knows which syllable a character has in a word, but no tone. A character's readings are
listed the most frequent first: by the counts of kHanyuPinlu, then as kMandarin, kTGHZ2013 and
kXHC1983 list them. The counts are of speech, where many a second syllable loses its tone: a neutral
tone comes last unless kMandarin gives it, too.
"""
import bz2
import re
import sys
import unicodedata

FIELDS = ('kHanyuPinlu', 'kMandarin', 'kTGHZ2013', 'kXHC1983')
MARKS = {'\u0304': 1, '\u0301': 2, '\u030c': 3, '\u0300': 4}
BLOCK = range(0x4E00, 0xA000)
READINGS_MAX = 4
NEUTRAL = 5


def syllable(text):
    """('lv', 4) of “lǜ”; None of what is no whole syllable (“r”, “ê”)."""
    letters, tone = '', NEUTRAL
    for char in unicodedata.normalize('NFD', text):
        if char in MARKS:
            tone = MARKS[char]
        elif char == '\u0308':
            letters = letters[:-1] + 'v'
        else:
            letters += char
    if not re.fullmatch(r'[a-z]{1,6}', letters) or not re.search('[aeiouv]', letters):
        return None
    return letters, tone


def readings(fields):
    found = []
    counted = re.findall(r'([^\s()]+)\((\d+)\)', fields.get('kHanyuPinlu', ''))
    texts = [text for text, _ in sorted(counted, key=lambda pair: -int(pair[1]))]
    texts += fields.get('kMandarin', '').split()
    for name in ('kTGHZ2013', 'kXHC1983'):
        for entry in fields.get(name, '').split():
            texts += entry.partition(':')[2].split(',')
    for text in texts:
        one = syllable(text)
        if one and one not in found:
            found.append(one)
    own = [syllable(text) for text in fields.get('kMandarin', '').split()]
    found.sort(key=lambda one: one[1] == NEUTRAL and one not in own)
    return found[:READINGS_MAX]


def main():
    source, out = sys.argv[1:]
    characters = {}
    with bz2.open(source, 'rt', encoding='utf-8') as file:
        for line in file:
            parts = line.rstrip('\n').split('\t')
            if len(parts) == 3 and parts[1] in FIELDS:
                characters.setdefault(int(parts[0][2:], 16), {})[parts[1]] = parts[2]
    rows = {point: readings(fields) for point, fields in sorted(characters.items())
            if point in BLOCK or 'kTGHZ2013' in fields}
    rows = {point: found for point, found in rows.items() if found}
    if len(rows) < 20000:
        sys.exit(f'{source}: only {len(rows)} characters have a reading; expected over 20000')
    names = sorted({name for found in rows.values() for name, _ in found})
    place = {name: i for i, name in enumerate(names)}
    with open(out, 'w', encoding='utf-8') as file:
        file.write('/* Made by tones.py from Unihan_Readings.txt, © Unicode, Inc. */\n'
                   '#include "entry/tones.h"\n\n')
        file.write('const char tone_names[][TONE_NAME_SIZE] = {\n')
        file.writelines(f'    "{name}",\n' for name in names)
        file.write('};\nconst struct tone_row tone_rows[] = {\n')
        for point, found in rows.items():
            codes = ', '.join(str(place[name] * 8 + tone) for name, tone in found)
            file.write(f'    {{0x{point:x}, {{{codes}}}}},\n')
        file.write('};\nconst size_t tone_rows_len = sizeof tone_rows / sizeof *tone_rows;\n')


main()
