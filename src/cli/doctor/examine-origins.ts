/** Whether the gateway responds at its public origins, through the proxy and with a certificate that clients accept. */
import { isTimeout, noConnection } from '../connection-trouble.ts'
import type { Findings } from './findings.ts'

const timeoutMs = 5_000

export async function examineOrigins(origins: readonly string[], findings: Findings): Promise<void> {
  for (const origin of new Set(origins)) {
    const trouble = await troubleAt(`${origin}/readyz`)
    if (trouble === null) findings.ok(`The gateway responds at ${origin}.`)
    else findings.warning(`The gateway does not respond at ${origin}: ${trouble}.`)
  }
}

async function troubleAt(url: string): Promise<string | null> {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    return status === 200 ? null : `status ${status} at ${url}`
  } catch (error) {
    return isTimeout(error) ? `no response within ${timeoutMs / 1_000} s` : noConnection(error)
  }
}
