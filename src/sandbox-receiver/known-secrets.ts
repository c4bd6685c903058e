/** The signing secrets that requests are checked with: of the endpoints that lead here, and those that the developer has entered. */
import type { Gateway } from '../operations/gateway.ts'
import { listenSecret } from '../webhooks/listen-secret.ts'
import type { KnownSecret } from './check-signature.ts'

const givenMax = 10

export class KnownSecrets {
  readonly #gateway: Pick<Gateway, 'storage' | 'secrets'>
  readonly #path: string
  readonly #listening: KnownSecret
  #given: readonly KnownSecret[] = []

  /** `path`: the receiver's. `key`: the one that `flowlix listen` uses unless it is told otherwise. */
  constructor(gateway: Pick<Gateway, 'storage' | 'secrets'>, path: string, key: string) {
    this.#gateway = gateway
    this.#path = path
    this.#listening = { name: 'flowlix listen', secret: listenSecret(key) }
  }

  /** False for what no secret looks like. */
  give(text: string): boolean {
    const secret = text.trim()
    if (!/^whsec_[A-Za-z0-9+/]{16,172}={0,2}$/.test(secret)) return false
    const others = this.#given.filter((one) => one.secret !== secret)
    this.#given = [...others, { name: `whsec_...${secret.slice(-5)}, which was entered here`, secret }].slice(
      -givenMax,
    )
    return true
  }

  async all(): Promise<readonly KnownSecret[]> {
    return [...(await this.#ofEndpoints()), this.#listening, ...this.#given]
  }

  async #ofEndpoints(): Promise<readonly KnownSecret[]> {
    const { storage, secrets } = this.#gateway
    if (secrets === null) return []
    const known: KnownSecret[] = []
    for (const { id: merchantId } of await storage.listMerchants()) {
      for (const { id, url, secret, previousSecret } of await storage.listEndpoints({
        merchantId,
        mode: 'test',
      })) {
        // A payment may name this page as its callback_url.
        if (url !== null && new URL(url).pathname !== this.#path) continue
        known.push({ name: id, secret: secrets.open(secret, id) })
        if (previousSecret !== null)
          known.push({ name: `${id}, previous secret`, secret: secrets.open(previousSecret, id) })
      }
    }
    return known
  }
}
