#include "model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

void model_fini(struct model *model)
{
    free(model->told);
    free(model->slips);
    free(model->index);
    *model = (struct model){0};
}

size_t model_add_told(struct model *model, const struct told *told)
{
    if (model->told_len == model->told_cap) {
        model->told_cap = model->told_cap == 0 ? 256 : model->told_cap * 2;
        model->told = xrealloc(model->told, model->told_cap * sizeof *model->told);
    }
    model->told[model->told_len] = *told;
    return model->told_len++;
}

size_t model_add_slip(struct model *model, const struct slip *slip)
{
    if (model->slips_len == model->slips_cap) {
        model->slips_cap = model->slips_cap == 0 ? 256 : model->slips_cap * 2;
        model->slips = xrealloc(model->slips, model->slips_cap * sizeof *model->slips);
    }
    model->slips[model->slips_len] = *slip;
    return model->slips_len++;
}

static size_t slot_of(const struct model *model, const unsigned char id[OP_ID_SIZE])
{
    uint64_t hash;
    memcpy(&hash, id, sizeof hash);
    size_t slot = (size_t)hash & (model->index_cap - 1);
    while (model->index[slot] >= 0 &&
           memcmp(model->told[model->index[slot]].id.bytes, id, OP_ID_SIZE) != 0)
        slot = (slot + 1) & (model->index_cap - 1);
    return slot;
}

static void index_grow(struct model *model)
{
    free(model->index);
    model->index_cap = model->index_cap == 0 ? 1024 : model->index_cap * 2;
    model->index = xalloc(model->index_cap * sizeof *model->index);
    for (size_t i = 0; i < model->index_cap; i++)
        model->index[i] = -1;
    for (size_t i = 0; i < model->told_len; i++)
        if (model->told[i].stage != OP_TRIED)
            model->index[slot_of(model, model->told[i].id.bytes)] = (int64_t)i;
}

void model_made(struct model *model, size_t told, const struct op_id *id)
{
    model->told[told].id = *id;
    model->told[told].stage = OP_MADE;
    if (model->told_len * 2 >= model->index_cap)
        index_grow(model);
    size_t slot = slot_of(model, id->bytes);
    assert(model->index[slot] < 0 || model->index[slot] == (int64_t)told);
    model->index[slot] = (int64_t)told;
}

struct told *model_find(const struct model *model, const unsigned char id[OP_ID_SIZE])
{
    if (model->index_cap == 0)
        return NULL;
    int64_t at = model->index[slot_of(model, id)];
    return at < 0 ? NULL : &model->told[at];
}

bool model_was_tried(const struct model *model, const char *kiosk, enum op_kind kind,
                     const char *ticket)
{
    for (size_t i = 0; i < model->told_len; i++) {
        const struct told *told = &model->told[i];
        if (told->stage == OP_TRIED && told->kind == kind && str_equal(told->ticket, ticket) &&
            str_equal(told->kiosk, kiosk))
            return true;
    }
    return false;
}

bool verdict_is_final(enum verdict_code code)
{
    return code == VERDICT_ACCEPTED || code == VERDICT_WAITING || code == VERDICT_REFUSED;
}
