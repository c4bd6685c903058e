/** Reads the header `traceparent` of W3C Trace Context. What is not valid is ignored, as the standard demands. */
import type { Trace } from '../request-context.ts'

/** A later version may append fields behind a hyphen; the first four stay as they are. */
const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/
const invalidVersion = 'ff'
const noTrace = '0'.repeat(32)
const noParent = '0'.repeat(16)

/** A header that was sent twice arrives as one with a comma, which is not valid either. */
export function readTraceParent(header: string | undefined): Trace | null {
  const [, version, traceId = noTrace, parentId = noParent, rest] = pattern.exec(header ?? '') ?? []
  if (version === undefined || version === invalidVersion) return null
  if (version === '00' && rest !== undefined) return null
  return traceId === noTrace || parentId === noParent ? null : { traceId, parentId }
}
