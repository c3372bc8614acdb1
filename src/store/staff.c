#include "store/internal.h"

void staff_add(struct application *a, const char *kind, const char *ref, const char *detail)
{
    if (a->store->is_rebuilding || !is_hub(a->store)) {
        return;
    }
    db_run(a->store->db,
           "INSERT OR IGNORE INTO staff_item(at, kind, ref, detail) VALUES(?1, ?2, ?3, ?4)", "isss",
           a->context->arrived_at, kind, ref, detail);
}
