#!/bin/sh
# sh send.sh URL SECRET < body: posts a delivery to your own receiver, signed as the hub signs, to try it before the hub comes.
set -eu
url=$1 secret=${2#whsec_}
body=$(mktemp)
trap 'rm -f "$body"' EXIT
cat > "$body"
id=msg_trial timestamp=$(date +%s)
key=$(printf %s "$secret" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
mac=$({ printf %s "$id.$timestamp."; cat "$body"; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
curl --silent --show-error --fail-with-body "$url" \
  -H 'Content-Type: application/cloudevents-batch+json; charset=utf-8' \
  -H "webhook-id: $id" -H "webhook-timestamp: $timestamp" -H "webhook-signature: v1,$mac" \
  --data-binary "@$body"
