import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { sha256Of, startServer } from '@recordings/test-kit';
import { configBucket, physicalName } from '@recordings/topology';
import { runOps } from '../src/run-ops.ts';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

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
const why = ['--reason', 'the key is a year old'];

let environment: OpsEnvironment;
let folder: string;
let [ingestion, pooler] = ['', ''];
beforeAll(async () => {
  environment = await startEnvironment();
  folder = await mkdtemp(join(tmpdir(), 'recordings-keys-'));
  [ingestion, pooler] = [join(folder, 'ingestion.json'), join(folder, 'pooler.json')];
});
beforeEach(async () => {
  await writeFile(ingestion, JSON.stringify(credentials));
  await writeFile(pooler, JSON.stringify([operator]));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await environment.stop();
});

const clock = { read: (): number => Date.parse(NOW) };

const runWith = async (over: Record<string, string>, ...args: string[]) => {
  const [said, complaints]: [string[], string[]] = [[], []];
  const terminal = {
    say: (text: string) => void said.push(text),
    complain: (text: string) => void complaints.push(text),
  };
  const settings = {
    ...environment.settings,
    ...{ INGESTION_API_CREDENTIALS: ingestion, POOLER_CREDENTIALS: pooler },
    ...over,
  };
  const status = await runOps(['keys', ...args], settings, terminal, { now: () => clock.read() });
  return { status, said: said.join('\n'), complaints: complaints.join('\n') };
};
const run = (...args: string[]) => runWith({}, ...args);
const kept = async (path = ingestion) => JSON.parse(await readFile(path, 'utf8')) as (typeof ocp)[];
const use = (credential: string, key: string, usedAt: string, service = 'ingestion-api') =>
  environment.stores.credentialUses.record({ service, credential, key }, usedAt as never);

