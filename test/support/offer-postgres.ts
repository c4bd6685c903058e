/** Before the tests: whichever of them needs a PostgreSQL server first starts it, for all of them. */
export { offerServer as default } from '../../verification/postgres/offer.ts'
