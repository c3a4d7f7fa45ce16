import type { z } from 'zod';
import type { Group, RegistryFile } from './registry-file.ts';

/** Adds an issue for each name that is there twice, and for each reference to an unknown name. */
export const checkReferences = (file: RegistryFile, context: z.RefinementCtx): void => {
  const report = (path: PropertyKey[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  const { tenants, linesOfBusiness, groups, exportProfiles } = file;
  const names = {
    tenant: tenants.map(({ id }) => id),
    lineOfBusiness: linesOfBusiness.map(({ id }) => id),
    exportProfile: Object.keys(exportProfiles),
  };
  reportRepeated(names.tenant, 'tenants', 'id', report);
  reportRepeated(names.lineOfBusiness, 'linesOfBusiness', 'id', report);
  reportRepeated(
    groups.map(({ name }) => name),
    'groups',
    'name',
    report,
  );
  groups.forEach((group, at) => {
    for (const [field, name] of referencesOf(group)) {
      const known: readonly string[] = names[field];
      if (!known.includes(name)) {
        report(['groups', at, field], `"${name}" is not one of: ${known.join(', ')}`);
      }
    }
  });
};

const referencesOf = ({ tenant, exportProfile, lineOfBusiness }: Group) =>
  [
    ['tenant', tenant],
    ['exportProfile', exportProfile],
    ...[lineOfBusiness.default, ...Object.values(lineOfBusiness.byApp)].map(
      (name) => ['lineOfBusiness', name] as const,
    ),
  ] as const;

const reportRepeated = (
  names: readonly string[],
  list: string,
  field: string,
  report: (path: PropertyKey[], message: string) => void,
): void =>
  names.forEach((name, at) => {
    if (names.indexOf(name) !== at) report([list, at, field], `"${name}" is there twice`);
  });
