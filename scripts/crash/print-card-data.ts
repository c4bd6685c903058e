/** Where card data was found, without the digits. */
import type { Finding } from '../../verification/scan/scan-folder.ts'

export function printCardData(findings: readonly Finding[]): void {
  for (const { file, mark, encoding, place } of findings) {
    console.error(`${file}: ${mark}, ${encoding}, ${place}`)
  }
}
