import { makeRegistryFile, writeRegistryFile } from '@recordings/test-kit';
import { physicalName } from '@recordings/topology';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

const before = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme' },
  { name: 'Acme_ES', tenant: 'acme' },
  { name: 'Acme_FR', tenant: 'acme' },
);
const after = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme', retentionDays: 90, exportProfile: 'omilia' },
  {
    ...{ name: 'Bolt_EN', tenant: 'bolt', lineOfBusiness: { default: 'claims' } },
    callbackUrl: 'https://bolt.example.com/windows',
  },
  { name: 'Acme_FR', tenant: 'acme', orchestrator: 'step-functions' },
);

let environment: OpsEnvironment;
let files: Awaited<ReturnType<typeof writeRegistryFile>>[];
beforeAll(async () => {
  environment = await startEnvironment();
  files = await Promise.all([before, after, { ...before, version: 2, groups: [] }].map(writeRegistryFile));
});
afterAll(async () => {
  await Promise.all(files.map(({ remove }) => remove()));
  await environment.stop();
});
const pathOf = (at: number): string => files[at]!.path;

describe('registry check', () => {
  it('says that a registry is valid', async () => {
    const { status, said } = await environment.run('registry', 'check', pathOf(0));
    expect([status, said]).toEqual([0, `${pathOf(0)} is valid: groups 3, tenants 1, lines of business 1.`]);
  });

  it('gives a program the version of the settings of each group', async () => {
    const { said } = await environment.run('registry', 'check', pathOf(1), '--json');
    expect(JSON.parse(said)).toMatchObject({
      isValid: true,
      groupVersions: [
        { tenant: 'acme', group: 'Acme_EN', version: expect.stringMatching(/^[0-9a-f]{12}$/) },
        { tenant: 'bolt', group: 'Bolt_EN' },
        { tenant: 'acme', group: 'Acme_FR' },
      ],
    });
  });

  it('ends with 1 and names each fault with its place', async () => {
    const { status, said, complaints } = await environment.run('registry', 'check', pathOf(2));
    expect([status, said]).toEqual([1, '']);
    expect(complaints).toContain(pathOf(2));
    expect(complaints).toMatch(/at version/);
    expect(complaints).toMatch(/at groups/);
  });

  it('tells a program the same', async () => {
    const { status, said } = await environment.run('registry', 'check', pathOf(2), '--json');
    expect([status, JSON.parse(said)]).toEqual([
      1,
      { address: pathOf(2), isValid: false, fault: expect.stringContaining('at version') },
    ]);
  });

  it('ends with 1 if there is no such file', async () => {
    const { status, complaints } = await environment.run('registry', 'check', '/no/such.yaml');
    expect([status, complaints]).toEqual([1, expect.stringContaining('ENOENT')]);
  });
});

describe('registry diff', () => {
  it('says what changes and what must be there first', async () => {
    const { status, said } = await environment.run('registry', 'diff', pathOf(0), pathOf(1), '--json');
    expect(status).toBe(0);
    const { change, needs } = JSON.parse(said) as { change: { fields: object[] }; needs: object };
    expect(change).toMatchObject({
      ...{ groupsAdded: ['Bolt_EN of bolt'], groupsRemoved: ['Acme_ES of acme'] },
      ...{ tenantsAdded: ['bolt'], linesOfBusinessAdded: ['claims'] },
    });
    expect(change.fields).toContainEqual({
      ...{ group: 'Acme_EN of acme', field: 'retentionDays', from: 60, to: 90 },
    });
    expect(needs).toEqual({
      credentials: ['bolt-ocp'],
      callbackHosts: ['bolt.example.com'],
      buckets: [
        { bucket: physicalName(environment.prefix, 'recordings-claims'), fault: 'it does not exist' },
      ],
    });
  });

  it('prints tables of at most 100 columns, and that final calls stay final', async () => {
    const { said } = await environment.run('registry', 'diff', pathOf(0), pathOf(1));
    expect(said).toMatch(/^Acme_EN of acme +exportProfile +"any" +"omilia"$/m);
    expect(said).toMatch(/^Acme_FR of acme +orchestrator +(\S+ +)?"step-functions"$/m);
    expect(said).toContain('Must be there before the new registry is used:');
    expect(said).toContain('Calls that are final by an old value stay so');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('ends with 3 if nothing differs', async () => {
    const { status, said } = await environment.run('registry', 'diff', pathOf(0), pathOf(0));
    expect([status, said]).toEqual([3, expect.stringContaining('Nothing differs.')]);
  });

  it('ends with 1 if one of them is not valid', async () => {
    expect((await environment.run('registry', 'diff', pathOf(0), pathOf(2))).status).toBe(1);
  });
});
