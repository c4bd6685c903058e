/** Writes the descriptions of the API and of the sandbox: `npm run openapi`. */
import { writeFileSync } from 'node:fs'
import { merchantApi, sandboxApi } from './openapi/api.ts'
import { openApiText } from './openapi/document.ts'

for (const api of [merchantApi, sandboxApi])
  writeFileSync(new URL(`../${api.file}`, import.meta.url), openApiText(api))
