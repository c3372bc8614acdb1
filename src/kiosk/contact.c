#include "kiosk/answers.h"
#include "kiosk/chrome.h"
#include "kiosk/flow.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* How to reach the visitor: a surname and a form of address, a phone number or none. The consent
 * stands before anything is kept. */

enum { SURNAMES_MAX = 200, ADDRESSES_MAX = 12, NAME_POINTS_MAX = 20 };
/* The name screen's place.arg: the surname is written, not picked. */
enum { NAME_PICKED, NAME_WRITTEN };
/* Of a panel 1080 wide: what the question takes above a keyboard. */
enum { NAME_PX = 380, NAME_LARGE_PX = 480, ROOMY_PX = 330 };

static const char *phone_shown(const struct canvas *canvas)
{
    const char *phone = canvas->app->draft.contact.phone;
    size_t n = strlen(phone);
    if (n <= 3)
        return phone;
    if (n <= 7)
        return arena_printf(canvas->arena, "%.3s %s", phone, phone + 3);
    return arena_printf(canvas->arena, "%.3s %.4s %s", phone, phone + 3, phone + 7);
}

static int digits_left(const struct app *app)
{
    return DRAFT_PHONE_DIGITS - (int)strlen(app->draft.contact.phone);
}

static bool is_phone_wrong(const struct app *app)
{
    return digits_left(app) == 0 && !draft_phone_is_whole(app->draft.contact.phone);
}

static int put_fields(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct app *app = canvas->app;
    const struct contact_policy *policy = draft_policy(app);
    bool asks_name = policy->name != NAME_NONE, asks_phone = policy->phone != PHONE_NONE;
    int n = asks_name + asks_phone, i = 0, used = 0;
    struct input name = {
        .tap = {.id = "field.name", .action = {ACT_GO, SCREEN_NAME, ""}},
        .name = T(canvas, MSG_CONTACT_NAME),
        .text = name_words(canvas),
        .hint = T(canvas, MSG_CONTACT_NAME_EMPTY),
        .icon = "user",
    };
    struct input phone = {
        .tap = {.id = "field.phone", .action = {ACT_FOCUS, 0, "phone"}},
        .name = T(canvas, MSG_CONTACT_PHONE),
        .text = phone_shown(canvas),
        .hint = T(canvas, app->draft.contact.choice == PHONE_CHOICE_NONE ? MSG_CONTACT_NONE_CHOSEN
                                                                         : MSG_CONTACT_PHONE_EMPTY),
        .is_bold = true,
        .focus = app->draft.contact.choice == PHONE_CHOICE_NONE ? FIELD_REST : FIELD_CURSOR,
        .error = is_phone_wrong(app) ? T(canvas, MSG_CONTACT_PHONE_BAD) : NULL,
    };
    if (phone.error && app->style.type_scale == SCALE_LARGE) {
        /* No room for a sentence below; the button says what to do. */
        phone.error = NULL;
        phone.tap.state = TAP_ERROR;
    }
    struct input *fields[2];
    if (asks_name)
        fields[i++] = &name;
    if (asks_phone)
        fields[i++] = &phone;
    for (i = 0; i < n; i++) {
        struct box column = box_column(box, i, n, app->style.gap_px);
        int y = input_label(ui, column, fields[i]->name, NULL);
        column.y += y;
        column.h = 0;
        int h = y + input_field(ui, column, fields[i]);
        used = h > used ? h : used;
    }
    return used;
}

/* ---- consent ---- */

enum { CONSENT_LINES = 4, CONSENT_PAD = 24, CONSENT_GAP = 12 };

/* Who sees it, how long, what is never printed; n of them. */
static size_t consent_lines(const struct canvas *canvas, int32_t erase_days,
                            struct text_block out[CONSENT_LINES])
{
    const struct style *style = &canvas->app->style;
    const char *lines[] = {
        T(canvas, MSG_CONTACT_PRIVACY_WHO),
        TF(canvas, MSG_CONTACT_PRIVACY_LONG, TN(canvas, erase_days)),
        T(canvas, MSG_CONTACT_PRIVACY_SLIP),
    };
    size_t n = 0;
    bool is_wide = style->orientation == LANDSCAPE, is_large = style->type_scale == SCALE_LARGE;
    bool is_tight = is_wide && is_large;
    if (!is_tight)
        out[n++] = (struct text_block){.utf8 = T(canvas, MSG_CONTACT_PRIVACY),
                                       .type = TYPE_LEAD,
                                       .face = FACE_BOLD,
                                       .role = ROLE_TEXT,
                                       .back = style->surface};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        out[n++] = (struct text_block){.utf8 = lines[i],
                                       .type = is_wide || is_large ? TYPE_SMALL : TYPE_BODY,
                                       .role = ROLE_TEXT,
                                       .ink = style->ink2,
                                       .back = style->surface};
    return n;
}

