/* What characters sound like, for the voice's thread: first what was prepared when the content was
 * loaded (store/sayings.h), then the dictionary (entry/reading.h, 10 MB), which is opened for a run
 * that was not prepared and let go by rest. What visitors hear is never written down. One thread.
 */
#ifndef KIOSK_SPEAK_READER_H
#define KIOSK_SPEAK_READER_H

#include <stdbool.h>

#include "kiosk/speak_texts.h"
#include "speech/said.h"

struct speak_reader;

/* path: of the prepared file; opens nothing. */
void speak_reader_create(const char *path, struct speak_reader **out);
void speak_reader_destroy(struct speak_reader *reader);

/* The content is another: takes texts over. What of them is not prepared yet is work. */
void speak_reader_take(struct speak_reader *reader, struct speak_texts *texts);
/* Prepares the next text; false: there is nothing left to do. */
bool speak_reader_work(struct speak_reader *reader);
/* The file of a recording that stands for this text; NULL: none. */
const char *speak_reader_recording(const struct speak_reader *reader, enum lang lang,
                                   const char *text);
/* For said_put; holds as long as the reader. */
struct said_reader speak_reader_said(struct speak_reader *reader);
/* Nobody speaks for a while: closes file and dictionary. */
void speak_reader_rest(struct speak_reader *reader);

#endif
