/** A module that is no acquirer at all. */
export const name = 'something else'
