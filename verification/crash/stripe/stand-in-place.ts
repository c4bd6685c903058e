/** How the gateway of a crash campaign finds the stand-in of Stripe. */
export const standInVariable = 'STAND_IN_URL'
export const standInKey = 'sk_test_crashCampaign'
