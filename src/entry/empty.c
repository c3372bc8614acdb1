/* entry_empty: lets libpinyin write an empty user dictionary into a folder, at build time. It is
 * only ever read: without one libpinyin complains and leaks 16 KB each time it is opened. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <glib.h>
#include <pinyin.h>

/* libpinyin saves what was changed; an import of nothing counts as a change. 5 to 15 are its
 * dictionaries, 7 is the user's own. */
static bool save_nothing(const char *data, const char *folder)
{
    /* It complains of what it is about to make. */
    pinyin_context_t *context =
        freopen("/dev/null", "w", stderr) != NULL ? pinyin_init(data, folder) : NULL;
    if (context == NULL) {
        return false;
    }
    import_iterator_t *import = pinyin_begin_add_phrases(context, 7);
    pinyin_end_add_phrases(import);
    bool saved = pinyin_save(context);
    pinyin_fini(context);
    return saved;
}

/* The programs may run as somebody else than the one who built them. */
static bool make_readable(const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return false;
    }
    bool ok = true;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[4096];
        int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ok = ok && len > 0 && (size_t)len < sizeof path &&
             (entry->d_name[0] == '.' || chmod(path, 0444) == 0);
    }
    closedir(dir);
    return ok;
}

int main(int argc, char **argv)
{
    if (argc != 3 || !save_nothing(argv[1], argv[2]) || !make_readable(argv[2])) {
        printf("usage: entry_empty DATA FOLDER (or a folder that cannot be written)\n");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
