import { makeStoreRecording, type StoreResult } from '../src/index.ts';
import type { IntakeDeps, StagedUpload } from '../src/intake-deps.ts';
import { depsOn, type Given, incoming, type Memory, never } from './intake-fixture.ts';
import { inPieces } from './memory-store.ts';

/** `before`: the call was not made; `after`: the call took effect and its answer was lost. */
export type CrashPoint = { readonly call: number; readonly when: 'before' | 'after' };

export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * The same dependencies in a process that dies at one of its calls. Every later call of a dead process throws too,
 * clean-up included.
 *
 * @param calls gets the name of each call that is made.
 * @param survives the one call fails and the process continues, as in a short outage.
 */
export const crashing = (
  deps: IntakeDeps,
  point: CrashPoint | undefined,
  calls: string[] = [],
  survives = false,
): IntakeDeps => {
  let isDead = false;

  const mortal =
    <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isDead) throw new Crash(`${name} of a dead process`);
      const isLast = point?.call === calls.push(name) - 1;
      isDead = isLast && !survives;
      if (isLast && point.when === 'before') throw new Crash(`before ${name}`);
      const result = await call(...args);
      if (isLast) throw new Crash(`after ${name}`);
      return result;
    };

  const { store } = deps;
  const mortalUpload = (upload: StagedUpload): StagedUpload => ({
    write: mortal('write', upload.write),
    finish: mortal('finish', upload.finish),
    abort: mortal('abort', upload.abort),
  });
  return {
    ...deps,
    store: {
      create: mortal('create', store.create),
      stage: mortal('stage', async (...args) => mortalUpload(await store.stage(...args))),
      promote: mortal('promote', store.promote),
      discard: mortal('discard', store.discard),
      quarantineBytes: mortal('quarantineBytes', store.quarantineBytes),
      quarantineStaged: mortal('quarantineStaged', store.quarantineStaged),
      explainQuarantined: mortal('explainQuarantined', store.explainQuarantined),
      read: mortal('read', store.read),
    },
    calls: { change: (...args) => mortal('change', () => deps.calls.change(...args))() },
    publishStored: mortal('publishStored', deps.publishStored),
    publishQuarantined: mortal('publishQuarantined', deps.publishQuarantined),
  };
};

/** Sends the bytes once to a process that dies at the point, if one is given. */
export const send = (
  memory: Memory,
  bytes: Uint8Array,
  point?: CrashPoint,
  calls?: string[],
  given: Given = {},
): Promise<StoreResult> =>
  makeStoreRecording(crashing(depsOn(memory), point, calls))(
    incoming(bytes, { ...given, body: inPieces(bytes, 8_000) }),
    never,
  );

/** Every point at which the process can die while it does `work`: before and after each of its calls. */
export const crashPointsOf = async (work: (calls: string[]) => Promise<unknown>) => {
  const calls: string[] = [];
  await work(calls);
  return calls.flatMap((at, call) =>
    (['before', 'after'] as const).map((when) => ({ call, when, at, name: `${when} ${at} (call ${call})` })),
  );
};
