/**
 * Compares the gateway's book with the sandbox acquirer's, by SQL of its own, so that a mistake in the gateway's reading of
 * either cannot hide here.
 */

export type BookCheck = Readonly<{
  /** Payments with two approvals at the same time. */
  doubled: readonly string[]
  /** Sentences, one for each difference. */
  differences: readonly string[]
  /** Attempts and refunds of which the outcome is still being found out. */
  inDoubt: number
  payments: number
  approved: number
  refunds: number
}>

export type Row = Readonly<Record<string, string | number | null>>

/** At one point in time: differences mean something only while nothing moves. 64-bit integers are numbers. */
export type Book = Readonly<{ rows(sql: string): Promise<readonly Row[]> }>

const attemptsInDoubt = `select reference from attempts where state in ('sending', 'unknown', 'reversing')`
const refundsInDoubt = `select reference from refunds where state in ('sending', 'pending', 'unknown', 'reversing')`

export async function compareBooks(ours: Book, theirs: Book): Promise<BookCheck> {
  const payments = await ours.rows(
    `select p.id, p.status, p.amount_minor, p.currency, a.reference, a.state from payments p
     left join attempts a on a.payment_id = p.id and a.state in ('approved', 'challenged')`,
  )
  const refunds = await ours.rows(
    `select reference, amount_minor, state from refunds where state in ('succeeded', 'failed')`,
  )
  const doubtful = [...(await ours.rows(attemptsInDoubt)), ...(await ours.rows(refundsInDoubt))]
  const inDoubt = doubtful.map((row) => String(row.reference))
  const approvals = await theirs.rows(
    `select reference, payment_key, amount_minor, currency from authorizations where state = 'approved'`,
  )
  const acquirerRefunds = await theirs.rows(
    'select reference, amount_minor, state, becomes, due_at_ms from refunds',
  )
  const incidents = await theirs.rows('select payment_key from incidents')
  return {
    doubled: [...incidents.map((row) => String(row.payment_key)), ...repeated(approvals)],
    differences: [
      ...approvalDifferences(payments, approvals, inDoubt),
      ...refundDifferences(refunds, acquirerRefunds, inDoubt),
    ],
    inDoubt: inDoubt.length,
    payments: await countIn(ours, 'payments'),
    approved: approvals.length,
    refunds: await countIn(ours, 'refunds'),
  }
}

async function countIn(book: Book, table: string): Promise<number> {
  return Number((await book.rows(`select count(*) as n from ${table}`))[0]?.n)
}

function repeated(approvals: readonly Row[]): string[] {
  const keys = approvals.map((row) => String(row.payment_key))
  const seen = new Set<string>()
  return keys.filter((key) => seen.size === seen.add(key).size)
}

/** Succeeded if and only if the acquirer has one approval with the same reference, amount and currency. */
function approvalDifferences(
  payments: readonly Row[],
  approvals: readonly Row[],
  inDoubt: readonly string[],
): string[] {
  const succeeded = payments.filter((payment) => payment.status === 'succeeded')
  const atAcquirer = new Map(approvals.map((row) => [row.reference, row]))
  const onlyOurs = succeeded.flatMap((payment) => {
    const approval = atAcquirer.get(payment.reference ?? '')
    if (approval === undefined) return [`${payment.id} succeeded, but the acquirer has no approval`]
    const isEqual = approval.amount_minor === payment.amount_minor && approval.currency === payment.currency
    return isEqual
      ? []
      : [`${payment.id}: the acquirer approved ${approval.amount_minor} ${approval.currency}`]
  })
  const known = new Set([
    ...succeeded.map((payment) => payment.reference),
    ...inDoubt,
    ...challenged(payments),
  ])
  const onlyTheirs = approvals
    .filter((row) => !known.has(row.reference))
    .map(
      (row) =>
        `the acquirer has an approval with the reference ${row.reference}, but no payment of ours succeeded with it`,
    )
  return [...onlyOurs, ...onlyTheirs]
}

/** The customer may have passed the challenge and not come back yet. */
function challenged(payments: readonly Row[]): (string | number | null | undefined)[] {
  return payments.filter((payment) => payment.state === 'challenged').map((payment) => payment.reference)
}

function refundDifferences(
  refunds: readonly Row[],
  acquirerRefunds: readonly Row[],
  inDoubt: readonly string[],
): string[] {
  const paidBack = new Map(
    acquirerRefunds
      .filter((row) => row.state === 'succeeded' || (row.state === 'pending' && row.becomes === 'succeeded'))
      .map((row) => [row.reference, row]),
  )
  const ours = refunds.flatMap((refund) => {
    const theirs = paidBack.get(refund.reference ?? '')
    if ((refund.state === 'succeeded') === (theirs !== undefined)) return []
    return [`refund ${refund.reference} ${refund.state}, but the acquirer says ${theirs?.state ?? 'no'}`]
  })
  const known = new Set([...refunds.map((refund) => refund.reference), ...inDoubt])
  const theirs = [...paidBack.keys()].filter((reference) => !known.has(reference ?? ''))
  return [
    ...ours,
    ...theirs.map((reference) => `the acquirer refunded ${reference}, which is not one of our refunds`),
  ]
}
