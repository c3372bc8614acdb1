/* From texts to paper with the real fonts: painted, made the printer's bytes, decoded by a decoder
 * of its own, and read by a scanner that somebody else wrote (zbarimg). The pictures stay beside
 * the test's program for people to look at. */
#include "slip/slip.h"

#include "check.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ui/render.h"

#include "decode.h"
#include "sample_slips.h"

struct print {
    struct arena arena;
    struct draw_list list;
    struct buf job;
    struct decoded decoded;
};

static void print_slip(struct render *render, const struct slip_data *data, enum slip_paper paper,
                       struct print *out)
{
    struct print print = {0};

    slip_layout(data, paper, render_measure(render), &print.arena, &print.list);
    int w = print.list.window.w;
    int h = print.list.window.h;
    uint32_t *pixels = arena_array(&print.arena, (size_t)w * (size_t)h, sizeof *pixels);
    render_paint(render, &print.list, pixels, w, h, w);
    slip_put_job(&print.job, &print.arena, pixels, w, w, h);
    CHECK(decode_job((const uint8_t *)print.job.data, print.job.len, &print.decoded));
    CHECK_INT(print.decoded.width_px, w);
    CHECK_INT(print.decoded.height_px, h);
    CHECK_INT(print.decoded.cuts, 1);
    *out = print;
}

static void print_fini(struct print *print)
{
    decoded_fini(&print->decoded);
    buf_fini(&print->job);
    arena_fini(&print->arena);
}

