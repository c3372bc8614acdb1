#include "trust/hub_home.h"

#include <stdio.h>

#include "base/str.h"

void hub_home_record(const struct hub_keys *keys, char out[HUB_KEY_HEX_SIZE])
{
    hex_encode(keys->sign_public, KEY_SIZE, out);
}

static enum status make_keys(const char *key_path, const struct env *env, struct hub_keys *out,
                             char *why, size_t why_size)
{
    hub_keys_make(env, out);
    enum status status = hub_keys_save(key_path, out);
    if (status != OK) {
        snprintf(why, why_size, "the key file %s cannot be written: %s", key_path,
                 status_text(status));
    }
    return status;
}

static enum status explain(enum status status, const char *key_path, char *why, size_t why_size)
{
    switch (status) {
    case ERR_NOT_FOUND:
        snprintf(
            why, why_size,
            "the database belongs to a hub whose key file is not at %s; bring the file back or "
            "name it with --key",
            key_path);
        break;
    case ERR_AUTH:
        snprintf(
            why, why_size,
            "the key file %s can be read by other users; chmod 600 it, and replace the keys if "
            "somebody may have read them",
            key_path);
        break;
    case ERR_PARSE:
        snprintf(why, why_size, "%s is not a hub's key file", key_path);
        break;
    default:
        snprintf(why, why_size, "the key file %s cannot be read: %s", key_path,
                 status_text(status));
    }
    return status;
}

enum status hub_home_keys(const char *key_path, const char *recorded, const struct env *env,
                          struct hub_keys *out, char *why, size_t why_size)
{
    char mine[HUB_KEY_HEX_SIZE];
    struct hub_keys keys;
    bool is_new = recorded[0] == '\0';
    enum status status = hub_keys_load(key_path, &keys);
    if (status == ERR_NOT_FOUND && is_new) {
        status = make_keys(key_path, env, &keys, why, why_size);
    } else if (status != OK) {
        status = explain(status, key_path, why, why_size);
    } else {
        hub_home_record(&keys, mine);
        if (!is_new && !str_equal(mine, recorded)) {
            snprintf(why, why_size,
                     "the database belongs to the hub %.16s, the key file %s is that of %.16s",
                     recorded, key_path, mine);
            status = ERR_CONFLICT;
        }
    }
    if (status == OK) {
        *out = keys;
    }
    keys_wipe(&keys, sizeof keys);
    return status;
}
