import { CallId, TenantId } from '@recordings/call-record';
import { minute } from '../planning/test-exports.ts';
import { DOWNLOAD_TASK_VERSION, DownloadTask } from './download-task.ts';
import { EXPORT_CHECK_VERSION, ExportCheck } from './export-check.ts';
import { findRequestFault } from './find-request-fault.ts';
import { readMessage } from './read-message.ts';
import { RECONCILIATION_REQUEST_VERSION, ReconciliationRequest } from './reconciliation-request.ts';
import {
  RECORDING_QUARANTINED_VERSION,
  RecordingQuarantined,
  recordingQuarantined,
} from './recording-quarantined.ts';
import { RECORDING_STORED_VERSION, RecordingStored, recordingStored } from './recording-stored.ts';

const payload = {
  reconciliationId: 'r-1',
  batchId: 'b-1',
  tenantId: 'acme',
  groupId: 'Acme_EN',
  windowIndex: 1,
  totalWindows: 1,
  fromDate: minute(0),
  toDate: minute(10),
  calls: [{ callId: 'c-1' }],
  callCount: 1,
  priority: 'high',
  maxRetries: 3,
  metadata: { audioFormat: 'mp3', ocpEndpoint: 'https://ocp.example' },
};
const request = (over: object) => ({
  eventType: 'RECONCILIATION_REQUEST',
  eventId: 'e-1',
  timestamp: minute(20),
  source: 'reconciliation-pooler',
  version: RECONCILIATION_REQUEST_VERSION,
  payload: { ...payload, ...over },
});

describe('a reconciliation request', () => {
  it.each(['urgent', 'HIGH', '', null, 1, undefined])(
    'of priority %j is worked off as normal',
    (priority) => {
      expect(ReconciliationRequest.parse(request({ priority })).payload.priority).toBe('normal');
    },
  );

  it.each(['high', 'normal', 'low'])('keeps priority %s', (priority) => {
    expect(ReconciliationRequest.parse(request({ priority })).payload.priority).toBe(priority);
  });

  it('keeps metadata that it does not know', () => {
    const metadata = { ...payload.metadata, region: 'eu' };
    expect(ReconciliationRequest.parse(request({ metadata })).payload.metadata).toEqual(metadata);
  });

  it.each([undefined, null, 'ogg', 1])(
    'asks for no format of its own with the audioFormat %j',
    (audioFormat) => {
      const { metadata } = ReconciliationRequest.parse(request({ metadata: { audioFormat } })).payload;
      expect(metadata.audioFormat).toBeUndefined();
    },
  );

  it.each([
    ['no calls', { calls: [] }],
    ['a call without an id', { calls: [{ callTimestamp: minute(0) }] }],
    ['an id that would break a key', { calls: [{ callId: 'a#b' }] }],
    ['no tenant', { tenantId: '' }],
    ['a time without milliseconds', { fromDate: '2026-01-15T10:00:00Z' }],
  ])('is refused with %s', (_, over) => {
    expect(ReconciliationRequest.safeParse(request(over)).success).toBe(false);
  });
});

describe('an export check', () => {
  const version = EXPORT_CHECK_VERSION;
  const group = { tenantId: 'acme', groupId: 'Acme_EN' };

  it.each([
    { version, kind: 'poll', ...group, slotId: 'single', exportId: 'e-1', number: 1 },
    { version, kind: 'group', ...group },
    { version, kind: 'close', reconciliationId: 'r-1' },
  ])('is read back: $kind', (check) => {
    expect(readMessage(ExportCheck, version, JSON.stringify(check))).toEqual({
      kind: 'message',
      message: check,
    });
  });

  it.each([
    { version, kind: 'dance' },
    { version, kind: 'poll', ...group, slotId: 'single', exportId: 'e-1', number: 0 },
    { version, kind: 'close' },
  ])('is unreadable: %j', (check) => {
    expect(readMessage(ExportCheck, version, JSON.stringify(check)).kind).toBe('unreadable');
  });
});

describe('a download task', () => {
  const task = {
    version: DOWNLOAD_TASK_VERSION,
    reconciliationId: 'r-1',
    tenantId: 'acme',
    groupId: 'Acme_EN',
    callId: 'c-1',
    exportJobId: 'job-1',
    recordingId: 'rec-1',
    declared: {},
  };

  it('has been put off never, unless it says how often', () => {
    expect(DownloadTask.parse(task).tries).toBe(0);
    expect(DownloadTask.parse({ ...task, tries: 7 }).tries).toBe(7);
  });

  it('is refused without its `declared`, which may be empty', () => {
    expect(DownloadTask.safeParse({ ...task, declared: undefined }).success).toBe(false);
  });
});

describe('recordingQuarantined', () => {
  it('makes an event that its schema reads, without what only the sender of the bytes needs', () => {
    const quarantined = {
      tenantId: TenantId.parse('acme'),
      callId: CallId.parse('c-1'),
      key: 'recordings/acme/c-1/ab',
      reason: 'TRUNCATED',
      sha256: 'ab',
      sizeBytes: 44,
      source: 'REALTIME' as const,
      isCallStored: false,
    };
    const more = { ...quarantined, detail: 'a file name may have a phone number' };
    const { id, body, attributes } = recordingQuarantined(more, minute(0));
    const read = readMessage(RecordingQuarantined, RECORDING_QUARANTINED_VERSION, JSON.stringify(body));
    expect(read).toEqual({ kind: 'message', message: body });
    expect(body).toEqual({
      eventType: 'recording.quarantined',
      version: '1.0',
      timestamp: minute(0),
      ...quarantined,
    });
    expect([id, attributes]).toEqual(['c-1', { eventType: 'recording.quarantined', tenantId: 'acme' }]);
  });
});

describe('recordingStored', () => {
  it('makes an event that its readers can read, without other fields', () => {
    const stored = {
      tenantId: TenantId.parse('acme'),
      callId: CallId.parse('c-1'),
      location: { bucket: 'b', key: 'k' },
      sha256: 'aa',
      source: 'REALTIME' as const,
      audio: 'never',
    };
    const { id, body, attributes } = recordingStored(stored, minute(0));
    const read = readMessage(RecordingStored, RECORDING_STORED_VERSION, JSON.stringify(body));
    expect(read).toEqual({ kind: 'message', message: body });
    expect(body).not.toHaveProperty('audio');
    expect({ id, attributes }).toEqual({
      id: 'c-1',
      attributes: { eventType: 'recording.stored', tenantId: 'acme' },
    });
  });
});

describe('findRequestFault', () => {
  it('finds none in an event that a worker can work on', () => {
    expect(findRequestFault(request({}))).toBeUndefined();
  });

  it.each([
    ['payload.calls', { calls: [] }],
    ['payload.groupId', { groupId: undefined }],
    ['payload.maxRetries', { maxRetries: 'three' }],
    ['fromDate is', { toDate: minute(0) }],
    ['callCount is 2; expected the number of calls, 1', { callCount: 2 }],
  ])('says %s of a wrong event', (fault, over) => {
    expect(findRequestFault(request(over))).toContain(fault);
  });
});
