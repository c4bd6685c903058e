/** Before the tests that run on PostgreSQL again: says which part of them it is, so that it can be repeated. */

let isAnnounced = false

export default function announceSample(): void {
  const { STORAGES, STORAGES_SEED } = process.env
  if (isAnnounced || (STORAGES ?? '') !== '') return
  isAnnounced = true
  console.log(
    `\nA sample of the tests runs on PostgreSQL, too. To repeat it, set STORAGES_SEED=${STORAGES_SEED}.\n`,
  )
}
