/* Report views: a contract for staff's own tools and audits (design §6). No personal data; columns
 * hold content ids; times are station time. */
#include "store/schema.h"

#define ISO(column) "strftime('%Y-%m-%dT%H:%M:%S+08:00'," column ",'unixepoch','+8 hours')"

static const char views[] =
    "DROP VIEW IF EXISTS report_booking;"
    "CREATE VIEW report_booking AS SELECT ticket, kiosk, programme, session,"
    " " ISO("starts_at") " AS starts_at, seats, state, " ISO(
        "created_at") " AS created_at"
                      " FROM booking WHERE state <> 'refused';"

                      "DROP VIEW IF EXISTS report_request;"
                      "CREATE VIEW report_request AS SELECT ticket, kiosk, kind AS programme, kind, grid, urgency,"
                      " state, " ISO("filed_at") " AS filed_at, " ISO(
                          "due_at") " AS due_at,"
                                    " " ISO(
                                        "closed_at") " AS closed_at, rating"
                                                     " FROM request WHERE state <> 'provisional';"

                                                     /* Lending and presence have no tables yet; the
                                                        columns are promised already. */
                                                     "DROP VIEW IF EXISTS report_loan;"
                                                     "CREATE VIEW report_loan AS SELECT NULL AS ticket, NULL AS kiosk, NULL AS item, NULL AS state,"
                                                     " NULL AS lent_at, NULL AS due_at, NULL AS returned_at WHERE 0;"

                                                     "DROP VIEW IF EXISTS report_presence;"
                                                     "CREATE VIEW report_presence AS SELECT NULL AS kind, NULL AS subject, NULL AS grid,"
                                                     " NULL AS kiosk, NULL AS at WHERE 0;"

                                                     "DROP VIEW IF EXISTS report_op;"
                                                     "CREATE VIEW report_op AS SELECT lower(hex(id)) AS id, kiosk, seq, kind,"
                                                     " " ISO(
                                                         "judged_at") " AS at, code AS verdict FROM op;"

                                                                      /* Calls to the desk: how long
                                                                         until somebody was on the
                                                                         way. */
                                                                      "DROP VIEW IF EXISTS report_call;"
                                                                      "CREATE VIEW report_call AS SELECT kiosk, screen, " ISO(
                                                                          "called_at") " AS called_at,"
                                                                                       " " ISO("answered_at") " AS answered_at, " ISO(
                                                                                           "closed_at") " AS closed_at FROM call;"

                                                                                                        /* What was done with the help of staff (帮办); helper is a staff id. */
                                                                                                        "DROP VIEW IF EXISTS report_helped;"
                                                                                                        "CREATE VIEW report_helped AS SELECT lower(hex(id)) AS id, kiosk, kind, ticket, helper, " ISO(
                                                                                                            "judged_at") " AS at FROM op WHERE helper <> '' AND code <> 'refused';";

void views_create(struct db *db)
{
    db_script(db, views);
}
