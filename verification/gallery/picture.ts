/** Takes pictures of pages as WebP, which Chromium writes but Playwright does not offer. */
import { writeFile } from 'node:fs/promises'
import type { CDPSession, Page } from 'playwright-core'

const quality = 80
/** Longer pages are cut: nobody looks at the end of such a picture. */
const heightMax = 4_000

export async function takePicture(page: Page, file: string, isWhole: boolean): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const { cssContentSize, cssVisualViewport } = await session.send('Page.getLayoutMetrics')
  const width = cssVisualViewport.clientWidth
  const height = isWhole ? Math.min(cssContentSize.height, heightMax) : cssVisualViewport.clientHeight
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
    captureBeyondViewport: isWhole,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  })
  await session.detach()
  await writeFile(file, Buffer.from(data, 'base64'))
}
