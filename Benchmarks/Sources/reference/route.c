// The most specific of some routes for an action: its name, its family, the default; then the first instance of it that
// is configured and knows the action. Where the action has rules of its own, each is for another tenant, and the last one
// applies.
//
// route [--operations N] [--rules N]
#include "measure.h"

typedef struct { const char *pattern, *instance; } route_rule;
typedef struct { const char *name; const char *actions[8]; int is_configured; } instance;

static const route_rule rules[] = {
    {"default", "intercom"}, {"contact.*", "intercom"}, {"ticket.create", "zendesk"}, {"email.send", "sendgrid"},
};
static const instance instances[] = {
    {"intercom", {"message.send", "contact.note", "event.track", "contact.get", "contact.upsert", "contact.tag",
        "contact.untag"}, 1},
};

static const char *rule_for(const char *pattern) {
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!strcmp(rules[i].pattern, pattern)) return rules[i].instance;
    return NULL;
}

// The tenants of the action's own rules, which all name the first instance.
static char tenants[1000][24];
static long tenant_count;

static const char *rule_for_tenant(const char *tenant) {
    for (long i = 0; i < tenant_count; i++)
        if (!strcmp(tenants[i], tenant)) return instances[0].name;
    return NULL;
}

static __attribute__((noinline)) const instance *plan(const char *action, const char *tenant) {
    char family[64];
    snprintf(family, sizeof family, "%.*s.*", (int)strcspn(action, "."), action);
    const char *name = rule_for_tenant(tenant);
    if (!name) name = rule_for(action);
    if (!name) name = rule_for(family);
    if (!name) name = rule_for("default");
    for (size_t i = 0; name && i < sizeof instances / sizeof *instances; i++)
        for (int j = 0; !strcmp(instances[i].name, name) && instances[i].is_configured && instances[i].actions[j]; j++)
            if (!strcmp(instances[i].actions[j], action)) return &instances[i];
    return NULL;
}

int route(int count, char **words) {
    long operations = number(count, words, "--operations", 2000000);
    tenant_count = number(count, words, "--rules", 0);
    CHECK(tenant_count <= (long)(sizeof tenants / sizeof *tenants));
    for (long i = 0; i < tenant_count; i++) snprintf(tenants[i], sizeof tenants[i], "tenant-%ld", i + 1);
    const char *volatile action = "contact.note";
    const char *volatile tenant = tenant_count ? tenants[tenant_count - 1] : "";
    measurement measurement = begin_measurement();
    for (long i = 0; i < operations; i++) CHECK(plan(action, tenant));
    report(measurement, operations, NULL);
    return 0;
}
