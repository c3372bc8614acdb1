#include "domain/op.h"

#include "base/str.h"
#include "check.h"

/* Stands for the real hash: every byte and its place matter. */
static void toy_hash(void *ctx, const void *data, size_t len, unsigned char out[HASH_SIZE])
{
    (void)ctx;
    const unsigned char *bytes = data;
    uint64_t state = 14695981039346656037u ^ len;
    for (size_t i = 0; i < len; i++) {
        state = (state ^ bytes[i]) * 1099511628211u;
    }
    for (size_t i = 0; i < HASH_SIZE; i++) {
        state = (state ^ i) * 1099511628211u;
        out[i] = (unsigned char)(state >> 56);
    }
}

static const struct env env = {.hash = toy_hash};

static struct op sample_op(void)
{
    struct op op = {
        .kind = "book",
        .kiosk = "demo-1",
        .incarnation = 0x0102030405060708,
        .seq = 9,
        .wall = 1779638400,
        .has_offset = true,
        .offset_s = -2,
        .revision = 3,
        .body = "{\"seats\":2}",
        .has_envelope = true,
    };
    for (int i = 0; i < OP_ID_SIZE; i++) {
        op.id.bytes[i] = (unsigned char)(0xa0 + i);
    }
    memset(op.envelope_hash, 0xee, HASH_SIZE);
    return op;
}

/* Byte for byte: kiosks in the field chain and sign these. */
static void test_encoding_is_fixed(void)
{
    static const unsigned char expected[] =
        "\0\0\0\x0b"
        "yizhan.op.1"
        "\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf"
        "\0\0\0\x04"
        "book"
        "\0\0\0\x06"
        "demo-1"
        "\x01\x02\x03\x04\x05\x06\x07\x08"
        "\0\0\0\0\0\0\0\x09"
        "\0\0\0\0\x6a\x13\x20\x80"
        "\x01"
        "\xff\xff\xff\xff\xff\xff\xff\xfe"
        "\0\0\0\0\0\0\0\x03"
        "\0\0\0\x0b"
        "{\"seats\":2}"
        "\x01"
        "\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee"
        "\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee\xee";
    struct op op = sample_op();
    struct buf bytes = {0};
    buf_puts(&bytes, "x"); /* it appends */
    op_encode(&op, &bytes);
    CHECK_INT(bytes.len, sizeof expected);
    CHECK(bytes.len == sizeof expected && memcmp(bytes.data + 1, expected, bytes.len - 1) == 0);
    buf_fini(&bytes);
}

static bool has_same_encoding(const struct op *a, const struct op *b)
{
    struct buf left = {0}, right = {0};
    op_encode(a, &left);
    op_encode(b, &right);
    bool is_same = left.len == right.len && memcmp(left.data, right.data, left.len) == 0;
    buf_fini(&left);
    buf_fini(&right);
    return is_same;
}

/* Copies of the sample, each with one member changed. */
enum { VARIANTS = 12 };

static void make_variants(struct op variants[VARIANTS])
{
    for (size_t i = 0; i < VARIANTS; i++) {
        variants[i] = sample_op();
    }
    variants[0].id.bytes[15] ^= 1;
    CHECK(str_copy(variants[1].kind, OP_KIND_SIZE, "books"));
    CHECK(str_copy(variants[2].kiosk, KIOSK_ID_SIZE, "demo-2"));
    variants[3].incarnation++;
    variants[4].seq++;
    variants[5].wall++;
    variants[6].has_offset = false;
    variants[7].offset_s++;
    variants[8].revision++;
    variants[9].body = "{\"seats\":3}";
    variants[10].has_envelope = false;
    variants[11].envelope_hash[31] ^= 1;
}

static void test_every_member_counts(void)
{
    struct op op = sample_op();
    struct op variants[VARIANTS];
    make_variants(variants);
    for (size_t i = 0; i < VARIANTS; i++) {
        CHECK(!has_same_encoding(&op, &variants[i]));
        for (size_t j = 0; j < i; j++) {
            CHECK(!has_same_encoding(&variants[i], &variants[j]));
        }
    }
}

static void test_what_does_not_count(void)
{
    struct op op = sample_op();
    struct op other = op;
    memset(other.chain, 7, HASH_SIZE);
    CHECK(has_same_encoding(&op, &other));

    /* Letters may not wander from one text into the next. */
    CHECK(str_copy(other.kind, OP_KIND_SIZE, "bookd"));
    CHECK(str_copy(other.kiosk, KIOSK_ID_SIZE, "emo-1"));
    CHECK(!has_same_encoding(&op, &other));

    /* Members that are said to be absent have no say. */
    op.has_offset = false;
    op.has_envelope = false;
    other = op;
    other.offset_s = 99;
    memset(other.envelope_hash, 1, HASH_SIZE);
    CHECK(has_same_encoding(&op, &other));
}

