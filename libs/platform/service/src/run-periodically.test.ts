import { runPeriodically } from './run-periodically.ts';

const failOnError = (error: unknown): void => {
  throw error;
};

describe('runPeriodically', () => {
  it('runs at once and never two at a time', async () => {
    const aborter = new AbortController();
    let [running, most, runs] = [0, 0, 0];
    const run = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (++runs === 5) aborter.abort();
    };
    await runPeriodically({ everyMs: 0, run, signal: aborter.signal, onError: failOnError });
    expect({ most, runs }).toEqual({ most: 1, runs: 5 });
  });

  it('cuts the pause short when the signal aborts', async () => {
    const aborter = new AbortController();
    const run = async (): Promise<void> => void setImmediate(() => aborter.abort());
    await runPeriodically({ everyMs: 3_600_000, run, signal: aborter.signal, onError: failOnError });
    expect(aborter.signal.aborted).toBe(true);
  });

  it('waits for the current run, which sees the abort', async () => {
    const aborter = new AbortController();
    let finished = false;
    const run = async (signal: AbortSignal): Promise<void> => {
      setImmediate(() => aborter.abort());
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await new Promise((resolve) => setImmediate(resolve));
      finished = true;
    };
    await runPeriodically({ everyMs: 0, run, signal: aborter.signal, onError: failOnError });
    expect(finished).toBe(true);
  });

  it('reports a failed run and goes on', async () => {
    const aborter = new AbortController();
    const reported: unknown[] = [];
    let runs = 0;
    const run = async (): Promise<void> => {
      if (++runs === 3) aborter.abort();
      throw new Error(`run ${runs}`);
    };
    await runPeriodically({
      everyMs: 0,
      run,
      signal: aborter.signal,
      onError: (error) => reported.push(error),
    });
    expect(reported.map(String)).toEqual(['Error: run 1', 'Error: run 2']); // The third failed because of the abort.
  });

  it('does not start when the signal has aborted', async () => {
    const run = () => Promise.reject(new Error('ran'));
    await runPeriodically({ everyMs: 0, run, signal: AbortSignal.abort(), onError: failOnError });
  });
});
