/** Counts what a real Chromium asks for to show the hosted page. */
import chromium from '@sparticuz/chromium'
import { chromium as playwright } from 'playwright-core'

export type PageView = Readonly<{ requests: readonly string[] }>

export async function viewPage(url: string): Promise<PageView> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath())
  const browser = await playwright.launch({ executablePath, args: chromium.args, headless: true })
  try {
    const page = await browser.newPage()
    const requests: string[] = []
    page.on('request', (request) => {
      // Icons given as data need no connection.
      if (!request.url().startsWith('data:')) requests.push(new URL(request.url()).pathname)
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    return { requests }
  } finally {
    await browser.close()
  }
}
