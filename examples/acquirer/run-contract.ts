/** Runs the acquirer contract with Node's own test runner: `node --test run-contract.ts`. */
import { describe, it } from 'node:test'
import { acquirerContract } from 'flowlix-acquirer-contract'
import { subject } from './subject.ts'

acquirerContract({ describe, it }, subject)
