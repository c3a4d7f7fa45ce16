import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of, waitUntil } from '@recordings/test-kit';
import type { StepReport } from '../src/script/make-story.ts';
import { parseScript } from '../src/script/parse-script.ts';
import { type FakeIngestion, startFakeIngestion } from './fake-ingestion.ts';
import { HOUR_MS, MINUTE_MS, makeCall, NOON } from './make-call.ts';
import { makeTestSimulator, noonRequest, type TestSimulator } from './make-test-simulator.ts';
import { type Answer, EXPORTS, type Listing, send } from './serve-exports.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

const FOLDER = 'apps/ocp-simulator/scripts';
const CALLS = 12;
const ROUNDS = 4;

/** What a client saw, a line each, and its listings. */
type Seen = { readonly lines: string[]; readonly listings: Listing[] };

/** What each script does to a day, seen by a client of OCP and by the ingestion API. */
const stories: Readonly<Record<string, (seen: Seen, ingestion: FakeIngestion) => void>> = {
  calm: ({ lines }) =>
    expect(lines.slice(0, 4)).toEqual(['create 202', 'poll CREATED', 'poll IN_PROGRESS', 'poll COMPLETED']),
  'third-poll-fails': ({ lines }) => {
    expect(lines.slice(0, 6)).toEqual([
      'create 202',
      'poll WAITING',
      'poll IN_PROGRESS',
      'poll 500',
      'poll COMPLETED',
      'page of 12',
    ]);
    expect(lines.slice(6, 9)).toEqual(['download whole', 'download 429', 'download whole']);
  },
  'listed-late': ({ listings }, { recordings }) => {
    expect(listings.map(({ recordings: rows, errors }) => [rows.length, errors.length])).toEqual([
      [10, 0],
      [10, 0],
      [11, 1],
      [12, 0],
    ]);
    expect(recordings).toHaveLength(10);
  },
  'create-answers-are-lost': ({ lines }) =>
    expect(lines.filter((line) => line.startsWith('create')).slice(0, 4)).toEqual([
      'create broken',
      'create 429',
      'create 409',
      'create 202',
    ]),
  'odd-listings': ({ listings }) => {
    expect(listings.map(({ nextPage }) => nextPage)).toEqual([null, false, 'undefined', '']);
    const [first] = listings;
    expect(first!.recordings).toHaveLength(16);
    expect(first!.recordings[0]).not.toHaveProperty('callId');
    expect(first!.recordings[2]).toMatchObject({ callId: 'call-2', sizeBytes: 44 });
    expect(first!.recordings[3]).toMatchObject({ callId: 'call-2' });
    expect(first!.recordings[4]).not.toHaveProperty('sha256');
  },
  'broken-transfers': ({ lines }) =>
    expect(lines.filter((line) => line.startsWith('download')).slice(0, 6)).toEqual([
      'download broken',
      'download other',
      'download other',
      'download 404',
      'download other',
      'download other',
    ]),
  'bad-pushes': (_, { taken, recordings, headers }) => {
    expect(headers[0]).toMatchObject({ 'content-encoding': 'gzip' });
    const of = (id: number) =>
      taken.filter((line) => line.endsWith(`call-${id}`)).map((line) => line.split(' ')[0]);
    expect(of(0)).toEqual(['CDR_START', 'IVR_END', 'CDR_END', 'recording', 'recording']);
    expect(of(1)).toEqual([
      'CDR_END',
      'CDR_END',
      'IVR_END',
      'IVR_END',
      'CDR_START',
      'CDR_START',
      'recording',
    ]);
    expect(of(2)).toEqual(['IVR_END', 'CDR_END']); // Its recording names the call in a file.
    expect(of(3)).toEqual(['recording', 'CDR_START', 'IVR_END', 'CDR_END']);
    expect(recordings.find(({ order }) => order[0] === 'metadata')).toBeDefined();
  },
  'push-outage': ({ listings }, { taken, recordings }) => {
    const pushed = [0, 1, 2, 9, 10, 11].map((id) => `call-${id}`);
    expect([...new Set(taken.map((line) => line.split(' ')[1]))].sort()).toEqual(pushed.sort());
    expect(recordings).toHaveLength(pushed.length);
    expect(listings.map(({ cdrs }) => typeof cdrs![0])).toEqual(['string', 'object', 'object', 'object']);
  },
  'credential-refused': ({ lines }) => {
    expect(lines.filter((line) => line.endsWith(' 401'))).toHaveLength(5);
    expect(lines.at(-1)).toBe('download whole');
  },
};

