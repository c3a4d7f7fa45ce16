import { gunzipSync } from 'node:zlib';
import { sha256Of } from '@recordings/test-kit';
import { TOKEN_PATH } from '../src/auth/register-token-endpoint.ts';
import type { answerFaults } from '../src/faults/answer-faults.ts';
import type { exportFaults } from '../src/faults/export-faults.ts';
import { inBothForms } from './both-forms.ts';
import { HOUR_MS } from './make-call.ts';
import { noonRequest, OCP_API_KEY } from './make-test-simulator.ts';
import { type Answer, EXPORTS, JOBS, type Listing, type Served, useExports } from './serve-exports.ts';

/** What a client sees under a fault. */
type Row = {
  readonly env?: Readonly<Record<string, string>>;
  readonly see: (served: Served) => Promise<unknown>;
  readonly expected: unknown;
};

const polled = async ({ create, get, simulator }: Served, ...afterMs: number[]) => {
  const id = await create();
  const seen: unknown[] = [];
  for (const ms of afterMs) {
    simulator.clock.now += ms;
    const { status, json } = await get(`${EXPORTS}/${id}`);
    seen.push(status === 200 ? (json as { status: string }).status : status);
  }
  return seen;
};
const callIds = ({ recordings }: Listing): unknown[] => recordings.map(({ callId }) => callId);
/** Downloads the recordings of these calls from a finished job. */
const downloads = async <T>(served: Served, times: readonly number[], see: (answer: Answer) => T) => {
  const id = await served.create();
  served.simulator.clock.now += 1_000;
  const seen: T[] = [];
  for (const at of times) seen.push(see(await served.send(`${EXPORTS}/${id}/files/recording-${at}`)));
  return seen;
};
const everyCall = ['call-0', 'call-1', 'call-2', 'call-3'];

