/** The key in the documentation of the API. Everyone knows it, so only a sandbox accepts it. */
export const documentedTestKey = 'fl_test_sk_abc123def456'
