import { request } from 'undici';
import type { AudioFile } from '../src/audio-library/audio-file.ts';
import type { Form } from './both-forms.ts';
import { makeCall, NOON } from './make-call.ts';
import { makeTestSimulator, noonRequest, OCP_API_KEY, type TestSimulator } from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

export const EXPORTS = '/recordings/export';
export const JOBS = `${EXPORTS}?tenantId=Sales`;

/** `broken`: the connection ended before the answer did. */
export type Answer = {
  readonly status: number | 'broken';
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
};

type SendOptions = { readonly body?: string; readonly type?: string; readonly key?: string };

/** Sends a GET, or a POST if it has a body. Nothing is decoded. */
export const send = async (
  address: string,
  { body, type = 'application/json', key = OCP_API_KEY }: SendOptions = {},
): Promise<Answer> => {
  const headers = { 'x-api-key': key, ...(body && { 'content-type': type }) };
  try {
    const answer = await request(address, { method: body ? 'POST' : 'GET', headers, body: body ?? null });
    const bytes = Buffer.from(await answer.body.bytes());
    return { status: answer.statusCode, headers: answer.headers, bytes };
  } catch {
    return { status: 'broken', headers: {}, bytes: Buffer.alloc(0) };
  }
};

export type Listing = {
  readonly recordings: readonly Readonly<Record<string, unknown>>[];
  readonly notFound: readonly unknown[];
  readonly errors: readonly unknown[];
  readonly cdrs?: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly nextPage?: unknown;
};

export type Served = {
  readonly simulator: TestSimulator;
  /** Of the recordings of call-0 to call-3, in turn. All pushes are lost. */
  readonly files: readonly AudioFile[];
  send(path: string, options?: SendOptions): Promise<Answer>;
  get(path: string): Promise<Answer & { json: never }>;
  statuses(count: number): Promise<Answer['status'][]>;
  /** @returns the id of a job for the hour after noon. */
  create(types?: readonly string[]): Promise<string>;
  /** Makes a job, lets it finish and reads the first page of its listing. */
  listNew(types?: readonly string[]): Promise<Listing>;
};

/** Has two audio files while the tests of a file run. @returns what serves them; a server ends with its test. */
export const useExports = (): ((form: Form) => Promise<Served>) => {
  let folder: AudioFolder;
  let files: AudioFile[];
  let served: Served | undefined;
  beforeAll(async () => {
    folder = await makeAudioFolder();
    files = [await folder.writeWav('a.wav', 200, 1), await folder.writeWav('b.wav', 400, 3)];
  });
  afterEach(() => served?.simulator.close());
  afterAll(() => folder.remove());
  return async (form) => (served = await serveExports(files, form));
};

/** Serves the Export API on a port. */
const serveExports = async ([first, second]: readonly AudioFile[], { env, steps }: Form): Promise<Served> => {
  const files = [first!, second!, first!, second!];
  const calls = files.map((file, at) => makeCall(at, { file, pushFate: 'lost', startedAt: NOON + at }));
  const simulator = makeTestSimulator(calls, env, steps);
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
  const get: Served['get'] = async (path) => {
    const answer = await send(url + path);
    return { ...answer, json: (answer.status === 200 ? JSON.parse(answer.bytes.toString()) : {}) as never };
  };
  const create = async (types?: readonly string[]): Promise<string> => {
    const { bytes } = await send(url + EXPORTS, { body: JSON.stringify({ ...noonRequest, types }) });
    return (JSON.parse(bytes.toString()) as { exportJobId: string }).exportJobId;
  };
  return {
    simulator,
    files,
    send: (path, options) => send(url + path, options),
    get,
    create,
    statuses: async (count) => {
      const seen: Answer['status'][] = [];
      for (let times = 0; times < count; times += 1) seen.push((await send(url + JOBS)).status);
      return seen;
    },
    listNew: async (types) => {
      const id = await create(types);
      simulator.clock.now += 1_000;
      return (await get(`${EXPORTS}/${id}/recordings`)).json;
    },
  };
};
