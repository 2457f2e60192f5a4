#pragma once
#include <stddef.h>

/// A log of `Replays/`, embedded as it stands: what the demo replays. The bytes last as long as the program.
typedef struct {
    const unsigned char *_Nonnull bytes;
    size_t count;
} replay_log;

replay_log replay_first_week(void);
replay_log replay_bad_release(void);
