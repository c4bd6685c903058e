/**
 * `npm run build`: the page's assets, the whole gateway as one file in dist/, and the packages that others install.
 * `--gateway-only` leaves out the packages, and `--assets-only` the gateway, too.
 */
import { buildAssets } from '../build/assets.ts'
import { buildAll, buildGateway } from '../build/build-all.ts'

if (process.argv.includes('--assets-only')) await buildAssets()
else if (process.argv.includes('--gateway-only')) await buildGateway()
else await buildAll()
