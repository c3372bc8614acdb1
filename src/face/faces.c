#include "face/faces.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"

#define LOG_MODULE "fonts"

enum { MAX_FACES = 12, MAX_PATH = 512, WEIGHTS = 2 };

struct face {
    enum face_weight weight;
    long index;
    char path[MAX_PATH];
    char *bytes; /* mapped when first needed */
    size_t len;
    FT_Face open;
    bool is_broken;
};

struct faces {
    FT_Library library;
    struct face faces[MAX_FACES];
    size_t n;
    size_t main[WEIGHTS]; /* NONE until it is known */
    bool is_named[WEIGHTS];
};

static const size_t NONE = SIZE_MAX;

/* Whether the file is there is asked at once, so that it is said at start. */
static enum status face_add(struct faces *faces, const struct face *face, int line)
{
    bool is_main = !faces->is_named[face->weight];
    faces->is_named[face->weight] = true;
    if (faces->n == MAX_FACES)
        return ERR_LIMIT;
    if (access(face->path, R_OK) != 0) {
        LOG_WARN("line %d: the font %s cannot be read (%s); %s", line, face->path, strerror(errno),
                 is_main ? "another stands for it"
                         : "rare characters that only it has will show as boxes");
        return OK;
    }
    if (is_main)
        faces->main[face->weight] = faces->n;
    faces->faces[faces->n++] = *face;
    return OK;
}

/* Blank lines and what follows a # are skipped. */
static enum status read_line(struct faces *faces, char *text, int line)
{
    char weight[16];
    struct face face = {.weight = FACE_WEIGHT_REGULAR};
    text[strcspn(text, "#\n")] = '\0';
    int n = sscanf(text, "%15s %ld %511s", weight, &face.index, face.path);
    if (n <= 0)
        return OK;
    bool is_bold = str_equal(weight, "bold");
    if (n != 3 || face.index < 0 || (!is_bold && !str_equal(weight, "regular")))
        return ERR_PARSE;
    if (is_bold)
        face.weight = FACE_WEIGHT_BOLD;
    return face_add(faces, &face, line);
}

static enum status read_list(struct faces *faces, const char *path)
{
    char text[1024];
    int line = 0;
    enum status status = OK;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        LOG_ERR("open the list of fonts %s: %s", path, strerror(errno));
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    }
    while (status == OK && fgets(text, sizeof text, file) != NULL)
        status = read_line(faces, text, ++line);
    if (status != OK)
        LOG_ERR("%s line %d: %s", path, line, status_text(status));
    fclose(file);
    if (status == OK &&
        (!faces->is_named[FACE_WEIGHT_REGULAR] || !faces->is_named[FACE_WEIGHT_BOLD])) {
        LOG_ERR("%s must name a regular and a bold face", path);
        status = ERR_PARSE;
    }
    return status;
}

static bool opens(struct faces *faces, size_t at)
{
    return at != NONE && faces_at(faces, at) != NULL;
}

/* Each weight's own; else the other's, which has the same characters; else any that opens. */
static enum status choose_mains(struct faces *faces)
{
    size_t named[WEIGHTS];
    memcpy(named, faces->main, sizeof named);
    for (size_t weight = 0; weight < WEIGHTS; weight++) {
        size_t at = opens(faces, named[weight]) ? named[weight] : named[WEIGHTS - 1 - weight];
        for (size_t i = 0; i < faces->n && !opens(faces, at); i++)
            at = i;
        if (!opens(faces, at))
            return ERR_NOT_FOUND;
        faces->main[weight] = at;
    }
    return OK;
}

enum status faces_open(const char *path, struct faces **out)
{
    struct faces *faces = xalloc(sizeof *faces);
    *faces = (struct faces){.main = {NONE, NONE}};
    if (FT_Init_FreeType(&faces->library) != 0) {
        LOG_ERR("the font library does not start");
        free(faces);
        return ERR_IO;
    }
    enum status status = read_list(faces, path);
    if (status == OK)
        status = choose_mains(faces);
    if (status != OK) {
        faces_close(faces);
        return status;
    }
    *out = faces;
    return OK;
}

void faces_close(struct faces *faces)
{
    if (faces == NULL)
        return;
    for (size_t i = 0; i < faces->n; i++) {
        if (faces->faces[i].open != NULL)
            FT_Done_Face(faces->faces[i].open);
        if (faces->faces[i].bytes != NULL)
            munmap(faces->faces[i].bytes, faces->faces[i].len);
    }
    FT_Done_FreeType(faces->library);
    free(faces);
}

enum face_weight faces_weight(const struct faces *faces, size_t at)
{
    return faces->faces[at].weight;
}

size_t faces_main(const struct faces *faces, enum face_weight weight)
{
    return faces->main[weight];
}

static bool face_map(struct face *face)
{
    struct stat info;
    int fd = open(face->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (fstat(fd, &info) == 0 && info.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED) {
            face->bytes = bytes;
            face->len = (size_t)info.st_size;
        }
    }
    close(fd);
    return face->bytes != NULL;
}

FT_Face faces_at(struct faces *faces, size_t at)
{
    struct face *face = &faces->faces[at];
    if (face->open != NULL || face->is_broken)
        return face->open;
    face->is_broken =
        !face_map(face) || FT_New_Memory_Face(faces->library, (const FT_Byte *)face->bytes,
                                              (FT_Long)face->len, face->index, &face->open) != 0;
    if (face->is_broken) {
        LOG_ERR("%s index %ld is no font that can be used", face->path, face->index);
        face->open = NULL;
    }
    return face->open;
}

struct face_bytes faces_bytes(struct faces *faces, size_t at)
{
    const struct face *face = &faces->faces[at];
    (void)faces_at(faces, at);
    return (struct face_bytes){face->bytes, face->len, (unsigned)face->index};
}

static bool face_has(struct faces *faces, size_t at, uint32_t point)
{
    FT_Face face = faces_at(faces, at);
    return face != NULL && FT_Get_Char_Index(face, point) != 0;
}

size_t faces_for(struct faces *faces, enum face_weight weight, uint32_t point)
{
    for (size_t i = 0; i < faces->n; i++) {
        if (faces->faces[i].weight == weight && face_has(faces, i, point))
            return i;
    }
    for (size_t i = 0; i < faces->n; i++) {
        if (faces->faces[i].weight != weight && face_has(faces, i, point))
            return i;
    }
    return faces->main[weight];
}

bool faces_have(struct faces *faces, uint32_t point)
{
    for (size_t i = 0; i < faces->n; i++) {
        if (face_has(faces, i, point))
            return true;
    }
    return false;
}
