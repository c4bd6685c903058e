/** The ways in which every page is looked at. */
export const schemes = ['light', 'dark'] as const
export const devices = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const
/** The source language, one with long words, and one from right to left. */
export const languages = ['en', 'de', 'ar'] as const

export type Scheme = (typeof schemes)[number]
export type Device = keyof typeof devices
export const deviceNames = Object.keys(devices) as Device[]
