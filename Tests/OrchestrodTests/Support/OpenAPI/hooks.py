"""Keeps schemathesis from ending the key by which it asks."""

import schemathesis

OWN_KEY = "1"
NO_KEY = "1000000"


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """All requests are made with the first key that was made; nothing else is done to it."""
    changes = case.method.upper() in ("DELETE", "POST")
    if changes and (case.path_parameters or {}).get("key_id") == OWN_KEY:
        case.path_parameters["key_id"] = NO_KEY