static void test_chain(void)
{
    unsigned char zero[HASH_SIZE] = {0};
    struct op op = sample_op();
    unsigned char first[HASH_SIZE], second[HASH_SIZE], again[HASH_SIZE];
    op_chain(&env, zero, &op, first);
    op_chain(&env, zero, &op, again);
    CHECK(memcmp(first, again, HASH_SIZE) == 0);
    op_chain(&env, first, &op, second);
    CHECK(memcmp(first, second, HASH_SIZE) != 0);
    memset(op.chain, 9, HASH_SIZE);
    op_chain(&env, zero, &op, again);
    CHECK(memcmp(first, again, HASH_SIZE) == 0);
    op.seq++;
    op_chain(&env, zero, &op, again);
    CHECK(memcmp(first, again, HASH_SIZE) != 0);
}

static void test_envelope(void)
{
    static const unsigned char box[] = {1, 2, 3, 0, 5};
    struct envelope envelope = {.key_id = "0011223344556677",
                                .box = box,
                                .box_len = sizeof box,
                                .has_contact = true,
                                .erase_days = 90};
    memset(envelope.contact, 4, HASH_SIZE);
    struct envelope variants[5];
    unsigned char hash[HASH_SIZE], other[HASH_SIZE];
    envelope_hash(&env, &envelope, hash);
    for (size_t i = 0; i < 5; i++) {
        variants[i] = envelope;
    }
    variants[0].key_id[15] = '8';
    variants[1].box_len--;
    variants[2].has_contact = false;
    variants[3].contact[0]++;
    variants[4].erase_days++;
    for (size_t i = 0; i < 5; i++) {
        envelope_hash(&env, &variants[i], other);
        CHECK(memcmp(hash, other, HASH_SIZE) != 0);
    }
    struct envelope anonymous = variants[2];
    memset(anonymous.contact, 8, HASH_SIZE);
    envelope_hash(&env, &variants[2], hash);
    envelope_hash(&env, &anonymous, other);
    CHECK(memcmp(hash, other, HASH_SIZE) == 0);
}

static void test_id_of_due(void)
{
    struct op_id id, again, other;
    op_id_of_due(&env, "miss", "0000000001", 1000, &id);
    op_id_of_due(&env, "miss", "0000000001", 1000, &again);
    CHECK(op_id_equal(&id, &again));
    op_id_of_due(&env, "miss", "0000000001", 1001, &other);
    CHECK(!op_id_equal(&id, &other));
    op_id_of_due(&env, "miss", "0000000002", 1000, &other);
    CHECK(!op_id_equal(&id, &other));
    op_id_of_due(&env, "erase", "0000000001", 1000, &other);
    CHECK(!op_id_equal(&id, &other));
    op_id_of_due(&env, "miss0", "000000001", 1000, &other);
    CHECK(!op_id_equal(&id, &other));
}

static void test_words(void)
{
    for (int i = 0; i < OP_KIND_COUNT; i++) {
        CHECK_INT(op_kind_parse(op_kind_word((enum op_kind)i)), i);
        CHECK(strlen(op_kind_word((enum op_kind)i)) < OP_KIND_SIZE);
    }
    CHECK_STR(op_kind_word(OP_CHECK_IN), "check_in");
    CHECK_INT(op_kind_parse("dance"), -1);
    CHECK_INT(op_kind_parse(""), -1);
    for (int i = 0; i < REASON_COUNT; i++) {
        CHECK_INT(reason_parse(reason_word((enum reason)i)), i);
    }
    CHECK_STR(reason_word(REASON_NO_ALLOTMENT), "no_allotment");
    CHECK_INT(reason_parse("FULL"), -1);
    for (int i = VERDICT_ACCEPTED; i <= VERDICT_PARKED; i++) {
        CHECK_INT(verdict_code_parse(verdict_code_word((enum verdict_code)i)), i);
    }
    CHECK_STR(verdict_code_word(VERDICT_PROVISIONAL), "provisional");
    CHECK_INT(verdict_code_parse("maybe"), -1);
}

int main(void)
{
    test_encoding_is_fixed();
    test_every_member_counts();
    test_what_does_not_count();
    test_chain();
    test_envelope();
    test_id_of_due();
    test_words();
    return check_done();
}
