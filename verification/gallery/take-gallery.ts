/** Takes a picture of every page in every look. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addBrand, type Brand, brands } from '../app/brands.ts'
import { pages } from '../browser/pages.ts'
import { type Town, withKey } from '../browser/town.ts'
import { galleryIndex } from './gallery-index.ts'
import { deviceNames, devices, languages, schemes } from './looks.ts'
import { takePicture } from './picture.ts'

export type Picture = Readonly<{
  state: string
  file: string
  brand: Brand
  language: string
  device: string
  scheme: string
}>

type Gallery = Readonly<{
  folder: string
  /** Only states whose name contains this. */
  only: string
  onPage(state: string, brand: Brand, language: string): void
}>

/** `town`: one for all pages. Returns the file to look at. */
export async function takeGallery(town: Town, { folder, only, onPage }: Gallery): Promise<string> {
  await mkdir(join(folder, 'pictures'), { recursive: true })
  const pictures: Picture[] = []
  for (const brand of brands) {
    const own = withKey(town, await addBrand(town.gateway.app.storage, brand))
    for (const language of languages) {
      for (const [state, [, open]] of Object.entries(pages)) {
        if (!state.includes(only)) continue
        onPage(state, brand, language)
        pictures.push(...(await takeState({ town: own, folder, state, open, brand, language })))
      }
    }
  }
  const index = join(folder, 'index.html')
  await writeFile(index, galleryIndex(pictures))
  return index
}

type State = Readonly<{
  town: Town
  folder: string
  state: string
  open: (typeof pages)[string][1]
  brand: Brand
  language: string
}>

async function takeState({ town, folder, state, open, brand, language }: State): Promise<Picture[]> {
  const context = await town.browser.newContext({ locale: language, viewport: devices.phone })
  const page = await context.newPage()
  await open(town, page)
  const pictures: Picture[] = []
  for (const device of deviceNames) {
    await page.setViewportSize(devices[device])
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      const name = `${state.replaceAll(/\W+/g, '-')}-${brand}-${language}-${device}-${scheme}.webp`
      const file = `pictures/${name}`
      await takePicture(page, join(folder, file), true)
      pictures.push({ state, file, brand, language, device, scheme })
    }
  }
  await context.close()
  return pictures
}
