import { parseRegistry } from './registry.ts';
import { describeRegistryChange } from './registry-change.ts';
import { registryFile } from './test-registry.ts';

const before = parseRegistry(registryFile);
const [first, ...others] = registryFile.groups;
const changed = (change: object) => parseRegistry({ ...registryFile, ...change });
const none = {
  groupsAdded: [],
  groupsRemoved: [],
  tenantsAdded: [],
  tenantsRemoved: [],
  linesOfBusinessAdded: [],
  linesOfBusinessRemoved: [],
  fields: [],
};
const name = `${first!.name} of ${first!.tenant}`;

describe('describeRegistryChange', () => {
  it('finds no change in another reading of the same registry', () => {
    expect(describeRegistryChange(before, parseRegistry(registryFile))).toBeUndefined();
  });

  it('names a group that is new, and one that is gone', () => {
    const after = changed({ groups: [...others, { ...first, name: 'New_Group' }] });
    expect(describeRegistryChange(before, after)).toEqual({
      ...none,
      groupsAdded: [`New_Group of ${first!.tenant}`],
      groupsRemoved: [name],
    });
  });

  it('names the tenants and lines of business that are new or gone', () => {
    const after = changed({
      tenants: [...registryFile.tenants, { id: 'newco', name: 'New' }],
      linesOfBusiness: [...registryFile.linesOfBusiness, { id: 'travel', name: 'Travel' }],
    });
    expect(describeRegistryChange(before, after)).toEqual({
      ...none,
      tenantsAdded: ['newco'],
      linesOfBusinessAdded: ['travel'],
    });
    expect(describeRegistryChange(after, before)).toEqual({
      ...none,
      tenantsRemoved: ['newco'],
      linesOfBusinessRemoved: ['travel'],
    });
  });

  it('gives the place of each field that differs, with both values', () => {
    const after = changed({
      groups: [
        { ...first, retentionDays: 6, recording: { enabled: false }, unrecordedChannels: ['fax'] },
        ...others,
      ],
    });
    expect(describeRegistryChange(before, after)?.fields).toEqual(
      expect.arrayContaining([
        { group: name, field: 'retentionDays', from: before.groups[0]!.retentionDays, to: 6 },
        { group: name, field: 'recording.enabled', from: true, to: false },
        expect.objectContaining({ group: name, field: 'unrecordedChannels', to: ['fax'] }),
      ]),
    );
  });

  it('says that a group moves to the other orchestrator, and that it follows the variable again', () => {
    const exportProfiles = {
      omilia: { ...registryFile.exportProfiles.omilia, runningJobsPerGroup: 'unbounded' },
    };
    const of = (over: object) => changed({ exportProfiles, groups: [{ ...first, ...over }, ...others] });
    const fieldsFrom = (was: object, is: object) => describeRegistryChange(of(was), of(is))?.fields;
    const field = { group: name, field: 'orchestrator' };
    const driven = { orchestrator: 'step-functions' };
    expect(fieldsFrom({}, driven)).toEqual([{ ...field, from: undefined, to: 'step-functions' }]);
    expect(fieldsFrom(driven, { orchestrator: 'sqs' })).toEqual([
      { ...field, from: 'step-functions', to: 'sqs' },
    ]);
    expect(fieldsFrom(driven, {})).toEqual([{ ...field, from: 'step-functions', to: undefined }]);
  });

  it('names a group that changed hands under both tenants', () => {
    const [, second] = registryFile.tenants;
    const after = changed({ groups: [{ ...first, tenant: second!.id }, ...others] });
    expect(describeRegistryChange(before, after)).toEqual({
      ...none,
      groupsAdded: [`${first!.name} of ${second!.id}`],
      groupsRemoved: [name],
    });
  });
});
