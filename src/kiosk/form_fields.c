#include "kiosk/form.h"

#include <string.h>

/* The questions of a form, as they are put: one function for each kind of field. */

enum { DATES_MAX = 40, HALFDAYS_MAX = 28, NUMBER_MAX_DEFAULT = 99 };

/* What was answered is said aloud only where anybody may know it. */
static enum secrecy secrecy_of(const struct field *field)
{
    return field->class == FIELD_CLASS_OPEN ? SECRECY_NONE : SECRECY_VALUE;
}

const char *form_field_hint(const struct canvas *canvas, const struct field *field)
{
    if (!text_is_empty(field->hint))
        return canvas_text(canvas, field->hint);
    if (!field->is_required)
        return T(canvas, MSG_FORM_OPTIONAL);
    return field->kind == FIELD_CHOICES ? T(canvas, MSG_FORM_MANY) : NULL;
}

static void put_options(const struct canvas *canvas, struct column *column,
                        const struct field *field, const struct draft_answer *answer)
{
    struct choice *choices = arena_array(canvas->arena, 64, sizeof *choices);
    size_t n = 0, longest = 0;
    for (size_t i = 0; i < field->options_len && i < 64; i++) {
        const char *label = canvas_text(canvas, field->options[i].name);
        longest = strlen(label) > longest ? strlen(label) : longest;
        choices[n++] = (struct choice){
            .tap = {.id =
                        arena_printf(canvas->arena, "field.%s.%s", field->id, field->options[i].id),
                    .action = {ACT_CHOOSE, (int64_t)i, field->id},
                    .state = answer->chosen & (UINT64_C(1) << i) ? TAP_CHOSEN : TAP_NORMAL,
                    .secrecy = secrecy_of(field)},
            .kind = field->kind == FIELD_CHOICE ? CHOICE_RADIO : CHOICE_CHECK,
            .label = label,
        };
    }
    bool is_short = longest <= 15 && n > 2 && canvas->app->visit.type_scale == SCALE_NORMAL;
    column_choices(column, choices, n, is_short ? 3 : 2);
}

int32_t form_number_now(const struct field *field, const struct draft_answer *answer)
{
    return answer->has_number ? answer->number : field->min;
}

int32_t form_number_most(const struct field *field)
{
    return field->max > field->min ? field->max : NUMBER_MAX_DEFAULT;
}

static void put_number(const struct canvas *canvas, struct column *column,
                       const struct field *field, const struct draft_answer *answer)
{
    int32_t number = form_number_now(field, answer);
    struct stepper stepper = {
        .less = {.id = arena_printf(canvas->arena, "field.%s.less", field->id),
                 .action = {ACT_FEWER, 0, field->id},
                 .state = number > field->min ? TAP_NORMAL : TAP_DISABLED},
        .more = {.id = arena_printf(canvas->arena, "field.%s.more", field->id),
                 .action = {ACT_ADD, 0, field->id},
                 .state = number < form_number_most(field) ? TAP_NORMAL : TAP_DISABLED},
        .secrecy = secrecy_of(field) == SECRECY_NONE ? SECRECY_NONE : SECRECY_ALL,
        .less_name = T(canvas, MSG_FORM_FEWER),
        .more_name = T(canvas, MSG_FORM_ADD),
        .label = canvas_text(canvas, field->label),
        .line = TF(canvas, MSG_FORM_NUMBER_RANGE, TN(canvas, field->min),
                   TN(canvas, form_number_most(field))),
        .number = TN(canvas, number),
        .id = arena_printf(canvas->arena, "field.%s", field->id),
    };
    struct ui quiet = column_measuring(column);
    struct box at = column_natural(column);
    struct box box = column_take(column, input_stepper(&quiet, at, &stepper));
    input_stepper(&column->ui, box, &stepper);
}

