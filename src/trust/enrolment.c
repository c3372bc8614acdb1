#include "trust/enrolment.h"

#include <assert.h>
#include <string.h>

#include "base/base32.h"

static_assert(ENROL_TOKEN_SIZE ==
                  STATION_ID_SIZE - 1 + 1 + BASE32_16_BYTES + 1 + BASE32_32_BYTES + 1,
              "STATION.SECRET.HUBKEY and its NUL");

static bool station_part_is_valid(const char *id, size_t len)
{
    if (len == 0 || len >= STATION_ID_SIZE) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = id[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            return false;
        }
    }
    return true;
}

bool station_id_is_valid(const char *id)
{
    return station_part_is_valid(id, strlen(id));
}

void enrol_token_format(const struct enrol_token *token, char out[ENROL_TOKEN_SIZE])
{
    assert(station_id_is_valid(token->station));
    size_t at = strlen(token->station);
    memcpy(out, token->station, at);
    out[at++] = '.';
    base32_encode(token->secret, sizeof token->secret, out + at);
    at += BASE32_16_BYTES;
    out[at++] = '.';
    base32_encode(token->hub_key, sizeof token->hub_key, out + at);
}

bool enrol_token_parse(const char *text, struct enrol_token *out)
{
    struct enrol_token token = {0};
    size_t station_len = strcspn(text, ".");
    if (!station_part_is_valid(text, station_len)) {
        return false;
    }
    const char *rest = text + station_len;
    if (strlen(rest) != 1 + BASE32_16_BYTES + 1 + BASE32_32_BYTES ||
        rest[1 + BASE32_16_BYTES] != '.') {
        return false;
    }
    memcpy(token.station, text, station_len);
    if (!base32_decode(rest + 1, BASE32_16_BYTES, token.secret, sizeof token.secret) ||
        !base32_decode(rest + 1 + BASE32_16_BYTES + 1, BASE32_32_BYTES, token.hub_key,
                       sizeof token.hub_key)) {
        return false;
    }
    *out = token;
    return true;
}
