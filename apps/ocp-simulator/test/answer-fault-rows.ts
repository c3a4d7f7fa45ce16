import { gunzipSync } from 'node:zlib';
import { sha256Of } from '@recordings/test-kit';
import { TOKEN_PATH } from '../src/auth/register-token-endpoint.ts';
import type { answerFaults } from '../src/faults/answer-faults.ts';
import { HOUR_MS } from './make-call.ts';
import { noonRequest, OCP_API_KEY } from './make-test-simulator.ts';
import { downloads, polled, type Row } from './see-faults.ts';
import { EXPORTS, JOBS } from './serve-exports.ts';

/** What a client sees of each fault of answers. */
export const answerFaultRows: Readonly<Record<keyof typeof answerFaults, Row>> = {
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
