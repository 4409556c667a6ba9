package dev.rota.testing.contract;

/** What can be done to a job, for the walk over all states. */
enum JobVerb {
    CLAIM,
    SUCCEED,
    RETRY,
    FAIL,
    CANCEL_ITSELF,
    SNOOZE,
    RELEASE,
    PARK,
    CANCEL_BY_HAND,
    RETRY_BY_HAND,
    RUN_NOW,
    DELETE,
    RELEASE_BLOCKED,
    UNPARK,
    RESCUE
}
