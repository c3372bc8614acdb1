/* What comes from fingers, scanners and files: UTF-8, control characters, numbers, base32, JSON. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/base32.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "check.h"

static void test_controls_go(void)
{
    static const struct {
        const char *text;
        bool keep_newline;
        const char *expected;
    } rows[] = {
        {"楼道灯坏了", false, "楼道灯坏了"},
        {"a\x01\x1b[2Jb", false, "a[2Jb"},
        {"a\nb\tc", false, "abc"},
        {"a\nb\tc", true, "a\nbc"},
        {"x\x7fy", false, "xy"},
        {"a\xc2\x85"
         "b",
         false, "ab"}, /* C1 next line */
        {"a\xe2\x80\xae"
         "b",
         false, "ab"}, /* right-to-left override */
        {"a\xef\xbb\xbf"
         "b",
         false, "ab"}, /* byte order mark */
        {"a\xff\xc0\x80"
         "b",
         false, "ab"},           /* bytes that are no UTF-8 */
        {"\xe6\xa5", false, ""}, /* cut off */
        {"", false, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[64];
        CHECK(str_copy(text, sizeof text, rows[i].text));
        utf8_strip_controls(text, rows[i].keep_newline);
        CHECK_STR(text, rows[i].expected);
    }
}

static void test_utf8(void)
{
    static const char *const bad[] = {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
                                      "\xe4\xb8"};
    size_t bytes = 0;
    char four[4];
    char text[] = "ab驿";
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!utf8_is_valid(bad[i], strlen(bad[i])));
        CHECK_INT(utf8_next(bad[i], strlen(bad[i]), &bytes), 0xfffd);
        CHECK_INT(bytes, 1);
    }
    CHECK(utf8_is_valid("驿站𠮷", strlen("驿站𠮷")));
    CHECK_INT(utf8_next("𠮷", 4, &bytes), 0x20bb7);
    CHECK_INT(bytes, 4);
    CHECK_INT(utf8_put(0x20bb7, four), 4);
    CHECK_INT(utf8_next(four, 4, &bytes), 0x20bb7);
    CHECK_INT(utf8_count(text), 3);
    utf8_drop_last(text);
    CHECK_STR(text, "ab");
    utf8_drop_last(text);
    utf8_drop_last(text);
    utf8_drop_last(text);
    CHECK_STR(text, "");
}

static void test_numbers(void)
{
    int64_t value = -7;
    CHECK(str_to_int("42", 0, 100, &value) && value == 42);
    CHECK(str_to_int("-5", -10, 0, &value) && value == -5);
    static const char *const bad[] = {
        "", " 1", "1 ", "+1", "1x", "0x10", "101", "-1", "9999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!str_to_int(bad[i], 0, 100, &value));
        CHECK_INT(value, -5);
    }
    unsigned char bytes[2];
    CHECK(hex_decode("00ff", bytes, 2) && bytes[1] == 0xff);
    CHECK(!hex_decode("00f", bytes, 2));
    CHECK(!hex_decode("00fg", bytes, 2));
    CHECK(!hex_decode("00FF", bytes, 2));
    char small[3];
    CHECK(!str_copy(small, sizeof small, "abc"));
    CHECK_STR(small, "");
}

static void test_base32(void)
{
    unsigned char data[40];
    unsigned char back[40];
    char text[80];
    for (size_t len = 0; len <= sizeof data; len++) {
        for (size_t i = 0; i < len; i++) {
            data[i] = (unsigned char)(i * 37 + len);
        }
        base32_encode(data, len, text);
        CHECK_INT(strlen(text), base32_len(len));
        CHECK(base32_decode(text, strlen(text), back, len));
        CHECK_MEM(back, data, len);
    }
    CHECK(base32_decode("O1", 2, back, 1) == base32_decode("01", 2, back, 1));
    CHECK(!base32_decode("0U", 2, back, 1));
    CHECK(!base32_decode("01", 2, back, 1)); /* fill bits that are not zero */
    CHECK(!base32_decode("000", 3, back, 1));
}

static void test_base64(void)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"\xff\xfe\xfd", "//79"},
                                           {"\xfb\xef", "++8="}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct buf out = {0};
        base64_put(pairs[i][0], strlen(pairs[i][0]), &out);
        CHECK_STR(out.data ? out.data : "", pairs[i][1]);
        CHECK_INT(out.len, base64_len(strlen(pairs[i][0])));
        buf_fini(&out);
    }
}

static void test_json_strings(void)
{
    struct buf buf = {0};
    buf_put_json(&buf, "a\"b\\c\nd\x01 驿");
    CHECK_STR(buf.data, "\"a\\\"b\\\\c\\nd\\u0001 驿\"");
    buf_clear(&buf);
    buf_put_u32(&buf, 0x01020304);
    buf_put_u64(&buf, 0x05060708090a0b0c);
    CHECK_MEM(buf.data, "\1\2\3\4\5\6\7\10\11\12\13\14", 12);
    buf_fini(&buf);
}

static void test_arena(void)
{
    struct arena arena = {0};
    char *large = arena_alloc(&arena, 200000);
    char *text = arena_printf(&arena, "%s-%d", "demo", 1);
    CHECK_STR(text, "demo-1");
    CHECK_INT(large[199999], 0);
    memset(large, 'x', 200000);
    arena_reset(&arena);
    char *again = arena_alloc(&arena, 200000);
    CHECK_INT(again[0], 0);
    CHECK_INT(((uintptr_t)arena_alloc(&arena, 1)) % 16, 0);
    /* What was there before the last reset is overwritten, too. */
    memset(again, 'x', 200000);
    arena_reset(&arena);
    memset(arena_alloc(&arena, 32), 'x', 32);
    size_t touched = 0;
    const char *block = arena_block(&arena, 0, &touched);
    CHECK(touched >= 200000 && block[100000] == 'x');
    arena_wipe(&arena);
    for (size_t i = 0; i < 200000; i++)
        CHECK(block[i] == 0);
    CHECK(arena_block(&arena, 0, &touched) == block && touched == 0);
    arena_fini(&arena);
}

/* A loop that allocates for ever is a bug, which ends the process before the machine is full. */
static void test_arena_has_a_limit(void)
{
    pid_t child = fork();
    if (child == 0) {
        struct arena arena = {0};
        if (freopen("/dev/null", "w", stderr) == NULL) /* the assert is meant to fail */
            _exit(1);
        for (size_t i = 0; i < 5; i++)
            arena_alloc(&arena, (size_t)60 << 20);
        _exit(0);
    }
    int status = 0;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void test_replace(void)
{
    char folder[] = "/tmp/yizhan-base-XXXXXX";
    char path[64];
    char *data = NULL;
    size_t len = 0;
    struct arena arena = {0};
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/f", folder);
    CHECK_INT(file_read(&arena, path, 10, &data, &len), ERR_NOT_FOUND);
    CHECK_INT(file_replace(path, "one", 3, 0600), OK);
    CHECK_INT(file_replace(path, "four", 4, 0600), OK);
    CHECK_INT(file_read(&arena, path, 10, &data, &len), OK);
    CHECK_STR(data, "four");
    CHECK_INT(file_read(&arena, path, 3, &data, &len), ERR_LIMIT);
    CHECK_INT(remove(path), 0);
    CHECK_INT(remove(folder), 0);
    arena_fini(&arena);
}

int main(void)
{
    test_controls_go();
    test_utf8();
    test_numbers();
    test_base32();
    test_base64();
    test_json_strings();
    test_arena();
    test_arena_has_a_limit();
    test_replace();
    return check_done();
}
