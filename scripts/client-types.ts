/** Writes the client's types anew from `openapi.json`: `node scripts/client-types.ts`. */
import { writeFileSync } from 'node:fs'
import { clientTypesText } from './client-types/generate.ts'

writeFileSync(new URL('../client/src/api-types.ts', import.meta.url), clientTypesText())
