/** The pictures in the README and at `/docs`: the form of a live payment, as a customer sees it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openTestApp } from '../app/test-app.ts'
import { newPayment } from '../browser/payments.ts'
import { openTown, type Town, withKey } from '../browser/town.ts'
import { deviceNames, devices, schemes } from './looks.ts'
import { takePicture } from './picture.ts'

/** Sharp on screens with two pixels for each. */
const deviceScaleFactor = 2

const order = {
  amount: 12_900,
  currency: 'eur',
  description: 'Order 1042: city bike, rental for 3 days',
  redirect_url: 'https://shop.example.com/done',
}

/** Returns the files. No payment is made: the acquirer of another gateway stands in for a live one. */
export async function takeDocsPictures(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const beside = await openTestApp()
  const town = await openTown({ liveAcquirers: [beside.app.sandbox.acquirer] })
  try {
    const key = await town.gateway.newKey('live')
    return await takeForms(withKey(town, key), folder)
  } finally {
    await town.close()
    await beside.close()
  }
}

async function takeForms(town: Town, folder: string): Promise<readonly string[]> {
  const id = await newPayment(town, order)
  const files: string[] = []
  for (const device of deviceNames) {
    for (const colorScheme of schemes) {
      const viewport = devices[device]
      const context = await town.browser.newContext({
        viewport,
        colorScheme,
        deviceScaleFactor,
        locale: 'en',
      })
      const page = await context.newPage()
      await page.goto(`${town.gatewayUrl}/hpp/${id}`)
      const file = join(folder, `payment-page-${device}-${colorScheme}.webp`)
      await takePicture(page, file, false)
      files.push(file)
      await context.close()
    }
  }
  return files
}
