/* Sounds: the file is there and can be played. */
#include <stdbool.h>
#include <string.h>

#include "base/file.h"
#include "content/check.h"
#include "speech/wave.h"

enum { FILE_NAME_MAX = 60 };

static bool is_plain_name(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && len <= FILE_NAME_MAX && strcmp(name + len - 4, ".wav") == 0 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == len - 4;
}

void check_sound(struct checker *checker, const struct node *node)
{
    const char *file = node_word(node, "file");
    if (file[0] == '\0') {
        return;
    }
    struct place at = yaml_get(node, "file")->at;
    if (!is_plain_name(file)) {
        check_error(checker, at,
                    "\"%s\" does not fit; expected a name of small letters, digits, - and _ that "
                    "ends in .wav",
                    check_quote(checker, file));
        return;
    }
    if (!checker->is_folder) {
        return;
    }
    struct arena arena = {0};
    char *bytes;
    size_t len;
    struct wave wave;
    const char *path = arena_printf(&arena, "%s/sounds/%s", checker->folder, file);
    enum status status = file_read(&arena, path, WAVE_BYTES_MAX, &bytes, &len);
    if (status != OK) {
        check_error(checker, at, "%s cannot be read (%s); expected %s", path, status_text(status),
                    wave_expects());
    } else if (wave_read(bytes, len, &wave) != OK) {
        check_error(checker, at, "%s cannot be played; expected %s", path, wave_expects());
    }
    arena_fini(&arena);
}
