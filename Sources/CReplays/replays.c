#include "replays.h"

// SwiftPM's embedInCode writes an array literal, which takes the compiler minutes at this size; #embed takes nothing.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char first_week[] = {
#embed "../../Replays/first-week/log.jsonl"
};

static const unsigned char bad_release[] = {
#embed "../../Replays/bad-release/log.jsonl"
};

replay_log replay_first_week(void) { return (replay_log){first_week, sizeof first_week}; }
replay_log replay_bad_release(void) { return (replay_log){bad_release, sizeof bad_release}; }
