import {
  CallId,
  type CallRecord,
  parseRegistry,
  ReconciliationId,
  type RegistryGroup,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { DomainError } from '@recordings/fault';
import type {
  DownloadTask,
  OcpDownload,
  OcpPermit,
  Reconciliation,
  SettledOutcome,
} from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { FetchDeps, FetchedNotice, FetchedRecording } from '../src/fetch-deps.ts';
import { type FetchEvent, makeHandleDownload } from '../src/index.ts';
import type { StoreOutcome } from '../src/store-outcome.ts';

export class OutageError extends DomainError {
  readonly code = 'OUTAGE';
  readonly fault = 'retryable';
}
/** Of our own set-up. */
export class BucketMissingError extends DomainError {
  readonly code = 'CREDENTIALS';
  readonly fault = 'configuration';
}
export class GoneError extends DomainError {
  readonly code = 'GONE';
  readonly fault = 'permanent';
}
export class TooLargeError extends DomainError {
  readonly code = 'RECORDING_TOO_LARGE';
  readonly fault = 'permanent';
}

export const registry = parseRegistry(
  makeRegistryFile(
    { name: 'Acme_EN', tenant: 'acme' },
    { name: 'Shared', tenant: 'acme' },
    { name: 'Shared', tenant: 'bolt' },
  ),
);
export const group = registry.findGroup('Acme_EN')!;

const callId = CallId.parse('call');
const tenantId = TenantId.parse('acme');
export const key = { tenantId, callId };
export const reconciliationId = ReconciliationId.parse('r-1');
export const at = timestampOf(Date.parse('2026-01-15T12:00:00.000Z'));
export const location = { bucket: 'recordings-sales', key: 'acme/call' };

export const taskOf = (over: Partial<DownloadTask> = {}): DownloadTask => ({
  version: '1.0',
  ...key,
  reconciliationId,
  groupId: group.name,
  exportJobId: 'job-1',
  recordingId: 'rec-1',
  tries: 0,
  declared: {},
  ...over,
});

/** The fields of the call that fetching reads. By default `r-1` holds the call. */
export const callOf = (over: Partial<CallRecord> = {}): CallRecord =>
  ({
    ...key,
    s3Stored: false,
    reconciliationId,
    reconciliationStatus: 'in_progress',
    ...over,
  }) as CallRecord;

/** The call as a download left it. */
export const storedCall = (over: Partial<CallRecord> = {}): CallRecord =>
  callOf({
    s3Stored: true,
    location,
    ingestionSource: 'RECONCILIATION',
    audio: { sha256: 'aa' } as CallRecord['audio'],
    ...over,
  });

type Outcomes = Readonly<Record<string, 'open' | SettledOutcome['outcome']>>;

export type FetchOptions = {
  readonly call?: CallRecord | undefined;
  readonly phase?: Reconciliation['phase'] | 'missing';
  /** Outcomes of the calls of the reconciliation before this one is settled. */
  readonly outcomes?: Outcomes;
  readonly permit?: (signal: AbortSignal) => Promise<OcpPermit>;
  readonly download?: (signal: AbortSignal) => Promise<OcpDownload>;
  readonly store?: (recording: FetchedRecording, signal: AbortSignal) => Promise<StoreOutcome>;
  /** Names of steps that fail, with their errors. */
  readonly failing?: Readonly<Record<string, Error>>;
  /** Of the execution that waits for the downloads. */
  readonly downloadToken?: string;
  readonly deps?: Partial<FetchDeps>;
};

/** The handler over in-memory functions. `steps` names everything that it did, in order. */
export const makeTestFetch = (options: FetchOptions = {}) => {
  const { phase = 'downloading', outcomes = { call: 'open' }, failing = {}, downloadToken } = options;
  const call = 'call' in options ? options.call : callOf();
  const steps: string[] = [];
  const events: FetchEvent[] = [];
  const settled: SettledOutcome[] = [];
  const stored: FetchedRecording[] = [];
  const published: FetchedNotice[] = [];
  const checks: unknown[] = [];
  const heartbeats: string[] = [];
  const sent: { task: DownloadTask; delayS: number }[] = [];
  const timers: { delayMs: number; elapse: () => void; isCancelled: boolean }[] = [];
  const current = new Map<string, string>(Object.entries(outcomes));

  const reconciliationNow = (): Reconciliation | undefined => {
    if (phase === 'missing') return undefined;
    const calls = Object.fromEntries([...current].map(([id, outcome]) => [id, { outcome }]));
    return { reconciliationId, phase, calls, downloadToken } as unknown as Reconciliation;
  };

  /** Takes a turn, so that a step whose promise is not awaited ends too late. */
  const step = async <T>(name: string, effect: () => T): Promise<T> => {
    steps.push(name);
    await Promise.resolve();
    await Promise.resolve();
    if (failing[name]) throw failing[name];
    const value = effect();
    steps.push(`${name} done`);
    return value;
  };
  const handle = makeHandleDownload({
    getCall: () => step('read call', () => call),
    storeRecording: async (recording, signal) => {
      stored.push(recording);
      const result = await options.store?.(recording, signal);
      return step('store', () => result ?? { kind: 'stored' });
    },
    publishStored: (notice) => step('publish', () => void published.push(notice)),
    reconciliations: {
      get: () => step('read reconciliation', reconciliationNow),
      settleCall: (_, id, outcome) =>
        step('settle', () => {
          if (current.get(id) !== 'open') return undefined;
          settled.push(outcome);
          current.set(id, outcome.outcome);
          return reconciliationNow();
        }),
    },
    sendCheck: (check) => step('send check', () => void checks.push(check)),
    sendHeartbeat: async (token) => void heartbeats.push(token),
    sendAgain: (task, delayS) => step('send again', () => void sent.push({ task, delayS })),
    registry,
    ocpOf: (of: RegistryGroup) => ({
      reservePermit: (lane, signal) => {
        steps.push(`reserve ${lane}`);
        return options.permit?.(signal) ?? Promise.resolve({ departureMs: 7 });
      },
      download: (exportJobId, recordingId, signal, held) => {
        expect(held).toEqual({ departureMs: 7 });
        steps.push(`download ${of.name} ${exportJobId} ${recordingId}`);
        return options.download?.(signal) ?? Promise.resolve({ body: (async function* () {})() });
      },
    }),
    downloadTimeoutMs: 120_000,
    retryDelaysS: [1, 5, 30],
    now: () => at,
    startTimer: (delayMs, elapse) => {
      const timer = { delayMs, elapse, isCancelled: false };
      timers.push(timer);
      return () => {
        timer.isCancelled = true;
      };
    },
    note: (event) => void events.push(event),
    ...options.deps,
  });
  const fetch = (task: object = taskOf(), signal: AbortSignal = new AbortController().signal) =>
    handle({ body: JSON.stringify(task) }, signal);
  return { handle, fetch, steps, events, settled, stored, published, checks, heartbeats, sent, timers };
};
