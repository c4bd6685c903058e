/**
 * `npm run build`: the page's assets, the whole gateway as one file in dist/, and the client in client/dist/.
 * With `--assets-only`, only the assets.
 */
import { buildAssets } from '../build/assets.ts'
import { buildAll } from '../build/build-all.ts'

if (process.argv.includes('--assets-only')) await buildAssets()
else await buildAll()
