/* Every character of the content and of the message catalogues has a glyph: a box on the screen is
 * a failed test, not a visitor's surprise. */
#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "check.h"
#include "ui/render.h"

enum { MAX_FILE = 4 << 20 };

struct count {
    int files, characters;
};

static bool ends_with(const char *name, const char *end)
{
    size_t a = strlen(name), b = strlen(end);
    return a >= b && strcmp(name + a - b, end) == 0;
}

static void check_file(struct render *render, const char *path, struct count *count)
{
    struct arena arena = {0};
    char *text;
    size_t len;
    uint32_t missing = 0;
    if (file_read(&arena, path, MAX_FILE, &text, &len) != OK) {
        fprintf(stderr, "%s cannot be read\n", path);
        CHECK(false);
        goto out;
    }
    CHECK(utf8_is_valid(text, len));
    if (!render_has_glyphs(render, text, &missing)) {
        fprintf(stderr, "%s: no glyph for U+%04X\n", path, (unsigned)missing);
        CHECK(false);
    }
    count->files++;
    count->characters += (int)utf8_count(text);
out:
    arena_fini(&arena);
}

/* All texts of a folder and of those in it; a folder that is not there is empty. */
static void check_folder(struct render *render, const char *folder, struct count *count)
{
    char path[1024];
    struct dirent *entry;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        bool is_text = ends_with(path, ".yaml") || ends_with(path, ".po");
        if (is_text)
            check_file(render, path, count);
        else if (strchr(entry->d_name, '.') == NULL)
            check_folder(render, path, count);
    }
    closedir(dir);
}

int main(void)
{
    const char *icons = getenv("YIZHAN_ICONS"); /* set by the build */
    struct render_options options = {.faces_path = "fonts/faces", .icons_path = icons};
    struct render *render;
    struct count count = {0};
    if (icons == NULL || render_create(&options, &render) != OK)
        return 1;
    check_folder(render, "kiosk-config", &count);
    check_folder(render, "assets/lang", &count);
    printf("%d files, %d characters\n", count.files, count.characters);
    CHECK(count.files >= 2 && count.characters > 1000);
    render_destroy(render);
    return check_done();
}
