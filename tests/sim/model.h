/* What simulated people were told. A promise is what a slip says; everything here stays true
 * whatever fails afterwards, and the checker holds the databases against it.
 *
 * An op is *tried* before the store is called, *made* when the store said OK, *told* when a person
 * has read its verdict. Verdicts other than provisional and parked are final once told. */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/op.h"
#include "domain/verdict.h"
#include "trust/ticket.h"

enum told_stage { OP_TRIED, OP_MADE, OP_TOLD };

struct told {
    struct op_id id; /* all zeros while only tried: the store did not say */
    enum op_kind kind;
    char kiosk[KIOSK_ID_SIZE];
    char ticket[TICKET_SIZE];
    char session[CONTENT_ID_SIZE]; /* book */
    int32_t seats;
    enum told_stage stage;
    int64_t at_ms;
    enum verdict_code code; /* the last one told */
    instant due_at;         /* file: as printed */
    bool is_excused;        /* the only disk that had it was lost: it may be gone */
};

struct slip {
    char number[TICKET_SIZE];
    char token[TOKEN_TEXT_SIZE];
    enum ticket_kind kind;
    int visitor;
    int kiosk;
    enum verdict_code printed;
};

struct model {
    struct told *told;
    size_t told_len, told_cap;
    struct slip *slips;
    size_t slips_len, slips_cap;
    int64_t *index; /* open addressing by op id; -1 is free */
    size_t index_cap;
};

void model_fini(struct model *model);
/* Both return a position that stays valid. */
size_t model_add_told(struct model *model, const struct told *told);
size_t model_add_slip(struct model *model, const struct slip *slip);
/* The store gave the op its id. */
void model_made(struct model *model, size_t told, const struct op_id *id);
/* NULL when nobody made it knowingly. */
struct told *model_find(const struct model *model, const unsigned char id[OP_ID_SIZE]);
/* Whether somebody tried this and never learned how it ended. */
bool model_was_tried(const struct model *model, const char *kiosk, enum op_kind kind,
                     const char *ticket);
bool verdict_is_final(enum verdict_code code);

#endif
