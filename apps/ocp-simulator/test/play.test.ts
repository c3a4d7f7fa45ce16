import { waitUntil } from '@recordings/test-kit';
import type { PlannedCall } from '../src/plan/planned-call.ts';
import type { Step } from '../src/script/step.ts';
import { type FakeIngestion, type Mood, startFakeIngestion } from './fake-ingestion.ts';
import { makeCall, makeChat, NOON } from './make-call.ts';
import { INGESTION_API_KEY, makeTestSimulator, type TestSimulator } from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

type Progress = Record<string, unknown> & { playing: boolean; lateWaiting: number; played: number };

const start = (id: number): string[] => [`CDR_START call-${id}`, `IVR_END call-${id}`, `CDR_END call-${id}`];

describe('a play', () => {
  let folder: AudioFolder;
  let ingestion: FakeIngestion;
  let simulator: TestSimulator;
  let releasing: NodeJS.Timeout | undefined;
  beforeEach(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(async () => {
    clearInterval(releasing);
    await simulator.close();
    await ingestion.close();
    await folder.remove();
  });

  const prepare = async (
    calls: PlannedCall[],
    env: Record<string, string> = {},
    mood?: Mood,
    steps?: readonly Step[],
  ) => {
    ingestion = await startFakeIngestion(mood);
    const settings = { INGESTION_URL: ingestion.url, PUSH_CONCURRENCY: '1', ...env };
    simulator = makeTestSimulator(calls, settings, steps);
  };
  const progress = async (): Promise<Progress> => (await simulator.ask('GET', '/simulator/progress')).body;
  const play = async (): Promise<void> => {
    expect((await simulator.ask('POST', '/simulator/play')).status).toBe(202);
  };
  const playToTheEnd = async (): Promise<void> => {
    await play();
    await waitUntil('everything has been played', async () => {
      const { playing, lateWaiting } = await progress();
      return !playing && lateWaiting === 0;
    });
  };

  it('pushes one more call of a group on demand, whatever goes wrong on purpose', async () => {
    const file = await folder.writeWav('a.wav', 500);
    await prepare([makeCall(1, { file, pushFate: 'lost' }), makeChat(2)], { FAULTS: 'duplicate-push' });
    const ask = (group: string) => simulator.ask('POST', `/simulator/canary?group=${group}`);
    const { status, body } = await ask('Sales');
    const { callId } = body as { callId: string };
    expect(status).toBe(201);
    const endedAt = new Date(simulator.clock.now).toISOString();
    expect(body).toMatchObject({ groupName: 'Sales', endedAt, isPushed: true });
    const kinds = ['CDR_START', 'IVR_END', 'CDR_END', 'recording'];
    expect(ingestion.taken).toEqual(kinds.map((kind) => `${kind} ${callId}`));
    expect(((await ask('Sales')).body as { callId: string }).callId).not.toBe(callId);
    expect((await ask('Support')).status).toBe(404);
    expect(await progress()).toMatchObject({ played: 0, pushed: 0 });
  });

  it('pushes the events of each call in order, then its recording', async () => {
    const file = await folder.writeWav('a.wav', 500);
    await prepare([makeCall(0, { file }), makeCall(1, { file, vocabulary: 'ocp' }), makeChat(2)]);
    await playToTheEnd();
    expect(ingestion.taken).toEqual([
      ...start(0),
      'recording call-0',
      'dialog_start call-1',
      'dialog_end call-1',
      'recording call-1',
      ...start(2),
    ]);
    expect(ingestion.eventBodies.map(({ contentType }) => contentType)).toEqual([
      'application/json',
      'application/json',
      'application/json',
      'application/json',
      'application/x-ndjson',
    ]);
    for (const headers of ingestion.headers) expect(headers['x-api-key']).toBe(INGESTION_API_KEY);
  });

  it('sends the fields first, then the whole file under its OCP name', async () => {
    // Larger than one read from disk.
    const file = await folder.writeWav('a.wav', 60_000);
    await prepare([makeCall(0, { file })]);
    await playToTheEnd();
    expect(ingestion.recordings).toEqual([
      {
        fields: {
          callId: 'call-0',
          groupId: 'Sales',
          conversationId: 'call-0',
          callTimestamp: new Date(NOON).toISOString(),
          sha256: file.sha256,
        },
        order: ['callId', 'groupId', 'conversationId', 'callTimestamp', 'sha256', 'file'],
        fileName: `Sales~101~${NOON}~call-0.wav`,
        sha256: file.sha256,
      },
    ]);
  });

  it('retries after refusals and dropped connections until everything is accepted', async () => {
    const file = await folder.writeWav('a.wav', 60_000);
    const moods = ['refuse', 'take', 'drop', 'take', 'take', 'refuse', 'interrupt', 'drop', 'take'] as const;
    await prepare([makeCall(0, { file })], {}, (count) => moods[count - 1] ?? 'take');
    await playToTheEnd();
    expect(ingestion.taken).toEqual([...start(0), 'recording call-0']);
    expect(ingestion.recordings[0]!.sha256).toBe(file.sha256);
    expect(ingestion.headers).toHaveLength(moods.length);
  });

  it('never pushes a lost recording, pushes a late one later, and counts them', async () => {
    const file = await folder.writeWav('a.wav', 500);
    const calls = [
      makeCall(0, { file, pushFate: 'lost' }),
      makeCall(1, { file, pushFate: 'lost' }),
      makeCall(2, { file }),
      makeChat(3),
    ];
    await prepare(calls, {}, undefined, [{ at: 'pushRecording', call: 2, do: { delayMs: 1 } }]);
    await playToTheEnd();
    expect(ingestion.recordings.map(({ fields }) => fields['callId']).sort()).toEqual(['call-1', 'call-2']);
    expect(ingestion.taken.indexOf('recording call-1')).toBeGreaterThan(
      ingestion.taken.indexOf('CDR_END call-1'),
    );
    expect(await progress()).toEqual({
      calls: 3,
      played: 4,
      eventsSent: 12,
      pushed: 2,
      lost: 1,
      lateWaiting: 0,
      chats: 1,
      playing: false,
      exportJobs: 0,
      collisions: 0,
      requests: 0,
      jobs: [],
    });
  });

  it('plays once if play is requested twice', async () => {
    await prepare([makeChat(0)]);
    await Promise.all([play(), play()]);
    await playToTheEnd();
    expect(ingestion.taken).toEqual(start(0));
  });

  it('plays several calls at a time, at most PUSH_CONCURRENCY', async () => {
    const held: (() => void)[] = [];
    let most = 0;
    await prepare(
      Array.from({ length: 6 }, (_, at) => makeChat(3 * at + 1)),
      { PUSH_CONCURRENCY: '2' },
      () =>
        new Promise((resolve) => {
          held.push(() => resolve('take'));
          most = Math.max(most, held.length);
        }),
    );
    await play();
    await waitUntil('two requests are held', () => held.length === 2);
    releasing = setInterval(() => {
      for (const release of held.splice(0)) release();
    }, 1);
    await playToTheEnd();
    expect(most).toBe(2);
    expect(ingestion.taken).toHaveLength(18);
  });

  it('stops in the middle of its retries when it is closed', async () => {
    await prepare([makeChat(0), makeChat(1)], {}, () => 'refuse');
    await play();
    await waitUntil('it pushes', () => ingestion.headers.length > 0);
    await simulator.close();
    expect(ingestion.taken).toEqual([]);
  });
});
