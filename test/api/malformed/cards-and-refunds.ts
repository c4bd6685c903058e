/** Malformed cards of direct payments, and malformed refunds and cancellations. */
import {
  cardMembers,
  cardRow,
  directRow,
  forbiddenCharacters,
  invalid,
  letters,
  missing,
  notFound,
  object,
  type Row,
  refundRow,
  text,
  tooLarge,
  wrongType,
} from './row.ts'

const numbers = [
  ...['', '4111', '4111 1111 1111 1111', '4111-1111-1111-1111', '41111111111', '41111111111111111111'],
  ...[
    '411111111111111x',
    ' 4111111111111111',
    '4111111111111111\n',
    '４１１１１１１１１１１１１１１１',
    '+4111111111111111',
  ],
]
const months = ['0', '13', '-1', '1.0', '12e0', '"12"', 'true', '[12]', '{}', '1.5', '100']
const years = ['30', '999', '10000', '-2030', '2030.0', '203e1', '"2030"', 'true', '[2030]']
const codes = ['""', '"12"', '"12345"', '"12a"', '123', '"1 3"', '"１２３"', 'true', '[1,2,3]', '"123\\n"']
const holders = [
  ...['""', '" "', letters(256), '5', '["Alex"]', '"Al\\nex"', '"Al\\rex"'],
  ...forbiddenCharacters.map(([, raw]) => `"Al${raw}ex"`),
]

const refundAmounts = [
  ...['0', '-1', '1.0', '1e2', '"100"', 'true', '[]', '{}', '1000000000000', '1.5', '99999999999999999999'],
]
const reasons = [
  '""',
  '" "',
  letters(51),
  '5',
  'true',
  '[]',
  '{}',
  '"a\\nb"',
  '1.5',
  ...forbiddenCharacters.map(([, raw]) => `"a${raw}"`),
]
const strangeIds = [
  ...['pay_1', 'pay_', 'PAY_B2C3D4E5-F6A7-8901-BCDE-F23456789012', '0', 'null', '%00', '%ff', '%zz', "'--"],
  ...[
    'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012%0a',
    'x'.repeat(5_000),
    '..%2f..%2fetc%2fpasswd',
    '{open}%20',
  ],
]

const cards: readonly Row[] = [
  directRow('no card', { card: undefined }, missing('card')),
  directRow('card null', { card: 'null' }, missing('card')),
  ...['"4111111111111111"', '4111111111111111', '1.5', 'true', '[]'].map((raw) =>
    directRow(`card ${raw}`, { card: raw }, invalid('card')),
  ),
  directRow('an empty card', { card: '{}' }, missing('card.number')),
  ...Object.keys(cardMembers).flatMap((name) => [
    cardRow(`card without ${name}`, { [name]: undefined }, missing(`card.${name}`)),
    cardRow(`card.${name} null`, { [name]: 'null' }, missing(`card.${name}`)),
  ]),
  ...numbers.map((number) =>
    cardRow(`card.number ${text(number)}`, { number: text(number) }, invalid('card.number')),
  ),
  cardRow('card.number as a number', { number: '4111111111111111' }, invalid('card.number')),
  ...months.map((raw) => cardRow(`card.exp_month ${raw}`, { exp_month: raw }, invalid('card.exp_month'))),
  ...years.map((raw) => cardRow(`card.exp_year ${raw}`, { exp_year: raw }, invalid('card.exp_year'))),
  ...codes.map((raw) => cardRow(`card.cvc ${raw}`, { cvc: raw }, invalid('card.cvc'))),
  ...holders.map((raw) =>
    cardRow(`card.holder_name ${raw.slice(0, 20)}`, { holder_name: raw }, invalid('card.holder_name')),
  ),
  directRow(
    'amount before card',
    { amount: '0', card: object({ ...cardMembers, number: '""' }) },
    invalid('amount'),
  ),
]

const refunds: readonly Row[] = [
  refundRow('a refund without reason', { reason: undefined }, missing('reason')),
  refundRow('a refund with reason null', { reason: 'null' }, missing('reason')),
  ...reasons.map((raw) => refundRow(`reason ${raw.slice(0, 20)}`, { reason: raw }, invalid('reason'))),
  ...refundAmounts.map((raw) => refundRow(`refund amount ${raw}`, { amount: raw }, invalid('amount'))),
  refundRow('reason before amount', { reason: '""', amount: '0' }, invalid('reason')),
  refundRow('more than there is', { amount: '2501' }, [422, 'refund_amount_too_large', 'amount']),
  {
    ...refundRow('a refund of an open payment', {}, [422, 'payment_not_refundable', null]),
    path: '/v1/payments/{open}/refund',
  },
  ...strangeIds.map((id) => ({
    ...refundRow(`a refund of ${id.slice(0, 30)}`, {}, notFound('id')),
    path: `/v1/payments/${id}/refund`,
  })),
  { name: 'a refund without a body', path: '/v1/payments/{paid}/refund', body: '', expected: invalid(null) },
  {
    name: 'a refund that is an array',
    path: '/v1/payments/{paid}/refund',
    body: '[]',
    expected: invalid(null),
  },
]

const cancellations: readonly Row[] = [
  {
    name: 'canceling a finished payment',
    path: '/v1/payments/{paid}/cancel',
    expected: [422, 'payment_not_cancelable', null],
  },
  {
    name: 'canceling with an array',
    path: '/v1/payments/{open}/cancel',
    body: '[]',
    expected: invalid(null),
  },
  { name: 'canceling with no JSON', path: '/v1/payments/{open}/cancel', body: '{', expected: invalid(null) },
  {
    name: 'canceling with a form',
    path: '/v1/payments/{open}/cancel',
    body: 'a=b',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    expected: wrongType,
  },
  {
    name: 'canceling with too much',
    path: '/v1/payments/{open}/cancel',
    body: `{"x":"${'x'.repeat(512 * 1024)}"}`,
    expected: tooLarge,
  },
  ...strangeIds.map((id) => ({
    name: `canceling ${id.slice(0, 30)}`,
    path: `/v1/payments/${id}/cancel`,
    expected: notFound('id'),
  })),
]

export const cardsAndRefunds: readonly Row[] = [...cards, ...refunds, ...cancellations]
