import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, makeLogger } from '@recordings/service';
import { makeRegistryFile } from '@recordings/test-kit';
import { fetch } from 'undici';
import { Config } from '../src/config.ts';
import { startSimulator } from '../src/start-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

const OCP_API_KEY = 'ocp-key';

describe('PUT /simulator/day', () => {
  let folder: AudioFolder;
  let running: Awaited<ReturnType<typeof startSimulator>>;
  beforeEach(async () => {
    folder = await makeAudioFolder();
    await folder.writeWav('a.wav', 500);
    const registryFile = join(folder.dir, 'registry.yaml');
    await writeFile(registryFile, JSON.stringify(makeRegistryFile({ name: 'Sales', tenant: 'acme' })));
    const config = loadConfig(Config, {
      PORT: '0',
      MONITORING_PORT: '0',
      REGISTRY_FILE: registryFile,
      AUDIO_DIR: folder.dir,
      INGESTION_URL: 'http://127.0.0.1:9',
      INGESTION_API_KEY: 'push-key',
      OCP_API_KEY,
      CALLS: '0',
      SPAN_MS: '3600000',
      SPAN_END: '2026-01-02T03:00:00Z',
    });
    const log = makeLogger({ service: 'ocp-simulator', level: 'silent' });
    running = await startSimulator(config, log, new AbortController().signal);
  });
  afterEach(async () => {
    await running.stop();
    await folder.remove();
  });

  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(running.url + path, {
      method,
      headers: { 'x-api-key': OCP_API_KEY, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const begin = (plan: object) => ask('PUT', '/simulator/day', plan);
  const callIds = async (): Promise<string[]> => {
    const { body } = await ask('GET', '/simulator/ledger');
    return (body as { calls: { callId: string }[] }).calls.map(({ callId }) => callId);
  };

  it('answers the Export API with 503 until a day begins', async () => {
    expect(await ask('GET', '/simulator/progress')).toMatchObject({ status: 200, body: { calls: 0 } });
    expect(await ask('GET', '/recordings/export?tenantId=Sales')).toMatchObject({
      status: 503,
      body: { code: 'NO_DAY' },
    });
    expect(await begin({ calls: 3 })).toMatchObject({ status: 200 });
    expect(await ask('GET', '/simulator/progress')).toMatchObject({ body: { calls: 3, played: 0 } });
    expect(await ask('GET', '/recordings/export?tenantId=Sales')).toMatchObject({ status: 200 });
  });

  it('answers health and metrics on a port of their own', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect([path, (await fetch(running.monitoringUrl + path)).status]).toEqual([path, 200]);
      expect([path, (await fetch(running.url + path)).status]).toEqual([path, 404]);
    }
    expect((await fetch(`${running.monitoringUrl}/simulator/progress`)).status).toBe(404);
  });

  it('plans the same calls for the same seed, under other ids in another edition', async () => {
    await begin({ calls: 3, seed: 5 });
    const first = await callIds();
    await begin({ calls: 3, seed: 6 });
    expect(await callIds()).not.toEqual(first);
    await begin({ calls: 3, seed: 5 });
    expect(await callIds()).toEqual(first);
    await begin({ calls: 3, seed: 5, edition: 'second' });
    const second = await callIds();
    expect(second).toHaveLength(first.length);
    expect(second.filter((id) => first.includes(id))).toEqual([]);
  });

  it('keeps the jobs and counts of the day if the plan is the same, and drops them for another plan', async () => {
    const range = { fromDate: '2026-01-02T02:00:00Z', toDate: '2026-01-02T03:00:00Z' };
    const jobsOfDay = async () => (await ask('GET', '/simulator/progress')).body['jobs'];
    await begin({ calls: 3 });
    expect(
      await ask('POST', '/recordings/export', { ...range, tenantId: 'Sales', format: 'wav' }),
    ).toMatchObject({ status: 202 });
    await begin({ calls: 3 });
    expect(await jobsOfDay()).toHaveLength(1);
    await begin({ calls: 4 });
    expect(await jobsOfDay()).toHaveLength(0);
  });

  it.each([
    ['an unknown fault', { faults: ['gremlins'] }, 'faults'],
    ['a field that it does not know', { loses: 1 }, 'loses'],
    ['a loss above 1', { loss: 2 }, 'loss'],
  ])('refuses %s, and the day goes on', async (_, plan, message) => {
    await begin({ calls: 3 });
    const { status, body } = await begin(plan);
    expect(status).toBe(400);
    expect(body['message']).toContain(message);
    expect(await ask('GET', '/simulator/progress')).toMatchObject({ body: { calls: 3 } });
  });
});
