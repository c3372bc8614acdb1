/* What the tables cannot say of the list of staff. */
#include <string.h>

#include "content/check.h"

enum { BADGE_LEN = 32 };

void check_staff(struct checker *checker, const struct node *node)
{
    const char *badge = node_word(node, "badge");
    bool is_hash = strlen(badge) == BADGE_LEN && strspn(badge, "0123456789abcdef") == BADGE_LEN;
    if (badge[0] != '\0' && !is_hash) {
        check_error(checker, yaml_get(node, "badge")->at,
                    "\"%s\" is not a badge's hash; expected the line that `yizhanctl badge` prints",
                    check_quote(checker, badge));
    }
}

/* A badge names one person. */
void check_badges(struct checker *checker, const struct object *const *objects, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (objects[i]->kind != CONTENT_STAFF) {
            continue;
        }
        const char *badge = node_word(objects[i]->node, "badge");
        for (size_t j = 0; j < i; j++) {
            if (badge[0] != '\0' && objects[j]->kind == CONTENT_STAFF &&
                strcmp(node_word(objects[j]->node, "badge"), badge) == 0) {
                checker->file = objects[i]->file;
                check_error(checker, yaml_get(objects[i]->node, "badge")->at,
                            "\"%s\" has this badge already in %s:%d; expected one of its own",
                            objects[j]->id, objects[j]->file,
                            yaml_get(objects[j]->node, "badge")->at.line);
                break;
            }
        }
    }
}
