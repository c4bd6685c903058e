/** The storage contract on SQLite: in a file, in one that was upgraded, and in memory. */

import { describe } from 'vitest'
import { describeStorage } from '../storage/contract.ts'
import { describeGuards } from '../storage/guards.ts'
import { describePartGuards } from '../storage/part-guards.ts'
import { rebuiltSqliteFile, sqliteFile, sqliteMemory } from './engine.ts'

describeStorage(sqliteFile)
describeStorage(sqliteMemory)

describe(`rules that ${rebuiltSqliteFile.name} enforces itself`, () => {
  describeGuards(rebuiltSqliteFile)
  describePartGuards(rebuiltSqliteFile)
})
