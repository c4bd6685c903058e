#!/bin/sh
# Verifies that the card form reaches browsers as the gateway sends it: creates a session, compares its page, and cancels
# the session. It writes only if something is wrong, so cron sends an email only then.
#
# Install it on a machine that reaches the page as customers do, together with the same version of flowlix and a live API
# key of a merchant that is used only for this. In /etc/cron.d:
#
#   MAILTO=security@example.com
#   API_URL=https://api.example.com
#   API_KEY_FILE=/etc/flowlix-monitoring.key
#   7 * * * * monitoring /usr/local/bin/verify-page.sh
#
# Arguments are passed to "flowlix verify-page", such as --link-hosts shop.example.com. The exit status is that of the
# command: 0 the page is as it was sent, 3 it differs, 1 or 2 nothing could be compared.
set -u

# The key is not an argument, because every user of the machine can read those.
call() {
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$API_KEY_FILE")" |
    curl --config - --silent --show-error --fail --max-time 30 --request POST \
      --header 'Content-Type: application/json' "$@"
}

value() {
  printf '%s' "$session" | grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

session=$(call "$API_URL/v1/payments/hpp" --data \
  '{"amount":100,"currency":"eur","redirect_url":"https://example.com/","description":"Verification of the payment page"}') ||
  exit 1
report=$("${FLOWLIX:-flowlix}" verify-page "$(value redirect_url)" "$@" 2>&1)
status=$?
call --output /dev/null "$API_URL/v1/payments/$(value id)/cancel"
[ "$status" -eq 0 ] || printf '%s\n' "$report"
exit "$status"
