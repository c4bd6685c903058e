/**
 * `npm run preview`: takes a picture of every state of the payment page, in light and dark, on a phone and on a desktop, in
 * three languages and two brands, and writes a page to look at them. `--only receipt` takes the states whose names contain
 * this, `--folder` says where to, and `--docs` takes the pictures of the README and of /docs instead.
 */
import '../verification/load-tsx.ts'
import { pathToFileURL } from 'node:url'
import { readOptions } from '../verification/read-options.ts'

const { values } = readOptions({
  options: {
    folder: { type: 'string', default: 'preview' },
    only: { type: 'string', default: '' },
    docs: { type: 'boolean', default: false },
  },
})

// Only now can modules with JSX be imported.
const { openTownForPages } = await import('../verification/browser/pages.ts')
const { takeGallery } = await import('../verification/gallery/take-gallery.ts')
const { takeDocsPictures } = await import('../verification/gallery/docs-pictures.ts')

if (values.docs) {
  for (const file of await takeDocsPictures('docs/pictures')) console.log(file)
} else {
  const town = await openTownForPages()
  try {
    const index = await takeGallery(town, {
      folder: values.folder,
      only: values.only,
      onPage: (state, brand, language) => console.log(`${brand}, ${language}: ${state}`),
    })
    console.log(`Open ${pathToFileURL(index)}`)
  } finally {
    await town.close()
  }
}
