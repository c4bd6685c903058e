/** An issuer asks again, or the acquirer shows the same challenge under another URL: the customer may have passed it already. */
import { type ExpectedEvent, row } from './row.ts'
import { at, given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const another = { ...ask.challenge, url: 'https://bank.example/2' }
const form = { ...ask.challenge, method: 'POST', fields: { creq: 'e30' } } as const
const otherForm = { ...form, fields: { creq: 'e31' } }
const cameBackFromForm = play(given.sending, [1, ask.answer(form)], [20, ask.comeBack()])

const challengeAgain = (url: string, fields: object | null, nextAtS: number): readonly ExpectedEvent[] => [
  {
    type: 'attempt_challenge_requested',
    url,
    fields,
    country: null,
    expiresAtMs: at(601),
    nextAtMs: at(nextAtS),
  },
]
const inconclusive = (cause: string, nextAtS: number): readonly ExpectedEvent[] => [
  { type: 'attempt_inquiry_inconclusive', cause, notFoundCount: 0, nextAtMs: at(nextAtS) },
]

const asked = 'challenged, requires_action'
const bringers = [
  ['a worker', ask.inquiry],
  ['the return', ask.conclusive],
] as const

const requestedRows = bringers.flatMap(([who, bring]) => [
  row(
    `came back, and is asked again at another address, ${who}`,
    given.cameBack,
    bring(another),
    50,
    challengeAgain(another.url, null, 60),
    asked,
  ),
  row(
    `came back, and is asked again with another form, ${who}`,
    cameBackFromForm,
    bring(otherForm),
    50,
    challengeAgain(form.url, otherForm.fields, 60),
    asked,
  ),
  row(
    `came back from a form, and is asked again by a link to the same address, ${who}`,
    cameBackFromForm,
    bring(ask.challenge),
    50,
    challengeAgain(form.url, null, 60),
    asked,
  ),
  row(
    `came back from a link, and is asked again by a form at the same address, ${who}`,
    given.cameBack,
    bring(form),
    50,
    challengeAgain(form.url, form.fields, 60),
    asked,
  ),
  row(
    `came back at the last moment, and is asked again, ${who}`,
    given.cameBack,
    bring(another),
    596,
    challengeAgain(another.url, null, 601),
    asked,
  ),
])

/** The customer cannot come back from a challenge that is over, so the acquirer is still asked. */
const secondShown = play(given.cameBack, [50, ask.inquiry(another)])

const polledRows = [
  row('no answer', secondShown, ask.inquiry(ask.lost), 60, inconclusive('timeout', 70), asked),
  row('the same again', secondShown, ask.inquiry(another), 60, inconclusive('challenge', 70), asked),
  row('the first again', secondShown, ask.inquiry(ask.challenge), 60, inconclusive('challenge', 70), asked),
  row('just before the end', secondShown, ask.inquiry(ask.lost), 596, inconclusive('timeout', 601), asked),
  row(
    'passed',
    secondShown,
    ask.inquiry(ask.approved),
    60,
    [
      { type: 'attempt_approved', acquirerTransactionId: 'tx1', country: null },
      { type: 'payment_succeeded' },
    ],
    'approved, succeeded',
  ),
]

/** The acquirer approved another amount after the customer had come back, which only a person can settle. */
const setAside = play(given.cameBack, [30, ask.inquiry(ask.approvedOther)])
const setAsideRow = row(
  'set aside, and asked again at another address',
  setAside,
  ask.conclusive(another),
  50,
  [],
)

export const secondChallengeRows = [...requestedRows, ...polledRows, setAsideRow]
