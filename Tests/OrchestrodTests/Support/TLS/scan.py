"""What a TLS server offers, found out by sslyze; written as JSON.

    scan.py HOST:PORT

versions    the cipher suites of each version that the server takes, by their IANA names
groups      the groups that it agrees on keys in
ephemeral   whether every cipher suite below TLS 1.3 has keys that are thrown away
others      of everything else that is looked at, what came out
"""

import json
import sys
import time

import sslyze

# sslyze takes silence for a refusal: a scan that took that long cannot tell them apart.
SILENCE_SECONDS = 60

CIPHERS = [
    "ssl_2_0_cipher_suites",
    "ssl_3_0_cipher_suites",
    "tls_1_0_cipher_suites",
    "tls_1_1_cipher_suites",
    "tls_1_2_cipher_suites",
    "tls_1_3_cipher_suites",
]
OTHERS = [
    ("tls_compression", "supports_compression"),
    ("tls_1_3_early_data", "supports_early_data"),
    ("tls_fallback_scsv", "supports_fallback_scsv"),
    ("tls_extended_master_secret", "supports_ems_extension"),
    ("session_renegotiation", "supports_secure_renegotiation"),
    ("session_renegotiation", "is_vulnerable_to_client_renegotiation_dos"),
    ("session_renegotiation", "client_renegotiations_success_count"),
    ("session_resumption", "session_id_successful_resumptions_count"),
    ("session_resumption", "tls_ticket_successful_resumptions_count"),
    ("heartbleed", "is_vulnerable_to_heartbleed"),
    ("openssl_ccs_injection", "is_vulnerable_to_ccs_injection"),
    ("robot", "robot_result"),
]


def scan(address):
    """All of sslyze's results, by name; ends the program when one is missing."""
    host, port = address.rsplit(":", 1)
    names = {*CIPHERS, "elliptic_curves", *(name for name, _ in OTHERS)}
    request = sslyze.ServerScanRequest(
        server_location=sslyze.ServerNetworkLocation(hostname=host, port=int(port)),
        network_configuration=sslyze.ServerNetworkConfiguration(
            tls_server_name_indication=host, network_timeout=SILENCE_SECONDS
        ),
        scan_commands={sslyze.ScanCommand(name) for name in names},
    )
    began = time.monotonic()
    # One connection at a time, as OpenSSL's own server wants it.
    scanner = sslyze.Scanner(per_server_concurrent_connections_limit=1)
    scanner.queue_scans([request])
    [result] = scanner.get_results()
    if time.monotonic() - began >= SILENCE_SECONDS:
        sys.exit(f"{address}: something was not answered within {SILENCE_SECONDS} seconds")
    if result.scan_result is None:
        sys.exit(f"{address}: {result.connectivity_error_trace}")
    attempts = {name: getattr(result.scan_result, name) for name in names}
    for name, attempt in attempts.items():
        if attempt.result is None:
            sys.exit(f"{address}: {name}: {attempt.error_reason} {attempt.error_trace}")
    return {name: attempt.result for name, attempt in attempts.items()}


def facts(results):
    """What of the results the tests look at."""
    accepted = {name: results[name].accepted_cipher_suites for name in CIPHERS}
    suites = {
        name.removesuffix("_cipher_suites"): sorted(one.cipher_suite.name for one in ciphers)
        for name, ciphers in accepted.items()
    }
    older = [one for name in CIPHERS[:-1] for one in accepted[name]]
    groups = results["elliptic_curves"].supported_curves or []
    return {
        "versions": {name: names for name, names in suites.items() if names},
        "groups": sorted(group.name for group in groups),
        "ephemeral": all(one.ephemeral_key is not None for one in older),
        "others": {field: getattr(results[name], field) for name, field in OTHERS},
    }


print(json.dumps(facts(scan(sys.argv[1]))))
