/** The state of the database as this process sees it, and of its pool of connections if it has one. */
import { Gauge, type Registry } from 'prom-client'
import type { PoolState } from '../storage/observer.ts'

export type DatabaseMetrics = ReturnType<typeof databaseMetrics>

export function databaseMetrics(registers: Registry[]) {
  const up = new Gauge({
    name: 'flowlix_database_up',
    help: '1 if the database answered when the metrics were read, otherwise 0.',
    registers,
  })
  const damaged = new Gauge({
    name: 'flowlix_database_damaged',
    help: '1 if this process has found the database damaged, otherwise 0.',
    registers,
  })
  return {
    isUp: (isUp: boolean): void => up.set(isUp ? 1 : 0),
    isDamaged: (): void => damaged.set(1),
    watchPool: (read: () => PoolState): void => watchPool(registers, read),
  }
}

function watchPool(registers: Registry[], read: () => PoolState): void {
  new Gauge({
    name: 'flowlix_database_connections',
    help: 'Connections to the database: "open", those of them that are "busy", and "max", how many may be open.',
    labelNames: ['state'],
    registers,
    collect() {
      const { max, open, busy } = read()
      this.set({ state: 'max' }, max)
      this.set({ state: 'open' }, open)
      this.set({ state: 'busy' }, busy)
    },
  })
  new Gauge({
    name: 'flowlix_database_waiting_calls',
    help: 'Calls that wait for a connection to the database.',
    registers,
    collect() {
      this.set(read().waiting)
    },
  })
}