describe('keys list', () => {
  it('says which keys are valid and when each was used last, and prints no hash', async () => {
    await use('ocp', '2026', '2026-06-14T09:00:00.000Z');
    const { status, said } = await run('list', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(said)).toEqual([
      {
        ...{ service: 'ingestion-api', caller: 'ocp', key: '2026', state: 'expires soon' },
        ...{ expires: '2026-06-20T00:00:00.000Z', lastUsed: '2026-06-14T09:00:00.000Z', ...caller },
      },
      {
        ...{ service: 'ingestion-api', caller: 'ocp', key: '2027', state: 'not valid yet' },
        ...{ notBefore: '2026-06-16T00:00:00.000Z', ...caller },
      },
      { service: 'ingestion-api', caller: 'operator', key: 'cccccccc', state: 'valid', ...caller },
      { service: 'pooler', caller: 'operator', key: 'cccccccc', state: 'valid', ...caller },
    ]);
    expect(said).not.toContain('a'.repeat(9));
  });

  it('prints a table of at most 100 columns, of one service if it is named', async () => {
    const { said } = await run('list', 'pooler');
    expect(said).toMatch(/^pooler +operator +cccccccc +valid +never +never seen +acme$/m);
    expect(said).not.toContain('ingestion-api');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('ends with 1 and names the place of a fault, without a value', async () => {
    await writeFile(ingestion, JSON.stringify([{ name: 'ocp', ...caller, keySha256: 'secret' }]));
    const { status, complaints } = await run('list');
    expect([status, complaints]).toEqual([1, expect.stringContaining('entry 0.keySha256')]);
    expect(complaints).not.toContain('secret');
  });
});

describe('keys add', () => {
  it('stores the hash of a new key beside the others, and prints the key once', async () => {
    const dates = ['--not-before', '2026-06-20', '--expires', '2027-06-20'];
    const { status, said } = await run('add', 'ingestion-api', 'ocp', '2028', ...dates, ...why, '--json');
    const { key } = JSON.parse(said) as { key: string };
    expect([status, key.length > 40]).toEqual([0, true]);
    const added = {
      ...{ id: '2028', sha256: sha256Of(Buffer.from(key)) },
      ...{ notBefore: '2026-06-20T00:00:00.000Z', expires: '2027-06-20T00:00:00.000Z' },
    };
    expect(await kept()).toEqual([{ ...ocp, keys: [...ocp.keys, added] }, operator]);
    expect(JSON.stringify(await environment.actionsOf())).not.toContain(key);
    expect(JSON.stringify(await environment.actionsOf())).not.toContain(added.sha256);
  });

  it('gives a caller with a key without dates a second one, and says when it is used', async () => {
    const { said } = await run('add', 'pooler', 'operator', '2028', ...why);
    expect(said).toContain('The service uses them within a minute.');
    expect(await kept(pooler)).toEqual([{ ...operator, keys: [expect.objectContaining({ id: '2028' })] }]);
  });

  it('changes nothing in a dry run', async () => {
    expect((await run('add', 'ingestion-api', 'ocp', '2028', ...why, '--dry-run')).status).toBe(0);
    expect(await kept()).toEqual(credentials);
  });

  it.each([
    [['ocp', 'two words'], 2, 'ID is "two words"'],
    [['ocp', '2027'], 2, 'expected one that no key of ocp has'],
    [['ocp', '2028', '--expires', 'yesterday'], 2, 'expected a time after'],
    [['ocp', '2028', '--not-before', '+3d', '--expires', '+2d'], 2, 'expected a time after'],
    [['somebody', '2028'], 3, 'it knows ocp, operator'],
  ])('refuses %j', async (args, expected, text) => {
    const { status, complaints } = await run('add', 'ingestion-api', ...args, ...why);
    expect([status, complaints]).toEqual([expected, expect.stringContaining(text)]);
    expect(await kept()).toEqual(credentials);
  });
});

describe('keys add without dates', () => {
  it('stores the key also if the clock moves between two reads', async () => {
    let atMs = Date.parse(NOW);
    const before = clock.read;
    clock.read = () => (atMs += 1);
    const { status } = await run('add', 'ingestion-api', 'ocp', '2029', ...why, '--dry-run');
    clock.read = before;
    expect(status).toBe(0);
  });
});

describe('keys retire', () => {
  it('stores an end for the key, and leaves the rest as it is', async () => {
    const { status, said } = await run(
      'retire',
      'ingestion-api',
      'ocp',
      '2026',
      '--at',
      '2026-06-17',
      ...why,
    );
    expect([status, said]).toEqual([0, expect.stringContaining('It ends at 2026-06-17')]);
    const ended = { id: '2026', sha256: OLD, expires: '2026-06-17T00:00:00.000Z' };
    expect(await kept()).toEqual([{ ...ocp, keys: [ended, ocp.keys[1]] }, operator]);
  });

  it('gives dates to a key that could have none, and warns if its caller has no other', async () => {
    await use('operator', 'cccccccc', '2026-06-14T11:00:00.000Z');
    const { complaints } = await run('retire', 'ingestion-api', 'operator', 'cccccccc', ...why);
    expect((await kept())[1]).toEqual({
      ...{ name: 'operator', ...caller },
      keys: [{ id: 'cccccccc', sha256: PLAIN, expires: NOW }],
    });
    expect(complaints).toContain('no other key of "operator" is valid');
  });

  it('ends no key now of which no use is recorded, and says what is known', async () => {
    const retire = ['retire', 'pooler', 'operator', 'cccccccc', ...why];
    const { status, complaints } = await run(...retire);
    expect([status, complaints]).toEqual([2, expect.stringContaining('no use of any key of pooler')]);
    expect(complaints).toContain('--even-if-never-seen');
    expect((await run(...retire, '--even-if-used')).status).toBe(2);
    expect(await kept(pooler)).toEqual([operator]);

    await writeFile(pooler, JSON.stringify([operator, ocp]));
    await use('ocp', '2026', '2026-06-13T09:00:00.000Z', 'pooler');
    const { complaints: known } = await run(...retire);
    expect(known).toContain('uses of other keys of pooler are recorded, the last at 2026-06-13T09:00');
    expect((await run(...retire, '--at', '+2d', '--dry-run')).said).toContain('no use of it is recorded');
    expect((await run(...retire, '--even-if-never-seen')).status).toBe(0);
    expect((await kept(pooler))[0]).toMatchObject({ keys: [{ expires: NOW }] });
  });

  it('ends no key now that was used within 24 hours, unless a person says so', async () => {
    await use('operator', 'cccccccc', '2026-06-15T11:00:00.000Z');
    const retire = ['retire', 'ingestion-api', 'operator', 'cccccccc', ...why];
    const { status, complaints } = await run(...retire);
    expect([status, complaints]).toEqual([2, expect.stringContaining('was used at 2026-06-15T11:00')]);
    expect(await kept()).toEqual(credentials);
    expect((await run(...retire, '--at', '+2d')).status).toBe(0);
    expect((await run(...retire, '--even-if-used')).status).toBe(0);
    expect((await kept())[1]).toMatchObject({ keys: [{ expires: NOW }] });
  });

  it.each([
    ['2026', '2026-06-21', 'before 2026-06-20T00:00:00.000Z, when the key expires'],
    ['2027', 'now', 'after 2026-06-16T00:00:00.000Z, when the key begins'],
  ])('refuses to move the dates of key %s to a wrong end', async (id, at, text) => {
    const { status, complaints } = await run('retire', 'ingestion-api', 'ocp', id, '--at', at, ...why);
    expect([status, complaints]).toEqual([2, expect.stringContaining(text)]);
  });

  it('ends with 3 if there is no such key', async () => {
    const { status, said } = await run('retire', 'ingestion-api', 'ocp', '1999', ...why);
    expect([status, said]).toEqual([3, '']);
  });
});

describe('keys', () => {
  it('are changed in S3', async () => {
    const [Bucket, Key] = [physicalName(environment.prefix, configBucket), 'api.json'];
    const { s3 } = environment.clients;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(credentials) }));
    const place = { INGESTION_API_CREDENTIALS: `s3://${Bucket}/${Key}` };
    expect((await runWith(place, 'add', 'ingestion-api', 'ocp', '2028', ...why)).status).toBe(0);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body!.transformToString()).toContain('"2028"');
  });

  it('are changed in the secret of the stage, and the restart is named that makes them used', async () => {
    let secret = JSON.stringify(credentials);
    const secrets = await startServer((request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = JSON.parse(Buffer.concat(chunks).toString()) as { SecretString?: string };
        secret = asked.SecretString ?? secret;
        response.end(JSON.stringify({ SecretString: secret, VersionId: String(secret.length) }));
      });
    });
    process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] = secrets.url;
    try {
      const place = {
        POOLER_CREDENTIALS: 'secretsmanager:test/pooler-credentials',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      };
      const { status, said } = await runWith(place, 'add', 'pooler', 'ocp', '2028', ...why);
      expect([status, said]).toEqual([0, expect.stringContaining('--cluster test --service pooler')]);
      expect(secret).toContain('"2028"');
    } finally {
      delete process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'];
      await secrets.stop();
    }
  });

  it('that are in the configuration itself are listed, and not changed', async () => {
    const place = { INGESTION_API_CREDENTIALS: JSON.stringify(credentials) };
    expect((await runWith(place, 'list', 'ingestion-api')).said).toContain('2027');
    const { status, complaints } = await runWith(place, 'add', 'ingestion-api', 'ocp', '2028', ...why);
    expect([status, complaints]).toEqual([1, expect.stringContaining('cannot be changed by a command')]);
    expect(complaints).not.toContain(OLD);
  });
});
