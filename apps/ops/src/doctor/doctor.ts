import { loadRegistry } from '@recordings/service';
import type { Ops } from '../ops.ts';
import { credentialsPlaces } from '../options/credentials-place.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import type { Check, CheckedResult } from './check.ts';
import { checkBuckets } from './checks/check-buckets.ts';
import { checkClock } from './checks/check-clock.ts';
import { checkKeys } from './checks/check-keys.ts';
import { checkQueues } from './checks/check-queues.ts';
import { checkRegistry } from './checks/check-registry.ts';
import { checkSubscriptions } from './checks/check-subscriptions.ts';
import { checkTables } from './checks/check-tables.ts';
import { explainFault } from './explain-fault.ts';
import { ocpChecks } from './ocp/ocp-checks.ts';
import { renderCheckup } from './render-checkup.ts';
import { runChecks } from './run-checks.ts';

/** All checks run at the same time, so that the whole ends within a minute. */
const LIMIT_MS = 50_000;

/** Looks at everything that an environment needs, and prints what is wrong with its fix. It changes nothing. */
export const doctor = async (ops: Ops, isJson: boolean): Promise<ExitStatus> => {
  const config = ops.config();
  const place = { isLocal: ops.isLocal, prefix: config.RESOURCE_PREFIX };
  const nowMs = Date.parse(ops.now());
  const registry = loadRegistry(config.REGISTRY_FILE);
  registry.catch(() => undefined); // Each check that needs it says so.
  const load = () => registry;
  const checks: Check[] = [
    checkClock(() => Date.parse(ops.now())),
    checkTables(place),
    checkQueues(place),
    checkSubscriptions(place),
    checkBuckets(place, config, load),
    checkRegistry(config.REGISTRY_FILE, load),
    ...credentialsPlaces(config, ops.isLocal).map((kept) => checkKeys(kept, nowMs)),
    ...ocpChecks(config, ops.stores(), load, nowMs),
  ];
  const results = await runChecks(checks, {
    limitMs: LIMIT_MS,
    explain: (error) => explainFault(error, place),
    signal: ops.signal,
  });
  ops.terminal.say(
    isJson ? JSON.stringify({ verdict: verdictOf(results), checks: results }) : renderCheckup(results),
  );
  return STATUS[verdictOf(results)];
};

type Verdict = 'well' | 'look' | 'wrong';

const STATUS: Readonly<Record<Verdict, ExitStatus>> = {
  well: exitStatus.done,
  look: exitStatus.nothingFound,
  wrong: exitStatus.failed,
};

const verdictOf = (results: readonly CheckedResult[]): Verdict => {
  const levels = results.flatMap(({ findings }) => findings.map(({ level }) => level));
  if (levels.includes('fault')) return 'wrong';
  return levels.length > 0 ? 'look' : 'well';
};
