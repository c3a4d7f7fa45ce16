import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fetch } from 'undici';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

const registry = `
version: 1
tenants: [{ id: acme, name: Acme }]
linesOfBusiness: [{ id: retail, name: Retail }]
exportProfiles:
  any: { minRangeMinutes: 0, maxRangeMinutes: 2880, alignMinutes: 0, runningJobsPerGroup: unbounded,
         jobLifeMinutes: 1440, selectsBy: start, settleMinutes: 0 }
groups:
  - { name: Sales, tenant: acme, lineOfBusiness: { default: retail }, recording: { enabled: true },
      credentials: acme-ocp, exportProfile: any }
`;

describe('main', () => {
  let folder: AudioFolder;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    folder = await makeAudioFolder();
    await folder.writeWav('a.wav', 500);
    await writeFile(join(folder.dir, 'registry.yaml'), registry);
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await folder.remove();
  });

  const run = (env: Record<string, string>): ChildProcess => {
    child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
      env: {
        PORT: '0',
        REGISTRY_FILE: join(folder.dir, 'registry.yaml'),
        AUDIO_DIR: folder.dir,
        INGESTION_URL: 'http://127.0.0.1:9',
        INGESTION_API_KEY: 'push-key',
        OCP_API_KEY: 'ocp-key',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return child;
  };

  const urlOf = async (running: ChildProcess): Promise<string> => {
    for await (const line of createInterface({ input: running.stdout! })) {
      const entry = JSON.parse(line) as { event?: string; url?: string };
      if (entry.event === 'listening') return entry.url!;
    }
    throw new Error('it ended before it listened');
  };

  it('says on one line where it listens, serves a day that ended with the last full hour, and stops on SIGTERM', async () => {
    const running = run({ CALLS: '10', SPAN_MS: '3600000' });
    const url = await urlOf(running);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const ledger = (await (await fetch(`${url}/simulator/ledger`)).json()) as {
      calls: { startedAt: string; endedAt: string }[];
    };
    expect(ledger.calls).toHaveLength(11);
    const hours = new Set(ledger.calls.map(({ startedAt }) => startedAt.slice(0, 13)));
    expect(hours.size).toBe(1);
    expect(Date.parse(ledger.calls[0]!.startedAt)).toBeLessThan(Date.now());
    running.kill('SIGTERM');
    expect((await once(running, 'exit'))[0]).toBe(0);
  });

  it('names every wrong variable and exits 1', async () => {
    const running = run({ FAULTS: 'gremlins', LOSS: '2' });
    let said = '';
    running.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    running.stdout!.resume();
    expect((await once(running, 'close'))[0]).toBe(1);
    expect(said).toMatch(/LOSS: got "2"/);
    expect(said).toMatch(/FAULTS: got "gremlins"/);
    expect(said).toMatch(/truncated-download/);
  });
});
