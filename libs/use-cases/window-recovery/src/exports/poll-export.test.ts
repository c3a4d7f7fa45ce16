import { GroupId, TenantId, timestampOf } from '@recordings/call-record';
import {
  ExportJob,
  type ExportSlot,
  type JobStatus,
  type JobStatusName,
  OcpCredentialsError,
  OcpPausedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { RecoveryEvent } from '../recovery-event.ts';
import { pollExport } from './poll-export.ts';

const MINUTE_MS = 60_000;
const start = timestampOf(Date.UTC(2026, 0, 15));
const groupId = GroupId.parse('Acme_EN');
const group = {
  tenantId: TenantId.parse('acme'),
  groupId,
  slotKey: { ocpHost: 'ocp.example', groupId },
  registered: { name: 'Acme_EN', exportConstraints: { jobLifeMinutes: 1_440 } },
} as RecoveredGroup;
const check = {
  version: '1.0',
  kind: 'poll',
  tenantId: group.tenantId,
  groupId: group.groupId,
  slotId: 'single',
  exportId: 'e-1',
} as const;

/** A slot whose job is due for poll 2, which finds this status; the job serves no window. */
const makeWorker = (status: JobStatusName | Error, minutesLate = 0, said: Partial<JobStatus> = {}) => {
  const job = ExportJob.parse({
    phase: 'polling',
    exportId: 'e-1',
    tenantId: 'acme',
    fromDate: start,
    toDate: start,
    reconciliationIds: [],
    intendedAt: start,
    jobId: 'job-1',
    createdAt: start,
    pollNumber: 2,
    pollDueAt: timestampOf(Date.parse(start) + 10 * MINUTE_MS),
    isAbandoned: false,
  });
  let slot: ExportSlot = { slotId: 'single', job, revision: 1 };
  const requests: string[] = [];
  const noted: RecoveryEvent['type'][] = [];
  const deps = {
    exportGroups: {
      read: () => Promise.reject(new Error('a poll does not read the group')),
      getSlot: async () => {
        requests.push('get slot');
        return slot;
      },
      putSlot: async (_: unknown, next: ExportSlot) => {
        requests.push('put slot');
        slot = next;
        return true;
      },
    },
    exportPolicy: {
      pollDelayMs: MINUTE_MS,
      pollDelayGrowth: 1,
      maxPollDelayMs: 15 * MINUTE_MS,
      maxPolls: 6,
      pollRetryDelaysMs: [15_000],
      failedPollDelayMs: 2 * MINUTE_MS,
      maxTotalMs: 240 * MINUTE_MS,
    },
    registry: { findGroup: () => undefined },
    retryRule: { firstFaultDelayMs: MINUTE_MS, maxFaultDelayMs: MINUTE_MS },
    ocpOf: () => ({
      jobStatus: async () => {
        if (status instanceof Error) throw status;
        return { status, raw: status, ...said };
      },
    }),
    sendCheck: async ({ number }: { number: number }, delayMs: number) => {
      requests.push(`send poll ${number} in ${delayMs} ms`);
    },
    now: () => timestampOf(Date.parse(start) + (10 + minutesLate) * MINUTE_MS),
    signal: new AbortController().signal,
    note: ({ type }: RecoveryEvent) => noted.push(type),
  } as unknown as RecoveryDeps;
  return { deps, requests, noted, slot: () => slot };
};

describe('a poll', () => {
  it('of a job that still runs reads its slot once, writes it once and sends the next poll', async () => {
    const { deps, requests } = makeWorker('IN_PROGRESS');
    expect(await pollExport(deps, group, { ...check, number: 2 })).toBe(false);
    expect(requests).toEqual(['get slot', 'put slot', 'send poll 3 in 60000 ms']);
  });

  it('of a failed job frees its slot without another read', async () => {
    const { deps, requests, slot } = makeWorker('FAILED');
    expect(await pollExport(deps, group, { ...check, number: 2 })).toBe(true);
    expect(requests).toEqual(['get slot', 'put slot', 'put slot']);
    expect(slot().job).toBeUndefined();
  });

  it('keeps the word that we do not know on the job', async () => {
    const { deps, slot } = makeWorker('UNKNOWN', 0, { raw: 'Paused' });
    await pollExport(deps, group, { ...check, number: 2 });
    expect(slot().job).toMatchObject({ unknownStatus: 'OCP says "Paused"', unknownWord: 'Paused' });
  });

  it.each([
    [new OcpCredentialsError('OCP jobStatus: HTTP 401', { heldMs: 40 * MINUTE_MS })],
    [new OcpPausedError('alice has paused requests', 40 * MINUTE_MS)],
  ])(
    'comes again after the longest wait of a poll if the hold is longer, and counts as no poll: %s',
    async (refused) => {
      const { deps, requests, slot } = makeWorker(refused);
      expect(await pollExport(deps, group, { ...check, number: 2 })).toBe(false);
      expect(requests).toEqual(['get slot', 'put slot', 'send poll 3 in 900000 ms']);
      expect(slot().job).toMatchObject({
        phase: 'polling',
        pollNumber: 3,
        refusedPolls: 1,
        isAbandoned: false,
      });
    },
  );

  it('that OCP throttles comes again by a message, after the wait that OCP asks for, and counts as no poll', async () => {
    const { deps, requests, slot } = makeWorker(new OcpThrottledError('jobStatus', 40_000));
    await pollExport(deps, group, { ...check, number: 2 });
    expect(requests).toEqual(['get slot', 'put slot', 'send poll 3 in 40000 ms']);
    expect(slot().job).toMatchObject({ pollNumber: 3, failedPolls: 1, pollRetries: 1, isAbandoned: false });
  });

  it.each([
    [new OcpTimeoutError('OCP jobStatus: late'), 15_000],
    [new OcpUnavailableError('OCP jobStatus: HTTP 503'), 120_000],
  ])('that fails by %s comes again after %i ms', async (error, delayMs) => {
    const { deps, requests } = makeWorker(error);
    await pollExport(deps, group, { ...check, number: 2 });
    expect(requests.at(-1)).toBe(`send poll 3 in ${delayMs} ms`);
  });

  it.each([1, 3])('with number %i, which is not due, does nothing', async (number) => {
    const { deps, requests, noted } = makeWorker('IN_PROGRESS');
    expect(await pollExport(deps, group, { ...check, number })).toBe(false);
    expect(requests).toEqual(['get slot']);
    expect(noted).toEqual(['check_ignored']);
  });

  it('that arrives early is sent again with the same number', async () => {
    const { deps, requests } = makeWorker('IN_PROGRESS', -5);
    expect(await pollExport(deps, group, { ...check, number: 2 })).toBe(false);
    expect(requests).toEqual(['get slot', 'send poll 2 in 300000 ms']);
  });
});
