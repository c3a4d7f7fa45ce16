import type { RegistryGroup } from '@recordings/call-record';
import {
  type IntendedJob,
  OcpCredentialsError,
  OcpPausedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
  withOcpWords,
} from '@recordings/reconciliation';
import { createJob } from './create-job.ts';

const NOW = '2026-01-15T12:00:00.000Z';
const LEASE_UNTIL = '2026-01-15T12:05:00.000Z';
const group = {
  name: 'Acme_EN',
  tenant: 'acme',
  exportConstraints: { settleMinutes: 0 },
} as RegistryGroup;

const intentOf = (posts: number): IntendedJob =>
  ({
    phase: 'intended',
    exportId: 'e-1',
    tenantId: 'acme',
    fromDate: NOW,
    toDate: NOW,
    reconciliationIds: [],
    intendedAt: NOW,
    failedCreates: 0,
    posts,
    notBefore: LEASE_UNTIL,
  }) as unknown as IntendedJob;

/** An OCP that refuses every request by this error. */
const depsOf = (error: Error = new OcpCredentialsError('OCP: 401')) => {
  const refuse = async (): Promise<never> => {
    throw error;
  };
  return {
    ocpOf: () => ({ createJob: refuse, listJobs: refuse }),
    audioFormat: 'wav',
    retryRule: { firstFaultDelayMs: 300_000 },
    now: () => NOW,
    timeoutSignal: () => new AbortController().signal,
    signal: new AbortController().signal,
    note: () => undefined,
  } as unknown as Parameters<typeof createJob>[0];
};

describe('createJob with credentials that OCP refuses', () => {
  it('ends the intent at the first POST, which has certainly made no job', async () => {
    expect(await createJob(depsOf(), group, intentOf(1))).toEqual({
      type: 'create-refused',
      leaseUntil: LEASE_UNTIL,
    });
  });

  it('keeps the intent if an earlier POST may have made a job', async () => {
    expect(await createJob(depsOf(), group, intentOf(2))).toEqual({
      type: 'create-postponed',
      delayMs: 300_000,
      message: 'OCP: 401',
      leaseUntil: LEASE_UNTIL,
    });
  });
});

describe('createJob that a person has paused', () => {
  it('keeps the intent, and holds no tenant back', async () => {
    const paused = new OcpPausedError('alice has paused requests', 60_000);
    expect(await createJob(depsOf(paused), group, intentOf(1))).toEqual({
      ...{ type: 'create-postponed', delayMs: 60_000, message: 'alice has paused requests' },
      leaseUntil: LEASE_UNTIL,
    });
  });
});

describe('createJob of a range that has not ended, planned by a process whose clock was fast', () => {
  const early = (posts: number) =>
    ({ ...intentOf(posts), toDate: '2026-01-15T12:01:00.000Z' }) as IntendedJob;
  const sent: string[] = [];
  const deps = {
    ...depsOf(),
    ocpOf: () => ({
      createJob: () => sent.push('create'),
      listJobs: async () => [],
    }),
  } as unknown as Parameters<typeof createJob>[0];

  it('sends nothing and ends the intent', async () => {
    expect(await createJob(deps, group, early(1))).toEqual({
      ...{ type: 'create-refused', isTooEarly: true, leaseUntil: LEASE_UNTIL },
    });
    expect(sent).toEqual([]);
  });

  it('keeps the intent if an earlier POST may have made a job', async () => {
    expect(await createJob(deps, group, early(2))).toMatchObject({ type: 'create-postponed' });
    expect(sent).toEqual([]);
  });
});

describe('createJob that OCP refuses', () => {
  it.each([
    [new OcpThrottledError('createJob'), true],
    [new OcpTimeoutError('OCP createJob: late'), true],
    [new OcpUnavailableError('OCP createJob: HTTP 503'), false],
  ])('reports whether OCP throttled it or did not answer in time: %s', async (error, isOverloaded) => {
    expect(await createJob(depsOf(error), group, intentOf(1))).toMatchObject({
      type: 'create-failed',
      isOverloaded,
    });
  });

  it('reports the code of the error and OCP’s words', async () => {
    const words = { errorType: 'OCPAPIError', errorMessage: 'Rate limit exceeded' };
    const error = withOcpWords(new OcpThrottledError('createJob', 7_000), words);
    expect(await createJob(depsOf(error), group, intentOf(1))).toMatchObject({
      type: 'create-failed',
      isRetryable: true,
      askedMs: 7_000,
      error: { code: 'OCP_THROTTLED', ...words },
    });
  });
});
