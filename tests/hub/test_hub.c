/* The hub as it runs: started and refused, pages, kiosks over real sockets, held answers, other
 * programs on the same file, the end by a signal and without one. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "client.h"
#include "domain/number.h"
#include "kiosk.h"
#include "process.h"

static struct ran ran;
static struct reply reply;
static char folder[128];
static char db[192];
static struct process hub;

static void expect(int line, int status, const char *on_err)
{
    if (ran.status != status || strstr(ran.err, on_err) == NULL) {
        fprintf(stderr, "line %d: exit %d\nout: %s\nerr: %s\n", line, ran.status, ran.out, ran.err);
        CHECK_INT(ran.status, status);
        CHECK_STR(ran.err, on_err);
    }
}
#define EXPECT(status, on_err) expect(__LINE__, (status), (on_err))

static void begin(void)
{
    folder_make(folder);
    snprintf(db, sizeof db, "%s/hub.db", folder);
}

static void start_hub(void)
{
    const char *words[] = {HUB,         "--db",         db,  "--listen", "127.0.0.1:0",
                           "--content", "kiosk-config", NULL};
    CHECK(hub_start(&hub, folder, words));
}

static void end(void)
{
    folder_remove(folder);
}

static void make_token(char token[96])
{
    RUN(&ran, CTL, "enroll", "--db", db, "--station", "demo");
    CHECK_INT(ran.status, 0);
    snprintf(token, 96, "%.*s", (int)strcspn(ran.out, "\n"), ran.out);
}

/* ---- starting ---- */

static void test_words(void)
{
    begin();
    RUN(&ran, HUB, "--help");
    EXPECT(0, "");
    CHECK(strstr(ran.out, "--public-url URL") != NULL);
    RUN(&ran, HUB, "--version");
    CHECK_STR(ran.out, "yizhan-hub " YIZHAN_VERSION "\n");
    RUN(&ran, HUB);
    EXPECT(2, "--db is missing; expected --db PATH");
    RUN(&ran, HUB, "--prot", "80");
    EXPECT(2, "unknown option “--prot”; expected one of --db, --listen");
    static const char any[] = "127.0.0.1:0";
    static const char config[] = "kiosk-config";
    RUN(&ran, HUB, "--db", "postgres://hub/yizhan", "--listen", any, "--content", config);
    EXPECT(2, "this build speaks SQLite only");
    RUN(&ran, HUB, "--db", folder, "--listen", any, "--content", config);
    EXPECT(2, "is a directory; expected --db PATH");
    RUN(&ran, HUB, "--db", db, "--listen", "here", "--content", config);
    EXPECT(2, "--listen “here”: expected HOST:PORT");
    RUN(&ran, HUB, "--db", db, "--listen", any, "--content", "/nowhere");
    EXPECT(2, "--content “/nowhere”: expected a directory");
    RUN(&ran, HUB, "--db", db, "--listen", any, "--content", config, "--public-url", "ftp://a");
    EXPECT(2, "--public-url “ftp://a”: expected http:// or https://");
    RUN(&ran, HUB, "--db", db, "--listen", any, "--content", config, "--public-url",
        "https://hub.example/a?b");
    EXPECT(2, "--public-url");
    CHECK(!file_exists(db));
    RUN(&ran, HUB, "--db", "/proc/hub.db", "--listen", any, "--content", config);
    EXPECT(1, "cannot be written; expected a folder this user may write to");
    RUN(&ran, HUB, "--db", db, "--listen", "192.0.2.1:80", "--content", config);
    EXPECT(1, "is not an address of this machine");
    end();
}

