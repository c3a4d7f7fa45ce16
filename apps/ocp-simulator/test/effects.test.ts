import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { sha256Of } from '@recordings/test-kit';
import { parseScript } from '../src/script/parse-script.ts';
import { EXPORTS, JOBS, type Served, useExports } from './serve-exports.ts';

/** What a client sees if the script has this step. */
type Row = readonly [step: string, see: (served: Served) => Promise<unknown>, expected: unknown];

const pollOf = async ({ create, get, simulator }: Served): Promise<object> => {
  const id = await create();
  simulator.clock.now += 350;
  const { json } = await get(`${EXPORTS}/${id}`);
  return { ...(json as object), exportJobId: undefined };
};
const downloadOf = async ({ create, send, simulator }: Served) => {
  const id = await create();
  simulator.clock.now += 1_000;
  return send(`${EXPORTS}/${id}/files/recording-0`);
};
const idsOf = async ({ listNew }: Served): Promise<unknown[]> =>
  (await listNew()).recordings.map(({ callId }) => callId);

const rows: readonly Row[] = [
  [
    '{ at: poll, do: { set: { /progress: 250, /a~1b: [1] }, remove: [/estimatedSecondsRemaining] } }',
    pollOf,
    { status: 'IN_PROGRESS', progress: 250, 'a/b': [1] },
  ],
  ['{ at: listing, do: { rows: half } }', idsOf, ['call-1', 'call-3']],
  ['{ at: listing, do: { set: { /recordings/0/callId: 7 } } }', idsOf, [7, 'call-1', 'call-2', 'call-3']],
  [
    '{ at: entry, recording: 2, do: { set: { /callId: other } } }',
    idsOf,
    ['call-0', 'other', 'call-2', 'call-3'],
  ],
  [
    '{ at: entry, call: 1, group: Sales, do: { remove: [/callId] } }',
    idsOf,
    [undefined, 'call-1', 'call-2', 'call-3'],
  ],
  ['{ at: entry, group: Support, do: { as: absent } }', idsOf, ['call-0', 'call-1', 'call-2', 'call-3']],
  [
    '{ at: entry, recording: 1, do: { sha256: none } }',
    async ({ listNew }) => (await listNew()).recordings.map((row) => 'sha256' in row),
    [false, true, true, true],
  ],
  [
    '{ at: entry, recording: 1, do: { sha256: wrong } }',
    async ({ listNew, files }) =>
      (await listNew()).recordings.map(({ sha256 }, at) => sha256 === files[at]!.sha256),
    [false, true, true, true],
  ],
  [
    '{ at: listJobs, do: { encoding: deflate } }',
    async ({ send }) => inflateSync((await send(JOBS)).bytes).toString(),
    '{"jobs":[]}',
  ],
  [
    '{ at: download, do: { encoding: br } }',
    async (served) =>
      sha256Of(brotliDecompressSync((await downloadOf(served)).bytes)) === served.files[0]!.sha256,
    true,
  ],
  ['{ at: download, do: { shorten: 44 } }', async (served) => (await downloadOf(served)).bytes.length, 44],
  ['{ at: download, do: { cut: 100 } }', async (served) => (await downloadOf(served)).status, 'broken'],
  [
    '{ at: download, do: { checksum: none } }',
    async (served) => (await downloadOf(served)).headers['x-checksum-sha256'],
    undefined,
  ],
  [
    '{ at: download, do: { checksum: wrong } }',
    async (served) =>
      String((await downloadOf(served)).headers['x-checksum-sha256']).slice(1) ===
      served.files[0]!.sha256.slice(1),
    true,
  ],
  [
    '{ at: request, do: { answer: { status: 503, headers: { x-why: tired }, type: text/html, body: <p> } } }',
    async ({ send }) => {
      const { status, headers, bytes } = await send(JOBS);
      return [status, headers['x-why'], headers['content-type'], bytes.toString()];
    },
    [503, 'tired', 'text/html', '<p>'],
  ],
  [
    '{ at: job, do: { fails: no space, durationMs: 0 } }',
    pollOf,
    { status: 'FAILED', errorMessage: 'no space', completedAt: '2026-05-12T14:00:00.000Z' },
  ],
  [
    '{ at: slot, group: Support, do: { busyMs: 1000 } }',
    async ({ create }) => typeof (await create()),
    'string',
  ],
];

describe('an effect', () => {
  const serve = useExports();

  it.each(rows)('of the step %s is seen by a client', async (step, see, expected) => {
    const { steps } = parseScript(`story: a test\nsteps:\n  - ${step}\n`, ['Sales', 'Support']);
    const served = await serve({ env: {}, steps });
    expect(await see(served)).toEqual(expected);
  });

  it('of a delay is that the answer comes later', async () => {
    const steps = [{ at: 'request', do: { delayMs: 50 } }] as const;
    const served = await serve({ env: {}, steps });
    const startedAt = performance.now();
    expect(await served.statuses(1)).toEqual([200]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
  });
});
