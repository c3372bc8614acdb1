#include "domain/number.h"

#include "check.h"

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The check character by its definition, the slow way: powers of x by repeated addition of shifts
 * in the field, not by Horner's rule. */
static unsigned field_times(unsigned a, unsigned b)
{
    unsigned product = 0;
    for (unsigned bit = 0; bit < 5; bit++) {
        product ^= (b >> bit & 1u) != 0 ? a << bit : 0;
    }
    for (unsigned bit = 9; bit >= 5; bit--) {
        product ^= (product >> bit & 1u) != 0 ? 0x25u << (bit - 5) : 0;
    }
    return product;
}

static unsigned weighted_sum(const char *number)
{
    unsigned sum = 0;
    unsigned weight = 1;
    for (int i = 9; i >= 0; i--) {
        sum ^= field_times(weight, (unsigned)(strchr(digits, number[i]) - digits));
        weight = field_times(weight, 2);
    }
    return sum;
}

static uint32_t sample_random(uint32_t i)
{
    return i * 2654435761u & 0x3fffffffu;
}

static void test_make(void)
{
    char number[TICKET_SIZE];
    number_make(0, 0, number);
    CHECK_STR(number, "0000000000");
    number_make(32767, 0x3fffffff, number);
    CHECK_INT(strncmp(number, "ZZZZZZZZZ", 9), 0);
    number_make(1, 1, number);
    CHECK_INT(strncmp(number, "001000001", 9), 0);
    number_make(32, 0xffffffff, number); /* only 30 bits are used */
    CHECK_INT(strncmp(number, "010ZZZZZZ", 9), 0);
    for (uint32_t i = 0; i < 5000; i++) {
        number_make(i * 7 % 32768, sample_random(i), number);
        CHECK_INT(weighted_sum(number), 0);
        char again[TICKET_SIZE];
        CHECK(number_parse(number, again));
        CHECK_STR(again, number);
        CHECK_INT(number_enrolment(number), i * 7 % 32768);
    }
}

static void test_forgiveness(void)
{
    char number[TICKET_SIZE], shown[NUMBER_SHOWN_SIZE], got[TICKET_SIZE];
    number_make(1056, 1056, number); /* 110 000110 and its check */
    CHECK_INT(strncmp(number, "110000110", 9), 0);
    number_show(number, shown);
    CHECK_INT(strlen(shown), 12);
    CHECK(shown[3] == '-' && shown[8] == '-');
    CHECK(number_parse(shown, got));
    CHECK_STR(got, number);

    char typed[32];
    snprintf(typed, sizeof typed, " iLo-oO%s  ", number + 5);
    CHECK(number_parse(typed, got));
    CHECK_STR(got, number);
    number_make(777, 123456789, number);
    for (int i = 0; i < 10; i++) {
        typed[2 * i] = number[i] >= 'A' ? (char)(number[i] + 'a' - 'A') : number[i];
        typed[2 * i + 1] = i % 2 == 0 ? ' ' : '-';
    }
    typed[20] = '\0';
    CHECK(number_parse(typed, got));
    CHECK_STR(got, number);
}

static void test_refusals(void)
{
    static const char *const bad[] = {
        "",           "-",           "000000000",   "00000000000",
        "000000000U", "0000\n00000", "０000000000", "00000*0000",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char got[TICKET_SIZE] = "kept";
        if (number_parse(bad[i], got)) {
            CHECK_STR(bad[i], "a refusal");
        }
        CHECK_STR(got, "kept");
    }
}

/* Every wrong character and every two characters swapped, in many numbers. */
static void test_errors_are_noticed(void)
{
    for (uint32_t i = 0; i < 200; i++) {
        char number[TICKET_SIZE], got[TICKET_SIZE];
        number_make(i * 163 % 32768, sample_random(i), number);
        for (int p = 0; p < 10; p++) {
            char right = number[p];
            for (int d = 0; d < 32; d++) {
                number[p] = digits[d];
                CHECK_INT(number_parse(number, got), digits[d] == right);
            }
            number[p] = right;
            for (int q = p + 1; q < 10; q++) {
                char other = number[q];
                number[p] = other;
                number[q] = right;
                CHECK_INT(number_parse(number, got), other == right);
                number[p] = right;
                number[q] = other;
            }
        }
    }
}

int main(void)
{
    test_make();
    test_forgiveness();
    test_refusals();
    test_errors_are_noticed();
    return check_done();
}
