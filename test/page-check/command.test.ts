/** `flowlix verify-page` as a command: how it asks, and what it says. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../verification/gateway-process.ts'
import { insertBefore } from './changes.ts'
import { type CheckedPage, openCheckedPage } from './checked-page.ts'

let page: CheckedPage
beforeAll(async () => {
  page = await openCheckedPage()
})
afterAll(() => page.close())
beforeEach(() => {
  page.proxy.change(null)
})

describe('the command', () => {
  it('asks as a browser does', async () => {
    await page.verify()
    expect(page.proxy.asked()).toMatchObject({
      'accept-encoding': 'gzip, deflate, br, zstd',
      'sec-fetch-dest': 'document',
      'sec-fetch-mode': 'navigate',
      'user-agent': expect.stringContaining('Mozilla/5.0'),
    })
  })

  it('says where links lead, and reports those to other hosts than expected', async () => {
    const { storage } = page.server.app.app
    await storage.updateMerchant(page.server.app.merchantId, { termsUrl: 'https://shop.example.com/terms' })
    expect((await page.verify()).stdout).toMatch(/Links lead to shop\.example\.com\.$/)
    expect((await page.verify(`/hpp/${page.id}`, '--link-hosts', 'shop.example.com')).code).toBe(0)
    page.proxy.change(
      insertBefore('</main>', '<a href="https://shop.example.com.evil.example/">Pay here</a>'),
    )
    const { code, stdout } = await page.verify(`/hpp/${page.id}`, '--link-hosts', 'shop.example.com')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^Link to a host that was not named: shop\.example\.com\.evil\.example$/m)
  })

  it('shows what it found without doing what it says', async () => {
    page.proxy.change(insertBefore('</body>', '<!--\u001b[2J\r\n-->'))
    expect((await page.verify()).stdout).toContain('\\u001b[2J\\u000d\\u000a')
  })

  it('never shows the address of the page, with which anyone could open it', async () => {
    for (const change of [null, insertBefore('</body>', '<!-- -->')]) {
      page.proxy.change(change)
      expect((await page.verify()).stdout).not.toContain(page.id)
    }
  })

  it('fails with one sentence where nothing listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    expect(await page.desk.type(['verify-page', `${url}/hpp/secret`])).toEqual({
      code: 1,
      stdout: '',
      stderr: `flowlix: The page at ${url} could not be read: the connection was refused.`,
    })
  })

  it.each([
    ['an address that is none', 'pay.example.com'],
    ['another protocol', 'ftp://pay.example.com/'],
    ['an address with a password', 'https://a:b@pay.example.com/'],
  ])('refuses %s', async (_, url) => {
    const { code, stderr } = await page.desk.type(['verify-page', url])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^flowlix: the URL must be that of a page, such as [^\n]+\. See "flowlix verify-page --help"\.$/,
    )
  })
})