/* A card of these lines and, below, the tick. */
struct consent {
    const struct text_block *lines;
    size_t n;
    bool has_tick;
};

static int consent_card(const struct canvas *canvas, const struct ui *ui, struct box box,
                        const struct consent *consent)
{
    int pad = style_px(ui->style, CONSENT_PAD);
    box.h = 0;
    size_t card = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0}, said = in;
    /* Large words need the whole width. */
    bool has_shield = consent->n > 0 && consent->lines[0].face == FACE_BOLD &&
                      ui->style->type_scale == SCALE_NORMAL;
    struct box shield = box_cut_left(&said, has_shield ? style_px(ui->style, 72) : 0);
    shield.w = shield.h = has_shield ? style_px(ui->style, 52) : 0;
    draw_icon(ui->list, shield, "shield", ui->style->accent.deep, ui->style->accent.mid);
    for (size_t i = 0; i < consent->n; i++)
        said.y += widget_text(ui, said, &consent->lines[i]);
    in.y = said.y;
    if (consent->has_tick && consent->n > 0)
        in.y += style_px(ui->style, CONSENT_GAP);
    bool has_agreed = canvas->app->draft.contact.has_agreed;
    struct choice tick = {.tap = {.id = "field.agree",
                                  .action = {.kind = ACT_AGREE},
                                  .state = has_agreed ? TAP_CHOSEN : TAP_NORMAL},
                          .kind = CHOICE_CHECK,
                          .label = T(canvas, MSG_CONTACT_AGREE)};
    if (consent->has_tick)
        in.y += input_tick(ui, in, &tick);
    in.y += pad;
    widget_card_end(ui, card, in.y);
    return in.y - box.y;
}

static int consent_height(const struct canvas *canvas, const struct column *column,
                          const struct consent *consent)
{
    struct ui quiet = column_measuring(column);
    struct box at = column_natural(column);
    return consent_card(canvas, &quiet, at, consent);
}

void consent_put(const struct canvas *canvas, struct column *column, int32_t erase_days,
                 enum consent_tick tick)
{
    struct text_block lines[CONSENT_LINES];
    size_t n = consent_lines(canvas, erase_days, lines);
    bool has_tick = tick == CONSENT_TICKED;
    for (size_t i = 0; i < n || has_tick;) {
        /* All that is left on one card, or as many lines as a page holds. */
        struct consent part = {lines + i, n - i, has_tick};
        int height = consent_height(canvas, column, &part);
        while (height > column->box.h && (part.has_tick ? part.n > 0 : part.n > 1)) {
            if (part.has_tick)
                part.has_tick = false;
            else
                part.n--;
            height = consent_height(canvas, column, &part);
        }
        struct box box = column_take(column, height);
        consent_card(canvas, &column->ui, box, &part);
        column_space(column);
        i += part.n;
        has_tick = has_tick && !part.has_tick;
    }
}

/* What the one filled button says: what is missing, or where it leads. */
static const char *next_label(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    const struct contact_policy *policy = draft_policy(app);
    const struct draft_contact *contact = &app->draft.contact;
    if (draft_contact_is_complete(contact, policy))
        return TF(canvas, MSG_NAV_NEXT_STEP, T(canvas, MSG_FORM_STEP_CHECK));
    if (!draft_name_is_complete(contact, policy))
        return T(canvas, MSG_CONTACT_NAME_FIRST);
    if (policy->phone != PHONE_NONE && contact->choice != PHONE_CHOICE_NONE &&
        !draft_phone_is_whole(contact->phone))
        return is_phone_wrong(app)
                   ? T(canvas, MSG_CONTACT_PHONE_CHECK)
                   : TF(canvas, MSG_CONTACT_PHONE_LEFT_BUTTON, TN(canvas, digits_left(app)));
    return T(canvas, MSG_CONTACT_AGREE_FIRST);
}

typedef int put_part(const struct canvas *canvas, const struct ui *ui, struct box box);

static void put_block(const struct canvas *canvas, struct column *column, put_part *put)
{
    struct ui quiet = column_measuring(column);
    int height = put(canvas, &quiet, column_natural(column));
    struct box box = column_take(column, height);
    put(canvas, &column->ui, box);
    column_space(column);
}

