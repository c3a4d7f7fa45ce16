import { CallId, parseRegistry, shifted, timestampOf } from '@recordings/call-record';
import {
  type CdrEntry,
  type ExportedJob,
  OcpAnswerTooLargeError,
  OcpBreakerOpenError,
  OcpContractError,
  OcpCredentialsError,
  OcpPausedError,
  type OcpRecording,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
  type Reconciliation,
} from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecordedCdrs, RecoveryDeps } from '../../recovery-deps.ts';
import type { RecoveryEvent } from '../../recovery-event.ts';
import { endSweeps, type SweptJob } from './end-sweeps.ts';
import { type JobCdrs, recordCdrs } from './record-cdrs.ts';

const HOUR_MS = 3_600_000;
const now = timestampOf(Date.UTC(2026, 0, 15, 12));
const [fromDate, toDate] = [shifted(now, -60 * HOUR_MS), shifted(now, -30 * HOUR_MS)];
const job = { jobId: 'job-1', fromDate, toDate } as ExportedJob;
const ids = Array.from({ length: 120 }, (_, at) => CallId.parse(`c-${at}`));
const time = { startedAt: shifted(now, -40 * HOUR_MS), endedAt: shifted(now, -40 * HOUR_MS) };

/** Two tenants have the same group if `isShared`. */
const groupOf = (isShared = false) => {
  const tenants = isShared ? ['acme', 'bolt'] : ['acme'];
  const registry = parseRegistry(makeRegistryFile(...tenants.map((tenant) => ({ name: 'Acme_EN', tenant }))));
  const registered = registry.groups[0]!;
  const { tenant: tenantId, name: groupId } = registered;
  const group: RecoveredGroup = { tenantId, groupId, registered, slotKey: { ocpHost: 'ocp', groupId } };
  return { registry, group };
};

/** Complete CDRs, of a call without audio. */
const cdrsOf = (events: number): JobCdrs => ({
  ...{ events, recorded: events, areExpected: true, incompleteBecause: undefined, isCutOff: false },
  calls: new Map(events > 0 ? [[ids[0]!, { isAudioExpected: false }]] : []),
});

const sweep = (over: Partial<SweptJob>) => {
  const noted: RecoveryEvent[] = [];
  let stored = {
    ...{ reconciliationId: 'r-1', phase: 'waiting', fromDate, toDate, calls: {}, sweep: {}, revision: 1 },
  } as unknown as Reconciliation;
  const deps = {
    reconciliations: {
      get: async () => stored,
      put: async (next: Reconciliation) => {
        stored = next;
        return true;
      },
    },
    ...{ reportFailures: async () => undefined, exportGroups: { removeWindow: async () => undefined } },
    ...{ registry: groupOf().registry, now: () => now, note: (event: RecoveryEvent) => noted.push(event) },
  } as unknown as RecoveryDeps;
  const swept: SweptJob = {
    ...{ verdict: { kind: 'trusted', reason: '' }, stored: new Map() },
    listing: { recordings: new Map(), errors: new Map(), incompleteBecause: undefined },
    noted: { wanted: [], pending: [], isLastChance: false, created: 0, reopened: 0 },
    cdrs: cdrsOf(0),
    ...over,
  };
  return endSweeps(deps, groupOf().group, job, [stored], swept).then(() => ({ stored, noted }));
};

const listingOf = (some: readonly CallId[]) => ({
  recordings: new Map(some.map((callId) => [callId, [{ callId, recordingId: callId } as OcpRecording]])),
  ...{ errors: new Map(), incompleteBecause: undefined },
});

describe('the end of a sweep', () => {
  it('keeps its counts on the reconciliation, and reports them', async () => {
    const { stored, noted } = await sweep({
      listing: listingOf(ids.slice(0, 10)),
      stored: new Map(ids.slice(0, 6).map((id) => [id, time])),
      noted: { wanted: [], pending: [], isLastChance: false, created: 3, reopened: 1 },
      cdrs: { ...cdrsOf(20), recorded: 6 },
    });
    const counts = { listed: 10, stored: 6, created: 3, reopened: 1, notListed: 0, newCdrEvents: 6 };
    expect(stored).toMatchObject({ phase: 'closed', sweep: { result: { isDone: true, ...counts } } });
    expect(noted.at(-1)).toMatchObject({ type: 'range_swept', fromDate, toDate, ...counts });
  });

  it('names the stored calls that a trusted listing lacks, a hundred at most, and counts all', async () => {
    const { stored, noted } = await sweep({ stored: new Map(ids.map((id) => [id, time])) });
    expect(noted.filter(({ type }) => type === 'stored_call_not_listed')).toHaveLength(100);
    expect(stored.sweep?.result?.notListed).toBe(120);
    expect(stored.sweep?.result?.notListedCalls).toEqual(ids.slice(0, 100));
    // The event is counted and logged: the calls have events of their own.
    expect(noted.at(-1)).not.toHaveProperty('notListedCalls');
  });

  it.each([
    ['120', ids],
    ['one', ids.slice(0, 1)],
  ])('sweeps a range again whose empty listing lacks %s that we store, and names none', async (_, some) => {
    const verdict = { kind: 'untrusted', reason: 'the listing contains 0 of 120' } as const;
    const { stored, noted } = await sweep({
      ...{ verdict, stored: new Map(some.map((id) => [id, time])) },
      cdrs: cdrsOf(9),
    });
    expect(noted.map(({ type }) => type)).toEqual(['reconciliation_closed', 'range_not_swept']);
    expect(stored).toMatchObject({ failureReason: verdict.reason, sweep: { result: { isDone: false } } });
    expect(stored.sweep?.result?.isEmpty).toBeUndefined();
  });
});

