/* Links: http */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "hub/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char text[256];
    struct http_address address;
    if (len >= sizeof text) {
        return 0;
    }
    memcpy(text, data, len);
    text[len] = '\0';
    if (http_address_parse(text, &address)) {
        assert(address.socket.ss_family == AF_INET || address.socket.ss_family == AF_INET6);
        assert(address.socket_len <= sizeof address.socket && strchr(text, ':') != NULL);
    }
    return 0;
}
