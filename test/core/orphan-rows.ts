/** Lines of theirs under references that our book has never used. */
import { attemptReference, correctionReference } from '../../src/core/attempt/reference.ts'
import { given, installationId, open, play } from './situations.ts'
import { authorization, type BookRow, refundOf } from './statement-lines.ts'
import * as ask from './vocabulary.ts'

const second = attemptReference(installationId, given.opened.id, 2)
const ours = authorization('approved')
const theirSecond = authorization('approved', { reference: second })
const foreign = { reference: 'another-system-17' }
/** All cards that it may take have been tried: it has failed. Open ones with a card to come are the others. */
const twoCards = play(open({ attemptsMax: 2 }), [0, ask.start()], [2, ask.answer(ask.declined)])
const expectAdopt = ['only_theirs, adopt, 1000']
const expectReverse = ['only_theirs, reverse, 1000']
const expectWait = ['only_theirs, wait, 1000']

const authorizationRows: readonly BookRow[] = [
  ['no payment of ours', null, [ours], expectReverse],
  ['no payment of ours, they still ask', null, [authorization('challenged')], expectReverse],
  ['no payment of ours, not decided', null, [authorization('pending')], expectReverse],
  ...(['declined', 'failed', 'reversed'] as const).map(
    (state): BookRow => [`no payment of ours, ${state}`, null, [authorization(state)], []],
  ),
  ['no reference of ours', null, [authorization('approved', foreign)], ['only_theirs, person, 1000']],
  [
    'a reference with an attempt of no number',
    null,
    [authorization('approved', { reference: `${ours.reference.slice(0, -1)}0` })],
    ['only_theirs, person, 1000'],
  ],
  ['an open payment', given.opened, [ours], expectAdopt],
  ['an open payment, a later attempt', given.opened, [theirSecond], expectWait],
  ['an open payment, they still ask', given.opened, [authorization('challenged')], expectWait],
  ['an open payment, no card known', given.opened, [authorization('approved', { last4: null })], expectWait],
  [
    'an open payment, another amount',
    given.opened,
    [authorization('approved', { amountMinor: 999 })],
    ['only_theirs, wait, 999'],
  ],
  [
    'an open payment, another currency',
    given.opened,
    [authorization('approved', { currency: 'usd' })],
    expectWait,
  ],
  ['the second card of an open payment', twoCards, [authorization('declined'), theirSecond], expectAdopt],
  [
    'an attempt is running',
    given.unknown,
    [authorization('pending'), theirSecond],
    ['in_doubt, wait, 1000', 'only_theirs, wait, 1000'],
  ],
  [
    'one card only, which is being reversed',
    given.oneCardStates.reversing,
    [theirSecond],
    ['in_doubt, wait, 1000', 'only_theirs, wait, 1000'],
  ],
  ...(['failed', 'expired', 'canceled', 'abandoned'] as const).map(
    (state): BookRow => [
      `the payment has ended: ${state}`,
      given[state],
      [state === 'failed' ? theirSecond : ours],
      expectReverse,
    ],
  ),
  ['another approval of a paid payment', given.succeeded, [ours, theirSecond], ['double, reverse, 1000']],
  [
    'a paid payment, of which they ask again',
    given.succeeded,
    [ours, authorization('challenged', { reference: second })],
    expectReverse,
  ],
]

const back = refundOf(400)
const whole = refundOf(1_000)
const own = refundOf(600, { reference: correctionReference(ours.reference, 600) })
const nowhere = { originalReference: null }

const refundRows: readonly BookRow[] = [
  ['a refund of no payment of ours', null, [ours, back], ['only_theirs, reverse, 600']],
  [
    'a refund under way, of no payment of ours',
    null,
    [ours, refundOf(400, { state: 'pending' })],
    ['only_theirs, reverse, 600'],
  ],
  [
    'a failed refund of no payment of ours',
    null,
    [ours, refundOf(400, { state: 'failed' })],
    ['only_theirs, reverse, 1000'],
  ],
  ['all of it refunded', null, [ours, whole], []],
  [
    'an authorization that names another one, which is not its refund',
    null,
    [ours, { ...theirSecond, originalReference: ours.reference }],
    [...expectReverse, ...expectReverse],
  ],
  ['the rest paid back by us', null, [ours, back, own], []],
  ['paid back by us, its authorization is older', null, [own], []],
  ['a refund whose authorization is older', null, [back], ['only_theirs, person, 400']],
  ...(['failed', 'declined', 'reversed'] as const).map(
    (state): BookRow => [
      `a refund that is ${state}, whose authorization is older`,
      null,
      [refundOf(400, { state })],
      [],
    ],
  ),
  ['a refund of they do not say what', null, [refundOf(400, nowhere)], ['only_theirs, person, 400']],
  [
    'a refund of they do not say what, whose reference begins like the end of one of ours',
    null,
    [refundOf(400, { ...nowhere, reference: 'c400' })],
    ['only_theirs, person, 400'],
  ],
  [
    'a refund of no payment, under our reference of another',
    null,
    [refundOf(400, { originalReference: 'another-system-17' })],
    ['only_theirs, person, 400'],
  ],
  ['a refund of a paid payment', given.succeeded, [ours, back], ['only_theirs, adopt, 400']],
  ['a refund of all of it', given.succeeded, [ours, whole], ['only_theirs, adopt, 1000']],
  ['a refund that is larger', given.succeeded, [ours, refundOf(1_001)], ['only_theirs, person, 1001']],
  [
    'a refund that does not fit beside ours',
    given.refundSucceeded,
    [ours, refundOf(400, { reference: 'refund1-reference' }), refundOf(601)],
    ['only_theirs, person, 601'],
  ],
  [
    'a refund in another currency',
    given.succeeded,
    [ours, refundOf(400, { currency: 'usd' })],
    ['only_theirs, person, 400'],
  ],
  [
    'a refund that we did not name',
    given.succeeded,
    [ours, refundOf(400, { reference: 'by-hand-1' })],
    ['only_theirs, person, 400'],
  ],
  [
    'a refund before its authorization',
    given.opened,
    [back, ours],
    [...expectAdopt, 'only_theirs, adopt, 400'],
  ],
  [
    'a refund of all, of an open payment',
    given.opened,
    [ours, whole],
    [...expectAdopt, 'only_theirs, adopt, 1000'],
  ],
  [
    'a refund of an open payment whose authorization is older',
    given.opened,
    [back],
    ['only_theirs, person, 400'],
  ],
  [
    'a refund of what cannot be adopted',
    given.opened,
    [authorization('approved', { last4: null }), back],
    ['only_theirs, wait, 600'],
  ],
  [
    'a refund of an attempt in doubt',
    given.unknown,
    [ours, back],
    ['behind, adopt, 1000', 'only_theirs, wait, 400'],
  ],
  ['a refund of what we call declined', given.declined, [ours, back], ['only_theirs, reverse, 600']],
  ['all of it refunded, which we call declined', given.declined, [ours, whole], []],
  [
    'a refund of what we call declined, its line is older',
    given.declined,
    [back],
    ['only_theirs, person, 400'],
  ],
]

export const orphanRows: readonly BookRow[] = [...authorizationRows, ...refundRows]
