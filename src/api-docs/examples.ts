/** The examples in four languages, generated from one list of requests, so that they cannot differ. */
import { requestExampleOf } from './openapi.ts'

export const languages = ['curl', 'node', 'python', 'php'] as const
export type Language = (typeof languages)[number]
export const languageNames: Readonly<Record<Language, string>> = {
  curl: 'curl',
  node: 'Node.js',
  python: 'Python',
  php: 'PHP',
}

export type Example = Readonly<{ title: string; code: Readonly<Record<Language, string>> }>

/** Where the customer returns to, in a shop that does not exist. */
export const exampleReturnUrl = 'https://shop.example.com/checkout/complete'
export const exampleKey = 'fl_test_sk_abc123def456'
export const exampleId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
export const exampleEventId = 'evt_01j1ndzr5x8kq2v7m3c4t6w9ya'

type Value = string | number | { [key: string]: Value }

type Call = Readonly<{
  title: string
  method: 'GET' | 'POST'
  path: string
  idempotencyKey?: string
  /** What the program prints, of one thing or of each in a list: its ID, and one more fact. */
  prints: Readonly<{ name: 'payment' | 'event'; fact: 'status' | 'type'; isList?: true }>
}>

const payment = { name: 'payment', fact: 'status' } as const
const event = { name: 'event', fact: 'type' } as const

type Exchange = Call & Readonly<{ body: Value | undefined }>

/** By operation ID. Their bodies are the examples of the published description. */
const calls: Readonly<Record<string, Call>> = {
  createHostedPayment: {
    title: 'Create a session',
    method: 'POST',
    path: '/v1/payments/hpp',
    idempotencyKey: 'order-1042',
    prints: payment,
  },
  createDirectPayment: {
    title: 'Charge a card',
    method: 'POST',
    path: '/v1/payments',
    idempotencyKey: 'order-1043',
    prints: payment,
  },
  listPayments: {
    title: 'List payments',
    method: 'GET',
    path: '/v1/payments?status=succeeded&limit=3',
    prints: { ...payment, isList: true },
  },
  getPayment: {
    title: 'Retrieve a payment',
    method: 'GET',
    path: `/v1/payments/${exampleId}`,
    prints: payment,
  },
  refundPayment: {
    title: 'Refund part of a payment',
    method: 'POST',
    path: `/v1/payments/${exampleId}/refund`,
    idempotencyKey: 'refund-order-1042-1',
    prints: payment,
  },
  cancelPayment: {
    title: 'Cancel a payment',
    method: 'POST',
    path: `/v1/payments/${exampleId}/cancel`,
    idempotencyKey: 'cancel-order-1042',
    prints: payment,
  },
  listEvents: {
    title: 'List events',
    method: 'GET',
    path: '/v1/events?type=payment.succeeded&limit=3',
    prints: { ...event, isList: true },
  },
  getEvent: {
    title: 'Retrieve an event',
    method: 'GET',
    path: `/v1/events/${exampleEventId}`,
    prints: event,
  },
}

export function exampleOf(operationId: string, apiUrl: string): Example {
  const call = calls[operationId]
  if (call === undefined) throw new Error(`no example for ${operationId}: add one to this file`)
  const exchange: Exchange = { ...call, body: requestExampleOf(operationId) as Value | undefined }
  const { title } = call
  const url = apiUrl + exchange.path
  return {
    title,
    code: {
      curl: curl(exchange, url),
      node: node(exchange, url),
      python: python(exchange, url),
      php: php(exchange, url),
    },
  }
}

function headersOf({ idempotencyKey, body }: Exchange): [string, string][] {
  return [
    ['Authorization', `Bearer ${exampleKey}`],
    ...(body === undefined ? [] : [['Content-Type', 'application/json'] as [string, string]]),
    ...(idempotencyKey === undefined ? [] : [['Idempotency-Key', idempotencyKey] as [string, string]]),
  ]
}

function curl(exchange: Exchange, url: string): string {
  const method = exchange.method === 'POST' ? '-X POST ' : ''
  const headers = headersOf(exchange).map(([name, value]) => `-H "${name}: ${value}"`)
  const data =
    exchange.body === undefined ? [] : [`-d '${indented(JSON.stringify(exchange.body, null, 2), 2)}'`]
  return [`curl --fail-with-body ${method}`.trimEnd(), `"${url}"`, ...headers, ...data].join(' \\\n  ')
}

