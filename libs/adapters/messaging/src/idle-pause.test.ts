import { makeIdlePause } from './idle-pause.ts';

const { signal } = new AbortController();
/** Long enough that a pause which does not end fails the test by its time limit. */
const HOUR_MS = 3_600_000;

/** Whether the next poll may start now. */
const mayPoll = (wait: Promise<void>): Promise<boolean> =>
  Promise.race([wait.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);

describe('makeIdlePause', () => {
  it('pauses only after so many polls in a row without a message', async () => {
    const idle = makeIdlePause({ afterPolls: 2, pauseMs: HOUR_MS });
    idle.polled();
    expect(await mayPoll(idle.wait(signal))).toBe(true);
    idle.polled();
    const stopping = new AbortController();
    const wait = idle.wait(stopping.signal);
    expect(await mayPoll(wait)).toBe(false);
    stopping.abort();
    await wait;
  });

  it('ends a pause when a message comes, and pauses again only after as many polls', async () => {
    const idle = makeIdlePause({ afterPolls: 1, pauseMs: HOUR_MS });
    idle.polled();
    const wait = idle.wait(signal);
    expect(await mayPoll(wait)).toBe(false);
    idle.received();
    await wait;
    expect(await mayPoll(idle.wait(signal))).toBe(true);
  });

  it('ends by itself', async () => {
    const idle = makeIdlePause({ afterPolls: 0, pauseMs: 1 });
    await idle.wait(signal);
  });

  it('does not pause if the pause is 0', async () => {
    const idle = makeIdlePause({ afterPolls: 0, pauseMs: 0 });
    expect(await mayPoll(idle.wait(signal))).toBe(true);
  });
});
