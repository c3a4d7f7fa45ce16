import { readFileSync } from 'node:fs';
import { type ListingEntry, OcpContractError, type OcpRecording } from '@recordings/reconciliation';
import { caught, type Fixture, never, startClient } from './client-fixture.ts';
import { bytes, json } from './ocp-server.ts';

const SHA256 = 'AB'.repeat(32);
const cases = new URL('../../../../fixtures/cases/', import.meta.url);
const readCase = (name: string): string => readFileSync(new URL(name, cases), 'utf8');

describe('jobRecordings', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  const entries = async (): Promise<ListingEntry[]> => {
    const found: ListingEntry[] = [];
    for await (const entry of ocp.client.jobRecordings('job-1', never())) found.push(entry);
    return found;
  };
  const listed = async (): Promise<OcpRecording[]> =>
    (await entries()).flatMap((entry) => (entry.kind === 'recording' ? [entry.recording] : []));

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
    for await (const entry of ocp.client.jobRecordings('job-1', never())) {
      expect(entry).toMatchObject({ kind: 'recording', recording: { callId: 'a' } });
      break;
    }
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('gives the fields of OCP, in our units', async () => {
    const metadata = { channels: 1, agentId: 'x', queueName: 7, format: 'x'.repeat(129), customerPhone: '1' };
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
        ocpMetadata: { channels: 1, agentId: 'x' },
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

  it('skips a row without a call id, and gives the others', async () => {
    ocp.server.answer(bytes(readCase('listing-row-without-call-id.json')));
    expect(await entries()).toEqual([
      { kind: 'recording', recording: { callId: 'a', recordingId: 'rec-a' } },
      { kind: 'unreadable', reason: expect.stringContaining('expected a callId, or a fileName') },
      { kind: 'recording', recording: { callId: 'b', recordingId: 'rec-b' } },
    ]);
  });

  it.each([
    ['a call id "undefined"', { callId: 'undefined' }],
    ['an empty object', {}],
    ['text', 'a'],
    ['null', null],
  ])('skips a row that is %s', async (_, row) => {
    ocp.server.answer(json(200, { recordings: [row, { callId: 'b' }] }));
    expect((await entries()).map(({ kind }) => kind)).toEqual(['unreadable', 'recording']);
  });

  it('finds the call of a row without a call id by the name of its file', async () => {
    ocp.server.answer(
      json(200, { recordings: [{ fileName: 'g~a~1768473000000~d-1.wav', recordingId: 'r' }] }),
    );
    expect(await listed()).toMatchObject([{ callId: 'd-1', recordingId: 'r' }]);
  });

  it.each([
    ['https://files.example/x/g~a~1768473000000~d-1.wav?sig=1', ['d-1']],
    ['https://files.example/x/g%7Ea%7E1768473000000%7Ed-1.wav', ['d-1']],
    ['https://files.example/x/g%7Ea%7E17684730000%E0~d-1.wav', []],
    ['https://files.example/x/42.wav', []],
    ['no link', []],
  ])('finds the call of a row without a call id and file name in its link %s', async (audioUrl, calls) => {
    ocp.server.answer(json(200, { recordings: [{ audioUrl, recordingId: 'r' }] }));
    expect((await listed()).map(({ callId }) => callId)).toEqual(calls);
  });

  it('keeps all digits of ids, so that two recordings stay two', async () => {
    ocp.server.answer(bytes(readCase('listing-ids-beyond-2-53.json')));
    expect((await listed()).map(({ recordingId }) => recordingId)).toEqual([
      '9007199254740993',
      '9007199254740992',
    ]);
  });

  it.each(readCase('listing-odd-page-markers.jsonl').trim().split('\n'))(
    'reads %s as the last page of a complete listing',
    async (page) => {
      ocp.server.answer(bytes(page));
      expect((await entries()).every(({ kind }) => kind === 'recording')).toBe(true);
      expect(ocp.server.seen).toHaveLength(1);
    },
  );

  it('gives the calls that OCP did not find, and those for which it reports an error', async () => {
    const notFound = ['z', { callId: 'y' }];
    const errors = [{ callId: 'x', message: 'storage is busy' }, 'w', { message: 'no call' }];
    ocp.server.answer(json(200, { recordings: [], notFound, errors }));
    expect(await entries()).toEqual([
      { kind: 'not-found', callId: 'z' },
      { kind: 'not-found', callId: 'y' },
      { kind: 'error', callId: 'x', reason: 'storage is busy' },
      { kind: 'error', callId: 'w', reason: 'OCP reports an error for this call' },
      { kind: 'unreadable', reason: 'errors: no call' },
    ]);
  });

  it('finds the calls of both lists by the names of their files', async () => {
    const fileName = 'g~a~1768473000000~d-1.wav';
    ocp.server.answer(
      json(200, { recordings: [], notFound: [fileName], errors: [{ fileName, error: 'busy' }, fileName] }),
    );
    expect(await entries()).toEqual([
      { kind: 'not-found', callId: 'd-1' },
      { kind: 'error', callId: 'd-1', reason: 'busy' },
      { kind: 'error', callId: 'd-1', reason: 'OCP reports an error for this call' },
    ]);
  });

  it.each([null, [], '', false, 0, 'undefined'])('reads %j as a list without errors', async (errors) => {
    ocp.server.answer(json(200, { recordings: [], notFound: errors, errors }));
    expect(await entries()).toEqual([]);
  });

  it.each([
    ['an object', { code: 'PARTIAL' }],
    ['text', 'the export is partial'],
    ['an entry that is an empty object', [{}]],
    ['an entry that is null', [null]],
    ['an entry with a file name of another form', [{ fileName: 'a.wav' }]],
  ])('says that the listing is incomplete if its errors are %s', async (_, errors) => {
    ocp.server.answer(json(200, { recordings: [], errors }));
    expect(await entries()).toEqual([{ kind: 'unreadable', reason: 'errors: an entry that names no call' }]);
  });

  it('refuses an answer without a list of recordings, and names it', async () => {
    ocp.server.answer(json(200, { files: [] }));
    const error = await caught(listed());
    expect(error).toBeInstanceOf(OcpContractError);
    expect(error.message).toContain('recordings');
  });

  it.each<[string, readonly object[], string, number]>([
    [
      'an unreadable next page',
      [{ recordings: [{ callId: 'a' }], nextPage: { offset: 3 } }],
      'expected the next page as text or number, got {"offset":3}',
      1,
    ],
    [
      'a page that was read before',
      [
        { recordings: [], nextPage: 2 },
        { recordings: [], nextPage: 3 },
        { recordings: [], nextPage: '2' },
      ],
      'expected a new page, got page 2 again',
      3,
    ],
    [
      'many empty pages in a row',
      Array.from({ length: 20 }, (_, n) => ({ recordings: [], nextPage: n + 2 })),
      '10 pages in a row are empty',
      10,
    ],
  ])('ends a listing at %s, and says so', async (_, pages, reason, requests) => {
    ocp.server.answer(...pages.map((page) => json(200, page)));
    expect((await entries()).at(-1)).toEqual({ kind: 'cut-off', reason });
    expect(ocp.server.seen).toHaveLength(requests);
  });

  it('ends a listing that has more than a thousand pages', async () => {
    const pages = Array.from({ length: 1_001 }, (_, n) => ({
      recordings: [{ callId: `c-${n}` }],
      nextPage: n + 2,
    }));
    ocp.server.answer(...pages.map((page) => json(200, page)));
    const found = await entries();
    expect(found).toHaveLength(1_001);
    expect(found.at(-1)).toEqual({ kind: 'cut-off', reason: 'the listing has more than 1000 pages' });
  });
});
