import { requireForm } from './require-form.ts';

const registryOf = (...exportProfiles: string[]) => ({
  groups: exportProfiles.map((exportProfile) => ({ exportProfile })) as never,
});

describe('requireForm', () => {
  it.each([
    ['omilia', ['omilia']],
    ['spec', ['omilia', 'spec']],
    ['enveloped', ['enveloped', 'enveloped']],
  ] as const)('plays a day of %s with groups of %j', (profile, names) => {
    expect(() => requireForm(profile, registryOf(...names))).not.toThrow();
  });

  it.each([
    ['enveloped', ['omilia']],
    ['omilia', ['enveloped']],
    ['enveloped', ['enveloped', 'spec']],
  ] as const)('refuses a day of %s with groups of %j', (profile, names) => {
    expect(() => requireForm(profile, registryOf(...names))).toThrow(
      `--profile ${profile}: the groups of the registry have the export profile ${names.join(', ')}`,
    );
  });
});
