/* Failures: disk, network, parse. A bug is an assert; a refusal is a struct verdict (domain/). */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#define STATUS_LIST(X)                                                                             \
    X(OK, "ok")                                                                                    \
    X(ERR_IO, "reading or writing failed")                                                         \
    X(ERR_DB, "the database failed")                                                               \
    X(ERR_BUSY, "somebody else is at it")                                                          \
    X(ERR_FULL, "no space left")                                                                   \
    X(ERR_PARSE, "not in the expected form")                                                       \
    X(ERR_LIMIT, "too large or too many")                                                          \
    X(ERR_NOT_FOUND, "not there")                                                                  \
    X(ERR_AUTH, "not authentic")                                                                   \
    X(ERR_CONFLICT, "contradicts what is there")                                                   \
    X(ERR_VERSION, "made by another version")

enum status {
#define STATUS_ENUM(name, text) name,
    STATUS_LIST(STATUS_ENUM)
#undef STATUS_ENUM
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* A short English text for logs; static. */
const char *status_text(enum status status);

#endif
