/** The storage contract on a PostgreSQL database. */
import { describeStorage } from '../storage/contract.ts'
import { postgresDatabase } from './engine.ts'

describeStorage(postgresDatabase)
