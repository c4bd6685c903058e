/** Malformed headers, paths, methods, and query parameters. */
import { documentedTestKey } from '../../../src/api/documented-key.ts'
import { invalid, notFound, object, type Row, sessionMembers, unauthorized, wrongType } from './row.ts'

const good = object(sessionMembers)

const contentTypes = [
  ...['text/plain', 'text/json', 'application/jsonp', 'application/json5', 'application/x-json'],
  ...['application/vnd.api+json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ...['application/json;', 'application/json ;charset=utf-8', 'application/json;  charset=utf-8'],
  ...[
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json; charset="utf-8"',
  ],
  ...[
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; q=1',
    'application/json charset=utf-8',
  ],
  ...[
    'application/json, text/plain',
    'application/json,application/json',
    '"application/json"',
    '*/*',
    'json',
  ],
  ...['application/json\tcharset=utf-8', 'application / json', 'application/', '', 'application/json\u00e9'],
]

const authorizations = [
  ...['', 'Bearer', documentedTestKey, `Basic ${documentedTestKey}`, `Token ${documentedTestKey}`],
  ...[`Bearer ${documentedTestKey} x`, `Bearer ${documentedTestKey}, Bearer ${documentedTestKey}`],
  ...[`Bearer "${documentedTestKey}"`, `Bearer:${documentedTestKey}`, `Bearer\t${documentedTestKey}`],
  ...['Bearer fl_test_sk_', 'Bearer fl_test_sk_abc123def457', 'Bearer fl_live_sk_abc123def456'],
  ...['Bearer FL_TEST_SK_ABC123DEF456', 'Bearer fl_test_pk_abc123def456', 'Bearer sk_test_abc123def456'],
  ...[
    "Bearer fl_test_sk_' or '1'='1",
    'Bearer fl_test_sk_abc123def45\u00e9',
    `Bearer fl_test_sk_${'x'.repeat(200)}`,
  ],
  ...['Bearer null', 'Bearer undefined', 'Basic YTpi', 'Digest username="a"', `Bearer ${'a'.repeat(4_000)}`],
]

const idempotencyKeys: readonly (readonly [string, string])[] = [
  ['of no character', ''],
  ['of 256 characters', 'k'.repeat(256)],
  ['of 4 000 characters', 'k'.repeat(4_000)],
  ['outside ASCII', 'order-\u00e9'],
  ['with a delete character', 'order-\u007f'],
  ['with a tab', 'order\t1'],
  ['with a no-break space', 'order\u00a01'],
]

const limits = [
  '0',
  '101',
  '-1',
  '1.5',
  '1e1',
  'ten',
  '',
  '01',
  '+1',
  ' 1',
  '0x1',
  '1%00',
  '%ff',
  '%zz',
  '１',
]
const times = ['-1', '1.5', 'now', '', '1719792000000', '2024-07-01', '1e9', '01', 'NaN']
const statuses = [
  '',
  'paid',
  'Succeeded',
  'succeeded,failed',
  'open',
  'refunded',
  ' pending',
  '%00',
  '__proto__',
]
const cursors = [
  ...['', 'pay_', 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012', '{other}', '0', '%00', "'", 'null'],
  ...['x'.repeat(65), 'x'.repeat(5_000), '{open}%20'],
]

const listed = (name: string, query: string, param: string): Row => ({
  name,
  method: 'GET',
  path: `/v1/payments?${query}`,
  expected: invalid(param),
})

const queries: readonly Row[] = [
  ...limits.map((value) => listed(`limit=${value}`, `limit=${value}`, 'limit')),
  ...['created[gte]', 'created[lt]'].flatMap((name) =>
    times.map((value) => listed(`${name}=${value}`, `${name}=${value}`, name)),
  ),
  ...statuses.map((value) => listed(`status=${value}`, `status=${value}`, 'status')),
  ...['starting_after', 'ending_before'].flatMap((name) =>
    cursors.map((value) => listed(`${name}=${value.slice(0, 50)}`, `${name}=${value}`, name)),
  ),
  listed('both cursors', 'starting_after={open}&ending_before={open}', 'ending_before'),
  listed('limit twice', 'limit=1&limit=1', 'limit'),
  listed('status twice', 'status=pending&status=failed', 'status'),
  listed('a cursor twice', 'starting_after={open}&starting_after={open}', 'starting_after'),
  listed('a time twice', 'created%5Bgte%5D=1&created[gte]=1', 'created[gte]'),
]

const unknownParameters = [
  'created[gt]=1',
  'created=1',
  'Limit=1',
  'page=2',
  'unknown',
  '=1',
  'a%00=1',
  '__proto__=1',
]

const unknownQueries: readonly Row[] = unknownParameters.flatMap((query) => {
  const name = [...new URLSearchParams(query).keys()][0] ?? ''
  return [
    listed(`unknown: ${query}`, query, name),
    listed(`unknown after a known one: ${query}`, `limit=5&${query}`, name),
    {
      name: `GET one: ${query}`,
      method: 'GET',
      path: `/v1/payments/{open}?${query}`,
      expected: invalid(name),
    },
    { name: `POST: ${query}`, path: `/v1/payments/hpp?${query}`, body: good, expected: invalid(name) },
    { name: `direct: ${query}`, path: `/v1/payments?${query}`, body: good, expected: invalid(name) },
    {
      name: `refund: ${query}`,
      path: `/v1/payments/{paid}/refund?${query}`,
      body: '{"reason":"x"}',
      expected: invalid(name),
    },
    { name: `cancel: ${query}`, path: `/v1/payments/{open}/cancel?${query}`, expected: invalid(name) },
  ]
})

const get = (path: string, param: string | null): Row => ({
  name: `GET ${path.slice(0, 60)}`,
  method: 'GET',
  path,
  expected: notFound(param),
})

const paths: readonly Row[] = [
  get('/v1', null),
  get('/v1/', null),
  get('/v1/payment', null),
  get('/v1/payments/', null),
  get('/v1//payments', null),
  get('/v1/Payments', null),
  get('/v1/payments/{open}/refunds', null),
  get('/v1/payments/{open}/', null),
  get('/v1/payments/{open}/refund/1', null),
  get('/v1/payments/pay_b2c3d4e5-f6a7-8901-bcde-f23456789012', 'id'),
  get('/v1/payments/{other}', 'id'),
  get('/v1/payments/%00', 'id'),
  get('/v1/payments/%ff%fe', 'id'),
  get(`/v1/payments/${'x'.repeat(6_000)}`, 'id'),
  get('/v1/payments/__proto__', 'id'),
  get('/v1/payments/constructor', 'id'),
]

const methods: readonly Row[] = [
  ['PUT', '/v1/payments'],
  ['DELETE', '/v1/payments/{open}'],
  ['PATCH', '/v1/payments/{open}'],
  ['POST', '/v1/payments/{open}'],
  ['GET', '/v1/payments/hpp'],
  ['GET', '/v1/payments/{paid}/refund'],
  ['GET', '/v1/payments/{open}/cancel'],
  ['DELETE', '/v1/payments/{open}/cancel'],
  ['OPTIONS', '/v1/payments'],
].map(([method = '', path = '']) => ({
  name: `${method} ${path}`,
  method,
  path,
  expected: [405, 'method_not_allowed', null],
}))

export const headersAndQueries: readonly Row[] = [
  ...contentTypes.map((type) => ({
    name: `Content-Type ${type}`,
    path: '/v1/payments/hpp',
    body: good,
    headers: { 'content-type': type },
    expected: wrongType,
  })),
  {
    name: 'no Content-Type',
    path: '/v1/payments/hpp',
    body: new Uint8Array(Buffer.from(good)),
    expected: wrongType,
  },
  ...authorizations.map((authorization) => ({
    name: `Authorization ${authorization.slice(0, 50)}`,
    path: '/v1/payments/hpp',
    body: good,
    headers: { authorization },
    expected: unauthorized,
  })),
  ...idempotencyKeys.map(([name, key]) => ({
    name: `an idempotency key ${name}`,
    path: '/v1/payments/hpp',
    body: good,
    headers: { 'idempotency-key': key },
    expected: invalid('Idempotency-Key'),
  })),
  ...queries,
  ...unknownQueries,
  ...paths,
  ...methods,
]
