import { GroupId, shifted, TenantId } from '@recordings/call-record';
import { OcpCredentialsError, OcpInsecureUrlError, OcpPausedError } from '@recordings/reconciliation';
import type { FetchedRecording } from '../src/fetch-deps.ts';
import type { StoreOutcome } from '../src/store-outcome.ts';
import {
  at,
  BucketMissingError,
  callOf,
  GoneError,
  group,
  key,
  makeTestFetch,
  OutageError,
  reconciliationId,
  TooLargeError,
  taskOf,
} from './fetch-fixture.ts';

const ids = { ...key, reconciliationId };
const quarantined = (isCallStored: boolean): StoreOutcome => ({
  kind: 'quarantined',
  reason: 'TRUNCATED',
  detail: '10 bytes of 20',
  isCallStored,
});

describe('a download', () => {
  it('hands on the bytes with what the task says of the recording', async () => {
    const body = (async function* () {})();
    const test = makeTestFetch({ download: async () => ({ body, sizeBytes: 9, sha256: 'from OCP' }) });
    await test.fetch(taskOf({ declared: { sizeBytes: 10, sha256: 'listed', conversationId: 'c-1' } }));
    const [{ readDeclared, ...stored }] = test.stored as [FetchedRecording];
    expect(readDeclared()).toEqual({ sizeBytes: 9, sha256: 'listed', listedSizeBytes: 10 });
    expect([stored]).toEqual([
      {
        key,
        group,
        facts: { groupId: 'Acme_EN', conversationId: 'c-1' },
        body,
        source: 'RECONCILIATION',
        download: { exportJobId: 'job-1', recordingId: 'rec-1' },
      },
    ]);
  });

  it.each(['acme', 'bolt'])(
    'of a shared group uses the credentials of tenant %s, whose call it is',
    async (tenant) => {
      const tenantId = TenantId.parse(tenant);
      const credentials: string[] = [];
      const { fetch } = makeTestFetch({
        call: callOf({ tenantId }),
        deps: {
          ocpOf: (of) => {
            credentials.push(of.credentials);
            return {
              reservePermit: async () => ({ departureMs: 0 }),
              download: async () => ({ body: (async function* () {})() }),
            };
          },
        },
      });
      await fetch(taskOf({ tenantId, groupId: GroupId.parse('Shared') }));
      expect(credentials).toEqual([`${tenant}-ocp`]);
    },
  );

  it('declares what the answer of OCP says where the listing says nothing', async () => {
    const body = (async function* () {})();
    const test = makeTestFetch({ download: async () => ({ body, sizeBytes: 9, sha256: 'from OCP' }) });
    await test.fetch();
    expect(test.stored[0]?.readDeclared()).toEqual({ sizeBytes: 9, sha256: 'from OCP' });
  });

  it.each([
    [{ kind: 'stored' }, 'stored', ''],
    [{ kind: 'stored before' }, 'stored before', ''],
    // A conflict: another recording of the call is stored.
    [quarantined(true), 'quarantined', 'TRUNCATED'],
  ] as [StoreOutcome, string, string][])(
    'settles the call as stored after %j',
    async (result, kind, reason) => {
      let elapsedMs = 0;
      const store = async () => {
        elapsedMs += 250;
        return result;
      };
      const now = () => shifted(at, elapsedMs);
      const { fetch, settled, events } = makeTestFetch({ store, deps: { now } });
      expect(await fetch()).toEqual({ kind: 'ack' });
      expect(settled).toEqual([{ outcome: 'stored', code: 'STORED', isAboutTheCall: true }]);
      expect(events).toEqual([
        { type: 'recording_downloaded', ...ids, result: kind, reason, durationMs: 250 },
      ]);
    },
  );

  it('settles the call as failed after bytes that are not trusted', async () => {
    const { fetch, settled, events } = makeTestFetch({ store: async () => quarantined(false) });
    await fetch();
    expect(settled).toEqual([
      { outcome: 'failed', code: 'TRUNCATED', message: '10 bytes of 20', isAboutTheCall: true },
    ]);
    expect(events).toEqual([
      { type: 'recording_downloaded', ...ids, result: 'quarantined', reason: 'TRUNCATED', durationMs: 0 },
    ]);
  });

  it.each([
    [new GoneError('410'), 'GONE'],
    [new OcpInsecureUrlError('led to files.example by http'), 'OCP_INSECURE_URL'],
    [new TooLargeError('2 GiB'), 'RECORDING_TOO_LARGE'],
  ])('settles the call as failed after a permanent fault, and uses no attempt: %s', async (err, code) => {
    const { fetch, settled, events, sent } = makeTestFetch({ download: () => Promise.reject(err) });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(settled).toEqual([{ outcome: 'failed', code, message: String(err), isAboutTheCall: false }]);
    expect(events).toEqual([{ type: 'download_failed', ...ids, err, code }]);
    expect(sent).toEqual([]);
  });
});

