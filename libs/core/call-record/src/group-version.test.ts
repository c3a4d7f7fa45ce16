import { groupVersionOf } from './group-version.ts';
import { parseRegistry } from './registry.ts';
import { registryFile } from './test-registry.ts';

const versionAfter = (change: object, others: object = {}): string => {
  const [first, ...rest] = registryFile.groups;
  const groups = [{ ...first, ...change }, ...rest.map((group) => ({ ...group, ...others }))];
  return groupVersionOf(parseRegistry({ ...registryFile, groups }).findGroup('Acme_EN')!);
};

describe('the version of the settings of a group', () => {
  it('is the same for the same settings, also if they were defaults before or other groups change', () => {
    expect(versionAfter({})).toMatch(/^[0-9a-f]{12}$/);
    expect(versionAfter({ retentionDays: 60 })).toBe(versionAfter({}));
    expect(versionAfter({}, { retentionDays: 30 })).toBe(versionAfter({}));
    expect(versionAfter({ unrecordedChannels: ['sms', 'chat'] })).toBe(
      versionAfter({ unrecordedChannels: ['chat', 'sms'] }),
    );
  });

  it.each([
    ['recording', { recording: { enabled: false } }],
    ['the day since when it is recorded', { recording: { enabled: true, since: '2026-01-01' } }],
    ['the channels without audio', { unrecordedChannels: ['chat'] }],
    ['the retention', { retentionDays: 90 }],
  ])('is another one after a change of %s', (_, change) => {
    expect(versionAfter(change)).not.toBe(versionAfter({}));
  });
});
