/* Many histories one after another; what yizhan-sim and the tests of the plants share. */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/plant.h"

struct run_options {
    int64_t histories;
    int64_t length_ms;   /* of each; 0: a mixture that depends on the seed */
    uint64_t first_seed; /* the next history has the next seed */
    enum plant plant;
    FILE *trace;    /* NULL: none */
    FILE *progress; /* NULL: none */
    bool stops_at_violation;
    int jobs; /* processes beside each other; 0 and 1: this one only */
};

struct run_result {
    int64_t histories, operations, faults, violations;
    uint64_t bad_seed; /* the first with a violation */
    char first_violation[256];
};

void run_histories(const struct run_options *options, struct run_result *out);

/* -1 when no plant has this name. */
int plant_parse(const char *name);
const char *plant_name(enum plant plant);

#endif
