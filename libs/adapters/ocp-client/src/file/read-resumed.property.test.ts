import { Readable } from 'node:stream';
import { DEFAULT_EXPORT_API } from '@recordings/call-record';
import { OcpContractError } from '@recordings/reconciliation';
import fc from 'fast-check';
import type { OcpResponse } from '../ocp-response.ts';
import { type FilePart, makePartReader } from './file-part.ts';
import { MAX_RESUMES, MIN_PROGRESS_BYTES, readResumed } from './read-resumed.ts';

const SIZE = 12 * MIN_PROGRESS_BYTES;
const FILE = Buffer.alloc(SIZE, 'the bytes of a recording, in their order; ');
const CHANGED = Buffer.alloc(SIZE, 'other bytes. ');

/** How the server answers one request for the bytes from a place on. */
type Answer = {
  readonly form: 'rest' | 'all' | 'part' | 'other place' | 'refusal';
  readonly isChanged: boolean;
  /** Share of its bytes that it sends before the connection breaks. */
  readonly sent: number;
  readonly chunkBytes: number;
};

const answers = fc.record<Answer>({
  form: fc.constantFrom('rest', 'rest', 'rest', 'all', 'all', 'part', 'other place', 'refusal'),
  isChanged: fc.nat(9).map((tenth) => tenth === 0),
  sent: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  chunkBytes: fc.integer({ min: 500, max: 70_000 }),
});

const bodyOf = (bytes: Buffer, { sent, chunkBytes }: Answer): Readable => {
  const end = Math.floor(bytes.length * sent);
  return Readable.from(
    (async function* () {
      for (let at = 0; at < end; at += chunkBytes) yield bytes.subarray(at, Math.min(at + chunkBytes, end));
      if (end < bytes.length) throw new Error('the connection broke');
    })(),
  );
};

const respond = async (answer: Answer, from: number): Promise<FilePart> => {
  if (answer.form === 'refusal') throw new OcpContractError('HTTP 500');
  const file = answer.isChanged ? CHANGED : FILE;
  const isWhole = answer.form === 'all' || (from === 0 && answer.form === 'rest');
  const start = isWhole ? 0 : answer.form === 'other place' ? (from + 1) % SIZE : from;
  const end = answer.form === 'part' ? Math.max(start + 1, Math.floor((start + SIZE) / 2)) : SIZE;
  const bytes = file.subarray(start, end);
  const body = Object.assign(bodyOf(bytes, answer), { dump: async () => undefined });
  return makePartReader(DEFAULT_EXPORT_API)({
    statusCode: isWhole ? 200 : 206,
    headers: {
      etag: answer.isChanged ? '"v2"' : '"v1"',
      'content-length': String(bytes.length),
      ...(!isWhole && { 'content-range': `bytes ${start}-${end - 1}/${SIZE}` }),
    },
    body,
  } as unknown as OcpResponse);
};

describe('a download that is resumed', () => {
  it('gives the bytes of one file without a gap or a repeat, and asks a bounded number of times', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { maxLength: 14 }), answers, async (rest, whole) => {
        const first = await respond({ ...whole, form: 'all', isChanged: false }, 0);
        const script = [...rest];
        let asked = 0;
        const { bytes } = readResumed(
          first,
          { from: 0 },
          async (_, from) => {
            asked += 1;
            return respond(script.shift() ?? whole, from);
          },
          new AbortController().signal,
        );
        const received: Uint8Array[] = [];
        let isWhole = true;
        try {
          for await (const chunk of bytes) received.push(chunk);
        } catch {
          isWhole = false;
        }
        const read = Buffer.concat(received);
        expect(read.equals(FILE.subarray(0, read.length))).toBe(true);
        if (isWhole) expect(read).toHaveLength(SIZE);
        expect(asked).toBeLessThanOrEqual(MAX_RESUMES);
      }),
      { numRuns: 300 },
    );
  });

  it('gives exactly the bytes of a range, whatever the server sends', async () => {
    const place = fc.nat(SIZE - 1);
    await fc.assert(
      fc.asyncProperty(place, place, answers, answers, async (a, b, one, two) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
        const form = one.form === 'all' ? 'all' : 'rest';
        const first = await respond({ ...one, form, isChanged: false }, from);
        const { bytes } = readResumed(
          first,
          { from, to },
          (_, at) => respond(two, at),
          new AbortController().signal,
        );
        const received: Uint8Array[] = [];
        let isWhole = true;
        try {
          for await (const chunk of bytes) received.push(chunk);
        } catch {
          isWhole = false;
        }
        const read = Buffer.concat(received);
        expect(read.equals(FILE.subarray(from, from + read.length))).toBe(true);
        expect(read.length <= to - from).toBe(true);
        if (isWhole) expect(read).toHaveLength(to - from);
      }),
      { numRuns: 300 },
    );
  });
});
