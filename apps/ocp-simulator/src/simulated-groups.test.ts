import { parseRegistry } from '@recordings/call-record';
import { NOON } from '../test/make-call.ts';
import { simulatedGroups } from './simulated-groups.ts';

const group = {
  tenant: 'acme',
  lineOfBusiness: { default: 'retail', byApp: { Claims: 'retail' } },
  recording: { enabled: true },
  credentials: 'acme-ocp',
  exportProfile: 'any',
};

const registryOf = (...groups: object[]) =>
  parseRegistry({
    version: 1,
    tenants: [
      { id: 'acme', name: 'Acme' },
      { id: 'bolt', name: 'Bolt' },
    ],
    linesOfBusiness: [{ id: 'retail', name: 'Retail' }],
    exportProfiles: {
      any: {
        minRangeMinutes: 0,
        maxRangeMinutes: 2_880,
        alignMinutes: 0,
        runningJobsPerGroup: 'unbounded',
        jobLifeMinutes: 1_440,
        selectsBy: 'start',
        settleMinutes: 0,
      },
    },
    groups,
  });

describe('simulatedGroups', () => {
  it('gives each group an account, and apps that the registry has rules for', () => {
    const registry = registryOf({ ...group, name: 'A' }, { ...group, name: 'B' });
    expect(simulatedGroups(registry, NOON)).toEqual([
      { name: 'A', accountId: '101', apps: ['MainMenu', 'Claims'], isRecorded: true },
      { name: 'B', accountId: '102', apps: ['MainMenu', 'Claims'], isRecorded: true },
    ]);
  });

  it('has a group that tenants share once, with the apps of all of them', () => {
    const registry = registryOf(
      { ...group, name: 'A', recording: { enabled: false } },
      {
        ...group,
        name: 'A',
        tenant: 'bolt',
        lineOfBusiness: { default: 'retail', byApp: { Bills: 'retail' } },
      },
    );
    expect(simulatedGroups(registry, NOON)).toEqual([
      { name: 'A', accountId: '101', apps: ['MainMenu', 'Claims', 'Bills'], isRecorded: true },
    ]);
  });

  it('counts a group as not recorded if recording is off, began later, or excludes voice', () => {
    const registry = registryOf(
      { ...group, name: 'off', recording: { enabled: false } },
      { ...group, name: 'later', recording: { enabled: true, since: new Date(NOON + 1).toISOString() } },
      { ...group, name: 'earlier', recording: { enabled: true, since: new Date(NOON).toISOString() } },
      { ...group, name: 'chat only', unrecordedChannels: ['voice'] },
    );
    expect(
      simulatedGroups(registry, NOON)
        .filter(({ isRecorded }) => isRecorded)
        .map(({ name }) => name),
    ).toEqual(['earlier']);
  });
});
