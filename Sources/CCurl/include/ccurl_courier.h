// Many HTTP POST requests at once to places that others chose, by libcurl: bounded in time, without
// redirects and proxies, and only to addresses that the caller allows at the moment of connecting.
// What an answer has besides its status is not read.

#pragma once

#include <stdint.h>
#include <stddef.h>

/// A message to send. Everything is copied but the context.
typedef struct {
    /// What its receipt names it by.
    uint64_t number;
    const char *url;
    /// Header lines.
    const char *const *headers;
    size_t headers_count;
    const void *body;
    size_t body_bytes;
    /// How long name and connection may take, and how long everything.
    int64_t connect_milliseconds;
    int64_t total_milliseconds;
    /// Whether an address (a struct sockaddr) may be connected to: 1 or 0. Asked before each
    /// connection.
    int (*allows)(void *context, const void *address);
    void *context;
} ccurl_post;

/// What became of a message.
typedef struct {
    uint64_t number;
    /// The context of the message.
    void *context;
    /// The answer's status; 0: there was none.
    long status;
    /// How long the answer asks to wait; 0: it says nothing.
    int64_t retry_seconds;
    /// What went wrong, when there is no status.
    char reason[256];
} ccurl_receipt;

typedef struct ccurl_courier ccurl_courier;

/// Opens a courier; NULL: memory is short. The library must be loaded.
ccurl_courier *ccurl_courier_open(void);

/// Begins to send a message; 0: it cannot be, for want of memory.
int ccurl_courier_send(ccurl_courier *courier, const ccurl_post *message);

/// Goes on with what is being sent, without waiting. Receipts may be there then.
void ccurl_courier_go_on(ccurl_courier *courier);

/// Waits for at most so many milliseconds, less when there is something to go on with or somebody
/// wakes it. Receipts that were not taken do not end the wait.
void ccurl_courier_wait(ccurl_courier *courier, int milliseconds);

/// Ends a wait, or the next one when there is none. From any thread.
void ccurl_courier_wake(ccurl_courier *courier);

/// Takes a receipt; 0: there is none.
int ccurl_courier_take(ccurl_courier *courier, ccurl_receipt *receipt);
