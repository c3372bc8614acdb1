/* What screens are put together from: text, buttons, tiles, rows, cards, banners. Every function
 * appends to ui->list, adds its nodes by itself, and returns the height it used. box.h 0 means the
 * natural height. With ui->list NULL nothing is drawn and only the height is worked out. Texts come
 * in already translated; NULL or "" leaves a part out. See also page.h and input.h. */
#ifndef UI_WIDGET_H
#define UI_WIDGET_H

#include "ui/draw.h"
#include "ui/style.h"
#include "ui/text.h"

/* The finger that is down now: which node it went down on. */
struct press {
    const char *id; /* NULL: none */
    struct action action;
};

struct ui {
    struct draw_list *list;
    struct arena *arena; /* of the frame */
    const struct style *style;
    const struct text_measure *measure;
    const struct press *pressed; /* NULL: none */
    const char *focused_id;      /* NULL: none; gets the focus ring */
};

/* The same for working out a height: it draws nothing. */
struct ui widget_dry(const struct ui *ui);

enum tap_state { TAP_NORMAL, TAP_DISABLED, TAP_BUSY, TAP_CHOSEN, TAP_ERROR };

/* What every touchable thing shares. A disabled one keeps its label as the reason. */
struct tap {
    const char *id;
    struct action action;
    enum tap_state state;
    bool is_submit;
    enum secrecy secrecy;
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };
enum tone { TONE_ACCENT, TONE_GREY, TONE_GOOD, TONE_BLUE, TONE_YELLOW, TONE_RED };
enum line_height { LINES_TEXT, LINES_TITLE };

struct text_block {
    const char *utf8;
    enum type type;
    int px; /* 0: that of type; else pixels of the 1080 panel, grown in large type as type is */
    enum face face;
    enum line_height line_height;
    enum align align;
    enum role role;
    bool is_part; /* of a control: no node of its own */
    enum secrecy secrecy;
    size_t max_lines; /* 0: no limit */
    colour ink, back; /* ink 0: style->ink; back 0: unknown */
};
int widget_text(const struct ui *ui, struct box box, const struct text_block *text);
/* The text broken at width_px, as widget_text draws it: a word wider than that makes it smaller, by
 * steps of the type scale down to body, tags and second lines down to tag. */
struct text_lines widget_text_lines(const struct ui *ui, int width_px,
                                    const struct text_block *text);
/* Width of the text set as one line. */
int widget_text_width(const struct ui *ui, const struct text_block *text);

/* BUTTON_ON_FIELD: an outline on the dark of the accent. */
enum button_kind { BUTTON_OUTLINE, BUTTON_FILLED, BUTTON_ALARM, BUTTON_LINK, BUTTON_ON_FIELD };
/* BUTTON_HUGE: the one way in. */
enum button_size { BUTTON_BIG, BUTTON_INLINE, BUTTON_HUGE };
struct button {
    struct tap tap;
    const char *label, *line, *icon;
    enum button_kind kind;
    enum button_size size;
    const struct accent *accent; /* NULL: the style's */
};
int widget_button(const struct ui *ui, struct box box, const struct button *button);
/* The width its content asks for, padding included. */
int widget_button_width(const struct ui *ui, const struct button *button);

enum tile_kind { TILE_PLAIN, TILE_FILLED };
struct tile {
    struct tap tap;
    const char *title, *line, *icon;
    enum tile_kind kind;
};
/* Where box is too low for both texts the title stands alone. */
int widget_tile(const struct ui *ui, struct box box, const struct tile *tile);
/* The least height in which title and line stand whole, beside the badge. */
int widget_tile_least_px(const struct ui *ui, int width_px, const struct tile *tile);

struct chip {
    struct tap tap; /* TAP_CHOSEN: filled, with a check unless it has an icon; role tab */
    const char *label, *icon;
};
/* Chips one after another, broken into lines. */
int widget_chips(const struct ui *ui, struct box box, const struct chip *chips, size_t n);
/* The width that holds them on one line. */
int widget_chips_width(const struct ui *ui, const struct chip *chips, size_t n);
/* Day tabs and the like: equal columns of up to three centred lines, the second one big. */
struct day_tab {
    struct tap tap;
    const char *over, *number, *under;
};
int widget_day_tabs(const struct ui *ui, struct box box, const struct day_tab *tabs, size_t n);

struct tag {
    const char *label, *icon;
    enum tone tone;
    const struct accent *accent; /* instead of the tone's colours; may be NULL */
    bool is_part;                /* no node of its own */
};
/* Right edge at box.x + box.w, centred in box.h; returns its width. */
int widget_tag(const struct ui *ui, struct box box, const struct tag *tag);

enum row_end { ROW_PLAIN, ROW_CHEVRON };
struct row {
    struct tap tap;   /* action 0: only the button, if any, is touchable */
    const char *lead; /* a time, in the accent */
    const char *icon; /* in a badge */
    const char *mark; /* "mark-red" …, bare */
    const char *title, *line, *line2;
    struct tag tag;
    struct tag whom; /* for whom it is: in front of line2 */
    enum row_end end;
    const struct button *button;
};
/* Rows with hair lines between them: on a card of their own, or on what is there. */
enum rows_ground { ROWS_CARD, ROWS_BARE };
int widget_rows(const struct ui *ui, struct box box, enum rows_ground ground,
                const struct row *rows, size_t n);

struct fact {
    const char *icon, *label, *value;
    const struct button *button;
    enum secrecy secrecy;
};
enum facts_kind { FACTS_BESIDE, FACTS_STACKED }; /* the label left of the value, or above it */
int widget_facts(const struct ui *ui, struct box box, enum facts_kind kind,
                 const struct fact *facts, size_t n);

struct banner {
    enum tone tone; /* BLUE notice, GOOD success, YELLOW caution, RED error (role alert) */
    const char *icon, *title, *line;
};
int widget_banner(const struct ui *ui, struct box box, const struct banner *banner);

/* A card around what is drawn between begin and end; bottom_y is where it ends. */
enum card_kind { CARD_FLAT, CARD_RAISED, CARD_TINTED };
size_t widget_card_begin(const struct ui *ui, struct box box, enum card_kind kind);
void widget_card_end(const struct ui *ui, size_t mark, int bottom_y);

/* The words stand beside the code, or below it where that is narrow. In a box higher than it needs
 * the code grows; higher than most_px the panel is not, unless the code would be too small for a
 * telephone. */
struct qr_panel {
    const char *payload, *caption, *number, *line;
    int most_px; /* 0: no limit */
};
int widget_qr_panel(const struct ui *ui, struct box box, const struct qr_panel *panel);

enum moment_state { MOMENT_DONE, MOMENT_OPEN, MOMENT_NEXT }; /* NEXT: after the open one */
struct moment {
    const char *when, *title, *line;
    enum moment_state state;
};
int widget_timeline(const struct ui *ui, struct box box, const struct moment *moments, size_t n);

#endif
