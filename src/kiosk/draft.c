#include "kiosk/draft.h"

#include <string.h>

#include "base/str.h"

void draft_begin(struct draft *draft, enum draft_kind kind, const char *ref)
{
    draft_wipe(draft);
    draft->kind = kind;
    str_copy(draft->ref, sizeof draft->ref, ref);
    draft->seats = 1;
}

void draft_wipe(struct draft *draft)
{
    memset(draft, 0, sizeof *draft);
    draft->contact.address = -1;
}

static bool is_home_complete(const struct draft_place *place, enum place_scope scope)
{
    if (place->estate[0] == '\0' || place->building == 0)
        return false;
    return scope != PLACE_DOOR || (place->unit != 0 && place->room[0] != '\0');
}

static bool place_is_complete(const struct draft_place *place, enum place_scope scope)
{
    if (place->way == PLACE_WAY_STREET)
        return place->road[0] != '\0' && place->landmark[0] != '\0';
    return place->way == PLACE_WAY_HOME && is_home_complete(place, scope);
}

bool draft_is_answered(const struct draft *draft, const struct request_kind *kind, size_t index)
{
    const struct field *field = &kind->fields[index];
    const struct draft_answer *answer = &draft->answers[index];
    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_CHOICES:
    case FIELD_HALFDAYS:
        return answer->chosen != 0;
    case FIELD_TEXT:
        return answer->text[0] != '\0' || answer->note_s > 0;
    case FIELD_NUMBER:
        return answer->has_number;
    case FIELD_DATE:
        return answer->day != 0;
    case FIELD_PLACE:
        return place_is_complete(&answer->place, field->place);
    default:
        return true;
    }
}

static const char *place_grid(const struct draft_place *place, const struct catalogue *catalogue)
{
    if (place->way == PLACE_WAY_HOME) {
        const struct estate *estate = catalogue_find_estate(catalogue, place->estate);
        return estate ? estate->grid : "";
    }
    const struct road *road = catalogue_find_road(catalogue, place->road);
    for (size_t i = 0; road && i < road->landmarks_len; i++)
        if (str_equal(road->landmarks[i].id, place->landmark))
            return road->landmarks[i].grid;
    return "";
}

const char *draft_grid(const struct draft *draft, const struct request_kind *kind,
                       const struct catalogue *catalogue)
{
    if (kind->grid[0] != '\0')
        return kind->grid;
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++)
        if (kind->fields[i].kind == FIELD_PLACE && draft_is_answered(draft, kind, i))
            return place_grid(&draft->answers[i].place, catalogue);
    return "";
}

const struct urgency *draft_urgency(const struct draft *draft, const struct request_kind *kind)
{
    const struct option *chosen[DRAFT_ANSWERS_MAX * 8];
    size_t n = 0, max = sizeof chosen / sizeof chosen[0];
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++) {
        const struct field *field = &kind->fields[i];
        if (field->kind != FIELD_CHOICE && field->kind != FIELD_CHOICES)
            continue;
        for (size_t o = 0; o < field->options_len && o < 64 && n < max; o++)
            if (draft->answers[i].chosen & (UINT64_C(1) << o))
                chosen[n++] = &field->options[o];
    }
    return request_pick_urgency(kind, chosen, n);
}

bool draft_phone_is_whole(const char *phone)
{
    if (strlen(phone) != DRAFT_PHONE_DIGITS || phone[0] != '1')
        return false;
    return phone[1] >= '3' && phone[1] <= '9' && strspn(phone, "0123456789") == DRAFT_PHONE_DIGITS;
}

bool contact_is_asked(const struct contact_policy *policy)
{
    return policy->phone != PHONE_NONE || policy->name != NAME_NONE;
}

bool draft_name_is_complete(const struct draft_contact *contact,
                            const struct contact_policy *policy)
{
    /* Whoever is not to be called need not be called anything, either. */
    if (policy->name == NAME_SURNAME && contact->choice == PHONE_CHOICE_NONE)
        return true;
    return policy->name == NAME_NONE || contact->name[0] != '\0';
}

bool draft_contact_is_complete(const struct draft_contact *contact,
                               const struct contact_policy *policy)
{
    if (!contact_is_asked(policy))
        return true;
    bool gives_none = policy->phone == PHONE_OPTIONAL && contact->choice == PHONE_CHOICE_NONE;
    bool has_phone =
        policy->phone == PHONE_NONE || gives_none || draft_phone_is_whole(contact->phone);
    bool keeps_something = !gives_none || contact->name[0] != '\0';
    return has_phone && draft_name_is_complete(contact, policy) &&
           (contact->has_agreed || !keeps_something);
}

bool request_has_personal(const struct request_kind *kind)
{
    for (size_t i = 0; i < kind->fields_len; i++)
        if (kind->fields[i].class == FIELD_CLASS_PERSONAL)
            return true;
    return false;
}
