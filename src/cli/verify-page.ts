/** `flowlix verify-page`: a payment page, as a browser receives it, against what this build sends. */
import manifest from '../../package.json' with { type: 'json' }
import { type Checked, checkPage } from '../page-check/check-page.ts'
import { browserName, fetchPage, PageUnreachable } from '../page-check/fetch-page.ts'
import type { Command } from './command.ts'
import { counted } from './counted.ts'
import { exitStatus, Refused, UsageError } from './mistakes.ts'

const linesMax = 100

export const verifyPageCommand: Command = {
  name: 'verify-page',
  settings: 'verify-page',
  summary: 'Verify that a payment page reaches browsers as this version of the gateway sends it.',
  details: [
    'The command fetches the page as a browser would and compares its headers, its scripts, and its styles with those of this version. It also reports event handlers, unexpected elements, and URLs of other origins that this version does not write. It does not compare words, amounts, and the targets of links, which differ from payment to payment. It needs no database, so it can run on another machine, such as one that reaches the page from the internet.',
    "A merchant's own style is accepted if it only sets colors and corners. Redirects are not followed. For a private certificate authority, set NODE_EXTRA_CA_CERTS.",
    'Exit status 3 means that the page differs, and 1 that it could not be read.',
  ],
  positionals: [{ name: 'url', meaning: 'The URL of the page.' }],
  options: {
    'allow-headers': {
      value: '<names>',
      meaning: 'Headers that something in front of the gateway adds, such as cf-ray,server-timing.',
    },
    'link-hosts': {
      value: '<hosts>',
      meaning: 'The only hosts that links may lead to, such as shop.example.com. Default: any.',
    },
    'user-agent': {
      value: '<text>',
      meaning: 'The User-Agent header to send. Default: that of a common desktop browser.',
    },
  },
  examples: [
    'flowlix verify-page https://pay.example.com/hpp/none',
    'flowlix verify-page https://pay.example.com/hpp/pay_... --link-hosts shop.example.com',
  ],
  run: async ({ positionals: [address = ''], values }, { terminal }) => {
    const url = readUrl(address)
    const headers = namesIn(values['allow-headers'] ?? '')
    const linkHosts = values['link-hosts'] === undefined ? null : namesIn(values['link-hosts'])
    const page = await fetchPage(url, values['user-agent'] ?? browserName).catch(refuseUnreachable)
    const checked = checkPage(url, page, { headers, linkHosts })
    terminal.out(...describe(checked, page.status))
    return checked.differences.length === 0 ? exitStatus.done : exitStatus.attention
  },
}

function readUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new UsageError('the URL must be that of a page, such as https://pay.example.com/hpp/none')
  return url
}

function namesIn(list: string): ReadonlySet<string> {
  return new Set(list.split(',').map((name) => name.trim().toLowerCase()))
}

function refuseUnreachable(error: unknown): never {
  throw error instanceof PageUnreachable ? new Refused(error.message) : error
}

function describe({ differences, kind, linkedHosts }: Checked, status: number): readonly string[] {
  const more = differences.length - linesMax
  if (differences.length > 0)
    return [
      ...differences.slice(0, linesMax),
      ...(more > 0 ? [`${more} more differences`] : []),
      `The page differs from flowlix ${manifest.version} in ${counted(differences.length, 'place')}. If the gateway has another version, use the same version here.`,
    ]
  const links = linkedHosts.length === 0 ? 'no other host' : linkedHosts.join(', ')
  return [
    `The page (status ${status}, script and style "${kind}") is as flowlix ${manifest.version} sends it. Links lead to ${links}.`,
  ]
}
