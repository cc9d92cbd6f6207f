// HTTP requests as ccurl.h describes them.

#include "ccurl.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ccurl_transfer {
    CURLM *multi;
    CURL *easy;
    struct curl_slist *headers;
    int (*on_bytes)(void *context, const uint8_t *bytes, size_t count);
    void *context;
    int body_descriptor;
    off_t body_place;
    int is_over;
    CURLcode code;
    char message[CURL_ERROR_SIZE];
};

static size_t take_bytes(char *bytes, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    size_t total = size * count;
    int result = transfer->on_bytes(transfer->context, (const uint8_t *)bytes, total);
    return result == 0 ? total : CURL_WRITEFUNC_ERROR;
}

static size_t give_bytes(char *bytes, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    ssize_t given =
        pread(transfer->body_descriptor, bytes, size * count, transfer->body_place);
    if (given < 0) return CURL_READFUNC_ABORT;
    transfer->body_place += given;
    return (size_t)given;
}

/// Certificates are always verified, and always for the URL's host.
static void set_tls(CURL *easy, const ccurl_request *request) {
    curl.easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (request->ca_file) {
        curl.easy_setopt(easy, CURLOPT_CAINFO, request->ca_file);
        // Otherwise the system's directory would be trusted too.
        curl.easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    if (request->certificate_file) {
        curl.easy_setopt(easy, CURLOPT_SSLCERT, request->certificate_file);
        curl.easy_setopt(easy, CURLOPT_SSLKEY, request->certificate_key_file);
    }
}

static void set_options(ccurl_transfer *transfer, const ccurl_request *request) {
    CURL *easy = transfer->easy;
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->message);
    if (request->socket_path) {
        curl.easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, request->socket_path);
        curl.easy_setopt(easy, CURLOPT_NOPROXY, "*");
    } else {
        set_tls(easy, request);
        // Without TLS a proxy of the environment would read the key.
        if (strncmp(request->url, "http:", 5) == 0) curl.easy_setopt(easy, CURLOPT_NOPROXY, "*");
    }
    curl.easy_setopt(easy, CURLOPT_URL, request->url);
    curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_milliseconds);
    if (request->silence_seconds > 0) {
        curl.easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl.easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)request->silence_seconds);
    }
    if (request->body_descriptor >= 0) {
        curl.easy_setopt(easy, CURLOPT_POST, 1L);
        curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
        curl.easy_setopt(easy, CURLOPT_READFUNCTION, give_bytes);
        curl.easy_setopt(easy, CURLOPT_READDATA, transfer);
    } else if (request->body) {
        curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
        curl.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body);
    }
    curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
}

ccurl_transfer *ccurl_begin(const ccurl_request *request) {
    ccurl_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer) return NULL;
    transfer->on_bytes = request->on_bytes;
    transfer->context = request->context;
    transfer->body_descriptor = request->body_descriptor;
    transfer->multi = curl.multi_init();
    transfer->easy = curl.easy_init();
    int is_whole = transfer->multi && transfer->easy;
    for (size_t index = 0; is_whole && index < request->headers_count; index++) {
        struct curl_slist *longer =
            curl.slist_append(transfer->headers, request->headers[index]);
        is_whole = longer != NULL;
        if (longer) transfer->headers = longer;
    }
    if (is_whole) {
        set_options(transfer, request);
        is_whole = curl.multi_add_handle(transfer->multi, transfer->easy) == CURLM_OK;
    }
    if (is_whole) return transfer;
    ccurl_end(transfer);
    return NULL;
}

int ccurl_step(ccurl_transfer *transfer, int descriptor, int milliseconds) {
    if (transfer->is_over) return 1;
    int count;
    if (curl.multi_perform(transfer->multi, &count) != CURLM_OK) {
        transfer->is_over = 1;
        transfer->code = CURLE_FAILED_INIT;
        return 1;
    }
    CURLMsg *message;
    while ((message = curl.multi_info_read(transfer->multi, &count))) {
        if (message->msg != CURLMSG_DONE) continue;
        transfer->is_over = 1;
        transfer->code = message->data.result;
        return 1;
    }
    struct curl_waitfd extra = {descriptor, CURL_WAIT_POLLIN, 0};
    curl.multi_poll(transfer->multi, &extra, descriptor >= 0, milliseconds, NULL);
    return 0;
}

long ccurl_status(const ccurl_transfer *transfer) {
    long status = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const char *ccurl_media_type(const ccurl_transfer *transfer) {
    const char *type = NULL;
    curl.easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
    return type ? type : "";
}

int ccurl_has_sent(const ccurl_transfer *transfer) {
    double seconds = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME, &seconds);
    return seconds > 0;
}

ccurl_ending ccurl_end_kind(const ccurl_transfer *transfer) {
    switch (transfer->code) {
    case CURLE_OK: return ccurl_complete;
    case CURLE_COULDNT_CONNECT: return ccurl_not_connected;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST: return ccurl_not_found;
    case CURLE_PEER_FAILED_VERIFICATION: return ccurl_not_trusted;
    case CURLE_SSL_CONNECT_ERROR: return ccurl_not_greeted;
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM: return ccurl_bad_file;
    case CURLE_OPERATION_TIMEDOUT:
        return ccurl_has_sent(transfer) ? ccurl_silent : ccurl_connect_timeout;
    case CURLE_WRITE_ERROR: return ccurl_stopped;
    default: return ccurl_broken;
    }
}

int ccurl_error_number(const ccurl_transfer *transfer) {
    long number = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
    return (int)number;
}

long ccurl_verify_result(const ccurl_transfer *transfer) {
    long result = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_SSL_VERIFYRESULT, &result);
    return result;
}

const char *ccurl_message(const ccurl_transfer *transfer) {
    return transfer->message[0] ? transfer->message : curl.easy_strerror(transfer->code);
}

void ccurl_end(ccurl_transfer *transfer) {
    if (transfer->multi && transfer->easy) {
        curl.multi_remove_handle(transfer->multi, transfer->easy);
    }
    if (transfer->easy) curl.easy_cleanup(transfer->easy);
    if (transfer->multi) curl.multi_cleanup(transfer->multi);
    if (transfer->headers) curl.slist_free_all(transfer->headers);
    free(transfer);
}
