import { readFileSync } from 'node:fs';
import { ExportApi, parseRegistry } from '@recordings/call-record';
import {
  makeOcpProbe,
  ocpConfig,
  type ProbedProfile,
  type ProbeResult,
  probeProfiles,
} from '@recordings/ocp-client';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXPORT_PROFILES, type ExportProfileName } from '../src/export/export-profile.ts';
import { HOUR_MS, makeCall, makeChat, NOON } from './make-call.ts';
import { makeTestSimulator, OCP_API_KEY, type TestSimulator } from './make-test-simulator.ts';
import { probeRows } from './probe-rows.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** The profiles of the local registry. @param change of the settings of the API, as a registry has them. */
const profileOf = (name: string, change: object = {}): ProbedProfile => {
  const file = parse(readFileSync('config/registry.yaml', 'utf8')) as {
    groups: object[];
    exportProfiles: Record<string, { api?: object }>;
  };
  const groups = [{ ...file.groups[0], name: 'Sales', exportProfile: name }];
  const { exportConstraints } = parseRegistry({ ...file, groups }).groups[0]!;
  return {
    name,
    exportConstraints,
    exportApi: ExportApi.parse(merge(file.exportProfiles[name]!.api ?? {}, change)),
  };
};

const merge = (base: object, change: object): object => ({
  ...base,
  ...Object.fromEntries(
    Object.entries(change).map(([name, value]: [string, object]) => [
      name,
      { ...((base as Record<string, object>)[name] ?? {}), ...value },
    ]),
  ),
});

describe('a probe', () => {
  let folder: AudioFolder;
  let simulator: TestSimulator;
  beforeAll(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(() => simulator.close());
  afterAll(() => folder.remove());

  /** Probes an OCP of a profile in the form of others. The range is half an hour after noon. */
  const probe = async (
    ocp: ExportProfileName,
    profiles: readonly [ProbedProfile, ...ProbedProfile[]],
    { withCdrs = false, env = {} }: { withCdrs?: boolean; env?: Record<string, string> } = {},
  ): Promise<ProbeResult> => {
    const file = await folder.writeWav('a.wav', 1_000, 1);
    const calls = Array.from({ length: 45 }, (_, at) => makeCall(at, { file }));
    simulator = makeTestSimulator([...calls, makeChat(45)], { EXPORT_PROFILE: ocp, ...env });
    const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
    const config = z.object(ocpConfig).parse({
      OCP_BASE_URL: url,
      OCP_ALLOW_HTTP: 'true',
      OCP_PRIVATE_HOSTS: '127.0.0.1',
      OCP_CREDENTIALS: './credentials.json',
      OCP_RETRY_MS: '1',
    });
    const gate = {
      awaitPermit: async () => ({ departureMs: 0 }),
      giveBack: () => undefined,
      report: () => undefined,
      reportThrottled: () => undefined,
      parallelism: (most: number) => most,
    };
    const auth = { kind: 'api-key', apiKey: OCP_API_KEY } as const;
    const { senderOf } = makeOcpProbe(config, auth, {
      gate,
      group: 'Sales',
      signal: AbortSignal.timeout(20_000),
    });
    return probeProfiles(
      {
        senderOf,
        maxPolls: 4,
        onStep: () => undefined,
        pause: async () => void (simulator.clock.now += 350),
      },
      profiles,
      { group: 'Sales', fromDate: iso(NOON), toDate: iso(NOON + HOUR_MS / 2), format: 'wav', withCdrs },
    );
  };
  const settingsOf = ({ findings }: ProbeResult): string[] => findings.map(({ setting }) => setting);
  const found = ({ findings }: ProbeResult, setting: string) =>
    findings.find((one) => one.setting === setting);

  it.each(EXPORT_PROFILES)('finds nothing that differs if the profile %s is the right one', async (name) => {
    const result = await probe(name, [profileOf(name)], { withCdrs: true });
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({ isCreated: true, isWhole: true });
    const operations = new Set(result.exchanges.map(({ operation }) => operation));
    expect([...operations]).toEqual(['createJob', 'listJobs', 'jobStatus', 'jobRecordings', 'recordingFile']);
  });

  it('makes one export only', async () => {
    await probe('spec', [profileOf('spec')]);
    const { body } = await simulator.ask('GET', '/simulator/progress');
    expect(body).toMatchObject({ exportJobs: 1 });
  });

  it('names the limits of ranges if the profile spec is chosen and OCP has those of omilia', async () => {
    const result = await probe('omilia', [profileOf('spec'), profileOf('enveloped'), profileOf('omilia')]);
    expect(result.fitting).toBe('omilia');
    expect(settingsOf(result)).toEqual(
      expect.arrayContaining([
        'minRangeMinutes, maxRangeMinutes, alignMinutes',
        'minRangeMinutes',
        'runningJobsPerGroup',
      ]),
    );
    expect(found(result, 'minRangeMinutes')).toMatchObject({ says: '0', set: '60' });
  });

  it('finds the fitting profile if another API was chosen, and names what it has otherwise', async () => {
    const result = await probe('enveloped', [profileOf('spec'), profileOf('omilia'), profileOf('enveloped')]);
    expect(result).toMatchObject({ profile: 'spec', fitting: 'enveloped', isWhole: true });
    expect(result.findings[0]).toMatchObject({
      setting: 'api.createJob.path',
      seen: expect.stringContaining('HTTP 404'),
    });
    expect(found(result, 'api.jobRecordings.callId')).toMatchObject({
      says: '{"at":["/callId"],"as":"string"}',
      set: '{"at":["/call/dialog"],"as":"string"}',
    });
    expect(settingsOf(result)).toEqual(
      expect.arrayContaining([
        'api.statusWords',
        'api.refusals.code',
        'api.jobRecordings.paging',
        'api.recordingFile.path',
      ]),
    );
  });

  it('names the path if no profile of the registry fits', async () => {
    const result = await probe('spec', [profileOf('enveloped')]);
    expect(result).toMatchObject({ isCreated: false });
    expect(result.findings).toEqual([
      {
        setting: 'api.createJob.path',
        says: 'POST /api/v2/exports',
        seen: expect.stringContaining('HTTP 404'),
        set: expect.any(String),
      },
    ]);
  });

  it.each(probeRows)(
    'finds that %s differs, and names the setting',
    async (_, ocp, change, setting, expected) => {
      const result = await probe(ocp, [profileOf(ocp, change)]);
      if (setting === 'api.refusals')
        return expect(result.findings[0]).toMatchObject({ seen: expect.stringContaining('HTTP 200') });
      expect(settingsOf(result)).toContain(setting);
      expect(found(result, setting)).toMatchObject(expected);
    },
  );

  it('finds that CDRs are at another place', async () => {
    const result = await probe('spec', [profileOf('spec', { cdrs: { rows: '/events' } })], {
      withCdrs: true,
    });
    expect(result.findings).toEqual([
      {
        setting: 'api.cdrs',
        says: 'rows at /events',
        seen: 'none there; there is a list at /cdrs',
        set: '{ rows: /cdrs }',
      },
    ]);
  });

  it('says that the credential is refused, and that the slot is busy', async () => {
    const refused = await probe('spec', [profileOf('spec')], { env: { OCP_API_KEY: 'another' } });
    expect(settingsOf(refused)).toEqual(['credentials of the group']);
    await simulator.close();
    const busy = await probe('omilia', [profileOf('omilia'), profileOf('spec')], {
      env: { FAULTS: 'busy-slot' },
    });
    expect(busy).toMatchObject({ isBusy: true, findings: [] });
  });
});