static int put_none(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    bool is_none = canvas->app->draft.contact.choice == PHONE_CHOICE_NONE;
    box.h = ui->style->inline_button_px;
    return widget_button(ui, box,
                         &(struct button){
                             .tap = {.id = "contact.none",
                                     .action = {.kind = ACT_PHONE_NONE},
                                     .state = is_none ? TAP_CHOSEN : TAP_NORMAL},
                             .label = T(canvas, MSG_CONTACT_NONE),
                             .icon = "ticket",
                         });
}

static enum msg title_of(const struct app *app)
{
    return app->draft.kind == DRAFT_BOOKING ? MSG_CONTACT_TITLE_BOOKING : MSG_CONTACT_TITLE;
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct style *style = &canvas->app->style;
    /* Where there is little room the step's name has to do. */
    bool has_room = style->orientation == PORTRAIT && style->type_scale == SCALE_NORMAL;
    if (has_room) {
        column_title(column, T(canvas, title_of(canvas->app)), NULL);
        column_space(column);
    }
    put_block(canvas, column, put_fields);
    const struct contact_policy *policy = draft_policy(canvas->app);
    bool is_asked = policy->phone != PHONE_NONE || policy->name != NAME_NONE;
    consent_put(canvas, column, policy->erase_days, is_asked ? CONSENT_TICKED : CONSENT_READ);
    /* In a wide window that stands under the pad. */
    if (policy->phone == PHONE_OPTIONAL && style->orientation == PORTRAIT)
        put_block(canvas, column, put_none);
}

/* How high all of it is, with the gap below. */
static int body_height(const struct canvas *canvas, struct box box)
{
    struct column column = {.canvas = canvas,
                            .ui = canvas->ui,
                            .box = box,
                            .y = box.y,
                            .left_px = box.x,
                            .columns = 1,
                            .is_measuring = true};
    column.ui.list = NULL;
    column.box.h = canvas->app->setup.height_px;
    body(canvas, &column);
    return column.y - box.y;
}

/* The digits, and in a wide window, where they stand beside the questions, the way without a phone
 * below them; takes their part of *rest. */
static void put_digits(const struct canvas *canvas, struct box *rest)
{
    const struct style *style = &canvas->app->style;
    struct box box = box_inset(*rest, style->margin_px, style->gap_px);
    int whole = box.h;
    bool has_none =
        style->orientation == LANDSCAPE && draft_policy(canvas->app)->phone == PHONE_OPTIONAL;
    int none_px = has_none ? style->inline_button_px + style->gap_px : 0;
    int between = style->orientation == PORTRAIT ? style->gap_px : 0;
    struct box pad = chrome_pad(canvas, &box, body_height(canvas, box) + between, none_px);
    struct keys keys = chrome_keys(canvas);
    struct box foot = box_cut_bottom(&pad, none_px);
    if (has_none)
        put_none(canvas, &canvas->ui, box_cut_bottom(&foot, style->inline_button_px));
    input_digit_pad(&canvas->ui, pad, &keys);
    rest->h -= whole - box.h + between;
    rest->w = box.w + 2 * style->margin_px;
}

static void view(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    const struct contact_policy *policy = draft_policy(app);
    canvas->has_keys = policy->phone != PHONE_NONE;
    struct box rest = chrome_begin(canvas);
    bool is_ready = draft_contact_is_complete(&app->draft.contact, policy);
    struct button next = {
        .tap = {.id = "contact.next",
                .action = {.kind = ACT_NEXT},
                .state = is_ready ? TAP_NORMAL : TAP_DISABLED},
        .label = next_label(canvas),
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &next, 1);
    /* Upright the steps stand above all; a wide window is low, there the keys take its height. */
    bool is_upright = style->orientation == PORTRAIT;
    if (is_upright)
        box_cut_top(&rest, flow_steps(canvas, rest, FLOW_CONTACT));
    if (policy->phone != PHONE_NONE)
        put_digits(canvas, &rest);
    if (!is_upright)
        box_cut_top(&rest, flow_steps(canvas, rest, FLOW_CONTACT));
    chrome_column(canvas, rest, "list.contact", T(canvas, title_of(app)), body);
}

void digits_type(char *text, size_t digits_max, uint32_t key)
{
    size_t n = strlen(text);
    if (key == EVENT_KEY_DELETE && n > 0)
        text[n - 1] = '\0';
    else if (key == KEY_CLEAR)
        text[0] = '\0';
    else if (key >= '0' && key <= '9' && n < digits_max) {
        text[n] = (char)key;
        text[n + 1] = '\0';
    }
}

