// One HTTP request by libcurl, over a Unix socket or the network, step by step. The library is
// loaded when the first request is made: with all it needs it costs milliseconds that `--help`
// shall not pay.

#pragma once

#include <stddef.h>
#include <stdint.h>

/// What to ask. Everything is copied when the transfer begins but the context.
typedef struct {
    /// Path of the socket; NULL: the URL's host is connected to.
    const char *socket_path;
    /// Method and URL; with a socket, the host in it is not looked up.
    const char *method;
    const char *url;
    /// Header lines.
    const char *const *headers;
    size_t headers_count;
    /// Body; NULL: none, or what is in a file.
    const void *body;
    size_t body_bytes;
    /// Open file whose first `body_bytes` are the body, read as they are sent; -1: none.
    int body_descriptor;
    /// Files of TLS: certificates to trust instead of the system's, the certificate to show and
    /// its key; NULL: none.
    const char *ca_file;
    const char *certificate_file;
    const char *certificate_key_file;
    /// How long connecting may take.
    int64_t connect_milliseconds;
    /// How long nothing may come; 0: for ever.
    int64_t silence_seconds;
    /// Takes bytes of the answer's body; a result other than 0 ends the transfer.
    int (*on_bytes)(void *context, const uint8_t *bytes, size_t count);
    void *context;
} ccurl_request;

typedef struct ccurl_transfer ccurl_transfer;

/// How a transfer ended.
typedef enum {
    ccurl_complete,
    ccurl_not_connected,
    /// The host's name is unknown.
    ccurl_not_found,
    /// Connecting, or greeting by TLS, took too long.
    ccurl_connect_timeout,
    /// The certificate is not trusted, or is somebody else's.
    ccurl_not_trusted,
    /// The greeting by TLS failed.
    ccurl_not_greeted,
    /// A file of TLS cannot be used.
    ccurl_bad_file,
    ccurl_silent,
    ccurl_stopped,
    ccurl_broken,
} ccurl_ending;

/// Loads the library; returns why it cannot be loaded, or NULL.
const char *ccurl_load(void);

/// Begins a transfer, or returns NULL when memory is short. The library must be loaded.
ccurl_transfer *ccurl_begin(const ccurl_request *request);

/// Goes on for at most so many milliseconds, less when something comes from the daemon or at the
/// descriptor (-1: none). Returns 1 when the transfer is over.
int ccurl_step(ccurl_transfer *transfer, int descriptor, int milliseconds);

/// The answer's status; 0 while there is none.
long ccurl_status(const ccurl_transfer *transfer);

/// The answer's media type, or an empty text.
const char *ccurl_media_type(const ccurl_transfer *transfer);

/// Whether the server may have read something of the request.
int ccurl_has_sent(const ccurl_transfer *transfer);

/// How it ended.
ccurl_ending ccurl_end_kind(const ccurl_transfer *transfer);

/// The system's error number of a failed connection, or 0.
int ccurl_error_number(const ccurl_transfer *transfer);

/// Why a certificate is not trusted: a number of OpenSSL's X509_V_ERR list.
long ccurl_verify_result(const ccurl_transfer *transfer);

/// What libcurl says about the end.
const char *ccurl_message(const ccurl_transfer *transfer);

/// Ends a transfer, complete or not, and frees it.
void ccurl_end(ccurl_transfer *transfer);
