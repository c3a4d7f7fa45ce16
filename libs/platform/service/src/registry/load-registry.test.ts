import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration-error.ts';
import { loadRegistry } from './load-registry.ts';

const registry = `
version: 1
tenants: [{ id: acme, name: Acme }]
linesOfBusiness: [{ id: cards, name: Cards }]
exportProfiles:
  relaxed:
    minRangeMinutes: 0
    maxRangeMinutes: 2880
    alignMinutes: 0
    runningJobsPerGroup: 1
    jobLifeMinutes: 60
    selectsBy: unknown
    settleMinutes: 0
groups:
  - name: Acme.Cards
    tenant: acme
    lineOfBusiness: { default: cards }
    recording: { enabled: true }
    credentials: acme
    exportProfile: relaxed
`;

describe('loadRegistry', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'registry-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const load = async (text: string) => {
    const path = join(folder, 'registry.yaml');
    await writeFile(path, text);
    return loadRegistry(path);
  };

  it('reads groups from YAML', async () => {
    expect((await load(registry)).findGroup('Acme.Cards')).toMatchObject({
      tenant: 'acme',
      retentionDays: 60,
    });
  });

  it('names a file that does not exist', async () => {
    const path = join(folder, 'nowhere.yaml');
    await expect(loadRegistry(path)).rejects.toThrow(/^registry file .*nowhere\.yaml: .*ENOENT/);
    await expect(loadRegistry(path)).rejects.toBeInstanceOf(ConfigurationError);
  });

  it('names the file and the line of broken YAML', async () => {
    await expect(load('version: 1\ntenants: [')).rejects.toThrow(/registry\.yaml: .* line 2/s);
  });

  it('refuses a key that is given twice', async () => {
    await expect(load(`${registry}\nversion: 1\n`)).rejects.toThrow(/keys must be unique/);
  });

  it('names the file and the place of a wrong value', async () => {
    await expect(load(registry.replace('alignMinutes: 0', 'alignMinutes: often'))).rejects.toThrow(
      /registry\.yaml: .*exportProfiles\.relaxed\.alignMinutes/s,
    );
  });

  it('refuses an empty file', async () => {
    await expect(load('')).rejects.toBeInstanceOf(ConfigurationError);
  });
});
