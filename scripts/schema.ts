/** Writes the schema that each engine's migrations add up to into its schema.sql. `npm run schema`. */
import { writeFileSync } from 'node:fs'
import { schemaFile, sqliteSchemaText } from './schema/sqlite.ts'

writeFileSync(schemaFile, sqliteSchemaText())
