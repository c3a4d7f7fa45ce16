import { z } from 'zod';
import { GroupId, TenantId } from './ids.ts';
import { timestampOf } from './timestamp.ts';

const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 of a-z, 0-9 and "-", starting with a letter');

/** What an export job of a group may ask for. The vendor's figures and what is unknown: docs/ocp.md. */
export const ExportConstraints = z
  .object({
    minRangeMinutes: z.number().int().min(0),
    maxRangeMinutes: z.number().int().min(1),
    /** Ranges start and end on whole multiples of this in UTC; 0: anywhere. */
    alignMinutes: z.number().int().min(0),
    /** Running jobs that OCP allows a group. */
    runningJobsPerGroup: z.union([z.literal(1), z.literal('unbounded')]),
    /** A finished job is kept this long. */
    jobLifeMinutes: z.number().int().min(1),
    /** By which instant of a call OCP selects it; `unknown` makes ranges cover both. */
    selectsBy: z.enum(['start', 'end', 'unknown']),
    /** How long after its end an hour counts as complete at OCP. */
    settleMinutes: z.number().int().min(0),
  })
  .refine(
    ({ minRangeMinutes, maxRangeMinutes, alignMinutes: step }) =>
      (step === 0 ? maxRangeMinutes : Math.floor(maxRangeMinutes / step) * step) >=
      Math.max(minRangeMinutes, 1),
    { path: ['maxRangeMinutes'], error: 'must hold minRangeMinutes in whole steps of alignMinutes' },
  );
export type ExportConstraints = z.infer<typeof ExportConstraints>;

/** A day means its midnight in UTC; as a timestamp it compares with the start of a call. */
const RecordedSince = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a day (2026-01-15) or a time with an offset (2026-01-15T10:30:00Z)',
  })
  .transform((since) => timestampOf(Date.parse(since)));

/** Nobody tells OCP's words for its channels; these can mean nothing else. A word that is not here is asked for. */
const CHANNELS_WITHOUT_AUDIO = [
  'chat',
  'webchat',
  'web_chat',
  'web-chat',
  'sms',
  'text',
  'email',
  'whatsapp',
  'messenger',
  'facebook',
  'teams_chat',
];

const RETENTION_RANGE = 'must be a whole number of days, 1 to 3650';

/** A key that is none of these is refused: a misspelt one would leave its default in force unseen. */
const Group = z.strictObject({
  name: GroupId,
  tenant: TenantId,
  lineOfBusiness: z.object({ default: Slug, byApp: z.record(z.string(), Slug).default({}) }),
  recording: z.object({ enabled: z.boolean(), since: RecordedSince.optional() }),
  /** Channels that never have audio, as events name them, in lower case. Any other word counts as a call. */
  unrecordedChannels: z.array(z.string().toLowerCase()).default(CHANNELS_WITHOUT_AUDIO),
  /** OCP's own figure is 60; ten years at most, so that a deadline stays a timestamp. */
  retentionDays: z
    .int({ error: RETENTION_RANGE })
    .min(1, RETENTION_RANGE)
    .max(3_650, RETENTION_RANGE)
    .default(60),
  credentials: z.string().min(1),
  exportProfile: z.string().min(1),
});

const RegistryFile = z.object({
  version: z.literal(1),
  tenants: z.array(z.object({ id: TenantId, name: z.string() })).min(1),
  linesOfBusiness: z.array(z.object({ id: Slug, name: z.string() })).min(1),
  exportProfiles: z.record(z.string(), ExportConstraints),
  groups: z.array(Group).min(1),
});

/** One OCP group, with the constraints of its exports looked up, and a way to the other groups of its tenant. */
export type RegistryGroup = z.infer<typeof Group> & {
  readonly exportConstraints: ExportConstraints;
  /** The registered group of that name, if it is of the same tenant. */
  findSibling(name: string | undefined): RegistryGroup | undefined;
};

/** OCP group → tenant, line of business, what is recorded, how it is exported. */
export type Registry = {
  readonly tenants: readonly { readonly id: TenantId; readonly name: string }[];
  readonly linesOfBusiness: readonly string[];
  readonly groups: readonly RegistryGroup[];
  /** @returns undefined for a group nobody registered: kept and alerted, never refused. */
  findGroup(name: string | undefined): RegistryGroup | undefined;
};

/**
 * @throws {Error} naming every place that is wrong and what is expected there; references are looked up once every
 * place has the right shape.
 */
export const parseRegistry = (value: unknown): Registry => {
  const parsed = RegistryFile.superRefine(checkReferences).safeParse(value);
  if (!parsed.success) throw new Error(`invalid registry\n${z.prettifyError(parsed.error)}`);
  const { exportProfiles, tenants, linesOfBusiness } = parsed.data;
  const byName = new Map<string, RegistryGroup>();
  const groups = parsed.data.groups.map((group) => ({
    ...group,
    exportConstraints: exportProfiles[group.exportProfile]!,
    findSibling: (name: string | undefined) => {
      const sibling = name === undefined ? undefined : byName.get(name);
      return sibling?.tenant === group.tenant ? sibling : undefined;
    },
  }));
  for (const group of groups) byName.set(group.name, group);
  return {
    tenants,
    linesOfBusiness: linesOfBusiness.map(({ id }) => id),
    groups,
    findGroup: (name) => (name === undefined ? undefined : byName.get(name)),
  };
};

const checkReferences = (file: z.infer<typeof RegistryFile>, context: z.RefinementCtx): void => {
  const known = {
    tenants: new Set<string>(file.tenants.map(({ id }) => id)),
    linesOfBusiness: new Set(file.linesOfBusiness.map(({ id }) => id)),
    profiles: new Set(Object.keys(file.exportProfiles)),
  };
  const expect = (isKnown: boolean, path: PropertyKey[], message: string): void => {
    if (!isKnown) context.addIssue({ code: 'custom', path, message });
  };
  const listed = (names: Set<string>): string => [...names].join(', ');
  const expectUnique = (list: string, field: string, names: readonly string[]): void =>
    names.forEach((name, at) =>
      expect(names.indexOf(name) === at, [list, at, field], `"${name}" is there twice`),
    );
  expectUnique(
    'tenants',
    'id',
    file.tenants.map(({ id }) => id),
  );
  expectUnique(
    'linesOfBusiness',
    'id',
    file.linesOfBusiness.map(({ id }) => id),
  );
  expectUnique(
    'groups',
    'name',
    file.groups.map(({ name }) => name),
  );
  file.groups.forEach((group, at) => {
    expect(
      known.tenants.has(group.tenant),
      ['groups', at, 'tenant'],
      `"${group.tenant}" is not one of: ${listed(known.tenants)}`,
    );
    expect(
      known.profiles.has(group.exportProfile),
      ['groups', at, 'exportProfile'],
      `"${group.exportProfile}" is not one of: ${listed(known.profiles)}`,
    );
    for (const lob of [group.lineOfBusiness.default, ...Object.values(group.lineOfBusiness.byApp)]) {
      expect(
        known.linesOfBusiness.has(lob),
        ['groups', at, 'lineOfBusiness'],
        `"${lob}" is not one of: ${listed(known.linesOfBusiness)}`,
      );
    }
  });
};

/** The line of business of a group's app; undefined where no rule says. */
export const lineOfBusinessOf = (
  group: RegistryGroup | undefined,
  app: string | undefined,
): string | undefined =>
  group &&
  (app !== undefined && Object.hasOwn(group.lineOfBusiness.byApp, app)
    ? group.lineOfBusiness.byApp[app]
    : group.lineOfBusiness.default);
