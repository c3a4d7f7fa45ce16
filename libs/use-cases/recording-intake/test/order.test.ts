import { wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import type { IntakeDeps } from '../src/intake-deps.ts';
import { depsOn, incoming, type Memory, makeMemory, never } from './intake-fixture.ts';
import { inPieces } from './memory-store.ts';

const small = wavOf(8_044);
const large = wavOf(30_044);
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 501);

/** Lists every call to a dependency in the order in which it ended. */
const listing = (deps: IntakeDeps, steps: string[]): IntakeDeps => {
  const listed =
    <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await call(...args);
      // Later than any work that was started without waiting for this call.
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(name);
      return result;
    };
  const { store } = deps;
  return {
    ...deps,
    store: {
      ...store,
      create: listed('create', store.create),
      stage: listed('stage', async (...args) => {
        const upload = await store.stage(...args);
        return { ...upload, finish: listed('finish', upload.finish) };
      }),
      promote: listed('promote', store.promote),
      discard: listed('discard', store.discard),
      quarantineBytes: listed('keep', store.quarantineBytes),
      quarantineStaged: listed('copy', store.quarantineStaged),
      explainQuarantined: listed('explain', store.explainQuarantined),
      read: listed('read', store.read),
    },
    calls: {
      change: (key, transition) => listed('change', () => deps.calls.change(key, transition))(),
    },
    publishStored: listed('publish', deps.publishStored),
    publishQuarantined: listed('tell', deps.publishQuarantined),
  };
};

const stepsOf = async (memory: Memory, bytes: Buffer): Promise<string[]> => {
  const steps: string[] = [];
  const recording = incoming(bytes, { body: inPieces(bytes, 8_000) });
  await makeStoreRecording(listing(depsOn(memory), steps))(recording, never);
  return steps;
};

describe('the order of the steps that store a recording', () => {
  const orders: [string, Buffer, Buffer[], string[]][] = [
    ['a small recording', small, [], ['change', 'create', 'change', 'publish']],
    [
      'a large recording',
      large,
      [],
      ['stage', 'finish', 'change', 'change', 'promote', 'change', 'publish', 'discard'],
    ],
    ['a small recording again', small, [small], ['change', 'publish']],
    [
      'a large recording again',
      large,
      [large],
      ['stage', 'finish', 'change', 'change', 'publish', 'discard'],
    ],
    ['small damaged bytes', cut(small), [], ['keep', 'explain', 'change', 'tell']],
    [
      'large damaged bytes',
      cut(large),
      [],
      ['stage', 'finish', 'change', 'copy', 'explain', 'change', 'tell', 'discard'],
    ],
    [
      'large damaged bytes again',
      cut(large),
      [cut(large)],
      ['stage', 'finish', 'change', 'copy', 'explain', 'change', 'tell', 'discard'],
    ],
    ['a small conflict', wavOf(8_044, 2), [small], ['change', 'keep', 'explain', 'change', 'tell']],
    [
      'a large conflict',
      wavOf(30_044, 2),
      [large],
      ['stage', 'finish', 'change', 'change', 'copy', 'explain', 'change', 'tell', 'discard'],
    ],
  ];
  it.each(orders)('is fixed for %s', async (_, bytes, earlier, expected) => {
    const memory = makeMemory();
    for (const one of earlier) await stepsOf(memory, one);
    expect(await stepsOf(memory, bytes)).toEqual(expected);
  });

  it('is fixed for a recording whose object exists without its record', async () => {
    const memory = makeMemory();
    memory.store.objects.set('sales/acme/call-1', { bytes: small, contentType: 'audio/wav' });
    expect(await stepsOf(memory, small)).toEqual(['change', 'create', 'read', 'change', 'publish']);
  });

  it('identifies a recording after its last byte, once, by the hash and the size of its bytes', async () => {
    const { key, group, facts, declared, source } = incoming(small).identify({ sha256: '', sizeBytes: 0 });
    const steps: unknown[] = [];
    const body = (async function* () {
      yield* inPieces(small);
      steps.push('last byte');
    })();
    const result = await makeStoreRecording(depsOn(makeMemory()))(
      {
        origin: { ...key, source },
        body,
        identify: (received) => {
          steps.push(received);
          return { key, group, facts, declared, source };
        },
      },
      never,
    );
    expect(steps).toEqual(['last byte', { sha256: result.sha256, sizeBytes: small.length }]);
  });
});
