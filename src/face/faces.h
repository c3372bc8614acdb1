/* The faces that screen and slip are set in: the list fonts/faces, the files it names, and which
 * character is in which. A face is mapped and opened when something in it is first needed; the
 * fallback faces may never be. One line of the list is `regular|bold INDEX PATH`: the first face of
 * each weight is the main one, the others follow, in the order of the list, for what it lacks.
 *
 * What cannot be read is logged and left out. For a main face that is gone stands the other
 * weight's, or any there is; it is a failure when none can be used. One thread at a time per list.
 * FreeType is used here and in ui/render_type.c only. */
#ifndef FACE_FACES_H
#define FACE_FACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct FT_FaceRec_;

enum face_weight { FACE_WEIGHT_REGULAR, FACE_WEIGHT_BOLD };

/* A file in memory, as long as its list lives. */
struct face_bytes {
    const char *bytes;
    size_t len;
    unsigned index; /* of the face within the file */
};

struct faces;

/* ERR_NOT_FOUND, ERR_IO, ERR_PARSE, ERR_LIMIT: logged with file and line. */
enum status faces_open(const char *path, struct faces **out) MUST_CHECK;
void faces_close(struct faces *faces);

/* Faces are called by their place in the list, from 0. */
enum face_weight faces_weight(const struct faces *faces, size_t at);
/* The main face of a weight. */
size_t faces_main(const struct faces *faces, enum face_weight weight);
/* The first face of the weight that has the character, else the first of any weight, else the
 * weight's main face, whose box for missing characters will show. */
size_t faces_for(struct faces *faces, enum face_weight weight, uint32_t point);
/* True when some face has the character. */
bool faces_have(struct faces *faces, uint32_t point);

/* The open face; NULL, logged once, when its file is no font. Its size is whatever was set last. */
struct FT_FaceRec_ *faces_at(struct faces *faces, size_t at);
struct face_bytes faces_bytes(struct faces *faces, size_t at);

#endif
