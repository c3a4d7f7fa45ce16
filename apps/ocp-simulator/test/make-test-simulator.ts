import { loadConfig, makeLogger } from '@recordings/service';
import { Config } from '../src/config.ts';
import { makeSimulator, type Simulator } from '../src/make-simulator.ts';
import type { PlannedCall } from '../src/plan/planned-call.ts';
import type { Step } from '../src/script/step.ts';
import { audioFile, HOUR_MS, NOON } from './make-call.ts';

export const OCP_API_KEY = 'ocp-key';
export const INGESTION_API_KEY = 'push-key';

export type TestSimulator = Simulator & {
  readonly clock: { now: number };
  /** Sends a request with the right key, without a port. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: never }>;
};

/** A simulator of the groups Sales and Support with a clock that the test moves, two hours after noon at first. */
export const makeTestSimulator = (
  calls: readonly PlannedCall[],
  env: Readonly<Record<string, string>> = {},
  steps: readonly Step[] = [],
): TestSimulator => {
  const clock = { now: NOON + 2 * HOUR_MS };
  const simulator = makeSimulator({
    config: loadConfig(Config, {
      AUDIO_DIR: 'unused',
      INGESTION_URL: 'http://127.0.0.1:9',
      INGESTION_API_KEY,
      OCP_API_KEY,
      ...env,
    }),
    calls,
    script: { story: 'a test', steps: [...steps] },
    audio: { files: [audioFile], leftOut: [{ file: 'notes.txt', reason: 'not audio' }] },
    groupNames: ['Sales', 'Support'],
    log: makeLogger({ service: 'ocp-simulator', level: 'silent' }),
    now: () => clock.now,
    signal: new AbortController().signal,
  });
  return {
    ...simulator,
    clock,
    ask: async (method, path, body) => {
      const response = await simulator.app.inject({
        method,
        url: path,
        headers: { 'x-api-key': OCP_API_KEY },
        ...(body && { payload: body }),
      });
      return { status: response.statusCode, body: response.json() as never };
    },
  };
};

/** Makes a job of the group Sales for the hour after noon and moves the clock to its end. @returns its id. */
export const exportNoon = async ({ ask, clock }: TestSimulator): Promise<string> => {
  const { body } = await ask('POST', '/recordings/export', noonRequest);
  clock.now += 1_000;
  return (body as { exportJobId: string }).exportJobId;
};

export const noonRequest = {
  fromDate: new Date(NOON).toISOString(),
  toDate: new Date(NOON + HOUR_MS).toISOString(),
  tenantId: 'Sales',
  format: 'wav',
};
