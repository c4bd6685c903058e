/**
 * Which processor core a process runs on: servers on one, the load generator on another, so that they do not take time
 * from each other. Works where there is `taskset` and a second core; elsewhere processes run where they like.
 */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

export const serverCore = 0
export const generatorCore = 1

export const hasCores = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0

/** All threads that it has by now; those that it makes later follow. */
export function pin(pid: number | undefined, core: number): void {
  if (!hasCores || pid === undefined) return
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)])
  if (status !== 0) throw new Error(`process ${pid} cannot be kept to core ${core}`)
}
