/** A way out where a key is lost: endpoints get a new secret, because nobody can ever decrypt the one that they have. */
import type { WebhookEndpoint } from '../core/webhook/endpoint.ts'
import type { Storage } from '../ports/storage.ts'
import type { Random } from '../ports/system.ts'
import type { Secrets } from './gateway.ts'
import { everyEndpoint } from './webhooks/every-endpoint.ts'
import { newSecret } from './webhooks/new-endpoint.ts'

type Parts = Readonly<{ storage: Storage; secrets: Secrets; random: Random }>

/** The endpoints with a secret that none of the keys decrypts. */
export async function findLostSecrets({
  storage,
  secrets,
}: Omit<Parts, 'random'>): Promise<readonly WebhookEndpoint[]> {
  return (await everyEndpoint(storage)).filter(({ id, secret, previousSecret }) =>
    [secret, previousSecret].some((sealed) => sealed !== null && !opens(secrets, sealed, id)),
  )
}

/** Keeps what can still be decrypted. Returns false, and changes nothing, if someone else has changed the endpoint. */
export async function replaceLostSecrets(
  { storage, secrets, random }: Parts,
  endpoint: WebhookEndpoint,
): Promise<boolean> {
  const { id, secret, previousSecret } = endpoint
  const hasPrevious = previousSecret !== null && opens(secrets, previousSecret, id)
  const after = {
    ...endpoint,
    secret: opens(secrets, secret, id) ? secret : secrets.seal(newSecret(random), id),
    ...(hasPrevious ? {} : { previousSecret: null, previousSecretUntilMs: null }),
    version: endpoint.version + 1,
  }
  return (await storage.changeEndpoint(after, null)) === 'saved'
}

function opens(secrets: Secrets, sealed: string, owner: string): boolean {
  try {
    secrets.open(sealed, owner)
    return true
  } catch {
    return false
  }
}
