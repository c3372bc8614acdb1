#include "entry/pinyin_data.h"

#include <stdio.h>
#include <unistd.h>

#include "base/log.h"

#define LOG_MODULE "entry"

/* libpinyin stops the program when one of these is not there. */
static enum status files_check(const char *dir)
{
    static const char *const names[] = {
        "table.conf",
        "bigram.db",
        "phrase_index.bin",
        "pinyin_index.bin",
        "gb_char.bin",
        "gbk_char.bin",
        "opengram.bin",
        "merged.bin",
        "addon_phrase_index.bin",
        "addon_pinyin_index.bin",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[1024];
        int len = snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        if (len < 0 || (size_t)len >= sizeof path || access(path, R_OK) != 0) {
            LOG_ERR("%s/%s cannot be read: no pinyin (package libpinyin-data)", dir, names[i]);
            return ERR_NOT_FOUND;
        }
    }
    return OK;
}

enum status pinyin_data_open(const char *dir, pinyin_context_t **out)
{
    dir = dir != NULL ? dir : YIZHAN_PINYIN_DIR;
    enum status status = files_check(dir);
    if (status != OK) {
        return status;
    }
    bool has_empty = access(YIZHAN_PINYIN_EMPTY "/user.conf", R_OK) == 0;
    pinyin_context_t *context = pinyin_init(dir, has_empty ? YIZHAN_PINYIN_EMPTY : NULL);
    if (context == NULL) {
        LOG_ERR("libpinyin does not take the data in %s: no pinyin", dir);
        return ERR_PARSE;
    }
    *out = context;
    return OK;
}
