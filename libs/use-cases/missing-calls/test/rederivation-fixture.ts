import {
  type CallKey,
  type CallRecord,
  type GroupId,
  giveUpCall,
  type RederivationJob,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { makeRederivations, type RederivationEvent } from '../src/index.ts';
import type { RederivationDeps } from '../src/rederivation/rederivation-deps.ts';
import { at, ended, keyOf, NOON, registry, SHARD_COUNT } from './call-fixture.ts';

export const group = (name = 'Acme_EN') => ({ tenantId: keyOf('any').tenantId, groupId: name as GroupId });
export const never = new AbortController().signal;
export const LEASE_MS = 300_000;

/** The tables, which survive a crash, and the clock. */
export const makeWorld = () => {
  const records = new Map<string, CallRecord>();
  const jobs = new Map<string, RederivationJob>();
  const events: RederivationEvent[] = [];
  const clock = { now: NOON };
  let ids = 0;
  const change = async <R>({ callId }: CallKey, transition: Transition<R>): Promise<R> => {
    const { next, result } = transition(records.get(callId));
    if (next) records.set(callId, next);
    return result;
  };
  const deps: RederivationDeps = {
    jobs: {
      get: async ({ groupId }) => jobs.get(groupId),
      change: async ({ groupId }, apply) => {
        const { next, result } = apply(jobs.get(groupId));
        if (next) jobs.set(groupId, next);
        return result;
      },
    },
    calls: { change },
    finalCallPages: async function* ({ groupId }, { fromDate, toDate }) {
      const items = [...records.values()]
        .filter((call) => call.groupId === groupId && !call.s3Stored)
        .filter(
          ({ outcome, reconciliationStatus: status }) =>
            status === 'given_up' || outcome?.code === 'NO_AUDIO_EXPECTED',
        )
        .filter(({ callTimestamp }) => callTimestamp >= fromDate && callTimestamp < toDate)
        .sort((a, b) => (a.callTimestamp < b.callTimestamp ? -1 : 1));
      for (let n = 0; n < items.length; n += 2) yield items.slice(n, n + 2);
    },
    registry,
    shardCount: SHARD_COUNT,
    policy: { expiryMarginMs: 3 * 3_600_000, leaseMs: LEASE_MS, callsPerCheckpoint: 1 },
    now: () => clock.now,
    makeId: () => `run-${(ids += 1)}`,
    note: (event) => void events.push(event),
  };
  const put = async (callId: string, startedAt: Timestamp, groupId = 'Acme_EN'): Promise<void> => {
    const off = { ...registry.findGroup(groupId as GroupId)!, recording: { enabled: false } };
    const key = keyOf(callId);
    await change(key, ended({ key, startedAt, groupId }, { group: off }));
  };
  const putGivenUp = async (callId: string, startedAt: Timestamp): Promise<void> => {
    const key = keyOf(callId);
    await change(key, ended({ key, startedAt }));
    await change(key, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, at(NOON)));
    // As after 14 days: it left the sparse index.
    records.set(callId, { ...records.get(callId)!, reconciliationShard: undefined });
  };
  const run = async (over: Partial<RederivationDeps> = {}, signal = never) => {
    const started = await makeRederivations({ ...deps, ...over }).start(group(), {}, signal);
    await started?.done;
    return started?.job;
  };
  const statusOf = (callId: string) => records.get(callId)?.reconciliationStatus;
  const typesOf = () => events.map(({ type }) => type);
  return { records, jobs, events, clock, deps, change, put, putGivenUp, run, statusOf, typesOf };
};

/** From the second call on, writes fail as if the process had died. */
export const dyingAfterFirst = ({ deps }: ReturnType<typeof makeWorld>): Partial<RederivationDeps> => {
  let writes = 0;
  const isDead = (): boolean => writes > 1;
  const orDie = async <R>(work: () => Promise<R>): Promise<R> => {
    if (isDead()) throw new Error('the process died');
    return work();
  };
  return {
    calls: {
      change: (key, transition) => {
        writes += 1;
        return orDie(() => deps.calls.change(key, transition));
      },
    },
    jobs: { ...deps.jobs, change: (key, apply) => orDie(() => deps.jobs.change(key, apply)) },
  };
};
