import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { replaceFile, waitUntil } from '@recordings/test-kit';
import { ConfigurationError } from '../src/index.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';

const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');
const OLD = 'old-key-51c7';
const NEW = 'new-key-88ab';

const entry = { name: 'ocp', tenants: ['acme'], scopes: ['events:write'] };
const rotated = {
  ...entry,
  keySha256: sha256(OLD),
  keys: [
    { id: 'of-december', sha256: sha256(NEW), notBefore: '2026-12-01', expires: '2027-12-01' },
    { id: 'test-end', sha256: sha256('ending-key'), expires: '2026-12-24T12:00:00Z' },
  ],
};

const ask = async ({ authenticate }: Pick<TestAuth, 'authenticate'>, key?: string | string[]) =>
  authenticate({ headers: { ...(key !== undefined && { 'x-api-key': key }) }, peerAddress: '10.0.0.1' });

let auth: TestAuth | undefined;
const start = async (...given: Parameters<typeof startTestAuth>): Promise<TestAuth> => {
  auth = await startTestAuth(...given);
  return auth;
};
afterEach(() => {
  auth?.stop();
  jest.useRealTimers();
});

const at = (time: string): void => {
  jest.useFakeTimers({ now: Date.parse(time), advanceTimers: true });
};

describe('a credential with several keys', () => {
  it('accepts each of them in its time', async () => {
    await start([rotated]);
    const accepted = { kind: 'accepted', credential: entry };
    at('2026-11-30T23:59:59.999Z');
    expect(await ask(auth!, OLD)).toEqual(accepted);
    expect(await ask(auth!, NEW)).toEqual({
      ...{ kind: 'refused', message: 'the API key is not yet valid', challenge: 'X-API-Key' },
    });
    at('2026-12-01T00:00:00Z');
    expect(await ask(auth!, OLD)).toEqual(accepted);
    expect(await ask(auth!, NEW)).toEqual(accepted);
    at('2027-12-01T00:00:00Z');
    expect(await ask(auth!, NEW)).toEqual({
      ...{ kind: 'refused', message: 'the API key is expired', challenge: 'X-API-Key' },
    });
    expect(await ask(auth!, OLD)).toEqual(accepted);
  });

  it.each([
    ['no key', undefined],
    ['an unknown key', 'nobody'],
    ['the hash of a key', sha256(OLD)],
    ['an empty key', ''],
    ['two keys', [OLD, NEW]],
    ['a key of a megabyte', 'k'.repeat(1_000_000)],
  ])('refuses %s', async (_, key) => {
    await start([rotated]);
    expect(await ask(auth!, key)).toEqual({
      kind: 'refused',
      message: 'a valid X-API-Key header is required',
      challenge: 'X-API-Key',
    });
  });

  it('counts the uses of each key, and shows when it was used last and when it expires', async () => {
    at('2026-12-02T00:00:00Z');
    const { metric } = await start([rotated]);
    const old = `{credential="ocp",key="${sha256(OLD).slice(0, 8)}"}`;
    for (const key of [OLD, OLD, NEW, 'nobody']) await ask(auth!, key);
    await ask(auth!);
    expect(await metric(`credential_uses_total${old}`)).toBe(2);
    expect(await metric('credential_uses_total{credential="ocp",key="of-december"}')).toBe(1);
    expect(await metric(`credential_last_used_seconds${old}`)).toBe(Date.UTC(2026, 11, 2) / 1000);
    expect(await metric('credential_last_used_seconds{credential="ocp",key="test-end"}')).toBeUndefined();
    expect(await metric('api_key_expires_seconds{credential="ocp",key="of-december"}')).toBe(
      Date.UTC(2027, 11, 1) / 1000,
    );
    expect(await metric(`api_key_expires_seconds${old}`)).toBeUndefined();
    expect(await metric('authentication_refusals_total{method="api-key",reason="unknown"}')).toBe(1);
    expect(await metric('authentication_refusals_total{method="none",reason="missing"}')).toBe(1);
  });

  it('names the holder of an expired key in the log, and never a key', async () => {
    at('2026-12-24T12:00:00Z');
    const { logged, metric } = await start([rotated]);
    await ask(auth!, 'ending-key');
    expect(JSON.parse(logged())).toMatchObject({
      ...{ event: 'api_key_outdated', level: 'warn' },
      ...{ credential: 'ocp', key: 'test-end', reason: 'expired' },
    });
    expect(logged()).not.toContain('ending-key');
    expect(logged()).not.toContain(sha256('ending-key'));
    expect(await metric('authentication_refusals_total{method="api-key",reason="expired"}')).toBe(1);
  });
});

describe('credentials in a file', () => {
  let folder: string;
  let file: string;
  const write = (...entries: object[]) => replaceFile(file, JSON.stringify(entries));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'credentials-'));
    file = join(folder, 'api.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const isKnown = async (key: string) => (await ask(auth!, key)).kind === 'accepted';

  it('are read again while the service runs', async () => {
    await write({ ...entry, keySha256: sha256(OLD) });
    await start(file, { API_CREDENTIALS_RELOAD_SECONDS: '1' });
    expect([await isKnown(OLD), await isKnown(NEW)]).toEqual([true, false]);
    await write({ ...entry, keySha256: sha256(NEW) });
    await waitUntil('the new key is accepted', () => isKnown(NEW));
    expect(await isKnown(OLD)).toBe(false);
  });

  it('stay as they were while the file is bad, which is counted and logged without a value', async () => {
    await write({ ...entry, keySha256: sha256(OLD) });
    const { metric, logged } = await start(file, { API_CREDENTIALS_RELOAD_SECONDS: '1' });
    await write({ ...entry, keySha256: 'my-secret-key' });
    await waitUntil(
      'the reading fails',
      async () => ((await metric('credentials_reload_failures_total')) ?? 0) > 0,
    );
    expect(await isKnown(OLD)).toBe(true);
    expect(logged()).toContain('entry 0.keySha256: must be a SHA-256');
    expect(logged()).not.toContain('my-secret-key');
  });

  it.each([
    ['a file that is absent', undefined, 'ENOENT'],
    ['a file with a bad entry', '[{"keySha256":"my-secret-key"}]', 'entry 0.name'],
  ])('refuse the start with %s', async (_, text, fault) => {
    if (text !== undefined) await writeFile(file, text);
    const refused = startTestAuth(file);
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(fault);
    await expect(refused).rejects.toThrow(/^(?!.*my-secret-key)/s);
  });
});
