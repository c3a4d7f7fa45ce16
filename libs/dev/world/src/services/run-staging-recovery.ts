import { epochMsOf, timestampOf } from '@recordings/call-record';
import { makeRecoverStaged } from '@recordings/recording-intake';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life, Process } from '../time/machine.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import { intakeDepsOf } from './make-intake.ts';

const EVERY_MS = 15 * MINUTE_MS;
/** Longer than an upload and than a download, and than a process is frozen meanwhile. */
const MIN_AGE_MS = 1.5 * HOUR_MS;
const CLAIM_MS = 15 * MINUTE_MS;
const NAME = 'staging-recovery';
const { signal } = new AbortController();

/**
 * Has a downloader search for staged recordings whose process died. A search that cannot find one is left out: its requests
 * would take the faults of the scenario away from those that matter.
 */
export const runStagingRecovery = (surroundings: Surroundings, process: Process): void => {
  const { timeline, objects } = surroundings;
  const search = (): void => {
    timeline.after(EVERY_MS, search);
    const oldMs = timeline.nowMs() - MIN_AGE_MS;
    if (!objects.staged().some(({ stagedAt }) => epochMsOf(stagedAt) <= oldMs)) return;
    recoverOf(surroundings, process)(signal).catch(() => undefined);
  };
  timeline.after(EVERY_MS, search);
};

const recoverOf = (surroundings: Surroundings, { name, life }: Process) => {
  const { objects, tables, claims, registryNow } = surroundings;
  const { listQuarantine, readQuarantine } = objects.storeOf(life);
  const { calls } = storesOf(tables, life);
  return makeRecoverStaged({
    intake: intakeDepsOf(surroundings, life, 'downloader'),
    registry: registryNow(life),
    getCall: calls.get,
    findMovedTo: async (key) => (await calls.read(key))?.movedTo?.tenantId,
    listQuarantine,
    readQuarantine,
    claim: () => claims.take(life, NAME, claimantOf(name, life)),
    minAgeMs: MIN_AGE_MS,
    note: () => undefined,
  });
};

const claimantOf = (owner: string, { clock }: Life) => ({
  owner,
  now: timestampOf(clock.nowMs()),
  forMs: CLAIM_MS,
});