function node(exchange: Exchange, url: string): string {
  const { method, body, prints } = exchange
  const { name: one, fact } = prints
  const name = prints.isList ? 'list' : one
  const headers = headersOf(exchange).map(
    ([key, value]) => `    ${key.includes('-') ? `'${key}'` : key}: '${value}',`,
  )
  return [
    `const response = await fetch('${url}', {`,
    ...(method === 'POST' ? [`  method: 'POST',`] : []),
    '  headers: {',
    ...headers,
    '  },',
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(javascript(body), 2)}),`]),
    '  signal: AbortSignal.timeout(30_000),',
    '})',
    `const ${name} = await response.json()`,
    `if (!response.ok) throw new Error(${name}.error.message)`,
    '',
    `${prints.isList ? `for (const ${one} of list.data) ` : ''}console.log(${one}.id, ${one}.${fact})`,
  ].join('\n')
}

function python(exchange: Exchange, url: string): string {
  const { method, body, prints } = exchange
  const { name: one, fact } = prints
  const name = prints.isList ? 'page' : one
  return [
    'import json',
    'from urllib.error import HTTPError',
    'from urllib.request import Request, urlopen',
    '',
    'request = Request(',
    `    "${url}",`,
    `    method="${method}",`,
    '    headers={',
    ...headersOf(exchange).map(([key, value]) => `        "${key}": "${value}",`),
    '    },',
    ...(body === undefined
      ? []
      : [`    data=json.dumps(${indented(JSON.stringify(body, null, 4), 4)}).encode(),`]),
    ')',
    'try:',
    '    with urlopen(request, timeout=30) as response:',
    `        ${name} = json.load(response)`,
    'except HTTPError as failure:',
    '    raise SystemExit(json.load(failure)["error"]["message"])',
    '',
    ...(prints.isList ? [`for ${one} in page["data"]:`] : []),
    `${prints.isList ? '    ' : ''}print(${one}["id"], ${one}["${fact}"])`,
  ].join('\n')
}

function php(exchange: Exchange, url: string): string {
  const { method, body, prints } = exchange
  const { name: one, fact } = prints
  const name = prints.isList ? '$list' : `$${one}`
  const headers = headersOf(exchange).map(([key, value]) => `        '${key}: ${value}',`)
  return [
    '<?php',
    `$request = curl_init('${url}');`,
    'curl_setopt_array($request, [',
    ...(method === 'POST' ? [`    CURLOPT_CUSTOMREQUEST => 'POST',`] : []),
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_TIMEOUT => 30,',
    '    CURLOPT_HTTPHEADER => [',
    ...headers,
    '    ],',
    ...phpBody(body),
    ']);',
    '$answer = curl_exec($request);',
    'if ($answer === false) {',
    '    throw new RuntimeException(curl_error($request));',
    '}',
    `${name} = json_decode($answer, true);`,
    'if (curl_getinfo($request, CURLINFO_RESPONSE_CODE) >= 400) {',
    `    throw new RuntimeException(${name}['error']['message']);`,
    '}',
    '',
    ...(prints.isList
      ? [`foreach ($list['data'] as $${one}) {`, `    echo ${phpFacts(one, fact)};`, '}']
      : [`echo ${phpFacts(one, fact)};`]),
  ].join('\n')
}

const phpFacts = (name: string, fact: string): string => `$${name}['id'], ' ', $${name}['${fact}'], PHP_EOL`

/** Indents every line except the first. */
function indented(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`)
}

function javascript(value: Value): string {
  if (typeof value !== 'object') return typeof value === 'string' ? `'${value}'` : String(value)
  const members = Object.entries(value).map(
    ([key, member]) => `  ${key}: ${indented(javascript(member), 2)},`,
  )
  return `{\n${members.join('\n')}\n}`
}

function phpBody(body: Value | undefined): readonly string[] {
  if (body === undefined) return []
  const hasMetadata = typeof body === 'object' && 'metadata' in body
  return [
    ...(hasMetadata ? ['    // PHP sends an empty array as a list: leave metadata out if it is empty.'] : []),
    `    CURLOPT_POSTFIELDS => json_encode(${indented(phpArray(body), 4)}),`,
  ]
}

function phpArray(value: Value): string {
  if (typeof value !== 'object') return typeof value === 'string' ? `'${value}'` : String(value)
  const members = Object.entries(value).map(
    ([key, member]) => `    '${key}' => ${indented(phpArray(member), 4)},`,
  )
  return `[\n${members.join('\n')}\n]`
}
