/** Compares the headers of a response with those that a page must have. */

type Received = readonly (readonly [name: string, value: string])[]

/** They say how the response was transported, or are of our own, and give a page no power. */
const neutral: ReadonlySet<string> = new Set([
  ...['allow', 'alt-svc', 'connection', 'content-encoding', 'content-length', 'date', 'flowlix-request-id'],
  ...['keep-alive', 'retry-after', 'server', 'transfer-encoding', 'vary', 'via'],
])

/** Values that are lists; what differs in them is shown instead of the whole. */
const separators: Readonly<Record<string, string>> = {
  'content-security-policy': '; ',
  'permissions-policy': ', ',
}

export function headerDifferences(
  received: Received,
  expected: Readonly<Record<string, string>>,
  allowed: ReadonlySet<string>,
): readonly string[] {
  const added = received
    .filter(([name]) => !(Object.hasOwn(expected, name) || neutral.has(name) || allowed.has(name)))
    .map(([name, value]) => `Header added: ${name}: ${value}`)
  const wrong = Object.entries(expected).flatMap(([name, value]) =>
    differenceOf(
      name,
      value,
      received.filter(([other]) => other === name).map(([, other]) => other),
    ),
  )
  return [...wrong, ...added]
}

function differenceOf(name: string, expected: string, values: readonly string[]): readonly string[] {
  const [value] = values
  if (value === undefined) return [`Header missing: ${name}`]
  if (values.length > 1) return [`Header sent ${values.length} times: ${name}`]
  return value === expected ? [] : [`Header changed: ${name}: ${changes(name, expected, value)}`]
}

function changes(name: string, expected: string, value: string): string {
  const separator = separators[name]
  if (separator === undefined) return `"${value}" instead of "${expected}"`
  const [was, is] = [expected.split(separator), value.split(separator)]
  const missing = was.filter((part) => !is.includes(part))
  const added = is.filter((part) => !was.includes(part))
  if (missing.length + added.length === 0) return 'in a different order, or with repetitions'
  return `without [${missing.join(separator)}], with [${added.join(separator)}]`
}
