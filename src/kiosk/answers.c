#include "kiosk/answers.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

/* ---- words ---- */

static const struct landmark *find_landmark(const struct road *road, const char *id)
{
    for (size_t i = 0; i < road->landmarks_len; i++)
        if (str_equal(road->landmarks[i].id, id))
            return &road->landmarks[i];
    return NULL;
}

const char *place_words(const struct canvas *canvas, const struct draft_place *place)
{
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    if (place->way == PLACE_WAY_STREET) {
        const struct road *road = catalogue_find_road(catalogue, place->road);
        const struct landmark *landmark = road ? find_landmark(road, place->landmark) : NULL;
        if (!landmark)
            return road ? canvas_text(canvas, road->name) : "";
        return TF(canvas, MSG_PLACE_NEAR, canvas_text(canvas, road->name),
                  canvas_text(canvas, landmark->name));
    }
    const struct estate *estate = catalogue_find_estate(catalogue, place->estate);
    const char *parts[4];
    size_t n = 0;
    if (estate)
        parts[n++] = canvas_text(canvas, estate->name);
    if (place->building)
        parts[n++] = TF(canvas, MSG_PLACE_BUILDING_NAME, TN(canvas, place->building));
    if (place->unit)
        parts[n++] = TF(canvas, MSG_PLACE_UNIT_NAME, TN(canvas, place->unit));
    if (place->room[0])
        parts[n++] = TF(canvas, MSG_PLACE_ROOM_NAME, place->room);
    struct buf words = {0};
    for (size_t i = 0; i < n; i++)
        buf_printf(&words, "%s%s", i ? " " : "", parts[i]);
    const char *kept = arena_strdup(canvas->arena, words.data ? words.data : "");
    buf_fini(&words);
    return kept;
}

static const char *chosen_words(const struct canvas *canvas, const struct field *field,
                                uint64_t chosen)
{
    const char *parts[64];
    size_t n = 0;
    for (size_t i = 0; i < field->options_len && i < 64; i++)
        if (chosen & (UINT64_C(1) << i))
            parts[n++] = canvas_text(canvas, field->options[i].name);
    return text_join(canvas->arena, canvas->lang, parts, n);
}

static const char *halfday_words(const struct canvas *canvas, uint64_t chosen)
{
    day_number today = day_of_instant(canvas->app->setup.now);
    const char *parts[64];
    size_t n = 0;
    for (int bit = 0; bit < 64; bit++) {
        if (!(chosen & (UINT64_C(1) << bit)))
            continue;
        instant at = instant_of_day(today + bit / 2, 0);
        parts[n++] = TF(canvas, MSG_DAY_HALF, text_date(canvas->arena, canvas->lang, at),
                        T(canvas, bit % 2 ? MSG_DAY_AFTERNOON : MSG_DAY_MORNING));
    }
    return text_join(canvas->arena, canvas->lang, parts, n);
}

const char *answer_words(const struct canvas *canvas, const struct request_kind *kind, size_t index)
{
    const struct field *field = &kind->fields[index];
    const struct draft_answer *answer = &canvas->app->draft.answers[index];
    if (!draft_is_answered(&canvas->app->draft, kind, index))
        return "";
    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_CHOICES:
        return chosen_words(canvas, field, answer->chosen);
    case FIELD_HALFDAYS:
        return halfday_words(canvas, answer->chosen);
    case FIELD_TEXT:
        return answer->note_s > 0 ? TF(canvas, MSG_NOTE_KEPT, TN(canvas, answer->note_s))
                                  : answer->text;
    case FIELD_NUMBER:
        return TN(canvas, answer->number);
    case FIELD_DATE:
        return text_day(canvas->arena, canvas->lang, instant_of_day(answer->day, 0));
    case FIELD_PLACE:
        return place_words(canvas, &answer->place);
    default:
        return "";
    }
}

const char *phone_masked(struct arena *arena, const char *phone)
{
    if (strlen(phone) != DRAFT_PHONE_DIGITS)
        return "";
    return arena_printf(arena, "%.3s **** %s", phone, phone + 7);
}

