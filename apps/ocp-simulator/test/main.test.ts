import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killServices, makeRegistryFile, runService, type ServiceProcess } from '@recordings/test-kit';
import { fetch } from 'undici';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

const registry = makeRegistryFile({ name: 'Sales', tenant: 'acme' });

describe('main', () => {
  let folder: AudioFolder;
  beforeEach(async () => {
    folder = await makeAudioFolder();
    await folder.writeWav('a.wav', 500);
    await writeFile(join(folder.dir, 'registry.yaml'), JSON.stringify(registry));
  });
  afterEach(async () => {
    killServices();
    await folder.remove();
  });

  const run = (env: Record<string, string>): ServiceProcess =>
    runService(new URL('../src/main.ts', import.meta.url), {
      PORT: '0',
      MONITORING_PORT: '0',
      REGISTRY_FILE: join(folder.dir, 'registry.yaml'),
      AUDIO_DIR: folder.dir,
      INGESTION_URL: 'http://127.0.0.1:9',
      INGESTION_API_KEY: 'push-key',
      OCP_API_KEY: 'ocp-key',
      ...env,
    });

  it('logs where it listens, serves calls up to the last full hour, and stops on SIGTERM', async () => {
    const running = run({ CALLS: '10', SPAN_MS: '3600000' });
    const url = await running.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const ledger = (await (await fetch(`${url}/simulator/ledger`)).json()) as {
      calls: { startedAt: string; endedAt: string }[];
    };
    expect(ledger.calls).toHaveLength(11);
    const hours = new Set(ledger.calls.map(({ startedAt }) => startedAt.slice(0, 13)));
    expect(hours.size).toBe(1);
    expect(Date.parse(ledger.calls[0]!.startedAt)).toBeLessThan(Date.now());
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('names every wrong variable and exits 1', async () => {
    const running = run({ FAULTS: 'gremlins', LOSS: '2' });
    expect(await running.ended).toBe(1);
    expect(running.said()).toMatch(/LOSS: got "2"/);
    expect(running.said()).toMatch(/FAULTS: got "gremlins"/);
    expect(running.said()).toMatch(/truncated-download/);
  });
});
