/* One line per event on stderr: time, level, module, what was tried and why it failed. Log once,
 * where the cause is known, with ids; never a name, a phone number or a free text. Thread-safe.
 * Each .c that logs defines LOG_MODULE before this include. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* The only process-wide setting; set once at start, INFO until then. */
void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define LOG_DBG(...) log_write(LOG_LEVEL_DEBUG, LOG_MODULE, __VA_ARGS__)
#define LOG_INFO(...) log_write(LOG_LEVEL_INFO, LOG_MODULE, __VA_ARGS__)
#define LOG_WARN(...) log_write(LOG_LEVEL_WARN, LOG_MODULE, __VA_ARGS__)
#define LOG_ERR(...) log_write(LOG_LEVEL_ERROR, LOG_MODULE, __VA_ARGS__)

#endif