const char *name_words(const struct canvas *canvas)
{
    const struct draft_contact *contact = &canvas->app->draft.contact;
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    if (contact->name[0] == '\0')
        return "";
    if (contact->address < 0 || (size_t)contact->address >= catalogue->addresses_len)
        return contact->name;
    return TF(canvas, MSG_CONTACT_ADDRESS, contact->name,
              canvas_text(canvas, catalogue->addresses[contact->address]));
}

/* ---- JSON ---- */

static void put_place_json(const struct draft_place *place, struct buf *out)
{
    if (place->way == PLACE_WAY_STREET) {
        buf_puts(out, "{\"road\":");
        buf_put_json(out, place->road);
        buf_puts(out, ",\"landmark\":");
        buf_put_json(out, place->landmark);
    } else {
        buf_puts(out, "{\"estate\":");
        buf_put_json(out, place->estate);
        buf_printf(out, ",\"building\":%" PRId32, place->building);
        if (place->unit)
            buf_printf(out, ",\"unit\":%" PRId32, place->unit);
        if (place->room[0]) {
            buf_puts(out, ",\"room\":");
            buf_put_json(out, place->room);
        }
    }
    buf_putc(out, '}');
}

static void put_day_json(day_number day, const char *suffix, struct buf *out)
{
    struct date date = date_of_day(day);
    buf_printf(out, "\"%04d-%02d-%02d%s\"", date.year, date.month, date.day, suffix);
}

static void put_chosen_json(const struct field *field, uint64_t chosen, day_number today,
                            struct buf *out)
{
    bool is_first = true;
    buf_putc(out, '[');
    for (int bit = 0; bit < 64; bit++) {
        if (!(chosen & (UINT64_C(1) << bit)))
            continue;
        if (!is_first)
            buf_putc(out, ',');
        is_first = false;
        if (field->kind == FIELD_HALFDAYS)
            put_day_json(today + bit / 2, bit % 2 ? ".pm" : ".am", out);
        else
            buf_put_json(out, field->options[bit].id);
    }
    buf_putc(out, ']');
}

static void put_choice_json(const struct field *field, uint64_t chosen, struct buf *out)
{
    for (size_t i = 0; i < field->options_len && i < 64; i++) {
        if (chosen & (UINT64_C(1) << i)) {
            buf_put_json(out, field->options[i].id);
            return;
        }
    }
    buf_puts(out, "null");
}

static void put_answer_json(const struct app *app, const struct field *field,
                            const struct draft_answer *answer, struct buf *out)
{
    switch (field->kind) {
    case FIELD_CHOICE:
        put_choice_json(field, answer->chosen, out);
        break;
    case FIELD_CHOICES:
    case FIELD_HALFDAYS:
        put_chosen_json(field, answer->chosen, day_of_instant(app->setup.now), out);
        break;
    case FIELD_TEXT:
        if (answer->note_s > 0)
            buf_printf(out, "{\"note_s\":%" PRId32 "}", answer->note_s);
        else
            buf_put_json(out, answer->text);
        break;
    case FIELD_NUMBER:
        buf_printf(out, "%" PRId32, answer->number);
        break;
    case FIELD_DATE:
        put_day_json(answer->day, "", out);
        break;
    case FIELD_PLACE:
        put_place_json(&answer->place, out);
        break;
    default:
        buf_puts(out, "null");
        break;
    }
}

enum answers_part { ANSWERS_OPEN, ANSWERS_PERSONAL };

/* Appends the answers whose class is (or is not) personal as one JSON object. */
static void put_json(const struct app *app, const struct request_kind *kind, enum answers_part part,
                     struct buf *out)
{
    bool is_first = true;
    buf_putc(out, '{');
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++) {
        const struct field *field = &kind->fields[i];
        bool is_personal = field->class == FIELD_CLASS_PERSONAL;
        if (is_personal != (part == ANSWERS_PERSONAL) || !draft_is_answered(&app->draft, kind, i))
            continue;
        if (!is_first)
            buf_putc(out, ',');
        is_first = false;
        buf_put_json(out, field->id);
        buf_putc(out, ':');
        put_answer_json(app, field, &app->draft.answers[i], out);
    }
    buf_putc(out, '}');
}