static void key(struct app *app, uint32_t code, struct effects *effects)
{
    (void)effects;
    struct draft_contact *contact = &app->draft.contact;
    if (draft_policy(app)->phone == PHONE_NONE)
        return;
    digits_type(contact->phone, DRAFT_PHONE_DIGITS, code);
    contact->choice = draft_phone_is_whole(contact->phone) ? PHONE_CHOICE_GIVEN : PHONE_CHOICE_OPEN;
}

/* Leaving no phone is an equal choice: one tap leads on, unless a kind asks for a full name. */
static void choose_none(struct app *app)
{
    struct draft_contact *contact = &app->draft.contact;
    const struct contact_policy *policy = draft_policy(app);
    contact->choice = PHONE_CHOICE_NONE;
    memset(contact->phone, 0, sizeof contact->phone);
    if (policy->name != NAME_FULL) {
        memset(contact->name, 0, sizeof contact->name);
        contact->address = -1;
    }
    if (draft_contact_is_complete(contact, policy))
        flow_next(app, FLOW_CONTACT);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    struct draft_contact *contact = &app->draft.contact;
    switch ((enum action_kind)action->kind) {
    case ACT_KEY:
        key(app, (uint32_t)action->arg, effects);
        return true;
    case ACT_FOCUS:
        if (contact->choice == PHONE_CHOICE_NONE)
            contact->choice = PHONE_CHOICE_OPEN;
        return true;
    case ACT_PHONE_NONE:
        choose_none(app);
        return true;
    case ACT_AGREE:
        contact->has_agreed = !contact->has_agreed;
        return true;
    case ACT_NEXT:
        if (draft_contact_is_complete(contact, draft_policy(app)))
            flow_next(app, FLOW_CONTACT);
        return true;
    default:
        return false;
    }
}

const struct screen screen_contact = {.name = "contact", .view = view, .act = act, .key = key};

/* ---- name ---- */

static void put_addresses(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct choice *choices = arena_array(canvas->arena, ADDRESSES_MAX, sizeof *choices);
    size_t n = 0;
    for (size_t i = 0; i < catalogue->addresses_len && n < ADDRESSES_MAX; i++)
        choices[n++] = (struct choice){
            .tap = {.id = arena_printf(canvas->arena, "field.address.%d", (int)i),
                    .action = {ACT_ADDRESS, (int64_t)i, NULL},
                    .state = app->draft.contact.address == (int)i ? TAP_CHOSEN : TAP_NORMAL,
                    .secrecy = SECRECY_VALUE},
            .kind = CHOICE_RADIO,
            .label = canvas_text(canvas, catalogue->addresses[i]),
        };
    column_section(column, T(canvas, MSG_CONTACT_FORM), T(canvas, MSG_FORM_OPTIONAL));
    column_gap(column, style_px(&app->style, 16));
    column_choices(column, choices, n, 4);
}

static void put_surnames(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct word_key *words = arena_array(canvas->arena, SURNAMES_MAX, sizeof *words);
    size_t n = 0;
    for (size_t i = 0; i < catalogue->surnames_len && n < SURNAMES_MAX; i++) {
        const char *surname = catalogue->surnames[i];
        bool is_chosen = str_equal(app->draft.contact.name, surname);
        words[n++] = (struct word_key){
            .tap = {.id = arena_printf(canvas->arena, "key.%s", surname),
                    .action = {ACT_NAME, 0, surname},
                    .state = is_chosen ? TAP_CHOSEN : TAP_NORMAL,
                    .secrecy = SECRECY_ALL},
            .label = surname,
        };
    }
    if (!column_is_aside(column))
        column_section(column, T(canvas, MSG_CONTACT_SURNAME_PICK), NULL);
    column_chips(column,
                 &(struct chip){.tap = {.id = "name.write", .action = {.kind = ACT_WRITE}},
                                .label = T(canvas, MSG_CONTACT_NAME_WRITE),
                                .icon = "pencil"},
                 1);
    column_content(column);
    column_gap(column, style_px(&app->style, 16));
    bool is_large = app->visit.type_scale == SCALE_LARGE;
    int columns = column->box.w / style_px(&app->style, is_large ? 150 : 120);
    column_words(column, words, n, columns > 12 ? 12 : columns);
}

/* A full name, or a surname that is not among the keys. */
static bool is_written(const struct app *app)
{
    return draft_policy(app)->name == NAME_FULL || app_place(app)->arg == NAME_WRITTEN;
}

