/** Once before all tests: the browser unpacks itself at its first use, and test files that start together would race. */
import chromium from '@sparticuz/chromium'

export default async function unpackChromium(): Promise<void> {
  if (process.env.CHROMIUM_PATH === undefined) await chromium.executablePath()
}
