/** A merchant's second key: it works at both nodes, is revoked through one of them, and works nowhere from then on. */
import type { Clients } from './client.ts'
import { secondKeyId, secondSecretKey } from './parties.ts'

const minuteMs = 60_000

export async function revokeKeySometime(clients: Clients): Promise<void> {
  await useSometimes(clients, 4, 200)
  await revokeKey(clients)
  clients.world.count('key_revoked')
  await useSometimes(clients, 8, 401)
}

async function useSometimes(clients: Clients, times: number, expected: number): Promise<void> {
  const { kernel, random } = clients.world
  for (let i = 0; i < times; i++) {
    await kernel.wait(random.pick([10, 1_000, random.between(1, 4) * minuteMs]), 'somebody uses the key')
    const status = await useKey(clients)
    const isRight = status === null || status === expected
    clients.world.must(isRight, `a key gets the response ${status} instead of ${expected}`)
  }
}

async function useKey(clients: Clients): Promise<number | null> {
  const headers = { authorization: `Bearer ${secondSecretKey}` }
  const path = '/v1/payments?limit=1'
  const reply = await clients.fetch('list', { method: 'GET', path, headers, body: null })
  return reply.kind === 'answered' ? reply.value.status : null
}

/** Until somebody says that it is done. */
async function revokeKey(clients: Clients): Promise<void> {
  const { kernel } = clients.world
  for (;;) {
    const reply = await clients.request('revoke', ({ gateway: { storage, clock } }) =>
      storage.revokeApiKey(secondKeyId, clock.nowMs()),
    )
    if (reply.kind === 'answered') return
    await kernel.wait(5_000, 'the operator tries again')
  }
}
