/* From the slip the application shows to the printer: laid out, painted off screen, made dots. */
#ifndef KIOSK_PAPER_H
#define KIOSK_PAPER_H

#include "base/status.h"
#include "kiosk/app.h"
#include "slip/printer_thread.h"
#include "ui/render.h"

/* ERR_NOT_FOUND: there is no slip to print; ERR_LIMIT: the printer's queue is full. */
enum status paper_print(const struct app *app, struct render *render, struct printer *printer,
                        int64_t job) MUST_CHECK;

#endif