describe('a task that is put off', () => {
  it.each([
    [0, 1],
    [1, 5],
    [2, 30],
    [3, 30],
    [1_000, 30],
  ])('after %i tries is sent again after %i s, with one try more', async (tries, delayS) => {
    const test = makeTestFetch({ download: () => Promise.reject(new OutageError('503')) });
    expect(await test.fetch(taskOf({ tries }))).toEqual({ kind: 'ack' });
    expect(test.sent).toEqual([{ task: taskOf({ tries: tries + 1 }), delayS }]);
    expect(test.settled).toEqual([]);
  });

  it.each([new OutageError('503'), new OcpCredentialsError('401')])('is reported: %s', async (err) => {
    const test = makeTestFetch({ download: () => Promise.reject(err) });
    await test.fetch(taskOf({ tries: 1 }));
    expect(test.events).toEqual([{ type: 'download_put_off', ...key, tries: 1, err, code: err.code }]);
  });

  it('is settled as a fault of the file if OCP answers 401 or 403 for it a third time', async () => {
    const err = new OcpCredentialsError('HTTP 403');
    const test = makeTestFetch({ download: () => Promise.reject(err) });
    expect(await test.fetch(taskOf({ tries: 2 }))).toEqual({ kind: 'ack' });
    expect(test.sent).toEqual([]);
    expect(test.settled).toEqual([
      { outcome: 'failed', code: 'OCP_CREDENTIALS', message: String(err), isAboutTheCall: false },
    ]);
  });

  it.each([
    [20_000, 20],
    [3_600_000, 900],
  ])('is no try of its file while OCP refuses the whole group for %i ms', async (heldMs, delayS) => {
    const err = new OcpCredentialsError('HTTP 401', { heldMs });
    const test = makeTestFetch({ download: () => Promise.reject(err) });
    expect(await test.fetch(taskOf({ tries: 2 }))).toEqual({ kind: 'ack' });
    expect(test.sent).toEqual([{ task: taskOf({ tries: 2 }), delayS }]);
    expect(test.settled).toEqual([]);
    expect(test.events).toEqual([{ type: 'download_held', ...key, waitMs: heldMs, code: 'OCP_CREDENTIALS' }]);
  });

  it('is no try of its file while a person has paused the requests', async () => {
    const test = makeTestFetch({ download: () => Promise.reject(new OcpPausedError('paused', 20_000)) });
    expect(await test.fetch(taskOf({ tries: 2 }))).toEqual({ kind: 'ack' });
    expect(test.sent).toEqual([{ task: taskOf({ tries: 2 }), delayS: 20 }]);
    expect(test.events).toEqual([{ type: 'download_held', ...key, waitMs: 20_000, code: 'OCP_PAUSED' }]);
  });

  it('is left to the consumer, which pauses, after a fault of our own set-up', async () => {
    const test = makeTestFetch({ store: () => Promise.reject(new BucketMissingError('bucket')) });
    await expect(test.fetch()).rejects.toThrow('bucket');
    expect([test.sent, test.settled]).toEqual([[], []]);
  });

  it('is received again if it cannot be sent again', async () => {
    const test = makeTestFetch({
      download: () => Promise.reject(new OutageError('503')),
      failing: { 'send again': new OutageError('SQS') },
    });
    await expect(test.fetch()).rejects.toThrow('SQS');
  });

  it('is left to the redrive policy after an unexpected error', async () => {
    const err = new TypeError('a bug');
    const test = makeTestFetch({ download: () => Promise.reject(err) });
    expect(await test.fetch()).toEqual({ kind: 'retry' });
    expect(test.sent).toEqual([]);
    expect(test.events).toEqual([{ type: 'download_put_off', ...key, tries: 0, err, code: 'UNEXPECTED' }]);
  });
});
