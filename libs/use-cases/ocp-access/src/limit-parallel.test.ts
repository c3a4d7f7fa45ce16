import { limitParallel } from './limit-parallel.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Tasks that `end` ends. */
const makeTasks = (most: () => number) => {
  const running: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const run = limitParallel((name: string): Promise<string> => {
    running.push(name);
    return new Promise((resolve, reject) =>
      ends.set(name, (failure) => {
        running.splice(running.indexOf(name), 1);
        if (failure) reject(failure);
        else resolve(name);
      }),
    );
  }, most);
  const end = async (name: string, failure?: Error): Promise<void> => {
    ends.get(name)!(failure);
    await settle();
  };
  return { run, running, end };
};

describe('limitParallel', () => {
  it('runs as many tasks as allowed, in the order in which they came', async () => {
    const { run, running, end } = makeTasks(() => 2);
    const results = ['a', 'b', 'c', 'd'].map((name) => run(name));
    await settle();
    expect(running).toEqual(['a', 'b']);
    await end('a');
    expect(running).toEqual(['b', 'c']);
    await end('b');
    await end('c');
    await end('d');
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('follows the number when it changes', async () => {
    let most = 4;
    const { run, running, end } = makeTasks(() => most);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) void run(name);
    await settle();
    most = 2;
    await end('a');
    await end('b');
    await end('c');
    expect(running).toEqual(['d', 'e']);
    most = 4;
    await end('d');
    expect(running).toEqual(['e', 'f']);
  });

  it('starts the next task also after one that failed', async () => {
    const { run, running, end } = makeTasks(() => 1);
    const failed = expect(run('a')).rejects.toThrow('broken');
    void run('b');
    await settle();
    await end('a', new Error('broken'));
    await failed;
    expect(running).toEqual(['b']);
  });
});
