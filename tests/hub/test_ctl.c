/* yizhanctl from outside: what it says, what it returns, what it leaves on disk. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "process.h"
#include "trust/enrolment.h"

static struct ran ran;

/* The last run's exit status, and a part of what it said. */
static void expect(int line, int status, const char *on_out, const char *on_err)
{
    if (ran.status != status || (on_out != NULL && strstr(ran.out, on_out) == NULL) ||
        (on_err != NULL && strstr(ran.err, on_err) == NULL)) {
        fprintf(stderr, "line %d: exit %d\nout: %s\nerr: %s\n", line, ran.status, ran.out, ran.err);
        CHECK_INT(ran.status, status);
        CHECK_STR(ran.out, on_out);
        CHECK_STR(ran.err, on_err);
    }
}
#define EXPECT(status, on_out, on_err) expect(__LINE__, (status), (on_out), (on_err))

static char folder[128];
static char db[192], key[192];

static void path_in(char out[192], const char *name)
{
    snprintf(out, 192, "%s/%s", folder, name);
}

static void begin(void)
{
    folder_make(folder);
    path_in(db, "hub.db");
    path_in(key, "hub.db.key");
}

static void end(void)
{
    folder_remove(folder);
}

static void test_words(void)
{
    begin();
    RUN(&ran, CTL);
    EXPECT(2, NULL, "no command; expected one of check, load, enroll");
    RUN(&ran, CTL, "chek");
    EXPECT(2, NULL, "“chek” is no command; expected one of check");
    RUN(&ran, CTL, "--help");
    EXPECT(0, "restore FILE --db PATH", NULL);
    RUN(&ran, CTL, "--version");
    EXPECT(0, "yizhanctl " YIZHAN_VERSION, NULL);
    static const char *const commands[] = {"check",  "load",    "enroll",  "retire", "status",
                                           "backup", "restore", "request", "call",   "rebuild"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        RUN(&ran, CTL, commands[i], "--help");
        EXPECT(0, "Usage: yizhanctl ", NULL);
        RUN(&ran, CTL, commands[i], "--version");
        EXPECT(0, YIZHAN_VERSION, NULL);
        RUN(&ran, CTL, commands[i]);
        EXPECT(2, NULL, "expected");
        RUN(&ran, CTL, commands[i], "--xyzzy");
        EXPECT(2, NULL, "unknown option “--xyzzy”; expected one of");
    }
    static const char url[] = "postgres://hub/yizhan";
    RUN(&ran, CTL, "status", "--db", url);
    EXPECT(2, NULL, "this build speaks SQLite only");
    RUN(&ran, CTL, "enroll", "--db", url, "--station", "demo");
    EXPECT(2, NULL, "this build speaks SQLite only");
    RUN(&ran, CTL, "restore", "copy", "--db", url);
    EXPECT(2, NULL, "this build speaks SQLite only");
    RUN(&ran, CTL, "status", "--db", db);
    EXPECT(1, NULL, "there is no database at");
    CHECK(!file_exists(db));
    RUN(&ran, CTL, "request", "12", "take", "--db", db, "--by", "a");
    EXPECT(2, NULL, "“12” is not a ticket's number; expected XXX-XXXX-XXX");
    end();
}

static void check_file_mode(const char *path)
{
    struct stat info;
    CHECK_INT(stat(path, &info), 0);
    CHECK_INT(info.st_mode & 0777, 0600);
}

/* The last line printed as a token. */
static void take_token(struct enrol_token *out)
{
    size_t len = strlen(ran.out);
    CHECK(len > 1 && len <= 91 && ran.out[len - 1] == '\n');
    if (len > 0) {
        ran.out[len - 1] = '\0';
    }
    CHECK(strchr(ran.out, '\n') == NULL);
    CHECK(enrol_token_parse(ran.out, out));
}

static bool contains(const char *bytes, size_t len, const void *part, size_t part_len)
{
    for (size_t i = 0; i + part_len <= len; i++) {
        if (memcmp(bytes + i, part, part_len) == 0) {
            return true;
        }
    }
    return false;
}

static void test_enroll(void)
{
    struct enrol_token first = {0}, second = {0};
    char *bytes = NULL;
    begin();
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "No Station");
    EXPECT(2, NULL, "expected at most 10 of a–z, 0–9 and -");
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "demo");
    EXPECT(0, "demo.", NULL);
    take_token(&first);
    CHECK_STR(first.station, "demo");
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "riverside");
    EXPECT(0, "riverside.", NULL);
    take_token(&second);
    CHECK(memcmp(first.secret, second.secret, sizeof first.secret) != 0);
    CHECK(memcmp(first.hub_key, second.hub_key, sizeof first.hub_key) == 0);
    check_file_mode(db);
    check_file_mode(key);
    size_t len = file_bytes(db, &bytes);
    CHECK(len > 0);
    CHECK(!contains(bytes, len, first.secret, sizeof first.secret));
    CHECK(contains(bytes, len, "riverside", 9));
    free(bytes);
    /* The key file is lost: no other is made for this database. */
    remove(key);
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "demo");
    EXPECT(1, NULL, "whose key file is not at");
    CHECK(!file_exists(key));
    end();
}

