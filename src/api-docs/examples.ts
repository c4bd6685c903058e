/** The examples in four languages, generated from one list of requests, so that they cannot differ. */
import { type Call, calls, exampleKey } from './example-calls.ts'
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

type Value = string | number | readonly Value[] | { [key: string]: Value }
type Exchange = Call & Readonly<{ body: Value | undefined }>

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
  const method = exchange.method === 'GET' ? '' : `-X ${exchange.method} `
  const headers = headersOf(exchange).map(([name, value]) => `-H "${name}: ${value}"`)
  const data =
    exchange.body === undefined ? [] : [`-d '${indented(JSON.stringify(exchange.body, null, 2), 2)}'`]
  return [`curl --fail-with-body ${method}`.trimEnd(), `"${url}"`, ...headers, ...data].join(' \\\n  ')
}

function node(exchange: Exchange, url: string): string {
  const { method, body, prints } = exchange
  const { name: one, id = 'id', fact } = prints
  const name = prints.isList ? 'list' : one
  const headers = headersOf(exchange).map(
    ([key, value]) => `    ${key.includes('-') ? `'${key}'` : key}: '${value}',`,
  )
  return [
    `const response = await fetch('${url}', {`,
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    '  headers: {',
    ...headers,
    '  },',
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(javascript(body), 2)}),`]),
    '  signal: AbortSignal.timeout(30_000),',
    '})',
    `const ${name} = await response.json()`,
    `if (!response.ok) throw new Error(${name}.error.message)`,
    '',
    `${prints.isList ? `for (const ${one} of list.data) ` : ''}console.log(${one}.${id}, ${one}.${fact})`,
  ].join('\n')
}

function python(exchange: Exchange, url: string): string {
  const { method, body, prints } = exchange
  const { name: one, id = 'id', fact } = prints
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
    `${prints.isList ? '    ' : ''}print(${one}["${id}"], ${one}["${fact}"])`,
  ].join('\n')
}

function php(exchange: Exchange, url: string): string {
  const { method, body, prints } = exchange
  const { name: one, id = 'id', fact } = prints
  const name = prints.isList ? '$list' : `$${one}`
  const headers = headersOf(exchange).map(([key, value]) => `        '${key}: ${value}',`)
  return [
    '<?php',
    `$request = curl_init('${url}');`,
    'curl_setopt_array($request, [',
    ...(method === 'GET' ? [] : [`    CURLOPT_CUSTOMREQUEST => '${method}',`]),
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
      ? [`foreach ($list['data'] as $${one}) {`, `    echo ${phpFacts(one, id, fact)};`, '}']
      : [`echo ${phpFacts(one, id, fact)};`]),
  ].join('\n')
}

const phpFacts = (name: string, id: string, fact: string): string =>
  `$${name}['${id}'], ' ', $${name}['${fact}'], PHP_EOL`

/** Indents every line except the first. */
function indented(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`)
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

function javascript(value: Value): string {
  if (isList(value)) return `[${value.map(javascript).join(', ')}]`
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
  if (isList(value)) return `[${value.map(phpArray).join(', ')}]`
  if (typeof value !== 'object') return typeof value === 'string' ? `'${value}'` : String(value)
  const members = Object.entries(value).map(
    ([key, member]) => `    '${key}' => ${indented(phpArray(member), 4)},`,
  )
  return `[\n${members.join('\n')}\n]`
}
