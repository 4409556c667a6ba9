// One round of graphile-worker or pg-boss: the same workloads, and the same RESULT lines, as the contenders in Java.
import { readFileSync, writeFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const [contenderName, workload, url, ...rest] = process.argv.slice(2);
const options = Object.fromEntries(rest.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const number = (name, otherwise) => Number(options[name] ?? otherwise);
const connectionString = url.replace(/^jdbc:/, "").replace(/\/\/([^/?]+)/, "//postgres@$1").replace(/\?.*$/, "");
const payload = (n) => ({ n, text: "x".repeat(75) });
const now = () => process.hrtime.bigint();
const result = (name, value) => console.log(`RESULT ${name} ${value.toFixed(6)}`);

const pool = new pg.Pool({ connectionString, max: 10 });
pool.on("error", () => {});
const ask = async (sql) => Number((await pool.query(sql)).rows[0].count);

/** Best known tuning: a local queue of 2,000, completions batched as they come, 24 jobs at once. */
class GraphileWorker {
  async open() {
    this.lib = await import("graphile-worker");
    this.logger = new this.lib.Logger(() => (level, message) => {
      if (level === "error") console.error(message);
    });
    this.utils = await this.lib.makeWorkerUtils({ pgPool: pool, logger: this.logger });
    if (workload !== "W3-enqueue") await this.utils.migrate();
  }
  enqueue(n) {
    return this.utils.addJob("bench", payload(n));
  }
  async enqueueAll(from, count) {
    for (let done = 0; done < count; done += 1000) {
      const specs = [];
      for (let i = done; i < Math.min(count, done + 1000); i++) {
        specs.push({ identifier: "bench", payload: payload(from + i) });
      }
      await this.utils.addJobs(specs);
    }
  }
  async start(handler) {
    const batched = workload === "W2" || workload === "W1B" || workload === "W1" || workload === "W4" || workload === "W5";
    this.runner = await this.lib.run({
      pgPool: pool,
      logger: this.logger,
      noHandleSignals: true,
      taskList: { bench: (args) => handler(args.n) },
      preset: {
        worker: {
          concurrentJobs: 24,
          ...(batched
            ? { localQueue: { size: 2000, refetchDelay: { durationMs: 10 } }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }
            : {}),
        },
      },
    });
  }
  async stop() {
    await this.runner.stop();
  }
  async isDrained() {
    return (await ask("select count(*) from (select 1 from graphile_worker._private_jobs limit 1) j")) === 0;
  }
  async history() {
    return -1;
  }
}

/** Best known tuning: batches of 500, fetched again at once while they are full, woken by NOTIFY. */
class PgBossContender {
  async open() {
    const { PgBoss } = await import("pg-boss");
    this.boss = new PgBoss({ connectionString, schedule: false, useListenNotify: true, max: 10 });
    this.boss.on("error", (error) => console.error(error.message));
    await this.boss.start();
    if (workload !== "W3-enqueue") await this.boss.createQueue("bench", { notify: true });
  }
  enqueue(n) {
    return this.boss.send("bench", payload(n));
  }
  async enqueueAll(from, count) {
    for (let done = 0; done < count; done += 1000) {
      const jobs = [];
      for (let i = done; i < Math.min(count, done + 1000); i++) jobs.push({ data: payload(from + i) });
      await this.boss.insert("bench", jobs);
    }
  }
  async start(handler) {
    const work = { batchSize: workload.startsWith("W3") ? 1 : 500, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, localConcurrency: 2 };
    await this.boss.work("bench", work, async (jobs) => {
      for (const job of jobs) handler(job.data.n);
    });
  }
  async stop() {
    await this.boss.offWork("bench");
  }
  async isDrained() {
    return (await ask("select count(*) from (select 1 from pgboss.job where name = 'bench' and state in ('created', 'active', 'retry') limit 1) j")) === 0;
  }
  async history() {
    return ask("select count(*) from pgboss.job where name = 'bench' and state = 'completed'");
  }
}

const contender = contenderName === "graphile-worker" ? new GraphileWorker() : new PgBossContender();

class Ledger {
  constructor(jobs) {
    this.runs = new Int32Array(jobs);
    this.total = 0;
  }
  ran(n) {
    this.runs[n]++;
    this.total++;
  }
  async await(count) {
    const end = Date.now() + 240_000;
    while (this.total < count) {
      if (Date.now() > end) throw new Error(`Only ${this.total} of ${count} jobs ran`);
      await sleep(1);
    }
  }
  check() {
    this.runs.forEach((runs, n) => {
      if (runs !== 1) throw new Error(`Job ${n} ran ${runs} times, expected once`);
    });
  }
}

function ticks(pid, withEnded) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
    return { parent: fields[1], ticks: fields[11] + fields[12] + (withEnded ? fields[13] + fields[14] : 0) };
  } catch {
    return { parent: 0, ticks: 0 };
  }
}

