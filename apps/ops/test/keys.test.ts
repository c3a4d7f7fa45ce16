import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Of } from '@recordings/test-kit';
import { runOps } from '../src/run-ops.ts';

const NOW = '2026-06-15T12:00:00.000Z';
const [OLD, NEW, PLAIN] = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
const caller = { tenants: ['acme'], scopes: ['events:write', 'recordings:write'] };
const ocp = {
  ...{ name: 'ocp', ...caller, note: 'kept as it is' },
  keys: [
    { id: '2026', sha256: OLD, expires: '2026-06-20' },
    { id: '2027', sha256: NEW, notBefore: '2026-06-16' },
  ],
};
const operator = { name: 'operator', ...caller, keySha256: PLAIN };
const credentials = [ocp, operator];

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-keys-'));
  path = join(folder, 'credentials.json');
  await writeFile(path, JSON.stringify(credentials));
});
afterAll(() => rm(folder, { recursive: true }));

/** No variable is set: these commands need none. */
const run = async (...args: string[]) => {
  const [said, complaints]: [string[], string[]] = [[], []];
  const terminal = {
    say: (text: string) => void said.push(text),
    complain: (text: string) => void complaints.push(text),
  };
  const status = await runOps(['keys', ...args], {}, terminal, { now: () => Date.parse(NOW) });
  return { status, said: said.join('\n'), complaints: complaints.join('\n') };
};

describe('keys list', () => {
  it('says which keys are valid, and prints no hash', async () => {
    const { status, said } = await run('list', path, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(said)).toEqual([
      { caller: 'ocp', key: '2026', state: 'expires soon', expires: '2026-06-20T00:00:00.000Z', ...caller },
      {
        caller: 'ocp',
        key: '2027',
        state: 'not valid yet',
        notBefore: '2026-06-16T00:00:00.000Z',
        ...caller,
      },
      { caller: 'operator', key: 'cccccccc', state: 'valid', ...caller },
    ]);
    expect(said).not.toContain('a'.repeat(9));
  });

  it('prints a table of at most 100 columns', async () => {
    const { said } = await run('list', path);
    expect(said).toMatch(/^operator +cccccccc +valid +never +acme/m);
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('ends with 1 and names the place of a fault, without a value', async () => {
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, JSON.stringify([{ name: 'ocp', ...caller, keySha256: 'secret' }]));
    const { status, complaints } = await run('list', wrong);
    expect([status, complaints]).toEqual([1, expect.stringContaining('entry 0.keySha256')]);
    expect(complaints).not.toContain('secret');
  });
});

describe('keys add', () => {
  it('prints a new key each time, with an entry that has its SHA-256 and its dates', async () => {
    const add = async () => {
      const { said } = await run(
        'add',
        '2028',
        '--not-before',
        '2026-06-20',
        '--expires',
        '2027-06-20',
        '--json',
      );
      return JSON.parse(said) as { key: string; entry: object };
    };
    const { key, entry } = await add();
    expect(key.length).toBeGreaterThan(40);
    expect(entry).toEqual({
      ...{ id: '2028', sha256: sha256Of(Buffer.from(key)) },
      ...{ notBefore: '2026-06-20T00:00:00.000Z', expires: '2027-06-20T00:00:00.000Z' },
    });
    expect((await add()).key).not.toBe(key);
  });

  it.each([
    [['two words'], 'ID is "two words"'],
    [['2028', '--expires', 'yesterday'], 'expected a time after'],
    [['2028', '--not-before', '+3d', '--expires', '+2d'], 'expected a time after'],
  ])('refuses %j', async (args, why) => {
    const { status, complaints } = await run('add', ...args);
    expect([status, complaints]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('keys retire', () => {
  it('prints the credentials with an end for the key, and leaves the rest as it is', async () => {
    const { status, said } = await run('retire', path, 'ocp', '2026', '--at', '2026-06-17');
    expect(status).toBe(0);
    expect(JSON.parse(said)).toEqual([
      { ...ocp, keys: [{ id: '2026', sha256: OLD, expires: '2026-06-17T00:00:00.000Z' }, ocp.keys[1]] },
      operator,
    ]);
  });

  it('gives dates to a key that could have none, and warns if its caller has no other', async () => {
    const { said, complaints } = await run('retire', path, 'operator', 'cccccccc');
    expect((JSON.parse(said) as object[])[1]).toEqual({
      ...{ name: 'operator', ...caller },
      keys: [{ id: 'cccccccc', sha256: PLAIN, expires: NOW }],
    });
    expect(complaints).toContain('no other key of "operator" is valid');
  });

  it('says nothing of a caller that has another valid key then', async () => {
    expect((await run('retire', path, 'ocp', '2026', '--at', '2026-06-17')).complaints).toBe('');
    expect((await run('retire', path, 'ocp', '2026')).complaints).toContain('no other key');
  });

  it.each([
    ['2026', '2026-06-21', 'before 2026-06-20T00:00:00.000Z, when the key expires'],
    ['2027', 'now', 'after 2026-06-16T00:00:00.000Z, when the key begins'],
  ])('refuses to move the dates of key %s to a wrong end', async (id, at, why) => {
    const { status, complaints } = await run('retire', path, 'ocp', id, '--at', at);
    expect([status, complaints]).toEqual([2, expect.stringContaining(why)]);
  });

  it('ends with 3 if there is no such key', async () => {
    const { status, said } = await run('retire', path, 'ocp', '1999');
    expect([status, said]).toEqual([3, '']);
  });
});
