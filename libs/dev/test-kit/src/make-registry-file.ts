import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only the longest range is limited: one window, one job. */
const any = {
  minRangeMinutes: 0,
  maxRangeMinutes: 2880,
  alignMinutes: 0,
  runningJobsPerGroup: 'unbounded',
  jobLifeMinutes: 1440,
  selectsBy: 'start',
  settleMinutes: 0,
};

const exportProfiles = {
  /** OCP's real constraints. */
  omilia: {
    minRangeMinutes: 60,
    maxRangeMinutes: 2880,
    alignMinutes: 60,
    runningJobsPerGroup: 1,
    jobLifeMinutes: 1440,
    selectsBy: 'unknown',
    settleMinutes: 0,
  },
  any,
  /** Recordings are downloaded from the links of the listing. */
  linked: { ...any, api: { recordingFile: { by: 'link' } } },
};

export type TestGroup = {
  readonly name: string;
  readonly tenant: string;
  readonly lineOfBusiness?: { readonly default: string; readonly byApp?: Readonly<Record<string, string>> };
  readonly exportProfile?: keyof typeof exportProfiles;
  /** Default: that of the registry. */
  readonly retentionDays?: number;
  readonly takenOverFrom?: readonly string[];
  readonly callbackUrl?: string;
  readonly orchestrator?: 'sqs' | 'step-functions';
  /** Default: no policy for personal fields. */
  readonly pii?: Readonly<Record<string, string>>;
};

/**
 * The content of a registry file with these groups, their tenants and their lines of business. Every group is recorded
 * and uses the credentials `{tenant}-ocp`.
 */
export const makeRegistryFile = (...groups: readonly TestGroup[]) => {
  const registered = groups.map(
    ({
      lineOfBusiness = { default: 'sales' },
      exportProfile = 'any',
      name,
      tenant,
      retentionDays,
      pii,
      takenOverFrom,
      callbackUrl,
      orchestrator,
    }) => ({
      name,
      tenant,
      lineOfBusiness,
      recording: { enabled: true },
      credentials: `${tenant}-ocp`,
      exportProfile,
      ...(retentionDays !== undefined && { retentionDays }),
      ...(pii && { pii }),
      ...(takenOverFrom && { takenOverFrom }),
      ...(callbackUrl !== undefined && { callbackUrl }),
      ...(orchestrator && { orchestrator }),
    }),
  );
  const lines = registered.flatMap(({ lineOfBusiness }) => [
    lineOfBusiness.default,
    ...Object.values(lineOfBusiness.byApp ?? {}),
  ]);
  const named = (ids: readonly string[]) => [...new Set(ids)].map((id) => ({ id, name: id }));
  return {
    version: 1,
    tenants: named(groups.map(({ tenant }) => tenant)),
    linesOfBusiness: named(lines),
    exportProfiles,
    groups: registered,
  };
};

/** Writes a registry as a file for a service. */
export const writeRegistryFile = async (registry: object) => {
  const folder = await mkdtemp(join(tmpdir(), 'recordings-test-'));
  const path = join(folder, 'registry.yaml');
  await writeFile(path, JSON.stringify(registry));
  return { path, remove: (): Promise<void> => rm(folder, { recursive: true }) };
};