function cpu() {
  const { user, system } = process.cpuUsage();
  const postmaster = number("server", 0);
  let server = postmaster ? ticks(postmaster, true).ticks : 0;
  if (postmaster) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const one = ticks(pid, false);
      if (one.parent === postmaster) server += one.ticks;
    }
  }
  return { worker: (user + system) / 1000, server: server * 10 };
}

function reportCpu(before, jobs) {
  const after = cpu();
  result("worker ms/job", (after.worker - before.worker) / jobs);
  result("server ms/job", (after.server - before.server) / jobs);
}

async function awaitDrained() {
  while (!(await contender.isDrained())) await sleep(2);
}

async function checkHistory(jobs) {
  const kept = await contender.history();
  if (kept >= 0 && kept !== jobs) throw new Error(`The history has ${kept} jobs, expected ${jobs}`);
  result("history", kept < 0 ? 0 : 1);
}

async function drainAll(jobs) {
  const ledger = new Ledger(jobs);
  await contender.start((n) => ledger.ran(n));
  await ledger.await(jobs);
  await awaitDrained();
  await contender.stop();
  ledger.check();
  await checkHistory(jobs);
}

const workloads = {
  async W1() {
    let next = 0;
    let stop = false;
    const loops = Array.from({ length: 8 }, async () => {
      while (!stop) await contender.enqueue(next++);
    });
    await sleep(number("warm", 5) * 1000);
    const before = cpu();
    const from = now();
    const first = next;
    await sleep(number("seconds", 3) * 1000);
    const jobs = next - first;
    result("jobs/s", jobs / (Number(now() - from) / 1e9));
    reportCpu(before, jobs);
    stop = true;
    await Promise.all(loops);
    await drainAll(next);
  },
  async W1B() {
    let next = 0;
    const fill = async (seconds) => {
      const end = now() + BigInt(seconds * 1e9);
      while (now() < end) {
        await contender.enqueueAll(next, 10_000);
        next += 10_000;
      }
    };
    await fill(number("warm", 5));
    const before = cpu();
    const first = next;
    const from = now();
    await fill(number("seconds", 3));
    result("jobs/s", (next - first) / (Number(now() - from) / 1e9));
    reportCpu(before, next - first);
  },
  async W2() {
    const jobs = number("jobs", 100_000);
    const warm = number("warm-jobs", jobs / 2);
    await contender.enqueueAll(0, warm);
    await drainAll(warm);
    await contender.enqueueAll(0, jobs);
    await pool.query("vacuum analyze");
    await pool.query("checkpoint");
    const ledger = new Ledger(jobs);
    const before = cpu();
    const from = now();
    await contender.start((n) => ledger.ran(n));
    await ledger.await(jobs);
    await awaitDrained();
    result("jobs/s", jobs / (Number(now() - from) / 1e9));
    reportCpu(before, jobs);
    await contender.stop();
    ledger.check();
    await checkHistory(warm + jobs);
  },
  async "W3-work"() {
    const jobs = number("warm-jobs", 0) + number("jobs", 1500);
    const started = new BigInt64Array(jobs);
    const ledger = new Ledger(jobs);
    await contender.start((n) => {
      started[n] = now();
      ledger.ran(n);
    });
    console.log("READY");
    await new Promise((resolve) => createInterface(process.stdin).once("line", resolve));
    await ledger.await(jobs);
    await contender.stop();
    ledger.check();
    writeFileSync(options.times, started.join("\n") + "\n");
  },
  async "W3-enqueue"() {
    const warm = number("warm-jobs", 0);
    const jobs = warm + number("jobs", 1500);
    const called = new BigInt64Array(jobs);
    const returned = new BigInt64Array(jobs);
    let at = now();
    for (let n = 0; n < jobs; n++) {
      at = n === warm ? now() + 5_000_000_000n : at + (n < warm ? 1_000_000n : 20_000_000n);
      const wait = Number(at - now()) / 1e6;
      if (wait > 0) await sleep(wait);
      called[n] = now();
      await contender.enqueue(n);
      returned[n] = now();
    }
    writeFileSync(options.times, [...called, ...returned].join("\n") + "\n");
  },
  async W4() {
    await contender.start(() => {});
    await contender.enqueue(0);
    await sleep(number("warm", 10) * 1000);
    console.log("BEGIN");
    const before = cpu();
    const seconds = number("seconds", 30);
    await sleep(seconds * 1000);
    const after = cpu();
    console.log("END");
    result("worker CPU %", (after.worker - before.worker) / seconds / 10);
    result("server CPU %", (after.server - before.server) / seconds / 10);
    await contender.stop();
  },
};

try {
  await contender.open();
  await workloads[workload]();
  process.exit(0);
} catch (error) {
  console.error("Exception", error);
  process.exit(1);
}
