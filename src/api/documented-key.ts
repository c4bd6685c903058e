/** The key that the API's documentation shows. Everybody knows it, so it opens nothing but a sandbox. */
export const documentedTestKey = 'fl_test_sk_abc123def456'
