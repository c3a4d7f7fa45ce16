import { readFileSync } from 'node:fs';
import { sha256Of, waitUntil } from '@recordings/test-kit';
import type { pushFaults } from '../src/faults/push-faults.ts';
import type { PlannedCall, RecordedCall } from '../src/plan/planned-call.ts';
import { type Form, inBothForms, settings } from './both-forms.ts';
import { type FakeIngestion, startFakeIngestion } from './fake-ingestion.ts';
import { HOUR_MS, makeCall, makeChat, NOON } from './make-call.ts';
import { makeTestSimulator, type TestSimulator } from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

type Row = {
  readonly calls: (file: RecordedCall['recording']['file']) => readonly PlannedCall[];
  /** What the ingestion API received. */
  readonly see: (ingestion: FakeIngestion) => unknown;
  readonly expected: unknown;
};

const eventsOf = (id: number): string[] => [
  `CDR_START call-${id}`,
  `IVR_END call-${id}`,
  `CDR_END call-${id}`,
];
const chats = (count: number) => () => Array.from({ length: count }, (_, at) => makeChat(at));
const recorded =
  (count: number, pushFate: 'delivered' | 'lost' = 'delivered'): Row['calls'] =>
  (file) =>
    Array.from({ length: count }, (_, at) => makeCall(at, { file, pushFate }));
const taken = ({ taken }: FakeIngestion): string[] => taken;
const idsOf = ({ recordings }: FakeIngestion): unknown[] => recordings.map(({ fields }) => fields['callId']);
const upTo = (count: number): number[] => [...Array(count).keys()];
const labels = ['callId', 'groupId', 'conversationId', 'callTimestamp', 'sha256'];

const rows: Readonly<Record<keyof typeof pushFaults, Row>> = {
  'late-push': {
    calls: recorded(7, 'lost'),
    see: (ingestion) => idsOf(ingestion).sort(),
    expected: ['call-0', 'call-3', 'call-6'],
  },
  'duplicate-events': {
    calls: chats(1),
    see: taken,
    expected: eventsOf(0).flatMap((event) => [event, event]),
  },
  'reordered-events': {
    calls: recorded(2),
    see: taken,
    expected: ['recording call-0', ...eventsOf(0).reverse(), ...eventsOf(1).reverse(), 'recording call-1'],
  },
  'lost-starts': {
    calls: chats(5),
    see: (ingestion) => taken(ingestion).filter((event) => event.startsWith('CDR_START')),
    expected: [0, 1, 2, 4].map((id) => `CDR_START call-${id}`),
  },
  'lost-events': {
    calls: chats(11),
    see: taken,
    expected: upTo(11)
      .filter((id) => id !== 9)
      .flatMap(eventsOf),
  },
  'push-outage': {
    calls: (file) =>
      [0, 23, 24].map((hours, at) => makeCall(at, { file, startedAt: NOON + hours * HOUR_MS })),
    see: taken,
    expected: [...eventsOf(2), 'recording call-2'],
  },
  'late-events': {
    calls: recorded(4),
    see: (ingestion) => taken(ingestion).slice(-8),
    expected: [...eventsOf(2), 'recording call-2', 'recording call-3', ...eventsOf(3)],
  },
  'encoded-events': {
    calls: chats(4),
    see: (ingestion) => {
      const forms = ingestion.headers.map(
        ({ 'content-encoding': encoding, 'content-type': type }) => encoding ?? type,
      );
      return [taken(ingestion), [...new Set(forms)]];
    },
    expected: [
      upTo(4).flatMap(eventsOf),
      ['gzip', 'deflate', 'application/x-ndjson; charset=utf-16', 'application/json; charset=iso-8859-1'],
    ],
  },
  'wrong-clock': {
    calls: () => [0, 3, 6].map((id) => makeChat(id)),
    see: ({ eventBodies }) =>
      eventBodies
        .map(({ text }) => JSON.parse(text) as Record<string, string>)
        .filter(({ callId }) => callId === 'call-6')
        .map((event) => (Date.parse(event['startTimestamp'] ?? event['timestamp']!) - NOON) / 60_000),
    // IVR_END has no start; it is 20 s later.
    expected: [-480, 1 / 3, 0],
  },
  'duplicate-push': {
    calls: recorded(2),
    see: idsOf,
    expected: ['call-0', 'call-0', 'call-1', 'call-1'],
  },
  'bad-push': {
    calls: recorded(2),
    see: ({ recordings }) => recordings.map(({ sha256 }) => sha256),
    expected: undefined, // It depends on the file: see below.
  },
  'form-limits': {
    calls: recorded(4),
    see: ({ recordings }) =>
      recordings.map(({ order, fileName }) => [
        order.length > 10 ? order.length : order,
        fileName.replace(/^.*(~call-\d\.wav)$/, '$1'),
      ]),
    expected: [
      [21 + labels.length + 1, '~call-0.wav'],
      [[...labels, 'file'], ''],
      [['metadata', 'file'], '~call-2.wav'],
      [['file', ...labels], '~call-3.wav'],
    ],
  },
};

