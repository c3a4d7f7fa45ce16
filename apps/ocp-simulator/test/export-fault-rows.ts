import { sha256Of } from '@recordings/test-kit';
import type { exportFaults } from '../src/faults/export-faults.ts';
import { HOUR_MS } from './make-call.ts';
import { noonRequest } from './make-test-simulator.ts';
import { callIds, everyCall, polled, type Row } from './see-faults.ts';
import { EXPORTS } from './serve-exports.ts';

/** What a client sees of each fault of jobs and listings. */
export const exportFaultRows: Readonly<Record<keyof typeof exportFaults, Row>> = {
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
  'poison-cdr': {
    see: async ({ listNew }) =>
      (await listNew(['Audio', 'dialog_start'])).cdrs!.map((cdr) =>
        typeof cdr === 'string' ? cdr.slice(0, 16) : cdr['id'],
      ),
    expected: ['{"message_type":', undefined, 'call-2', 'call-3'],
  },
  'cdrs-missing': {
    see: async ({ listNew }) =>
      (await listNew(['ALL'])).cdrs!.map(
        (cdr) => typeof cdr !== 'string' && [cdr['message_type'], cdr['id']],
      ),
    expected: everyCall.map((callId) => ['dialog_start', callId]),
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
};