static void test_refused_starts(void)
{
    char other[192], other_key[192], address[64], copy[192];
    begin();
    start_hub();
    snprintf(address, sizeof address, "127.0.0.1:%u", hub.port);
    snprintf(other, sizeof other, "%s/other.db", folder);
    snprintf(other_key, sizeof other_key, "%s/other.db.key", folder);
    snprintf(copy, sizeof copy, "%s/copy.db", folder);
    RUN(&ran, HUB, "--db", other, "--listen", address, "--content", "kiosk-config");
    EXPECT(1, "is taken by another program");
    RUN(&ran, HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", "kiosk-config");
    EXPECT(1, "another hub runs on");
    RUN(&ran, CTL, "backup", "--db", db, copy);
    EXPECT(0, "");
    RUN(&ran, CTL, "restore", copy, "--db", db);
    EXPECT(1, "a hub runs on");
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    RUN(&ran, CTL, "restore", copy, "--db", db);
    EXPECT(0, "");

    RUN(&ran, HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", "kiosk-config", "--key",
        other_key);
    EXPECT(1, "the database belongs to the hub");
    RUN(&ran, HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", "kiosk-config", "--key",
        "/nowhere/key");
    EXPECT(1, "whose key file is not at /nowhere/key");
    char *bytes = NULL;
    size_t len = file_bytes(db, &bytes);
    CHECK(len > 100);
    bytes[63] = 99; /* the schema's number */
    file_write(db, bytes, len);
    free(bytes);
    RUN(&ran, HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", "kiosk-config");
    EXPECT(1, "version 99; this program knows up to");
    end();
}

static void test_broken_content(void)
{
    char file[256], said[SAID_SIZE];
    begin();
    snprintf(file, sizeof file, "%s/limits.yaml", folder);
    static const char text[] = "limits:\n  open_per_contact: many\n";
    file_write(file, text, sizeof text - 1);
    RUN(&ran, HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", folder);
    EXPECT(1, "limits.yaml:2:");
    CHECK(strstr(ran.err, "cannot be loaded") != NULL);
    /* Once there is a good revision, a broken directory changes nothing. */
    RUN(&ran, CTL, "load", "kiosk-config", "--db", db);
    const char *words[] = {HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", folder, NULL};
    CHECK(hub_start(&hub, folder, words));
    process_err(&hub, said);
    CHECK(strstr(said, "revision 1 stays in force") != NULL);
    CHECK_INT(process_end(&hub, SIGINT), 0);
    end();
}

/* ---- pages ---- */

static void test_pages(void)
{
    char wal[256];
    begin();
    start_hub();
    client_ask(hub.port, "GET", "/healthz", "", NULL, &reply);
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, "ok\n");
    client_ask(hub.port, "HEAD", "/healthz", "", NULL, &reply);
    CHECK_INT(reply.status, 200);
    client_ask(hub.port, "GET", "/metrics", "", NULL, &reply);
    CHECK(strstr(reply.body, "yizhan_ops_total{kind=\"publish\",verdict=\"accepted\"} 1\n") !=
          NULL);
    CHECK(strstr(reply.body, "yizhan_staff_items{kind=\"parked\"} 0\n") != NULL);
    client_ask(hub.port, "GET", "/", "", NULL, &reply);
    CHECK_INT(reply.status, 404);
    client_ask(hub.port, "GET", "/v1/sync", "", NULL, &reply);
    CHECK_INT(reply.status, 405);
    CHECK(strstr(reply.head, "Allow: POST\r\n") != NULL);
    client_ask(hub.port, "DELETE", "/healthz", "", NULL, &reply);
    CHECK_INT(reply.status, 405);
    CHECK(strstr(reply.head, "Allow: GET, HEAD\r\n") != NULL);
    client_ask(hub.port, "POST", "/v1/hello", "", "{\"kiosk\":", &reply);
    CHECK_INT(reply.status, 400);
    client_ask(hub.port, "POST", "/v1/sync", "Yizhan-Session: 00\r\nYizhan-Counter: 1\r\n", "{}",
               &reply);
    CHECK_INT(reply.status, 401);
    client_ask(hub.port, "GET", "/T/%3Cb%3E.%22x", "", NULL, &reply);
    CHECK_INT(reply.status, 404);
    CHECK(strstr(reply.head, "text/html; charset=utf-8") != NULL);
    CHECK(strstr(reply.head, "Referrer-Policy: no-referrer") != NULL);
    CHECK(strstr(reply.body, "<b>") == NULL && strstr(reply.body, "没有找到") != NULL);
    /* Guessing is slowed down. */
    for (int i = 0; i < 300 && reply.status != 429; i++) {
        client_ask(hub.port, "GET", "/T/0000000000", "", NULL, &reply);
    }
    CHECK_INT(reply.status, 429);
    /* Behind a proxy the clients that it names count, each alone. */
    client_ask(hub.port, "GET", "/T/0000000000", "X-Forwarded-For: 1.1.1.1, 192.0.2.7\r\n", NULL,
               &reply);
    CHECK_INT(reply.status, 404);
    for (int i = 0; i < 300 && reply.status != 429; i++) {
        char forged[96]; /* all but the last may be the client's own words */
        snprintf(forged, sizeof forged, "X-Forwarded-For: 10.0.0.%d, 192.0.2.8\r\n", i);
        client_ask(hub.port, "GET", "/T/0000000000", forged, NULL, &reply);
    }
    CHECK_INT(reply.status, 429);
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    snprintf(wal, sizeof wal, "%s-wal", db);
    CHECK(!file_exists(wal));
    end();
}

/* ---- kiosks ---- */

static void get_page(const char *reference)
{
    char path[300];
    snprintf(path, sizeof path, "/T/%s", reference);
    client_ask(hub.port, "GET", path, "", NULL, &reply);
}

static bool shows(const char *text)
{
    return strstr(reply.body, text) != NULL;
}

static void test_ticket_pages(struct kiosk *a)
{
    char ticket[TICKET_SIZE], session[CONTENT_ID_SIZE], shown[NUMBER_SHOWN_SIZE], slip[256];
    kiosk_book(a, 1, ticket, session);
    kiosk_slip(a, ticket, TICKET_BOOKING, slip);
    number_show(ticket, shown);
    /* The slip is out, the op is not here yet. */
    get_page(slip);
    CHECK_INT(reply.status, 200);
    CHECK(shows("小票是真的") && !shows("<h2>"));
    get_page(ticket);
    CHECK_INT(reply.status, 404);
    CHECK(kiosk_settle(a));
    get_page(shown);
    CHECK_INT(reply.status, 200);
    CHECK(shows(shown) && shows("约好了") && shows("Booked") && !shows("<h1>"));
    get_page(slip);
    CHECK_INT(reply.status, 200);
    CHECK(shows("<h1>")); /* what it is for, for who holds the slip */
    /* One digit of the token is another. */
    size_t last = strlen(slip) - 20;
    slip[last] = slip[last] == 'A' ? 'B' : 'A';
    get_page(slip);
    CHECK_INT(reply.status, 403);
    CHECK(shows("不是驿站机开出的") && !shows("约好了"));
}

static void test_staff(struct kiosk *a)
{
    char ticket[TICKET_SIZE], state[16];
    CHECK_INT(kiosk_file(a, ticket).code, VERDICT_ACCEPTED);
    CHECK(kiosk_settle(a));
    get_page(ticket);
    CHECK(shows("等待接单") && shows("办理时限"));
    /* Another program's change reaches the kiosk that waits. */
    RUN(&ran, CTL, "request", ticket, "take", "--db", db, "--by", "staff-1", "--note", "ok");
    EXPECT(0, "");
    CHECK(strstr(ran.out, "is taken") != NULL);
    CHECK(kiosk_await(a));
    kiosk_state(a, ticket, state);
    CHECK_STR(state, "taken");
    RUN(&ran, CTL, "request", ticket, "refuse", "--db", db, "--by", "staff-1");
    EXPECT(1, "needs a reason; expected --note TEXT");
    RUN(&ran, CTL, "request", ticket, "transfer", "--db", db, "--by", "staff-1", "--note", "n");
    EXPECT(2, "transfer needs --to DESK");
    RUN(&ran, CTL, "request", ticket, "work", "--db", db, "--by", "staff-1");
    EXPECT(0, "");
    CHECK(strstr(ran.out, "is working") != NULL);
    RUN(&ran, CTL, "request", ticket, "transfer", "--db", db, "--by", "staff-1", "--note", "water",
        "--to", "desk-2");
    EXPECT(0, "");
    RUN(&ran, CTL, "request", ticket, "take", "--db", db, "--by", "staff-2");
    EXPECT(0, "");
    RUN(&ran, CTL, "request", ticket, "work", "--db", db, "--by", "staff-2");
    EXPECT(0, "");
    RUN(&ran, CTL, "request", ticket, "done", "--db", db, "--by", "staff-1", "--note", "fixed");
    EXPECT(0, "");
    RUN(&ran, CTL, "request", ticket, "take", "--db", db, "--by", "staff-1");
    EXPECT(1, "take is not possible, the request is done");
    get_page(ticket);
    CHECK(shows("办好了") && !shows("fixed"));
    RUN(&ran, CTL, "request", "0000000000", "take", "--db", db, "--by", "staff-1");
    EXPECT(1, "there is no ticket 000-0000-000");
}

/* A call reaches the desk, and the desk's answer the kiosk that waits. */
static void test_call(struct kiosk *a)
{
    struct call_row call;
    char own[META_VALUE_MAX];
    CHECK(store_meta_get(a->store, "kiosk", own, sizeof own));
    RUN(&ran, CTL, "call", "--db", db);
    EXPECT(0, "");
    CHECK(strstr(ran.out, "nobody calls") != NULL);
    CHECK_INT(kiosk_call(a).code, VERDICT_PROVISIONAL);
    CHECK(kiosk_settle(a));
    CHECK(query_last_call(a->store, own, &call) && call.is_heard);
    RUN(&ran, CTL, "call", "--db", db, "--station", "riverside");
    EXPECT(0, "");
    CHECK(strstr(ran.out, "nobody calls") != NULL);
    RUN(&ran, CTL, "call", "--db", db, "--station", "demo");
    EXPECT(0, "");
    CHECK(strstr(ran.out, own) != NULL && strstr(ran.out, "called from home at 20") != NULL);
    RUN(&ran, CTL, "call", own, "--db", db);
    EXPECT(2, "expected KIOSK answer or KIOSK close");
    RUN(&ran, CTL, "call", own, "answer", "--db", db);
    EXPECT(2, "answer needs --by STAFF");
    RUN(&ran, CTL, "call", "demo-77", "answer", "--db", db, "--by", "staff-1");
    EXPECT(1, "there is no kiosk demo-77");
    RUN(&ran, CTL, "call", own, "answer", "--db", db, "--by", "staff-1");
    EXPECT(0, "");
    CHECK(kiosk_await(a));
    CHECK(query_last_call(a->store, own, &call) && call.answered_at > 0);
    CHECK_STR(call.by, "staff-1");
    RUN(&ran, CTL, "call", own, "answer", "--db", db, "--by", "staff-2");
    EXPECT(1, "staff-1 is on the way already");
    RUN(&ran, CTL, "call", own, "close", "--db", db, "--by", "staff-1");
    EXPECT(0, "");
    RUN(&ran, CTL, "call", own, "close", "--db", db, "--by", "staff-1");
    EXPECT(1, "nobody calls at");
}

/* A booking here wakes the kiosk that waits there. */
static void test_second_kiosk(struct kiosk *a, struct kiosk *b)
{
    char ticket[TICKET_SIZE], session[CONTENT_ID_SIZE];
    struct session_counts before, after;
    CHECK(kiosk_settle(b));
    CHECK_INT(kiosk_book(a, 2, ticket, session).code, VERDICT_PROVISIONAL);
    before = query_session_counts(b->store, session, 0);
    CHECK(kiosk_settle(a));
    CHECK(kiosk_await(b));
    after = query_session_counts(b->store, session, 0);
    CHECK_INT(after.left, before.left - 2);
}

/* Content of its own for a hub, to be changed. */
static void copy_content(char out[192])
{
    snprintf(out, 192, "%s/content", folder);
    RUN(&ran, "/bin/cp", "-r", "kiosk-config", out);
    CHECK_INT(ran.status, 0);
}

/* No party of more than one from now on. */
static void change_content(const char *content)
{
    char series[256];
    snprintf(series, sizeof series, "%s/demo/series.yaml", content);
    RUN(&ran, "/bin/sed", "-i", "s/^    party_max: .*/    party_max: 1/", series);
    CHECK_INT(ran.status, 0);
}

/* Another program publishes while the hub runs: it judges by what is in force, not by what it knew.
 */
static void test_new_content(void)
{
    static struct kiosk kiosk;
    char content[192], token[96], said[SAID_SIZE], state[16];
    char ticket[TICKET_SIZE], session[CONTENT_ID_SIZE];
    begin();
    copy_content(content);
    const char *words[] = {HUB, "--db", db, "--listen", "127.0.0.1:0", "--content", content, NULL};
    CHECK(hub_start(&hub, folder, words));
    make_token(token);
    kiosk_open(&kiosk, folder, "a", hub.port, token);
    CHECK(kiosk_settle(&kiosk));
    kiosk_book(&kiosk, 2, ticket, session);
    CHECK(kiosk_settle(&kiosk));
    kiosk_state(&kiosk, ticket, state);
    CHECK_STR(state, "booked");

    kiosk_book(&kiosk, 2, ticket, session);
    change_content(content);
    RUN(&ran, CTL, "load", content, "--db", db);
    EXPECT(0, "");
    CHECK(strstr(ran.out, "revision 2 is in force") != NULL);
    CHECK(kiosk_settle(&kiosk));
    kiosk_state(&kiosk, ticket, state);
    CHECK_STR(state, "refused");
    CHECK(store_setting_get(kiosk.store, "revision", said, sizeof said));
    CHECK_STR(said, "2");
    CHECK_INT(process_end(&hub, SIGTERM), 0);

    /* A start with another directory only tells of it. */
    words[6] = "kiosk-config";
    CHECK(hub_start(&hub, folder, words));
    process_err(&hub, said);
    CHECK(strstr(said, "kiosk-config differs from revision 2 in force") != NULL);
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    kiosk_close(&kiosk);
    end();
}

/* The largest file the hub may write, as a disk that fills up. */
static void limit_files(const char *limit)
{
    char pid[32], option[64];
    snprintf(pid, sizeof pid, "%d", (int)hub.pid);
    snprintf(option, sizeof option, "--fsize=%s", limit);
    RUN(&ran, "/usr/bin/prlimit", "--pid", pid, option);
    CHECK_INT(ran.status, 0);
}

static void test_full_disk(void)
{
    static struct kiosk kiosk;
    char token[96], ticket[TICKET_SIZE], session[CONTENT_ID_SIZE], state[16];
    begin();
    start_hub();
    make_token(token);
    kiosk_open(&kiosk, folder, "a", hub.port, token);
    CHECK(kiosk_settle(&kiosk));
    limit_files("4096:unlimited");
    kiosk_book(&kiosk, 1, ticket, session);
    CHECK(!kiosk_settle_within(&kiosk, 1000));
    kiosk_state(&kiosk, ticket, state);
    CHECK_STR(state, "provisional"); /* nothing was promised that is not on the disk */
    client_ask(hub.port, "GET", "/healthz", "", NULL, &reply);
    CHECK_INT(reply.status, 503);
    CHECK_STR(reply.body, "the database does not take changes\n");
    get_page(ticket);
    CHECK_INT(reply.status, 404);
    limit_files("unlimited:unlimited");
    CHECK(kiosk_settle(&kiosk));
    kiosk_state(&kiosk, ticket, state);
    CHECK_STR(state, "booked");
    client_ask(hub.port, "GET", "/healthz", "", NULL, &reply);
    CHECK_INT(reply.status, 200);
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    kiosk_close(&kiosk);
    end();
}

/* Untouched, with kiosks connected and waiting. */
static void test_idle(void)
{
    CHECK(process_rests(&hub, 3000, 10));
}

/* Killed without a word and started again: what was confirmed is there. */
static void test_killed(struct kiosk *a)
{
    char ticket[TICKET_SIZE], session[CONTENT_ID_SIZE], state[16];
    kiosk_book(a, 1, ticket, session);
    CHECK(kiosk_settle(a));
    kiosk_state(a, ticket, state);
    CHECK_STR(state, "booked");
    CHECK_INT(process_end(&hub, SIGKILL), 128 + SIGKILL);
    start_hub();
    a->port = hub.port;
    CHECK(kiosk_settle(a));
    get_page(ticket);
    CHECK(shows("约好了"));
    RUN(&ran, CTL, "rebuild", "--db", db);
    EXPECT(0, "");
}

static void test_retired(struct kiosk *a)
{
    char ticket[TICKET_SIZE], session[CONTENT_ID_SIZE], slip[256];
    RUN(&ran, CTL, "retire", "demo-1", "--db", db);
    EXPECT(0, "");
    RUN(&ran, CTL, "retire", "demo-1", "--db", db);
    EXPECT(1, "was retired before");
    kiosk_book(a, 1, ticket, session);
    kiosk_slip(a, ticket, TICKET_BOOKING, slip);
    get_page(slip); /* signed by a key that counts no more, about an op the hub does not know */
    CHECK_INT(reply.status, 403);
}

static void test_kiosks(void)
{
    static struct kiosk a, b;
    char token[96], said[META_VALUE_MAX] = "";
    begin();
    make_token(token); /* before there ever was a hub */
    start_hub();
    kiosk_open(&a, folder, "a", hub.port, token);
    CHECK(kiosk_settle(&a));
    CHECK(store_meta_get(a.store, "kiosk", said, sizeof said));
    CHECK_STR(said, "demo-1");
    make_token(token); /* while it runs */
    kiosk_open(&b, folder, "b", hub.port, token);
    CHECK(kiosk_settle(&b));
    test_ticket_pages(&a);
    test_second_kiosk(&a, &b);
    test_staff(&a);
    test_call(&a);
    CHECK(kiosk_settle(&a) && kiosk_settle(&b));
    test_idle();
    test_killed(&a);
    /* At the end who waits is answered, and the program leaves in peace. */
    CHECK(a.is_polling);
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    CHECK(kiosk_await(&a));
    start_hub();
    test_retired(&a);
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    kiosk_close(&a);
    kiosk_close(&b);
    end();
}

/* ---- crowds ---- */

enum { CROWD = 64, ROUNDS = 5 };

static void test_crowd(void)
{
    static struct client clients[CROWD];
    begin();
    start_hub();
    for (int i = 0; i < CROWD; i++) {
        CHECK(client_open(&clients[i], hub.port));
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CROWD; i++) {
            client_send_text(&clients[i], i % 2 == 0 ? "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                                                     : "POST /v1/sync HTTP/1.1\r\nHost: a\r\n"
                                                       "Content-Length: 2\r\n\r\n{}");
        }
        for (int i = 0; i < CROWD; i++) {
            client_receive(&clients[i], &reply);
            CHECK_INT(reply.status, i % 2 == 0 ? 200 : 401);
        }
    }
    /* A body over the limit, on the real route. */
    size_t len = 1024 * 1024 + 1;
    char *body = calloc(1, len);
    CHECK(client_send_text(&clients[0], "POST /v1/sync HTTP/1.1\r\nHost: a\r\n"
                                        "Content-Length: 1048577\r\n\r\n"));
    client_send(&clients[0], body, len);
    client_receive(&clients[0], &reply);
    CHECK_INT(reply.status, 413);
    free(body);
    for (int i = 0; i < CROWD; i++) {
        client_close(&clients[i]);
    }
    CHECK_INT(process_end(&hub, SIGTERM), 0);
    end();
}

int main(void)
{
    test_words();
    test_refused_starts();
    test_broken_content();
    test_pages();
    test_kiosks();
    test_new_content();
    test_full_disk();
    test_crowd();
    if (hub.pid != 0) {
        process_end(&hub, SIGKILL);
    }
    return check_done();
}