describe('a fault of the push', () => {
  let folder: AudioFolder;
  let file: Awaited<ReturnType<AudioFolder['writeWav']>>;
  let ingestion: FakeIngestion;
  let simulator: TestSimulator;
  beforeAll(async () => {
    folder = await makeAudioFolder();
    file = await folder.writeWav('a.wav', 200);
  });
  afterEach(async () => {
    await simulator.close();
    await ingestion.close();
  });
  afterAll(() => folder.remove());

  const play = async ({ env, steps }: Form, calls: readonly PlannedCall[]): Promise<void> => {
    ingestion = await startFakeIngestion();
    const common = { INGESTION_URL: ingestion.url, PUSH_CONCURRENCY: '1' };
    const latePush = { LATE_PUSH_AFTER_MS: String(settings.latePushAfterMs) };
    const outage = { PUSH_OUTAGE_DAYS: String(settings.pushOutageDays) };
    simulator = makeTestSimulator(calls, { ...common, ...latePush, ...outage, ...env }, steps);
    await simulator.ask('POST', '/simulator/play');
    await waitUntil('everything has been played', async () => {
      const { body } = await simulator.ask('GET', '/simulator/progress');
      const { playing, lateWaiting } = body as { playing: boolean; lateWaiting: number };
      return !playing && lateWaiting === 0;
    });
  };
  const expectedOf = (fault: string): unknown => {
    if (fault !== 'bad-push') return rows[fault as keyof typeof rows].expected;
    const header = readFileSync(file.path).subarray(0, 44);
    return [sha256Of(header), sha256Of(Buffer.from('The recording is not available at the moment.'))];
  };

  it.each(inBothForms(rows))('%s works as a %s', async (fault, _name, form) => {
    const { calls, see } = rows[fault as keyof typeof rows];
    await play(form, calls(file));
    expect(see(ingestion)).toEqual(expectedOf(fault));
  });

  it.each(Object.keys(rows))('%s changes what the ingestion API receives', async (fault) => {
    const { calls, see } = rows[fault as keyof typeof rows];
    await play({ env: {}, steps: [] }, calls(file));
    expect(see(ingestion)).not.toEqual(expectedOf(fault));
  });

  it('sends the whole recording after a bad one is refused', async () => {
    let count = 0;
    ingestion = await startFakeIngestion(() => ((count += 1) === 4 ? 'refuse' : 'take'));
    const env = { INGESTION_URL: ingestion.url };
    simulator = makeTestSimulator([makeCall(0, { file })], env, [
      { at: 'pushRecording', do: { firstBytes: 'text' } },
    ]);
    await simulator.ask('POST', '/simulator/play');
    await waitUntil('the recording is accepted', () => ingestion.recordings.length > 0);
    expect(ingestion.recordings.map(({ sha256 }) => sha256)).toEqual([file.sha256]);
  });
});
