/**
 * What 3-D Secure wants to know about the browser: its headers, and what the page's script added to the form. Whatever is
 * malformed is left out; it never keeps anyone from paying.
 */
import { parseAddress } from '../platform/ip-address.ts'
import type { BrowserData } from '../ports/acquirer.ts'
import type { Visit } from './wait.ts'

/** 3-D Secure's own limit for both headers. */
const headerLengthMax = 2_048
const colorDepths = [48, 32, 24, 16, 15, 8, 4, 1]
/** Minutes: no time zone is further from UTC. */
const offsetMax = 840
const tag = /^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,3}$/i

export function browserDataOf({ request, context }: Visit, field: string | undefined): BrowserData {
  const header = (name: string): string =>
    (request.headers.get(name) ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, headerLengthMax)
  const found = readField(field ?? '')
  return {
    acceptHeader: header('accept'),
    userAgent: header('user-agent'),
    language: found?.language ?? firstLanguage(header('accept-language')),
    ip: parseAddress(context.client.address) === null ? null : context.client.address,
    javascriptEnabled: found !== null,
    screen: found?.screen ?? null,
  }
}

function firstLanguage(header: string): string | null {
  const [first = ''] = header.split(/[,;]/, 1)
  return tag.test(first.trim()) ? first.trim() : null
}

type Found = Readonly<{ language: string | null; screen: NonNullable<BrowserData['screen']> }>

/** As the script writes it: language, color depth, width, height, and minutes to UTC. No browser runs Java anymore. */
function readField(text: string): Found | null {
  const parts = /^([^,]{0,35}),(\d{1,2}),(\d{1,6}),(\d{1,6}),(-?\d{1,3})$/.exec(text)
  if (parts === null) return null
  const [, language = '', depth, width, height, offset] = parts
  const colorDepth = colorDepths.find((known) => known <= Number(depth))
  if (colorDepth === undefined || Math.abs(Number(offset)) > offsetMax) return null
  return {
    language: tag.test(language) ? language : null,
    screen: {
      colorDepth,
      height: Number(height),
      width: Number(width),
      timeZoneOffset: Number(offset),
      javaEnabled: false,
    },
  }
}
