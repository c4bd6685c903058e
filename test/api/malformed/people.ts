/** Malformed customers: every member in every common wrong way, and the special rules of some members. */
import {
  customerMembers,
  customerRow,
  forbiddenCharacters,
  invalid,
  letters,
  missing,
  object,
  type Row,
  sessionRow,
  text,
} from './row.ts'

const wrongValues: readonly (readonly [string, string])[] = [
  ['empty', '""'],
  ['white space', '"  "'],
  ['a number', '5'],
  ['an array', '["x"]'],
  ['an object', '{"x":"y"}'],
  ['too long', letters(256)],
  ...forbiddenCharacters.map(([name, raw]) => [name, `"Al${raw}ex"`] as const),
]

/** Only the address has lines. */
const linesAndTabs = [
  ['a newline at its end', '"Alex\\n"'],
  ['a tab inside', '"Al\\tex"'],
  ['a carriage return inside', '"Al\\rex"'],
] as const

const everyMember: readonly Row[] = Object.keys(customerMembers).flatMap((name) => [
  customerRow(`customer without ${name}`, { [name]: undefined }, missing(`customer.${name}`)),
  customerRow(`customer.${name} null`, { [name]: 'null' }, missing(`customer.${name}`)),
  ...wrongValues.map(([what, raw]) =>
    customerRow(`customer.${name}: ${what}`, { [name]: raw }, invalid(`customer.${name}`)),
  ),
  ...(name === 'address' ? [] : linesAndTabs).map(([what, raw]) =>
    customerRow(`customer.${name}: ${what}`, { [name]: raw }, invalid(`customer.${name}`)),
  ),
])

const emails = [
  ...['alex', 'alex@', '@example.com', 'alex@example', 'alex @example.com', 'alex@exam ple.com'],
  ...['alex@example..com', 'alex@.com', 'alex@example.com.'],
  ...['alex@@example.com', 'alex@example.com\n', 'alex@example.com, eve@example.com'],
  `${'x'.repeat(250)}@example.com`,
]
const phones = [
  ...['491709876543', '0049170987654', '+49 170 9876543', '+49-170-9876543', '+123456', '+1234567890123456'],
  ...['+', '+49170a876543', '+４９１７０９８７６５４３', '++491709876543'],
]
const countries = ['de', 'De', 'DEU', 'D', 'ZZ', 'XX', 'UK', 'EU', 'AA', 'DE ', '49', 'ÄÖ']

export const people: readonly Row[] = [
  ...everyMember,
  ...emails.map((email) =>
    customerRow(`customer.email ${email.slice(0, 40)}`, { email: text(email) }, invalid('customer.email')),
  ),
  ...phones.map((phone) =>
    customerRow(`customer.phone ${phone}`, { phone: text(phone) }, invalid('customer.phone')),
  ),
  ...countries.map((country) =>
    customerRow(`customer.country ${country}`, { country: text(country) }, invalid('customer.country')),
  ),
  ...['"Alex"', '1', '1.5', 'true', '[]', '["Alex"]'].map((raw) =>
    sessionRow(`customer ${raw}`, { customer: raw }, invalid('customer')),
  ),
  sessionRow('an empty customer', { customer: '{}' }, missing('customer.email')),
  customerRow(
    'the first wrong member in the order of the contract',
    { zip: '5', country: '"de"', last_name: '""' },
    invalid('customer.last_name'),
  ),
  customerRow(
    'address before country, whatever the order in the body',
    { country: '"de"', address: undefined },
    missing('customer.address'),
  ),
  sessionRow(
    'customer before description',
    { description: '5', customer: object({ ...customerMembers, zip: '5' }) },
    invalid('customer.zip'),
  ),
]
