/* Readings: as many syllables with a tone as the word has characters. */
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "content/check.h"

enum { SYLLABLE_MAX = 6 };

/* How many syllables there are, one space between two; -1: not in that form. */
static int count_syllables(const char *pinyin)
{
    int n = 0;
    while (*pinyin != '\0') {
        size_t letters = strspn(pinyin, "abcdefghijklmnopqrstuvwxyz");
        const char *tone = pinyin + letters;
        if (letters == 0 || letters > SYLLABLE_MAX || *tone < '1' || *tone > '5') {
            return -1;
        }
        n++;
        pinyin = tone + 1;
        if (*pinyin == ' ' && pinyin[1] != '\0') {
            pinyin++;
        } else if (*pinyin != '\0') {
            return -1;
        }
    }
    return n;
}

static bool is_chinese(const char *word)
{
    size_t left = strlen(word);
    for (size_t bytes; left > 0; word += bytes, left -= bytes) {
        uint32_t point = utf8_next(word, left, &bytes);
        if (point < 0x3007 || (point > 0x3007 && point < 0x3400) ||
            (point > 0x9FFF && point < 0x20000) || point > 0x3FFFF) {
            return false;
        }
    }
    return true;
}

void check_reading(struct checker *checker, const struct node *node)
{
    const char *word = node_word(node, "word");
    const char *pinyin = node_word(node, "pinyin");
    if (word[0] == '\0' || pinyin[0] == '\0') {
        return;
    }
    if (!is_chinese(word)) {
        check_error(checker, yaml_get(node, "word")->at,
                    "\"%s\" does not fit; expected Chinese characters only",
                    check_quote(checker, word));
    } else if (count_syllables(pinyin) != (int)utf8_count(word)) {
        check_error(checker, yaml_get(node, "pinyin")->at,
                    "\"%s\" does not fit; expected %zu syllables, each with its tone 1 to 5 "
                    "(li3 fa4; 5 is the neutral one, v is ü)",
                    check_quote(checker, pinyin), utf8_count(word));
    }
}
