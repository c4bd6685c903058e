/** Writes the client's types from `openapi.json`: `npm run openapi`. */
import { writeFileSync } from 'node:fs'
import { clientTypesText } from './client-types/generate.ts'

writeFileSync(new URL('../client/src/api-types.ts', import.meta.url), clientTypesText())
