#!/bin/sh
# Started by the audit for each of its suites, with the suite's name; replaced by the gateway so that the audit can stop it.
set -e
curl --silent --fail "http://localhost:${AUDIT_PORT:-4200}/$1/supergraph" --output supergraph.graphql
exec "${HUB_NODE:-node}" "$HUB_HOME/gateway/dist/openGateway.js" --supergraph supergraph.graphql --port 4390
