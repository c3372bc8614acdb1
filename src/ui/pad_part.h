/* Shared by the pad_*.c files only. */
#ifndef UI_PAD_PART_H
#define UI_PAD_PART_H

#include "ui/key.h"
#include "ui/pad.h"

/* Pre-edit or question at the left, the ways to write at the right. */
void pad_strip(const struct ui *ui, struct box box, const struct pad *pad);
/* A page of the whole list of candidates, in rows as high as these. */
void pad_list(const struct ui *ui, struct box box, const struct pad *pad, int n_rows);
/* One candidate, filling box. */
void pad_candidate(const struct ui *ui, struct box box, const struct pad *pad, size_t index,
                   int label_px);
struct key pad_command_key(const char *label, const char *id, const struct pad *pad,
                           enum pad_command command);

int pad_ink_natural_px(const struct ui *ui, enum pad_size size);
int pad_ink_least_px(const struct ui *ui, enum pad_size size);
void pad_ink_put(const struct ui *ui, struct box box, const struct pad *pad);

#endif
