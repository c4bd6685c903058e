/** One process's way to receivers: real signatures and real judgment of responses, over lines that lose some of them. */
import type { WebhookOutcome, WebhookRequest, WebhookSender } from '../../../src/ports/webhook-sender.ts'
import { outcomeOf } from '../../../src/webhooks/outcome-of.ts'
import { signatureHeaders } from '../../../src/webhooks/sign.ts'
import type { Life } from '../life.ts'
import type { World } from '../world.ts'
import type { DeliveryBook } from './delivery-book.ts'
import type { ReceiverFaults } from './receiver-faults.ts'
import type { Receivers, Response } from './receivers.ts'

const deadlineMs = 15_000

type Around = Readonly<{ world: World; book: DeliveryBook; receivers: Receivers; faults: ReceiverFaults }>

export class SimSender implements WebhookSender {
  readonly #around: Around
  readonly #life: Life

  constructor(around: Around, life: Life) {
    this.#around = around
    this.#life = life
  }

  send(request: WebhookRequest): Promise<WebhookOutcome> {
    const { world, book, receivers } = this.#around
    const { kernel, random } = world
    const { url, eventId } = request
    const endpointId = this.#endpointOf(request)
    const claims = book.claimsOf(this.#life, endpointId, eventId)
    const attemptsMax = book.schedule.pausesMs.length + 1
    world.must(
      claims.some(
        ({ delivery: { trigger, scheduleCount } }) =>
          ['resend', 'test'].includes(trigger) || scheduleCount <= attemptsMax,
      ),
      `${eventId} is sent to ${endpointId} beyond the schedule`,
    )
    const secrets = this.#liveSecrets(request, endpointId)
    const headers = signatureHeaders({ ...request, id: eventId })
    const name = `webhook ${eventId.slice(15, 21)} to ${endpointId.slice(-4)}`
    return new Promise((resolve) => {
      const end = (what: string, afterMs: number, outcome: WebhookOutcome) =>
        kernel.at(afterMs, `${name} ${what}`, () => resolve(outcome), this.#life)
      const deadline = end('times out', deadlineMs, { kind: 'failed', error: 'timed_out' })
      const respond = ({ posted, afterMs }: Response): void => {
        if (posted === null || world.hits(this.#around.faults.responseLost)) return
        kernel.at(afterMs, `${name} is answered`, () => {
          if (deadline.canceled || kernel.nowMs >= deadline.atMs) return
          deadline.canceled = true
          end('ends', 0, posted === 'refused' ? refused : outcomeOf(posted, false, request.atMs))
        })
      }
      kernel.at(random.between(1, 100), `${name} arrives`, () => {
        if (!receivers.isUp(url)) return respond({ posted: 'refused', afterMs: 1 })
        const { body } = request
        respond(receivers.receive({ url, endpointId, eventId, body, headers, secrets }))
      })
    })
  }

  /** Each URL belongs to one endpoint. */
  #endpointOf({ url, eventId }: WebhookRequest): string {
    const { world, book } = this.#around
    for (const id of book.endpoints.keys()) {
      if (book.claimsOf(this.#life, id, eventId).some((claim) => claim.url === url)) return id
    }
    world.violate(`${eventId} is sent to ${url}, and was not claimed for it`)
    return ''
  }

  /** When it was claimed: the current one, and the one before as long as it lives. */
  #liveSecrets({ eventId, secrets, atMs }: WebhookRequest, endpointId: string): readonly string[] {
    const { book } = this.#around
    const live = book.claimsOf(this.#life, endpointId, eventId).map(({ endpoint }) => {
      const { secret, previousSecret, previousSecretUntilMs } = endpoint
      const lives = previousSecret !== null && atMs < (previousSecretUntilMs ?? 0)
      const sealed = lives ? [secret, previousSecret] : [secret]
      return sealed.map((one) => book.secrets.open(one, endpointId))
    })
    return live.find((one) => one.join() === secrets.join()) ?? live[0] ?? []
  }
}

const refused: WebhookOutcome = { kind: 'failed', error: 'connection_refused' }
