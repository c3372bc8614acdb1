#include "kiosk/chrome.h"
#include "kiosk/form.h"

/* AREA_MOST_PX: the field's greatest height, of a panel 1080 wide. */
enum { TEXT_MAX_DEFAULT = 60, PHRASES_MAX = 24, AREA_MOST_PX = 430 };

int32_t form_text_most(const struct field *field)
{
    return field->max > 0 ? field->max : TEXT_MAX_DEFAULT;
}

/* The note instead of the field. */
static void put_note(const struct canvas *canvas, struct column *column, const struct field *field,
                     const struct draft_answer *answer)
{
    const struct button drop = {
        .tap = {.id = "note.forget", .action = {ACT_NOTE, NOTE_TAP_FORGET, field->id}},
        .label = T(canvas, MSG_NOTE_DROP),
        .icon = "trash",
        .size = BUTTON_INLINE,
    };
    const struct fact fact = {
        .icon = "talk",
        .label = canvas_text(canvas, field->label),
        .value = TF(canvas, MSG_NOTE_KEPT, TN(canvas, answer->note_s)),
        .button = &drop,
    };
    column_facts(column, FACTS_STACKED, &fact, 1);
}

struct button form_text_say(const struct canvas *canvas, const struct field *field)
{
    return (struct button){
        .tap = {.id = "note.open", .action = {ACT_NOTE, NOTE_TAP_OPEN, field->id}},
        .label = T(canvas, MSG_NOTE_TITLE),
        .icon = "talk",
        .size = BUTTON_INLINE,
    };
}

/* Phrases to tap, and as much field above them as there is room for. */
void form_text_put(const struct canvas *canvas, struct column *column, const struct field *field,
                   const struct draft_answer *answer)
{
    struct chip *chips = arena_array(canvas->arena, PHRASES_MAX, sizeof *chips);
    size_t n = 0;
    if (answer->note_s > 0) {
        put_note(canvas, column, field, answer);
        return;
    }
    for (size_t i = 0; i < field->options_len && n < PHRASES_MAX; i++)
        chips[n++] = (struct chip){
            .tap = {.id =
                        arena_printf(canvas->arena, "field.%s.%s", field->id, field->options[i].id),
                    .action = {ACT_CHOOSE, (int64_t)i, field->id}},
            .label = canvas_text(canvas, field->options[i].name),
        };
    struct writing writing = {
        .id = arena_printf(canvas->arena, "field.%s", field->id),
        .name = canvas_text(canvas, field->label),
        .text = answer->text,
        .hint = T(canvas, MSG_FORM_TEXT_EMPTY),
        .points_max = (int)form_text_most(field),
        .lines_least = 1,
    };
    struct area area = typing_area(canvas, &writing);
    const struct style *style = &canvas->app->style;
    struct ui quiet = column_measuring(column);
    struct box at = column_natural(column);
    int height = area_put(&quiet, at, &area), most = style_px(style, AREA_MOST_PX);
    int room = column->box.y + column->box.h - column->y;
    if (n > 0)
        room -= style->gap_px + widget_chips(&quiet, at, chips, n);
    room = room < most ? room : most;
    area_put(&column->ui, column_take(column, height > room ? height : room), &area);
    if (n > 0)
        column_chips(column, chips, n);
}
