import { quarantineKey, recordQuarantined } from '@recordings/call-record';
import { makeRecordingStore } from '@recordings/recording-store';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const never = new AbortController().signal;
const storeOf = () =>
  makeRecordingStore({
    s3: environment.clients.s3,
    quarantineBucket: physicalName(environment.prefix, quarantineBucket),
  });

/** Bytes of a call that were rejected, as the services keep them. @returns their key. */
const reject = async (callId: string, bytes: Buffer): Promise<string> => {
  const key = keyOf(callId);
  const sha256 = sha256Of(bytes);
  const at = quarantineKey(key, sha256);
  const why = { reason: 'TRUNCATED', detail: 'cut after 1 s', sha256, at: NOON };
  await storeOf().quarantine(at, [bytes], { ...key, ...why }, never);
  const quarantined = { ...why, key: at, sizeBytes: bytes.length };
  await environment.stores.calls.change(key, recordQuarantined(key, {}, quarantined, contextAt(NOON)));
  return at;
};
const why = ['--reason', 'the caller hung up'];
const recordOf = (callId: string) => environment.stores.calls.get(keyOf(callId));

describe('quarantine', () => {
  it('lists and shows rejected bytes with their reasons', async () => {
    await environment.addCall('listed', '2026-06-15T10:00:00.000Z');
    const at = await reject('listed', wavOf(2_044));
    const { said } = await environment.run('quarantine', 'list', '--tenant', 'acme');
    expect(said.replaceAll(/\s+/g, ' ')).toContain('2026-06-15 12:00Z TRUNCATED cut after 1 s');
    const { said: shown } = await environment.run('quarantine', 'show', at);
    expect(JSON.parse(shown)).toMatchObject({ key: at, reason: 'TRUNCATED', callId: 'listed' });
  });

  it('releases bytes that a person accepts: they are the recording of the call', async () => {
    await environment.addCall('released', '2026-06-15T10:00:00.000Z');
    const bytes = wavOf(4_044);
    await reject('released', bytes);
    const { status, said } = await environment.run('quarantine', 'release', 'acme', 'released', ...why);
    expect([status, said]).toEqual([0, expect.stringContaining('are the recording of the call now')]);
    const record = await recordOf('released');
    expect(record).toMatchObject({
      s3Stored: true,
      recoveredBy: 'manual',
      audio: { sha256: sha256Of(bytes) },
    });
    expect((await environment.run('quarantine', 'list', '--json')).said).not.toContain(sha256Of(bytes));
    const again = await environment.run('quarantine', 'release', 'acme', 'released', ...why);
    expect([again.status, await recordOf('released')]).toEqual([0, record]);
  });

  it('never replaces a recording: the call of other bytes that were rejected later', async () => {
    await environment.addCall('replaced', '2026-06-15T10:00:00.000Z');
    await reject('replaced', wavOf(4_044, 8));
    await environment.run('quarantine', 'release', 'acme', 'replaced', ...why);
    const other = wavOf(4_044, 9);
    await reject('replaced', other);
    const { status, said } = await environment.run(
      ...['quarantine', 'release', 'acme', 'replaced', '--sha256', sha256Of(other), ...why],
    );
    expect([status, said]).toEqual([3, expect.stringContaining('never replaced')]);
    expect(await recordOf('replaced')).toMatchObject({ audio: { sha256: sha256Of(wavOf(4_044, 8)) } });
  });

  it('asks which bytes are meant if several were rejected', async () => {
    await environment.addCall('several', '2026-06-15T10:00:00.000Z');
    await reject('several', wavOf(2_044, 5));
    await reject('several', wavOf(2_044, 6));
    const release = ['quarantine', 'release', 'acme', 'several', ...why];
    const { status, complaints } = await environment.run(...release);
    expect([status, complaints]).toEqual([2, expect.stringContaining('expected the beginning of one of')]);
    const begin = sha256Of(wavOf(2_044, 6)).slice(0, 8);
    expect((await environment.run(...release, '--sha256', begin)).status).toBe(0);
    expect(await recordOf('several')).toMatchObject({ audio: { sha256: sha256Of(wavOf(2_044, 6)) } });
  });

  it('hides what a person discards, and keeps its bytes', async () => {
    await environment.addCall('noise', '2026-06-15T10:00:00.000Z');
    const at = await reject('noise', wavOf(2_044, 7));
    expect((await environment.run('quarantine', 'list', '--json')).said).toContain(at);
    expect((await environment.run('quarantined', '--json')).said).toContain('noise');
    expect((await environment.run('quarantine', 'discard', at, ...why)).status).toBe(0);
    expect((await environment.run('quarantine', 'list', '--json')).said).not.toContain(at);
    expect(await storeOf().readQuarantine(at, never)).toBeDefined();
    expect(await recordOf('noise')).toMatchObject({ lastDismissal: { by: 'alice' } });
    expect((await environment.run('quarantined', '--json')).said).not.toContain('noise');
  });

  it('ends with 3 for what is not there', async () => {
    for (const args of [
      ['quarantine', 'list', '--kind', 'events'],
      ['quarantine', 'show', 'recordings/none'],
      ['quarantine', 'discard', 'recordings/none', ...why],
      ['quarantine', 'release', 'acme', 'nobody', ...why],
    ]) {
      expect((await environment.run(...args)).status).toBe(3);
    }
  });
});
