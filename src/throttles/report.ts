/** What one node has counted and tells the others. Times are relative: nodes have no monotonic clock in common. */
import { z } from 'zod'
import { declineCodes } from '../core/decline.ts'

/** The limits that are counted by an address in a minute. */
const addressLimits = ['failed_keys', 'unknown_pages', 'card_posts'] as const
export type AddressLimit = (typeof addressLimits)[number]

const name = z.string().min(1).max(64)
const count = z.int().min(0).max(1_000_000)
const durationMs = z.number().min(0).max(86_400_000)

const schema = z.object({
  /** Requests that were let through. */
  takes: z.array(z.tuple([z.enum(addressLimits), name, count])),
  declines: z.array(
    z.object({
      /** Null where cards have no name that other nodes know. */
      card: name.nullable(),
      merchantId: name,
      address: name.nullable(),
      agoMs: durationMs,
      /** The issuer said for good that it declines this card, and took so long. */
      final: z.object({ declineCode: z.enum(declineCodes), tookMs: durationMs }).nullable(),
    }),
  ),
  /** Attempts of a merchant that have ended, and how many of them were declined. */
  tries: z.array(z.tuple([name, count, count])),
  pauses: z.array(z.tuple([name, durationMs])),
  /** Attempts that have ended here and may have begun elsewhere. */
  ends: z.array(z.tuple([name, z.enum(['approved', 'none', ...declineCodes])])),
})

export type Report = z.infer<typeof schema>

/** Null for what this version does not understand. */
export function readReport(text: string): Report | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
