/* What frames every screen: header with its tools, offline bar, bottom bar, and a column that
 * breaks what does not fit into pages. */
#ifndef KIOSK_CHROME_H
#define KIOSK_CHROME_H

#include "kiosk/screen.h"
#include "ui/card.h"

/* Background, header, offline bar; returns what is left below, or, when the content is to be low,
 * the part of it in reach. */
struct box chrome_begin(const struct canvas *canvas);
/* The bottom bar with 返回, 首页 and the buttons given; takes it (and in 大字 the tools) off *rest.
 */
void chrome_bottom(const struct canvas *canvas, struct box *rest, const struct button *mains,
                   size_t n);
/* The same on home: looking for something stands where 返回 stands elsewhere. */
void chrome_bottom_home(const struct canvas *canvas, struct box *rest, const struct button *mains,
                        size_t n);
/* The same with buttons only. */
void chrome_bottom_plain(const struct canvas *canvas, struct box *rest, const struct button *mains,
                         size_t n);

/* The words on keys; their actions are ACT_KEY. */
struct keys chrome_keys(const struct canvas *canvas);
/* The letter and digit keyboard at the foot of *rest, or beside it in a wide window; takes its part
 * of *rest. */
void chrome_keyboard(const struct canvas *canvas, struct box *rest, enum key_case key_case,
                     bool is_done_enabled);

/* In landscape cuts the accent's third off the left and draws the hero in it; in portrait draws it
 * across. Where the content is low its words stay above, for reading. */
void chrome_hero(const struct canvas *canvas, struct box *rest, const struct page_hero *hero);
/* Where the hero goes and how high it may be without taking room from the content. */
struct box chrome_hero_box(const struct canvas *canvas, struct box rest);
/* The content is low now: where the visitor asked for it, in portrait, and there are no keys. */
bool chrome_is_low(const struct canvas *canvas);
/* A page's title on its own, taken off *box; where the content is low it stands above, for reading.
 */
void chrome_title(const struct canvas *canvas, struct box *box, const char *title,
                  const char *line);
/* Room for a digit pad, taken off *box: beside it where it is wide, with below_px for what stands
 * under the keys there, else at its foot, as high as what is above leaves it. */
struct box chrome_pad(const struct canvas *canvas, struct box *box, int above_px, int below_px);

/* A column of blocks. What does not fit goes to a second column where the window is wide, then to
 * the next page, whole blocks at a time; a body that fits has no pager, and where it would leave a
 * page half empty its lines and gaps are wider. In large type a wide window is too low for a head
 * of title and filters to flow with the rest: it stays on every page. */
enum column_plan {
    COLUMN_FLOW,  /* block after block, through the columns of a page */
    COLUMN_ABOVE, /* the head, and what follows in columns below it */
    COLUMN_BESIDE /* the head, and what follows in one column at its right */
};
enum column_air { AIR_CLOSE, AIR_WIDE };
struct column {
    const struct canvas *canvas;
    struct ui ui;   /* draws only on the wanted page */
    struct box box; /* of the chunk being filled */
    int left_px, y;
    int columns; /* side by side on a page */
    int chunk;   /* chunk / columns is the page */
    int wanted;  /* page */
    int pages;
    enum column_air air;
    bool is_measuring;
    enum column_plan plan;
    struct box whole; /* head and content; the pager, pager_px high, is at the content's foot */
    int pager_px, head_px;
    bool is_head, is_over;    /* not past column_content; something is higher than its room */
    const char *id, *name;    /* of the list's node; id NULL: none */
    const char *title, *line; /* shown above, where the content is low */
};
typedef void column_body(const struct canvas *canvas, struct column *column);
/* Lays the body out inside rest, with its pager at the foot when it needs one. id, name: of the
 * list's node. */
void chrome_column(const struct canvas *canvas, struct box rest, const char *id, const char *name,
                   column_body *body);
/* Ends the head: what comes now is what it is about. */
void column_content(struct column *column);
/* The head stands beside the content: what can be said briefly is. */
bool column_is_aside(const struct column *column);
/* A block is measured first, with column_measuring as its ui and in column_natural; then it is
 * drawn with column->ui in the box that column_take gives for its height. */
struct ui column_measuring(const struct column *column);
struct box column_natural(const struct column *column);
struct box column_take(struct column *column, int height_px);
void column_gap(struct column *column, int height_px);
/* The gap between two blocks. */
void column_space(struct column *column);
/* What is left of this chunk. */
int column_room(const struct column *column);
/* What comes now begins the next column or page. */
void column_break(struct column *column);
/* Columns of this page that are still empty. */
int column_left(const struct column *column);
/* A copy to find out where things would go; it draws nothing. */
struct column column_trial(const struct column *column);
/* The page that is being filled; the first is 0. */
int column_page(const struct column *column);
void column_text(struct column *column, const struct text_block *text);
/* As chrome_title. */
void column_title(struct column *column, const char *title, const char *line);
/* The title of a list, and below it the field that leads to the search; or its button beside it,
 * where the head stands beside the list. */
void column_title_search(struct column *column, const char *title);
/* The same with chips at the title's right, or, where a line does not hold both, below the search.
 */
void column_title_chips(struct column *column, const char *title, const struct chip *chips,
                        size_t n);
/* A title with a tag at its right, or below it. */
void column_title_tag(struct column *column, const char *title, const char *line,
                      const struct tag *tag);
void column_section(struct column *column, const char *title, const char *hint);
/* Rows on cards, as many on each page as fit. */
void column_rows(struct column *column, const struct row *rows, size_t n);
void column_facts(struct column *column, enum facts_kind kind, const struct fact *facts, size_t n);
/* A time or number that counts, on a card. */
void column_figure(struct column *column, const struct figure *figure);
/* The same, left out where it would need another page. */
void column_facts_if_room(struct column *column, enum facts_kind kind, const struct fact *facts,
                          size_t n);
void column_banner(struct column *column, const struct banner *banner);
void column_banner_if_room(struct column *column, const struct banner *banner);
void column_points(struct column *column, const struct points *points);
void column_points_if_room(struct column *column, const struct points *points);
void column_chips(struct column *column, const struct chip *chips, size_t n);
void column_choices(struct column *column, const struct choice *choices, size_t n, int columns);
/* Half of a wide window: long lines and side notes are left out. */
bool column_is_narrow(const struct column *column);
/* Keys to tap, such as buildings or surnames. */
void column_words(struct column *column, const struct word_key *words, size_t n, int columns);

/* Instead of a screen about something that the content does not know any more. */
void chrome_gone(const struct canvas *canvas, struct box rest);

#endif
