/** What is needed to find out why a campaign failed: it rarely fails the same way again. */
import { outputFile, outputTail } from '../../gateway-process.ts'
import type { BookCheck } from '../books.ts'
import type { Cluster } from './cluster.ts'

const charactersMax = 8_000

export type Failed = Readonly<{
  options: Readonly<Record<string, unknown>>
  lost: readonly string[]
  books: BookCheck | null
  folder: string
  cluster: Cluster
}>

export function evidence({ options, lost, books, folder, cluster }: Failed): string {
  const { doubled = [], differences = [] } = books ?? {}
  const outputs = cluster.folders.flatMap((node) => [
    `${outputFile(node)} ends with:`,
    outputTail(node, charactersMax),
  ])
  return [
    `options: ${JSON.stringify(options)}`,
    ...lost.map((sentence) => `lost: ${sentence}`),
    ...doubled.map((key) => `approved twice: ${key}`),
    ...differences.map((sentence) => `the books differ: ${sentence}`),
    ...outputs,
    'The log of the PostgreSQL server ends with:',
    cluster.server.log(),
    `The files are kept in ${folder}.`,
  ].join('\n')
}
