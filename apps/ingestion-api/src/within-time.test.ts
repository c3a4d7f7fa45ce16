import { setTimeout as sleep } from 'node:timers/promises';
import { withinTime } from './within-time.ts';

describe('withinTime', () => {
  it('aborts work that takes longer with a TimeoutError', async () => {
    const work = withinTime(5, (signal) => sleep(10_000, undefined, { signal, ref: true }));
    await expect(work).rejects.toMatchObject({ cause: { name: 'TimeoutError' } });
  });

  it('aborts nothing after the work has ended', async () => {
    let given: AbortSignal | undefined;
    const work = withinTime(5, async (signal) => {
      given = signal;
      return 'done';
    });
    await expect(work).resolves.toBe('done');
    await sleep(30);
    expect(given?.aborted).toBe(false);
  });
});
