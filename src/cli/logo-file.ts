/** Reads a logo from a file, or from a data: URL, which is how "merchants show --json" prints it. */
import { hash } from 'node:crypto'
import { resolve } from 'node:path'
import { examineLogo, logoBytesMax, type StoredLogo } from '../core/look/logo.ts'
import type { Reading } from './merchant-values.ts'
import { type Bytes, readSmallFile } from './small-file.ts'

const hashLength = 32
const dataScheme = 'data:'

/** `folder`: where a relative path begins. */
export function readLogo(text: string, folder: string): Reading {
  if (text.trim() === '') return { value: null }
  const bytes = text.startsWith(dataScheme)
    ? decode(text)
    : readSmallFile(resolve(folder, text), logoBytesMax)
  if ('problem' in bytes) return bytes
  const facts = examineLogo(bytes)
  if ('problem' in facts) return facts
  const logo: StoredLogo = { hash: hash('sha256', bytes, 'hex').slice(0, hashLength), ...facts, bytes }
  return { value: logo }
}

export function dataUrlOf({ type, bytes }: StoredLogo): string {
  return `${dataScheme}${type};base64,${Buffer.from(bytes).toString('base64')}`
}

function decode(url: string): Bytes {
  const comma = url.indexOf(',')
  if (!url.slice(0, comma).endsWith(';base64')) return { problem: 'is a data: URL that is not in Base64' }
  return Buffer.from(url.slice(comma + 1), 'base64')
}
