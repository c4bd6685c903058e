/** Before the tests that run on PostgreSQL again: says which part of them it is, so that it can be repeated. */

/** Each project has an instance of this module. */
const announced = 'FLOWLIX_SAMPLE_ANNOUNCED'

export default function announceSample(): void {
  const { STORAGES, STORAGES_SEED } = process.env
  if (process.env[announced] !== undefined || (STORAGES ?? '') !== '') return
  process.env[announced] = 'yes'
  console.log(
    `\nA sample of the tests runs on PostgreSQL, too. To repeat it, set STORAGES_SEED=${STORAGES_SEED}.\n`,
  )
}
