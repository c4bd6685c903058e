"""The receiver of the published documentation, which later parts of a header replace earlier ones in: of two signatures it
sees the last. Its published copy ends after the first line of verify; the rest is what that line leads to."""
import hashlib
import hmac
import json
import sys
import time


def verify(payload, header, secret, tolerance=300):
    parts = dict(p.split("=", 1) for p in header.split(","))
    signed = parts["t"].encode() + b"." + payload
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, parts["v1"]):
        return False
    return abs(time.time() - int(parts["t"])) <= tolerance


case = json.load(sys.stdin)
print(json.dumps([verify(case["payload"].encode(), case["header"], secret) for secret in case["secrets"]]))
