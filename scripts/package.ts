/** `npm run package`: builds everything that a release hands out, in release/. */
import { packageRelease } from '../build/package/package-release.ts'

const files = await packageRelease()
console.log(files.map((file) => `release/${file}`).join('\n'))
