import { parseRegistry, shifted } from '@recordings/call-record';
import { UnreadableItemError } from '@recordings/fault';
import { makeRegistryFile } from '@recordings/test-kit';
import { makeRederivations, type RederivationEvent } from '../src/index.ts';
import type { RederivationDeps } from '../src/rederivation/rederivation-deps.ts';
import { daysBefore, ended, keyOf, minutesBefore, NOON, registry, storedByPush } from './call-fixture.ts';

import { dyingAfterFirst, group, makeWorld, never } from './rederivation-fixture.ts';

describe('a job that derives calls again', () => {
  it('makes explained calls pending and reopens given-up calls, and counts and reports them', async () => {
    const world = makeWorld();
    await world.put('explained', daysBefore(10));
    await world.putGivenUp('given-up', daysBefore(20));
    await world.putGivenUp('expired', daysBefore(61));
    await world.run();
    expect(['explained', 'given-up', 'expired'].map(world.statusOf)).toEqual([
      'pending',
      'pending',
      'given_up',
    ]);
    for (const callId of ['explained', 'given-up']) {
      expect(world.records.get(callId)?.reconciliationShard).toBeDefined();
    }
    expect(world.jobs.get('Acme_EN')).toMatchObject({
      status: 'completed',
      from: daysBefore(74),
      to: NOON,
      cursor: NOON,
      counts: { expected: 1, reopened: 1, final: 1, other: 0, unreadable: 0 },
    });
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'call_rederived', was: 'explained' }),
    );
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'call_rederived', was: 'given_up' }));
    expect(world.typesOf().at(-1)).toBe('rederivation_completed');
  });

  it('resumes from its checkpoint after a crash, and handles the calls before it once', async () => {
    const world = makeWorld();
    for (const n of [5, 4, 3, 2]) await world.put(`c-${n}`, daysBefore(n));
    await world.run(dyingAfterFirst(world));
    expect(['c-5', 'c-4', 'c-3', 'c-2'].map(world.statusOf)).toEqual([
      'pending',
      undefined,
      undefined,
      undefined,
    ]);
    expect(world.jobs.get('Acme_EN')).toMatchObject({ status: 'running', cursor: daysBefore(5) });
    expect(await world.run()).toBeUndefined(); // The lease of the dead run still blocks the job.
    world.clock.now = minutesBefore(-5);
    const resumed = await makeRederivations(world.deps).resume(group(), never);
    await resumed?.done;
    expect(resumed?.job.from).toBe(daysBefore(74));
    expect(['c-5', 'c-4', 'c-3', 'c-2'].map(world.statusOf)).toEqual(Array(4).fill('pending'));
    expect(world.jobs.get('Acme_EN')).toMatchObject({
      status: 'completed',
      counts: { expected: 4, other: 0 },
    });
    expect(world.records.get('c-5')?.history.filter(({ what }) => what === 'reopened')).toHaveLength(1);
    expect(await makeRederivations(world.deps).resume(group(), never)).toBeUndefined();
  });

  /** The registry while it says that the group is not recorded. */
  const wrongFor = (retentionDays: number) => {
    const file = makeRegistryFile({ name: 'Acme_EN', tenant: 'acme', retentionDays });
    return parseRegistry({
      ...file,
      groups: file.groups.map((one) => ({ ...one, recording: { enabled: false } })),
    });
  };

  it('begins again if the registry is corrected while it runs, so that no call keeps a wrong answer', async () => {
    const world = makeWorld();
    for (const n of [5, 4, 3, 2]) await world.put(`c-${n}`, daysBefore(n));
    const current = { registry: wrongFor(60) };
    let looks = 0;
    const finalCallPages: RederivationDeps['finalCallPages'] = async function* (...args) {
      for await (const page of world.deps.finalCallPages(...args)) {
        looks += 1;
        if (looks === 2) current.registry = registry;
        yield page;
      }
    };
    const rederivations = makeRederivations({
      ...world.deps,
      finalCallPages,
      get registry() {
        return current.registry;
      },
    });
    await (await rederivations.start(group(), {}, never))?.done;
    expect(['c-5', 'c-4', 'c-3', 'c-2'].map(world.statusOf)).toEqual(Array(4).fill('pending'));
    expect(world.jobs.get('Acme_EN')).toMatchObject({
      status: 'completed',
      counts: { expected: 4, final: 0 },
    });
    expect(world.typesOf().filter((type) => type === 'rederivation_started')).toHaveLength(2);
  });

  it('begins again if it was begun by another registry and its process died', async () => {
    const world = makeWorld();
    for (const n of [5, 4, 3, 2]) await world.put(`c-${n}`, daysBefore(n));
    await world.run({ ...dyingAfterFirst(world), registry: wrongFor(3) });
    expect(world.jobs.get('Acme_EN')).toMatchObject({ status: 'running', from: daysBefore(17) });
    world.clock.now = minutesBefore(-5);
    const again = await makeRederivations(world.deps).resume(group(), never);
    await again?.done;
    // The retention is 60 days now.
    expect(again?.job).toMatchObject({
      from: shifted(world.clock.now, -74 * 86_400_000),
      to: world.clock.now,
    });
    expect(['c-5', 'c-4', 'c-3', 'c-2'].map(world.statusOf)).toEqual(Array(4).fill('pending'));
  });

  it('can be resumed at once after an error', async () => {
    const world = makeWorld();
    await world.put('c-1', daysBefore(1));
    await world.run({ calls: { change: () => Promise.reject(new Error('no answer')) } });
    expect(world.typesOf()).toEqual(['rederivation_started', 'rederivation_failed']);
    await world.run();
    expect(world.statusOf('c-1')).toBe('pending');
    expect(world.typesOf()).toContain('rederivation_resumed');
  });

  it('stops at a signal, and another run goes on at once', async () => {
    const world = makeWorld();
    for (const n of [2, 1]) await world.put(`c-${n}`, daysBefore(n));
    const stop = new AbortController();
    const note = (event: RederivationEvent): void => {
      world.events.push(event);
      if (event.type === 'call_rederived') stop.abort();
    };
    await world.run({ note }, stop.signal);
    expect(['c-2', 'c-1'].map(world.statusOf)).toEqual(['pending', undefined]);
    expect(world.typesOf().at(-1)).toBe('rederivation_interrupted');
    await world.run();
    expect(world.statusOf('c-1')).toBe('pending');
  });

  it('ends without an answer if another run has taken its job', async () => {
    const world = makeWorld();
    for (const n of [2, 1]) await world.put(`c-${n}`, daysBefore(n));
    let other: Promise<unknown> | undefined;
    const note = (event: RederivationEvent): void => {
      world.events.push(event);
      if (event.type !== 'call_rederived' || other) return;
      world.clock.now = minutesBefore(-5);
      other = makeRederivations(world.deps)
        .resume(group(), never)
        .then((started) => started?.done);
    };
    await world.run({ note });
    await other;
    expect(world.typesOf().filter((type) => type === 'rederivation_completed')).toHaveLength(1);
    expect(world.typesOf()).toContain('rederivation_interrupted');
    expect(['c-2', 'c-1'].map(world.statusOf)).toEqual(['pending', 'pending']);
  });

  it('leaves a call alone that was stored after the index was read', async () => {
    const world = makeWorld();
    await world.put('late', daysBefore(1));
    const calls: RederivationDeps['calls'] = {
      change: async (key, transition) => {
        await world.change(key, storedByPush(key, NOON));
        return world.change(key, transition);
      },
    };
    await world.run({ calls });
    expect(world.records.get('late')).toMatchObject({ s3Stored: true, reconciliationStatus: 'completed' });
    expect(world.jobs.get('Acme_EN')?.counts).toMatchObject({ expected: 0, other: 1 });
  });

  it('does not write stored calls and calls of other groups', async () => {
    const world = makeWorld();
    const key = keyOf('stored');
    await world.change(key, ended({ key, startedAt: daysBefore(1) }));
    await world.change(key, storedByPush(key, NOON));
    await world.put('other-group', daysBefore(1), 'Acme_ES');
    const before = new Map(world.records);
    await world.run();
    expect(world.records).toEqual(before);
  });

  it('skips and reports a bad item of the index and a bad record, and goes on', async () => {
    const world = makeWorld();
    await world.put('odd', daysBefore(3));
    await world.put('bad', daysBefore(2));
    await world.put('good', daysBefore(1));
    world.records.set('odd', { ...world.records.get('odd')!, callId: 42 as never });
    const calls: RederivationDeps['calls'] = {
      change: (key, transition) =>
        key.callId === 'bad'
          ? Promise.reject(new UnreadableItemError('facts: invalid'))
          : world.change(key, transition),
    };
    await world.run({ calls });
    expect(world.statusOf('good')).toBe('pending');
    expect(world.jobs.get('Acme_EN')).toMatchObject({
      status: 'completed',
      counts: { expected: 1, unreadable: 2 },
    });
    const unreadable = world.events.filter(({ type }) => type === 'final_call_unreadable');
    expect(unreadable).toMatchObject([{ callId: 42 }, { callId: 'bad', reason: 'facts: invalid' }]);
  });

  it('begins a new job for another range, and handles its calls only', async () => {
    const world = makeWorld();
    for (const n of [3, 2, 1]) await world.put(`c-${n}`, daysBefore(n));
    const { start } = makeRederivations(world.deps);
    const started = await start(group(), { from: daysBefore(2), to: daysBefore(1) }, never);
    await started?.done;
    expect(['c-3', 'c-2', 'c-1'].map(world.statusOf)).toEqual([undefined, 'pending', undefined]);
  });
});
