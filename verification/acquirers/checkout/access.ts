/** The credentials that the stand-in accepts. */
export const standInAccess = {
  secretKey: 'sk_sbox_standinsecret',
  publicKey: 'pk_sbox_standinpublic',
  prefix: 'standin0',
  channel: 'pc_standin',
} as const
