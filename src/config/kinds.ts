/** Parses settings. Error messages never repeat the value: it may be a secret in the wrong place. */
import { readFileSync } from 'node:fs'
import { isClosed } from '../platform/closed-networks.ts'
import { databaseUrlMistake } from '../platform/database-url.ts'
import { type Network, parseNetwork } from '../platform/ip-address.ts'
import type { CommandName } from './command-names.ts'

/** Throws {@link Unusable}. The text is empty only if the setting has no default and is not set. */
export type Kind<T> = (text: string, command: CommandName) => T

/** The message continues after the setting's name: "must be an integer from 1 to 5". */
export class Unusable extends Error {
  override name = 'Unusable'
}

export function text(): Kind<string> {
  return (value) => value
}

/** So long that nobody finds it by trying. */
export function secret(charactersMin: number): Kind<string> {
  return (value) => {
    if (value.length < charactersMin || value.length > 1_000)
      throw new Unusable(`must be a random secret of at least ${charactersMin} characters`)
    return value
  }
}

/** A key for the API. */
export function secretKey(): Kind<string> {
  return (value) => {
    if (!/^fl_(?:test|live)_sk_[A-Za-z0-9_]{1,200}$/.test(value))
      throw new Unusable('must be a secret API key: fl_test_sk_... or fl_live_sk_...')
    return value
  }
}

/** Null if the setting is not set. */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return (value, command) => (value === '' ? null : kind(value, command))
}

export function flag(): Kind<boolean> {
  return (value) => {
    if (value !== 'true' && value !== 'false') throw new Unusable('must be true or false')
    return value === 'true'
  }
}

/** `devMin`: a lower minimum for `flowlix dev`. */
export function integer(min: number, max: number, devMin = min): Kind<number> {
  return (value, command) => {
    const least = command === 'dev' ? devMin : min
    const number = /^[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= least && number <= max)) {
      throw new Unusable(`must be an integer from ${least} to ${max}`)
    }
    return number
  }
}

export function oneOf<T extends string>(choices: readonly T[]): Kind<T> {
  return (value) => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice === undefined) throw new Unusable(`must be one of ${choices.join(', ')}`)
    return choice
  }
}

/** Some of the choices, separated by commas. All of them if the setting is empty. */
export function someOf<T extends string>(choices: readonly T[]): Kind<readonly T[]> {
  const one = oneOf(choices)
  return (value, command) => {
    if (value === '') return choices
    try {
      return value.split(',').map((part) => one(part.trim(), command))
    } catch {
      throw new Unusable(`must be some of ${choices.join(', ')}, separated by commas`)
    }
  }
}

/** An origin without a path, because links are built from it. */
export function origin(): Kind<string> {
  return (value) => {
    const trimmed = value.replace(/\/$/, '')
    const isOrigin =
      URL.canParse(trimmed) &&
      /^https?:$/.test(new URL(trimmed).protocol) &&
      new URL(trimmed).origin === trimmed
    if (!isOrigin) throw new Unusable('must be an origin such as https://pay.example.com')
    return trimmed
  }
}

export function databaseUrl(example: string): Kind<string> {
  return (value) => {
    const mistake = databaseUrlMistake(value, example)
    if (mistake !== null) throw new Unusable(mistake)
    return value
  }
}

/** Addresses and networks, separated by commas. */
export function networks(): Kind<readonly Network[]> {
  return (value) => {
    const parts = value === '' ? [] : value.split(',').map((part) => part.trim())
    const known = parts.flatMap((part) => parseNetwork(part) ?? [])
    if (known.length < parts.length) {
      throw new Unusable(
        'must be IP addresses or networks separated by commas, such as 10.0.0.5,2001:db8::/32',
      )
    }
    return known
  }
}

/** Those that webhooks may be sent to. */
export function openedNetworks(): Kind<readonly Network[]> {
  const read = networks()
  return (value, command) => {
    const opened = read(value, command)
    if (opened.some(isClosed)) {
      throw new Unusable(
        'must not contain link-local networks or cloud metadata services, because webhooks are never sent there',
      )
    }
    return opened
  }
}

/** A proxy that is reached by HTTP or HTTPS, perhaps with a name and a password. No message repeats them. */
export function proxyUrl(): Kind<URL> {
  return (value) => {
    const url = URL.parse(value)
    if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
      throw new Unusable('must be the URL of a proxy, such as http://proxy.internal:3128')
    if (![url.username, url.password].every(isEncoded))
      throw new Unusable('contains a % that does not encode a character: write %25 for a percent sign')
    return url
  }
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

const keyBytes = 32

/** Keys in base64, separated by commas. */
export function keys(): Kind<readonly Uint8Array[]> {
  return (value) => {
    const parts = value === '' ? [] : value.split(',').map((part) => part.trim())
    const isKey = (part: string) => /^[A-Za-z0-9+/]{43}=?$/.test(part)
    if (!parts.every(isKey))
      throw new Unusable(
        `must be a key of ${keyBytes} bytes in base64, such as the output of "openssl rand -base64 ${keyBytes}"`,
      )
    return parts.map((part) => Buffer.from(part, 'base64'))
  }
}

/** The content of a file of certificates in PEM. */
export function certificateFile(): Kind<string> {
  const read = textFile()
  return (path, command) => {
    const content = read(path, command)
    if (!/^-----BEGIN CERTIFICATE-----$/m.test(content))
      throw new Unusable('must name a file of certificates in PEM')
    return content
  }
}

/** The content of a text file. */
export function textFile(): Kind<string> {
  return (path) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      throw new Unusable('must name a readable text file')
    }
  }
}

/** A text file with its own grammar. */
export function parsedFile<T>(parse: (content: string) => T): Kind<T> {
  return (path, command) => parsed(parse)(textFile()(path, command), command)
}

/** A value with its own grammar. The message of an error that `parse` throws is shown. */
export function parsed<T>(parse: (value: string) => T): Kind<T> {
  return (value) => {
    try {
      return parse(value)
    } catch (error) {
      throw new Unusable(`is not valid: ${error instanceof Error ? error.message : 'unknown error'}`)
    }
  }
}