static void test_content(void)
{
    char broken[192], file[256];
    begin();
    RUN(&ran, CTL, "check", "kiosk-config");
    EXPECT(0, "0 errors", NULL);
    RUN(&ran, CTL, "check", "/nowhere/at/all");
    CHECK_INT(ran.status, 1);
    path_in(broken, "broken");
    CHECK_INT(mkdir(broken, 0700), 0);
    snprintf(file, sizeof file, "%s/limits.yaml", broken);
    static const char text[] = "limits:\n  open_per_contact: many\n";
    file_write(file, text, sizeof text - 1);
    RUN(&ran, CTL, "check", broken);
    EXPECT(1, "limits.yaml:2:", NULL);
    CHECK(strstr(ran.out, "expected") != NULL);

    RUN(&ran, CTL, "load", broken, "--db", db);
    EXPECT(1, NULL, "was not loaded");
    CHECK(strstr(ran.err, "limits.yaml:2:") != NULL);
    RUN(&ran, CTL, "status", "--db", db);
    EXPECT(0, "content revision 0\n", NULL);
    RUN(&ran, CTL, "load", "kiosk-config", "--db", db);
    EXPECT(0, "revision 1 is in force", NULL);
    RUN(&ran, CTL, "load", "kiosk-config", "--db", db);
    EXPECT(0, "revision 1 already has these", NULL);
    RUN(&ran, CTL, "load", broken, "--db", db);
    EXPECT(1, NULL, "what was in force stays");
    RUN(&ran, CTL, "status", "--db", db);
    EXPECT(0, "content revision 1\n", NULL);
    RUN(&ran, CTL, "rebuild", "--db", db);
    EXPECT(0, "equal to the live tables", NULL);
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "nowhere");
    EXPECT(0, "nowhere.", "has no station “nowhere”");
    RUN(&ran, CTL, "retire", "demo-1", "--db", db);
    EXPECT(1, NULL, "there is no kiosk “demo-1”");
    end();
}

/* The schema's number in a SQLite file's header; only while nobody has it open. */
static void set_version(const char *path, unsigned char version)
{
    char *bytes = NULL;
    size_t len = file_bytes(path, &bytes);
    CHECK(len > 100);
    if (len > 100) {
        bytes[63] = (char)version;
        file_write(path, bytes, len);
    }
    free(bytes);
}

static void test_newer(void)
{
    begin();
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "demo");
    set_version(db, 99);
    RUN(&ran, CTL, "status", "--db", db);
    EXPECT(1, NULL, "version 99");
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "demo");
    EXPECT(1, NULL, "version 99");
    file_write(db, "this is no database, whatever its name says; not at all", 55);
    RUN(&ran, CTL, "status", "--db", db);
    EXPECT(1, NULL, "cannot be opened");
    end();
}

static void test_backup(void)
{
    char copy[192];
    begin();
    path_in(copy, "copy.db");
    RUN(&ran, CTL, "load", "kiosk-config", "--db", db);
    RUN(&ran, CTL, "backup", "--db", db, copy);
    EXPECT(0, "is a checked copy of", NULL);
    check_file_mode(copy);
    RUN(&ran, CTL, "status", "--db", copy);
    EXPECT(0, "content revision 1\n", NULL);
    RUN(&ran, CTL, "backup", "--db", db, copy);
    EXPECT(1, NULL, "is there already");
    RUN(&ran, CTL, "backup", "--db", db, "/proc/copy.db");
    EXPECT(1, NULL, "cannot be written");
    end();
}

static bool find_replaced(char out[192])
{
    char list[SAID_SIZE];
    RUN(&ran, "/bin/ls", folder);
    snprintf(list, sizeof list, "%s", ran.out);
    char *at = strstr(list, "hub.db.replaced-");
    if (at == NULL) {
        return false;
    }
    at[strcspn(at, "\n")] = '\0';
    path_in(out, at);
    return true;
}

static void test_restore(void)
{
    char copy[192], replaced[192], before[SAID_SIZE];
    char *bytes = NULL;
    begin();
    path_in(copy, "copy.db");
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "demo");
    RUN(&ran, CTL, "backup", "--db", db, copy);
    RUN(&ran, CTL, "load", "kiosk-config", "--db", db);
    RUN(&ran, CTL, "restore", copy, "--db", db);
    EXPECT(0, "is restored from", NULL);
    RUN(&ran, CTL, "status", "--db", db);
    EXPECT(0, "content revision 0\n", NULL);
    CHECK(find_replaced(replaced));
    RUN(&ran, CTL, "status", "--db", replaced);
    EXPECT(0, "content revision 1\n", NULL);

    /* What cannot be trusted changes nothing. */
    RUN(&ran, CTL, "load", "kiosk-config", "--db", db);
    RUN(&ran, CTL, "status", "--db", db);
    snprintf(before, sizeof before, "%s", ran.out);
    RUN(&ran, CTL, "restore", "/nowhere/copy.db", "--db", db);
    EXPECT(1, NULL, "cannot be read");
    size_t len = file_bytes(copy, &bytes);
    for (size_t i = 8192; i < len && i < 40960; i++) {
        bytes[i] = (char)(i * 7);
    }
    char damaged[192];
    path_in(damaged, "damaged.db");
    file_write(damaged, bytes, len);
    free(bytes);
    RUN(&ran, CTL, "restore", damaged, "--db", db);
    EXPECT(1, NULL, "cannot be restored");
    set_version(copy, 99);
    RUN(&ran, CTL, "restore", copy, "--db", db);
    EXPECT(1, NULL, "version 99");
    /* Another hub's. */
    char other[192], others_copy[192];
    path_in(other, "other.db");
    path_in(others_copy, "others-copy.db");
    RUN(&ran, CTL, "enroll", "--db", other, "--station", "demo");
    RUN(&ran, CTL, "backup", "--db", other, others_copy);
    RUN(&ran, CTL, "restore", others_copy, "--db", db);
    EXPECT(1, NULL, "belongs to the hub");
    RUN(&ran, CTL, "status", "--db", db);
    CHECK_STR(ran.out, before);
    path_in(damaged, "hub.db.restoring");
    CHECK(!file_exists(damaged));
    end();
}

int main(void)
{
    test_words();
    test_enroll();
    test_content();
    test_newer();
    test_backup();
    test_restore();
    return check_done();
}
