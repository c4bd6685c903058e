/** The safe way to handle the customer's return, in four languages: never trust the query, compare with the order. */
import { exampleId, exampleKey } from './example-calls.ts'
import type { Example } from './examples.ts'

export function returnExample(apiUrl: string): Example {
  return {
    title: 'Handle the return',
    code: { curl: curl(apiUrl), node: node(apiUrl), python: python(apiUrl), php: php(apiUrl) },
  }
}

function curl(apiUrl: string): string {
  return `# Retrieve the payment that you stored with the order, then
# compare id, amount and currency before you look at status.
curl --fail-with-body \\
  "${apiUrl}/v1/payments/${exampleId}" \\
  -H "Authorization: Bearer ${exampleKey}"`
}

function node(apiUrl: string): string {
  return `// What you stored when you created the session.
const order = {
  paymentId: '${exampleId}',
  amount: 2500,
  currency: 'eur',
}
// The query of the return. The customer can change it.
const query = new URLSearchParams(
  'payment_id=${exampleId}&status=succeeded',
)
if (query.get('payment_id') !== order.paymentId) {
  throw new Error('This payment belongs to another order.')
}

const response = await fetch(
  '${apiUrl}/v1/payments/' + order.paymentId,
  {
    headers: { Authorization: 'Bearer ${exampleKey}' },
    signal: AbortSignal.timeout(30_000),
  },
)
const payment = await response.json()
if (!response.ok) throw new Error(payment.error.message)

const isOurs =
  payment.id === order.paymentId &&
  payment.amount === order.amount &&
  payment.currency === order.currency
if (!isOurs) throw new Error('This payment does not pay this order.')

if (payment.status === 'succeeded') console.log('paid')
else if (['failed', 'expired', 'canceled'].includes(payment.status)) console.log('not paid')
else console.log('still pending: check again in a moment')`
}

function python(apiUrl: string): string {
  return `import json
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

# What you stored when you created the session.
order = {
    "payment_id": "${exampleId}",
    "amount": 2500,
    "currency": "eur",
}
# The query of the return. The customer can change it.
query = parse_qs(
    "payment_id=${exampleId}&status=succeeded"
)
if query.get("payment_id") != [order["payment_id"]]:
    raise SystemExit("This payment belongs to another order.")

request = Request(
    "${apiUrl}/v1/payments/" + order["payment_id"],
    headers={"Authorization": "Bearer ${exampleKey}"},
)
try:
    with urlopen(request, timeout=30) as response:
        payment = json.load(response)
except HTTPError as failure:
    raise SystemExit(json.load(failure)["error"]["message"])

is_ours = (
    payment["id"] == order["payment_id"]
    and payment["amount"] == order["amount"]
    and payment["currency"] == order["currency"]
)
if not is_ours:
    raise SystemExit("This payment does not pay this order.")

if payment["status"] == "succeeded":
    print("paid")
elif payment["status"] in ("failed", "expired", "canceled"):
    print("not paid")
else:
    print("still pending: check again in a moment")`
}

function php(apiUrl: string): string {
  return `<?php
// What you stored when you created the session.
$order = [
    'payment_id' => '${exampleId}',
    'amount' => 2500,
    'currency' => 'eur',
];
// The query of the return. The customer can change it.
parse_str('payment_id=${exampleId}&status=succeeded', $query);
if (($query['payment_id'] ?? null) !== $order['payment_id']) {
    throw new RuntimeException('This payment belongs to another order.');
}

$request = curl_init('${apiUrl}/v1/payments/' . $order['payment_id']);
curl_setopt_array($request, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
    CURLOPT_HTTPHEADER => ['Authorization: Bearer ${exampleKey}'],
]);
$answer = curl_exec($request);
if ($answer === false) {
    throw new RuntimeException(curl_error($request));
}
$payment = json_decode($answer, true);
if (curl_getinfo($request, CURLINFO_RESPONSE_CODE) >= 400) {
    throw new RuntimeException($payment['error']['message']);
}

$isOurs = $payment['id'] === $order['payment_id']
    && $payment['amount'] === $order['amount']
    && $payment['currency'] === $order['currency'];
if (!$isOurs) {
    throw new RuntimeException('This payment does not pay this order.');
}

echo match ($payment['status']) {
    'succeeded' => 'paid',
    'failed', 'expired', 'canceled' => 'not paid',
    default => 'still pending: check again in a moment',
}, PHP_EOL;`
}
