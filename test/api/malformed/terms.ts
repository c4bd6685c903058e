/** Malformed amounts, currencies, descriptions, and metadata, each the only mistake in its request. */
import { forbiddenCharacters, invalid, letters, missing, object, type Row, sessionRow } from './row.ts'

/** JSON, but no amount. */
const amounts = [
  ...['0', '-1', '-0', '-2500', '2500.0', '2500.5', '0.1', '25e2', '25E2', '25e+2', '250000e-2', '1e0'],
  ...['1e400', '1000000000000', '9007199254740993', '99999999999999999999', '123456789012345678901234567890'],
  ...['"2500"', '"25.00"', '"0x9c4"', '""', 'true', 'false', '[]', '[2500]', '{}', '{"value":2500}'],
]
/** No JSON at all, although some languages write numbers like this. */
const noNumbers = [
  ...[
    '02500',
    '+2500',
    '2_500',
    '2500n',
    '0x9C4',
    '0b11',
    '0o17',
    'NaN',
    'Infinity',
    '-Infinity',
    '.5',
    '5.',
  ],
  ...['2500,0', '1e', '--1', '２５００', 'undefined', 'None', 'True', "'2500'", '2500 2500', '-'],
]
const currencies = [
  ...['"EUR"', '"Eur"', '"eu"', '""', '"jpy"', '"euro"', '" eur"', '"eur "', '"eur\\n"', '"eur\\u0000"'],
  ...['978', 'true', '["eur"]', '{}', '"еur"', '"\\ud800"'],
]
/** For texts of several lines: tabs and line ends are theirs, other controls are not. */
const badTexts: readonly (readonly [string, string])[] = [
  ['too long by one', letters(501)],
  ['501 characters outside the basic plane', JSON.stringify('𝄞'.repeat(501))],
  ['a number', '5'],
  ['a fraction', '5.5'],
  ['true', 'true'],
  ['an array', '["text"]'],
  ['an object', '{"text":"x"}'],
  ...forbiddenCharacters.map(([name, raw]) => [name, `"a${raw}b"`] as const),
  ['surrogates in the wrong order', '"\\ude00\\ud83d"'],
]

const metadataEntries = (count: number): string =>
  object(Object.fromEntries(Array.from({ length: count }, (_, i) => [`key_${i}`, '"value"'])))

const badMetadata: readonly (readonly [string, string])[] = [
  ['a text', '"order"'],
  ['a number', '1'],
  ['a fraction', '1.5'],
  ['true', 'true'],
  ['an array', '[]'],
  ['an array of pairs', '[["a","b"]]'],
  ['51 keys', metadataEntries(51)],
  ['an empty key', '{"":"x"}'],
  ['a key of 256 characters', object({ ['k'.repeat(256)]: '"x"' })],
  ...forbiddenCharacters.map(([name, raw]) => [`a key with ${name}`, `{"a${raw}b":"x"}`] as const),
  ['a key with a newline', '{"a\\nb":"x"}'],
  ['a key __proto__', '{"__proto__":"x"}'],
  ['a key __proto__ with an object', '{"__proto__":{"isAdmin":"yes"}}'],
  ['a key __proto__ written with escapes', '{"\\u005f\\u005fproto__":"x"}'],
]

export const terms: readonly Row[] = [
  sessionRow('no amount', { amount: undefined }, missing('amount')),
  sessionRow('amount null', { amount: 'null' }, missing('amount')),
  ...amounts.map((raw) => sessionRow(`amount ${raw}`, { amount: raw }, invalid('amount'))),
  ...noNumbers.map((raw) => sessionRow(`amount ${raw}`, { amount: raw }, invalid(null))),
  sessionRow('no currency', { currency: undefined }, missing('currency')),
  sessionRow('currency null', { currency: 'null' }, missing('currency')),
  ...currencies.map((raw) => sessionRow(`currency ${raw}`, { currency: raw }, invalid('currency'))),
  ...badTexts.map(([name, raw]) =>
    sessionRow(`description: ${name}`, { description: raw }, invalid('description')),
  ),
  ...badTexts.map(([name, raw]) =>
    sessionRow(
      `metadata.order_id: ${name}`,
      { metadata: object({ ok: '"fine"', order_id: raw }) },
      invalid('metadata.order_id'),
    ),
  ),
  ...badMetadata.map(([name, raw]) =>
    sessionRow(`metadata: ${name}`, { metadata: raw }, invalid('metadata')),
  ),
  sessionRow('several mistakes: amount first', { amount: '0', currency: '"x"' }, invalid('amount')),
  sessionRow(
    'several mistakes: currency before redirect_url',
    { redirect_url: undefined, currency: '"x"' },
    invalid('currency'),
  ),
  sessionRow(
    'several mistakes: description before metadata',
    { metadata: '1', description: '1' },
    invalid('description'),
  ),
]
