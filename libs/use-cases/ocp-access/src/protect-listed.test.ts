import { makeProtect } from '@recordings/pii';
import type { ListingEntry, OcpClient } from '@recordings/reconciliation';
import { protectListed } from './protect-listed.ts';

const PHONE = '+15550100123';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
const protect = makeProtect({ fields: { agentId: 'hash' }, hash: (value) => `hash of ${value.length}` });
const { signal } = new AbortController();

const clientOf = (over: object) => protectListed(over as OcpClient, protect);
const entriesOf = async (...entries: ListingEntry[]): Promise<ListingEntry[]> => {
  const client = clientOf({
    jobRecordings: async function* () {
      yield* entries;
    },
  });
  const listed: ListingEntry[] = [];
  for await (const entry of client.jobRecordings('job', signal)) listed.push(entry);
  return listed;
};

describe('protectListed', () => {
  it('applies the policy to a listed recording, and leaves its ids and its file name', async () => {
    const recording = {
      ...{ callId: '4111111111111111', recordingId: 'r', fileName: `g~${PHONE}~1768473000~c.wav` },
      ...{
        conversationId: PHONE,
        sizeBytes: 7,
        sha256: 'a',
        ocpMetadata: { agentId: 'Jo', queueName: PHONE },
      },
    };
    expect(await entriesOf({ kind: 'recording', recording })).toEqual([
      {
        kind: 'recording',
        recording: {
          ...recording,
          ...{ conversationId: '[phone]', ocpMetadata: { agentId: 'hash of 2', queueName: '[phone]' } },
        },
      },
    ]);
  });

  it('redacts the reasons of rows that name no recording', async () => {
    const reason = `no ${PHONE} ${TOKEN}`;
    const safe = 'no [phone] [token]';
    expect(
      await entriesOf(
        { kind: 'unreadable', reason },
        { kind: 'error', callId: 'c', reason },
        { kind: 'cut-off', reason },
        { kind: 'not-found', callId: 'c' },
        { kind: 'reading' },
      ),
    ).toEqual([
      { kind: 'unreadable', reason: safe },
      { kind: 'error', callId: 'c', reason: safe },
      { kind: 'cut-off', reason: safe },
      { kind: 'not-found', callId: 'c' },
      { kind: 'reading' },
    ]);
  });

  it('redacts the reasons of CDRs, and leaves their bodies to the reader of events', async () => {
    const events = { kind: 'events', body: Buffer.from(PHONE) } as const;
    const client = clientOf({
      jobCdrs: async function* () {
        yield* [events, { kind: 'unreadable', reason: TOKEN }, { kind: 'reading' }];
      },
    });
    const read: unknown[] = [];
    for await (const entry of client.jobCdrs('job', signal)) read.push(entry);
    expect(read).toEqual([events, { kind: 'unreadable', reason: '[token]' }, { kind: 'reading' }]);
  });

  it('applies the policy to the status of a job', async () => {
    const status = { status: 'COMPLETED', raw: 'DONE', errorMessage: TOKEN, ocpMetadata: { agentId: 'Jo' } };
    const client = clientOf({ jobStatus: async () => status });
    expect(await client.jobStatus('job', signal)).toEqual({
      ...status,
      ...{ errorMessage: '[token]', ocpMetadata: { agentId: 'hash of 2' } },
    });
  });

  it('passes everything else on', async () => {
    const client = clientOf({ createJob: async () => 'created', download: async () => 'bytes' });
    expect([await client.createJob({} as never, signal), await client.download('j', 'r', signal)]).toEqual([
      ...['created', 'bytes'],
    ]);
  });
});
