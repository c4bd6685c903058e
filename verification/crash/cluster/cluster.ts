/** Several nodes of the built gateway behind a balancer, on one PostgreSQL server of their own. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { freePort, type GatewayPlace, GatewayProcess, sandboxDatabaseFile } from '../../gateway-process.ts'
import { PostgresServer } from '../../postgres/server.ts'
import type { Book, BookCheck, Row } from '../books.ts'
import { compareBooks } from '../books.ts'
import { type Failpoint, failpointEnvironment } from '../failpoints.ts'
import { withBook } from '../sqlite-books.ts'
import { type Answered, Balancer } from './balancer.ts'

type Node = {
  readonly port: number
  readonly folder: string
  process: GatewayProcess
  /** Whether it will die at a named point. */
  isDeadly: boolean
}

export type ClusterOptions = Readonly<{
  folder: string
  nodes: number
  /** A gateway that dies at named points. */
  program: string
  /** Where the nodes of the start die; without one, they run the built gateway. */
  failpoint?: Failpoint
  answered: (one: Answered) => void
}>

/** Beside what the nodes need. */
const serverSettings = { wal_keep_size: '0', max_wal_size: '64MB', log_statement: 'none' }
const databaseName = 'campaign'
const readyMs = 60_000

export class Cluster {
  readonly server: PostgresServer
  readonly balancer: Balancer
  readonly #options: ClusterOptions
  readonly #nodes: Node[]
  readonly #sql: Sql
  #kills = 0

  static async start(options: ClusterOptions): Promise<Cluster> {
    const server = await PostgresServer.start(serverSettings)
    const admin = postgres(server.url(), { max: 1, onnotice: () => {} })
    await admin.unsafe(`create database ${databaseName}`)
    await admin.end()
    const nodes: Node[] = []
    const live = (): readonly number[] =>
      nodes.filter(({ process }) => !process.hasExited).map(({ port }) => port)
    const balancer = await Balancer.start(live, options.answered)
    const cluster = new Cluster(options, server, balancer, nodes)
    try {
      // The first one makes the tables, the acquirer's book, and the documented key.
      for (let i = 0; i < options.nodes; i++) await cluster.#addNode(join(options.folder, `node-${i}`))
      return cluster
    } catch (error) {
      await cluster.end()
      throw error
    }
  }

  private constructor(options: ClusterOptions, server: PostgresServer, balancer: Balancer, nodes: Node[]) {
    this.#options = options
    this.server = server
    this.balancer = balancer
    this.#nodes = nodes
    this.#sql = postgres(server.url(databaseName), {
      max: 1,
      onnotice: () => {},
      backoff: () => 0.05,
      types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
    })
  }

  get databaseUrl(): string {
    return this.server.url(databaseName)
  }

  /** Each node's own. */
  get folders(): readonly string[] {
    return this.#nodes.map(({ folder }) => folder)
  }

  /** How many nodes were. */
  get kills(): number {
    return this.#kills
  }

  /** Those that have not died. */
  get live(): readonly GatewayProcess[] {
    return this.#nodes.map(({ process }) => process).filter((process) => !process.hasExited)
  }

  /** Starts those again that have died, by SIGKILL, whoever sent it. Some will die at a named point. */
  async replaceDead(failpoint: () => Failpoint | null): Promise<void> {
    const dead = this.#nodes.filter(({ process }) => process.hasExited)
    for (const node of dead) {
      if (!node.process.wasKilled) throw new Error(`a node ended by itself:\n${node.process.output()}`)
      this.#kills += 1
      const deadly = failpoint()
      node.process = this.#spawn(node.port, node.folder, deadly)
      node.isDeadly = deadly !== null
    }
    await Promise.all(dead.map(({ process }) => ready(process)))
  }

  /** From now on no node dies by itself. */
  async disarm(): Promise<void> {
    await Promise.all(this.#nodes.filter(({ isDeadly }) => isDeadly).map(({ process }) => process.kill()))
    await this.replaceDead(() => null)
  }

  /** At one point in time. */
  async checkBooks(): Promise<BookCheck> {
    return withBook(sandboxDatabaseFile(this.#options.folder), (theirs) =>
      this.#sql.begin('isolation level repeatable read read only', (sql) => {
        const ours: Book = { rows: async (text) => (await sql.unsafe(text)) as unknown as readonly Row[] }
        return compareBooks(ours, theirs)
      }),
    ) as Promise<BookCheck>
  }

  /** Every row of every table, as JSON. */
  async dump(): Promise<readonly Readonly<{ table: string; rows: readonly object[] }>[]> {
    const tables = await this.#sql`select tablename as name from pg_tables where schemaname = 'public'`
    return Promise.all(
      tables.map(async ({ name }) => ({
        table: name,
        rows: await this.#sql`select * from ${this.#sql(name)}`,
      })),
    )
  }

  /** Where the server keeps its data, its write-ahead log, and beside them its log. */
  async serverFolder(): Promise<string> {
    const [row] = await this.#sql`select current_setting('data_directory') as folder`
    return dirname(String(row?.folder))
  }

  /** Everything stays in the files as it is. */
  async halt(): Promise<void> {
    await Promise.all(this.#nodes.map(({ process }) => process.kill()))
    await this.server.stop('immediate')
  }

  async end(): Promise<void> {
    await Promise.all(this.#nodes.map(({ process }) => process.kill()))
    await this.balancer.close()
    await this.#sql.end({ timeout: 0 })
    await this.server.remove()
  }

  async #addNode(folder: string): Promise<void> {
    const { failpoint = null } = this.#options
    const port = await freePort()
    mkdirSync(folder)
    const process = this.#spawn(port, folder, failpoint)
    this.#nodes.push({ port, folder, process, isDeadly: failpoint !== null })
    await process.ready(readyMs)
  }

  #spawn(port: number, folder: string, failpoint: Failpoint | null): GatewayProcess {
    const environment = {
      API_URL: this.balancer.url,
      PAY_URL: this.balancer.url,
      DATABASE_URL: this.databaseUrl,
      // The acquirer is somebody else: what befalls our server does not befall it, and it is the judge.
      SANDBOX_DATABASE: `sqlite:${sandboxDatabaseFile(this.#options.folder)}`,
      WORKER_INTERVAL_MS: '50',
      SANDBOX_REFUND_MS: '200',
      // A client on a busy machine must not send a request just when a node closes its idle connection.
      KEEP_ALIVE_SECONDS: '3600',
      // Whoever looks for card data wants to see all that could be said.
      LOG_LEVEL: 'debug',
    }
    const place: GatewayPlace = { folder, port, environment }
    if (failpoint === null) return new GatewayProcess(place)
    const { program } = this.#options
    const deadly = failpointEnvironment(failpoint, this.#options.folder)
    return new GatewayProcess({ ...place, program, environment: { ...environment, ...deadly } })
  }
}

/** It may die before it is ready: the worker goes on with what others have left. */
async function ready(process: GatewayProcess): Promise<void> {
  await process.ready(readyMs).catch((error: unknown) => {
    if (!process.wasKilled) throw error
  })
}
