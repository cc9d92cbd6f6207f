// OpenSSL 3 for Swift: its functions, and functions in place of what are macros there.

#pragma once

#define OPENSSL_API_COMPAT 30000
#define OPENSSL_NO_DEPRECATED

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// TLS 1.2 and 1.3.
static inline int copenssl_set_versions(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)
        && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
}

/// No renegotiation, no compression, no resumption: neither tickets nor a cache of sessions.
static inline void copenssl_set_server_rules(SSL_CTX *context) {
    SSL_CTX_set_options(
        context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    // A connection at rest gives its buffers back.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static inline int copenssl_set_groups(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, list);
}

static inline int copenssl_set_signatures(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_sigalgs_list(context, list);
}

static inline void copenssl_set_certificates_bytes_max(SSL_CTX *context, long bytes) {
    SSL_CTX_set_max_cert_list(context, bytes);
}

static inline int copenssl_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

static inline int copenssl_choose_protocol(
    SSL *connection, const unsigned char **chosen, unsigned char *chosen_bytes,
    const unsigned char *offered, unsigned int offered_bytes, void *context) {
    static const unsigned char known[] = "\x08http/1.1";
    (void)connection;
    (void)context;
    int result = SSL_select_next_proto(
        (unsigned char **)chosen, chosen_bytes, known, sizeof known - 1, offered, offered_bytes);
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// Of the protocols a client offers, only HTTP/1.1 is taken.
static inline void copenssl_take_only_http1(SSL_CTX *context) {
    SSL_CTX_set_alpn_select_cb(context, copenssl_choose_protocol, NULL);
}

static inline int copenssl_no_passphrase(char *into, int size, int is_writing, void *context) {
    (void)into;
    (void)size;
    (void)is_writing;
    (void)context;
    return -1;
}

/// Reads a private key, never asking anybody for a passphrase.
static inline EVP_PKEY *copenssl_read_key(BIO *text) {
    return PEM_read_bio_PrivateKey(text, NULL, copenssl_no_passphrase, NULL);
}

/// Bytes that wait in a memory buffer.
static inline size_t copenssl_waiting(BIO *memory) { return BIO_ctrl_pending(memory); }

/// The bytes of a memory buffer, where they are.
static inline long copenssl_bytes(BIO *memory, const char **bytes) {
    return BIO_get_mem_data(memory, (char **)bytes);
}

static inline EVP_PKEY *copenssl_make_p256_key(void) { return EVP_EC_gen("P-256"); }

/// Writes a name as RFC 2253 does: `CN=build,O=Lab`.
static inline int copenssl_print_name(BIO *into, const X509_NAME *name) {
    return X509_NAME_print_ex(into, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

/// Writes one of the URIs among a certificate's alternative names (RFC 5280, section 4.2.1.6),
/// counted from 0. Returns 1, or 0 when there are not so many.
static inline int copenssl_print_uri(BIO *into, X509 *certificate, int number) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    int is_found = 0;
    for (int i = 0; !is_found && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_URI || number-- > 0) continue;
        const ASN1_STRING *text = name->d.uniformResourceIdentifier;
        BIO_write(into, ASN1_STRING_get0_data(text), ASN1_STRING_length(text));
        is_found = 1;
    }
    GENERAL_NAMES_free(names);
    return is_found;
}

/// Adds an extension to a certificate that signs itself.
static inline int copenssl_add_extension(X509 *certificate, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    if (!extension) return 0;
    int is_added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return is_added;
}
