/* Pages for people at a ticket's address: state, due time, what to do; Chinese with an English
 * line, readable on a phone, no scripts, nothing personal. The words stand in assets/lang. */
#ifndef HUB_PAGES_H
#define HUB_PAGES_H

#include "base/arena.h"
#include "base/instant.h"
#include "store/store.h"

struct hub_page {
    int status; /* HTTP: 200, 403 forged, 404 unknown, 429 */
    const char *html;
};

/* reference is what follows /T/ in the address: NUMBER or NUMBER.TOKEN; hostile input welcome. A
 * token that does not fit its ticket is said on the page. */
void page_ticket(struct arena *arena, struct store *reader, const char *reference, instant now,
                 struct hub_page *out);
void page_too_often(struct arena *arena, instant now, struct hub_page *out);

#endif
