/* Opening a library: all its functions or none, and a reason that names what is missing. */
#include <string.h>

#include "base/library.h"
#include "check.h"

enum { WHY_SIZE = 200 };

struct calls {
    size_t (*length)(const char *text);
    int (*order)(const char *one, const char *other);
};

static const struct library_function functions[] = {
    LIBRARY_FUNCTION("strlen", struct calls, length),
    LIBRARY_FUNCTION("strcmp", struct calls, order),
};

static void test_there(void)
{
    struct calls calls = {NULL, NULL};
    void *library = NULL;
    char why[WHY_SIZE] = "";
    CHECK_INT(library_open("libc.so.6", functions, 2, &calls, why, sizeof why, &library), OK);
    CHECK(library && calls.length && calls.order);
    if (!library)
        return;
    CHECK_INT((int)calls.length("four"), 4);
    CHECK(calls.order("a", "b") < 0);
    library_close(library);
}

static void test_missing(void)
{
    static const struct library_function one_missing[] = {
        LIBRARY_FUNCTION("strlen", struct calls, length),
        LIBRARY_FUNCTION("no_such_function_of_ours", struct calls, order),
    };
    struct calls calls = {NULL, NULL};
    void *library = NULL;
    char why[WHY_SIZE] = "";
    CHECK_INT(library_open("libc.so.6", one_missing, 2, &calls, why, sizeof why, &library),
              ERR_NOT_FOUND);
    CHECK(strstr(why, "no_such_function_of_ours") && strstr(why, "libc.so.6"));
    CHECK(!calls.length && !calls.order && !library);
    CHECK_INT(
        library_open("libnothing-of-ours.so.7", functions, 2, &calls, why, sizeof why, &library),
        ERR_NOT_FOUND);
    CHECK(strstr(why, "libnothing-of-ours.so.7"));
    CHECK(!calls.length && !library);
    library_close(NULL);
}

int main(void)
{
    test_there();
    test_missing();
    return check_done();
}
