import type { Facts } from './conditions.ts';
import { makeStory } from './make-story.ts';
import type { Step } from './step.ts';

/** A story of one step at polls, at a clock that the test moves. */
const play = (conditions: Partial<Extract<Step, { at: 'poll' }>>) => {
  const clock = { now: 0 };
  const step = { at: 'poll', do: { word: 'ODD' }, ...conditions } as Step;
  const story = makeStory([{ step }], { now: () => clock.now, onFired: () => undefined });
  const poll = (facts: Facts = {}): boolean => story.at('poll', facts).word !== undefined;
  return { story, poll, clock };
};
const countsOf = (poll: () => boolean, times: number): number[] =>
  Array.from({ length: times }, (_, at) => (poll() ? at + 1 : 0)).filter((count) => count > 0);

describe('a step', () => {
  it.each([
    [{}, [1, 2, 3, 4, 5, 6, 7, 8]],
    [{ nth: 3 }, [3]],
    [{ every: 3 }, [3, 6]],
    [{ from: 1, every: 3 }, [1, 4, 7]],
    [{ from: 6 }, [6, 7, 8]],
    [{ to: 2 }, [1, 2]],
    [{ from: 2, to: 6, every: 2 }, [2, 4, 6]],
  ] as const)('with %j acts at the events %j of eight', (conditions, expected) => {
    expect(countsOf(play(conditions).poll, 8)).toEqual(expected);
  });

  it('counts only the events that its filters admit', () => {
    const { poll } = play({ group: 'Sales', nth: 2 });
    const groups = ['Sales', 'Support', 'Support', 'Sales', 'Sales'];
    expect(groups.map((group) => poll({ group }))).toEqual([false, false, false, true, false]);
  });

  it('counts apart for each job', () => {
    const { poll } = play({ per: 'job', nth: 2 });
    expect([1, 2, 1, 2, 1].map((job) => poll({ job }))).toEqual([false, false, true, true, false]);
  });

  it('acts from a time and until another, and counts no event outside', () => {
    const { poll, clock } = play({ afterSeconds: 10, untilSeconds: 20, nth: 1 });
    expect(poll()).toBe(false);
    clock.now = 10_000;
    expect([poll(), poll()]).toEqual([true, false]);
    const late = play({ untilSeconds: 20 });
    late.clock.now = 20_000;
    expect(late.poll()).toBe(false);
  });

  it('acts on calls that started within its hours, and counts no other', () => {
    const { poll } = play({ startedFromHours: 1, startedUntilHours: 2, nth: 2 } as object);
    expect([0.5, 1, 2, undefined, 1.5, 1.9].map((startedHours) => poll({ startedHours }))).toEqual([
      ...[false, false, false, false, true, false],
    ]);
  });

  it('takes its effects in turn', () => {
    const { story } = play({ do: undefined, inTurn: [{ word: 'A' }, { word: 'B' }] });
    expect(Array.from({ length: 3 }, () => story.at('poll', {}).word)).toEqual(['A', 'B', 'A']);
  });
});

describe('a story', () => {
  it('joins what several steps do, and of two that say the same takes the first', () => {
    const steps: Step[] = [
      { at: 'poll', do: { word: 'FIRST' } },
      { at: 'poll', do: { word: 'SECOND', delayMs: 1 } },
      { at: 'listing', do: { rows: 'none' } },
    ];
    const story = makeStory(
      steps.map((step) => ({ step })),
      { now: () => 0, onFired: () => undefined },
    );
    expect(story.at('poll', {})).toEqual({ word: 'FIRST', delayMs: 1 });
    expect(story.at('createJob', {})).toEqual({});
  });

  it('sets every place that one of several steps names', () => {
    const steps: Step[] = [
      { at: 'poll', do: { set: { '/a': 1 } } },
      { at: 'poll', do: { set: { '/a': 2, '/b': 2 } } },
    ];
    const story = makeStory(
      steps.map((step) => ({ step })),
      { now: () => 0, onFired: () => undefined },
    );
    expect(story.at('poll', {})).toEqual({ set: { '/a': 1, '/b': 2 } });
  });

  it('reports how often each step acted, those that never did too', () => {
    const fired: unknown[] = [];
    const story = makeStory(
      [
        { step: { at: 'poll', every: 2, group: 'Sales', do: { answer: { status: 500 } } } },
        { step: { at: 'job', nth: 1, name: 'the first job fails', do: { fails: 'no space' } }, fault: 'x' },
      ],
      { now: () => 0, onFired: (report) => fired.push(report) },
    );
    for (let times = 0; times < 4; times += 1) story.at('poll', { group: 'Sales' });
    const report = { step: 'poll, group Sales, every 2: answer {"status":500}', fault: undefined };
    expect(story.report()).toEqual([
      { ...report, fired: 2 },
      { step: 'the first job fails', fault: 'x', fired: 0 },
    ]);
    expect(fired).toEqual([
      { ...report, fired: 1 },
      { ...report, fired: 2 },
    ]);
  });
});
