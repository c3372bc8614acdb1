#include "ui/key.h"

#include "ui/part.h"

static const char *key_id(const struct ui *ui, const struct key *key)
{
    if (key->id != NULL)
        return key->id;
    switch (key->arg) {
    case KEY_DELETE:
        return "key.delete";
    case KEY_DONE:
        return "key.done";
    case KEY_CLEAR:
        return "key.clear";
    case KEY_SPACE:
        return "key.space";
    default:
        return arena_printf(ui->arena, "key.%s", key->label);
    }
}

void key_paint(const struct ui *ui, struct box box, int action_kind, const struct key *key)
{
    const struct style *st = ui->style;
    int kind = key->command_kind != 0 ? key->command_kind : action_kind;
    struct tap tap = {
        .id = key_id(ui, key), .action = {.kind = kind, .arg = key->arg}, .state = key->state};
    struct look look = key->kind == KEY_FILLED ? part_look_filled(ui, &tap, &st->accent)
                                               : part_look(ui, &tap, st->tile_line, st->line_px);
    if (key->kind == KEY_SUNK && look.fill == st->surface)
        look.fill = st->sunk;
    look.icon_fill = st->accent.mid;
    /* Pads stand on the colour of what is off: its own edge would hardly show there. */
    if (key->state == TAP_DISABLED)
        look.border = st->off_ink;
    part_surface(ui, box, st->radius_key_px, &tap, &look);
    struct group group = {.icon = key->icon,
                          .label = key->label,
                          .label_px = key->label_px,
                          .icon_px = 44,
                          .gap_px = 10,
                          .face = key->kind == KEY_FILLED ? FACE_BOLD : FACE_REGULAR,
                          .type = TYPE_BUTTON};
    part_group(ui, box, &group, &look);
    part_tap_node(ui, box, ROLE_KEY, &tap, key->name != NULL ? key->name : key->label, NULL);
}

struct key key_character(const struct ui *ui, char c, int label_px)
{
    char text[2] = {c, '\0'};
    return (struct key){
        .label = arena_strdup(ui->arena, text), .arg = (unsigned char)c, .label_px = label_px};
}