describe('the CDRs of a job', () => {
  const read = async (
    entries: readonly (CdrEntry | Error)[],
    {
      isShared = false,
      recorded = {},
    }: { isShared?: boolean; recorded?: Partial<RecordedCdrs> | Error } = {},
  ) => {
    const { registry, group } = groupOf(isShared);
    const bodies: string[] = [];
    const noted: RecoveryEvent[] = [];
    const deps = {
      ocpOf: () => ({
        jobCdrs: async function* () {
          for (const entry of entries) {
            if (entry instanceof Error) throw entry;
            yield entry;
          }
        },
      }),
      recordCdrs: async (_: string, body: Uint8Array) => {
        bodies.push(Buffer.from(body).toString());
        if (recorded instanceof Error) throw recorded;
        const calls = new Map([[ids[bodies.length]!, { isAudioExpected: true }]]);
        return { events: 2, recorded: 1, unrecorded: 0, calls, ...recorded };
      },
      ...{ registry, ocpHost: 'ocp', note: (event: RecoveryEvent) => noted.push(event) },
    } as unknown as RecoveryDeps;
    const cdrs = await recordCdrs(deps, group, job, async () => undefined);
    return { cdrs, bodies, noted };
  };
  const events = { kind: 'events', body: Buffer.from('{}') } as const;

  it('are recorded body by body, and counted', async () => {
    const { cdrs, bodies } = await read([events, { kind: 'reading' }, events]);
    expect(bodies).toEqual(['{}', '{}']);
    expect(cdrs).toMatchObject({ events: 4, recorded: 2, incompleteBecause: undefined, areExpected: true });
    expect(cdrs.calls.size).toBe(2);
  });

  it('are incomplete if a part cannot be read; the others are recorded', async () => {
    const { cdrs, bodies, noted } = await read([{ kind: 'cut-off', reason: 'pages' }, events]);
    expect(bodies).toEqual(['{}']);
    expect(cdrs).toMatchObject({ incompleteBecause: 'pages', isCutOff: true });
    expect(noted).toMatchObject([{ type: 'cdrs_unreadable', reason: 'pages' }]);
  });

  it('are incomplete if events could not be recorded, which is reported once; the others are recorded', async () => {
    const { cdrs, bodies, noted } = await read([events, events], { recorded: { unrecorded: 2 } });
    expect(bodies).toHaveLength(2);
    const reason = '4 events of the CDRs are in quarantine';
    expect(cdrs).toMatchObject({ events: 4, incompleteBecause: reason, isCutOff: false });
    expect(noted).toMatchObject([{ type: 'cdrs_unreadable', reason }]);
  });

  it('leave an empty range unswept if events could not be recorded: their calls may have a recording', async () => {
    const { cdrs } = await read([events], { recorded: { unrecorded: 1, calls: cdrsOf(1).calls } });
    const verdict = { kind: 'untrusted', reason: 'the listing is empty' } as const;
    expect((await sweep({ verdict, cdrs })).stored.sweep?.result?.isDone).toBe(false);
  });

  it('are not read if tenants share the group: they do not say whose call it is', async () => {
    const { cdrs, bodies } = await read([events], { isShared: true });
    expect([bodies, cdrs.events, cdrs.areExpected]).toEqual([[], 0, false]);
  });

  it.each([
    [new OcpUnavailableError('down'), false],
    [new OcpBreakerOpenError('down'), false],
    [new OcpTimeoutError('slow'), false],
    [new OcpContractError('no JSON'), false],
    [new OcpRequestRejectedError('OCP refuses three files, with credentials that it accepts'), false],
    [new OcpAnswerTooLargeError('16 MiB'), true],
  ])(
    'are incomplete, and those before are kept, if OCP does not give the next ones: %s',
    async (error, isCutOff) => {
      const { cdrs, bodies, noted } = await read([events, error]);
      expect(bodies).toEqual(['{}']);
      expect(cdrs).toMatchObject({ events: 2, incompleteBecause: error.message, isCutOff });
      expect(noted).toMatchObject([{ type: 'cdrs_unreadable', reason: error.message }]);
    },
  );

  it.each([
    new OcpThrottledError('jobRecordings'),
    new OcpPausedError('paused', 1_000),
    new OcpCredentialsError('refused'),
    new Error('a fault of ours'),
  ])('put off the delivery if %s', async (error) => {
    await expect(read([events, error])).rejects.toBe(error);
  });

  it('put off the delivery if they cannot be recorded now', async () => {
    const fault = new OcpUnavailableError('no error of OCP, whatever its class');
    await expect(read([events], { recorded: fault })).rejects.toBe(fault);
  });

  it('are cut off by a body with too many events: a shorter range has fewer', async () => {
    const { cdrs, noted } = await read([events], { recorded: { events: 0, limitReached: 'too many' } });
    expect(cdrs).toMatchObject({ events: 0, incompleteBecause: 'too many', isCutOff: true });
    expect(noted).toMatchObject([{ type: 'cdrs_unreadable', reason: 'too many' }]);
  });
});