static void put_dates(const struct canvas *canvas, struct column *column, const struct field *field,
                      const struct draft_answer *answer)
{
    const struct calendar *calendar = &canvas->app->setup.catalogue->calendar;
    day_number today = day_of_instant(canvas->app->setup.now);
    struct choice *choices = arena_array(canvas->arena, DATES_MAX, sizeof *choices);
    size_t n = 0;
    int32_t ahead = 0;
    for (int32_t d = 0; d <= 120 && n < DATES_MAX && ahead <= field->max; d++) {
        bool works = calendar_is_working_day(calendar, today + d);
        ahead = field->counts_working_days ? ahead + (d > 0 && works) : d;
        if (ahead < field->min || ahead > field->max || (field->counts_working_days && !works))
            continue;
        instant at = instant_of_day(today + d, 0);
        choices[n++] = (struct choice){
            .tap = {.id = arena_printf(canvas->arena, "field.%s.%d", field->id, (int)d),
                    .action = {ACT_DAY, today + d, field->id},
                    .state = answer->day == today + d ? TAP_CHOSEN : TAP_NORMAL,
                    .secrecy = secrecy_of(field)},
            .kind = CHOICE_RADIO,
            .label = text_date(canvas->arena, canvas->lang, at),
            .line = d < 2 ? T(canvas, d ? MSG_DAY_TOMORROW : MSG_DAY_TODAY)
                          : text_weekday(canvas->lang, at),
        };
    }
    column_choices(column, choices, n, 3);
}

static void put_halfdays(const struct canvas *canvas, struct column *column,
                         const struct field *field, const struct draft_answer *answer)
{
    day_number today = day_of_instant(canvas->app->setup.now);
    instant now = canvas->app->setup.now;
    struct choice *choices = arena_array(canvas->arena, HALFDAYS_MAX, sizeof *choices);
    size_t n = 0;
    int days = field->max > 0 && field->max < HALFDAYS_MAX / 2 ? (int)field->max : HALFDAYS_MAX / 2;
    for (int bit = 0; bit < days * 2; bit++) {
        instant at = instant_of_day(today + bit / 2, 0);
        /* The afternoon may still be asked for until noon, the morning no more once it began. */
        bool is_past = bit / 2 == 0 && second_of_instant(now) >= (bit % 2 ? 12 : 8) * HOUR_S;
        choices[n++] = (struct choice){
            .tap = {.id = arena_printf(canvas->arena, "field.%s.%d", field->id, bit),
                    .action = {ACT_CHOOSE, bit, field->id},
                    .state = is_past                                 ? TAP_DISABLED
                             : answer->chosen & (UINT64_C(1) << bit) ? TAP_CHOSEN
                                                                     : TAP_NORMAL,
                    .secrecy = secrecy_of(field)},
            .kind = CHOICE_CHECK,
            .label = TF(canvas, MSG_DAY_HALF,
                        bit < 4 ? text_day_near(canvas->arena, canvas->lang, at, now)
                                : text_day(canvas->arena, canvas->lang, at),
                        T(canvas, bit % 2 ? MSG_DAY_AFTERNOON : MSG_DAY_MORNING)),
        };
    }
    column_choices(column, choices, n, 2);
}

void form_field_put(const struct canvas *canvas, struct column *column,
                    const struct request_kind *kind, size_t index, enum form_heading heading)
{
    const struct field *field = &kind->fields[index];
    const struct draft_answer *answer = &canvas->app->draft.answers[index];
    bool has_heading = heading == FORM_HEADED && field->kind != FIELD_NUMBER;
    if (has_heading)
        column_section(column, canvas_text(canvas, field->label), form_field_hint(canvas, field));
    /* The question, and what is chosen of a place so far, stand with the title. */
    if (field->kind != FIELD_PLACE)
        column_content(column);
    if (has_heading)
        column_gap(column, style_px(&canvas->app->style, 16));
    else if (field->kind == FIELD_NUMBER)
        column_space(column);
    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_CHOICES:
        put_options(canvas, column, field, answer);
        break;
    case FIELD_NUMBER:
        put_number(canvas, column, field, answer);
        break;
    case FIELD_DATE:
        put_dates(canvas, column, field, answer);
        break;
    case FIELD_HALFDAYS:
        put_halfdays(canvas, column, field, answer);
        break;
    case FIELD_TEXT:
        form_text_put(canvas, column, field, answer);
        break;
    case FIELD_PLACE:
        place_put(canvas, column, field, &answer->place);
        break;
    default:
        break;
    }
}