const rows: Readonly<Record<keyof typeof exportFaults | keyof typeof answerFaults, Row>> = {
  'slow-job': {
    see: (served) => polled(served, 2_799, 1),
    expected: ['IN_PROGRESS', 'COMPLETED'],
  },
  'failed-job': {
    see: async (served) => [...(await polled(served, 1_000)), ...(await polled(served, 1_000))],
    expected: ['FAILED', 'COMPLETED'],
  },
  'busy-slot': {
    see: async ({ send, simulator }) => {
      const create = async () => (await send(EXPORTS, { body: JSON.stringify(noonRequest) })).status;
      const seen = [await create()];
      simulator.clock.now += 2_999;
      seen.push(await create());
      simulator.clock.now += 1;
      return [...seen, await create()];
    },
    expected: [409, 409, 202],
  },
  'lost-job': {
    see: async (served) => [...(await polled(served, 0)), ...(await polled(served, 1_000))],
    expected: [404, 'COMPLETED'],
  },
  'hung-job': {
    see: async (served) => [...(await polled(served, 23 * HOUR_MS)), ...(await polled(served, 1_000))],
    expected: ['IN_PROGRESS', 'COMPLETED'],
  },
  'expired-job': {
    see: async (served) => [...(await polled(served, 700)), ...(await polled(served, 700))],
    expected: ['EXPIRED', 'COMPLETED'],
  },
  'not-found': {
    see: async ({ listNew }) => [(await listNew()).notFound, callIds(await listNew())],
    expected: [everyCall, everyCall],
  },
  'late-recording': {
    see: async ({ listNew }) => {
      const seen: number[] = [];
      for (let job = 0; job < 4; job += 1) seen.push((await listNew()).recordings.length);
      return seen;
    },
    expected: [0, 0, 0, 4],
  },
  'errors-list': {
    see: async ({ listNew }) => [(await listNew()).errors, callIds(await listNew())],
    expected: [everyCall.map((callId) => ({ callId, message: 'cannot be exported now' })), everyCall],
  },
  'poison-row': {
    see: async ({ listNew }) => {
      const { recordings } = await listNew();
      return recordings.map(({ callId, fileName }) => [callId, typeof fileName]);
    },
    expected: [[undefined, 'undefined'], ...everyCall.slice(1).map((callId) => [callId, 'string'])],
  },
  'two-recordings': {
    see: async ({ listNew, send, files }) => {
      const { recordings } = await listNew();
      const firstFour = recordings.slice(0, 4);
      const sums: string[] = [];
      for (const { audioUrl } of firstFour)
        sums.push(sha256Of((await send(new URL(String(audioUrl)).pathname)).bytes));
      return [
        firstFour.map(({ callId, sizeBytes }) => [callId, sizeBytes === 44 ? 44 : 'whole']),
        firstFour.map(({ sha256 }, at) => sums[at] === sha256),
        sums[1] === files[0]!.sha256 && sums[3] !== files[1]!.sha256,
      ];
    },
    expected: [
      [
        ['call-0', 44],
        ['call-0', 'whole'],
        ['call-1', 'whole'],
        ['call-1', 'whole'],
      ],
      [true, true, true, true],
      true,
    ],
  },
  'size-differs': {
    see: async ({ listNew, files }) =>
      (await listNew()).recordings.map(({ sizeBytes }, at) => Number(sizeBytes) - files[at]!.sizeBytes),
    expected: [7, 7, 7, 7],
  },
  'large-ids': {
    see: async ({ send, simulator }) => {
      const created = (await send(EXPORTS, { body: JSON.stringify(noonRequest) })).bytes.toString();
      simulator.clock.now += 1_000;
      const job = `${EXPORTS}/9007199254740993`;
      const listing = (await send(`${job}/recordings`)).bytes.toString();
      return [
        created.includes('"exportJobId":9007199254740993,'),
        [...listing.matchAll(/"recordingId":(\d+),/g)].map(([, digits]) => digits),
        (await send(`${job}/files/9007199254740994`)).status,
      ];
    },
    expected: [true, ['9007199254740993', '9007199254740994', '9007199254740995', '9007199254740996'], 200],
  },
  'empty-listing': {
    see: async ({ listNew }) => [callIds(await listNew()), callIds(await listNew())],
    expected: [[], everyCall],
  },
  'half-listing': {
    see: async ({ listNew }) => callIds(await listNew()),
    expected: ['call-0', 'call-2'],
  },
  'http-429': {
    see: async ({ statuses, get }) => [await statuses(7), (await get(JOBS)).headers['retry-after']],
    expected: [[200, 200, 200, 429, 200, 200, 200], '1'],
  },
  'http-500': { see: ({ statuses }) => statuses(6), expected: [200, 200, 200, 200, 500, 200] },
  'lost-create': {
    see: async ({ send, get }) => [
      (await send(EXPORTS, { body: JSON.stringify(noonRequest) })).status,
      ((await get(JOBS)).json as { jobs: unknown[] }).jobs.length,
      (await send(EXPORTS, { body: JSON.stringify(noonRequest) })).status,
    ],
    expected: [502, 1, 202],
  },
  'dropped-answers': {
    see: ({ statuses }) => statuses(7),
    expected: [200, 200, 200, 200, 200, 'broken', 200],
  },
  'gzip-answers': {
    see: async ({ send }) => {
      const { headers, bytes } = await send(JOBS);
      return [headers['content-encoding'], gunzipSync(bytes).toString()];
    },
    expected: ['gzip', '{"jobs":[]}'],
  },
  'wrong-ocp-clock': {
    see: async ({ send, simulator }) => {
      const { headers, bytes } = await send(EXPORTS, { body: JSON.stringify(noonRequest) });
      const { estimatedCompletionTime } = JSON.parse(bytes.toString()) as Record<string, string>;
      const ahead = (time: unknown) => Date.parse(String(time)) - simulator.clock.now;
      return [ahead(estimatedCompletionTime), ahead(headers['date'])];
    },
    expected: [8 * HOUR_MS + 700, 8 * HOUR_MS],
  },
  'refused-poll': {
    see: async (served) => [...(await polled(served, 1_000, 0, 0, 0)), ...(await polled(served, 1_000))],
    expected: [400, 400, 400, 'COMPLETED', 'COMPLETED'],
  },
  'unknown-status': {
    see: (served) => polled(served, 1_000, 0, 0),
    expected: ['WAITING', 'PARTIALLY_COMPLETED', 'COMPLETED'],
  },
  'page-markers': {
    see: async ({ listNew }) => {
      const seen: unknown[] = [];
      for (let job = 0; job < 5; job += 1) {
        const { recordings, nextPage } = (await listNew()) as { recordings: unknown; nextPage?: unknown };
        seen.push([nextPage, recordings === null]);
      }
      return seen;
    },
    expected: [
      [false, false],
      ['undefined', false],
      ['null', false],
      ['', false],
      [null, true],
    ],
  },
  'endless-pages': {
    see: async ({ create, get, simulator }) => {
      const id = await create();
      simulator.clock.now += 1_000;
      const seen: unknown[] = [];
      for (const page of [1, 2, 50]) {
        const { json } = await get(`${EXPORTS}/${id}/recordings?page=${page}`);
        const { recordings, nextPage } = json as { recordings: unknown[]; nextPage: number };
        seen.push([recordings.length, nextPage]);
      }
      return seen;
    },
    expected: [
      [4, 2],
      [0, 3],
      [0, 51],
    ],
  },
  'truncated-download': {
    see: async (served) => {
      const seen = await downloads(served, [0, 0, 1, 1], ({ status, bytes }) => [status, bytes.length]);
      const [first, second] = served.files;
      return [
        seen[0]![0],
        seen[1]![1] === first!.sizeBytes,
        seen[2]![1] === Math.floor(second!.sizeBytes / 2),
        seen[3]![1] === second!.sizeBytes,
      ];
    },
    expected: ['broken', true, true, true],
  },
  'text-as-200': {
    see: (served) => downloads(served, [0, 0], ({ status, headers }) => [status, headers['content-type']]),
    expected: [
      [200, 'text/plain'],
      [200, 'audio/wav'],
    ],
  },
  'file-404': {
    see: (served) => downloads(served, [0, 1, 0], ({ status }) => status),
    expected: [404, 404, 200],
  },
  'wrong-bytes': {
    see: async (served) => {
      const [{ sha256, sizeBytes } = { sha256: '', sizeBytes: 0 }] = served.files;
      return downloads(served, [0, 0], ({ bytes, headers }) => [
        bytes.length === sizeBytes,
        headers['x-checksum-sha256'] === sha256,
        sha256Of(bytes) === sha256,
      ]);
    },
    expected: [
      [true, true, false],
      [true, true, true],
    ],
  },
  'token-500': {
    env: { OCP_AUTH: 'oidc' },
    see: async ({ send }) => {
      const body = `grant_type=client_credentials&client_id=recordings&client_secret=${OCP_API_KEY}`;
      const seen: unknown[] = [];
      for (let times = 0; times < 4; times += 1)
        seen.push((await send(TOKEN_PATH, { body, type: 'application/x-www-form-urlencoded' })).status);
      return seen;
    },
    expected: [200, 500, 200, 500],
  },
  'refused-credential': {
    see: ({ statuses }) => statuses(7),
    expected: [200, 200, 401, 401, 401, 401, 200],
  },
  'ended-credential': {
    env: { OCP_NEXT_API_KEY: 'next' },
    see: async ({ statuses, send }) => [await statuses(10), (await send(JOBS, { key: 'next' })).status],
    expected: [[...Array<number>(9).fill(200), 401], 200],
  },
};

describe('a fault of the Export API', () => {
  const serve = useExports();

  it.each(inBothForms(rows))('%s works as a %s', async (fault, _name, form) => {
    const { env, see, expected } = rows[fault as keyof typeof rows];
    const served = await serve({ ...form, env: { ...form.env, ...env } });
    expect(await see(served)).toEqual(expected);
  });

  it.each(Object.keys(rows))('%s changes what a client sees', async (fault) => {
    const { env, see, expected } = rows[fault as keyof typeof rows];
    const served = await serve({ env: env ?? {}, steps: [] });
    const seen = await see(served).catch(() => 'an error');
    expect(seen).not.toEqual(expected);
  });
});
