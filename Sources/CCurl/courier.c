// Requests to places that others chose, as ccurl_courier.h describes them.

#define _GNU_SOURCE
#include "ccurl_courier.h"
#include "library.h"

#include <stdlib.h>
#include <stdio.h>
#include <sys/socket.h>

struct ccurl_courier {
    CURLM *multi;
};

/// One message on its way.
struct parcel {
    uint64_t number;
    CURL *easy;
    struct curl_slist *headers;
    int (*allows)(void *context, const void *address);
    void *context;
    char message[CURL_ERROR_SIZE];
};

ccurl_courier *ccurl_courier_open(void) {
    ccurl_courier *courier = calloc(1, sizeof *courier);
    if (!courier) return NULL;
    courier->multi = curl.multi_init();
    if (courier->multi) return courier;
    free(courier);
    return NULL;
}

/// The status is there: nothing of the body is wanted.
static size_t refuse_bytes(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)size, (void)count, (void)context;
    return CURL_WRITEFUNC_ERROR;
}

/// The only place that makes sockets: the address is the one that is connected to, whatever the
/// name stood for a moment ago.
static curl_socket_t open_socket(
    void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    struct parcel *parcel = context;
    if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
    if (!parcel->allows(parcel->context, &address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void free_parcel(struct parcel *parcel) {
    if (parcel->easy) curl.easy_cleanup(parcel->easy);
    if (parcel->headers) curl.slist_free_all(parcel->headers);
    free(parcel);
}

static int set_options(struct parcel *parcel, const ccurl_post *message) {
    CURL *easy = parcel->easy;
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, parcel->message);
    curl.easy_setopt(easy, CURLOPT_PRIVATE, parcel);
    curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl.easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl.easy_setopt(easy, CURLOPT_PROXY, "");
    curl.easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // A thread that still looks a name up ends by itself: waiting for it would hold all others up.
    curl.easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl.easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    // Each connection is made for one message, so that the address of each is looked at.
    curl.easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl.easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETDATA, parcel);
    curl.easy_setopt(easy, CURLOPT_HTTPHEADER, parcel->headers);
    curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)message->connect_milliseconds);
    curl.easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)message->total_milliseconds);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, refuse_bytes);
    // Without these two a URL could mean something else than an HTTP request to one place.
    return curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK
        && curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK
        && curl.easy_setopt(easy, CURLOPT_URL, message->url) == CURLE_OK
        && curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)message->body_bytes)
            == CURLE_OK
        && curl.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, message->body) == CURLE_OK;
}

int ccurl_courier_send(ccurl_courier *courier, const ccurl_post *message) {
    struct parcel *parcel = calloc(1, sizeof *parcel);
    if (!parcel) return 0;
    parcel->number = message->number;
    parcel->allows = message->allows;
    parcel->context = message->context;
    parcel->easy = curl.easy_init();
    int is_whole = parcel->easy != NULL;
    for (size_t index = 0; is_whole && index < message->headers_count; index++) {
        struct curl_slist *longer = curl.slist_append(parcel->headers, message->headers[index]);
        is_whole = longer != NULL;
        if (longer) parcel->headers = longer;
    }
    is_whole = is_whole && set_options(parcel, message)
        && curl.multi_add_handle(courier->multi, parcel->easy) == CURLM_OK;
    if (!is_whole) free_parcel(parcel);
    return is_whole;
}

void ccurl_courier_go_on(ccurl_courier *courier) {
    int count;
    curl.multi_perform(courier->multi, &count);
}

void ccurl_courier_wait(ccurl_courier *courier, int milliseconds) {
    curl.multi_poll(courier->multi, NULL, 0, milliseconds, NULL);
}

void ccurl_courier_wake(ccurl_courier *courier) { curl.multi_wakeup(courier->multi); }

int ccurl_courier_take(ccurl_courier *courier, ccurl_receipt *receipt) {
    int count;
    CURLMsg *message;
    while ((message = curl.multi_info_read(courier->multi, &count))) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL *easy = message->easy_handle;
        CURLcode code = message->data.result;
        struct parcel *parcel = NULL;
        curl_off_t seconds = 0;
        *receipt = (ccurl_receipt){0};
        curl.easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&parcel);
        curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &receipt->status);
        curl.easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
        receipt->number = parcel->number;
        receipt->context = parcel->context;
        receipt->retry_seconds = seconds;
        // A status of 1xx is none: the answer never came.
        if (receipt->status < 200) receipt->status = 0;
        const char *reason = parcel->message[0] ? parcel->message : curl.easy_strerror(code);
        snprintf(receipt->reason, sizeof receipt->reason, "%s", reason);
        curl.multi_remove_handle(courier->multi, easy);
        free_parcel(parcel);
        return 1;
    }
    return 0;
}