const struct contact_policy *draft_policy(const struct app *app)
{
    static const struct contact_policy nothing = {.phone = PHONE_NONE, .name = NAME_NONE};
    const struct catalogue *catalogue = app->setup.catalogue;
    if (app->draft.kind == DRAFT_REQUEST) {
        const struct request_kind *kind = catalogue_find_request(catalogue, app->draft.ref);
        return kind ? &kind->contact : &nothing;
    }
    struct session_ref ref;
    if (!session_id_parse(app->draft.ref, &ref))
        return &nothing;
    const struct series *series = catalogue_find_bookable(catalogue, ref.bookable);
    return series ? &series->contact : &nothing;
}

/* Who to call, and the personal answers: what is sealed. "" when there is nothing of the kind. */
static void put_personal(const struct app *app, const struct request_kind *kind, struct buf *out)
{
    const struct draft_contact *contact = &app->draft.contact;
    const struct catalogue *catalogue = app->setup.catalogue;
    bool has_phone = contact->choice == PHONE_CHOICE_GIVEN;
    bool has_fields = kind && request_has_personal(kind);
    if (!has_phone && contact->name[0] == '\0' && !has_fields)
        return;
    buf_puts(out, "{\"name\":");
    buf_put_json(out, contact->name);
    if (contact->address >= 0 && (size_t)contact->address < catalogue->addresses_len) {
        buf_puts(out, ",\"address\":");
        buf_put_json(out, catalogue->addresses[contact->address].zh);
    }
    buf_puts(out, ",\"phone\":");
    buf_put_json(out, has_phone ? contact->phone : "");
    if (has_fields) {
        buf_puts(out, ",\"fields\":");
        put_json(app, kind, ANSWERS_PERSONAL, out);
    }
    buf_putc(out, '}');
}

static bool fill_request(const struct app *app, const struct request_kind *kind,
                         struct core_order *order)
{
    order->kind = OP_FILE;
    str_copy(order->request, sizeof order->request, kind->id);
    str_copy(order->grid, sizeof order->grid, draft_grid(&app->draft, kind, app->setup.catalogue));
    str_copy(order->urgency, sizeof order->urgency, draft_urgency(&app->draft, kind)->id);
    struct buf fields = {0};
    put_json(app, kind, ANSWERS_OPEN, &fields);
    bool fits = str_copy(order->fields, sizeof order->fields, fields.data);
    buf_fini(&fields);
    return fits;
}

bool answers_order(const struct app *app, struct core_order *out)
{
    const struct request_kind *kind =
        app->draft.kind == DRAFT_REQUEST
            ? catalogue_find_request(app->setup.catalogue, app->draft.ref)
            : NULL;
    memset(out, 0, sizeof *out);
    bool fits = true;
    if (kind) {
        fits = fill_request(app, kind, out);
    } else {
        out->kind = OP_BOOK;
        str_copy(out->session, sizeof out->session, app->draft.ref);
        out->seats = app->draft.seats;
    }
    struct buf personal = {0};
    put_personal(app, kind, &personal);
    if (personal.len > 0) {
        fits = fits && str_copy(out->personal, sizeof out->personal, personal.data);
        if (note_is_kept(&app->draft)) {
            out->note = app->note.ogg.data;
            out->note_len = app->note.ogg.len;
        }
    }
    if (personal.data)
        memset(personal.data, 0, personal.len);
    buf_fini(&personal);
    if (app->draft.contact.choice == PHONE_CHOICE_GIVEN)
        str_copy(out->phone, sizeof out->phone, app->draft.contact.phone);
    out->erase_days = draft_policy(app)->erase_days;
    return fits;
}