describe('the script', () => {
  let folder: AudioFolder;
  let files: Awaited<ReturnType<AudioFolder['writeWav']>>[];
  let simulator: TestSimulator;
  let ingestion: FakeIngestion;
  beforeAll(async () => {
    folder = await makeAudioFolder();
    files = [await folder.writeWav('a.wav', 200, 1), await folder.writeWav('b.wav', 400, 3)];
  });
  afterEach(async () => {
    await simulator.close();
    await ingestion.close();
  });
  afterAll(() => folder.remove());

  const serve = async (script: string): Promise<string> => {
    const { steps } = parseScript(readFileSync(join(FOLDER, `${script}.yaml`), 'utf8'), []);
    ingestion = await startFakeIngestion();
    const apartMs = script === 'push-outage' ? 8 * HOUR_MS : MINUTE_MS;
    const calls = Array.from({ length: CALLS }, (_, at) =>
      makeCall(at, { file: files[at % 2]!, startedAt: NOON + at * apartMs }),
    );
    const env = { INGESTION_URL: ingestion.url, PUSH_CONCURRENCY: '1' };
    simulator = makeTestSimulator(calls, env, steps);
    return simulator.app.listen({ host: '127.0.0.1', port: 0 });
  };

  /** Plays the pushes, then exports the hour several times, as a client that gives nothing up. */
  const playDay = async (url: string): Promise<Seen> => {
    const seen: Seen = { lines: [], listings: [] };
    await simulator.ask('POST', '/simulator/play');
    await waitUntil('all calls are played', async () => {
      const { body } = await simulator.ask('GET', '/simulator/progress');
      const { playing, lateWaiting } = body as { playing: boolean; lateWaiting: number };
      return !playing && lateWaiting === 0;
    });
    for (let round = 0; round < ROUNDS; round += 1) await exportHour(url, seen);
    return seen;
  };

  const exportHour = async (url: string, { lines, listings }: Seen): Promise<void> => {
    /** Asks until the answer is of this status. */
    const until = async (what: string, wanted: number, address: string, body?: string): Promise<Answer> => {
      for (let tries = 0; tries < 20; tries += 1) {
        const answer = await send(address, body === undefined ? {} : { body });
        if (answer.status === wanted) return answer;
        lines.push(`${what} ${answer.status}`);
        simulator.clock.now += 1_500;
      }
      throw new Error(`${what} never answered ${wanted}`);
    };
    const created = await until(
      'create',
      202,
      url + EXPORTS,
      JSON.stringify({ ...noonRequest, types: ['Audio', 'dialog_start'] }),
    );
    lines.push('create 202');
    const { exportJobId } = JSON.parse(created.bytes.toString()) as { exportJobId: string };
    const job = `${url}${EXPORTS}/${exportJobId}`;
    for (let [word, polls] = ['', 0]; word !== 'COMPLETED' && polls < 20; polls += 1) {
      const { bytes } = await until('poll', 200, job);
      word = (JSON.parse(bytes.toString()) as { status: string }).status;
      lines.push(`poll ${word}`);
      simulator.clock.now += 350;
    }
    const listed = await until('page', 200, `${job}/recordings`);
    const listing = JSON.parse(listed.bytes.toString()) as Listing;
    listings.push(listing);
    lines.push(`page of ${listing.recordings.length}`);
    for (const { audioUrl } of listing.recordings) {
      const { status, bytes } = await send(String(audioUrl));
      const isWhole = files.some(({ sha256 }) => sha256 === sha256Of(bytes));
      lines.push(`download ${status !== 200 ? status : isWhole ? 'whole' : 'other'}`);
    }
  };

  it.each(Object.entries(stories))('%s plays as written, and each of its steps acts', async (name, check) => {
    const seen = await playDay(await serve(name));
    check(seen, ingestion);
    const { steps } = (await simulator.ask('GET', '/simulator/story')).body as { steps: StepReport[] };
    expect(steps.filter(({ fired }) => fired === 0)).toEqual([]);
  });

  it('has a test, whichever it is', async () => {
    await serve('calm');
    expect(readdirSync(FOLDER).sort()).toEqual(
      Object.keys(stories)
        .map((name) => `${name}.yaml`)
        .sort(),
    );
  });
});
