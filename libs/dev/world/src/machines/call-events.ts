import {
  CallId,
  type CallKey,
  type ChangeContext,
  claimCall,
  claimLocation,
  expireCall,
  type ListedRecording,
  markStored,
  parseEvent,
  queueCall,
  ReconciliationId,
  type RetryRule,
  recordAbsent,
  recordDiscovered,
  recordEvent,
  recordListed,
  recordQuarantined,
  rederiveCall,
  releaseCall,
  shifted,
  TenantId,
  type Timestamp,
  type Transition,
  timestampOf,
} from '@recordings/call-record';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';

/** One call, that starts at hour 0. */
export const KEY: CallKey = { tenantId: TenantId.parse('acme'), callId: CallId.parse('call-1') };
export const hour = (hours: number): Timestamp => timestampOf(Date.UTC(2026, 0, 15) + hours * HOUR_MS);

/** OCP deletes the recording so soon that an export could not finish. */
export const MARGIN_MS = 3 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const expiry = { marginMs: MARGIN_MS, promptAttempts: 2 };
export const retryRule: RetryRule = {
  maxAttempts: 2,
  retryDelayMs: 10 * MINUTE_MS,
  firstFaultDelayMs: 5 * MINUTE_MS,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};

type Make = (context: ChangeContext) => Transition<unknown>;

const [a, b] = ['window-a', 'window-b'].map((id) => ReconciliationId.parse(id)) as [
  ReconciliationId,
  ReconciliationId,
];

const reported = (event: object): Make => {
  const parsed = parseEvent({ callId: KEY.callId, groupId: 'Hours', ...event });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return (context) => recordEvent(KEY, parsed.event, context);
};

const PLACE = { bucket: 'recordings-cards', key: 'call-1' };

const listed =
  (holder: ReconciliationId | undefined, recordingId: string): Make =>
  (context) =>
    recordListed(listingOf(recordingId, context.now), holder, context, () => PLACE);

/** @param now OCP keeps the job for a day from then on. */
export const listingOf = (recordingId: string, now: Timestamp): ListedRecording => ({
  exportJobId: 'job-1',
  readableUntil: shifted(now, DAY_MS),
  recordingId,
});

const released =
  (id: ReconciliationId, code: string, isAboutTheCall: boolean): Make =>
  (context) =>
    releaseCall(id, { code, message: code, isAboutTheCall }, retryRule, context);

const audioOf = (sha256: string) => ({
  codec: 'pcm_s16le',
  channels: 1,
  sampleRateHz: 8_000,
  durationMs: 60_000,
  bytes: 960_044,
  sha256,
  flags: [],
});

export const stored =
  (source: 'REALTIME' | 'RECONCILIATION', sha256: string): Make =>
  (context) => {
    const { now } = context;
    const location = { bucket: `recordings-${source}`, key: sha256 };
    const times = { receivedAt: now, processedAt: now, storedAt: now };
    return markStored(KEY, { location, audio: audioOf(sha256), source, ...times }, context);
  };

/** @param jobId absent: the bytes were pushed. */
const rejected =
  (jobId?: string): Make =>
  (context) => {
    const origin = jobId === undefined ? {} : { recordingId: 'rec-1', downloadedFrom: [jobId] };
    const bytes = { key: 'bad', sha256: 'bad', sizeBytes: 9, reason: 'NOT_AUDIO', detail: 'no audio' };
    return recordQuarantined(KEY, {}, { ...bytes, ...origin, at: context.now }, context);
  };

/** What OCP sends. In any order and number, it must give the same record. */
export const SENT_EVENTS: Readonly<Record<string, Make>> = {
  'CDR start': reported({ eventType: 'CDR_START', timestamp: hour(0), channel: 'voice' }),
  'CDR end': reported({ eventType: 'CDR_END', timestamp: hour(0.5), durationMs: 60_000 }),
  'IVR end': reported({ eventType: 'IVR_END', timestamp: hour(0.2), exitStatus: 'completed' }),
};

export const CALL_EVENTS: Readonly<Record<string, Make>> = {
  ...SENT_EVENTS,
  'CDR start in the year 2000': reported({ eventType: 'CDR_START', timestamp: '2000-01-02T00:00:00.000Z' }),
  'CDR end of a test call': reported({ eventType: 'CDR_END', timestamp: hour(0.5), test: true }),
  discovered: (context) => recordDiscovered(KEY, { groupId: 'Hours', startedAt: hour(0) }, context),
  'queued for A': (context) => queueCall(a, undefined, context),
  'queued for B, A is dead': (context) => queueCall(b, a, context),
  'claimed by A': (context) => claimCall(a, undefined, context),
  'claimed by B': (context) => claimCall(b, undefined, context),
  'claimed by B, A is dead': (context) => claimCall(b, a, context),
  'listed for A': listed(a, 'rec-1'),
  'listed for no window': listed(undefined, 'rec-1'),
  'absent from a listing for others': (context) =>
    recordAbsent(
      { askedAt: context.now, covers: () => true, code: 'NOT_FOUND', message: 'not listed' },
      retryRule,
      context,
    ),
  'released by A: not found': released(a, 'NOT_FOUND', true),
  'released by A: not audio': released(a, 'NOT_AUDIO', true),
  'released by A: outage': released(a, 'OUTAGE', false),
  'released by B: outage': released(b, 'OUTAGE', false),
  'location claimed': (context) => claimLocation(KEY, {}, () => PLACE, context),
  'stored by push': stored('REALTIME', 'good'),
  'stored by pull': stored('RECONCILIATION', 'other'),
  'rejected push': rejected(),
  'rejected download of job 1': rejected('job-1'),
  'rejected download of job 2': rejected('job-2'),
  expired: (context) => expireCall(expiry, context),
  'expired, A is dead': (context) => expireCall(expiry, context, a),
  'derived again': (context) => rederiveCall(MARGIN_MS, context),
};

/** Events that add an attempt. */
export const ANSWERS = [
  'released by A: not found',
  'released by A: not audio',
  'absent from a listing for others',
];
/** The pooler's expiry, by a window that is dead. */
export const expiredFrom =
  (holder: ReconciliationId | undefined): Make =>
  (context) =>
    expireCall(expiry, context, holder);
