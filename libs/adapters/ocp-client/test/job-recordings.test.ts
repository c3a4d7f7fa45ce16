import { OcpContractError, type OcpRecording } from '@recordings/reconciliation';
import { caught, type Fixture, never, startClient } from './client-fixture.ts';
import { json } from './ocp-server.ts';

const SHA256 = 'AB'.repeat(32);

describe('jobRecordings', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  const listed = async (): Promise<OcpRecording[]> => {
    const recordings: OcpRecording[] = [];
    for await (const recording of ocp.client.jobRecordings('job-1', never())) recordings.push(recording);
    return recordings;
  };

  it('reads all pages, with one permit for each', async () => {
    ocp.server.answer(
      json(200, { recordings: [{ callId: 'a' }, { callId: 'b' }], nextPage: 2 }),
      json(200, { recordings: [], nextPage: 'last page' }),
      json(200, { recordings: [{ callId: 'c' }], nextPage: null }),
    );

    expect((await listed()).map(({ callId }) => callId)).toEqual(['a', 'b', 'c']);
    expect(ocp.server.seen.map(({ path }) => path)).toEqual([
      '/recordings/export/job-1/recordings?page=1',
      '/recordings/export/job-1/recordings?page=2',
      '/recordings/export/job-1/recordings?page=last%20page',
    ]);
    expect(ocp.permits()).toBe(3);
  });

  it('requests a page only when it is needed', async () => {
    ocp.server.answer(json(200, { recordings: [{ callId: 'a' }], nextPage: 2 }));
    for await (const { callId } of ocp.client.jobRecordings('job-1', never())) {
      expect(callId).toBe('a');
      break;
    }
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('gives the fields of OCP, in our units', async () => {
    const metadata = { channels: 1, agentId: 'x' };
    ocp.server.answer(
      json(200, {
        recordings: [
          {
            callId: 'a',
            recordingId: 'r',
            conversationId: 'c',
            fileName: 'g~a~1~d.wav',
            duration: 12.3456,
            sizeBytes: 200,
            sha256: SHA256,
            startedAt: '2026-01-15T10:30:00Z',
            metadata,
            audioUrl: 'https://elsewhere',
          },
        ],
        notFound: ['z'],
        errors: [],
      }),
    );

    expect(await listed()).toEqual([
      {
        callId: 'a',
        recordingId: 'r',
        conversationId: 'c',
        fileName: 'g~a~1~d.wav',
        durationMs: 12_346,
        sizeBytes: 200,
        sha256: SHA256.toLowerCase(),
        startedAt: '2026-01-15T10:30:00.000Z',
        metadata,
      },
    ]);
  });

  it('leaves out unreadable fields, and uses the call id for a missing recording id', async () => {
    ocp.server.answer(
      json(200, {
        recordings: [
          {
            callId: 42,
            recordingId: 'undefined',
            conversationId: null,
            fileName: 'undefined',
            duration: 'long',
            sizeBytes: -1,
            sha256: 'no hash',
            startedAt: '2026-01-15 10:30',
            metadata: 'none',
          },
        ],
      }),
    );

    expect(await listed()).toEqual([{ callId: '42', recordingId: '42' }]);
  });

  it.each([
    ['a fraction of a byte', { sizeBytes: 32_044.5 }],
    ['a size beyond the safe integers', { sizeBytes: 2 ** 53 }],
    ['a length in text', { sizeBytes: '32044' }],
    ['an impossible instant', { startedAt: 1e300 }],
    ['an instant in the year 10000', { startedAt: 253_402_300_800_000 }],
    ['an impossible date', { startedAt: '2026-02-30T10:00:00Z' }],
    ['a hash of another length', { sha256: 'ab'.repeat(31) }],
    ['a conversation id with a control character', { conversationId: 'a\nb' }],
    ['a conversation id that is too long', { conversationId: 'x'.repeat(513) }],
    ['a recording id that no URL can hold', { recordingId: '\uD800' }],
  ])('leaves out %s, which no record could hold, and gives the rest', async (_, fields) => {
    ocp.server.answer(json(200, { recordings: [{ callId: 'a', ...fields }, { callId: 'b' }] }));
    expect(await listed()).toEqual([
      { callId: 'a', recordingId: 'a' },
      { callId: 'b', recordingId: 'b' },
    ]);
  });

  it('names the first faults of a listing with many', async () => {
    ocp.server.answer(json(200, { recordings: Array<object>(5_000).fill({}) }));
    expect((await caught(listed())).message.length).toBeLessThan(600);
  });

  it.each([
    ['a recording without a call', { recordings: [{ recordingId: 'r' }] }, 'recordings[0].callId'],
    ['the call id "undefined"', { recordings: [{ callId: 'undefined' }] }, 'recordings[0].callId'],
    ['no list of recordings', { files: [] }, 'recordings'],
    ['an unreadable next page', { recordings: [], nextPage: { offset: 3 } }, 'nextPage'],
  ])('refuses %s, and names it', async (_, answer, name) => {
    ocp.server.answer(json(200, answer));
    const error = await caught(listed());
    expect(error).toBeInstanceOf(OcpContractError);
    expect(error.message).toContain(name);
  });

  it('refuses a listing that leads back to an earlier page', async () => {
    ocp.server.answer(
      json(200, { recordings: [], nextPage: 2 }),
      json(200, { recordings: [], nextPage: 3 }),
      json(200, { recordings: [], nextPage: '2' }),
    );
    expect(await caught(listed())).toBeInstanceOf(OcpContractError);
    expect(ocp.server.seen).toHaveLength(3);
  });
});
