"""python3 verify.py SECRET ID TIMESTAMP SIGNATURE < body: ends with 0 when the delivery is the hub's, with 1 when it is not."""

import base64
import hashlib
import hmac
import sys
import time

TOLERANCE_SECONDS = 300


def is_genuine(secret: str, id: str, timestamp: str, signature: str, body: bytes) -> bool:
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    # The bytes as they came, before anything parses them.
    mac = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(mac)
    # Two keys sign while one is being changed.
    return any(hmac.compare_digest(one.encode(), expected) for one in signature.split(" "))


if __name__ == "__main__":
    sys.exit(0 if is_genuine(*sys.argv[1:5], sys.stdin.buffer.read()) else 1)
