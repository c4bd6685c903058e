/** Which payments `flowlix purge` is about, and which of them it can do something for. */
import type { Mode } from '../core/payment/payment.ts'
import type { Hold } from '../core/payment/personal-data.ts'
import type { Gateway } from '../operations/gateway.ts'
import {
  endedWithPersonalData,
  paymentsOfEmail,
  personalDataState,
  type RemovalOutcome,
} from '../operations/remove-personal-data.ts'
import type { Input } from './command.ts'
import { findPayment } from './find-named.ts'
import { UsageError } from './mistakes.ts'
import { readTime } from './read-time.ts'

export type Selection = Readonly<{
  /** For the security log, without anything personal. */
  words: string
  /** In batches. */
  find(gateway: Gateway): AsyncIterable<readonly string[]>
}>

export type Findings = Readonly<{
  removable: readonly string[]
  /** Why the others stay as they are. */
  left: Map<string, Hold | RemovalOutcome>
}>

const ways = ['before', 'payment', 'email'] as const

export function readSelection({ values }: Input, nowMs: number): Selection {
  const [way, another] = ways.filter((name) => values[name] !== undefined)
  if (way === undefined || another !== undefined) {
    throw new UsageError('choose the payments by one of --before, --payment and --email')
  }
  const value = values[way] ?? ''
  if (way === 'before') return endedBefore(value, readModes(values.mode), nowMs)
  if (values.mode !== undefined) throw new UsageError('--mode is for --before only')
  return way === 'payment' ? onePayment(value) : ofCustomer(value)
}

function endedBefore(text: string, modes: readonly Mode[], nowMs: number): Selection {
  const beforeMs = readTime('before', text)
  if (beforeMs > nowMs) throw new UsageError('--before must not be in the future')
  return {
    words: `${modes.join(' and ')} payments that ended before ${new Date(beforeMs).toISOString()}`,
    find: async function* ({ storage }) {
      for (const mode of modes) yield* endedWithPersonalData(storage, mode, beforeMs)
    },
  }
}

function readModes(text: string | undefined): readonly Mode[] {
  if (text === undefined) return ['test', 'live']
  if (text !== 'test' && text !== 'live') throw new UsageError('--mode must be test or live')
  return [text]
}

function onePayment(id: string): Selection {
  return {
    words: id,
    find: async function* ({ storage }) {
      yield [(await findPayment(storage, id)).id]
    },
  }
}

function ofCustomer(email: string): Selection {
  if (!email.includes('@')) throw new UsageError('--email must be an email address')
  return {
    words: 'of one customer',
    find: async function* ({ storage }) {
      yield await paymentsOfEmail(storage, email)
    },
  }
}

export async function findPayments(gateway: Gateway, selection: Selection): Promise<Findings> {
  const removable: string[] = []
  const left: Findings['left'] = new Map()
  for await (const ids of selection.find(gateway)) {
    for (const id of ids) {
      const state = await personalDataState(gateway, id)
      if (state === 'removable') removable.push(id)
      else if (state !== 'already_removed') left.set(id, state)
    }
  }
  return { removable, left }
}

const reasons = {
  open: 'has not ended',
  unsettled: 'has an attempt or a refund that is not settled; see flowlix explain',
  recent: 'changed in the last 24 hours',
  failed: 'could not be changed; see the log',
} as const

const namedMax = 20

export function explainLeft(left: Findings['left']): readonly string[] {
  if (left.size === 0) return []
  const named = [...left].slice(0, namedMax)
  return [
    left.size === 1 ? '1 payment was left as it is:' : `${left.size} payments were left as they are:`,
    ...named.map(
      ([id, reason]) => `  ${id} ${reason in reasons ? reasons[reason as keyof typeof reasons] : reason}`,
    ),
    ...(left.size > named.length ? [`  and ${left.size - named.length} more`] : []),
  ]
}
