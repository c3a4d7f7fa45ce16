import { lineOfBusinessOf, parseRegistry } from './registry.ts';
import { registryFile } from './test-registry.ts';

type File = typeof registryFile;

/** A registry with one thing changed. */
const changed = (change: (file: File & Record<string, unknown>) => void): unknown => {
  const file = structuredClone(registryFile);
  change(file);
  return file;
};
const faultOf = (file: unknown): string => {
  try {
    parseRegistry(file);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

describe('parseRegistry', () => {
  it('fills in a group’s defaults and the constraints of its export profile', () => {
    const group = parseRegistry(registryFile).findGroup('Acme_EN');
    expect(group).toMatchObject({
      tenant: 'acme',
      retentionDays: 60,
      unrecordedChannels: expect.arrayContaining(['chat', 'sms', 'email']),
      exportConstraints: { minRangeMinutes: 60, selectsBy: 'unknown' },
    });
  });

  it('gives undefined for an unregistered name, and without a name', () => {
    const { findGroup } = parseRegistry(registryFile);
    expect(findGroup('Acme_FR')).toBeUndefined();
    expect(findGroup('acme_en')).toBeUndefined();
    expect(findGroup(undefined)).toBeUndefined();
  });

  it('reports every wrong place, not only the first', () => {
    const message = faultOf(
      changed((file) => {
        Object.assign(file, { version: 2 });
        Object.assign(file.tenants[1]!, { id: 'bo#lt' });
        Object.assign(file.linesOfBusiness[0]!, { id: 'Cards!' });
        Object.assign(file.exportProfiles.omilia, { selectsBy: 'middle', runningJobsPerGroup: 2 });
        Object.assign(file.groups[1]!, { retentionDays: 0, recording: {} });
      }),
    );
    for (const place of [
      'version',
      'tenants[1].id',
      'linesOfBusiness[0].id',
      'exportProfiles.omilia.selectsBy',
      'exportProfiles.omilia.runningJobsPerGroup',
      'groups[1].retentionDays',
      'groups[1].recording.enabled',
    ]) {
      expect(message).toContain(`at ${place}`);
    }
  });

  it('reports every unknown reference with the known names', () => {
    const message = faultOf(
      changed((file) => {
        Object.assign(file.groups[0]!, { tenant: 'acne', exportProfile: 'toString' });
        Object.assign(file.groups[1]!, { lineOfBusiness: { default: 'loan', byApp: { A: 'card' } } });
      }),
    );
    expect(message).toContain('"acne" is not one of: acme, bolt');
    expect(message).toContain('"toString" is not one of: omilia');
    expect(message).toContain('"loan" is not one of: cards, loans');
    expect(message).toContain('"card" is not one of: cards, loans');
    expect(message).toContain('at groups[1].lineOfBusiness');
  });

  it.each([
    ['groups[2].name', (file: File) => file.groups.push(file.groups[0]!), '"Acme_EN of acme" is there twice'],
    ['tenants[2].id', (file: File) => file.tenants.push(file.tenants[1]!), '"bolt" is there twice'],
    [
      'linesOfBusiness[2].id',
      (file: File) => file.linesOfBusiness.push(file.linesOfBusiness[0]!),
      '"cards" is there twice',
    ],
  ])('refuses a duplicate at %s', (place, change, message) => {
    expect(faultOf(changed(change))).toContain(message);
    expect(faultOf(changed(change))).toContain(`at ${place}`);
  });

  it.each([
    { minRangeMinutes: 120, maxRangeMinutes: 60 },
    { alignMinutes: 60, maxRangeMinutes: 59 },
    { alignMinutes: 60, minRangeMinutes: 61, maxRangeMinutes: 119 },
    { alignMinutes: 0, minRangeMinutes: 2, maxRangeMinutes: 1 },
  ])('refuses constraints that no range can meet: %j', (constraints) => {
    const file = changed(({ exportProfiles }) => Object.assign(exportProfiles.omilia, constraints));
    expect(faultOf(file)).toContain('must hold minRangeMinutes in whole steps of alignMinutes');
  });

  it.each([undefined, null, [], 'registry', {}, { version: 1 }])('refuses %j', (value) => {
    expect(faultOf(value)).toContain('invalid registry');
  });

  it.each([
    ['2026-01-15', '2026-01-15T00:00:00.000Z'],
    ['2026-01-15T02:00:00+02:00', '2026-01-15T00:00:00.000Z'],
    ['2026-01-15T10:30:00Z', '2026-01-15T10:30:00.000Z'],
  ])('reads recording since %s as %s, so that it compares with the start of a call', (since, expected) => {
    const file = changed(({ groups }) => Object.assign(groups[0]!.recording, { since }));
    expect(parseRegistry(file).findGroup('Acme_EN')?.recording.since).toBe(expected);
  });

  it.each(['15/01/2026', '2026-1-5', '2026-01-15T10:30:00', 'yesterday', 20260115])(
    'refuses recording since %s, which does not compare with timestamps',
    (since) => {
      const file = changed(({ groups }) => Object.assign(groups[0]!.recording, { since }));
      expect(faultOf(file)).toContain('must be a day (2026-01-15)');
    },
  );

  it.each([0, -1, 3_651, 9_999_999, 1.5, '60'])('refuses %j days of retention', (retentionDays) => {
    const file = changed(({ groups }) => Object.assign(groups[0]!, { retentionDays }));
    expect(faultOf(file)).toContain('must be a whole number of days, 1 to 3650');
    expect(faultOf(file)).toContain('at groups[0].retentionDays');
    expect(faultOf(file)).toContain(
      `must be a whole number of days, 1 to 3650; it is ${JSON.stringify(retentionDays)}`,
    );
  });

  it.each(['http://results.example/', 'https://user:password@results.example/', '//results.example', 1])(
    'refuses the callbackUrl %j',
    (callbackUrl) => {
      const file = changed(({ groups }) => Object.assign(groups[0]!, { callbackUrl }));
      expect(faultOf(file)).toContain('must be an https URL without user and password');
    },
  );

  it.each([1, 3_650])('accepts %d days of retention', (retentionDays) => {
    const file = changed(({ groups }) => Object.assign(groups[0]!, { retentionDays }));
    expect(parseRegistry(file).findGroup('Acme_EN')?.retentionDays).toBe(retentionDays);
  });

  it.each(['unknown', 'unknown:acme'])('refuses the tenant %s, whose calls have no tenant yet', (id) => {
    const file = changed(({ tenants }) => Object.assign(tenants[0]!, { id }));
    expect(faultOf(file)).toContain('reserved');
  });

  it('reads the names of channels in any case, as events have them', () => {
    const file = changed(({ groups }) => Object.assign(groups[0]!, { unrecordedChannels: ['Fax', 'CHAT'] }));
    expect(parseRegistry(file).findGroup('Acme_EN')?.unrecordedChannels).toEqual(['fax', 'chat']);
  });

  it('refuses a misspelt setting of a group, because its default would apply unnoticed', () => {
    const file = changed(({ groups }) => Object.assign(groups[0]!, { retentionsDays: 30 }));
    expect(faultOf(file)).toMatch(/Unrecognized key: "retentionsDays"\s+→ at groups\[0\]/);
  });
});

describe('an OCP group that two tenants share', () => {
  /** Bolt has Acme's group too, with other credentials. */
  const shared = (over: object = {}) =>
    changed(({ groups }) => {
      groups.push({ ...groups[0]!, tenant: 'bolt', credentials: 'bolt-ocp', ...over });
    });

  it('is found for each of its tenants, with the credentials of that tenant', () => {
    const { findGroup } = parseRegistry(shared());
    expect(findGroup('Acme_EN', 'acme')).toMatchObject({ tenant: 'acme', credentials: 'acme-ocp' });
    expect(findGroup('Acme_EN', 'bolt')).toMatchObject({ tenant: 'bolt', credentials: 'bolt-ocp' });
  });

  it('is not found without a tenant, nor for a tenant that does not have it', () => {
    const { findGroup } = parseRegistry(shared());
    expect(findGroup('Acme_EN')).toBeUndefined();
    expect(findGroup('Acme_EN', 'core')).toBeUndefined();
  });

  it('is a sibling of the groups of each of its tenants', () => {
    const { findGroup } = parseRegistry(shared());
    expect(findGroup('Bolt_Chat')?.findSibling('Acme_EN')?.tenant).toBe('bolt');
    expect(findGroup('Acme_EN', 'acme')?.findSibling('Bolt_Chat')).toBeUndefined();
  });

  it('is refused under two export profiles, because its limits are those of OCP', () => {
    const file = shared({ exportProfile: 'other' }) as File;
    Object.assign(file.exportProfiles, { other: file.exportProfiles.omilia });
    expect(faultOf(file)).toContain('"other" must be "omilia", as for tenant "acme"');
    expect(faultOf(file)).toContain('at groups[2].exportProfile');
  });

  it('leaves a group of one tenant as it is, whichever tenant is named', () => {
    const { findGroup } = parseRegistry(shared());
    expect(findGroup('Bolt_Chat', 'acme')?.tenant).toBe('bolt');
  });
});

describe('a group that Step Functions drives', () => {
  const driven = (runningJobsPerGroup: unknown) =>
    changed(({ groups, exportProfiles }) => {
      Object.assign(groups[1]!, { orchestrator: 'step-functions' });
      Object.assign(exportProfiles.omilia, { runningJobsPerGroup });
    });

  it('is taken if each of its windows may have a job of its own', () => {
    const { findGroup } = parseRegistry(driven('unbounded'));
    expect(findGroup('Bolt_Chat')?.orchestrator).toBe('step-functions');
    expect(findGroup('Acme_EN')?.orchestrator).toBeUndefined();
  });

  it('is refused if its export profile merges windows into jobs', () => {
    const fault = faultOf(driven(1));
    expect(fault).toContain('at groups[1].orchestrator');
    expect(fault).toContain(
      '"step-functions" needs an export profile with runningJobsPerGroup "unbounded"; "omilia" has 1',
    );
  });

  it('is refused under an orchestrator that we do not know', () => {
    expect(
      faultOf(changed(({ groups }) => Object.assign(groups[0]!, { orchestrator: 'temporal' }))),
    ).toContain('at groups[0].orchestrator');
  });
});

describe('lineOfBusinessOf', () => {
  const group = parseRegistry(registryFile).findGroup('Acme_EN');

  it.each([
    ['Mortgage', 'loans'],
    ['Balance', 'cards'],
    [undefined, 'cards'],
    ['constructor', 'cards'],
    ['__proto__', 'cards'],
  ])('gives app %s to %s', (app, expected) => {
    expect(lineOfBusinessOf(group, app)).toBe(expected);
  });

  it('is undefined without a group', () => {
    expect(lineOfBusinessOf(undefined, 'Mortgage')).toBeUndefined();
  });
});