static void put_written(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    struct area area = typing_area(canvas, &(struct writing){.id = "field.full_name",
                                                             .name = T(canvas, MSG_CONTACT_NAME),
                                                             .text = app->draft.contact.name,
                                                             .hint = T(canvas, MSG_FORM_TEXT_EMPTY),
                                                             .lines_least = 1});
    struct ui quiet = column_measuring(column);
    column_space(column);
    struct box at = column_natural(column);
    struct box box = column_take(column, area_put(&quiet, at, &area));
    area_put(&column->ui, box, &area);
}

/* As chips: above a keyboard there is room for one line of them. */
static void put_address_chips(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct chip *chips = arena_array(canvas->arena, ADDRESSES_MAX, sizeof *chips);
    size_t n = 0;
    for (; n < catalogue->addresses_len && n < ADDRESSES_MAX; n++)
        chips[n] = (struct chip){
            .tap = {.id = arena_printf(canvas->arena, "field.address.%d", (int)n),
                    .action = {ACT_ADDRESS, (int64_t)n, NULL},
                    .state = app->draft.contact.address == (int)n ? TAP_CHOSEN : TAP_NORMAL},
            .label = canvas_text(canvas, catalogue->addresses[n]),
        };
    if (n > 0)
        column_chips(column, chips, n);
}

static void body_name(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    bool is_full = draft_policy(app)->name == NAME_FULL;
    enum msg line = is_full           ? MSG_CONTACT_FULL_NAME
                    : is_written(app) ? MSG_CONTACT_NAME_WRITE_HINT
                                      : MSG_CONTACT_NAME_CHOOSE;
    /* Beside a pad there is room for the field alone. */
    if (!is_written(app) || column->box.h >= style_px(&app->style, ROOMY_PX))
        column_title(column, T(canvas, MSG_CONTACT_SURNAME), T(canvas, line));
    if (is_written(app)) {
        put_written(canvas, column);
        put_address_chips(canvas, column);
        return;
    }
    put_addresses(canvas, column);
    put_surnames(canvas, column);
}

static void view_name(const struct app *app, struct canvas *canvas)
{
    canvas->has_keys = is_written(app);
    struct box rest = chrome_begin(canvas);
    bool is_ready = app->draft.contact.name[0] != '\0';
    bool is_large = app->visit.type_scale == SCALE_LARGE;
    struct button done = {
        .tap = {.id = "name.done",
                .action = {.kind = ACT_BACK},
                .state = is_ready ? TAP_NORMAL : TAP_DISABLED,
                .secrecy = is_ready ? SECRECY_ALL : SECRECY_NONE},
        .label = is_ready ? button_words(canvas, name_words(canvas), T(canvas, MSG_NAV_CONTINUE))
                          : T(canvas,
                              is_written(app) ? MSG_CONTACT_WRITE_FIRST : MSG_CONTACT_NAME_FIRST),
        .icon = is_ready ? "check" : NULL,
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &done, 1);
    if (canvas->has_keys)
        typing_put(canvas, &rest, style_px(&app->style, is_large ? NAME_LARGE_PX : NAME_PX),
                   TYPING_WITHOUT_DONE, NULL);
    chrome_column(canvas, rest, "list.names", T(canvas, MSG_CONTACT_SURNAME), body_name);
}

void text_type(char *text, size_t size, size_t points_max, uint32_t code)
{
    if (code == EVENT_KEY_DELETE) {
        utf8_drop_last(text);
    } else if (code == KEY_CLEAR) {
        text[0] = '\0';
    } else if (code >= ' ' && code != 0x7f && utf8_count(text) < points_max) {
        char bytes[5] = {0};
        size_t n = utf8_put(code, bytes), len = strlen(text);
        if (len + n < size) {
            memcpy(text + len, bytes, n + 1);
            utf8_strip_controls(text, false);
        }
    }
}

static void key_name(struct app *app, uint32_t code, struct effects *effects)
{
    (void)effects;
    if (is_written(app))
        text_type(app->draft.contact.name, sizeof app->draft.contact.name, NAME_POINTS_MAX, code);
}

static bool act_name(struct app *app, const struct action *action, struct effects *effects)
{
    struct draft_contact *contact = &app->draft.contact;
    (void)effects;
    switch ((enum action_kind)action->kind) {
    case ACT_NAME:
        str_copy(contact->name, sizeof contact->name, action->ref);
        return true;
    case ACT_WRITE:
        memset(contact->name, 0, sizeof contact->name);
        app_place_mutable(app)->arg = NAME_WRITTEN;
        app_place_mutable(app)->page = 0;
        return true;
    case ACT_ADDRESS:
        contact->address = (int)action->arg;
        return true;
    default:
        return false;
    }
}

const struct screen screen_name = {
    .name = "name", .view = view_name, .act = act_name, .key = key_name, .types = is_written};
