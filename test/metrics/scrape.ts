/** Reads the text format of Prometheus, strictly: a line that does not fit is an error. */

export type Labels = Readonly<Record<string, string>>
export type Sample = Readonly<{ name: string; labels: Labels; value: number }>

export class Scrape {
  readonly samples: readonly Sample[]

  constructor(samples: readonly Sample[]) {
    this.samples = samples
  }

  named(name: string): readonly Sample[] {
    return this.samples.filter((sample) => sample.name === name)
  }

  /** The sum of all samples that have these labels; null if there is none. */
  value(name: string, labels: Labels = {}): number | null {
    const fitting = this.named(name).filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )
    return fitting.length === 0 ? null : fitting.reduce((sum, { value }) => sum + value, 0)
  }
}

const line = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (-?[0-9.e+-]+|[+-]Inf|Na[nN])$/
const label = /([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)/g

export function scrapeOf(text: string): Scrape {
  const lines = text.split('\n').filter((one) => one !== '' && !one.startsWith('# '))
  return new Scrape(lines.map(sampleOf))
}

function sampleOf(text: string): Sample {
  const [, name = '', labels = '', value = ''] = line.exec(text) ?? []
  if (name === '') throw new Error(`not a sample: ${text}`)
  const pairs = [...labels.matchAll(label)].map(([, key = '', said = '']) => [key, said] as const)
  return { name, labels: Object.fromEntries(pairs), value: Number(value) }
}