/* Runs zbarimg on the picture; what it read, without the line's end. */
static void scan(const char *path, char *to, size_t size)
{
    int fds[2];
    size_t len = 0;
    int status = 0;

    CHECK_INT(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(fds[1], STDOUT_FILENO);
        close(fds[0]);
        close(fds[1]);
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(126);
        execlp("zbarimg", "zbarimg", "--quiet", "--raw", "--nodbus", path, (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    ssize_t n;
    while (len + 1 < size && (n = read(fds[0], to + len, size - 1 - len)) > 0)
        len += (size_t)n;
    close(fds[0]);
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        fprintf(stderr, "zbarimg is missing (package zbar-tools)\n");
    while (len > 0 && to[len - 1] == '\n')
        len--;
    to[len] = '\0';
}

static const struct draw_cmd *node(const struct print *print, const char *id)
{
    const struct draw_cmd *found = draw_find_id(&print->list, id);
    CHECK(found != NULL);
    return found;
}

/* Rows from the first to the last that have a dot of the colour within the box. */
static int ink_height(const struct decoded *decoded, struct box box, bool is_black)
{
    int first = -1;
    int last = -2;
    for (int y = box.y; y < box.y + box.h; y++)
        for (int x = box.x; x < box.x + box.w; x++)
            if (decoded_is_black(decoded, x, y) == is_black) {
                first = first < 0 ? y : first;
                last = y;
            }
    return last - first + 1;
}

/* Station, what and when stand at least 4 mm (32 dots) high in ink. */
static void check_heights(const struct print *print)
{
    CHECK(ink_height(&print->decoded, node(print, "slip.title")->box, true) >= 32);
    CHECK(ink_height(&print->decoded, node(print, "slip.station")->box, true) >= 32);
    CHECK(ink_height(&print->decoded, node(print, "slip.when")->box, false) >= 32);
    CHECK(ink_height(&print->decoded, node(print, "slip.number")->box, true) >= 32);
}

/* The box of the time is black to its edges with white type in it. */
static void check_when(const struct print *print)
{
    struct box box = node(print, "slip.when")->box;
    int blacks = 0;
    for (int y = box.y; y < box.y + box.h; y++)
        for (int x = box.x; x < box.x + box.w; x++)
            blacks += decoded_is_black(&print->decoded, x, y);
    int share = blacks * 100 / (box.w * box.h);
    CHECK(share > 55 && share < 97);
}

/* Nothing in the margins: many printers cannot reach their paper's edge. */
static void check_margins(const struct print *print)
{
    int blacks = 0;
    for (int y = 0; y < print->decoded.height_px; y++)
        for (int x = 0; x < 8; x++) {
            blacks += decoded_is_black(&print->decoded, x, y);
            blacks += decoded_is_black(&print->decoded, print->decoded.width_px - 1 - x, y);
        }
    CHECK_INT(blacks, 0);
}

static void check_pairs(const struct print *print)
{
    const uint8_t *data = (const uint8_t *)print->job.data;
    for (size_t i = 0; i + 1 < print->job.len; i++)
        CHECK(data[i] != 0x10 ||
              (data[i + 1] != 0x04 && data[i + 1] != 0x05 && data[i + 1] != 0x14));
}

static void test_slip(struct render *render, const struct slip_data *data, enum slip_paper paper,
                      const char *name)
{
    struct print print;
    char path[300], text[600];

    print_slip(render, data, paper, &print);
    snprintf(path, sizeof path, SLIP_PICTURES "/slip-%s-%d.pbm", name, print.decoded.width_px);
    CHECK(decoded_save_pbm(&print.decoded, path));
    scan(path, text, sizeof text);
    CHECK_STR(text, data->qr);
    check_heights(&print);
    check_when(&print);
    check_margins(&print);
    check_pairs(&print);
    print_fini(&print);
}

/* The number counts twice: it must look the same for two slips of one ticket, reprint or not. */
static void test_reprint_differs_only_above(struct render *render)
{
    struct slip_data data = sample_repair;
    struct print first, second;

    print_slip(render, &data, SLIP_PAPER_58, &first);
    data.reprint = "补打";
    print_slip(render, &data, SLIP_PAPER_58, &second);
    int shift = second.decoded.height_px - first.decoded.height_px;
    size_t stride = (size_t)first.decoded.width_px / 8;
    size_t from = (size_t)node(&first, "slip.title")->box.y;
    size_t rows = (size_t)first.decoded.height_px - from;
    CHECK(shift > 36);
    CHECK_MEM(second.decoded.bits + (from + (size_t)shift) * stride,
              first.decoded.bits + from * stride, rows * stride);
    print_fini(&first);
    print_fini(&second);
}

/* Any ticket must scan: each payload makes another symbol, and other dots at the risk of pairs. */
static void test_many_payloads(struct render *render)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct slip_data data = sample_bare;
    uint32_t state = 11;
    char payload[SLIP_QR_MAX + 1], path[300], text[600];

    data.qr = payload;
    for (int round = 0; round < 12; round++) {
        struct print print;
        int len = snprintf(payload, sizeof payload, "HTTPS://YIZHAN.INVALID/T/");
        while (len < SLIP_QR_MAX - round * 8) {
            state = state * 1664525u + 1013904223u;
            payload[len++] = alphabet[state >> 27];
        }
        payload[len] = '\0';
        print_slip(render, &data, round % 2 ? SLIP_PAPER_80 : SLIP_PAPER_58, &print);
        snprintf(path, sizeof path, SLIP_PICTURES "/slip-payload.pbm");
        CHECK(decoded_save_pbm(&print.decoded, path));
        scan(path, text, sizeof text);
        CHECK_STR(text, payload);
        print_fini(&print);
    }
}

int main(void)
{
    struct render_options options = {.faces_path = "fonts/faces", .icons_path = ICONS_PATH};
    struct render *render = NULL;

    CHECK_INT(render_create(&options, &render), OK);
    if (render == NULL)
        return check_done();
    test_slip(render, &sample_repair, SLIP_PAPER_58, "repair");
    test_slip(render, &sample_repair, SLIP_PAPER_80, "repair");
    test_slip(render, &sample_class, SLIP_PAPER_58, "class");
    test_slip(render, &sample_class, SLIP_PAPER_80, "class");
    test_slip(render, &sample_english, SLIP_PAPER_58, "english");
    test_slip(render, &sample_english, SLIP_PAPER_80, "english");
    test_reprint_differs_only_above(render);
    test_many_payloads(render);
    render_destroy(render);
    return check_done();
}
