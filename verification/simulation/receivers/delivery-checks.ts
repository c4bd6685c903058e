/** What must be true of events and deliveries when every receiver has been willing for long. */
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { StoredEvent } from '../../../src/core/public-events.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import { merchantId } from '../parties.ts'
import type { World } from '../world.ts'
import type { BookedDelivery } from './booked-delivery.ts'
import { type DeliveryBook, keyOf } from './delivery-book.ts'
import type { ReceiverFaults } from './receiver-faults.ts'
import type { Receivers } from './receivers.ts'

const owner = { merchantId, mode: 'test' } as const
/** The clocks that retention is measured by may have been wrong by so much. */
const toleranceMs = 3 * 3_600_000

type Ended = Readonly<{ world: World; book: DeliveryBook; receivers: Receivers; faults: ReceiverFaults }>

/** Nobody has to ask for anything as long as an endpoint is enabled: the schedule has brought it by now, or is over. */
export function checkBrought({ world, book }: Pick<Ended, 'world' | 'book'>): void {
  for (const { name, event, endpointId, isWaiting } of book.deliveries.values()) {
    const isExcused = book.endpoints.get(endpointId)?.wasStoppedSince(event.order) === true
    world.must(!isWaiting || isExcused, `${name} was not brought, although its receiver is willing`)
  }
}

/** Everything that is owed has arrived, and what was missed has arrived after it was asked for. */
export async function checkDeliveries(ended: Ended, truth: Storage): Promise<void> {
  const { world, book, receivers } = ended
  checkGivenUp(ended)
  for (const delivery of book.deliveries.values()) {
    const { event, endpointId } = delivery
    const isThere = book.endpoints.get(endpointId)?.now.deletedAtMs === null
    const isFromHand = event.paymentId === null
    if (!isThere || isFromHand || receivers.accepted.has(keyOf(endpointId, event.id))) continue
    if ((await truth.findEvent(owner, event.id)) === null) {
      checkRemoved(ended, delivery)
      continue
    }
    // What was sent by hand to an endpoint that does not want it is not tried again.
    const found = await truth.findDelivery(endpointId, event.id)
    const isOwed = delivery.isSubscribed
    world.must(!isOwed, `${delivery.name} has never arrived, and is ${found?.state} in the end`)
  }
}

/** The sandbox gives nobody up. */
function checkGivenUp({ world, book, faults }: Ended): void {
  for (const [id, { isHopeless, now }] of book.endpoints) {
    const isEnabled = now.disabledAtMs === null
    world.must(
      !isHopeless || !isEnabled || faults.isSandbox,
      `${id} has failed for days, and is still enabled`,
    )
    world.must(now.disabledReason !== 'failing' || !faults.isSandbox, `${id} is given up in the sandbox`)
  }
}

function checkRemoved(
  { world, book, faults }: Ended,
  { event, endpointId, name, isWaiting }: BookedDelivery,
) {
  const ageMs = world.kernel.nowMs - event.committedMs
  world.must(ageMs >= faults.eventLifeMs - toleranceMs, `${event.id} is removed before its time`)
  const isSkipped = book.endpoints.get(endpointId)?.wasStoppedSince(event.order) === true
  world.must(!isWaiting || isSkipped, `${name} is removed before it was sent`)
}

/** The types of the events of one payment that are not there anymore. */
export function removedOf(
  { events }: DeliveryBook,
  { id }: Payment,
  left: readonly StoredEvent[],
): readonly string[] {
  const leftIds = new Set(left.map((event) => event.id))
  const ofPayment = [...events.values()].filter(({ paymentId }) => paymentId === id)
  return ofPayment.filter((event) => !leftIds.has(event.id)).map(({ type }) => type)
}
