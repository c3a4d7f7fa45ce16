import type { z } from 'zod';
import type { Group, RegistryFile } from './registry-file.ts';

/**
 * Adds an issue for each name that is there twice, for each reference to an unknown name, for each OCP group that two
 * tenants share under different export profiles, and for each group that Step Functions cannot drive.
 */
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
    groups.map(({ name, tenant }) => `${name} of ${tenant}`),
    'groups',
    'name',
    report,
  );
  reportContradictions(groups, report);
  reportUndrivable(file, report);
  groups.forEach((group, at) => {
    for (const [field, name] of referencesOf(group)) {
      const known: readonly string[] = names[field];
      if (!known.includes(name)) {
        report(['groups', at, field], `"${name}" is not one of: ${known.join(', ')}`);
      }
    }
  });
};

/** OCP's limits hold for a group, whichever tenant asks. Different limits would let two tenants run two jobs. */
const reportContradictions = (
  groups: readonly Group[],
  report: (path: PropertyKey[], message: string) => void,
): void =>
  groups.forEach(({ name, exportProfile }, at) => {
    const first = groups.find((group) => group.name === name);
    if (!first || first.exportProfile === exportProfile) return;
    const expected = `must be "${first.exportProfile}", as for tenant "${first.tenant}": both share the OCP group "${name}"`;
    report(['groups', at, 'exportProfile'], `"${exportProfile}" ${expected}`);
  });

/** An execution has one window and its own job: it does not know how windows are merged, nor how jobs wait for each other. */
const reportUndrivable = (
  { groups, exportProfiles }: RegistryFile,
  report: (path: PropertyKey[], message: string) => void,
): void =>
  groups.forEach(({ orchestrator, exportProfile }, at) => {
    const running = exportProfiles[exportProfile]?.runningJobsPerGroup;
    if (orchestrator !== 'step-functions' || running === undefined || running === 'unbounded') return;
    const expected = `needs an export profile with runningJobsPerGroup "unbounded"; "${exportProfile}" has ${running}`;
    report(['groups', at, 'orchestrator'], `"step-functions" ${expected}`);
  });

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
